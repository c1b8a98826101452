// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/yaml_view.h"

#include "forms/yaml_highlighter.h"
#include "pages/yaml_text.h"
#include "tables/wording.h"

#include <QEvent>
#include <QFontDatabase>
#include <QScrollBar>

namespace loadline {

YamlView::YamlView(QWidget* parent)
    : QPlainTextEdit(parent)
    , highlighter_(new YamlHighlighter(this))
{
    setReadOnly(true);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("The object as YAML"));
    setPlaceholderText(tr("Reading the object \u2026"));
}

void YamlView::setWaiting()
{
    clear();
}

void YamlView::setJson(const Result<std::string>& json)
{
    const auto yaml = json ? yamlOfJson(*json) : Result<std::string>(json.error());
    QString text;
    if (yaml) {
        text = QString::fromStdString(*yaml);
    } else {
        text = QStringLiteral("# ") + sentence(yaml.error());
        if (const QString mend = hint(yaml.error()); !mend.isEmpty())
            text += QStringLiteral("\n# ") + mend;
    }
    if (text == toPlainText())
        return;
    const int at = verticalScrollBar()->value();
    setPlainText(text);
    verticalScrollBar()->setValue(at);
}

void YamlView::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        highlighter_->rehighlight();
}

} // namespace loadline
