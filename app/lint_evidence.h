// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "headless.h"
#include "history/series_broker.h"
#include "lint/lint.h"
#include "pages/finding_evidence.h"

namespace loadline {

// What a cluster's Prometheus tells of manifests that are judged without a window, for the rules that want to know. It is
// looked for only when there is something to ask, and never waited for longer than `patience`: then it is said that these
// rules had nothing to go by.
class LintEvidence : public QObject {
    Q_OBJECT
public:
    using Told = std::function<void(std::shared_ptr<const Observed>)>; // null: nothing is known
    // A child of the run, which it ends with. `told` is called once, later or at once.
    LintEvidence(HeadlessRun& run, Session& session, Seconds patience, Told told);
    ~LintEvidence() override;
    // `found`: of these manifests over the cluster, without evidence.
    void ask(const Overlay& overlay, const std::vector<Finding>& found);

private:
    void found(const PromDiscovery& discovery);
    void take(const QString& key, const SeriesAnswer& answer);
    void outOfTime();
    void finish();
    HeadlessRun& run_;
    Session& session_;
    Told told_;
    FindingEvidence evidence_;
    std::vector<SeriesWish> wishes_;
    std::set<QString> open_; // not answered yet
    std::unique_ptr<SeriesBroker> broker_;
    QTimer patience_;
};

} // namespace loadline
