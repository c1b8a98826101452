// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/term_fields.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QSignalBlocker>

namespace loadline {

QDoubleSpinBox* amountField(const QString& name, int decimals, QWidget* parent)
{
    auto* field = new QDoubleSpinBox(parent);
    field->setDecimals(decimals);
    field->setRange(0, 1'000'000);
    field->setPrefix(QStringLiteral("$"));
    field->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    field->setKeyboardTracking(false);
    field->setAccessibleName(name);
    return field;
}

QDoubleSpinBox* percentField(const QString& name, QWidget* parent)
{
    auto* field = new QDoubleSpinBox(parent);
    field->setDecimals(2);
    field->setRange(0, 100);
    field->setSuffix(QStringLiteral(" %"));
    field->setKeyboardTracking(false);
    field->setAccessibleName(name);
    return field;
}

namespace {

std::string decimalsOf(const QDoubleSpinBox* field)
{
    return QString::number(field->value(), 'f', field->decimals()).toStdString();
}

} // namespace

Money amountOf(const QDoubleSpinBox* field)
{
    return Money::parse(decimalsOf(field)).value_or(Money());
}

Quantity quantityOf(const QDoubleSpinBox* field)
{
    return Quantity::fromNano(amountOf(field).pico() / 1000);
}

Quantity shareOf(const QDoubleSpinBox* percent)
{
    return Quantity::fromNano(amountOf(percent).pico() / 100'000);
}

OptionalAmount::OptionalAmount(const QString& name, int decimals, QWidget* parent)
    : QWidget(parent)
    , box_(new QCheckBox(this))
    , field_(amountField(name, decimals, this))
{
    box_->setAccessibleName(tr("Count: %1").arg(name));
    box_->setToolTip(tr("Count it"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(box_);
    row->addWidget(field_, 1);
    field_->setEnabled(false);
    setFocusProxy(box_);
    connect(box_, &QCheckBox::toggled, this, [this](bool counted) {
        field_->setEnabled(counted);
        Q_EMIT changed();
    });
    connect(field_, &QDoubleSpinBox::valueChanged, this, &OptionalAmount::changed);
}

void OptionalAmount::setAmount(const std::optional<Money>& amount)
{
    if (amount == this->amount())
        return;
    const QSignalBlocker quietBox(box_), quietField(field_);
    box_->setChecked(amount.has_value());
    field_->setEnabled(amount.has_value());
    if (amount)
        field_->setValue(amount->value());
}

std::optional<Money> OptionalAmount::amount() const
{
    return box_->isChecked() ? std::optional(amountOf(field_)) : std::nullopt;
}

} // namespace loadline
