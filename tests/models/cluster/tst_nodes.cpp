// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/node.h"

#include "../../support/parsed.h"

#include <QtTest>

using namespace loadline;

namespace {

Node nodeOf(const QByteArray& labels, const QByteArray& annotations = "", const QByteArray& spec = "")
{
    const auto node = parsed(("{\"metadata\":{\"name\":\"n\",\"labels\":{" + labels + "},\"annotations\":{" + annotations
                                 + "}},\"spec\":{" + spec + "}}")
                                 .toStdString(),
        parseNode);
    if (!node)
        QTest::qFail(plainText(node.error()).c_str(), __FILE__, __LINE__);
    return node ? *node : Node {};
}

} // namespace

class TestNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void identity_data();
    void identity();
    void places();
    void nodes();
    void nodePools();
    void nodeClaims();
};

void TestNodes::identity_data()
{
    QTest::addColumn<QByteArray>("labels");
    QTest::addColumn<QByteArray>("annotations");
    QTest::addColumn<QString>("pool");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("manager");
    QTest::addColumn<int>("capacity");
    const auto row = [](const char* name, const char* labels, const char* annotations, const char* pool, const char* key,
                         const char* manager, CapacityType capacity) {
        QTest::newRow(name) << QByteArray(labels) << QByteArray(annotations) << QString::fromLatin1(pool)
                            << QString::fromLatin1(key) << QString::fromLatin1(manager) << int(capacity);
    };
    using C = CapacityType;
    row("nothing", R"("kubernetes.io/os":"linux")", "", "", "", "", C::Unknown);
    row("Karpenter", R"("karpenter.sh/nodepool":"gpu","karpenter.sh/capacity-type":"spot")", "", "gpu", "karpenter.sh/nodepool",
        "Karpenter", C::Spot);
    row("Karpenter reserved", R"("karpenter.sh/nodepool":"gpu","karpenter.sh/capacity-type":"reserved")", "", "gpu",
        "karpenter.sh/nodepool", "Karpenter", C::Reserved);
    row("older Karpenter", R"("karpenter.sh/provisioner-name":"default","karpenter.sh/capacity-type":"on-demand")", "", "default",
        "karpenter.sh/provisioner-name", "Karpenter", C::OnDemand);
    row("EKS Auto", R"("karpenter.sh/nodepool":"general-purpose","eks.amazonaws.com/compute-type":"auto","karpenter.sh/capacity-type":"on-demand")",
        "", "general-purpose", "karpenter.sh/nodepool", "EKS Auto Mode", C::OnDemand);
    row("EKS", R"("eks.amazonaws.com/nodegroup":"workers","eks.amazonaws.com/capacityType":"ON_DEMAND","alpha.eksctl.io/nodegroup-name":"workers")",
        "", "workers", "eks.amazonaws.com/nodegroup", "EKS managed node group", C::OnDemand);
    row("EKS capacity block", R"("eks.amazonaws.com/nodegroup":"p5","eks.amazonaws.com/capacityType":"CAPACITY_BLOCK")", "", "p5",
        "eks.amazonaws.com/nodegroup", "EKS managed node group", C::Reserved);
    row("eksctl", R"("alpha.eksctl.io/nodegroup-name":"ng-1")", "", "ng-1", "alpha.eksctl.io/nodegroup-name",
        "EKS node group (eksctl)", C::Unknown);
    row("Fargate", R"("eks.amazonaws.com/compute-type":"fargate")", "", "fargate", "eks.amazonaws.com/compute-type", "EKS Fargate",
        C::OnDemand);
    row("GKE spot", R"("cloud.google.com/gke-nodepool":"pool-1","cloud.google.com/gke-spot":"true")", "", "pool-1",
        "cloud.google.com/gke-nodepool", "GKE node pool", C::Spot);
    row("GKE preemptible", R"("cloud.google.com/gke-nodepool":"pool-1","cloud.google.com/gke-preemptible":"true")", "", "pool-1",
        "cloud.google.com/gke-nodepool", "GKE node pool", C::Spot);
    row("GKE provisioning", R"("cloud.google.com/gke-nodepool":"p","cloud.google.com/gke-provisioning":"spot")", "", "p",
        "cloud.google.com/gke-nodepool", "GKE node pool", C::Spot);
    row("GKE", R"("cloud.google.com/gke-nodepool":"default-pool")", "", "default-pool", "cloud.google.com/gke-nodepool",
        "GKE node pool", C::OnDemand);
    row("AKS spot", R"("kubernetes.azure.com/agentpool":"spotpool","agentpool":"spotpool","kubernetes.azure.com/scalesetpriority":"spot")",
        "", "spotpool", "kubernetes.azure.com/agentpool", "AKS node pool", C::Spot);
    row("AKS", R"("kubernetes.azure.com/agentpool":"system","agentpool":"system")", "", "system", "kubernetes.azure.com/agentpool",
        "AKS node pool", C::OnDemand);
    row("IBM", R"("ibm-cloud.kubernetes.io/worker-pool-name":"default","ibm-cloud.kubernetes.io/worker-pool-id":"x-1")", "", "default",
        "ibm-cloud.kubernetes.io/worker-pool-name", "IBM Cloud worker pool", C::Unknown);
    row("Alibaba", R"("alibabacloud.com/nodepool-id":"np1")", "", "np1", "alibabacloud.com/nodepool-id", "Alibaba Cloud node pool", C::Unknown);
    row("Rancher", R"("rke.cattle.io/rke-machine-pool-name":"w")", "", "w", "rke.cattle.io/rke-machine-pool-name", "Rancher machine pool",
        C::Unknown);
    row("Magnum", R"("magnum.openstack.org/nodegroup":"w")", "", "w", "magnum.openstack.org/nodegroup", "Magnum node group", C::Unknown);
    row("CoreWeave", R"("compute.coreweave.com/node-pool":"h100")", "", "h100", "compute.coreweave.com/node-pool", "CoreWeave node pool",
        C::Unknown);
    row("Ocean spot", R"("spotinst.io/node-lifecycle":"spot")", "", "", "", "", C::Spot);
    row("Ocean on demand", R"("spotinst.io/node-lifecycle":"od")", "", "", "", "", C::OnDemand);
    row("older AKS", R"("agentpool":"nodepool1")", "", "nodepool1", "agentpool", "AKS node pool", C::Unknown);
    row("kOps", R"("kops.k8s.io/instancegroup":"nodes-a")", "", "nodes-a", "kops.k8s.io/instancegroup", "kOps instance group",
        C::Unknown);
    row("kOps spot", R"("kops.k8s.io/instancegroup":"nodes-a","node-role.kubernetes.io/spot-worker":"true")", "", "nodes-a",
        "kops.k8s.io/instancegroup", "kOps instance group", C::Spot);
    row("lifecycle", R"("lifecycle":"EC2Spot")", "", "", "", "", C::Spot);
    row("lifecycle of something else", R"("lifecycle":"normal")", "", "", "", "", C::Unknown);
    row("OKE", "", R"("oci.oraclecloud.com/node-pool-id":"ocid1.nodepool.x")", "ocid1.nodepool.x",
        "oci.oraclecloud.com/node-pool-id", "OKE node pool", C::Unknown);
    row("OKE preemptible", R"("oci.oraclecloud.com/oke-is-preemptible":"true")",
        R"("oci.oraclecloud.com/node-pool-id":"ocid1.nodepool.x")", "ocid1.nodepool.x", "oci.oraclecloud.com/node-pool-id",
        "OKE node pool", C::Spot);
    row("DigitalOcean", R"("doks.digitalocean.com/node-pool":"pool-abc")", "", "pool-abc", "doks.digitalocean.com/node-pool",
        "DigitalOcean node pool", C::Unknown);
    row("Linode", R"("lke.linode.com/pool-id":"1234")", "", "1234", "lke.linode.com/pool-id", "Linode node pool", C::Unknown);
    row("Scaleway", R"("k8s.scaleway.com/pool":"id")", "", "id", "k8s.scaleway.com/pool", "Scaleway pool", C::Unknown);
    row("Civo", R"("kubernetes.civo.com/civo-node-pool":"x")", "", "x", "kubernetes.civo.com/civo-node-pool", "Civo node pool",
        C::Unknown);
    row("Hetzner", R"("hcloud/node-group":"x")", "", "x", "hcloud/node-group", "Hetzner node group", C::Unknown);
    row("OVH", R"("nodepool":"x")", "", "x", "nodepool", "OVHcloud node pool", C::Unknown);
    row("Cluster API", "", R"("cluster.x-k8s.io/owner-kind":"MachineSet","cluster.x-k8s.io/owner-name":"md-0-x7")", "md-0-x7",
        "cluster.x-k8s.io/owner-name", "Cluster API", C::Unknown);
    row("Cluster API control plane", "",
        R"("cluster.x-k8s.io/owner-kind":"KubeadmControlPlane","cluster.x-k8s.io/owner-name":"cp")", "", "", "", C::Unknown);
    row("OpenShift", "", R"("machine.openshift.io/machine":"openshift-machine-api/c1-worker-us-east-1a-x7k2p")",
        "c1-worker-us-east-1a", "machine.openshift.io/machine", "OpenShift machine set", C::Unknown);
    row("empty values name nothing", R"("karpenter.sh/nodepool":"","eks.amazonaws.com/nodegroup":"w")", "", "w",
        "eks.amazonaws.com/nodegroup", "EKS managed node group", C::Unknown);
    row("Karpenter goes first", R"("eks.amazonaws.com/nodegroup":"w","karpenter.sh/nodepool":"k")", "", "k",
        "karpenter.sh/nodepool", "Karpenter", C::Unknown);
}

void TestNodes::identity()
{
    QFETCH(QByteArray, labels);
    QFETCH(QByteArray, annotations);
    QFETCH(QString, pool);
    QFETCH(QString, key);
    QFETCH(QString, manager);
    QFETCH(int, capacity);
    const NodeIdentity identity = identify(nodeOf(labels, annotations));
    QCOMPARE(QString::fromStdString(identity.pool), pool);
    QCOMPARE(QString::fromStdString(identity.poolLabel), key);
    QCOMPARE(QString::fromStdString(identity.manager), manager);
    QCOMPARE(int(identity.capacity), capacity);
}

void TestNodes::places()
{
    const NodeIdentity now = identify(nodeOf(R"("node.kubernetes.io/instance-type":"m5.large","beta.kubernetes.io/instance-type":"old",
        "topology.kubernetes.io/region":"eu-west-1","topology.kubernetes.io/zone":"eu-west-1a")"));
    QCOMPARE(now.instanceType, std::string("m5.large"));
    QCOMPARE(now.region, std::string("eu-west-1"));
    QCOMPARE(now.zone, std::string("eu-west-1a"));
    const NodeIdentity old = identify(nodeOf(R"("beta.kubernetes.io/instance-type":"m4.large",
        "failure-domain.beta.kubernetes.io/region":"r","failure-domain.beta.kubernetes.io/zone":"z")"));
    QCOMPARE(old.instanceType, std::string("m4.large"));
    QCOMPARE(old.region + old.zone, std::string("rz"));
    const auto zone = [](const char* id) { return identify(nodeOf("", "", QByteArray("\"providerID\":\"") + id + "\"")).zone; };
    QCOMPARE(zone("aws:///us-east-1a/i-0abc"), std::string("us-east-1a"));
    QCOMPARE(zone("gce://project/us-central1-a/gke-node"), std::string("us-central1-a"));
    for (const char* id : {"", "aws:///", "aws:///x", "gce://", "gce://p", "azure:///subscriptions/x", "kind://docker/k/c"})
        QCOMPARE(zone(id), std::string());
    // AKS taints its spot nodes as well.
    QVERIFY(identify(nodeOf("", "", R"("taints":[{"key":"kubernetes.azure.com/scalesetpriority","value":"spot","effect":"NoSchedule"}])")).capacity
        == CapacityType::Spot);
}

void TestNodes::nodes()
{
    const auto node = parsed(R"({"metadata":{"name":"n"},"spec":{"unschedulable":true,"taints":[{"key":"a","effect":"NoExecute"}]},
        "status":{"capacity":{"cpu":"4","pods":"110"},"allocatable":{"cpu":"3920m","memory":"15Gi","pods":"58","nvidia.com/gpu":"2"},
        "conditions":[{"type":"Ready","status":"Unknown","reason":"NodeStatusUnknown"}],"nodeInfo":{"kubeletVersion":"v1.36.0"}}})",
        parseNode);
    QVERIFY(node.has_value());
    QVERIFY(node->unschedulable && !node->ready());
    QCOMPARE(node->allocatablePods, std::optional(Quantity::fromWhole(58)));
    QCOMPARE(node->allocatable.others.size(), std::size_t(1)); // pods are no resource beside GPUs
    QCOMPARE(node->allocatable.cpu, std::optional(Quantity::fromMilli(3920)));
    QCOMPARE(node->taints, (std::vector<Taint> {{"a", "", "NoExecute"}}));
    QCOMPARE(node->kubeletVersion, std::string("v1.36.0"));
    const auto silent = parsed(R"({"metadata":{"name":"n"}})", parseNode);
    QVERIFY(silent && !silent->ready() && !silent->allocatable.cpu && !silent->allocatablePods);
}

void TestNodes::nodePools()
{
    const auto pool = parsed(R"({"metadata":{"name":"gpu"},"spec":{"weight":10,"limits":{"cpu":"1000","nvidia.com/gpu":8,"nodes":"20"},
        "disruption":{"consolidationPolicy":"WhenEmptyOrUnderutilized","consolidateAfter":"30s","budgets":[{"nodes":"10%"},
          {"nodes":"0","schedule":"0 9 * * mon-fri","duration":"8h","reasons":["Drifted","Empty"]},{"nodes":3}]},
        "template":{"spec":{"expireAfter":"720h","nodeClassRef":{"name":"default"},"requirements":[
          {"key":"karpenter.sh/capacity-type","operator":"In","values":["spot","on-demand"]}]}}},
        "status":{"resources":{"cpu":"96","nodes":"6"},"conditions":[{"type":"Ready","status":"True"}]}})",
        parseNodePool);
    QVERIFY(pool.has_value());
    QCOMPARE(pool->limits.cpu, std::optional(Quantity::fromWhole(1000)));
    QCOMPARE(pool->limits.get("nvidia.com/gpu"), std::optional(Quantity::fromWhole(8)));
    QVERIFY(!pool->limits.get("nodes"));
    QCOMPARE(pool->nodeLimit, std::optional<std::int64_t>(20));
    QCOMPARE(pool->nodes, std::optional<std::int64_t>(6));
    QCOMPARE(pool->weight, 10);
    QCOMPARE(pool->budgets,
        (std::vector<std::string> {"10%", "0 at 0 9 * * mon-fri for 8h (Drifted, Empty)", "3"}));
    QCOMPARE(pool->nodeClass, std::string("default"));
    QCOMPARE(pool->requirements.size(), std::size_t(1));
    const auto fixed = parsed(R"({"metadata":{"name":"static"},"spec":{"replicas":4},"status":{"nodes":3}})", parseNodePool);
    QVERIFY(fixed && fixed->replicas == 4 && fixed->nodes == 3 && !fixed->nodeLimit);
}

void TestNodes::nodeClaims()
{
    const auto claim = parsed(R"({"metadata":{"name":"gpu-x","labels":{"karpenter.sh/nodepool":"gpu","karpenter.sh/capacity-type":"spot",
        "node.kubernetes.io/instance-type":"g5.xlarge","topology.kubernetes.io/zone":"a"}},
        "status":{"capacity":{"cpu":"4"},"conditions":[{"type":"Launched","status":"False","message":"InsufficientInstanceCapacity"}]}})",
        parseNodeClaim);
    QVERIFY(claim.has_value());
    QCOMPARE(claim->pool + "/" + claim->instanceType + "/" + claim->zone, std::string("gpu/g5.xlarge/a"));
    QVERIFY(claim->capacityType == CapacityType::Spot && claim->nodeName.empty());
    QVERIFY(find(claim->conditions, "Launched")->status == Truth::False);
}

QTEST_APPLESS_MAIN(TestNodes)
#include "tst_nodes.moc"
