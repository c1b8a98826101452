// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/hpa.h"
#include "cluster/workload.h"
#include "manifest/field_path.h"

#include <functional>
#include <initializer_list>
#include <string>

namespace loadline {

// Why an HPA's controller cannot read a metric, by its own words (autoscaling.md 7, rows 2 to 8).
struct MetricFault {
    enum class Kind {
        Unclear, // what it says is not known here
        UnknownType,
        MetricsServerMissing, // row 2
        MetricsServerDown, // row 3
        Forbidden, // the controller may not read the metrics API
        RequestMissing, // row 4: of `resource`, in `container`; "" not told which
        RequestZero,
        NoSamples, // row 5: its pods start
        NoPods,
        AdapterMissing, // row 6
        NotServed, // row 6: the adapter is there, and has no such metric
        NothingReturned,
        KedaAnswers, // row 7: KEDA owns external.metrics.k8s.io, and the metric is none of its own
        OtherAnswers, // row 7: another adapter owns it, and the metric is KEDA's
        KedaTrigger, // row 8
    };
    Kind kind = Kind::Unclear;
    bool external = false; // else of the pods or an object, for the adapter's kinds
    std::string resource, container, metric; // "" not told
    std::string said; // the controller's words, without what they always begin with
    bool operator==(const MetricFault&) const = default;
};

// `reason` is the condition's or the event's, `workload` the target where it is known.
MetricFault metricFault(const Hpa& hpa, const std::string& reason, const std::string& message, const Workload* workload);
// Of its condition ScalingActive; nullopt: it reads its metrics, or does not say otherwise.
std::optional<MetricFault> metricFaultOf(const Hpa& hpa, const Workload* workload);
// "the HPA was unable to compute the replica count: ..." without that.
std::string_view withoutLead(std::string_view message);

class LintScope;
// Every HPA judged, those of KEDA too, whose metrics fail for one of these reasons.
void eachFault(const LintScope& scope, std::initializer_list<MetricFault::Kind> kinds, const std::function<void(const Hpa&, const MetricFault&)>& visit);
// Every metric, with its place, of HPAs that are written and not applied yet, so that no controller has said anything of it.
void eachWrittenMetric(const LintScope& scope, const std::function<void(const Hpa&, const MetricIdentity&, const FieldPath&)>& visit);

} // namespace loadline
