// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/queue_names.h"

#include <QTest>

#include <algorithm>

using namespace loadline;

namespace {

const TimePoint now = parseRfc3339("2026-11-23T12:00:00Z").value();

} // namespace

// The names of queues as exporters write them, offered as the metadata that KEDA's triggers take.
class TestQueueNames : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesOf_data()
    {
        QTest::addColumn<QString>("asked"); // a part of the question that has them
        QTest::addColumn<QStringList>("labels"); // name, value, name, value
        QTest::addColumn<QStringList>("offered"); // metadata, value, metadata, value
        const auto row = [](const char* series, const QStringList& labels, const QStringList& offered) { QTest::newRow(series) << QString::fromLatin1(series) << labels << offered; };
        const auto words = [](const char* text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
        row("(rabbitmq_queue_messages)", words("queue orders vhost shop"), words("queueName orders vhostName shop"));
        row("(kafka_consumergroup_lag)", words("topic orders consumergroup checkout"), words("topic orders consumerGroup checkout"));
        row("by(queue_name,dimension_QueueName)", words("queue_name orders"), words("queueURL orders")); // cloudwatch_exporter
        row("aws_sqs_approximate_number_of_messages_visible_", words("dimension_QueueName orders"), words("queueURL orders")); // YACE
        row("(redis_key_size)", words("key jobs"), words("listName jobs"));
        row("(redis_stream_group_messages_pending)", words("stream jobs group checkout"), words("stream jobs consumerGroup checkout"));
        row("(nats_consumer_num_pending)", words("stream_name ORDERS consumer_name checkout"), words("stream ORDERS consumer checkout"));
        row("(servicebus_queue_active_messages)", words("name orders"), words("queueName orders"));
        row("(servicebus_subscription_active_messages)", words("name checkout topic_name orders"), words("subscriptionName checkout topicName orders"));
        row("(azure_servicebus_active_messages{entity_type=", words("entity_name orders"), words("queueName orders"));
        row("(azure_storage_queue_message_count)", words("queue_name orders"), words("queueName orders"));
        row("(stackdriver_pubsub_subscription_pubsub_googleapis_com_subscription_num_undelivered_messages)", words("subscription_id orders-checkout"), words("subscriptionName orders-checkout"));
        row("(pubsub_googleapis_com:subscription_num_undelivered_messages)", words("subscription_id orders-checkout"), words("subscriptionName orders-checkout"));
    }
    void namesOf()
    {
        QFETCH(QString, asked);
        QFETCH(QStringList, labels);
        QFETCH(QStringList, offered);
        const auto wishes = QueueNames::wishes("staging", now);
        const auto wish = std::find_if(wishes.begin(), wishes.end(), [&](const SeriesWish& one) { return one.request.params.at("promql").find(asked.toStdString()) != std::string::npos; });
        QVERIFY(wish != wishes.end());
        std::vector<std::pair<std::string, std::string>> own;
        for (qsizetype i = 0; i + 1 < labels.size(); i += 2) {
            own.emplace_back(labels[i].toStdString(), labels[i + 1].toStdString());
            QVERIFY2(wish->request.params.at("promql").find(own.back().first) != std::string::npos, own.back().first.c_str()); // by(...) keeps it
        }
        std::sort(own.begin(), own.end()); // as they come
        SeriesAnswer answer;
        answer.complete = true;
        answer.series = {{own, {{now, 1}}, Seconds {60}}, {own, {{now, 1}}, Seconds {60}}, {{}, {{now, 1}}, Seconds {60}}};
        QueueNames names;
        QVERIFY(names.take(wish->key, answer));
        QVERIFY(!names.take(QStringLiteral("another"), answer));
        FormOffers offers, wanted;
        names.offer(offers);
        for (qsizetype i = 0; i + 1 < offered.size(); i += 2)
            wanted.metadata[offered[i]] << offered[i + 1];
        QCOMPARE(offers.metadata, wanted.metadata);
    }
    void nothingIsAskedOfNobody() { QVERIFY(QueueNames::wishes({}, now).empty()); }
};

QTEST_MAIN(TestQueueNames)
#include "tst_queue_names.moc"
