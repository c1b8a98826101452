// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/row_money.h"

#include "cluster/differences.h"
#include "cluster/owner.h"
#include "cluster/workload.h"
#include "cost/autoscaler_cost.h"
#include "tables/cells.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RowMoney)
};

QString byEvents() { return Words::tr("its events"); }

// "Scaled apps/v1.Deployment ml/train from 0 to 1" of KEDA's activations.
std::optional<SizeStep> kedaStep(const Event& event)
{
    if (event.reason != std::string_view("KEDAScaleTargetActivated") && event.reason != std::string_view("KEDAScaleTargetDeactivated"))
        return std::nullopt;
    const auto number = [&](std::string_view after) -> std::optional<std::int64_t> {
        const auto at = event.message.rfind(after);
        if (at == std::string::npos)
            return std::nullopt;
        std::int64_t value = 0;
        const char* begin = event.message.data() + at + after.size();
        const auto [stop, fault] = std::from_chars(begin, event.message.data() + event.message.size(), value);
        return fault == std::errc {} && stop != begin && value >= 0 ? std::optional(value) : std::nullopt;
    };
    const auto from = number(" from "), to = number(" to ");
    return from && to ? std::optional(SizeStep {event.last, *from, *to, byEvents()}) : std::nullopt;
}

// The last change of size of each autoscaler, from the cluster's events. A rescale event names the new size alone; the
// size before is the one that the event before it named.
class LastSteps {
public:
    explicit LastSteps(const World& world)
        : whyNone_(whyNot(world, KindId::Event))
    {
        std::vector<const Event*> rescales;
        for (const auto& event : world.all<Event>()) {
            if (event.about.kind == "HorizontalPodAutoscaler" && newSizeOf(event))
                rescales.push_back(&event);
            else if (event.about.kind == "ScaledObject")
                if (const auto step = kedaStep(event))
                    keep(key("ScaledObject", event.meta.ns.str(), event.about.name), *step);
        }
        std::stable_sort(rescales.begin(), rescales.end(), [](const auto* a, const auto* b) { return a->last < b->last; });
        std::unordered_map<std::string, std::int64_t> sizes;
        for (const auto* event : rescales) {
            const auto id = key("HorizontalPodAutoscaler", event->meta.ns.str(), event->about.name);
            const auto size = *newSizeOf(*event);
            if (const auto before = sizes.find(id); before != sizes.end() && before->second != size)
                keep(id, {event->last, before->second, size, byEvents()});
            else if (before == sizes.end())
                named_[id] = {event->last, {}, size, byEvents()};
            sizes[id] = size;
        }
    }
    [[nodiscard]] const SizeStep* find(std::string_view kind, const std::string& ns, const std::string& name) const
    {
        const auto at = steps_.find(key(kind, ns, name));
        return at == steps_.end() ? nullptr : &at->second;
    }
    // The event that names only the new size, where none after it names another.
    [[nodiscard]] const SizeStep* named(const std::string& ns, const std::string& hpa) const
    {
        const std::string id = key("HorizontalPodAutoscaler", ns, hpa);
        const auto at = named_.find(id);
        return at == named_.end() || steps_.contains(id) ? nullptr : &at->second;
    }
    [[nodiscard]] QString whyNone() const
    {
        return whyNone_.isEmpty() ? Words::tr("Neither the events that the cluster still keeps nor history tell a change of its size.") : whyNone_;
    }

private:
    static std::string key(std::string_view kind, const std::string& ns, const std::string& name)
    {
        return std::string(kind) + '/' + ns + '/' + name;
    }
    void keep(const std::string& id, const SizeStep& step)
    {
        const auto [known, isNew] = steps_.try_emplace(id, step);
        if (!isNew && *step.at >= *known->second.at)
            known->second = step;
    }
    QString whyNone_;
    std::unordered_map<std::string, SizeStep> steps_, named_;
};

} // namespace

// What is known of money in one cluster.
class ReckonedCosts {
public:
    ReckonedCosts(const WorldPtr& world, const ClusterCosts& known, const Costs& costs, const Preferences& preferences)
        : steps_(*world)
        , utc_(preferences.utcTimes)
        , currency_(costs.settings.terms.currency)
        , costs_(autoscalerCosts(allocate(world, known.book, costs.settings.terms, costs.allocationOptions(preferences.poolLabel)), &known.book, *known.days))
    {
    }
    [[nodiscard]] AutoscalerMoney of(const char* kind, const std::string& ns, const std::string& name) const
    {
        AutoscalerMoney money;
        money.currency = currency_;
        const AutoscalerCost* cost = find(costs_, kind, ns, name);
        if (!cost)
            return money;
        const QString whyReplica = phraseText(cost->whyReplica);
        money.replica = {cost->replica, cost->replica ? QString() : whyReplica};
        money.now = {cost->now, cost->now ? QString() : phraseText(cost->whyNow)};
        const auto byReplica = [&](const std::optional<Money>& hourly) {
            return HourlyCost {hourly, hourly ? QString() : whyReplica};
        };
        money.atMin = byReplica(cost->atMin);
        money.atMax = byReplica(cost->atMax);
        money.step.why = cost->replica ? steps_.whyNone() : whyReplica;
        if (cost->assumed)
            money.basis = joined({Words::tr("Estimated."), phraseText(cost->basis), cost->price ? priceOrigin(*cost->price) : QString()});
        return money;
    }
    void addStep(AutoscalerMoney& money, const SizeStep& step) const
    {
        money.change = step;
        money.changeWords = stepWords(step, utc_);
        if (!money.replica.hourly)
            return;
        if (step.from)
            money.step = {*money.replica.hourly * (step.to - *step.from), {}};
        else
            money.step.why = Words::tr("It changed to %1 %2; nobody tells the size before.").arg(integer(step.to), money.changeWords);
    }
    [[nodiscard]] const LastSteps& steps() const { return steps_; }

private:
    LastSteps steps_;
    bool utc_;
    Currency currency_;
    std::vector<AutoscalerCost> costs_;
};

namespace {

AutoscalerMoney notLooked(const Costs& costs)
{
    const HourlyCost none {{}, whyNoCosts()};
    return {none, none, none, none, none, {}, {}, {}, {}, costs.settings.terms.currency};
}

const SizeStep* later(const SizeStep* a, const SizeStep* b) { return a && b ? (*a->at > *b->at ? a : b) : a ? a : b; }

// Where nothing else tells: the last move of the line of replicas.
std::optional<SizeStep> lastMove(const Spark& trend)
{
    std::optional<double> after;
    for (auto at = trend.rbegin(); at != trend.rend(); ++at) {
        if (!*at)
            continue;
        if (after && **at != *after)
            return SizeStep {{}, std::int64_t(**at), std::int64_t(*after), Words::tr("the line of its replicas")};
        after = **at;
    }
    return std::nullopt;
}

template <class T>
std::optional<T> copied(const T* known) { return known ? std::optional(*known) : std::nullopt; }

// A workload that KEDA scales through an HPA has two rows and one last change: what the HPA does now goes first.
struct Scalers {
    std::string ns, hpa, scaledObject; // "" none
    std::optional<std::int64_t> current, desired; // of the HPA
};
std::optional<SizeStep> stepOf(const LastSteps& steps, const Scalers& of, const std::optional<SizeHistory::Known>& history)
{
    if (of.current && of.desired && *of.current != *of.desired)
        return SizeStep {{}, *of.current, *of.desired, {}};
    const auto* hpa = of.hpa.empty() ? nullptr : steps.find("HorizontalPodAutoscaler", of.ns, of.hpa);
    const auto* keda = of.scaledObject.empty() ? nullptr : steps.find("ScaledObject", of.ns, of.scaledObject);
    return lastStep(copied(later(hpa, keda)), copied(of.hpa.empty() ? nullptr : steps.named(of.ns, of.hpa)), history);
}
std::optional<SizeStep> stepOf(const LastSteps& steps, const HpaRow& row, const std::optional<SizeHistory::Known>& history)
{
    const auto known = stepOf(steps, Scalers {row.ns, row.name, row.managedBy, row.current, row.desired}, history);
    return known || !row.trend ? known : lastMove(*row.trend);
}
std::optional<SizeStep> stepOf(const LastSteps& steps, const KedaRow& row, const std::optional<SizeHistory::Known>& history)
{
    return stepOf(steps, Scalers {row.ns, row.hpa, row.isJob ? std::string() : row.name, row.hpaCurrent, row.hpaDesired}, history);
}
const char* kindOf(const HpaRow&) { return "HorizontalPodAutoscaler"; }
const char* kindOf(const KedaRow& row) { return row.isJob ? "ScaledJob" : "ScaledObject"; }

bool sameObjects(const std::shared_ptr<const ObjectTable>& a, const std::shared_ptr<const ObjectTable>& b)
{
    return a == b || (a && b && *a == *b);
}

// Whether autoscalers cost in both Worlds the same. What only the status of an HPA tells costs nothing.
bool costAlike(const World& before, const World& after)
{
    for (std::size_t kind = 0; kind < kindCount; ++kind) {
        const KindState &was = before.states[kind], &is = after.states[kind];
        if (was.presence != is.presence || was.error != is.error || was.namespaces != is.namespaces)
            return false;
        if (kind != std::size_t(KindId::Hpa) && !sameObjects(before.tables[kind], after.tables[kind]))
            return false;
    }
    bool alike = true;
    eachDifference<Hpa>(before, after, [&](const Hpa* was, const Hpa* is) {
        alike = alike && was && is && was->target == is->target && was->minReplicas == is->minReplicas
            && was->maxReplicas == is->maxReplicas && scaledObjectNameOf(was->meta) == scaledObjectNameOf(is->meta);
    });
    return alike;
}

// Long enough to say that nothing changed.
constexpr Millis longEnough = std::chrono::hours {12};

template <class Row>
std::shared_ptr<const Row> withMoney(const Row& row, const ReckonedCosts* known, const Costs& costs, const SizeHistory& sizes)
{
    auto richer = std::make_shared<Row>(row);
    if (!known) {
        richer->money = notLooked(costs);
        return richer;
    }
    richer->money = known->of(kindOf(row), row.ns, row.name);
    const auto history = sizes.find(row.cluster, row.ns, row.target.kind, row.target.name);
    if (const auto step = stepOf(known->steps(), row, history)) {
        known->addStep(richer->money, *step);
    } else if (history && history->until - history->from >= longEnough && richer->money.replica.hourly) {
        richer->money.unchanged = true;
        richer->money.step.why = unchangedText(*history);
    }
    return richer;
}

template <class Row>
void fill(Rows<Row>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes, bool sameCosts,
    bool sameSizes, MoneyMemory<Row>& memory)
{
    using Clusters = decltype(memory.clusters);
    const auto moneyIn = [](const Clusters& clusters, const std::string& cluster) {
        const auto at = clusters.find(cluster);
        return at == clusters.end() ? nullptr : at->second.money.get();
    };
    Clusters clusters;
    for (const WorldPtr& world : worlds) {
        const ClusterCosts* of = costs.find(world->cluster);
        if (!of)
            continue;
        const auto before = memory.clusters.find(world->cluster);
        const bool same = sameCosts && before != memory.clusters.end() && costAlike(*before->second.world, *world);
        clusters[world->cluster] = {world, same ? before->second.money : std::make_shared<const ReckonedCosts>(world, *of, costs, preferences)};
    }
    memory.rows.lay(
        rows, [&](const Row& row) { return sameCosts && sameSizes && moneyIn(clusters, row.cluster) == moneyIn(memory.clusters, row.cluster); },
        [&](const auto& row) { return withMoney(*row, moneyIn(clusters, row->cluster), costs, sizes); });
    memory.clusters = std::move(clusters);
}

template <class Row>
void fillOnce(Rows<Row>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes)
{
    MoneyMemory<Row> none;
    fill(rows, worlds, preferences, costs, sizes, false, false, none);
}

} // namespace

QString whyNoCosts() { return Words::tr("The cluster's prices have not been looked at yet."); }

QString unchangedText(const SizeHistory::Known& history)
{
    return Words::tr("No change in the last %1, by %2.").arg(length(history.until - history.from), history.source);
}

void addMoney(Rows<HpaRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes)
{
    fillOnce(rows, worlds, preferences, costs, sizes);
}
void addMoney(Rows<KedaRow>& rows, const Worlds& worlds, const Preferences& preferences, const Costs& costs, const SizeHistory& sizes)
{
    fillOnce(rows, worlds, preferences, costs, sizes);
}

void addMoney(Rows<HpaRow>& rows, const Worlds& worlds, const Preferences& preferences, const CostsPtr& costs, const SizeHistoryPtr& sizes,
    MoneyMemory<HpaRow>& memory)
{
    const bool same = memory.costs == costs && memory.poolLabel == preferences.poolLabel && memory.utc == preferences.utcTimes;
    const bool sameSizes = std::exchange(memory.sizes, sizes) == sizes;
    memory.costs = costs;
    memory.poolLabel = preferences.poolLabel;
    memory.utc = preferences.utcTimes;
    static const SizeHistory none;
    fill(rows, worlds, preferences, *costs, sizes ? *sizes : none, same, sameSizes, memory);
}

} // namespace loadline
