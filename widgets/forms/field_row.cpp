// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/field_row.h"

#include "forms/field_editor.h"
#include "forms/form_words.h"
#include "grid/cards.h"
#include "grid/elided_button.h"
#include "theme/measure.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>

namespace loadline {

FieldRow::FieldRow(const Question& question, QWidget* parent)
    : QWidget(parent)
    , field_(*question.field)
    , path_(question.path)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(static_cast<int>(question.depth) * 14, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    label_ = new ToneLabel(formText(field_.label), Tone::Normal, ToneLabel::Size::Body, this);
    label_->setTextInteractionFlags(Qt::NoTextInteraction);
    label_->setFixedWidth(std::max(60, scaled(164, font()) - static_cast<int>(question.depth) * 14));
    label_->setToolTip(formText(field_.help));
    editor_ = FieldEditor::make(field_, this);
    editor_->setToolTip(formText(field_.help));
    auto* unit = new ToneLabel(formText(field_.unit), Tone::Muted, ToneLabel::Size::Small, this);
    unit->setWordWrap(false);
    unit->setVisible(!field_.unit.empty());
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    line->addWidget(editor_, 1);
    line->addWidget(unit);
    trouble_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Small, this);
    trouble_->hide();
    fix_ = new ElidedButton(this);
    fix_->hide();
    connect(fix_, &QPushButton::clicked, this, &FieldRow::fixWanted, Qt::QueuedConnection);
    label_->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    grid->addWidget(label_, 0, 0);
    grid->addLayout(line, 0, 1);
    grid->addWidget(trouble_, 1, 1);
    grid->addWidget(fix_, 2, 1, Qt::AlignLeft);
    grid->setColumnStretch(1, 1);
    label_->setContentsMargins(0, std::max(0, (controlHeight(font()) - label_->fontMetrics().height()) / 2), 0, 0);
    tellAccessible();
    connect(editor_, &FieldEditor::typed, this, &FieldRow::typed);
    connect(editor_, &FieldEditor::focused, this, &FieldRow::focused);
}

QWidget* FieldRow::input() const
{
    return editor_->input();
}

// What is being typed stays as it is typed while it means the answer: "apps/" on the way to "apps/v1", "a," to "a,b".
void FieldRow::setAnswer(const QString& text)
{
    if (editor_->isTypedIn() && textOf(field_, valueFrom(field_, editor_->text().toStdString())) == text.toStdString())
        return;
    editor_->setText(text);
}

void FieldRow::setOffers(const FormOffers& offers)
{
    if (field_.offer != Offer::None)
        editor_->setOffers(offers.of.value(static_cast<int>(field_.offer)));
    else if (field_.asText && !path_.empty() && std::holds_alternative<std::string>(path_.steps().back()))
        editor_->setOffers(offers.metadata.value(QString::fromStdString(std::get<std::string>(path_.steps().back()))));
}

void FieldRow::setTrouble(const QString& text, Tone tone, const QString& why, const QString& fix)
{
    if (trouble_->text() == text && trouble_->tone() == tone && fix_->text() == fix)
        return;
    fix_->setText(fix);
    fix_->setToolTip(why);
    fix_->setAccessibleDescription(text);
    fix_->setVisible(!fix.isEmpty());
    trouble_->setToolTip(why);
    trouble_->setTone(tone);
    trouble_->setText(text);
    trouble_->setVisible(!text.isEmpty());
    tellAccessible();
}

QString FieldRow::trouble() const
{
    return trouble_->text();
}

void FieldRow::setCurrent(bool current)
{
    label_->setTone(current ? Tone::Accent : Tone::Normal);
}

void FieldRow::tellAccessible()
{
    QString name = formText(field_.label);
    if (!field_.unit.empty())
        name += QStringLiteral(", ") + formText(field_.unit);
    QString about = formText(field_.help);
    if (!trouble_->text().isEmpty())
        about = trouble_->text() + QLatin1Char(' ') + about;
    editor_->setNames(name, about);
}

} // namespace loadline
