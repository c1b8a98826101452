// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/pod.h"

#include "cluster/pod_shape.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace loadline {
namespace {

constexpr std::size_t longestTrouble = 400;

PodPhase parsePhase(std::string_view text)
{
    if (text == "Running")
        return PodPhase::Running;
    if (text == "Pending")
        return PodPhase::Pending;
    if (text == "Succeeded")
        return PodPhase::Succeeded;
    return text == "Failed" ? PodPhase::Failed : PodPhase::Unknown;
}

// What a pod's status says, before the texts are shared.
struct StatusView {
    Json conditions, initStatuses, statuses;
    std::string_view reason, message;
};

// Reads container statuses: restarts, OOM kills and the first reason why a container does not run.
struct ContainerScan {
    std::int64_t restarts = 0;
    bool oomKilled = false;
    std::string_view waiting; // CrashLoopBackOff, ImagePullBackOff ...
    std::string_view ended; // OOMKilled, Error ... of a container that is ended now

    void read(Json statuses)
    {
        statuses.eachItem([&](Json container) {
            container.eachField([&](std::string_view key, Json value) {
                if (key == "restartCount")
                    restarts += std::clamp<std::int64_t>(value.integerOr(0), 0, std::numeric_limits<std::int32_t>::max());
                else if (key == "state")
                    readState(value);
                else if (key == "lastState")
                    oomKilled = oomKilled || value["terminated"]["reason"].text() == "OOMKilled";
            });
        });
    }
    void readState(Json state)
    {
        state.eachField([&](std::string_view key, Json value) {
            if (key == "waiting") {
                const std::string_view reason = value["reason"].text();
                // These two are the ordinary course of a start.
                if (waiting.empty() && reason != "ContainerCreating" && reason != "PodInitializing")
                    waiting = reason;
            } else if (key == "terminated") {
                const std::string_view reason = value["reason"].text();
                oomKilled = oomKilled || reason == "OOMKilled";
                if (ended.empty() && reason != "Completed")
                    ended = reason;
            }
        });
    }
};

void readConditions(Pod& pod, Json conditions, std::string& trouble)
{
    conditions.eachItem([&](Json condition) {
        const std::string_view type = condition["type"].text();
        if (type == "Ready") {
            pod.ready = parseTruth(condition["status"]);
            pod.readySince = condition["lastTransitionTime"].time();
        } else if (type == "PodScheduled" && parseTruth(condition["status"]) == Truth::False) {
            const std::string_view reason = condition["reason"].text();
            const std::string_view message = condition["message"].text();
            pod.unschedulable = reason == "Unschedulable";
            trouble = reason;
            if (!message.empty())
                trouble.append(trouble.empty() ? "" : ": ").append(message);
        }
    });
}

void readStatus(Pod& pod, Json status, ParseContext& context)
{
    StatusView view;
    status.eachField([&](std::string_view key, Json value) {
        if (key == "phase")
            pod.phase = parsePhase(value.text());
        else if (key == "conditions")
            view.conditions = value;
        else if (key == "startTime")
            pod.started = value.time();
        else if (key == "containerStatuses")
            view.statuses = value;
        else if (key == "initContainerStatuses")
            view.initStatuses = value;
        else if (key == "reason")
            view.reason = value.text();
        else if (key == "message")
            view.message = value.text();
    });
    std::string trouble;
    readConditions(pod, view.conditions, trouble);
    ContainerScan scan;
    scan.read(view.initStatuses);
    scan.read(view.statuses);
    pod.restarts = static_cast<std::int32_t>(std::min<std::int64_t>(scan.restarts, std::numeric_limits<std::int32_t>::max()));
    pod.oomKilled = scan.oomKilled;
    if (trouble.empty() && !view.reason.empty()) { // "Evicted", "NodeLost"
        trouble = view.reason;
        if (!view.message.empty())
            trouble.append(": ").append(view.message);
    }
    if (trouble.empty())
        trouble = !scan.waiting.empty() ? scan.waiting : scan.ended;
    if (trouble.size() > longestTrouble) {
        std::size_t end = longestTrouble;
        while (end > 0 && (static_cast<unsigned char>(trouble[end]) & 0xC0) == 0x80) // not inside a character
            --end;
        trouble = trouble.substr(0, end) + "…";
    }
    if (!trouble.empty())
        pod.trouble = context.interner.text(trouble);
}

} // namespace

bool Pod::operator==(const Pod& other) const
{
    const auto members = [](const Pod& p) {
        return std::tie(p.meta, p.node, p.phase, p.ready, p.restarts, p.readySince, p.started, p.trouble, p.unschedulable,
            p.oomKilled);
    };
    const auto sameShape = shape == other.shape || (shape && other.shape && *shape == *other.shape);
    return sameShape && members(*this) == members(other);
}

Result<Pod> parsePod(Json object, ParseContext& context)
{
    const auto read = [&](Pod& pod, Fault& fault) {
        const Json spec = object["spec"];
        pod.node = context.interner.text(textAt(spec, "nodeName", fault));
        pod.shape = readShape(spec, context, fault);
        readStatus(pod, object["status"], context);
    };
    return readObject<Pod>("Pod", object, context, read, false);
}

} // namespace loadline
