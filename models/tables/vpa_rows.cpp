// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/vpa_rows.h"

#include "tables/cells.h"
#include "tables/vpa_state.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(VpaRows)
};

const Container* containerOf(const PodShape* shape, const std::string& name)
{
    return shape ? find(shape->containers, name) : nullptr;
}

using Members = std::span<const PodsByWorkload::Member>;

// What the newest pod was made with: VPA's webhook changes pods, not their template.
const PodShape* shapeOfNewest(Members members)
{
    const Pod* newest = nullptr;
    for (const auto& member : members)
        if (!newest || newest->meta.created < member.pod->meta.created)
            newest = member.pod;
    return newest ? newest->shape.get() : nullptr;
}

// Live usage of one container over the pods of its workload.
struct LiveUsage {
    double sum = 0, most = 0;
    int pods = 0;
    void add(const std::optional<Quantity>& value)
    {
        if (!value)
            return;
        sum += value->value();
        most = std::max(most, value->value());
        ++pods;
    }
    [[nodiscard]] std::optional<double> mean() const { return pods > 0 ? std::optional(sum / pods) : std::nullopt; }
    [[nodiscard]] std::optional<double> peak() const { return pods > 0 ? std::optional(most) : std::nullopt; }
};

bool controls(const ContainerPolicy* policy, const char* resource)
{
    return !policy || policy->controlledResources.empty()
        || std::find(policy->controlledResources.begin(), policy->controlledResources.end(), resource)
        != policy->controlledResources.end();
}

// Outside its bounds, or none where one is recommended: what makes the updater act.
bool isOutside(const VpaFigures& figures)
{
    if (!figures.controlled || !figures.target)
        return false;
    return !figures.request || (figures.lower && *figures.request < *figures.lower)
        || (figures.upper && *figures.upper < *figures.request);
}

// The requests of one pod against the recommendations, as VPA's updater adds them up (autoscaling.md 3.3).
struct PodAgainst {
    bool outside = false;
    double request[2] = {0, 0}, target[2] = {0, 0}; // CPU, memory
    void add(int index, const std::optional<Quantity>& request_, const std::optional<Quantity>& low, const std::optional<Quantity>& wanted,
        const std::optional<Quantity>& high)
    {
        if (!wanted)
            return;
        target[index] += wanted->value();
        request[index] += request_ ? request_->value() : 0;
        outside = outside || !request_ || (low && *request_ < *low) || (high && *high < *request_);
    }
    [[nodiscard]] double drift() const
    {
        double sum = 0;
        for (int i = 0; i < 2; ++i)
            if (request[i] > 0)
                sum += std::abs(request[i] - target[i]) / request[i];
        return sum;
    }
};

VpaPods podsAgainst(const Vpa& vpa, Members members, TimePoint now)
{
    constexpr double enough = 0.1;
    constexpr Millis old = std::chrono::hours {12};
    VpaPods pods;
    for (const auto& member : members) {
        PodAgainst pod;
        for (const auto& one : vpa.recommendations) {
            const auto* container = containerOf(member.pod->shape.get(), one.container);
            if (!container || container->sidecar)
                continue;
            pod.add(0, container->requests.cpu, one.lowerBound.cpu, one.target.cpu, one.upperBound.cpu);
            pod.add(1, container->requests.memory, one.lowerBound.memory, one.target.memory, one.upperBound.memory);
        }
        ++pods.all;
        pods.outside += pod.outside ? 1 : 0;
        const bool aged = member.pod->started && now - *member.pod->started >= old;
        pods.drifted += !pod.outside && aged && pod.drift() >= enough ? 1 : 0;
    }
    return pods;
}

void finish(VpaFigures& figures, bool requestsKnown)
{
    if (figures.target && figures.request && !figures.request->isZero())
        figures.difference = (figures.target->value() - figures.request->value()) / figures.request->value() * 100;
    figures.outside = requestsKnown && isOutside(figures);
    for (const auto& value : {figures.request, figures.limit, figures.lower, figures.target, figures.upper, figures.uncapped})
        figures.scaleTo = std::max(figures.scaleTo, value ? value->value() : 0);
    for (const auto& known : {figures.usage, figures.peak})
        figures.scaleTo = std::max(figures.scaleTo, known.value.value_or(0));
}

class VpaDerivation {
public:
    VpaDerivation(const World& world, const UsageWindows& usage)
        : world_(world)
        , usage_(usage)
        , pods_(world)
    {
    }

    void addRows(const std::shared_ptr<const Vpa>& vpa, Rows<VpaRow>& rows) const
    {
        const auto target = findTarget(world_, vpa->meta.ns.str(), vpa->target);
        const auto members = pods_.podsOf(vpa->meta.ns.str(), vpa->target);
        const auto* templateShape = target.workload ? target.workload->shape.get() : nullptr;
        const auto* podShape = shapeOfNewest(members);
        std::vector<std::string> names;
        const auto addName = [&](const std::string& name) {
            if (std::find(names.begin(), names.end(), name) == names.end())
                names.push_back(name);
        };
        for (const auto* shape : {templateShape, podShape})
            if (shape)
                for (const auto& container : shape->containers)
                    addName(container.name);
        for (const auto& recommendation : vpa->recommendations)
            addName(recommendation.container);
        if (names.empty())
            names.emplace_back();
        const auto against = podsAgainst(*vpa, members, world_.now);
        for (const auto& name : names) {
            auto row = identity(vpa, name);
            row->replicas = target.workload && target.workload->current ? target.workload->current
                : pods_.known() && !members.empty()                     ? std::optional(std::int64_t(members.size()))
                                                                        : std::nullopt;
            fillRequests(*row, containerOf(podShape, name), containerOf(templateShape, name));
            fillUsage(*row, members);
            const auto* policy = policyOf(*vpa, name);
            const auto* recommendation = fillRecommendation(*row, policy);
            finish(row->cpu, row->requestsKnown);
            finish(row->memory, row->requestsKnown);
            judge(*row, {*vpa, recommendation, policy, target, against, world_.now});
            rows.push_back(std::move(row));
        }
    }

private:
    std::shared_ptr<VpaRow> identity(const std::shared_ptr<const Vpa>& vpa, const std::string& container) const
    {
        auto row = std::make_shared<VpaRow>();
        row->cluster = world_.cluster;
        row->ns = vpa->meta.ns.str();
        row->name = vpa->meta.name;
        row->container = container;
        row->group = rowId(row->cluster, row->ns, row->name);
        row->id = container.empty() ? row->group : row->group + '/' + container;
        row->target = vpa->target;
        row->mode = vpa->mode;
        row->modeText = modeText(*vpa);
        row->object = vpa;
        return row;
    }

    static void fillRequests(VpaRow& row, const Container* ofPod, const Container* ofTemplate)
    {
        const auto* inForce = ofPod ? ofPod : ofTemplate;
        if (!inForce)
            return;
        row.requestsKnown = true;
        row.cpu.request = inForce->requests.cpu;
        row.cpu.limit = inForce->limits.cpu;
        row.memory.request = inForce->requests.memory;
        row.memory.limit = inForce->limits.memory;
        if (ofTemplate) {
            row.cpu.templateRequest = ofTemplate->requests.cpu;
            row.memory.templateRequest = ofTemplate->requests.memory;
        }
    }

    void fillUsage(VpaRow& row, Members members) const
    {
        if (const auto window = usage_.find(row.id); window != usage_.end()) {
            const auto why = Words::tr("Prometheus has no samples of it in the chosen window.");
            const auto known = [&](const std::optional<double>& value) { return Known {value, value ? QString() : why}; };
            row.usageIsLive = false;
            row.cpu.usage = known(window->second.cpu);
            row.cpu.peak = known(window->second.cpuPeak);
            row.memory.usage = known(window->second.memory);
            row.memory.peak = known(window->second.memoryPeak);
            return;
        }
        LiveUsage cpu;
        LiveUsage memory;
        for (const auto& member : members) {
            if (!member.metrics)
                continue;
            for (const auto& usage : member.metrics->containers) {
                if (usage.container == row.container) {
                    cpu.add(usage.cpu);
                    memory.add(usage.memory);
                }
            }
        }
        const auto why = cpu.pods > 0 && memory.pods > 0 ? QString() : whyNoUsage(members);
        row.cpu.usage = {cpu.mean(), cpu.pods > 0 ? QString() : why};
        row.cpu.peak = {cpu.peak(), cpu.pods > 0 ? QString() : why};
        row.memory.usage = {memory.mean(), memory.pods > 0 ? QString() : why};
        row.memory.peak = {memory.peak(), memory.pods > 0 ? QString() : why};
    }

    QString whyNoUsage(Members members) const
    {
        for (const auto kind : {KindId::Pod, KindId::PodMetrics})
            if (!world_.state(kind).complete())
                return whyNot(world_, kind);
        return members.empty() ? Words::tr("No pod of the target runs.") : Words::tr("Its pods have no metrics yet.");
    }

    static const ContainerRecommendation* fillRecommendation(VpaRow& row, const ContainerPolicy* policy)
    {
        row.cpu.controlled = controls(policy, "cpu");
        row.memory.controlled = controls(policy, "memory");
        const auto& all = row.object->recommendations;
        const auto at = std::find_if(all.begin(), all.end(), [&](const auto& r) { return r.container == row.container; });
        if (at == all.end())
            return nullptr;
        row.cpu.lower = at->lowerBound.cpu;
        row.cpu.target = at->target.cpu;
        row.cpu.upper = at->upperBound.cpu;
        row.cpu.uncapped = at->uncappedTarget.cpu;
        row.memory.lower = at->lowerBound.memory;
        row.memory.target = at->target.memory;
        row.memory.upper = at->upperBound.memory;
        row.memory.uncapped = at->uncappedTarget.memory;
        return &*at;
    }

    const World& world_;
    const UsageWindows& usage_;
    PodsByWorkload pods_;
};

} // namespace

Rows<VpaRow> deriveVpas(const Worlds& worlds, const Preferences&, const UsageWindows& usage)
{
    Rows<VpaRow> rows;
    for (const auto& world : worlds) {
        const auto vpas = world->all<Vpa>();
        if (vpas.empty())
            continue;
        const VpaDerivation derivation(*world, usage);
        for (std::size_t i = 0; i < vpas.size(); ++i)
            derivation.addRows(vpas.share(i), rows);
    }
    return rows;
}

} // namespace loadline
