// SPDX-License-Identifier: GPL-3.0-or-later
#include "sim/plan_words.h"

// The demo's main cluster. Figures are chosen so that every day every autoscaler has something to do, and so that the
// faults stand out: an HPA without requests, one without a target, one held at its max, a paused ScaledObject, one
// whose TriggerAuthentication is missing, a PDB that blocks a drain, requests far from their recommendation, a pool
// at its max with pods waiting.

namespace loadline {

namespace {

using namespace planning;
using Metadata = std::vector<std::pair<std::string, std::string>>;

constexpr auto pods = ScalingPolicy::Type::Pods;
constexpr auto percent = ScalingPolicy::Type::Percent;

void addPools(SimPlan& plan)
{
    using enum SimManager;
    auto system
        = pool("system", ClusterAutoscaler, "m6i.large", res("2", "7934576Ki"), res("1930m", "7244400Ki"), 2, 4);
    system.pods = 29;
    system.taints = {{"CriticalAddonsOnly", "true", "NoSchedule"}};
    auto cpu
        = pool("cpu-pool", ClusterAutoscaler, "m6i.xlarge", res("4", "15997280Ki"), res("3920m", "14980448Ki"), 2, 20);
    auto notebooks
        = pool("notebooks", ClusterAutoscaler, "m6i.xlarge", res("4", "15997280Ki"), res("3920m", "14980448Ki"), 1, 3);
    notebooks.taints = {{"dedicated", "notebooks", "NoSchedule"}};
    auto memory
        = pool("memory-reserved", Karpenter, "r6i.xlarge", res("4", "32122480Ki"), res("3920m", "31105648Ki"), 0, 6);
    memory.capacityType = CapacityType::Reserved;
    memory.taints = {{"workload", "feature-store", "NoSchedule"}};
    memory.cordoned = 1;
    auto batch
        = pool("batch-spot", Karpenter, "m6a.2xlarge", res("8", "32122480Ki"), res("7910m", "31105648Ki"), 0, 12);
    batch.capacityType = CapacityType::Spot;
    batch.taints = {{"workload", "batch", "NoSchedule"}};
    batch.interruptions = 0.25;
    auto gpu = pool("gpu-training", Karpenter, "g5.2xlarge", withGpu(res("8", "32370748Ki"), 1),
        withGpu(res("7910m", "31353916Ki"), 1), 0, 10);
    gpu.capacityType = CapacityType::Spot;
    gpu.taints = {{"nvidia.com/gpu", "", "NoSchedule"}};
    gpu.provision = Seconds(95);
    gpu.interruptions = 0.12;
    plan.pools = {
        std::move(system), std::move(cpu), std::move(notebooks), std::move(memory), std::move(batch), std::move(gpu)};
}

void addServing(SimPlan& plan)
{
    auto fraud = serve("ml-platform", "fraud-detector-api", res("500m", "512Mi"), res("1", "1Gi"), 0.004, mib(260),
        business(760, 0.72, 18, 0.6));
    fraud.load.burst = 0.45;
    fraud.load.burstLength = Seconds(900);
    fraud.workloadType = "model-serving";
    fraud.priorityClass = "serving-critical";
    fraud.startUp = Seconds(35);
    auto recommendation = serve("ml-platform", "recommendation-api", res("300m", "512Mi"), res("600m", "1Gi"), 0.0019,
        mib(290), business(1150, 0.62, 23, 1.15));
    recommendation.load.burst = 0.25;
    recommendation.load.burstEvery = Seconds(10800);
    recommendation.latency = 0.17;
    recommendation.nominal = 100;
    recommendation.workloadType = "model-serving";
    recommendation.priorityClass = "serving-critical";
    auto embedding = serve("ml-platform", "embedding-api", res("400m", "1Gi"), res("1", "2Gi"), 0.0055, mib(700),
        business(330, 0.6, 20, 0.7));
    embedding.workloadType = "model-serving";
    auto bare = fixed("ml-platform", "no-requests-api", 1, res("", "256Mi"), res("", "512Mi"), 0.11, mib(140),
        "registry.acme.dev/no-requests-api:0.9.2");
    bare.containers[0].name = "api";
    auto search = serve("search", "search-api", res("500m", "768Mi"), res("1", "1536Mi"), 0.003, mib(420),
        business(330, 0.45, 20, 0.8));
    search.load.burst = 1.1;
    search.load.burstEvery = Seconds(1500);
    search.load.burstLength = Seconds(600);
    search.load.burstChance = 0.95;
    auto ranking = serve("search", "ranking-api", res("250m", "512Mi"), res("500m", "1Gi"), 0.0045, mib(300),
        business(360, 0.25, 20, 0.9));
    auto gateway = serve("gateway", "inference-gateway", res("200m", "256Mi"), res("1", "512Mi"), 0.00035, mib(90),
        business(2200, 0.6, 19, 0.75));
    gateway.containers[0].name = "envoy";
    gateway.containers[0].image = "envoyproxy/envoy:v1.37.0";
    gateway.containers[0].memoryEach = mib(0.05);
    auto sidecar = gateway.containers[0];
    sidecar.name = "token-exchange";
    sidecar.image = "registry.acme.dev/token-exchange:1.3.0";
    sidecar.requests = res("50m", "64Mi");
    sidecar.limits = res("200m", "128Mi");
    sidecar.cpuEach = 0.00008;
    sidecar.memoryIdle = mib(38);
    gateway.containers.push_back(std::move(sidecar));
    gateway.startUp = Seconds(12);
    for (auto* workload : {&fraud, &recommendation, &embedding, &bare, &search, &ranking, &gateway})
        plan.workloads.push_back(std::move(*workload));
}

void addFeatureStore(SimPlan& plan)
{
    auto store
        = fixed("ml-platform", "feature-store", 6, res("1", "8Gi"), res("2", "10Gi"), 0.08, gib(0.5), "redis:8.2");
    store.kind = SimKind::StatefulSet;
    store.work = SimWork::Shard;
    store.load = business(42, 0.3, 21, 0.9);
    store.load.noise = 0.05;
    store.load.noisePeriod = Seconds(7200);
    store.containers[0].memoryEach = gib(1);
    store.containers[0].cpuEach = 0.05;
    store.pool = "memory-reserved";
    store.workloadType = "feature-store";
    store.priorityClass = "serving-critical";
    store.startUp = Seconds(50);
    plan.workloads.push_back(std::move(store));
}

void addBatch(SimPlan& plan)
{
    auto batch = fixed("ml-platform", "batch-inference", 0, res("1", "4Gi"), res("1", "4Gi"), 0.03, gib(1.1),
        "registry.acme.dev/batch-inference:3.8.0");
    batch.containers[0].name = "worker";
    batch.containers[0].cpuEach = 15; // a busy worker takes 0.06 a second
    batch.work = SimWork::Drain;
    batch.rate = 0.06;
    batch.load = bursts(2.1, Seconds(7200), Seconds(1900), 0.9);
    batch.pool = "batch-spot";
    batch.workloadType = "batch-inference";
    batch.priorityClass = "batch-low";
    auto training = fixed("ml-platform", "model-training", 0, withGpu(res("4", "16Gi"), 1),
        withGpu(res("6", "24Gi"), 1), 2.7, gib(11.5), "registry.acme.dev/trainer:5.1.0-cuda12");
    training.pool = "gpu-training";
    training.workloadType = "model-training";
    training.startUp = Seconds(70);
    auto refresh = fixed("ml-platform", "embedding-refresh", 2, res("500m", "2Gi"), res("1", "3Gi"), 0.07, gib(1.2),
        "registry.acme.dev/embedding-refresh:1.9.4");
    auto reports = fixed("ml-platform", "report-generator", 1, res("2", "8Gi"), res("4", "8Gi"), 0.09, gib(0.8),
        "registry.acme.dev/report-generator:4.0.2");
    auto etl = fixed("data", "feature-etl", 0, res("900m", "3Gi"), res("2", "4Gi"), 0.7, gib(1.9),
        "registry.acme.dev/feature-etl:6.2.0");
    etl.kind = SimKind::Job;
    etl.work = SimWork::Drain;
    etl.rate = 1.6;
    etl.load = business(3.2, 0.6, 8, 1);
    etl.load.noise = 0.4;
    etl.load.noisePeriod = Seconds(3000);
    etl.pool = "batch-spot";
    etl.priorityClass = "batch-low";
    etl.jobLength = Seconds(380);
    etl.startUp = Seconds(8);
    for (auto* workload : {&batch, &training, &refresh, &reports, &etl})
        plan.workloads.push_back(std::move(*workload));
}

void addSupport(SimPlan& plan)
{
    auto add = [&](WorkloadPlan workload) -> WorkloadPlan& {
        plan.workloads.push_back(std::move(workload));
        return plan.workloads.back();
    };
    auto& notebook = add(fixed("notebooks", "jupyter", 9, res("1500m", "5632Mi"), res("3", "7Gi"), 0.22, gib(3.1),
        "registry.acme.dev/jupyter:2026.3"));
    notebook.pool = "notebooks";
    notebook.load.noise = 0.5;
    auto& enricher = add(fixed("data", "stream-enricher", 3, res("600m", "1Gi"), res("1200m", "2Gi"), 0.31, mib(820),
        "registry.acme.dev/stream-enricher:1.12.0"));
    enricher.load.noise = 0.35;
    add(fixed("data", "kafka", 3, res("1", "4Gi"), res("2", "6Gi"), 0.55, gib(3.2), "apache/kafka:4.2.0")).kind
        = SimKind::StatefulSet;
    add(fixed("data", "rabbitmq", 1, res("500m", "2Gi"), res("1", "2Gi"), 0.12, gib(0.9), "rabbitmq:4.2")).kind
        = SimKind::StatefulSet;
    auto& resizer = add(fixed("media", "image-resizer", 3, res("1", "512Mi"), res("2", "1Gi"), 0.36, mib(390),
        "registry.acme.dev/image-resizer:0.31.0"));
    resizer.load.noise = 0.5;
    add(fixed("monitoring", "prometheus-server", 1, res("2", "12Gi"), res("4", "16Gi"), 0.42, gib(4.4),
            "prom/prometheus:v3.9.1"))
        .kind
        = SimKind::StatefulSet;
    add(fixed("monitoring", "kube-state-metrics", 1, res("50m", "192Mi"), res("200m", "384Mi"), 0.02, mib(120),
        "registry.k8s.io/kube-state-metrics:v2.20.0"));
    add(fixed("monitoring", "grafana", 2, res("100m", "256Mi"), res("500m", "512Mi"), 0.05, mib(280),
        "grafana/grafana:13.0.1"));
    add(fixed("keda", "keda-operator", 1, res("100m", "128Mi"), res("1", "1000Mi"), 0.04, mib(110),
        "ghcr.io/kedacore/keda:2.20.1"));
    add(fixed("keda", "keda-operator-metrics-apiserver", 1, res("100m", "128Mi"), res("1", "1000Mi"), 0.02, mib(70),
        "ghcr.io/kedacore/keda-metrics-apiserver:2.20.1"));
    const auto system = [&](std::string_view name, std::int64_t replicas, Resources requests, double cpu, double memory,
                            std::string_view image) {
        auto& workload = add(fixed("kube-system", name, replicas, std::move(requests), {}, cpu, memory, image));
        workload.pool = "system";
        workload.priorityClass = "system-cluster-critical";
    };
    system("coredns", 2, res("100m", "70Mi"), 0.01, mib(28), "registry.k8s.io/coredns:v1.13.1");
    system("metrics-server", 1, res("100m", "200Mi"), 0.02, mib(70), "registry.k8s.io/metrics-server:v0.9.0");
    system("cluster-autoscaler", 1, res("100m", "300Mi"), 0.03, mib(190), "registry.k8s.io/cluster-autoscaler:v1.36.1");
    system("karpenter", 2, res("400m", "768Mi"), 0.06, mib(340), "public.ecr.aws/karpenter/controller:1.14.0");
    system("vpa-recommender", 1, res("50m", "300Mi"), 0.02, mib(210), "registry.k8s.io/vpa-recommender:1.7.1");
    system("vpa-updater", 1, res("50m", "150Mi"), 0.01, mib(80), "registry.k8s.io/vpa-updater:1.7.1");
    system("vpa-admission-controller", 1, res("50m", "150Mi"), 0.01, mib(60),
        "registry.k8s.io/vpa-admission-controller:1.7.1");
    for (auto daemon :
        {fixed("kube-system", "aws-node", 0, res("25m", ""), {}, 0.008, mib(58), "amazon/aws-vpc-cni:v1.21.1"),
            fixed("kube-system", "kube-proxy", 0, res("100m", ""), {}, 0.003, mib(24),
                "registry.k8s.io/kube-proxy:v1.36.1")}) {
        daemon.kind = SimKind::DaemonSet;
        daemon.priorityClass = "system-node-critical";
        daemon.startUp = Seconds(4);
        add(std::move(daemon));
    }
}

void addHpas(SimPlan& plan)
{
    auto& hpas = plan.hpas;
    hpas.push_back(hpa(plan, "ml-platform", "fraud-detector-hpa", "fraud-detector-api", 2, 20, {utilization("cpu", 70)},
        behavior(rules(0, {{percent, 100, 60}}), rules(300, {{percent, 50, 60}}))));
    hpas.push_back(hpa(plan, "ml-platform", "recommendation-hpa", "recommendation-api", 2, 20,
        {utilization("cpu", 70), podsAverage("http_requests_per_second", "100"),
            objectValue("http_request_duration_p95_seconds", "recommendation-api", "200m")}));
    hpas.push_back(hpa(plan, "ml-platform", "feature-store-hpa", "feature-store", 3, 15, {utilization("memory", 80)}));
    hpas.push_back(hpa(plan, "ml-platform", "no-requests-hpa", "no-requests-api", 1, 5, {utilization("cpu", 70)}));
    hpas.push_back(hpa(plan, "ml-platform", "orphan-hpa", "does-not-exist", 1, 5, {utilization("cpu", 70)}));
    hpas.push_back(hpa(plan, "search", "search-api", "search-api", 2, 12, {utilization("cpu", 60)}));
    hpas.push_back(hpa(plan, "search", "ranking-api", "ranking-api", 2, 4, {utilization("cpu", 75)}));
    auto careful = behavior(rules(60, {{pods, 2, 60}}), rules(600, {{percent, 10, 60}}));
    careful.down->tolerance = q("50m");
    hpas.push_back(hpa(plan, "gateway", "inference-gateway", "inference-gateway", 3, 12,
        {containerUtilization("cpu", "envoy", 65)}, careful));
}

void addKeda(SimPlan& plan)
{
    const auto add = [&](ScaledObject object, std::vector<TriggerPlan> triggers) {
        plan.scaledObjects.push_back({std::move(object), std::move(triggers)});
    };
    using Source = TriggerPlan::Source;
    auto batch = scaledObject("ml-platform", "batch-inference-scaler", "batch-inference", 0, 50,
        {trigger("rabbitmq", {{"mode", "QueueLength"}, {"queueName", "inference"}, {"value", "10"}}, "rabbit-auth")});
    batch.pollingInterval = 15;
    add(std::move(batch), {{Source::Queue, plan.workloadIndex("ml-platform", "batch-inference"), {}, {}}});

    add(scaledObject("ml-platform", "training-business-hours", "model-training", 0, 10,
            {trigger("cron",
                 {{"timezone", "America/New_York"}, {"start", "0 9 * * 1-5"}, {"end", "0 18 * * 1-5"},
                     {"desiredReplicas", "5"}}),
                trigger("redis",
                    {{"address", "redis.ml-platform:6379"}, {"listName", "training-pending"}, {"listLength", "1"}},
                    "redis-auth")}),
        {{Source::Cron, 0, {}, {}}, {Source::Curve, 0, bursts(8, Seconds(21600), Seconds(4000), 0.6), {}}});

    auto embedding = scaledObject("ml-platform", "embedding-api-scaler", "embedding-api", 2, 16,
        {trigger("prometheus",
            {{"serverAddress", "http://prometheus-server.monitoring:80"},
                {"query", "sum(rate(http_requests_total{app=\"embedding-api\"}[2m]))"}, {"threshold", "50"},
                {"ignoreNullValues", "false"}})});
    embedding.fallback = Fallback {3, 6, "static"};
    add(std::move(embedding), {{Source::Rate, plan.workloadIndex("ml-platform", "embedding-api"), {}, {}}});

    auto refresh = scaledObject("ml-platform", "embedding-refresh", "embedding-refresh", 0, 12,
        {trigger("nats-jetstream",
            {{"natsServerMonitoringEndpoint", "nats.data:8222"}, {"account", "$G"}, {"stream", "embeddings"},
                {"consumer", "refresh"}, {"lagThreshold", "100"}})});
    refresh.meta.annotations = labels({{"autoscaling.keda.sh/paused-replicas", "2"}});
    refresh.pause.atReplicas = 2;
    add(std::move(refresh), {{Source::Curve, 0, business(900, 0.5, 10, 1), {}}});

    add(scaledObject("ml-platform", "report-generator", "report-generator", 0, 10,
            {trigger("aws-sqs-queue",
                {{"queueURL", "https://sqs.us-east-1.amazonaws.com/514028819933/reports"}, {"queueLength", "5"},
                    {"awsRegion", "us-east-1"}},
                "sqs-credentials")}),
        {{Source::Broken, 0, {},
            "error parsing SQS queue metadata: error getting awsAuthorization: missing parameter \"awsAccessKeyID\" in "
            "[triggerAuthentication podIdentity]"}});

    ScaledJobPlan etl;
    etl.object.meta.ns = Text(std::string("data"));
    etl.object.meta.name = "feature-etl";
    etl.object.meta.labels = labels({});
    etl.object.meta.annotations = labels({});
    etl.object.maxReplicas = 8;
    etl.object.strategy = "accurate";
    etl.object.multipleScalersCalculation = "max";
    etl.object.triggers = {trigger("kafka",
        {{"bootstrapServers", "kafka.data:9092"}, {"consumerGroup", "feature-etl"}, {"topic", "raw-events"},
            {"lagThreshold", "250"}},
        "kafka-auth")};
    etl.strategy.name = "accurate";
    etl.workload = plan.workloadIndex("data", "feature-etl");
    etl.triggers = {{Source::Queue, etl.workload, {}, {}}};
    plan.scaledJobs.push_back(std::move(etl));
    plan.authentications = {{"ml-platform", "rabbit-auth", "host", "rabbitmq-connection", "url"},
        {"ml-platform", "redis-auth", "password", "redis-credentials", "password"},
        {"data", "kafka-auth", "sasl", "kafka-credentials", "sasl"},
        {"", "shared-aws", "awsRoleArn", "aws-role", "arn"}};
}

ContainerPolicy policy(
    std::string_view container, Resources min, Resources max, std::vector<std::string> controlled = {})
{
    ContainerPolicy result;
    result.container = container;
    result.minAllowed = std::move(min);
    result.maxAllowed = std::move(max);
    result.controlledResources = std::move(controlled);
    return result;
}

void addVpas(SimPlan& plan)
{
    using enum UpdateMode;
    auto& vpas = plan.vpas;
    vpas.push_back(vpa(plan, "ml-platform", "fraud-detector-vpa", "fraud-detector-api", Initial,
        {policy("api", res("", "256Mi"), res("", "2Gi"), {"memory"})}));
    vpas.push_back(vpa(plan, "ml-platform", "recommendation-vpa", "recommendation-api", Off));
    vpas.push_back(vpa(plan, "ml-platform", "model-training-vpa", "model-training", Off,
        {policy("trainer", res("100m", "128Mi"), res("4", "12Gi"))}));
    vpas.push_back(vpa(plan, "ml-platform", "report-generator-vpa", "report-generator", Off));
    vpas.push_back(vpa(plan, "data", "stream-enricher", "stream-enricher", Recreate,
        {policy("*", res("50m", "128Mi"), res("1", "2Gi"))}));
    vpas.push_back(vpa(plan, "media", "image-resizer", "image-resizer", Auto));
    vpas.push_back(vpa(plan, "monitoring", "grafana", "grafana", InPlaceOrRecreate));
    vpas.push_back(vpa(plan, "monitoring", "prometheus-server", "prometheus-server", Off));
}

void addPolicies(SimPlan& plan)
{
    plan.budgets = {budget("ml-platform", "fraud-detector-api", "50%", ""),
        budget("ml-platform", "recommendation-api", "", "25%"), budget("ml-platform", "feature-store", "", "0"),
        budget("gateway", "inference-gateway", "2", ""), budget("data", "kafka", "", "1"),
        budget("kube-system", "coredns", "", "1")};
    plan.quotas = {quota("ml-platform",
                       {{"pods", "300"}, {"requests.cpu", "200"}, {"requests.memory", "800Gi"},
                           {"requests.nvidia.com/gpu", "10"}}),
        quota("notebooks", {{"pods", "20"}, {"requests.cpu", "16"}, {"requests.memory", "64Gi"}}),
        quota("data", {{"pods", "60"}, {"requests.cpu", "40"}, {"requests.memory", "120Gi"}})};
    plan.limitRanges = {limitRange("search", res("100m", "128Mi"), res("1", "1Gi")),
        limitRange("notebooks", res("500m", "1Gi"), res("2", "4Gi"))};
    plan.priorityClasses = {priorityClass("serving-critical", 100000), priorityClass("batch-low", -10, false),
        priorityClass("system-cluster-critical", 2000000000), priorityClass("system-node-critical", 2000001000)};
}

} // namespace

SimPlan productionPlan()
{
    SimPlan plan;
    plan.cluster = "prod-us-east";
    plan.region = "us-east-1";
    plan.account = "514028819933";
    plan.version = "v1.36.1";
    addPools(plan);
    addServing(plan);
    addFeatureStore(plan);
    addBatch(plan);
    addSupport(plan);
    addHpas(plan);
    addKeda(plan);
    addVpas(plan);
    addPolicies(plan);
    return plan;
}

} // namespace loadline
