// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kind.h"
#include "catalog/presets.h"
#include "catalog/vpa_modes.h"
#include "manifest/fields_common.h"
#include "manifest/form_walk.h"
#include "manifest/scaler.h"
#include "support/http_server.h"
#include "support/json_schema.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <random>

// What forms write is what the API servers take: against the CRDs' own schemas, the parsers of the cluster layer, and
// kubectl before a server that tells the recorded APIs.

using namespace loadline;

namespace {

const std::string crds = LOADLINE_SOURCE "/../shared/crds";

FormFacts facts()
{
    FormFacts facts;
    facts.target = TargetFacts {.ns = "ml",
        .ref = {"apps/v1", "Deployment", "api"},
        .replicas = 2,
        .podLabels = {{"app", "api"}},
        .containers = {}};
    facts.vpaModes = {"Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace", "Auto"};
    facts.hpaTolerance = true;
    return facts;
}

class Random {
public:
    explicit Random(unsigned seed)
        : engine_(seed)
    {
    }
    std::int64_t below(std::int64_t n) { return static_cast<std::int64_t>(engine_() % static_cast<unsigned long>(n)); }
    bool oneIn(std::int64_t n) { return below(n) == 0; }
    template <class T> const T& of(const std::vector<T>& all)
    {
        return all[static_cast<std::size_t>(below(static_cast<std::int64_t>(all.size())))];
    }

private:
    std::mt19937 engine_;
};

std::string choiceOf(const Field& field, Random& random)
{
    return random.of(field.choices).value;
}

std::string someOf(const Field& field, Random& random)
{
    std::string text;
    for (const Choice& choice : field.choices)
        if (random.oneIn(2))
            text += (text.empty() ? "" : ",") + choice.value;
    return text.empty() ? field.choices.front().value : text;
}

std::string quantitiesOf(const Field& field, Random& random)
{
    std::string text;
    for (const Choice& choice : field.choices)
        if (random.oneIn(3))
            text += (text.empty() ? "" : ",") + choice.value + "="
                + random.of(std::vector<std::string> {"1", "3", "500m", "2Gi", "1e3"});
    return text.empty() ? random.of(std::vector<std::string> {field.example, "gpu=1", "pods=10"}) : text;
}

// An answer as one would type it, also one that YAML readers or API servers stumble over: the form has to say so.
std::string answerFor(const Field& field, Random& random)
{
    using Type = Field::Type;
    static const std::vector<std::string> nasty {"y", "on", "null", "1e3", "0123", "1:30", "~", "a # b", "a: b", "'",
        "\"", "- x", "ünï ☃", "x\ny", "{name}", "*", "&a", "!t", "%", "@", "`", "true", "0x1f", "2001-01-01"};
    switch (field.type) {
    case Type::Text:
        return random.oneIn(3) ? random.of(nasty) : field.example;
    case Type::Name:
        return random.of(std::vector<std::string> {"a", "y", "no", "checkout-api", "123", "1e3", "x.y-z"});
    case Type::LabelKey:
        return random.of(std::vector<std::string> {"app", "example.com/team", "y", "nvidia.com/gpu"});
    case Type::LabelValue:
        return random.of(std::vector<std::string> {"y", "1.0", "true", "front_end"});
    case Type::Integer:
    case Type::Number:
    case Type::Percent: {
        const std::int64_t low = field.least.value_or(0);
        return std::to_string(
            low + random.below(std::min<std::int64_t>(field.most.value_or(low + 500) - low, 500) + 1));
    }
    case Type::CountOrPercent:
        return random.oneIn(2) ? "30%" : "2";
    case Type::Quantity:
        return random.of(std::vector<std::string> {"100", "250m", "1Gi", "1e3", "0.5", "64Mi"});
    case Type::Duration:
        return random.of(std::vector<std::string> {"5m", "1h30m", "10h"});
    case Type::Bool:
        return random.oneIn(2) ? "true" : "false";
    case Type::Choice:
        return choiceOf(field, random);
    case Type::MultiChoice:
        return someOf(field, random);
    case Type::TimeZone:
        return random.of(std::vector<std::string> {"UTC", "Europe/Berlin", "America/New_York"});
    case Type::TextMap:
        return random.of(std::vector<std::string> {field.example, "y=no,example.com/x=", "a b=c", "Example.com/x=1e3",
            "x=ünï ☃", "karpenter.sh/capacity-type=spot", "karpenter.sh/x=y", "kubernetes.io/hostname=a"});
    case Type::QuantityMap:
        return quantitiesOf(field, random);
    case Type::Selector:
        return random.of(std::vector<std::string> {
            field.example, "y=on", "tier in (a,b),!old", "a/b/c=d", "app notin (x),1e3=0123", "-a=b"});
    case Type::TextList:
        return random.of(std::vector<std::string> {field.example, "a", "4", "on-demand,reserved", "a b", "y,null,1e3"});
    case Type::Reference:
        return random.of(std::vector<std::string> {field.example, "v1/Service/a", "a/b/c/d/e", "Deployment/a",
            "v1/ReplicationController/a", "argoproj.io/v1alpha1/Rollout/a"});
    case Type::Cron:
        return std::to_string(random.below(60)) + " " + std::to_string(random.below(24)) + " * * 1-5";
    default:
        return field.example;
    }
}

Value valueFor(const Form& form, const Question& question, Random& random)
{
    if (question.field->type == Field::Type::List) {
        const Value* list = form.answer(question.path);
        Value longer = list ? *list : Value::list();
        longer.add(newItemOf(*question.field));
        return longer;
    }
    if (question.path.text().starts_with("spec.triggers") && question.path.steps().back() == FieldPath::Step("type"))
        return scalers()[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(scalers().size())))].type;
    return valueFrom(*question.field, answerFor(*question.field, random));
}

// Answers that hide others leave them behind here, as they are set all at once.
void dropHidden(Form& form)
{
    Document document = form.document();
    std::vector<FieldPath> hidden = form.kept();
    for (auto path = hidden.rbegin(); path != hidden.rend(); ++path)
        document.remove(*path);
    static_cast<void>(form.adopt(document));
}

// Answers some of what is asked and all that must be, then mends what does not go together.
std::optional<Form> randomForm(const FormKind& kind, Random& random)
{
    Form form(kind, facts());
    for (int pass = 0; pass < 3; ++pass) {
        Value object = form.document().value();
        for (const Question& question : form.questions()) {
            const bool list = question.field->type == Field::Type::List;
            if (list ? random.oneIn(3) : (!form.answer(question.path) && question.field->required) || random.oneIn(6))
                setIn(object, question.path, valueFor(form, question, random));
        }
        static_cast<void>(form.adopt(Document::write(object)));
        dropHidden(form);
    }
    for (int attempt = 0; attempt < 60; ++attempt) {
        const std::vector<FieldError> errors = form.errors();
        if (errors.empty())
            return form;
        const FieldPath path = errors.front().path;
        const Field* field = form.fieldAt(path);
        if (!field)
            return std::nullopt;
        if (field->type == Field::Type::List && form.answer(path))
            form.clear(path);
        else if (!field->required && form.answer(path) && random.oneIn(2))
            form.clear(path);
        else
            static_cast<void>(form.set(path, valueFor(form, {field, path, 0, 0}, random)));
    }
    return std::nullopt;
}

QByteArray all(const std::vector<std::string>& faults)
{
    QByteArray text;
    for (const std::string& fault : faults)
        text += QByteArray::fromStdString(fault) + "\n";
    return text;
}

} // namespace

class ManifestSchemasTest : public QObject {
    Q_OBJECT

    std::map<std::string, Value> schemas_;

    // By the schema that the API server publishes for its own kinds, by the CRD for others. Empty too for a kind whose CRD
    // is not here.
    std::vector<std::string> faultsOf(const Value& object)
    {
        const std::string kind = object["kind"].text();
        const std::string& api = object["apiVersion"].text();
        if (!schemas_.contains(kind))
            schemas_[kind] = builtIn().find(kind) ? builtIn()[kind] : test::crdSchema(crds, kind, api.substr(api.find('/') + 1));
        return schemas_[kind].isNull() ? std::vector<std::string>() : test::schemaFaults(schemas_[kind], object);
    }

    static const Value& builtIn()
    {
        static const Value schemas = [] {
            std::ifstream file(LOADLINE_FIXTURES "/apiserver-1.36/openapi-schemas.json");
            const auto read = Document::parse({std::istreambuf_iterator<char>(file), {}});
            return read ? read->value() : Value();
        }();
        return schemas;
    }

    static std::string parseFault(const Document& document)
    {
        const auto known = kinds();
        const auto kind
            = std::find_if(known.begin(), known.end(), [&](const Kind& k) { return k.kind == document.ref().kind; });
        if (kind == known.end())
            return {};
        Interner interner;
        ParseContext context {interner};
        JsonDocument json;
        const std::string text = document.json();
        const Result<Json> root = json.parse(std::string_view(text));
        if (!root)
            return plainText(root.error());
        const Result<ObjectPtr> object = kind->parse(*root, context);
        return object ? std::string() : plainText(object.error());
    }

    void check(const Form& form)
    {
        const Result<Document> built = form.build();
        QVERIFY2(built.has_value(), built ? "" : plainText(built.error()).c_str());
        const std::vector<std::string> faults = faultsOf(built->value());
        QVERIFY2(faults.empty(), (all(faults) + QByteArray::fromStdString(built->text())).constData());
        const std::string unread = parseFault(*built);
        QVERIFY2(unread.empty(), (unread + "\n" + built->text()).c_str());
        const Result<Document> again = Document::parse(built->text());
        QVERIFY2(again.has_value() && again->value() == built->value(), built->text().c_str());
        const Result<Form> back = Form::read(*again, form.facts());
        QVERIFY2(back.has_value() && back->errors().empty() && back->kept().empty() && back->document() == *built,
            built->text().c_str());
    }

    // One ScaledObject for each scaler: only what must be, or all there is.
    static Form triggerForm(const Scaler& scaler, bool everything)
    {
        Random random(7);
        Form form(*formKind("keda"), facts());
        static_cast<void>(form.set("spec.minReplicaCount", 1));
        static_cast<void>(form.addItem("spec.triggers"));
        static_cast<void>(form.set("spec.triggers[0].type", scaler.type));
        for (const Question& question : form.questions()) {
            const std::string path = question.path.text();
            if (path.starts_with("spec.triggers[0].") && question.field->path != FieldPath("type")
                && question.field->path != FieldPath("metadata") && (everything || question.field->required))
                static_cast<void>(form.setText(question.path,
                    question.field->example.empty() ? answerFor(*question.field, random) : question.field->example));
        }
        if (scaler.external && !everything) {
            for (const FieldError& error : form.errors())
                if (const Field* field = form.fieldAt(error.path))
                    static_cast<void>(form.setText(error.path, field->example));
        }
        return form;
    }

    // The same for every test that takes them; `given`: how many could not be made whole by chance.
    static const std::vector<Form>& thousand(int* given = nullptr)
    {
        static int lost = 0;
        static const std::vector<Form> forms = [] {
            std::vector<Form> made;
            for (unsigned seed = 0; made.size() < 1000 && seed < 1500; ++seed) {
                Random random(seed);
                if (auto form = randomForm(formKinds()[seed % formKinds().size()], random))
                    made.push_back(std::move(*form));
                else
                    ++lost;
            }
            return made;
        }();
        if (given)
            *given = lost;
        return forms;
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QFileInfo::exists(QString::fromStdString(crds)))
            qWarning("The CRDs are not there, so nothing is compared with their schemas.");
        else
            qInfo("Rules in CEL (x-kubernetes-validations) are not evaluated.");
    }

    void theValidatorFindsFaults()
    {
        if (!QFileInfo::exists(QString::fromStdString(crds)))
            QSKIP("no CRDs");
        const auto faults = [&](const char* text) { return faultsOf(Document::parse(text)->value()).size(); };
        const std::string head = "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a}\nspec: ";
        QCOMPARE(faults((head + "{scaleTargetRef: {name: a}, triggers: [{type: cron, metadata: {start: x}}]}").c_str()),
            std::size_t(0));
        QCOMPARE(faults((head + "{scaleTargetRef: {name: a}, triggers: []}").c_str()), std::size_t(1));
        QCOMPARE(faults((head
                     + "{scaleTargetRef: {}, triggers: [{type: cron, metadata: {n: 1}}], nope: 1, pollingInterval: 0}")
                            .c_str()),
            std::size_t(4));
        QCOMPARE(faults("apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\nspec: {disruption: "
                        "{consolidateAfter: soon}, template: {spec: {nodeClassRef: {group: g, kind: k, name: c}, "
                        "requirements: []}}}"),
            std::size_t(1));
    }

    // The CRD that is delivered with VPA tells its own modes.
    void vpaModesAreRead()
    {
        std::ifstream file(crds + "/vpa-v1-crd.yaml");
        if (!file)
            QSKIP("no CRDs");
        const std::string text {std::istreambuf_iterator<char>(file), {}};
        const auto stream = readStream(text, "vpa");
        QVERIFY(stream.has_value());
        std::vector<std::string> modes;
        for (const auto& entry : stream->entries)
            if (entry.document && entry.document->ref().name == "verticalpodautoscalers.autoscaling.k8s.io")
                modes = vpaModesOf(entry.document->value()).value();
        QCOMPARE(modes, (std::vector<std::string> {"Off", "Initial", "Recreate", "InPlaceOrRecreate", "InPlace", "Auto"}));
        QVERIFY(!vpaModesOf(Value::map()).has_value());
    }

    void presetsFit()
    {
        for (const WorkloadPreset& preset : workloadPresets())
            for (const Form& form : formsOf(preset, facts(), "Europe/Berlin")) {
                check(form);
                if (QTest::currentTestFailed())
                    return;
            }
    }

    void scalersFit()
    {
        for (const Scaler& scaler : scalers())
            for (const bool everything : {false, true}) {
                check(triggerForm(scaler, everything));
                if (QTest::currentTestFailed()) {
                    qWarning("%s", scaler.type.c_str());
                    return;
                }
            }
    }

    void theBuiltInKindsAreCheckedToo()
    {
        const auto faults = [&](const char* text) { return faultsOf(Document::parse(text)->value()).size(); };
        for (const char* kind : {"HorizontalPodAutoscaler", "PodDisruptionBudget", "PriorityClass", "ResourceQuota", "LimitRange", "Namespace"})
            QVERIFY2(builtIn().find(kind), kind);
        QCOMPARE(faults("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {maxReplicas: 3, scaleTargetRef: {kind: A, name: a}}"), std::size_t(0));
        QCOMPARE(faults("apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nspec: {maxReplicas: '3', scaleTargetRef: {kind: A}, nope: 1}"), std::size_t(3));
        QCOMPARE(faults("apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: {minAvailable: true}"), std::size_t(1));
        QCOMPARE(faults("apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nvalu: 1"), std::size_t(1));
    }

    void randomFormsFit()
    {
        int given = 0;
        const std::vector<Form>& forms = thousand(&given);
        QCOMPARE(forms.size(), std::size_t(1000));
        for (std::size_t i = 0; i < forms.size(); ++i) {
            check(forms[i]);
            if (QTest::currentTestFailed()) {
                qWarning("form %zu", i);
                return;
            }
        }
        QVERIFY2(given < 150, QByteArray::number(given).constData()); // could not be mended by chance
    }

    void kubectlTakesThem()
    {
        const QString kubectl = QStandardPaths::findExecutable(QStringLiteral("kubectl"));
        if (kubectl.isEmpty())
            QSKIP("kubectl is not installed, so nothing was handed to it");
        std::ifstream file(LOADLINE_FIXTURES "/apiserver-1.36/apis-aggregated.json");
        const auto apis = Document::parse({std::istreambuf_iterator<char>(file), {}});
        QVERIFY(apis.has_value());
        test::HttpServer server(
            [&](const test::HttpRequest& request, test::HttpReply& reply) { discover(apis->value(), request, reply); });
        std::vector<Document> documents;
        for (const WorkloadPreset& preset : workloadPresets())
            for (const Form& form : formsOf(preset, facts(), "Europe/Berlin"))
                documents.push_back(form.document());
        for (const Scaler& scaler : scalers())
            for (const bool everything : {false, true})
                documents.push_back(triggerForm(scaler, everything).document());
        for (const Form& form : thousand())
            documents.push_back(form.document());
        // For whoever has a server to hand them to: kubectl apply --server-side --dry-run=server -f FILE.
        if (qEnvironmentVariableIsSet("LOADLINE_WRITE"))
            std::ofstream(qgetenv("LOADLINE_WRITE").constData()) << writeStream(documents);
        compareWithKubectl(kubectl, server.url(), documents);
    }

private:
    static Value object(std::vector<std::pair<std::string, Value>> fields) { return mapOf(std::move(fields)); }

    // Discovery without aggregation, which every kubectl understands.
    static void discover(const Value& apis, const test::HttpRequest& request, test::HttpReply& reply)
    {
        const std::string path = request.path();
        if (path == "/api")
            return static_cast<void>(
                reply.send(200, object({{"kind", "APIVersions"}, {"versions", Value::list({"v1"})}}).json()));
        if (path == "/api/v1") {
            std::ifstream file(LOADLINE_FIXTURES "/apiserver-1.36/api-v1-resources.json");
            return static_cast<void>(reply.send(200, std::string(std::istreambuf_iterator<char>(file), {})));
        }
        Value groups = Value::list();
        for (const Value& group : apis["items"].items()) {
            const std::string& name = group["metadata"]["name"].text();
            Value versions = Value::list();
            for (const Value& version : group["versions"].items()) {
                const std::string both = name + "/" + version["version"].text();
                versions.add(object({{"groupVersion", both}, {"version", version["version"]}}));
                if (path == "/apis/" + both)
                    return static_cast<void>(reply.send(200, resources(both, version).json()));
            }
            groups.add(object(
                {{"name", name}, {"preferredVersion", versions.items().front()}, {"versions", std::move(versions)}}));
        }
        if (path == "/apis")
            return static_cast<void>(reply.send(
                200, object({{"kind", "APIGroupList"}, {"apiVersion", "v1"}, {"groups", std::move(groups)}}).json()));
        reply.send(404, "{}");
    }

    static Value resources(const std::string& groupVersion, const Value& version)
    {
        Value list = Value::list();
        for (const Value& resource : version["resources"].items())
            list.add(object({{"name", resource["resource"]}, {"singularName", resource["singularResource"]},
                {"namespaced", resource["scope"].text() == "Namespaced"}, {"kind", resource["responseKind"]["kind"]},
                {"verbs", resource["verbs"]}}));
        return object({{"kind", "APIResourceList"}, {"apiVersion", "v1"}, {"groupVersion", groupVersion},
            {"resources", std::move(list)}});
    }

    static void compareWithKubectl(
        const QString& kubectl, const std::string& url, const std::vector<Document>& documents)
    {
        const QTemporaryDir home;
        const QString path = home.filePath(QStringLiteral("all.yaml"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(writeStream(documents)));
        file.close();
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), home.path());
        environment.insert(QStringLiteral("KUBECONFIG"), home.filePath(QStringLiteral("none")));
        process.setProcessEnvironment(environment);
        process.start(kubectl,
            {QStringLiteral("--server"), QString::fromStdString(url), QStringLiteral("create"),
                QStringLiteral("--dry-run=client"), QStringLiteral("--validate=false"), QStringLiteral("-o"),
                QStringLiteral("json"), QStringLiteral("-f"), path});
        QVERIFY(process.waitForFinished(180000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
        const auto answer = readStream(process.readAllStandardOutput().toStdString(), "kubectl");
        QVERIFY(answer.has_value());
        QCOMPARE(answer->entries.size(), documents.size());
        for (std::size_t i = 0; i < documents.size(); ++i) {
            QVERIFY(answer->entries[i].document.has_value());
            const Value& read = answer->entries[i].document->value();
            const Value& meant = documents[i].value();
            QVERIFY2(read["spec"] == meant["spec"] && read["metadata"]["name"] == meant["metadata"]["name"]
                    && read["value"] == meant["value"],
                (documents[i].text() + "\n" + read.json()).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(ManifestSchemasTest)
#include "tst_manifest_schemas.moc"
