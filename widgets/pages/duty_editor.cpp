// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/duty_editor.h"

#include "tables/cost_report.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QTimeEdit>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace loadline {
namespace {

QTime timeOf(int minutes) { return QTime(0, 0).addSecs(minutes % (24 * 60) * 60); }
int minutesOf(QTime time) { return time.hour() * 60 + time.minute(); }

} // namespace

DutyEditor::DutyEditor(QWidget* parent)
    : Card(tr("Hours on duty"), parent)
{
    body()->addWidget(new ToneLabel(tr("For what schedules could save: which workloads sleep off duty, and when they are needed."), Tone::Muted, ToneLabel::Size::Small, this));
    const std::array<QString, 7> names {tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun")};
    typesGrid_ = new QGridLayout;
    typesGrid_->setHorizontalSpacing(10);
    body()->addLayout(typesGrid_);
    auto* days = new QGridLayout;
    days->setHorizontalSpacing(10);
    for (std::size_t i = 0; i < days_.size(); ++i) {
        days_[i] = new QCheckBox(names[i], this);
        days->addWidget(days_[i], int(i) / 5, int(i) % 5);
        connect(days_[i], &QCheckBox::toggled, this, &DutyEditor::choose);
    }
    body()->addLayout(days);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(12);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto clock = [&](const QString& label, const QString& name) {
        auto* field = new QTimeEdit(this);
        field->setDisplayFormat(QStringLiteral("HH:mm"));
        field->setAccessibleName(name);
        field->setKeyboardTracking(false);
        form->addRow(label, field);
        connect(field, &QTimeEdit::timeChanged, this, &DutyEditor::choose);
        return field;
    };
    from_ = clock(tr("F&rom"), tr("On duty from"));
    to_ = clock(tr("&To"), tr("On duty to"));
    to_->setToolTip(tr("At or before the start: on the day after."));
    offset_ = new QDoubleSpinBox(this);
    offset_->setRange(-12, 14);
    offset_->setSingleStep(0.5);
    offset_->setDecimals(2);
    offset_->setSuffix(tr(" h"));
    offset_->setKeyboardTracking(false);
    offset_->setAccessibleName(tr("Ahead of UTC"));
    form->addRow(tr("Clock &ahead of UTC"), offset_);
    connect(offset_, &QDoubleSpinBox::valueChanged, this, &DutyEditor::choose);
    body()->addLayout(form);
    words_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, this);
    body()->addWidget(words_);
    showDuty();
}

void DutyEditor::setDuty(const DutyHours& duty)
{
    if (duty == duty_)
        return;
    duty_ = duty;
    showDuty();
}

void DutyEditor::setTypes(const std::vector<std::string>& all, const std::vector<std::string>& chosen)
{
    const auto same = [](const auto& box, const std::string& type) { return box.first == type; };
    if (!std::equal(types_.begin(), types_.end(), all.begin(), all.end(), same)) {
        for (const auto& [type, box] : types_)
            delete box;
        types_.clear();
        for (const std::string& type : all) {
            auto* box = new QCheckBox(groupName({GroupKind::WorkloadType, {}}, type, CostGroup::Special::None), this);
            box->setAccessibleName(tr("Sleeps off duty: %1").arg(box->text()));
            typesGrid_->addWidget(box, int(types_.size()) / 2, int(types_.size()) % 2);
            types_.emplace_back(type, box);
            connect(box, &QCheckBox::toggled, this, &DutyEditor::chooseTypes);
        }
    }
    chosenTypes_ = chosen;
    showing_ = true;
    for (const auto& [type, box] : types_)
        box->setChecked(std::find(chosen.begin(), chosen.end(), type) != chosen.end());
    showing_ = false;
}

QCheckBox* DutyEditor::type(const std::string& type) const
{
    const auto at = std::find_if(types_.begin(), types_.end(), [&](const auto& one) { return one.first == type; });
    return at == types_.end() ? nullptr : at->second;
}

void DutyEditor::chooseTypes()
{
    if (showing_)
        return;
    std::vector<std::string> next;
    for (const auto& [type, box] : types_)
        if (box->isChecked())
            next.push_back(type);
    if (next == chosenTypes_)
        return;
    chosenTypes_ = next;
    Q_EMIT typesChosen(chosenTypes_);
}

void DutyEditor::showDuty()
{
    showing_ = true; // what is set here is not the user's choice
    for (std::size_t i = 0; i < days_.size(); ++i)
        days_[i]->setChecked(duty_.days[i]);
    from_->setTime(timeOf(duty_.fromMinute));
    to_->setTime(timeOf(duty_.toMinute));
    offset_->setValue(double(duty_.utcOffset.count()) / 60);
    words_->setText(dutyText(duty_));
    showing_ = false;
}

void DutyEditor::choose()
{
    if (showing_)
        return;
    DutyHours next;
    for (std::size_t i = 0; i < days_.size(); ++i)
        next.days[i] = days_[i]->isChecked();
    next.fromMinute = minutesOf(from_->time());
    next.toMinute = minutesOf(to_->time());
    next.utcOffset = std::chrono::minutes {std::lround(offset_->value() * 60)};
    if (next == duty_)
        return;
    duty_ = next;
    words_->setText(dutyText(duty_));
    Q_EMIT dutyChosen(duty_);
}

} // namespace loadline
