// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sim/history.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loadline {

using SeriesLabels = std::vector<std::pair<std::string, std::string>>;

inline std::string parameter(const Recognised& question, std::string_view key)
{
    const auto at = question.params.find(key);
    return at == question.params.end() ? "" : at->second;
}

// Gathers the series of one question.
class SeriesFinder {
public:
    SeriesFinder(const History& history, const Recognised& question)
        : history_(history)
        , plan_(history.plan())
        , question_(question)
        , ns_(parameter(question, "ns"))
        , name_(parameter(question, "name"))
    {
    }
    std::vector<HistorySeries> find();

private:
    struct HpaAt {
        std::size_t index;
        Hpa hpa;
    };
    std::vector<HpaAt> hpas(bool all) const;
    void add(SeriesLabels labels, const Measured& column, double over = 1);
    void addConstant(SeriesLabels labels, double value);
    void hpaSizes(Measure measure, bool all);
    void hpaBounds();
    void hpaMetrics(bool target);
    void workloadSizes(Measure measure);
    void containers(Measure measure);
    void peaks(Measure measure, bool highest);
    void sizes(bool limits);
    void vpas(Measure measure);
    void triggers(Measure measure, bool all);
    void kedaCounts();
    void pools();
    void poolUse(bool limit);
    void machines();
    void workloadsAll();
    void workloadPods();
    void offerings();
    void up();
    void present();
    [[nodiscard]] std::size_t workload() const { return plan_.workloadIndex(ns_, name_); }
    [[nodiscard]] bool wantsContainer(const std::string& container) const
    {
        const auto wanted = parameter(question_, "container");
        return wanted.empty() || wanted == container;
    }
    const History& history_;
    const SimPlan& plan_;
    const Recognised& question_;
    std::string ns_, name_;
    std::vector<HistorySeries> found_;
};

} // namespace loadline
