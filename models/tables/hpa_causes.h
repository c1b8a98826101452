// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/hpa.h"
#include "cluster/workload.h"

#include <QString>

namespace loadline {

// Why an HPA cannot work, in plain words.
struct HpaCause {
    QString phrase; // to stand after a colon: "no CPU request in “api”"
    QString mend; // a sentence: what helps; may be empty
    bool young = false; // normal while pods start
    bool operator==(const HpaCause&) const = default;
};

// What the controller's message means (autoscaling.md 7, rows 2 to 8). `reason` is the condition's or the event's,
// `workload` the target where it is known.
HpaCause metricCause(const Hpa& hpa, const std::string& reason, const std::string& message, const Workload* workload);
// The same for AbleToScale (rows 9 and 10).
HpaCause scaleCause(const Hpa& hpa, const std::string& message);
// Whether the message says that the target is not there, rather than that it cannot be scaled.
bool saysTargetMissing(const std::string& message);
QString targetText(const ObjectRef& target); // "Deployment fraud-detector-api"
QString resourceText(const std::string& resource); // "CPU", "memory", else the name

} // namespace loadline
