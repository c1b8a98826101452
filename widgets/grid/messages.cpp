// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/messages.h"

#include "grid/cards.h"
#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace loadline {

namespace {

    struct Face {
        QString icon;
        Tone tone;
    };

    Face faceOf(TableMessage::Kind kind)
    {
        switch (kind) {
        case TableMessage::Kind::Loading:
            return {QStringLiteral("clock"), Tone::Muted};
        case TableMessage::Kind::Stale:
            return {QStringLiteral("warning"), Tone::Warn};
        case TableMessage::Kind::Failed:
            return {QStringLiteral("error"), Tone::Bad};
        case TableMessage::Kind::Refused:
            return {QStringLiteral("lock"), Tone::Bad};
        case TableMessage::Kind::Empty:
        case TableMessage::Kind::None:
            break;
        }
        return {QStringLiteral("info"), Tone::Muted};
    }

} // namespace

class MessageCard::IconLabel : public QWidget {
public:
    using QWidget::QWidget;
    void setFace(const Face& face)
    {
        face_ = face;
        update();
    }
    [[nodiscard]] QSize sizeHint() const override { return {scaled(28, font()), scaled(28, font())}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const int side = std::min(width(), height());
        painter.drawPixmap((width() - side) / 2, 0,
            iconPixmap(face_.icon, side, ink(face_.tone, palette()), devicePixelRatioF()));
    }

private:
    Face face_ = faceOf(TableMessage::Kind::None);
};

MessageCard::MessageCard(QWidget* parent)
    : QWidget(parent)
    , icon_(new IconLabel)
    , title_(new ToneLabel({}, Tone::Normal, ToneLabel::Size::Strong))
    , cause_(new ToneLabel({}, Tone::Muted))
    , button_(new QPushButton)
{
    auto* column = new QVBoxLayout(this);
    column->setSpacing(6);
    column->addStretch(2);
    column->addWidget(icon_, 0, Qt::AlignHCenter);
    for (ToneLabel* label : {title_, cause_}) {
        label->setAlignment(Qt::AlignHCenter | Qt::AlignTop);
        column->addWidget(label);
    }
    column->addSpacing(4);
    column->addWidget(button_, 0, Qt::AlignHCenter);
    column->addStretch(3);
    button_->hide();
    connect(button_, &QPushButton::clicked, this, &MessageCard::action);
}

void MessageCard::setMessage(const TableMessage& message)
{
    icon_->setFace(faceOf(message.kind));
    title_->setText(message.title);
    cause_->setText(message.cause);
    cause_->setVisible(!message.cause.isEmpty());
    button_->setText(message.action);
    button_->setVisible(!message.action.isEmpty());
    setAccessibleName(message.title);
    setAccessibleDescription(message.cause);
}

MessageStrip::MessageStrip(QWidget* parent)
    : QWidget(parent)
    , text_(new ToneLabel)
    , button_(new QPushButton)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(scaled(16, font()) + 18, 4, 8, 5);
    row->addWidget(text_, 1);
    row->addWidget(button_);
    connect(button_, &QPushButton::clicked, this, &MessageStrip::action);
}

void MessageStrip::setMessage(const TableMessage& message)
{
    message_ = message;
    const QString title = QStringLiteral("<b>%1</b>").arg(message.title.toHtmlEscaped());
    text_->setRich(message.cause.isEmpty() ? title : title + QLatin1Char(' ') + message.cause.toHtmlEscaped());
    button_->setText(message.action);
    button_->setVisible(!message.action.isEmpty());
    setAccessibleName(message.title);
    setAccessibleDescription(message.cause);
    update();
}

void MessageStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Shades& shades = shadesOf(palette());
    const Face face = faceOf(message_.kind);
    const QColor colour = shades.of(face.tone);
    painter.fillRect(rect(), blend(colour, shades.surface, 0.08));
    painter.setPen(shades.line);
    painter.drawPolyline(QPolygon {rect().bottomLeft(), rect().topLeft(), rect().topRight(), rect().bottomRight()});
    const int side = scaled(16, font());
    painter.drawPixmap(10, (height() - side) / 2, iconPixmap(face.icon, side, ink(face.tone, palette()), devicePixelRatioF()));
}

} // namespace loadline
