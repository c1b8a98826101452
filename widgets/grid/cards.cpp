// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/cards.h"

#include "theme/measure.h"
#include "theme/tone.h"

#include <QApplication>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <array>

namespace loadline {

ToneLabel::ToneLabel(const QString& text, Tone tone, Size size, QWidget* parent)
    : QLabel(parent)
    , tone_(tone)
    , size_(size)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText); // on a view's ground it would be drawn as that one's text
    setWordWrap(size != Size::Title && size != Size::Figure);
    setText(text);
    dress();
}

void ToneLabel::setTone(Tone tone)
{
    if (tone_ == tone)
        return;
    tone_ = tone;
    dress();
}

void ToneLabel::setSize(Size size)
{
    size_ = size;
    dress();
}

void ToneLabel::setRich(const QString& html)
{
    setTextFormat(Qt::RichText);
    setText(html);
}

void ToneLabel::dress()
{
    dressing_ = true;
    const Shades& shades = shadesOf(QApplication::palette());
    QPalette own;
    // On a card or beside it: readable on both grounds.
    own.setColor(QPalette::WindowText, readable(readable(shades.of(tone_), shades.window), shades.surface));
    setPalette(own);
    const QFont body = QApplication::font();
    switch (size_) {
    case Size::Body:
        setFont(body);
        break;
    case Size::Small:
        setFont(smallFont(body));
        break;
    case Size::Strong:
        setFont(strongFont(body));
        break;
    case Size::Title:
        setFont(titleFont(body));
        break;
    case Size::Figure:
        setFont(figureFont(body));
        break;
    }
    if (textFormat() == Qt::RichText) { // its links keep the colour that they were laid out in
        const QString html = text();
        setText({});
        setText(html);
    }
    dressing_ = false;
}

void ToneLabel::changeEvent(QEvent* event)
{
    QLabel::changeEvent(event);
    const auto type = event->type();
    if (!dressing_ && (type == QEvent::PaletteChange || type == QEvent::ApplicationFontChange || type == QEvent::StyleChange))
        dress();
}

Card::Card(const QString& title, QWidget* parent)
    : QWidget(parent)
    , body_(new QVBoxLayout)
    , title_(new ToneLabel({}, Tone::Normal, ToneLabel::Size::Strong))
    , subtitle_(new ToneLabel({}, Tone::Muted))
{
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(cardPadding, cardPadding, cardPadding, cardPadding);
    outer->setSpacing(6);
    auto* head = new QHBoxLayout;
    head->setSpacing(cardGap);
    title_->setWordWrap(false);
    subtitle_->setWordWrap(false);
    subtitle_->setMinimumWidth(1);
    head->addWidget(title_);
    head->addWidget(subtitle_, 1);
    outer->addLayout(head);
    outer->addLayout(body_, 1);
    body_->setSpacing(6);
    setTitle(title, {});
}

void Card::setTitle(const QString& title, const QString& subtitle)
{
    title_->setText(title);
    title_->setVisible(!title.isEmpty());
    subtitle_->setText(subtitle);
    subtitle_->setToolTip(subtitle);
    subtitle_->setVisible(!subtitle.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(subtitle);
}

void Card::setClickable(bool clickable)
{
    clickable_ = clickable;
    setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
    setAttribute(Qt::WA_Hover, clickable);
    if (clickable)
        setCursor(Qt::PointingHandCursor);
    else
        unsetCursor();
}

void Card::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Shades& shades = shadesOf(palette());
    const bool over = clickable_ && underMouse();
    painter.setPen(over ? blend(shades.accent, shades.line, 0.6) : shades.line);
    painter.setBrush(shades.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    if (hasFocus()) {
        painter.setPen(QPen(shades.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), cornerRadius, cornerRadius);
    }
}

void Card::mousePressEvent(QMouseEvent* event)
{
    pressed_ = clickable_ && event->button() == Qt::LeftButton;
    if (!pressed_)
        QWidget::mousePressEvent(event);
}

void Card::mouseReleaseEvent(QMouseEvent* event)
{
    if (std::exchange(pressed_, false) && rect().contains(event->position().toPoint()))
        Q_EMIT clicked();
    else
        QWidget::mouseReleaseEvent(event);
}

void Card::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    if (clickable_ && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space))
        Q_EMIT clicked();
    else
        QWidget::keyPressEvent(event);
}

bool Card::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::HoverEnter:
    case QEvent::HoverLeave:
    case QEvent::FocusIn:
    case QEvent::FocusOut:
        update();
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

FigureCard::FigureCard(const QString& label, QWidget* parent)
    : Card({}, parent)
    , label_(new ToneLabel(label, Tone::Muted))
    , figure_(new ToneLabel({}, Tone::Normal, ToneLabel::Size::Figure))
    , note_(new ToneLabel({}, Tone::Muted))
{
    body()->setSpacing(2);
    body()->addWidget(label_);
    body()->addWidget(figure_);
    body()->addWidget(note_);
    body()->addStretch(1);
    setAccessibleName(label);
}

void FigureCard::setFigure(const QString& figure, const QString& note, Tone noteTone)
{
    figure_->setText(figure);
    note_->setText(note);
    note_->setTone(noteTone);
    setAccessibleDescription(note.isEmpty() ? figure : figure + QStringLiteral(", ") + note);
}

void FigureCard::setParts(const std::vector<std::pair<QString, QString>>& parts)
{
    figure_->hide();
    note_->hide();
    if (!parts_) {
        parts_ = new QGridLayout;
        parts_->setContentsMargins(0, 0, 0, 0);
        parts_->setHorizontalSpacing(8);
        parts_->setVerticalSpacing(0);
        parts_->setColumnStretch(0, 1);
        body()->insertLayout(1, parts_);
    }
    QStringList said;
    for (int row = 0; row < int(parts.size()); ++row) {
        const auto& [name, amount] = parts[std::size_t(row)];
        const std::array texts {name, amount};
        for (int column = 0; column < 2; ++column) {
            auto* item = parts_->itemAtPosition(row, column);
            auto* label = item ? static_cast<ToneLabel*>(item->widget()) : new ToneLabel({}, column == 0 ? Tone::Muted : Tone::Accent);
            label->setText(texts[std::size_t(column)]);
            if (!item)
                parts_->addWidget(label, row, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
        }
        said << name + QLatin1Char(' ') + amount;
    }
    setAccessibleDescription(said.join(QStringLiteral(", ")));
}

void FigureCard::setSource(const QString& whence) { setToolTip(whence); }

FigureRow::FigureRow(QWidget* parent)
    : QWidget(parent)
    , row_(new QHBoxLayout(this))
{
    row_->setContentsMargins(0, 0, 0, 0);
    row_->setSpacing(cardGap);
}

FigureCard* FigureRow::add(const QString& label)
{
    auto* card = new FigureCard(label, this);
    row_->addWidget(card, 1);
    return card;
}

void emptyLayout(QLayout& layout)
{
    while (QLayoutItem* item = layout.takeAt(0)) {
        if (QWidget* gone = item->widget()) {
            gone->hide();
            gone->deleteLater();
        }
        delete item;
    }
}

} // namespace loadline
