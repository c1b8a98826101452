// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/yaml_editor.h"

#include "forms/form_words.h"
#include "forms/yaml_highlighter.h"
#include "tables/finding_rows.h"
#include "theme/tone.h"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>

namespace loadline {

QString beginningOf(const std::string& text)
{
    constexpr std::size_t whole = 3 << 19, some = 64 << 10;
    if (text.size() <= whole)
        return QString::fromStdString(text);
    const std::size_t end = std::min(text.rfind('\n', some), some); // none: in the middle of a line
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(end)) + QStringLiteral("\n\u2026\n");
}

class YamlEditor::Margin : public QWidget {
public:
    explicit Margin(YamlEditor* editor)
        : QWidget(editor)
        , editor_(editor)
    {
    }

protected:
    void paintEvent(QPaintEvent* event) override { editor_->paintMargin(event); }
    bool event(QEvent* event) override
    {
        if (event->type() != QEvent::ToolTip)
            return QWidget::event(event);
        const auto* help = static_cast<QHelpEvent*>(event);
        const QTextCursor at = editor_->cursorForPosition({0, help->pos().y()});
        QToolTip::showText(help->globalPos(), editor_->markText(static_cast<std::size_t>(at.blockNumber()) + 1), this);
        return true;
    }

private:
    YamlEditor* editor_;
};

YamlEditor::YamlEditor(QWidget* parent)
    : QPlainTextEdit(parent)
    , margin_(new Margin(this))
    , highlighter_(new YamlHighlighter(this))
{
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setTabChangesFocus(true); // YAML has no use for tabs
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("Manifest as YAML"));
    setAcceptDrops(false); // files dropped here are opened by the page
    viewport()->setAcceptDrops(false);
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0)
            margin_->scroll(0, dy);
        else
            margin_->update(0, rect.y(), margin_->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::blockCountChanged, this, &YamlEditor::placeMargin);
    connect(this, &QPlainTextEdit::textChanged, this, [this] {
        if (!showing_)
            Q_EMIT edited(toPlainText());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (showing_ || !hasFocus() || line() == told_)
            return;
        told_ = line();
        Q_EMIT lineFocused(told_);
    });
    placeMargin();
}

std::size_t YamlEditor::line() const
{
    return static_cast<std::size_t>(textCursor().blockNumber()) + 1;
}

void YamlEditor::showText(const QString& text)
{
    const QString old = toPlainText();
    if (old == text)
        return;
    const QScopedValueRollback guard(showing_, true);
    qsizetype head = 0;
    while (head < old.size() && head < text.size() && old[head] == text[head])
        ++head;
    qsizetype tail = 0;
    while (tail < old.size() - head && tail < text.size() - head && old[old.size() - 1 - tail] == text[text.size() - 1 - tail])
        ++tail;
    const int scrolled = verticalScrollBar()->value();
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.setPosition(static_cast<int>(head));
    cursor.setPosition(static_cast<int>(old.size() - tail), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(head, text.size() - head - tail));
    cursor.endEditBlock();
    verticalScrollBar()->setValue(scrolled);
}

void YamlEditor::showLines(std::size_t first, std::size_t last)
{
    first_ = first;
    last_ = last;
    dress();
    if (first == 0 || hasFocus())
        return;
    const QTextBlock block = document()->findBlockByNumber(static_cast<int>(first) - 1);
    const QRectF at = block.isValid() ? blockBoundingGeometry(block).translated(contentOffset()) : QRectF();
    if (block.isValid() && (at.top() < 0 || at.bottom() > viewport()->height())) {
        const QScopedValueRollback guard(showing_, true);
        QTextCursor cursor(block);
        setTextCursor(cursor);
        centerCursor();
    }
}

void YamlEditor::setMarks(std::vector<YamlMark> marks)
{
    if (marks == marks_)
        return;
    marks_ = std::move(marks);
    QStringList said;
    for (const YamlMark& mark : marks_)
        said << tr("Line %1, %2: %3").arg(mark.line).arg(severityName(mark.severity), mark.text);
    setAccessibleDescription(said.join(QLatin1Char('\n')));
    placeMargin();
    dress();
    margin_->update();
}

QString YamlEditor::markText(std::size_t line) const
{
    QStringList said;
    for (const YamlMark& mark : marks_)
        if (mark.line == line)
            said << QStringLiteral("%1: %2").arg(severityName(mark.severity), mark.text);
    return said.join(QLatin1Char('\n'));
}

// The field's lines have the accent's ground and a bar in the margin; marked lines are underlined too.
void YamlEditor::dress()
{
    const Shades& shades = shadesOf(palette());
    QList<QTextEdit::ExtraSelection> selections;
    for (std::size_t at = first_; first_ > 0 && at <= last_; ++at) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document()->findBlockByNumber(static_cast<int>(at) - 1));
        if (selection.cursor.isNull())
            break;
        selection.format.setBackground(shades.accentGround);
        selection.format.setProperty(QTextFormat::FullWidthSelection, true);
        selections << selection;
    }
    for (const YamlMark& mark : marks_) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(document()->findBlockByNumber(static_cast<int>(mark.line) - 1));
        if (selection.cursor.isNull())
            continue;
        selection.cursor.movePosition(QTextCursor::EndOfBlock, QTextCursor::KeepAnchor);
        selection.format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        selection.format.setUnderlineColor(shades.of(severityTone(mark.severity)));
        selections << selection;
    }
    setExtraSelections(selections);
    margin_->update();
}

int YamlEditor::marginWidth() const
{
    const int digits = static_cast<int>(QString::number(std::max(99, blockCount())).size());
    return fontMetrics().horizontalAdvance(QLatin1Char('9')) * (digits + 2) + 12;
}

void YamlEditor::placeMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const QRect inside = contentsRect();
    margin_->setGeometry(inside.left(), inside.top(), marginWidth(), inside.height());
}

void YamlEditor::paintMargin(QPaintEvent* event)
{
    QPainter painter(margin_);
    const Shades& shades = shadesOf(palette());
    painter.fillRect(event->rect(), shades.surface);
    painter.setFont(font());
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF at = blockBoundingGeometry(block).translated(contentOffset());
        if (at.top() > event->rect().bottom())
            break;
        const auto number = static_cast<std::size_t>(block.blockNumber()) + 1;
        const bool current = first_ > 0 && number >= first_ && number <= last_;
        if (current)
            painter.fillRect(QRectF(margin_->width() - 3, at.top(), 3, at.height()), shades.accent);
        const QRectF room(0, at.top(), margin_->width() - 8, at.height());
        painter.setPen(current ? shades.text : shades.muted);
        painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter, QString::number(number));
        const auto mark = std::find_if(marks_.begin(), marks_.end(), [&](const YamlMark& m) { return m.line == number; });
        if (mark == marks_.end())
            continue;
        painter.setPen(ink(severityTone(mark->severity), palette(), shades.surface));
        painter.drawText(room.adjusted(4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, severityName(mark->severity).left(1));
    }
}

void YamlEditor::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    placeMargin();
}

void YamlEditor::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        highlighter_->rehighlight();
        dress();
    } else if (event->type() == QEvent::FontChange) {
        placeMargin();
    }
}

bool YamlEditor::viewportEvent(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QPlainTextEdit::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const QTextCursor at = cursorForPosition(help->pos());
    QToolTip::showText(help->globalPos(), markText(static_cast<std::size_t>(at.blockNumber()) + 1), this);
    return true;
}

} // namespace loadline
