// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/scaled_object.h"

#include "cluster/pod_shape.h"
#include "cluster/trigger_fields.h"

#include <tuple>

namespace loadline {
namespace {

void readScaledJob(ScaledJob& job, Json object, ParseContext& context, Fault& fault)
{
    const Json spec = object["spec"];
    job.pollingInterval = integerAt(spec, "pollingInterval", fault).value_or(30);
    job.minReplicas = integerAt(spec, "minReplicaCount", fault).value_or(0);
    job.maxReplicas = integerAt(spec, "maxReplicaCount", fault).value_or(100);
    const Json strategy = spec["scalingStrategy"];
    job.strategy = stringAt(strategy, "strategy", fault);
    if (job.strategy.empty())
        job.strategy = "default";
    job.multipleScalersCalculation = stringAt(strategy, "multipleScalersCalculation", fault);
    if (job.multipleScalersCalculation.empty())
        job.multipleScalersCalculation = "max";
    job.triggers = readTriggers(spec["triggers"], fault);
    const Json podSpec = spec["jobTargetRef"]["template"]["spec"];
    job.shape = readShape(podSpec, context, fault);
    job.placement = readPlacement(podSpec);
    job.pause = parsePause(job.meta);
    job.lastActiveTime = timeAt(object["status"], "lastActiveTime", fault);
    job.conditions = parseConditions(object["status"]["conditions"]);
}

} // namespace

bool ScaledJob::operator==(const ScaledJob& other) const
{
    const auto members = [](const ScaledJob& j) {
        return std::tie(j.meta, j.pollingInterval, j.minReplicas, j.maxReplicas, j.strategy, j.multipleScalersCalculation,
            j.triggers, j.placement, j.pause, j.lastActiveTime, j.conditions);
    };
    const bool sameShape = shape == other.shape || (shape && other.shape && *shape == *other.shape);
    return sameShape && members(*this) == members(other);
}

Result<ScaledJob> parseScaledJob(Json object, ParseContext& context)
{
    return readObject<ScaledJob>(
        "ScaledJob", object, context, [&](ScaledJob& job, Fault& fault) { readScaledJob(job, object, context, fault); });
}

} // namespace loadline
