// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/yaml_view.h"

#include "pages/yaml_text.h"
#include "tables/wording.h"
#include "theme/tone.h"

#include <QEvent>
#include <QFontDatabase>
#include <QRegularExpression>
#include <QScrollBar>

namespace loadline {

YamlHighlighter::YamlHighlighter(QPlainTextEdit* view)
    : QSyntaxHighlighter(view->document())
    , view_(view)
{
}

void YamlHighlighter::highlightBlock(const QString& text)
{
    static const QRegularExpression field(QStringLiteral(R"(^\s*(?:- )*("[^"]*"|[^\s"'#][^:]*?):(?=\s|$))"));
    static const QRegularExpression number(QStringLiteral(R"((?<=[:\-] )(-?\d[\d.eE+\-]*|true|false|null|\{\}|\[\])$)"));
    static const QRegularExpression quotes(QStringLiteral(R"("(?:[^"\\]|\\.)*"$)"));
    const auto paint = [&](const QRegularExpressionMatch& match, int group, Tone tone) {
        if (match.hasMatch())
            setFormat(int(match.capturedStart(group)), int(match.capturedLength(group)), ink(tone, view_->palette()));
    };
    if (text.startsWith(QLatin1Char('#'))) {
        setFormat(0, int(text.size()), ink(Tone::Muted, view_->palette()));
        return;
    }
    paint(quotes.match(text), 0, Tone::Good);
    paint(number.match(text), 1, Tone::Spot);
    paint(field.match(text), 1, Tone::Accent);
}

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
