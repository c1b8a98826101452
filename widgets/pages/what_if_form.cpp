// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/what_if_form.h"

#include "grid/cards.h"
#include "tables/wording.h"
#include "theme/measure.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSlider>

#include <cmath>

namespace loadline {
namespace {

constexpr int steps = 1000; // of a slider

bool isCount(WhatIfField field) { return field == WhatIfField::Baseline || field == WhatIfField::Average; }

// Counts and prices have no end: their slider reaches twice as far as the line does.
double reach(const WhatIfLine& line, const WhatIfFieldInfo& info)
{
    if (isCount(info.field))
        return std::max(4.0, 2 * std::ceil(std::max(line.baselineCount.value(), line.averageCount.value())));
    if (info.field == WhatIfField::Price)
        return std::max(0.01, 2 * line.price.value());
    return info.most;
}

} // namespace

WhatIfForm::WhatIfForm(QWidget* parent)
    : QWidget(parent)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(10);
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(1, 1);
    for (const WhatIfFieldInfo& info : whatIfFields())
        if (info.most > 0)
            addRow(grid, info);
        else if (info.field == WhatIfField::Per)
            addPrice(grid, info);
    grid->setRowStretch(grid->rowCount(), 1);
    setLine(nullptr);
}

void WhatIfForm::addRow(QGridLayout* grid, const WhatIfFieldInfo& info)
{
    const int at = grid->rowCount();
    auto* label = new QLabel(info.title, this);
    auto* slider = new QSlider(Qt::Horizontal, this);
    slider->setRange(0, steps);
    slider->setSingleStep(steps / 100); // a key press is a percent of the way
    slider->setPageStep(steps / 10);
    slider->setAccessibleName(info.title);
    auto* spin = new QDoubleSpinBox(this);
    spin->setRange(0, info.most);
    spin->setDecimals(info.decimals);
    spin->setSuffix(info.suffix);
    spin->setAccessibleName(info.title);
    spin->setMaximumWidth(scaled(98, font()));
    label->setBuddy(spin);
    for (QWidget* widget : {static_cast<QWidget*>(label), static_cast<QWidget*>(slider), static_cast<QWidget*>(spin)})
        widget->setToolTip(info.help);
    grid->addWidget(label, at, 0);
    grid->addWidget(slider, at, 1);
    grid->addWidget(spin, at, 2);
    const std::size_t index = rows_.size();
    rows_.push_back({info.field, info.most, slider, spin});
    connect(slider, &QSlider::valueChanged, this, [this, index, decimals = info.decimals](int step) {
        const Row& row = rows_[index];
        // A slider has no more digits than a hand can aim at.
        const double unit = isCount(row.field) || row.most <= 500 ? 10 : std::pow(10, decimals);
        Q_EMIT numberChosen(row.field, std::round(row.most * step / steps * unit) / unit);
    });
    connect(spin, &QDoubleSpinBox::valueChanged, this, [this, index](double value) { Q_EMIT numberChosen(rows_[index].field, value); });
}

// The machines it runs on instead stand below the unit of its price, which is theirs too.
void WhatIfForm::addPrice(QGridLayout* grid, const WhatIfFieldInfo& per)
{
    addPer(grid, per);
    for (const WhatIfFieldInfo& info : whatIfFields())
        if (info.field == WhatIfField::Mix)
            addMix(grid, info);
}

void WhatIfForm::addPer(QGridLayout* grid, const WhatIfFieldInfo& info)
{
    auto* label = new QLabel(info.title, this);
    per_ = new QComboBox(this);
    for (const PricePer per : {PricePer::Hour, PricePer::Month}) {
        WhatIfLine line;
        line.per = per;
        per_->addItem(whatIfText(line, WhatIfField::Per));
    }
    per_->setAccessibleName(info.title);
    per_->setToolTip(info.help);
    label->setBuddy(per_);
    const int at = grid->rowCount();
    grid->addWidget(label, at, 0);
    grid->addWidget(per_, at, 1, 1, 2, Qt::AlignRight);
    connect(per_, &QComboBox::activated, this, [this] { Q_EMIT textChosen(WhatIfField::Per, per_->currentText()); });
}

void WhatIfForm::addMix(QGridLayout* grid, const WhatIfFieldInfo& info)
{
    auto* label = new QLabel(info.title, this);
    mix_ = new QLineEdit(this);
    mix_->setPlaceholderText(tr("the same; or m7g.large 60 at 0.08; m6i.large 40 at 0.1"));
    mix_->setObjectName(QStringLiteral("mix"));
    mix_->setAccessibleName(info.title);
    mix_->setToolTip(info.help);
    label->setBuddy(mix_);
    mixWrong_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Small, this);
    mixWrong_->hide();
    const int at = grid->rowCount();
    grid->addWidget(label, at, 0);
    grid->addWidget(mix_, at, 1, 1, 2);
    grid->addWidget(mixWrong_, at + 1, 0, 1, 3);
    connect(mix_, &QLineEdit::textEdited, this, &WhatIfForm::judgeMix);
}

// What can be read counts at once; what cannot yet is said below and changes nothing.
void WhatIfForm::judgeMix(const QString& text)
{
    const auto mix = parseMix(text);
    mixWrong_->setVisible(!mix);
    if (mix)
        Q_EMIT textChosen(WhatIfField::Mix, text);
    else
        mixWrong_->setText(sentence(mix.error()) + QLatin1Char(' ') + hint(mix.error()));
}

void WhatIfForm::setLine(const WhatIfLine* line)
{
    setEnabled(line != nullptr);
    if (!line)
        return;
    per_->setCurrentText(whatIfText(*line, WhatIfField::Per));
    // What is being typed stays as it is typed.
    if (const auto typed = parseMix(mix_->text()); !mix_->hasFocus() || (typed && *typed != line->mix)) {
        mix_->setText(mixText(line->mix));
        mixWrong_->hide();
    }
    std::size_t at = 0;
    for (const WhatIfFieldInfo& info : whatIfFields()) {
        if (info.most <= 0)
            continue;
        Row& row = rows_[at++];
        const double value = whatIfNumber(*line, row.field);
        if (!row.slider->isSliderDown()) {
            row.most = reach(*line, info);
            const QSignalBlocker quiet(row.slider);
            row.slider->setValue(int(std::lround(value / row.most * steps)));
        }
        if (row.spin->value() != value) {
            const QSignalBlocker quiet(row.spin);
            row.spin->setValue(value);
        }
    }
}

QSlider* WhatIfForm::slider(WhatIfField field) const
{
    for (const Row& row : rows_)
        if (row.field == field)
            return row.slider;
    return nullptr;
}

} // namespace loadline
