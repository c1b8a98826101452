// SPDX-License-Identifier: GPL-3.0-or-later
// From nothing to complete rows: reads a kubeconfig, lists every kind of its cluster, derives the rows of every page,
// and exits. lists.py times it as a whole process beside curl and kubectl.
#include "cluster/node.h"
#include "cluster/pod.h"
#include "clusters.h"
#include "kube/credentials.h"
#include "net/curl_transport.h"
#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/pool_rows.h"
#include "tables/vpa_rows.h"

#include <QCoreApplication>
#include <QTimer>

#include <cstdio>

using namespace loadline;

namespace {

bool complete(const World& world)
{
    using K = KindId;
    for (const KindId kind : {K::Pod, K::Node, K::Hpa, K::Vpa, K::ScaledObject, K::Deployment})
        if (!world.state(kind).complete())
            return false;
    return true;
}

int derive(const Worlds& worlds)
{
    const Preferences preferences;
    const auto hpas = deriveHpas(worlds, preferences);
    const auto vpas = deriveVpas(worlds, preferences);
    const auto keda = deriveKeda(worlds, preferences);
    const auto pools = derivePools(worlds, preferences);
    const World& world = *worlds.front();
    std::printf("%zu pods, %zu nodes, %zu HPA rows, %zu VPA rows, %zu KEDA rows, %zu pools\n", world.all<Pod>().size(),
        world.all<Node>().size(), hpas.size(), vpas.size(), keda.size(), pools.size());
    return hpas.empty() || vpas.empty() || keda.empty() || pools.empty() ? 1 : 0;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "usage: bench_lists KUBECONFIG\n");
        return 2;
    }
    int status = 1;
    {
        CurlTransport transport;
        CredentialServices services {transport};
        const Kubeconfig kubeconfig = loadKubeconfig({argv[1]}, true);
        Clusters clusters(transport, [&](const KubeContext& context, const Kubeconfig& config, bool readOnly) {
            return makeCredentialSource(config, context.name, readOnly, services);
        });
        clusters.setKubeconfig(kubeconfig);
        QObject::connect(&clusters, &Clusters::worldsChanged, &application, [&] {
            const Worlds worlds = clusters.worlds();
            if (!worlds.empty() && complete(*worlds.front())) {
                status = derive(worlds);
                application.exit(status);
            }
        });
        QTimer::singleShot(std::chrono::minutes(5), &application, [&] {
            std::fprintf(stderr, "not complete after 5 minutes\n");
            application.exit(1);
        });
        if (const Done opened = clusters.open(kubeconfig.currentContext, {}); !opened) {
            std::fprintf(stderr, "%s\n", plainText(opened.error()).c_str());
            return 1;
        }
        status = application.exec();
        transport.stop();
    }
    return status;
}
