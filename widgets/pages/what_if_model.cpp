// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/what_if_model.h"

#include "tables/money_text.h"

#include <QComboBox>
#include <QDoubleSpinBox>

namespace loadline {
namespace {

enum Results { Kind, Month, Saved, ResultColumns }; // after the name, before the other fields

QString kindWord(bool workload) { return workload ? WhatIfModel::tr("workload") : WhatIfModel::tr("pool"); }

} // namespace

WhatIfModel::WhatIfModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

const WhatIfFieldInfo* WhatIfModel::field(int column)
{
    if (column > 0 && column <= ResultColumns)
        return nullptr;
    const int at = column == 0 ? 0 : column - ResultColumns;
    return at >= 0 && at < int(whatIfFields().size()) ? &whatIfFields()[std::size_t(at)] : nullptr;
}

int WhatIfModel::columnOf(WhatIfField wanted)
{
    int at = 0;
    while (!field(at) || field(at)->field != wanted)
        ++at;
    return at;
}

void WhatIfModel::setScenario(Scenario scenario)
{
    beginResetModel();
    scenario_ = std::move(scenario);
    reckonAll();
    endResetModel();
    Q_EMIT changed();
}

void WhatIfModel::setCurrency(const Currency& currency)
{
    if (currency == currency_)
        return;
    currency_ = currency;
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

const WhatIfLine* WhatIfModel::line(int row) const { return const_cast<WhatIfModel*>(this)->lineAt(row); }

WhatIfLine* WhatIfModel::lineAt(int row)
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const auto at = std::size_t(row), pools = scenario_.pools.size();
    return at < pools ? &scenario_.pools[at] : &scenario_.workloads[at - pools];
}

void WhatIfModel::reckonAll()
{
    months_.clear();
    for (const auto* lines : {&scenario_.pools, &scenario_.workloads})
        for (const WhatIfLine& line : *lines)
            months_.push_back(whatIf(line, scenario_.hoursPerMonth));
    addUp();
}

void WhatIfModel::addUp()
{
    result_ = {};
    for (std::size_t i = 0; i < months_.size(); ++i)
        (i < scenario_.pools.size() ? result_.pools : result_.workloads) += months_[i];
}

void WhatIfModel::lineChanged(int row)
{
    months_[std::size_t(row)] = whatIf(*line(row), scenario_.hoursPerMonth);
    addUp();
    Q_EMIT edited();
    Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
    Q_EMIT changed();
}

void WhatIfModel::setNumber(int row, WhatIfField field, double value)
{
    WhatIfLine* line = lineAt(row);
    if (!line)
        return;
    const WhatIfLine before = *line;
    setWhatIfNumber(*line, field, value);
    if (*line != before)
        lineChanged(row);
}

int WhatIfModel::addLine(bool workload)
{
    WhatIfLine line;
    line.name = (workload ? tr("New workload") : tr("New pool")).toStdString();
    line.baselineCount = line.averageCount = Quantity::fromWhole(1);
    line.per = PricePer::Month;
    line.price = Money::fromWhole(100);
    Scenario next = scenario_;
    auto& lines = workload ? next.workloads : next.pools;
    lines.push_back(std::move(line));
    const int row = int(workload ? next.pools.size() + lines.size() : lines.size()) - 1;
    setScenario(std::move(next));
    return row;
}

void WhatIfModel::removeLine(int row)
{
    if (!line(row))
        return;
    Scenario next = scenario_;
    if (isWorkload(row))
        next.workloads.erase(next.workloads.begin() + (row - int(next.pools.size())));
    else
        next.pools.erase(next.pools.begin() + row);
    setScenario(std::move(next));
}

int WhatIfModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(scenario_.pools.size() + scenario_.workloads.size());
}

int WhatIfModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(whatIfFields().size()) + ResultColumns;
}

QVariant WhatIfModel::data(const QModelIndex& index, int role) const
{
    const WhatIfLine* one = line(index.row());
    if (!one)
        return {};
    const WhatIfFieldInfo* info = field(index.column());
    if (role == Qt::TextAlignmentRole) {
        const bool right = info ? info->most > 0 : index.column() > 1;
        return int((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole)
        return tip(index.row(), index.column());
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    if (!info) {
        const WhatIfResult& month = months_[std::size_t(index.row())];
        if (index.column() - 1 == Kind)
            return kindWord(isWorkload(index.row()));
        return moneyText(index.column() - 1 == Month ? month.monthly() : month.saved(), currency_);
    }
    if (role == Qt::EditRole && info->most > 0)
        return whatIfNumber(*one, info->field);
    if (role == Qt::EditRole && info->field == WhatIfField::Mix)
        return mixText(one->mix);
    if (role == Qt::EditRole && info->field == WhatIfField::Name)
        return QString::fromStdString(one->name);
    return whatIfText(*one, info->field);
}

QVariant WhatIfModel::tip(int row, int column) const
{
    const WhatIfFieldInfo* info = field(column);
    if (info)
        return info->field == WhatIfField::Mix || info->field == WhatIfField::Name ? whatIfText(*line(row), info->field) + QLatin1Char('\n') + info->help : info->help;
    return headerData(column, Qt::Horizontal, Qt::ToolTipRole);
}

QVariant WhatIfModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const WhatIfFieldInfo* info = field(section);
    if (role == Qt::TextAlignmentRole) {
        const bool right = info ? info->most > 0 : section > 1;
        return int((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole)
        return info ? info->help
            : section - 1 == Kind ? tr("Pools are paid for. Workloads are what they release, beside the pools and never added to them.")
            : section - 1 == Month ? tr("What is paid for a month of this line.")
                                   : tr("Always on, less what is paid, a month.");
    if (role != Qt::DisplayRole)
        return {};
    return info ? info->title : section - 1 == Kind ? tr("Kind") : section - 1 == Month ? tr("A month") : tr("Saved");
}

Qt::ItemFlags WhatIfModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() && field(index.column()) ? flags | Qt::ItemIsEditable : flags;
}

bool WhatIfModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const WhatIfFieldInfo* info = field(index.column());
    WhatIfLine* one = lineAt(index.row());
    if (!info || !one || role != Qt::EditRole)
        return false;
    if (info->most > 0) {
        bool isNumber = false;
        const double number = value.toDouble(&isNumber);
        if (isNumber)
            setNumber(index.row(), info->field, std::min(number, info->most));
        return isNumber;
    }
    const WhatIfLine before = *one;
    if (const Done done = setWhatIfText(*one, info->field, value.toString()); !done) {
        Q_EMIT refused(sentence(done.error()) + QLatin1Char(' ') + hint(done.error()));
        return false;
    }
    if (*one != before)
        lineChanged(index.row());
    return true;
}

QWidget* WhatIfDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const WhatIfFieldInfo* info = WhatIfModel::field(index.column());
    auto* self = const_cast<WhatIfDelegate*>(this);
    if (info && info->most > 0) {
        auto* spin = new QDoubleSpinBox(parent);
        spin->setDecimals(info->decimals);
        spin->setRange(0, info->most);
        spin->setSuffix(info->suffix);
        spin->setFrame(false);
        spin->setAccessibleName(info->title);
        spin->setValue(index.data(Qt::EditRole).toDouble());
        connect(spin, &QDoubleSpinBox::valueChanged, self, [self, spin] { Q_EMIT self->commitData(spin); });
        return spin;
    }
    if (info && info->field == WhatIfField::Per) {
        auto* choice = new QComboBox(parent);
        for (const PricePer per : {PricePer::Hour, PricePer::Month}) {
            WhatIfLine line;
            line.per = per;
            choice->addItem(whatIfText(line, WhatIfField::Per));
        }
        choice->setAccessibleName(info->title);
        connect(choice, &QComboBox::activated, self, [self, choice] { Q_EMIT self->commitData(choice); });
        return choice;
    }
    return QStyledItemDelegate::createEditor(parent, option, index);
}

void WhatIfDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    // What is being typed stays as it is typed ("1." of "1.5").
    if (const auto* spin = qobject_cast<QDoubleSpinBox*>(editor); spin && spin->value() == index.data(Qt::EditRole).toDouble())
        return;
    QStyledItemDelegate::setEditorData(editor, index);
}

} // namespace loadline
