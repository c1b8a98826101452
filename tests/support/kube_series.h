// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/prometheus.h"

namespace loadline::test {

// Two days of a small cluster, and fifteen of one autoscaler, as exporters write them: kube-state-metrics (restarted,
// with both of its series for four minutes), cAdvisor (with pod and pause rows), VPA recommendations under all three of
// their names, KEDA without honoured labels, Karpenter, an old KEDA and an old kube-state-metrics.
struct KubeSeries {
    explicit KubeSeries(TimePoint end);
    BackfilledSeries series;
    TimeRange recent; // the two days that most series have
    TimePoint restart; // of kube-state-metrics
    TimeRange gap; // in which nothing was scraped
    TimePoint briefHour; // in which two pods of shop/flash lived from its 10th to its 22nd minute
    // A day before `end`, at a time around which no count changes: promtool writes no staleness markers, so that what the old
    // exporter told last is looked back to for five minutes, where a real one's series end at once.
    static TimePoint restartFor(TimePoint end);
    // Current replicas of shop/fraud-api at t: a day curve of 2 to 20.
    static double replicasAt(TimePoint t);

private:
    void addHpas();
    void addWorkloads();
    void addBrief();
    void addUsage();
    void addVpas();
    void addKeda();
    void addNodes();
    void kube(const std::string& metric, const std::string& labels, const BackfilledSeries::Value& value,
        bool longAgo = false);
    void kube(const std::string& metric, const std::string& labels, double value);
};

} // namespace loadline::test
