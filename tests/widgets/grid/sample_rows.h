// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/row_model.h"

namespace loadline::sample {

// Autoscalers as a page would show them, without the cluster behind.
struct Row {
    std::string id;
    QString name, target, words, state, since;
    ReplicaBar bar;
    std::vector<Chip> chips;
    Tone tone = Tone::Normal;
    Spark spark;
    ScaleBar scale;
    double cost = 0;
    bool operator==(const Row&) const = default;
};

inline std::shared_ptr<const Row> row(const QString& name, int min, int max, std::optional<int> current,
    std::optional<int> desired, std::vector<Chip> chips, const QString& state, Tone tone, const QString& since, double cost)
{
    Row r;
    r.id = "prod/ml/" + name.toStdString();
    r.name = name;
    r.target = QString(name).remove(QStringLiteral("-hpa")) + QStringLiteral("-api");
    r.bar = {double(min), double(max), {}, {}, 50};
    if (current)
        r.bar.current = *current;
    if (desired)
        r.bar.desired = *desired;
    const QString range = QStringLiteral("%1–%2").arg(min).arg(max);
    r.words = current ? QString::number(*current) : QStringLiteral("unknown");
    if (desired && desired != current)
        r.words += QStringLiteral(" → %1").arg(*desired);
    r.words += QStringLiteral(" of %1").arg(range);
    r.chips = std::move(chips);
    r.state = state;
    r.tone = tone;
    r.since = since;
    r.cost = cost;
    for (int i = 0; i < 40; ++i)
        r.spark.push_back(i > 17 && i < 23 ? std::nullopt : std::optional<double>((i * 7 + int(cost * 100)) % 11 + min));
    r.scale = {0.2, 0.6, {{ScaleMark::Kind::Request, 0.5}, {ScaleMark::Kind::Target, 0.38}, {ScaleMark::Kind::Limit, 0.95},
        {ScaleMark::Kind::Usage, 0.29}, {ScaleMark::Kind::Peak, 0.7}}, 1.0};
    return std::make_shared<const Row>(std::move(r));
}

inline Rows<Row> rows()
{
    const auto chip = [](const char* label, const char* value, Tone tone = Tone::Normal) {
        return Chip {QString::fromUtf8(label), QString::fromUtf8(value), tone};
    };
    return {
        row(QStringLiteral("fraud-detector-hpa"), 2, 20, 4, 8, {chip("cpu", "140 % of 70 %", Tone::Bad)},
            QStringLiteral("Scaling up 4 → 8"), Tone::Accent, QStringLiteral("12 s"), 0.77),
        row(QStringLiteral("recommendation-hpa"), 2, 20, 20, 20,
            {chip("cpu", "48 % of 70 %"), chip("requests", "180/s of 100/s", Tone::Bad), chip("p95", "unknown", Tone::Idle)},
            QStringLiteral("Held at max"), Tone::Bad, QStringLiteral("31 min"), 2.95),
        row(QStringLiteral("feature-store-hpa"), 3, 15, 5, 5, {chip("memory", "76 % of 80 %")}, QStringLiteral("Steady"),
            Tone::Good, QStringLiteral("2 h"), 1.10),
        row(QStringLiteral("search-api"), 2, 12, 6, 3, {chip("cpu", "22 % of 60 %")}, QStringLiteral("Stabilising, 214 s left"),
            Tone::Warn, QStringLiteral("86 s"), 0.58),
        row(QStringLiteral("keda-hpa-batch-inference"), 1, 50, 0, 0, {chip("queue", "0 of 10 per pod")},
            QStringLiteral("Asleep at zero (KEDA)"), Tone::Idle, QStringLiteral("5 h"), 0),
        row(QStringLiteral("no-requests-hpa"), 1, 5, {}, {}, {chip("cpu", "unknown of 70 %", Tone::Idle)},
            QStringLiteral("Cannot read metrics: no CPU request in “api”"), Tone::Bad, QStringLiteral("2 d"), 0.1),
    };
}

inline Columns<Row> columns()
{
    const auto made = [](const char* id, const char* title, int width) {
        Column<Row> column;
        column.id = QString::fromUtf8(id);
        column.title = QString::fromUtf8(title);
        column.help = column.title + QStringLiteral(", from status");
        column.width = width;
        return column;
    };
    auto name = made("name", "Name", 180);
    name.text = [](const Row& r) { return r.name; };
    name.strong = true;
    auto target = made("target", "Target", 140);
    target.text = [](const Row& r) { return r.target; };
    target.tone = [](const Row&) { return Tone::Muted; };
    auto replicas = made("replicas", "Replicas", 220);
    replicas.text = [](const Row& r) { return r.words; };
    replicas.bar = [](const Row& r) { return std::optional(r.bar); };
    auto metrics = made("metrics", "Metrics, current of target", 330);
    metrics.text = [](const Row& r) {
        QStringList all;
        for (const Chip& chip : r.chips)
            all << chip.label + QLatin1Char(' ') + chip.value;
        return all.join(QStringLiteral("; "));
    };
    metrics.chips = [](const Row& r) { return r.chips; };
    auto trend = made("trend", "Last hour", 110);
    trend.text = [](const Row& r) { return QStringLiteral("%1 points").arg(r.spark.size()); };
    trend.spark = [](const Row& r) { return r.spark; };
    auto state = made("state", "State", 250);
    state.text = [](const Row& r) { return r.state; };
    state.tone = [](const Row& r) { return r.tone; };
    auto since = made("since", "Since", 70);
    since.align = Align::Right;
    since.text = [](const Row& r) { return r.since; };
    since.tone = [](const Row&) { return Tone::Muted; };
    auto cost = made("cost", "Cost", 80);
    cost.align = Align::Right;
    cost.text = [](const Row& r) { return QStringLiteral("$%1/h").arg(r.cost, 0, 'f', 2); };
    cost.key = [](const Row& r) { return SortKey(r.cost); };
    auto bounds = made("bounds", "CPU request on one scale", 220);
    bounds.shown = false;
    bounds.text = [](const Row&) { return QStringLiteral("request 500 m, target 380 m of 200 m to 600 m"); };
    bounds.scale = [](const Row& r) { return std::optional(r.scale); };
    return {name, target, replicas, metrics, trend, state, since, cost, bounds};
}

} // namespace loadline::sample
