// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/own_prices_model.h"

#include "cost/price_columns.h"
#include "tables/cells.h"

#include <QComboBox>
#include <QLineEdit>

#include <array>

namespace loadline {
namespace {

using Match = OwnPrice::Match;
using Asset = OwnPrice::Asset;

// What each choice is written as and called.
struct Choice {
    int value;
    QString text;
};

std::vector<Choice> choicesOf(int column)
{
    switch (column) {
    case OwnPricesModel::Match:
        return {{int(Match::NodeName), OwnPricesModel::tr("node")}, {int(Match::ProviderId), OwnPricesModel::tr("provider ID")},
            {int(Match::Label), OwnPricesModel::tr("label")}, {int(Match::Pool), OwnPricesModel::tr("pool")},
            {int(Match::InstanceType), OwnPricesModel::tr("instance type")}, {int(Match::Provider), OwnPricesModel::tr("provider")}};
    case OwnPricesModel::Capacity:
        return {{int(CapacityType::Unknown), OwnPricesModel::tr("any")}, {int(CapacityType::OnDemand), OwnPricesModel::tr("on demand")},
            {int(CapacityType::Spot), OwnPricesModel::tr("spot")}, {int(CapacityType::Reserved), OwnPricesModel::tr("reserved")}};
    case OwnPricesModel::Asset:
        return {{int(Asset::Node), OwnPricesModel::tr("node")}, {int(Asset::Gpu), OwnPricesModel::tr("each GPU")}, {int(Asset::Volume), OwnPricesModel::tr("GB of volume")}};
    default:
        return {};
    }
}

int choiceOf(const OwnPrice& price, int column)
{
    return column == OwnPricesModel::Match ? int(price.match) : column == OwnPricesModel::Capacity ? int(price.capacity) : int(price.asset);
}

QString textOf(const OwnPrice& price, int column)
{
    for (const Choice& choice : choicesOf(column))
        if (choice.value == choiceOf(price, column))
            return choice.text;
    switch (column) {
    case OwnPricesModel::Value:
        return price.match == Match::Label ? qtext(price.labelKey) + QLatin1Char('=') + qtext(price.value) : qtext(price.value);
    case OwnPricesModel::Region:
        return qtext(price.region);
    case OwnPricesModel::Hourly:
        return qtext(price.hourly.decimal());
    case OwnPricesModel::AsOf:
        return qtext(price.asOf);
    case OwnPricesModel::Note:
        return qtext(price.note);
    default:
        return {};
    }
}

// Sets what was typed. Why not, or "".
QString setText(OwnPrice& price, int column, const QString& typed)
{
    const std::string text = typed.simplified().toStdString();
    switch (column) {
    case OwnPricesModel::Value: {
        const auto equals = text.find('=');
        if (price.match == Match::Label && (equals == 0 || equals == std::string::npos))
            return OwnPricesModel::tr("Write a label as KEY=VALUE, such as team=search.");
        if (text.empty())
            return OwnPricesModel::tr("Say what the price is of: %1.").arg(textOf(price, OwnPricesModel::Match));
        price.labelKey = price.match == Match::Label ? text.substr(0, equals) : std::string();
        price.value = price.match == Match::Label ? text.substr(equals + 1) : text;
        return {};
    }
    case OwnPricesModel::Hourly: {
        const auto amount = Money::parse(text);
        if (!amount || amount->negative())
            return OwnPricesModel::tr("\u201c%1\u201d is no price: write US dollars an hour with a decimal point, not below zero.").arg(typed);
        price.hourly = *amount;
        return {};
    }
    case OwnPricesModel::AsOf:
        if (!text.empty() && (text.size() != 10 || !parseRfc3339(text + "T00:00:00Z")))
            return OwnPricesModel::tr("\u201c%1\u201d is no date: write it as 2026-11-20.").arg(typed);
        price.asOf = text;
        return {};
    case OwnPricesModel::Region:
        price.region = text;
        return {};
    case OwnPricesModel::Note:
        price.note = text;
        return {};
    default:
        return {};
    }
}

void setChoice(OwnPrice& price, int column, int value)
{
    if (column == OwnPricesModel::Match) {
        price.match = static_cast<Match>(value);
        if (price.match == Match::Label && price.labelKey.empty())
            price.labelKey = "team";
    } else if (column == OwnPricesModel::Capacity) {
        price.capacity = static_cast<CapacityType>(value);
    } else {
        price.asset = static_cast<Asset>(value);
    }
}

} // namespace

OwnPricesModel::OwnPricesModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void OwnPricesModel::setRows(std::vector<OwnPrice> rows)
{
    if (rows == rows_)
        return;
    // A row that merely changed keeps its place, so that what is being looked at stays.
    if (rows.size() == rows_.size() && !rows.empty()) {
        rows_ = std::move(rows);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, Columns - 1));
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

int OwnPricesModel::add(OwnPrice price)
{
    const int row = rowCount();
    beginInsertRows({}, row, row);
    rows_.push_back(std::move(price));
    endInsertRows();
    return row;
}

void OwnPricesModel::remove(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    rows_.erase(rows_.begin() + row);
    endRemoveRows();
}

int OwnPricesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(rows_.size()); }

int OwnPricesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(Columns); }

QVariant OwnPricesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const OwnPrice& price = rows_[std::size_t(index.row())];
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Hourly ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::EditRole && !choicesOf(index.column()).empty())
        return choiceOf(price, index.column());
    if (role == Qt::DisplayRole && index.column() == Region && price.region.empty())
        return tr("any");
    if (role == Qt::DisplayRole || role == Qt::EditRole)
        return textOf(price, index.column());
    if (role == Qt::ToolTipRole)
        return index.column() == Note && !price.note.empty() ? qtext(price.note) : headerData(index.column(), Qt::Horizontal, role);
    return {};
}

QVariant OwnPricesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Hourly ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    static const std::array<std::pair<const char*, const char*>, Columns> words {{
        {QT_TR_NOOP("Of a"), QT_TR_NOOP("What the price is of. The most specific holds: node, provider ID, label, pool, instance type, provider.")},
        {QT_TR_NOOP("Named"), QT_TR_NOOP("Its name, exactly; of a label KEY=VALUE.")},
        {QT_TR_NOOP("Region"), QT_TR_NOOP("Only there; empty: in any region.")},
        {QT_TR_NOOP("Capacity"), QT_TR_NOOP("Only such machines; any: all of them.")},
        {QT_TR_NOOP("For"), QT_TR_NOOP("The whole node, each GPU on top of it, or a GB of a volume.")},
        {QT_TR_NOOP("USD an hour"), QT_TR_NOOP("US dollars an hour, before your terms.")},
        {QT_TR_NOOP("Of date"), QT_TR_NOOP("When the price was taken; an old one warns.")},
        {QT_TR_NOOP("Note"), QT_TR_NOOP("Your own words, such as the contract's number.")},
    }};
    const auto& [title, help] = words[std::size_t(section)];
    return role == Qt::DisplayRole ? tr(title) : role == Qt::ToolTipRole ? tr(help) : QVariant();
}

Qt::ItemFlags OwnPricesModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable : flags;
}

bool OwnPricesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.row() >= rowCount())
        return false;
    OwnPrice& price = rows_[std::size_t(index.row())];
    const OwnPrice before = price;
    if (!choicesOf(index.column()).empty()) {
        setChoice(price, index.column(), value.toInt());
    } else if (const QString why = setText(price, index.column(), value.toString()); !why.isEmpty()) {
        Q_EMIT refused(why);
        return false;
    }
    if (price == before)
        return true;
    Q_EMIT dataChanged(this->index(index.row(), 0), this->index(index.row(), Columns - 1));
    Q_EMIT edited(index.row(), before);
    return true;
}

QWidget* OwnPricesDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto choices = choicesOf(index.column());
    QWidget* editor = nullptr;
    if (choices.empty()) {
        editor = QStyledItemDelegate::createEditor(parent, option, index);
    } else {
        auto* combo = new QComboBox(parent);
        for (const Choice& choice : choices)
            combo->addItem(choice.text, choice.value);
        auto* self = const_cast<OwnPricesDelegate*>(this);
        connect(combo, &QComboBox::activated, self, [self, combo] {
            Q_EMIT self->commitData(combo);
            Q_EMIT self->closeEditor(combo);
        });
        editor = combo;
    }
    if (editor)
        editor->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString());
    return editor;
}

void OwnPricesDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    if (auto* combo = qobject_cast<QComboBox*>(editor))
        combo->setCurrentIndex(combo->findData(index.data(Qt::EditRole).toInt()));
    else
        QStyledItemDelegate::setEditorData(editor, index);
}

void OwnPricesDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    if (const auto* combo = qobject_cast<QComboBox*>(editor))
        model->setData(index, combo->currentData(), Qt::EditRole);
    else
        QStyledItemDelegate::setModelData(editor, model, index);
}

} // namespace loadline
