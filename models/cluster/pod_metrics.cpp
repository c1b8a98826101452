// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/fields.h"
#include "cluster/pod.h"

#include <tuple>

namespace loadline {
namespace {

// The window is a Go duration such as "15.1s".
template <class T>
void readTimes(T& metrics, Json object, Fault& fault)
{
    metrics.at = timeAt(object, "timestamp", fault).value_or(TimePoint {});
    metrics.window = parseGoDuration(object["window"].text()).value_or(Millis {0});
}

} // namespace

bool PodMetrics::operator==(const PodMetrics& other) const
{
    return std::tie(meta, at, window, containers) == std::tie(other.meta, other.at, other.window, other.containers);
}

bool NodeMetrics::operator==(const NodeMetrics& other) const
{
    return std::tie(meta, at, window, cpu, memory) == std::tie(other.meta, other.at, other.window, other.cpu, other.memory);
}

Result<PodMetrics> parsePodMetrics(Json object, ParseContext& context)
{
    const auto read = [&](PodMetrics& metrics, Fault& fault) {
        readTimes(metrics, object, fault);
        const Json containers = object["containers"];
        metrics.containers.reserve(containers.size());
        containers.eachItem([&](Json item) {
            const Json usage = item["usage"];
            metrics.containers.push_back({context.interner.text(textAt(item, "name", fault)),
                quantityAt(usage, "cpu", fault), quantityAt(usage, "memory", fault)});
        });
    };
    return readObject<PodMetrics>("PodMetrics", object, context, read, false);
}

Result<NodeMetrics> parseNodeMetrics(Json object, ParseContext& context)
{
    const auto read = [&](NodeMetrics& metrics, Fault& fault) {
        readTimes(metrics, object, fault);
        metrics.cpu = quantityAt(object["usage"], "cpu", fault);
        metrics.memory = quantityAt(object["usage"], "memory", fault);
    };
    return readObject<NodeMetrics>("NodeMetrics", object, context, read, false);
}

} // namespace loadline
