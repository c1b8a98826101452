// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/blank_part.h"

#include "forms/form_words.h"
#include "grid/cards.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace loadline {

BlankPart::BlankPart(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    why_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, this);
    buttons_ = new QWidget(this);
    auto* inner = new QVBoxLayout(buttons_);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(6);
    column->addWidget(why_);
    column->addWidget(buttons_);
    column->addStretch(1);
}

void BlankPart::say(const QString& why, const std::vector<const FormKind*>& kinds)
{
    why_->setText(why);
    if (kinds == kinds_)
        return;
    kinds_ = kinds;
    emptyLayout(*buttons_->layout());
    for (const FormKind* kind : kinds_) {
        auto* button = new QPushButton(tr("Add %1").arg(formText(std::string(kind->title))), buttons_);
        button->setToolTip(formText(std::string(kind->summary)));
        button->setAccessibleDescription(button->toolTip());
        static_cast<QVBoxLayout*>(buttons_->layout())->addWidget(button, 0, Qt::AlignLeft);
        // Queued: what is clicked goes with what was blank.
        connect(button, &QPushButton::clicked, this, [this, id = kind->id] { Q_EMIT wanted(QString::fromUtf8(id.data(), qsizetype(id.size()))); }, Qt::QueuedConnection);
    }
}

} // namespace loadline
