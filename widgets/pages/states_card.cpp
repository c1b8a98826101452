// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/states_card.h"

#include "theme/tone.h"

#include <QVBoxLayout>

namespace loadline {

StatesCard::StatesCard(QWidget* parent)
    : Card({}, parent)
{
    title_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, this);
    total_ = new ToneLabel({}, Tone::Normal, ToneLabel::Size::Figure, this);
    states_ = new ToneLabel({}, Tone::Normal, ToneLabel::Size::Body, this);
    sentences_ = new ToneLabel({}, Tone::Warn, ToneLabel::Size::Small, this);
    for (auto* label : {title_, total_, states_, sentences_}) {
        // The card is the button: a press on its words is a press on it.
        label->setTextInteractionFlags(Qt::NoTextInteraction);
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        body()->addWidget(label);
    }
    body()->setSpacing(2);
    body()->addStretch(1);
    setClickable(true);
}

void StatesCard::setCard(const AutoscalerCard& card)
{
    card_ = card;
    title_->setText(card.title);
    total_->setText(card.total ? QString::number(*card.total) : QStringLiteral("\u2013"));
    total_->setVisible(card.total.has_value() || card.sentences.isEmpty());
    QStringList states;
    for (const auto& state : card.states) {
        const QString colour = ink(state.tone, palette()).name();
        states << QStringLiteral("<span style=\"color:%1\">%2\u00a0%3</span>").arg(colour).arg(state.count).arg(state.word.toHtmlEscaped().replace(QLatin1Char(' '), QChar(0xa0)));
    }
    states_->setRich(states.join(QStringLiteral("\u00a0\u00b7 "))); // a line ends with the dot, and never within a state
    states_->setVisible(!states.isEmpty());
    sentences_->setText(card.sentences.join(QLatin1Char(' ')));
    sentences_->setVisible(!card.sentences.isEmpty());
    sentences_->setTone(card.total ? Tone::Warn : Tone::Muted);
    setAccessibleName(text());
}

QString StatesCard::text() const
{
    QStringList parts {card_.title};
    if (card_.total)
        parts << QString::number(*card_.total);
    for (const auto& state : card_.states)
        parts << QStringLiteral("%1 %2").arg(state.count).arg(state.word);
    parts << card_.sentences;
    return parts.join(QStringLiteral(", "));
}

} // namespace loadline
