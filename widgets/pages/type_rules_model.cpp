// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/types_editor.h"
#include "tables/cells.h"

#include <QComboBox>

#include <algorithm>
#include <array>

namespace loadline {
namespace {

using Gpu = WorkloadTypeRule::Gpu;

QString listText(const std::vector<std::string>& words)
{
    QStringList list;
    for (const std::string& word : words)
        list << qtext(word);
    return list.join(QStringLiteral(", "));
}

std::vector<std::string> listOf(const QString& text)
{
    std::vector<std::string> words;
    for (const QString& word : text.split(QLatin1Char(',')))
        if (const QString known = word.simplified(); !known.isEmpty())
            words.push_back(known.toStdString());
    return words;
}

QString gpuText(Gpu gpu)
{
    return gpu == Gpu::With ? TypeRulesModel::tr("with") : gpu == Gpu::Without ? TypeRulesModel::tr("without") : TypeRulesModel::tr("any");
}

// "with", "yes", "x" and the like say with; "without", "no" say without; all else any.
Gpu gpuOf(const QString& text)
{
    const QString word = text.trimmed().toLower();
    for (const Gpu gpu : {Gpu::With, Gpu::Without})
        if (word == gpuText(gpu))
            return gpu;
    if (word == QLatin1String("yes") || word == QLatin1String("gpu"))
        return Gpu::With;
    return word == QLatin1String("no") || word == QLatin1String("none") ? Gpu::Without : Gpu::Any;
}

} // namespace

TypeRulesModel::TypeRulesModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void TypeRulesModel::setRules(const std::vector<WorkloadTypeRule>& rules)
{
    if (rules == rules_)
        return;
    beginResetModel();
    rules_ = rules;
    endResetModel();
}

int TypeRulesModel::add(WorkloadTypeRule rule, int before)
{
    const int row = std::clamp(before, 0, rowCount());
    beginInsertRows({}, row, row);
    rules_.insert(rules_.begin() + row, std::move(rule));
    endInsertRows();
    return row;
}

void TypeRulesModel::remove(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    rules_.erase(rules_.begin() + row);
    endRemoveRows();
}

bool TypeRulesModel::move(int row, int by)
{
    const int to = row + by;
    if (row < 0 || row >= rowCount() || to < 0 || to >= rowCount())
        return false;
    std::swap(rules_[std::size_t(row)], rules_[std::size_t(to)]);
    Q_EMIT dataChanged(index(std::min(row, to), 0), index(std::max(row, to), Columns - 1));
    return true;
}

int TypeRulesModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(rules_.size()); }

int TypeRulesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(Columns); }

QVariant TypeRulesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    if (role == Qt::ToolTipRole)
        return headerData(index.column(), Qt::Horizontal, role);
    if (role != Qt::DisplayRole && role != Qt::EditRole)
        return {};
    const WorkloadTypeRule& rule = rules_[std::size_t(index.row())];
    const bool shown = role == Qt::DisplayRole;
    const auto any = [shown](const std::vector<std::string>& words) { return shown && words.empty() ? tr("any") : listText(words); };
    switch (index.column()) {
    case Type:
        return shown ? groupName({GroupKind::WorkloadType, {}}, rule.type, CostGroup::Special::None) : qtext(rule.type);
    case Kinds:
        return any(rule.kinds);
    case Scalers:
        return any(rule.scalers);
    case Words:
        return any(rule.words);
    default:
        return gpuText(rule.gpu);
    }
}

QVariant TypeRulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignLeft | Qt::AlignVCenter);
    static const std::array<std::pair<const char*, const char*>, Columns> words {{
        {QT_TR_NOOP("Is"), QT_TR_NOOP("The type: model-serving, batch-inference, model-training, feature-store, notebooks, other, or one of your own.")},
        {QT_TR_NOOP("When its kind is"), QT_TR_NOOP("Any of these, with commas between: Deployment, StatefulSet, Job ...")},
        {QT_TR_NOOP("and it is scaled by"), QT_TR_NOOP("Any of these: hpa, scaledjob, or the type of a KEDA trigger such as rabbitmq or prometheus.")},
        {QT_TR_NOOP("and its name has"), QT_TR_NOOP("Any of these as a whole word of its name or namespace: train is in llm-train-7b.")},
        {QT_TR_NOOP("GPU"), QT_TR_NOOP("With, without, or any.")},
    }};
    const auto& [title, help] = words[std::size_t(section)];
    return role == Qt::DisplayRole ? tr(title) : role == Qt::ToolTipRole ? tr(help) : QVariant();
}

Qt::ItemFlags TypeRulesModel::flags(const QModelIndex& index) const
{
    const auto flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable : flags;
}

bool TypeRulesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || index.row() >= rowCount())
        return false;
    WorkloadTypeRule& rule = rules_[std::size_t(index.row())];
    const WorkloadTypeRule before = rule;
    const QString text = value.toString();
    if (index.column() == Type && !text.simplified().isEmpty())
        rule.type = text.simplified().toStdString();
    else if (index.column() == Kinds)
        rule.kinds = listOf(text);
    else if (index.column() == Scalers)
        rule.scalers = listOf(text);
    else if (index.column() == Words)
        rule.words = listOf(text);
    else if (index.column() == Gpu)
        rule.gpu = gpuOf(text);
    if (rule == before)
        return true;
    Q_EMIT dataChanged(index, index);
    Q_EMIT edited();
    return true;
}

} // namespace loadline
