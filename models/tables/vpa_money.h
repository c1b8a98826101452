// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/terms.h"
#include "metrics/series.h"

#include <QStringList>

#include <optional>
#include <unordered_map>

namespace loadline {

// What applying a recommendation's target would do to the bill, beside a container's row.
struct VpaMoney {
    // So much less a month would be requested (negative: more), at what a core and a GiB cost where it runs. The money
    // goes only when nodes go.
    std::optional<Money> monthly;
    QString why; // when it is not known
    std::optional<double> replicas; // over time, which it is reckoned with
    QString basis; // "With 3.4 replicas on average over 7 d, at $0.024 a core and $0.003 a GiB an hour."
    // A workload whose HPA scales on utilisation: a lower request raises its replicas. With the target that keeps the
    // absolute threshold.
    QStringList warnings;
    Currency currency;
    bool operator==(const VpaMoney&) const = default;
};
QString releaseText(const VpaMoney& money); // "$41.20", "−$3.10", unknown()
QStringList moneySentences(const VpaMoney& money);

// Replicas of workloads averaged over a window, by averageKey().
using AverageReplicas = std::unordered_map<std::string, double>;
std::string averageKey(const std::string& cluster, const std::string& ns, const std::string& kind, const std::string& name);
// From the answer to QueryId::WorkloadReplicasAll for that kind; each sample stands for the same time, gaps for none.
void addAverages(AverageReplicas& averages, const std::string& cluster, const std::string& kind, const std::vector<Series>& series);

} // namespace loadline
