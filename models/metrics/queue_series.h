// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <span>
#include <string_view>

namespace loadline {

// A label of an exporter's series, and the metadata of KEDA's trigger that takes the same name; both empty: none.
struct QueueLabel {
    std::string_view label, metadata;
};

// A question to Prometheus for the queues, topics or streams that one exporter has series of: an instant vector with a
// series for each name, 500 at most.
struct QueueSeries {
    std::string_view promql;
    std::array<QueueLabel, 2> labels;
};

// One for each exporter, of messages waiting: RabbitMQ, Kafka, SQS (by CloudWatch's exporters), Redis, NATS, Azure Service
// Bus, Azure Queue and Pub/Sub (by Stackdriver's exporter or Google's managed Prometheus).
std::span<const QueueSeries> queueSeries();

} // namespace loadline
