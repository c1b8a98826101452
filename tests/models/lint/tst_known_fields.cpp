// SPDX-License-Identifier: GPL-3.0-or-later
// Loadline's own description of fields, held against the CRDs of the products and against what a real server sent.
#include "lint/known_fields.h"

#include "../../support/fixtures.h"
#include "lint/lint.h"
#include "lint/rule.h"

#include <QtTest>

#include <filesystem>
#include <set>

using namespace loadline;

namespace {

const std::string crds = LOADLINE_SOURCE "/../shared/crds";

const char* nameOf(FieldShape::Type type)
{
    switch (type) {
    case FieldShape::Type::Any:
        return "any";
    case FieldShape::Type::String:
        return "string";
    case FieldShape::Type::Integer:
        return "integer";
    case FieldShape::Type::Number:
        return "number";
    case FieldShape::Type::Boolean:
        return "boolean";
    case FieldShape::Type::Quantity: // both are written alike in a CRD
    case FieldShape::Type::IntOrString:
        return "int or string";
    case FieldShape::Type::Object:
        return "object";
    case FieldShape::Type::List:
        return "list";
    case FieldShape::Type::Table:
        break;
    }
    return "table";
}

// What one has and the other lacks, or has as another type. Where either says Any nothing more is compared.
void differ(const FieldShape& own, const FieldShape& theirs, const std::string& at, QStringList& wrong)
{
    using Type = FieldShape::Type;
    if (own.type == Type::Any || theirs.type == Type::Any)
        return;
    if (std::string(nameOf(own.type)) != nameOf(theirs.type)) {
        wrong << QString::fromStdString(at + ": " + nameOf(own.type) + ", the CRD says " + nameOf(theirs.type));
        return;
    }
    if (own.item && theirs.item)
        return differ(*own.item, *theirs.item, at + (own.type == Type::List ? "[]" : "{}"), wrong);
    for (const auto& field : theirs.fields)
        if (!own.field(field.name))
            wrong << QString::fromStdString(at + "." + field.name + " is not described");
    for (const auto& field : own.fields) {
        if (const auto* other = theirs.field(field.name))
            differ(*field.shape, *other->shape, at + "." + field.name, wrong);
        else if (!theirs.open && !at.ends_with(".metadata") && field.name != "targetContainerName") // of objects within a CRD less is kept; of debug containers alone
            wrong << QString::fromStdString(at + "." + field.name + " is not in the CRD");
    }
}

std::string textOf(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Document document(const std::string& text)
{
    auto parsed = Document::parse(text);
    if (!parsed)
        qFatal("%s", plainText(parsed.error()).c_str());
    return *std::move(parsed);
}

std::vector<Finding> of(const std::string& rule, std::vector<Finding> findings)
{
    std::erase_if(findings, [&](const Finding& finding) { return finding.rule != rule; });
    return findings;
}

const char* const hpa = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n"
                        "  maxReplicas: 5\n  behavior:\n    scaleUp:\n      tolerance: 0.05\n  futureField: 1\n";

// As /openapi/v3/apis/autoscaling/v2 tells it, in small: references, a default beside one, quantities.
const char* const served = R"({"components":{"schemas":{
"io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler":{"type":"object","x-kubernetes-group-version-kind":[{"group":"autoscaling","kind":"HorizontalPodAutoscaler","version":"v2"}],
 "properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},"spec":{"allOf":[{"$ref":"#/components/schemas/Spec"}],"default":{}}}},
"Spec":{"type":"object","properties":{"scaleTargetRef":{"type":"object"},"maxReplicas":{"type":"integer"},"futureField":{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity"},
 "behavior":{"type":"object","properties":{"scaleUp":{"type":"object","properties":{"policies":{"type":"array","items":{"type":"object"}}}}}},"self":{"$ref":"#/components/schemas/Spec"}}},
"io.k8s.apimachinery.pkg.api.resource.Quantity":{"type":"string"}}}})";

} // namespace

class KnownFieldsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindThatIsReadIsDescribed()
    {
        const auto kinds = describedKinds();
        QVERIFY2(kinds.size() >= 16, std::to_string(kinds.size()).c_str());
        for (const auto& key : {"autoscaling/v2 HorizontalPodAutoscaler", "keda.sh/v1alpha1 ScaledObject", "apps/v1 Deployment", "v1 Namespace", "karpenter.sh/v1 NodePool"})
            QVERIFY2(std::find(kinds.begin(), kinds.end(), key) != kinds.end(), key);
        QVERIFY(!describedShape("autoscaling/v2beta2", "HorizontalPodAutoscaler"));
    }

    // Every shape that a description names is there: a line that cannot be read would drop its kind.
    void descriptionsAreWhole()
    {
        std::size_t files = 0;
        for (const auto& entry : std::filesystem::directory_iterator(LOADLINE_SOURCE "/resources/fields"))
            files += entry.path().extension() == ".txt" ? 1 : 0;
        QCOMPARE(describedKinds().size(), files - 3); // shapes, pod, keda
        const auto bad = parseFields("spec:\n  a: string\n  b: Nothing\n", {});
        QVERIFY(!bad.has_value());
        QCOMPARE(bad.error().where, std::string("3"));
        QVERIFY(!parseFields("spec:\n    a: string\n", {}).has_value());
    }

    void agreesWithCrds_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("ScaledObject") << "keda.sh_scaledobjects.yaml";
        QTest::newRow("ScaledJob") << "keda.sh_scaledjobs.yaml";
        QTest::newRow("TriggerAuthentication") << "keda.sh_triggerauthentications.yaml";
        QTest::newRow("ClusterTriggerAuthentication") << "keda.sh_clustertriggerauthentications.yaml";
        QTest::newRow("NodePool") << "karpenter.sh_nodepools.yaml";
        QTest::newRow("VerticalPodAutoscaler") << "vpa-v1-crd.yaml";
    }

    void agreesWithCrds()
    {
        QFETCH(QString, file);
        if (!std::filesystem::exists(crds))
            QSKIP("There are no CRDs beside the source.");
        const auto stream = readStream(textOf(crds + "/" + file.toStdString()), file.toStdString());
        QVERIFY(stream.has_value());
        bool compared = false;
        for (const auto& entry : stream->entries) {
            QVERIFY2(entry.document.has_value(), entry.document ? "" : plainText(entry.document.error()).c_str());
            const auto& spec = entry.document->value()["spec"];
            const auto kind = spec["names"]["kind"].text();
            for (const auto& version : spec["versions"].items()) {
                const auto own = describedShape(spec["group"].text() + "/" + version["name"].text(), kind);
                if (!own || kind != QTest::currentDataTag())
                    continue;
                JsonDocument json;
                std::string text = version["schema"]["openAPIV3Schema"].json();
                const auto root = json.parse(text);
                QVERIFY(root.has_value());
                QStringList wrong;
                differ(*own, *readFieldShape(*root), {}, wrong);
                QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
                compared = true;
            }
        }
        QVERIFY(compared);
    }

    // Nothing that a server sent is unknown or of the wrong type.
    void agreesWithRecordings()
    {
        const std::pair<const char*, const char*> lists[] = {{"hpa-list.json", "autoscaling/v2 HorizontalPodAutoscaler"}, {"vpa-list.json", "autoscaling.k8s.io/v1 VerticalPodAutoscaler"},
            {"scaledobject-list.json", "keda.sh/v1alpha1 ScaledObject"}, {"triggerauthentication-list.json", "keda.sh/v1alpha1 TriggerAuthentication"}, {"pdb-list.json", "policy/v1 PodDisruptionBudget"},
            {"deployments-list.json", "apps/v1 Deployment"}, {"statefulsets-list.json", "apps/v1 StatefulSet"}, {"replicasets-list.json", "apps/v1 ReplicaSet"}, {"pods-list.json", "v1 Pod"},
            {"quota-list.json", "v1 ResourceQuota"}, {"limitrange-list.json", "v1 LimitRange"}, {"priorityclass-list.json", "scheduling.k8s.io/v1 PriorityClass"}};
        QStringList wrong;
        for (const auto& [file, key] : lists) {
            const auto list = document(recording(file));
            const std::string name(key);
            const auto shape = describedShape(name.substr(0, name.find(' ')), name.substr(name.find(' ') + 1));
            QVERIFY2(shape && !list.value()["items"].items().empty(), file);
            for (const auto& item : list.value()["items"].items())
                eachWrittenField(item, *shape, [&](const WrittenField& at) {
                    if (!at.shape || !isOf(at.value, at.shape->type))
                        wrong << QString::fromStdString(std::string(file) + ": " + at.path.text() + " " + at.value.json().substr(0, 60));
                });
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 20).join(QLatin1Char('\n'))));
    }

    void serverSchemaIsRead()
    {
        JsonDocument json;
        std::string body = served;
        const auto key = shapeKey("autoscaling/v2", "HorizontalPodAutoscaler");
        const auto shapes = readClusterShapes(json, body, {key});
        QVERIFY(shapes.has_value() && shapes->contains(key));
        const auto spec = shapes->at(key)->field("spec");
        QVERIFY(spec && spec->shape->field("futureField"));
        QCOMPARE(spec->shape->field("futureField")->shape->type, FieldShape::Type::Quantity);
        QCOMPARE(spec->shape->field("self")->shape->type, FieldShape::Type::Any); // no end otherwise
        std::string page = "<html>";
        QVERIFY(!readClusterShapes(json, page, {key}).has_value());
    }

    // The server's own schema decides: what it has is not unknown, what it lacks is too new for it.
    void serverSchemaDecides()
    {
        const auto alone = lint(layOver(nullptr, {document(hpa)}));
        QCOMPARE(of("unknown-field", alone).size(), std::size_t(1));
        QCOMPARE(of("unknown-field", alone).front().field.text(), std::string("spec.futureField"));
        QVERIFY(of("field-too-new", alone).empty());
        JsonDocument json;
        std::string body = served;
        const auto key = shapeKey("autoscaling/v2", "HorizontalPodAutoscaler");
        auto overlay = layOver(nullptr, {document(hpa)});
        overlay.shapes = std::make_shared<const ClusterShapes>(*readClusterShapes(json, body, {key}));
        const auto live = lint(overlay);
        QVERIFY(of("unknown-field", live).empty());
        QCOMPARE(of("field-too-new", live).size(), std::size_t(1));
        QCOMPARE(of("field-too-new", live).front().field.text(), std::string("spec.behavior.scaleUp.tolerance"));
    }

    void releasesTellWhatIsTooNew()
    {
        const auto judge = [](const char* version) {
            auto world = std::make_shared<World>();
            world->version = version;
            return of("field-too-new", lint(layOver(world, {document(hpa)})));
        };
        QCOMPARE(judge("v1.29.4").size(), std::size_t(1));
        QCOMPARE(fillIn(judge("v1.29.4").front().what, judge("v1.29.4").front().args), std::string("Kubernetes has the field tolerance from 1.33 on; this cluster has 1.29.4."));
        QVERIFY(judge("v1.33.0").empty() && judge("v1.36.0").empty() && judge("").empty() && judge("odd").empty());
        // Its fix leaves it out.
        auto world = std::make_shared<World>();
        world->version = "v1.29.4";
        const auto mended = applied(*judge("v1.29.4").front().fix, {document(hpa)});
        QVERIFY(mended.has_value() && of("field-too-new", lint(layOver(world, *mended))).empty());
    }

    void silencedAsAnyOther()
    {
        auto text = std::string(hpa);
        text.replace(text.find("  name: web\n"), 12, "  name: web\n  annotations:\n    loadline.dev/silence: 'unknown-field: our own server has it'\n");
        const auto found = of("unknown-field", lint(layOver(nullptr, {document(text)})));
        QCOMPARE(found.size(), std::size_t(1));
        QCOMPARE(found.front().silenced.value_or(""), std::string("our own server has it"));
    }
};

QTEST_GUILESS_MAIN(KnownFieldsTest)
#include "tst_known_fields.moc"
