// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/form.h"

#include <QtTest>

#include <algorithm>

// What API servers, CRDs and webhooks refuse beyond types and single values: a form says it too, at the field.

using namespace loadline;

namespace {

std::string hpa(const std::string& spec)
{
    return "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {scaleTargetRef: "
           "{apiVersion: apps/v1, kind: Deployment, name: a}, maxReplicas: 3, "
        + spec + "}}";
}
std::string metric(const std::string& text)
{
    return hpa("metrics: [{" + text + "}]");
}
std::string limits(const std::string& items)
{
    return "{apiVersion: v1, kind: LimitRange, metadata: {name: a}, spec: {limits: [" + items + "]}}";
}
std::string quota(const std::string& hard, const std::string& scopes)
{
    return "{apiVersion: v1, kind: ResourceQuota, metadata: {name: a}, spec: {hard: {" + hard + "}, scopes: [" + scopes
        + "]}}";
}
std::string budget(const std::string& spec)
{
    return "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: a}, spec: {" + spec + "}}";
}
std::string vpa(const std::string& spec)
{
    return "{apiVersion: autoscaling.k8s.io/v1, kind: VerticalPodAutoscaler, metadata: {name: a}, spec: {targetRef: "
           "{apiVersion: apps/v1, kind: Deployment, name: a}, "
        + spec + "}}";
}
std::string cron(const std::string& more = {})
{
    return "{type: cron, name: day, metadata: {timezone: UTC, start: 0 8 * * *, end: 0 18 * * *, desiredReplicas: '2'}"
        + more + "}";
}
std::string scaledObject(const std::string& spec, const std::string& name = "a")
{
    return "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: " + name
        + "}, spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, " + spec + "}}";
}
std::string scaledJob(const std::string& containers, const std::string& name = "a")
{
    return "{apiVersion: keda.sh/v1alpha1, kind: ScaledJob, metadata: {name: " + name
        + "}, spec: {jobTargetRef: {template: {spec: {restartPolicy: Never, containers: [" + containers
        + "]}}}, triggers: [" + cron() + "]}}";
}
std::string authentication(const std::string& identity)
{
    return "{apiVersion: keda.sh/v1alpha1, kind: TriggerAuthentication, metadata: {name: a}, spec: {podIdentity: {"
        + identity + "}}}";
}
std::string pool(const std::string& node, const std::string& spec = {}, const std::string& labels = {})
{
    return "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: a}, spec: {" + spec
        + "template: {metadata: {labels: {" + labels
        + "}}, spec: {nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: a}, " + node + "}}}}";
}
std::string requirement(const std::string& text)
{
    return pool("requirements: [{" + text + "}]");
}
const std::string anyNode = "requirements: [{key: kubernetes.io/arch, operator: Exists}]";
std::string named(const std::string& metadata)
{
    return "{apiVersion: v1, kind: ResourceQuota, metadata: {" + metadata + "}, spec: {hard: {pods: 1}}}";
}
const std::string cpu = "{type: cpu, metricType: Utilization, metadata: {value: '70'}}";
const std::string webContainer = "{name: web, image: web:1}";

struct Case {
    const char* name;
    std::string text;
    const char* at = ""; // where it is refused; "": it is whole
};

std::vector<Case> metadataCases()
{
    return {{"metadata", named("name: a.b-c, namespace: shop, labels: {example.com/team: '', y: A_b.c}, annotations: {Example.com/Note: 'a b'}")},
        {"two dots in a name", named("name: a..b"), "metadata.name"},
        {"dash before a dot", named("name: a-.b"), "metadata.name"},
        {"dot in a namespace", named("name: a, namespace: a.b"), "metadata.namespace"},
        {"long namespace", named("name: a, namespace: " + std::string(64, 'a')), "metadata.namespace"},
        {"label's name", named("name: a, labels: {a b: x}"), "metadata.labels"},
        {"label's prefix", named("name: a, labels: {Example.com/x: x}"), "metadata.labels"},
        {"label's value", named("name: a, labels: {x: a b}"), "metadata.labels"},
        {"long label", named("name: a, labels: {x: " + std::string(64, 'a') + "}"), "metadata.labels"},
        {"annotation's name", named("name: a, annotations: {a b: x}"), "metadata.annotations"},
        {"annotations too long", named("name: a, annotations: {x: " + std::string(262144, 'a') + "}"), "metadata.annotations"},
        {"namespace", "{apiVersion: v1, kind: Namespace, metadata: {name: a.b}}", "metadata.name"},
        {"system's class", "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: system-a}, value: 1}", "metadata.name"},
        {"class above all", "{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: a}, value: 1000000001}", "value"}};
}

std::vector<Case> hpaCases()
{
    const std::string object = "type: Object, object: {describedObject: {kind: Service, name: a, apiVersion: ";
    const std::string goal = "}, metric: {name: m}, target: {type: Value, value: 5}}";
    return {{"hpa", hpa("minReplicas: 1")},
        {"no group", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {maxReplicas: 3, "
                     "scaleTargetRef: {apiVersion: v1, kind: Deployment, name: a}}}", "spec.scaleTargetRef.apiVersion"},
        {"the one without group", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {maxReplicas: 3, "
                     "scaleTargetRef: {apiVersion: v1, kind: ReplicationController, name: a}}}"},
        {"kind with a slash", "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {maxReplicas: 3, "
                     "scaleTargetRef: {apiVersion: apps/v1, kind: a/b, name: a}}}", "spec.scaleTargetRef.kind"},
        {"object of the core", metric(object + "v1" + goal)},
        {"object of no version", metric(object + "a/b/c" + goal), "spec.metrics[0].object.describedObject.apiVersion"},
        {"metric with a slash", metric("type: External, external: {metric: {name: a/b}, target: {type: Value, value: 5}}"), "spec.metrics[0].external.metric.name"},
        {"metric with a percent", metric("type: Pods, pods: {metric: {name: a%}, target: {type: AverageValue, averageValue: 5}}"), "spec.metrics[0].pods.metric.name"},
        {"target of zero", metric("type: External, external: {metric: {name: a}, target: {type: AverageValue, averageValue: '0'}}"), "spec.metrics[0].external.target.averageValue"},
        {"two targets", metric("type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70, averageValue: 1}}"), "spec.metrics[0].resource.target.type"},
        {"two sources", metric("type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}, pods: {metric: {name: a}}"), "spec.metrics[0].type"},
        {"container's name", metric("type: ContainerResource, containerResource: {name: cpu, container: A, target: {type: Utilization, averageUtilization: 70}}"), "spec.metrics[0].containerResource.container"},
        {"no policy", hpa("behavior: {scaleDown: {policies: []}}"), "spec.behavior.scaleDown.policies"}};
}

std::vector<Case> coreCases()
{
    return {{"limits", limits("{type: Container, min: {cpu: 1}, defaultRequest: {cpu: 2}, default: {cpu: 3}, max: {cpu: 4}}, {type: PersistentVolumeClaim, max: {storage: 1Gi}}")},
        {"a type twice", limits("{type: Container}, {type: Pod}, {type: Container}"), "spec.limits[2].type"},
        {"claim without storage", limits("{type: PersistentVolumeClaim, min: {cpu: 1}}"), "spec.limits[0].max.storage"},
        {"min above default", limits("{type: Container, min: {cpu: 2}, default: {cpu: 1}}"), "spec.limits[0].default.cpu"},
        {"min above request", limits("{type: Container, min: {cpu: 2}, defaultRequest: {cpu: 1}}"), "spec.limits[0].defaultRequest.cpu"},
        {"min above max", limits("{type: Pod, min: {cpu: 2}, max: {cpu: 1}}"), "spec.limits[0].max.cpu"},
        {"request above default", limits("{type: Container, defaultRequest: {cpu: 2}, default: {cpu: 500m}}"), "spec.limits[0].default.cpu"},
        {"request above max", limits("{type: Container, defaultRequest: {memory: 2Gi}, max: {memory: 1Gi}}"), "spec.limits[0].max.memory"},
        {"default above max", limits("{type: Container, default: {memory: 2Gi}, max: {memory: 1Gi}}"), "spec.limits[0].max.memory"},
        {"default of a pod", limits("{type: Pod, default: {cpu: 1}}"), "spec.limits[0].type"},
        {"storage of a container", limits("{type: Container, max: {storage: 1Gi}}"), "spec.limits[0].type"},
        {"gpus of a container", limits("{type: Container, max: {nvidia.com/gpu: 2}}")},
        {"ratio below one", limits("{type: Container, maxLimitRequestRatio: {cpu: 0.5}}"), "spec.limits[0].type"},
        {"gpus overcommitted", limits("{type: Container, default: {nvidia.com/gpu: 2}, defaultRequest: {nvidia.com/gpu: 1}}"), "spec.limits[0].type"},
        {"quota", quota("pods: 3, requests.cpu: 500m", "NotBestEffort, Terminating")},
        {"quota of others", quota("requests.nvidia.com/gpu: 1, count/jobs.batch: 2", "BestEffort")},
        {"best and not", quota("pods: 1", "BestEffort, NotBestEffort"), "spec.scopes"},
        {"terminating and not", quota("pods: 1", "Terminating, NotTerminating"), "spec.scopes"},
        {"best effort of cpu", quota("requests.cpu: 1", "BestEffort"), "spec.scopes"},
        {"priority of services", quota("services: 1", "PriorityClass"), "spec.scopes"},
        {"volume classes of claims", quota("persistentvolumeclaims: 1, requests.storage: 1Gi", "VolumeAttributesClass")},
        {"volume classes of pods", quota("pods: 1", "VolumeAttributesClass"), "spec.scopes"},
        {"a scope twice", quota("pods: 1", "PriorityClass, PriorityClass")},
        {"no such resource", quota("gpu: 1", ""), "spec.hard"},
        {"half a pod", quota("pods: 500m", ""), "spec.hard"},
        {"half a job", quota("count/jobs.batch: 1500m", ""), "spec.hard"},
        {"budget", budget("minAvailable: 100%, selector: {matchExpressions: [{key: a, operator: In, values: [b, '']}]}")},
        {"more than all", budget("minAvailable: 101%, selector: {matchLabels: {a: b}}"), "spec.minAvailable"},
        {"selector's label", budget("minAvailable: 1, selector: {matchExpressions: [{key: a b, operator: Exists}]}"), "spec.selector"},
        {"selector's value", budget("minAvailable: 1, selector: {matchExpressions: [{key: a, operator: In, values: [b c]}]}"), "spec.selector"}};
}

std::vector<Case> vpaCases()
{
    const std::string policies = "resourcePolicy: {containerPolicies: [{containerName: a, ";
    return {{"vpa", vpa("updatePolicy: {updateMode: 'Off'}, " + policies + "minAllowed: {cpu: 50m, memory: 64Mi}}]}")},
        {"policy without mode", vpa("updatePolicy: {evictionRequirements: [{resources: [cpu], changeRequirement: TargetHigherThanRequests}]}"), "spec.updatePolicy.updateMode"},
        {"part of a thousandth", vpa(policies + "minAllowed: {cpu: 100u}}]}"), "spec.resourcePolicy.containerPolicies[0].minAllowed.cpu"},
        {"part of a byte", vpa(policies + "maxAllowed: {memory: 0.5}}]}"), "spec.resourcePolicy.containerPolicies[0].maxAllowed.memory"},
        {"bounds as figures", vpa(policies + "minAllowed: {cpu: 2}, maxAllowed: {cpu: 1}}]}"), "spec.resourcePolicy.containerPolicies[0].maxAllowed.cpu"},
        {"values of one left alone", vpa(policies + "mode: 'Off', controlledValues: RequestsAndLimits}]}"), "spec.resourcePolicy.containerPolicies[0].controlledValues"}};
}

std::vector<Case> kedaCases()
{
    const std::string day = "triggers: [" + cron() + "]";
    const std::string modifiers = day + ", advanced: {scalingModifiers: {";
    return {{"keda", scaledObject(day + ", fallback: {failureThreshold: 3, replicas: 2}")},
        {"apiVersion of three parts", "{apiVersion: keda.sh/v1alpha1, kind: ScaledObject, metadata: {name: a}, spec: {scaleTargetRef: {apiVersion: a/b/c, kind: Deployment, name: a}, " + day + "}}", "spec.scaleTargetRef.apiVersion"},
        {"cached cron", scaledObject("triggers: [" + cron(", useCachedMetrics: true") + "]"), "spec.triggers[0].type"},
        {"fallback of cpu", scaledObject("minReplicaCount: 1, triggers: [" + cpu + "], fallback: {failureThreshold: 3, replicas: 2}"), "spec.fallback.failureThreshold"},
        {"fallback without threshold", scaledObject(day + ", fallback: {replicas: 2}"), "spec.fallback.failureThreshold"},
        {"fallback by no formula", scaledObject(day + ", fallback: {failureThreshold: 3, replicas: 2, behavior: scalingModifiers}"), "spec.fallback.behavior"},
        {"formula", scaledObject(modifiers + "formula: day * 2, target: '0.5'}}")},
        {"formula of nothing", scaledObject(modifiers + "formula: night * 2, target: '1'}}"), "spec.advanced.scalingModifiers.formula"},
        {"formula's target of zero", scaledObject(modifiers + "formula: day, target: '0'}}"), "spec.advanced.scalingModifiers.target"},
        {"target of no formula", scaledObject(modifiers + "metricType: Value}}"), "spec.advanced.scalingModifiers.formula"},
        {"long name", scaledObject(day, std::string(55, 'a')), "metadata.name"},
        {"long name with its own hpa", scaledObject(day + ", advanced: {horizontalPodAutoscalerConfig: {name: b}}", std::string(63, 'a'))},
        {"longer than a label", scaledObject(day + ", advanced: {horizontalPodAutoscalerConfig: {name: b}}", std::string(64, 'a')), "metadata.name"},
        {"job", scaledJob(webContainer + ", {name: log, image: log:1}")},
        {"a container twice", scaledJob(webContainer + ", " + webContainer), "spec.jobTargetRef.template.spec.containers[1].name"},
        {"dot in a container", scaledJob("{name: a.b, image: web:1}"), "spec.jobTargetRef.template.spec.containers[0].name"},
        {"long job", scaledJob(webContainer, std::string(64, 'a')), "metadata.name"},
        {"identity", authentication("provider: aws, roleArn: arn")},
        {"identity of nobody", authentication("roleArn: arn"), "spec.podIdentity.provider"},
        {"role of the workload", authentication("provider: aws, roleArn: arn, identityOwner: workload"), "spec.podIdentity.roleArn"},
        {"tenant alone", authentication("provider: azure-workload, identityTenantId: t"), "spec.podIdentity.identityId"},
        {"external id alone", authentication("provider: aws, externalID: x"), "spec.podIdentity.roleArn"}};
}

std::vector<Case> poolCases()
{
    const std::string zone = "key: topology.kubernetes.io/zone, ";
    const auto budgets = [](const std::string& text) { return pool(anyNode, "disruption: {budgets: [{nodes: 10%, " + text + "}]}, "); };
    return {{"pool", pool(anyNode, "weight: 10, disruption: {consolidateAfter: Never}, ", "example.com/pool: a")},
        {"karpenter's label", requirement("key: karpenter.sh/initialized, operator: Exists"), "spec.template.spec.requirements[0].key"},
        {"its name", requirement("key: karpenter.sh/nodepool, operator: Exists"), "spec.template.spec.requirements[0].key"},
        {"a cloud's label", requirement("key: karpenter.k8s.aws/instance-cpu, operator: Gte, values: ['4']")},
        {"host", requirement("key: kubernetes.io/hostname, operator: Exists"), "spec.template.spec.requirements[0].key"},
        {"figure out of range", requirement(zone + "operator: Gt, values: ['99999999999999999999']"), "spec.template.spec.requirements[0].values"},
        {"two figures", requirement(zone + "operator: Lte, values: ['1', '2']"), "spec.template.spec.requirements[0].values"},
        {"values of exists", requirement(zone + "operator: Exists, values: [a]"), "spec.template.spec.requirements[0].operator"},
        {"too few values", requirement(zone + "operator: In, values: [a], minValues: 2"), "spec.template.spec.requirements[0].minValues"},
        {"no label's value", requirement(zone + "operator: In, values: [a b]"), "spec.template.spec.requirements[0].values"},
        {"no capacity", requirement("key: karpenter.sh/capacity-type, operator: In, values: [cheap]"), "spec.template.spec.requirements[0].values"},
        {"labels of nodes", pool(anyNode, "", "karpenter.sh/x: a"), "spec.template.metadata.labels"},
        {"capacity of nodes", pool(anyNode, "", "karpenter.sh/capacity-type: spot")},
        {"no label of nodes", pool(anyNode, "", "a b: c"), "spec.template.metadata.labels"},
        {"a taint twice", pool(anyNode + ", taints: [{key: a, effect: NoSchedule}], startupTaints: [{key: a, effect: NoSchedule}]"), "spec.template.spec.startupTaints[0].key"},
        {"group with version", "{apiVersion: karpenter.sh/v1, kind: NodePool, metadata: {name: a}, spec: {template: {spec: {nodeClassRef: {group: a/v1, kind: b, name: c}, " + anyNode + "}}}}", "spec.template.spec.nodeClassRef.group"},
        {"duration", budgets("schedule: 0 8 * * *, duration: 1h30m")},
        {"duration backwards", budgets("schedule: 0 8 * * *, duration: 30m1h"), "spec.disruption.budgets[0].duration"},
        {"duration in seconds", budgets("schedule: 0 8 * * *, duration: 90s"), "spec.disruption.budgets[0].duration"},
        {"duration twice", budgets("schedule: 0 8 * * *, duration: 1h1h"), "spec.disruption.budgets[0].duration"},
        {"duration alone", budgets("duration: 1h"), "spec.disruption.budgets[0].schedule"},
        {"a reason twice", budgets("reasons: [Empty, Empty]"), "spec.disruption.budgets[0].reasons"},
        {"more nodes than all", pool(anyNode, "disruption: {budgets: [{nodes: 101%}]}, "), "spec.disruption.budgets[0].nodes"},
        {"fixed size with weight", pool(anyNode, "replicas: 2, weight: 3, "), "spec.weight"},
        {"fixed size with limits", pool(anyNode, "replicas: 2, limits: {cpu: 3}, "), "spec.limits"}};
}

} // namespace

class FormRulesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rules_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("at");
        for (const auto& cases : {metadataCases(), hpaCases(), coreCases(), vpaCases(), kedaCases(), poolCases()})
            for (const Case& one : cases)
                QTest::newRow(one.name) << QString::fromStdString(one.text) << one.at;
    }
    void rules()
    {
        QFETCH(QString, text);
        QFETCH(QString, at);
        const Result<Document> document = Document::parse(text.toStdString());
        QVERIFY2(document.has_value(), document ? "" : plainText(document.error()).c_str());
        const Result<Form> form = Form::read(*document);
        QVERIFY2(form.has_value(), form ? "" : plainText(form.error()).c_str());
        const std::vector<FieldError> errors = form->errors();
        QString found;
        for (const FieldError& error : errors) {
            found += QString::fromStdString(error.path.text() + ": " + plainText(error.error)) + QLatin1Char('\n');
            QVERIFY2(form->fieldAt(error.path) || error.path == FieldPath("spec.weight"), qPrintable(found)); // a row says it
        }
        if (at.isEmpty())
            QVERIFY2(errors.empty(), qPrintable(found));
        else
            QVERIFY2(errors.size() == 1 && errors.front().path.text() == at.toStdString(), qPrintable(found));
    }
};

QTEST_GUILESS_MAIN(FormRulesTest)
#include "tst_form_rules.moc"
