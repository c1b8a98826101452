// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cost/ledger.h"
#include "metrics/series.h"
#include "tables/column.h"
#include "tables/costs.h"
#include "tables/opencost_rows.h"
#include "tables/order.h"
#include "tables/price_rows.h"

#include <QString>
#include <QStringList>

namespace loadline {

// One line of the cost table: a group of pods or nodes of one cluster, or what belongs to nobody.
struct CostRow {
    std::string id;
    std::string cluster, key, name; // name "" is shown as a word
    QString label; // what is shown instead: of parts of a group
    std::string pod, container; // "ns/name", and one of it; "" the line is of more than that
    CostGroup::Special special = CostGroup::Special::None;
    bool total = false; // the last line of a cluster
    int autoscalers = 0;
    std::optional<Money> hourly; // now; absent: nothing of it has a price
    bool partly = false; // some of it has no price: `hourly` is the least
    bool waits = false; // all of its pods wait for a node, which costs nothing yet
    CostGroup now; // the parts and amounts behind `hourly`
    // In the window. Of pods: replicas that had a node, at the price of their time; of nodes: what they cost then.
    std::optional<Money> actual, baseline, saved;
    std::optional<WorkloadRule> rule; // what `baseline` is: of pods their replicas, of nodes (`ofNodes`) their number
    bool ofNodes = false;
    QString otherRule; // instead of `rule`: what else the baseline is, "as actual"
    std::optional<std::int64_t> against; // replicas always on, of one workload
    // Of workloads that something scales: what their scalers saved, each by its own rule; of one workload also which.
    std::optional<Money> byScaler;
    std::optional<WorkloadRule> scalerRule;
    std::optional<std::int64_t> scalerAgainst; // replicas
    std::optional<Quantity> savedPercent;
    std::optional<Money> potential; // a month, by right-sizing to the VPAs' targets
    std::optional<double> efficiency; // 0 to 1 and beyond
    NodeTime ran = 0, sized = 0, waited = 0; // of its workloads, as LedgerWorkload has them
    QStringList unsized; // of them, those that ran and have no known size, and so no amount
    QString why; // what stands behind the comparison, or why there is none
    bool operator==(const CostRow& other) const { return id == other.id && hourly == other.hourly && actual == other.actual && saved == other.saved && potential == other.potential && efficiency == other.efficiency && autoscalers == other.autoscalers && why == other.why && rule == other.rule && against == other.against && label == other.label && now.pods == other.now.pods; }
};

// Cost per hour over the window for one group, as a chart stacks it; gaps stay gaps.
struct CostLayer {
    std::string key;
    QString name;
    Series hourly; // dollars an hour
};

// One cluster's money, or several together: what the page, the command line and the review all show.
struct CostReport {
    QStringList clusters;
    TimePoint now {};
    TimeRange window {};
    GroupBy by;
    Terms terms;
    // Cards; absent where nothing tells them.
    std::optional<Money> runRate; // an hour, lines included
    std::optional<Money> sinceMidnight, monthToDate, projectedMonth; // UTC
    bool monthWhole = false; // every hour since the first of the month is covered, of all clusters
    Millis monthAsked {}, monthCovered {}; // since then, and what of it is known; of several clusters the sums
    Ledger ledger; // of one cluster; of several, their sums without pools and gaps
    bool haveLedger = false;
    // The ledger's saving; in `actual` and `baseline` alike are pools that the baseline does not name, and `lines`.
    Saving whole;
    Money lines; // fees, disks, load balancers and volumes in the window: of no saving a part
    Potential potential; // a month, each part by itself; never part of `whole`
    int rightSized = 0, scheduled = 0; // workloads
    DutyHours duty;
    std::vector<std::string> dutyTypes; // of workloads whose schedules are reckoned
    Rows<CostRow> rows; // dearest first, special ones and totals last
    std::vector<CostLayer> layers; // largest first, "the rest" last
    std::optional<Money> baselineHourly; // the baseline as a line
    Coverage coverage; // of the nodes of now
    Rows<PriceRow> prices; // of each of them, by cluster and name
    std::optional<Money> listHourly; // what priced nodes cost an hour before the terms
    int daysMissing = 0, daysAll = 0;
    QStringList notes; // what figures leave out or assume, whole sentences
    std::vector<OpenCostBeside> openCost; // of each cluster whose OpenCost was asked
    QString pricesLine; // "Prices: Karpenter offerings (11 nodes, live), ..."
    QString sourceLine; // who told history
};

// Pure; takes milliseconds for 30 days of a thousand nodes. Clusters whose nodes are unknown are said in the notes.
CostReport deriveCosts(const Worlds& worlds, const Preferences& preferences, const Costs& costs);
// "Always on at the peak of the window, on demand".
QString baselineText(const Baseline& baseline);
// "24 Oct – 23 Nov, 30 d · covered 99.2 %, 5 h 40 min unknown and excluded".
QString windowText(const CostReport& report, bool utc);
// The user's terms as whole sentences: discounts, commitment, lines that are counted and not, currency, hours.
QStringList termsInWords(const Terms& terms);
QStringList discountsInWords(const Terms& terms); // of them, those about prices and lines
// What each part of the potential comes to and stands on, as whole sentences; of all three, known or not.
QStringList potentialInWords(const CostReport& report);
QString monthKnownText(const CostReport& report); // "4.1 of 27.6 d are known"; "" when all of it is
QString dutyText(const DutyHours& duty); // "Monday to Friday, 09:00 to 18:00 UTC"
QString scalerRuleWord(const CostRow& row); // the same of `byScaler`
QString rateText(const CostRow& row, const QString& rate); // "≥ $1.20/h", "unknown", "waits"; else `rate`
QString ruleWord(const CostRow& row); // "peak", "at least one", "24x7", "nodes, peak"; "" nothing is compared
QString typesText(const std::vector<std::string>& types); // "notebooks and development and training"; "" none
QString groupTitle(const GroupBy& by); // "Workload type"
QString groupName(const GroupBy& by, const std::string& key, CostGroup::Special special); // as shown

// `nameTitle`: of the parts of a group; "" the group's.
Columns<CostRow> costColumns(const CostReport& report, bool manyClusters, const QString& nameTitle = {});

} // namespace loadline
