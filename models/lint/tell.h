// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/rule.h"
#include "lint/scope.h"

#include <initializer_list>
#include <string>

namespace loadline {

using Found = std::function<void(Finding)>;

// The words that rules put findings together with. The rule's id, severity and link are filled in by lint(); a finding
// that already names its rule keeps its own severity.
inline Finding tell(ManifestRef object, FieldPath field, std::string what, std::string why, std::vector<std::string> args = {})
{
    Finding finding;
    finding.object = std::move(object);
    finding.field = std::move(field);
    finding.what = std::move(what);
    finding.why = std::move(why);
    finding.args = std::move(args);
    return finding;
}
inline Finding with(Finding finding, std::string_view rule, Severity severity)
{
    finding.rule = rule;
    finding.severity = severity;
    return finding;
}
inline Finding with(Finding finding, Fix fix)
{
    finding.fix = std::move(fix);
    return finding;
}
// A thing to be edited by hand, because nobody else can know what is right.
inline Finding with(Finding finding, EditAt edit)
{
    finding.edit = std::move(edit);
    return finding;
}
inline FixEdit put(ManifestRef object, FieldPath path, Value value) { return {std::move(object), std::move(path), std::move(value)}; }
inline FixEdit drop(ManifestRef object, FieldPath path) { return {std::move(object), std::move(path), std::nullopt}; }
inline FixEdit dropObject(ManifestRef object) { return {std::move(object), {}, std::nullopt}; }

inline std::string text(std::int64_t number) { return std::to_string(number); }
std::string text(const ObjectRef& ref); // "Deployment fraud-detector-api"
std::string amount(std::string_view resource, Quantity quantity); // "1.5 cores", "2Gi", "4"
std::string lasting(Millis time); // "12 min", "3 h", "2 d"
std::string joined(const std::vector<std::string>& words); // "a, b, c"

// A value as manifests write it: "500m", "2Gi", "4".
Value quantityValue(std::string_view resource, Quantity quantity);

// A text such as "${replicas}", which Flux or envsubst puts a value in place of before anybody applies it.
bool filledInLater(const Value& value);

// What the workload is for, by the label workload-type on it or its pods: "model-serving"; "" unknown.
std::string workloadType(const ScaleTarget& target);
// Whether its priority class, or the class's value, says that others make room for it.
bool critical(const LintScope& scope, const ScaleTarget& target);
// The bounds between which it may be scaled while it is awake: of all its autoscalers, else its replicas twice.
struct Span {
    std::int64_t least = 0, most = 0;
};
Span spanOf(const LintScope& scope, const ScaleTarget& target);
// spec.metrics[i].resource.target, by the metric's type.
FieldPath targetField(std::size_t index, const MetricSpec& spec);
// spec.behavior, or where a ScaledObject has it.
FieldPath behaviorField(const ReplicaScaler& scaler);
// 36 of "v1.36.0"; nullopt when unknown.
std::optional<int> minorVersion(const World& world);
// Whether a LimitRange of the namespace gives containers that request when they have none.
bool defaulted(const LintScope& scope, const ScaleTarget& target, std::string_view resource);
// The first container, sidecars included, without a request for the resource; null: all have one, or the pod itself.
const Container* withoutRequest(const PodShape& shape, std::string_view resource);

} // namespace loadline
