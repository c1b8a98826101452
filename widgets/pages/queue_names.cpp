// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/queue_names.h"

#include "tables/cells.h"

#include <algorithm>
#include <span>

namespace loadline {
namespace {

const QString keyPrefix = QStringLiteral("wizard/queues/");

// A label of an exporter's series, and the metadata that KEDA's trigger calls the same thing.
struct Named {
    const char* label;
    const char* metadata;
};
struct Source {
    const char* promql;
    Named names[2];
};
constexpr Source sources[] = {
    {"topk(500, count by(queue,vhost)(rabbitmq_queue_messages))", {{"queue", "queueName"}, {"vhost", "vhostName"}}},
    {"topk(500, count by(topic,consumergroup)(kafka_consumergroup_lag))", {{"topic", "topic"}, {"consumergroup", "consumerGroup"}}},
    {"topk(500, count by(queue_name)(aws_sqs_approximate_number_of_messages_visible_average))", {{"queue_name", "queueURL"}, {}}},
    {"topk(500, count by(key)(redis_key_size))", {{"key", "listName"}, {}}},
    {"topk(500, count by(stream,group)(redis_stream_group_messages_pending))", {{"stream", "stream"}, {"group", "consumerGroup"}}},
    {"topk(500, count by(stream_name,consumer_name)(nats_consumer_num_pending))", {{"stream_name", "stream"}, {"consumer_name", "consumer"}}},
};

} // namespace

std::vector<SeriesWish> QueueNames::wishes(const std::string& cluster, TimePoint now)
{
    std::vector<SeriesWish> wishes;
    if (!cluster.empty())
        for (std::size_t i = 0; i < std::size(sources); ++i)
            wishes.push_back({keyPrefix + QString::number(i), cluster, {QueryId::Written, {{"promql", sources[i].promql}}, {now, now}, Seconds {60}}});
    return wishes;
}

bool QueueNames::take(const QString& key, const SeriesAnswer& answer)
{
    if (!key.startsWith(keyPrefix))
        return false;
    const auto index = key.mid(keyPrefix.size()).toULongLong();
    if (index >= std::size(sources))
        return true;
    for (const Named& named : sources[index].names)
        for (const Series& series : named.label ? std::span<const Series>(answer.series) : std::span<const Series>())
            if (const std::string* value = series.label(named.label); value && !value->empty())
                if (QStringList& known = names_[QString::fromLatin1(named.metadata)]; !known.contains(qtext(*value)))
                    known << qtext(*value);
    return true;
}

void QueueNames::offer(FormOffers& offers) const
{
    for (auto at = names_.cbegin(); at != names_.cend(); ++at) {
        QStringList& offered = offers.metadata[at.key()];
        QStringList more = at.value();
        more.sort();
        for (const QString& name : std::as_const(more))
            if (!offered.contains(name))
                offered << name;
    }
}

} // namespace loadline
