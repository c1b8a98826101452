// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cells)
};

} // namespace

QJsonValue exactOf(const std::optional<double>& value)
{
    return value && std::isfinite(*value) ? QJsonValue(*value) : QJsonValue(QJsonValue::Null);
}

QJsonValue exactOf(const std::optional<std::int64_t>& value)
{
    return value ? QJsonValue(static_cast<qint64>(*value)) : QJsonValue(QJsonValue::Null);
}

QJsonValue exactOf(const Since& since)
{
    return since.at ? QJsonValue(isoUtc(*since.at)) : QJsonValue(QJsonValue::Null);
}

QString integer(const std::optional<std::int64_t>& value)
{
    return value ? figure(static_cast<double>(*value), Unit::Replicas) : unknown();
}

std::optional<double> asDouble(const std::optional<std::int64_t>& value)
{
    return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

std::optional<double> asDouble(const std::optional<Quantity>& value)
{
    return value ? std::optional(value->value()) : std::nullopt;
}

QString chipsText(const std::vector<Chip>& chips)
{
    QStringList texts;
    for (const auto& chip : chips)
        texts << (chip.label.isEmpty() ? chip.value : chip.label + QLatin1Char(' ') + chip.value);
    return texts.join(QStringLiteral(", "));
}

QString joined(const QStringList& sentences)
{
    QStringList said = sentences;
    said.removeAll(QString());
    return said.join(QLatin1Char(' '));
}

QString listed(const QStringList& words)
{
    if (words.size() < 2)
        return words.join(QString());
    return Words::tr("%1 and %2").arg(words.mid(0, words.size() - 1).join(QStringLiteral(", ")), words.last());
}

Seconds secondsOf(std::int64_t written)
{
    constexpr std::int64_t century = 100LL * 366 * 24 * 3600;
    return Seconds(std::clamp(written, -century, century));
}

std::string rowId(const std::string& cluster, const std::string& ns, const std::string& name)
{
    std::string id;
    id.reserve(cluster.size() + ns.size() + name.size() + 2);
    id.append(cluster).append(1, '/').append(ns).append(1, '/').append(name);
    return id;
}

std::vector<ConditionLine> conditionLines(const std::vector<Condition>& conditions, TimePoint now,
    std::span<const std::string_view> goodWhenFalse, std::span<const std::string_view> idleWhenFalse)
{
    const auto among = [](std::span<const std::string_view> types, const Condition& condition) {
        return std::find(types.begin(), types.end(), condition.type) != types.end();
    };
    std::vector<ConditionLine> lines;
    for (const auto& condition : conditions) {
        const bool inverted = among(goodWhenFalse, condition);
        const bool idle = condition.status == Truth::False && among(idleWhenFalse, condition);
        Tone tone = Tone::Idle;
        if (condition.status != Truth::Unknown && !idle)
            tone = (condition.status == Truth::True) != inverted ? Tone::Good : inverted ? Tone::Warn : Tone::Bad;
        lines.push_back({qtext(condition.type), qtext(condition.reason), qtext(condition.message), tone,
            sinceOf(condition.since, now), condition.status});
    }
    return lines;
}

QString nameTitle() { return Words::tr("Name"); }
QString namespaceTitle() { return Words::tr("Namespace"); }
QString namespaceHelp() { return Words::tr("The namespace the object lives in."); }
QString clusterTitle() { return Words::tr("Cluster"); }
QString clusterHelp() { return Words::tr("The context of the kubeconfig that the cluster was opened with."); }

} // namespace loadline
