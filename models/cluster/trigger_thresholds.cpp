// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/scaled_object.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

// Which metadata keys carry the threshold of a trigger type, first present first, what KEDA takes when none is
// written ("" nothing), and the same for activation, whose default is 0 (autoscaling.md 2.7; KEDA's scaler schema).
struct Keys {
    std::string_view type;
    std::array<std::string_view, 5> threshold;
    std::string_view fallback;
    std::array<std::string_view, 5> activation;
};

// Sorted by type (checked by a test of every entry).
constexpr Keys table[] = {
    {"activemq", {"targetQueueSize"}, "10", {"activationTargetQueueSize"}},
    {"apache-kafka", {"lagThreshold"}, "10", {"activationLagThreshold"}},
    {"arangodb", {"queryValue"}, "", {"activationQueryValue"}},
    {"artemis-queue", {"queueLength"}, "10", {"activationQueueLength"}},
    {"aws-cloudwatch", {"targetMetricValue"}, "", {"activationTargetMetricValue"}},
    {"aws-dynamodb", {"targetValue"}, "", {"activationTargetValue"}},
    {"aws-dynamodb-streams", {"shardCount"}, "2", {"activationShardCount"}},
    {"aws-kinesis-stream", {"shardCount"}, "2", {"activationShardCount"}},
    {"aws-sqs-queue", {"queueLength"}, "5", {"activationQueueLength"}},
    {"azure-app-insights", {"targetValue"}, "", {"activationTargetValue"}},
    {"azure-blob", {"blobCount"}, "5", {"activationBlobCount"}},
    {"azure-data-explorer", {"threshold"}, "", {"activationThreshold"}},
    {"azure-eventhub", {"unprocessedEventThreshold"}, "64", {"activationUnprocessedEventThreshold"}},
    {"azure-log-analytics", {"threshold"}, "", {"activationThreshold"}},
    {"azure-monitor", {"targetValue"}, "", {"activationTargetValue"}},
    {"azure-pipelines", {"targetPipelinesQueueLength"}, "1", {"activationTargetPipelinesQueueLength"}},
    {"azure-queue", {"queueLength"}, "5", {"activationQueueLength"}},
    {"azure-servicebus", {"messageCount"}, "5", {"activationMessageCount"}},
    {"beanstalkd", {"value"}, "", {"activationValue"}},
    {"cassandra", {"targetQueryValue"}, "", {"activationTargetQueryValue"}},
    {"clickhouse", {"targetQueryValue"}, "", {"activationTargetQueryValue"}},
    {"couchdb", {"queryValue"}, "", {"activationQueryValue"}},
    {"cpu", {"value"}, "", {}},
    {"datadog", {"queryValue", "targetValue"}, "", {"activationQueryValue", "activationTargetValue"}},
    {"dynatrace", {"threshold"}, "", {"activationThreshold"}},
    {"elastic-forecast", {"targetValue"}, "", {"activationTargetValue"}},
    {"elasticsearch", {"targetValue"}, "", {"activationTargetValue"}},
    {"etcd", {"value"}, "", {"activationValue"}},
    {"forgejo-runner", {}, "1", {}},
    {"gcp-cloudtasks", {"value"}, "100", {"activationValue"}},
    {"gcp-pubsub", {"value", "subscriptionSize"}, "10", {"activationValue"}},
    {"gcp-spanner", {"targetValue"}, "5", {"activationValue"}},
    {"gcp-stackdriver", {"targetValue"}, "5", {"activationTargetValue"}},
    {"gcp-storage", {"targetObjectCount"}, "100", {"activationTargetObjectCount"}},
    {"github-runner", {"targetWorkflowQueueLength"}, "1", {}},
    {"graphite", {"threshold"}, "100", {"activationThreshold"}},
    {"huawei-cloudeye", {"targetMetricValue"}, "", {"activationTargetMetricValue"}},
    {"ibmmq", {"queueDepth"}, "20", {"activationQueueDepth"}},
    {"influxdb", {"thresholdValue"}, "", {"activationThresholdValue"}},
    {"kafka", {"lagThreshold"}, "10", {"activationLagThreshold"}},
    {"kubernetes-resource", {"targetValue"}, "", {"activationTargetValue"}},
    {"kubernetes-workload", {"value"}, "", {"activationValue"}},
    {"liiklus", {"lagThreshold"}, "10", {"activationLagThreshold"}},
    {"loki", {"threshold"}, "", {"activationThreshold"}},
    {"memory", {"value"}, "", {}},
    {"metrics-api", {"targetValue"}, "", {"activationTargetValue"}},
    {"mongodb", {"queryValue"}, "", {"activationQueryValue"}},
    {"mssql", {"targetValue"}, "", {"activationTargetValue"}},
    {"mysql", {"queryValue"}, "", {"activationQueryValue"}},
    {"nats-jetstream", {"lagThreshold"}, "10", {"activationLagThreshold"}},
    {"new-relic", {"threshold"}, "", {"activationThreshold"}},
    {"nsq", {"depthThreshold"}, "10", {"activationDepthThreshold"}},
    {"opensearch", {"targetValue"}, "", {"activationTargetValue"}},
    {"openstack-metric", {"threshold"}, "", {"activationThreshold"}},
    {"openstack-swift", {"objectCount"}, "2", {"activationObjectCount"}},
    {"postgresql", {"targetQueryValue"}, "", {"activationTargetQueryValue"}},
    {"predictkube", {"threshold"}, "", {"activationThreshold"}},
    {"prometheus", {"threshold"}, "", {"activationThreshold"}},
    {"pulsar", {"msgBacklogThreshold", "msgBacklog"}, "10", {"activationMsgBacklogThreshold"}},
    {"rabbitmq", {"value", "queueLength"}, "20", {"activationValue"}},
    {"redis", {"listLength"}, "5", {"activationListLength"}},
    {"redis-cluster", {"listLength"}, "5", {"activationListLength"}},
    {"redis-cluster-streams", {}, "5", {"activationLagCount"}},
    {"redis-sentinel", {"listLength"}, "5", {"activationListLength"}},
    {"redis-sentinel-streams", {}, "5", {"activationLagCount"}},
    {"redis-streams", {}, "5", {"activationLagCount"}},
    {"selenium-grid", {}, "1", {"activationThreshold"}},
    {"solace-direct-messaging",
        {"aggregatedClientTxMsgRateTarget", "aggregatedClientTxByteRateTarget", "aggregatedClientAverageTxMsgRateTarget",
            "aggregatedClientAverageTxByteRateTarget"},
        "",
        {"activationAggregatedClientTxMsgRateTarget", "activationAggregatedClientTxByteRateTarget",
            "activationAggregatedClientAverageTxMsgRateTarget", "activationAggregatedClientAverageTxByteRateTarget"}},
    {"solace-event-queue", {"messageCountTarget", "messageSpoolUsageTarget", "messageReceiveRateTarget"}, "",
        {"activationMessageCountTarget", "activationMessageSpoolUsageTarget", "activationMessageReceiveRateTarget"}},
    {"solarwinds", {"targetValue"}, "", {"activationValue"}},
    {"solr", {"targetQueryValue"}, "", {"activationTargetQueryValue"}},
    {"splunk", {"targetValue"}, "", {"activationValue"}},
    {"splunk-observability", {"targetValue"}, "", {"activationTargetValue"}},
    {"sumologic", {"threshold"}, "", {"activationThreshold"}},
    {"temporal", {"targetQueueSize"}, "5", {"activationTargetQueueSize"}},
};

const Keys* keysOf(std::string_view type)
{
    const auto* at = std::find_if(std::begin(table), std::end(table), [&](const Keys& keys) { return keys.type == type; });
    return at == std::end(table) ? nullptr : at;
}

std::optional<Quantity> numberOf(std::string_view text)
{
    const auto quantity = Quantity::parse(text);
    return quantity ? std::optional(*quantity) : std::nullopt;
}

// Redis streams scale on lag or pending entries of a consumer group, and without a group on the stream's length.
const std::string* streamThreshold(const Trigger& trigger)
{
    const std::string* group = trigger.get("consumerGroup");
    if (!group || group->empty())
        return trigger.get("streamLength");
    const std::string* lag = trigger.get("lagCount");
    return lag && !lag->empty() ? lag : trigger.get("pendingEntriesCount");
}

bool isRedisStream(std::string_view type) { return type.starts_with("redis") && type.ends_with("-streams"); }

const std::string* firstOf(const Trigger& trigger, const std::array<std::string_view, 5>& keys)
{
    for (const std::string_view key : keys)
        if (const std::string* value = key.empty() ? nullptr : trigger.get(key); value && !value->empty())
            return value;
    return nullptr;
}

// rabbitmq takes 20 only for plain queue lengths; with another mode or a mode alone a value must be written.
bool fallbackApplies(const Trigger& trigger)
{
    const std::string* mode = trigger.type == "rabbitmq" ? trigger.get("mode") : nullptr;
    return !mode || mode->empty();
}

} // namespace

std::optional<Quantity> thresholdOf(const Trigger& trigger)
{
    // Inside its window a cron trigger reports desiredReplicas against a target of 1 per replica.
    if (trigger.type == "cron")
        return Quantity::fromWhole(1);
    const Keys* keys = keysOf(trigger.type);
    if (!keys)
        return std::nullopt;
    const std::string* value
        = isRedisStream(trigger.type) ? streamThreshold(trigger) : firstOf(trigger, keys->threshold);
    if (value && !value->empty())
        return numberOf(*value);
    return fallbackApplies(trigger) ? numberOf(keys->fallback) : std::nullopt;
}

std::optional<Quantity> activationThresholdOf(const Trigger& trigger)
{
    const Keys* keys = keysOf(trigger.type);
    if (!keys || keys->activation[0].empty())
        return std::nullopt;
    const std::string* value = firstOf(trigger, keys->activation);
    return value ? numberOf(*value) : std::optional(Quantity());
}

} // namespace loadline
