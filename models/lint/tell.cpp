// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/tell.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace loadline {

std::string whatOf(const Finding& finding)
{
    std::string what = fillIn(finding.what, finding.args);
    return finding.together ? fillIn(togetherWords, {finding.together->kind, finding.together->name, what}) : what;
}

std::string whyOf(const Finding& finding) { return fillIn(finding.why, finding.args); }

std::string text(const ObjectRef& ref) { return ref.kind + " " + ref.name; }

std::string joined(const std::vector<std::string>& words)
{
    std::string all;
    for (const auto& word : words)
        all += (all.empty() ? "" : ", ") + word;
    return all;
}

namespace {

bool isMemory(std::string_view resource)
{
    return resource.ends_with("memory") || resource.ends_with("storage") || resource.starts_with("hugepages-");
}

std::string binary(Quantity quantity)
{
    constexpr std::array<std::string_view, 5> units {"", "Ki", "Mi", "Gi", "Ti"};
    Int128 value = quantity.nano() / 1'000'000'000;
    std::size_t unit = 0;
    for (; unit + 1 < units.size() && value != 0 && value % 1024 == 0; ++unit)
        value /= 1024;
    return Quantity::fromNano(value * 1'000'000'000).decimal() + std::string(units[unit]);
}

// To whole Mi where bytes would only be noise.
Quantity readable(Quantity quantity)
{
    constexpr std::int64_t mebi = 1024 * 1024;
    const auto bytes = quantity.whole();
    return bytes < 10 * mebi ? quantity : Quantity::fromWhole((bytes + mebi / 2) / mebi * mebi);
}

} // namespace

std::string amount(std::string_view resource, Quantity quantity)
{
    if (isMemory(resource))
        return binary(readable(quantity));
    if (resource.ends_with("cpu"))
        return quantity.decimal() + (quantity == Quantity::fromWhole(1) ? " core" : " cores");
    return quantity.decimal();
}

std::string lasting(Millis time)
{
    using namespace std::chrono;
    if (time < hours {2})
        return std::to_string(floor<minutes>(time).count()) + " min";
    return time < hours {48} ? std::to_string(floor<hours>(time).count()) + " h" : std::to_string(floor<hours>(time).count() / 24) + " d";
}

Value quantityValue(std::string_view resource, Quantity quantity)
{
    if (isMemory(resource))
        return Value(binary(quantity));
    if (quantity.nano() % 1'000'000'000 != 0 && quantity.nano() % 1'000'000 == 0)
        return Value(std::to_string(quantity.milli()) + "m");
    return Value(quantity.decimal());
}

std::string workloadType(const ScaleTarget& target)
{
    if (!target.workload)
        return {};
    for (const auto* key : {"workload-type", "loadline.dev/workload-type"}) {
        if (const auto* type = target.workload->meta.label(key))
            return *type;
        if (const auto* type = target.workload->podLabels ? find(*target.workload->podLabels, key) : nullptr)
            return *type;
    }
    return {};
}

bool filledInLater(const Value& value)
{
    const std::string& text = value.text();
    const auto open = text.find("${");
    return open != std::string::npos && text.find('}', open) != std::string::npos;
}

bool critical(const LintScope& scope, const ScaleTarget& target)
{
    if (!target.workload || !target.workload->shape)
        return false;
    const auto& name = target.workload->shape->priorityClass;
    if (name.find("critical") != std::string::npos)
        return true;
    const auto* known = name.empty() ? nullptr : scope.world().find<PriorityClass>("", name);
    return known && known->value >= 100'000;
}

Span spanOf(const LintScope& scope, const ScaleTarget& target)
{
    const auto scalers = scope.scalersOf(target);
    const std::int64_t replicas = target.workload ? target.workload->replicas : 0;
    Span span {replicas, replicas};
    for (std::size_t i = 0; i < scalers.size(); ++i) {
        const auto least = std::max<std::int64_t>(scalers[i]->min, 1);
        span.least = i == 0 ? least : std::min(span.least, least);
        span.most = i == 0 ? scalers[i]->max : std::max(span.most, scalers[i]->max);
    }
    return span;
}

FieldPath targetField(std::size_t index, const MetricSpec& spec)
{
    constexpr std::pair<MetricType, const char*> sources[] = {{MetricType::Resource, "resource"},
        {MetricType::ContainerResource, "containerResource"}, {MetricType::Pods, "pods"}, {MetricType::Object, "object"},
        {MetricType::External, "external"}};
    auto at = FieldPath("spec.metrics") / index;
    for (const auto& [type, key] : sources)
        if (type == spec.metric.type)
            at = at / key / "target";
    return at;
}

FieldPath behaviorField(const ReplicaScaler& scaler)
{
    return scaler.hpa ? "spec.behavior" : "spec.advanced.horizontalPodAutoscalerConfig.behavior";
}

std::optional<int> minorVersion(const World& world)
{
    const auto dot = world.version.find('.');
    if (dot == std::string::npos)
        return std::nullopt;
    int minor = 0;
    const char* first = world.version.data() + dot + 1;
    const auto [rest, fault] = std::from_chars(first, world.version.data() + world.version.size(), minor);
    return fault == std::errc {} && rest != first ? std::optional(minor) : std::nullopt;
}

bool defaulted(const LintScope& scope, const ScaleTarget& target, std::string_view resource)
{
    for (const auto* range : scope.limitRangesOf(target.ns))
        for (const auto& item : range->items)
            if (item.type == "Container" && (item.defaultRequest.get(resource) || item.defaultLimit.get(resource)))
                return true;
    return false;
}

const Container* withoutRequest(const PodShape& shape, std::string_view resource)
{
    if (shape.podRequests.get(resource))
        return nullptr;
    const auto at = std::find_if(shape.containers.begin(), shape.containers.end(),
        [&](const Container& container) { return !container.requests.get(resource); });
    return at == shape.containers.end() ? nullptr : &*at;
}

} // namespace loadline
