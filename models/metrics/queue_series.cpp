// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/queue_series.h"

namespace loadline {
namespace {

constexpr std::array<QueueSeries, 12> all {{
    {"topk(500, count by(queue,vhost)(rabbitmq_queue_messages))", {{{"queue", "queueName"}, {"vhost", "vhostName"}}}},
    {"topk(500, count by(topic,consumergroup)(kafka_consumergroup_lag))", {{{"topic", "topic"}, {"consumergroup", "consumerGroup"}}}},
    {"topk(500, count by(queue_name,dimension_QueueName)({__name__=~\"aws_sqs_approximate_number_of_messages_visible_(average|maximum|sum)\"}))",
        {{{"queue_name", "queueURL"}, {"dimension_QueueName", "queueURL"}}}},
    {"topk(500, count by(key)(redis_key_size))", {{{"key", "listName"}, {}}}},
    {"topk(500, count by(stream,group)(redis_stream_group_messages_pending))", {{{"stream", "stream"}, {"group", "consumerGroup"}}}},
    {"topk(500, count by(stream_name,consumer_name)(nats_consumer_num_pending))", {{{"stream_name", "stream"}, {"consumer_name", "consumer"}}}},
    {"topk(500, count by(name)(servicebus_queue_active_messages))", {{{"name", "queueName"}, {}}}},
    {"topk(500, count by(name,topic_name)(servicebus_subscription_active_messages))", {{{"name", "subscriptionName"}, {"topic_name", "topicName"}}}},
    {"topk(500, count by(entity_name)(azure_servicebus_active_messages{entity_type=~\"(?i)queue\"}))", {{{"entity_name", "queueName"}, {}}}},
    {"topk(500, count by(queue_name)(azure_storage_queue_message_count))", {{{"queue_name", "queueName"}, {}}}},
    {"topk(500, count by(subscription_id)(stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_num_undelivered_messages))",
        {{{"subscription_id", "subscriptionName"}, {}}}},
    {"topk(500, count by(subscription_id)(pubsub_googleapis_com:subscription_num_undelivered_messages))", {{{"subscription_id", "subscriptionName"}, {}}}},
}};

} // namespace

std::span<const QueueSeries> queueSeries()
{
    return all;
}

} // namespace loadline
