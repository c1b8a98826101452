// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets_fit.h"

#include "lint/tell.h"

#include <algorithm>

namespace loadline {
namespace {

// The most pods that it had, as far as anything tells; nullopt: nothing does, or it sleeps.
std::optional<std::int64_t> peakOf(const TargetFacts& target)
{
    const std::int64_t peak = std::max(target.replicas.value_or(0), target.seen ? target.seen->most : 0);
    return peak > 0 ? std::optional(peak) : std::nullopt;
}

void set(Form& form, const FieldPath& path, std::int64_t number)
{
    static_cast<void>(form.set(path, number));
}

// The highest number is twice the peak where the preset's would not even allow that, and the lowest is not below what a
// week's quietest hour needed. Where the preset lets one pod run, or none, that is its point.
void fitBounds(Form& form, const TargetFacts& target, const FieldPath& leastPath, const FieldPath& mostPath)
{
    const Value* most = form.answer(mostPath);
    const Value* least = form.answer(leastPath);
    const auto peak = peakOf(target);
    if (!most || !least || !peak)
        return;
    const std::int64_t high = std::max(most->integer(), most->integer() > 1 ? 2 * *peak : *peak);
    const std::int64_t low = least->integer();
    const bool moved = target.seen && target.seen->least < target.seen->most;
    set(form, mostPath, high);
    if (moved && low > 0)
        set(form, leastPath, std::clamp(target.seen->least, low, high));
}

// While it is awake it runs what it ran before.
void fitTriggers(Form& form, const TargetFacts& target)
{
    const auto peak = peakOf(target);
    const Value* triggers = form.answer("spec.triggers");
    const std::size_t count = peak && triggers ? triggers->items().size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const FieldPath trigger = FieldPath("spec.triggers") / i;
        if (form.text(trigger / "type") == "cron")
            static_cast<void>(form.set(trigger / "metadata" / "desiredReplicas", std::to_string(*peak)));
    }
    if (target.replicas.value_or(0) > 0 && form.answer("spec.fallback.replicas"))
        set(form, "spec.fallback.replicas", *target.replicas);
}

std::optional<Quantity> largestRequest(const TargetFacts& target, bool cpu)
{
    std::optional<Quantity> largest;
    for (const ContainerFacts& container : target.containers)
        if (const auto& request = cpu ? container.cpuRequest : container.memoryRequest; request && (!largest || *largest < *request))
            largest = request;
    return largest;
}

// What containers ask for now is the default; limits give way so that it fits under them twice.
void fitLimits(Form& form, const TargetFacts& target)
{
    for (const bool cpu : {true, false}) {
        const auto request = largestRequest(target, cpu);
        const char* resource = cpu ? "cpu" : "memory";
        const FieldPath item("spec.limits[0]");
        if (!request || !form.answer(item / "defaultRequest" / resource))
            continue;
        const auto write = [&](const char* which, Quantity quantity) { static_cast<void>(form.set(item / which / resource, quantityValue(resource, quantity))); };
        write("defaultRequest", *request);
        for (const char* which : {"default", "max"}) {
            const Value* limit = form.answer(item / which / resource);
            const auto now = limit ? Quantity::parse(limit->isString() ? limit->text() : limit->json()) : Result<Quantity>(Error {});
            if (now && *now < *request * 2)
                write(which, *request * 2);
        }
    }
}

} // namespace

void fitToCluster(Form& form, const TargetFacts& target)
{
    if (form.kind().id == "hpa")
        fitBounds(form, target, "spec.minReplicas", "spec.maxReplicas");
    if (form.kind().id == "keda") {
        fitBounds(form, target, "spec.minReplicaCount", "spec.maxReplicaCount");
        fitTriggers(form, target);
    }
    if (form.kind().id == "limitrange")
        fitLimits(form, target);
}

} // namespace loadline
