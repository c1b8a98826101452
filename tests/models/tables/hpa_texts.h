// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace loadline {

// Thin spaces as "_" and the minus sign as "-", so that expectations can be read.
inline QString plain(QString text)
{
    return text.replace(QChar(0x2009), QLatin1Char('_')).replace(QChar(0x2212), QLatin1Char('-'));
}

// An HPA in JSON: what differs between the cases is spec.metrics, the status and further members of metadata or spec.
inline std::string hpaJson(const std::string& name, const std::string& metrics, const std::string& status,
    const std::string& spec = R"("minReplicas":2,"maxReplicas":10)", const std::string& meta = {})
{
    return R"({"metadata":{"name":")" + name + R"(","namespace":"shop","creationTimestamp":"2026-11-23T12:00:00Z")"
        + (meta.empty() ? "" : "," + meta) + R"(},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":")"
        + name + R"("},)" + spec + R"(,"metrics":[)" + metrics + R"(]},"status":)" + status + "}";
}

inline std::string condition(const char* type, const char* status, const char* reason, const char* message = "",
    const char* since = "2026-11-23T15:26:02Z")
{
    return std::string(R"({"type":")") + type + R"(","status":")" + status + R"(","reason":")" + reason + R"(","message":")"
        + message + R"(","lastTransitionTime":")" + since + R"("})";
}

// A status whose controller works: current, desired, the current metrics, and the condition that differs.
inline std::string workingStatus(int current, int desired, const std::string& metrics,
    const std::string& limited = condition("ScalingLimited", "False", "DesiredWithinRange"),
    const std::string& able = condition("AbleToScale", "True", "ReadyForNewScale"))
{
    return R"({"lastScaleTime":"2026-11-23T15:46:02Z","currentReplicas":)" + std::to_string(current) + R"(,"desiredReplicas":)"
        + std::to_string(desired) + R"(,"currentMetrics":[)" + metrics + R"(],"conditions":[)" + able + ","
        + condition("ScalingActive", "True", "ValidMetricFound") + "," + limited + "]}";
}

inline std::string cpuUtilization(int target)
{
    return R"({"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":)"
        + std::to_string(target) + "}}}";
}

inline std::string cpuNow(int utilization)
{
    return R"({"type":"Resource","resource":{"name":"cpu","current":{"averageValue":"100m","averageUtilization":)"
        + std::to_string(utilization) + "}}}";
}

inline std::string deploymentJson(const std::string& name, const std::string& containers, int replicas = 3, int ready = 3)
{
    return R"({"metadata":{"name":")" + name + R"(","namespace":"shop"},"spec":{"replicas":)" + std::to_string(replicas)
        + R"(,"selector":{"matchLabels":{"app":")" + name + R"("}},"template":{"metadata":{"labels":{"app":")" + name
        + R"("}},"spec":{"containers":[)" + containers + R"(]}}},"status":{"replicas":)" + std::to_string(replicas)
        + R"(,"readyReplicas":)" + std::to_string(ready) + "}}";
}

inline std::string containerJson(const char* name, const char* requests)
{
    return std::string(R"({"name":")") + name + R"(","resources":{"requests":)" + requests + "}}";
}

} // namespace loadline
