// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/trigger_types.h"

#include "base/spelling.h"
#include "manifest/scaler.h"

#include <algorithm>

namespace loadline {

namespace {

constexpr std::string_view types[] = {"activemq", "apache-kafka", "arangodb", "artemis-queue", "aws-cloudwatch",
    "aws-dynamodb", "aws-dynamodb-streams", "aws-kinesis-stream", "aws-sqs-queue", "azure-app-insights", "azure-blob",
    "azure-data-explorer", "azure-eventhub", "azure-log-analytics", "azure-monitor", "azure-pipelines", "azure-queue",
    "azure-servicebus", "beanstalkd", "cassandra", "clickhouse", "couchdb", "cpu", "cron", "datadog", "dynatrace",
    "elastic-forecast", "elasticsearch", "etcd", "external", "external-push", "forgejo-runner", "gcp-cloudtasks",
    "gcp-pubsub", "gcp-spanner", "gcp-stackdriver", "gcp-storage", "github-runner", "graphite", "huawei-cloudeye",
    "ibmmq", "influxdb", "kafka", "kubernetes-resource", "kubernetes-workload", "liiklus", "loki", "memory",
    "metrics-api", "mongodb", "mssql", "mysql", "nats-jetstream", "new-relic", "nsq", "opensearch", "openstack-metric",
    "openstack-swift", "postgresql", "predictkube", "prometheus", "pulsar", "rabbitmq", "redis", "redis-cluster",
    "redis-cluster-streams", "redis-sentinel", "redis-sentinel-streams", "redis-streams", "selenium-grid",
    "solace-direct-messaging", "solace-event-queue", "solarwinds", "solr", "splunk", "splunk-observability",
    "sumologic", "temporal"};

bool given(const Trigger& trigger, const std::string& name)
{
    const auto* value = trigger.get(name);
    const auto* env = trigger.get(name + "FromEnv");
    return (value && !value->empty()) || (env && !env->empty());
}

bool mayBeSecret(const Scaler& scaler, const std::string& name)
{
    return std::any_of(scaler.secrets.begin(), scaler.secrets.end(), [&](const ScalerSecret& secret) { return secret.name == name; });
}

} // namespace

bool knownTrigger(std::string_view type) { return std::find(std::begin(types), std::end(types), type) != std::end(types); }

std::string removedTrigger(std::string_view type) { return type == "stan" ? "2.19" : ""; }

std::string nearestTrigger(std::string_view type) { return nearestWord(type, {std::begin(types), std::end(types)}); }

std::vector<std::string> lackingMetadata(const Trigger& trigger)
{
    std::vector<std::string> lacking;
    const auto* known = scaler(trigger.type);
    if (!known)
        return lacking;
    const bool authenticated = !trigger.authentication.name.empty();
    const auto there = [&](const std::string& name) { return given(trigger, name) || (authenticated && mayBeSecret(*known, name)); };
    for (const auto& field : known->fields)
        if (field.required && !there(field.name))
            lacking.push_back(field.name);
    for (const auto& group : known->oneOf)
        if (std::none_of(group.begin(), group.end(), there))
            lacking.push_back(group.front());
    return lacking;
}

std::string activationKey(const Trigger& trigger)
{
    const auto at = std::find_if(trigger.metadata.begin(), trigger.metadata.end(), [](const auto& entry) { return entry.first.starts_with("activation"); });
    return at == trigger.metadata.end() ? std::string() : at->first;
}

} // namespace loadline
