// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document.h"
#include "manifest/fields_common.h"
#include "manifest/scaler.h"

#include <QtTest>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

using namespace loadline;

namespace {

using Pair = std::pair<std::string, std::string>;

// Where KEDA's generated schema and its code differ, the code counts (autoscaling.md 2.7).
const std::set<Pair> requiredInCode {
    {"postgresql", "targetQueryValue"}, {"metrics-api", "targetValue"}, {"kubernetes-workload", "value"}};
// The schema calls each of several ways to name a server required.
bool isRedisAddress(const Pair& field)
{
    return field.first.starts_with("redis")
        && (field.second == "address" || field.second == "host" || field.second == "port" || field.second == "username"
            || field.second == "password");
}
// Names a variable of the environment by itself, whatever the schema says of a form with FromEnv.
const std::set<std::string> isAVariable {"credentialsFromEnvFile"};
// Read by code that the schema's generator does not see.
const std::set<std::string> notInSchema {"authModes", "authMode", "cloud", "endpointSuffix"};

QByteArray described(const Pair& field, const char* what)
{
    return QByteArray::fromStdString(field.first + "." + field.second + ": " + what);
}

std::string text(const Value& value)
{
    return value.isString() ? value.text() : value.json();
}

} // namespace

class ScalersTest : public QObject {
    Q_OBJECT

    static bool leaves(const Scaler& scaler, const std::string& name)
    {
        return std::any_of(scaler.leftOut.begin(), scaler.leftOut.end(), [&](const auto& one) { return one.first == name; });
    }

    static void compareField(const Scaler& scaler, const Value& parameter)
    {
        const Pair name {scaler.type, parameter["name"].text()};
        const bool typed
            = parameter["metadataVariableReadable"].boolean() || parameter["envVariableReadable"].boolean();
        const ScalerField* field = scaler.field(name.second);
        if (!field) {
            const bool asSecret = std::any_of(scaler.secrets.begin(), scaler.secrets.end(),
                [&](const ScalerSecret& s) { return s.name == name.second; });
            QVERIFY2(!typed || asSecret || leaves(scaler, name.second) || parameter.find("deprecated"),
                described(name, "is not asked").constData());
            return;
        }
        QVERIFY2(isAVariable.contains(name.second) || field->fromEnv == parameter["envVariableReadable"].boolean(),
            described(name, "from the environment or not").constData());
        QVERIFY2(field->onlyFromEnv != parameter["metadataVariableReadable"].boolean(),
            described(name, "in the open or not").constData());
        const bool required = !parameter["optional"].boolean() && !parameter.find("default");
        QVERIFY2(field->required == required || requiredInCode.contains(name) || isRedisAddress(name),
            described(name, "required or not").constData());
        if (const Value* byDefault = parameter.find("default"); byDefault && text(*byDefault) != "Unknown")
            QVERIFY2(field->byDefault == text(*byDefault), described(name, "default").constData());
        std::set<std::string> allowed;
        for (const Value& choice : parameter["allowedValue"].items())
            allowed.insert(choice.text());
        if (!allowed.empty())
            QVERIFY2(allowed == std::set<std::string>(field->choices.begin(), field->choices.end()),
                described(name, "choices").constData());
    }

private Q_SLOTS:
    void agreeWithKeda()
    {
        std::ifstream file(LOADLINE_SOURCE "/../shared/data/keda-scalers-schema.json");
        if (!file)
            QSKIP("keda-scalers-schema.json is not there, so nothing was compared");
        const auto read = Document::parse({std::istreambuf_iterator<char>(file), {}});
        QVERIFY(read.has_value());
        std::size_t compared = 0;
        for (const Scaler& scaler : scalers()) {
            const auto& all = read->value()["scalers"].items();
            const auto known
                = std::find_if(all.begin(), all.end(), [&](const Value& s) { return s["type"].text() == scaler.type; });
            QVERIFY2(known != all.end(), scaler.type.c_str());
            std::set<std::string> names;
            for (const Value& parameter : (*known)["parameters"].items()) {
                names.insert(parameter["name"].text());
                compareField(scaler, parameter);
                if (QTest::currentTestFailed())
                    return;
                ++compared;
            }
            for (const auto& [name, why] : scaler.leftOut) // nothing is left out unnoticed, or without a reason
                QVERIFY2(names.contains(name) && !scaler.field(name) && !why.empty(), described({scaler.type, name}, "left out").constData());
            for (const ScalerField& field : scaler.fields)
                QVERIFY2(names.contains(field.name) || notInSchema.contains(field.name),
                    described({scaler.type, field.name}, "is unknown to KEDA").constData());
        }
        QVERIFY(compared > 250);
    }

    void areAllThere()
    {
        std::set<std::string> types;
        for (const Scaler& scaler : scalers())
            types.insert(scaler.type);
        const std::set<std::string> wanted {"cron", "prometheus", "cpu", "memory", "rabbitmq", "kafka", "aws-sqs-queue",
            "aws-cloudwatch", "azure-servicebus", "azure-queue", "gcp-pubsub", "redis", "redis-streams", "postgresql",
            "mysql", "mongodb", "nats-jetstream", "kubernetes-workload", "metrics-api", "datadog", "loki", "graphite",
            "elasticsearch", "temporal", "external"};
        QCOMPARE(types, wanted);
    }

    void tellEverything()
    {
        for (const Scaler& scaler : scalers()) {
            QVERIFY2(
                !scaler.title.empty() && !scaler.summary.empty() && scaler.link.starts_with("https://keda.sh/docs/"),
                scaler.type.c_str());
            std::set<std::string> names;
            for (const ScalerField& field : scaler.fields) {
                const Pair name {scaler.type, field.name};
                QVERIFY2(names.insert(field.name).second, described(name, "twice").constData());
                QVERIFY2(
                    !field.label.empty() && !field.help.empty(), described(name, "has no label or help").constData());
                QVERIFY2(!field.example.empty() || field.byDefault || !field.choices.empty(),
                    described(name, "has no example").constData());
                QVERIFY2((field.type == ScalerField::Type::Choice) == !field.choices.empty(),
                    described(name, "choices").constData());
            }
            for (const auto& group : scaler.oneOf)
                for (const std::string& name : group)
                    QVERIFY2(
                        names.contains(name), described({scaler.type, name}, "in a group but no field").constData());
        }
    }

    // An example that its own field refuses would teach the wrong thing.
    void examplesAreValid()
    {
        const Field triggers = triggersField(false);
        for (const Scaler& scaler : scalers()) {
            Value trigger = Value::map();
            trigger.set("type", scaler.type);
            for (const Field& field : triggers.more(trigger)) {
                if (field.example.empty() || field.type == Field::Type::TextMap)
                    continue;
                const auto fault = wrongWith(field, valueFrom(field, field.example));
                QVERIFY2(
                    !fault, (scaler.type + " " + field.path.text() + ": " + (fault ? plainText(*fault) : "")).c_str());
            }
        }
    }
};

QTEST_APPLESS_MAIN(ScalersTest)
#include "tst_scalers.moc"
