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

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>

using namespace loadline;

namespace {

constexpr KindId listed[] = {KindId::Pod, KindId::Node, KindId::Hpa, KindId::Vpa, KindId::ScaledObject, KindId::Deployment};

bool complete(const World& world)
{
    return std::all_of(std::begin(listed), std::end(listed), [&](KindId kind) { return world.state(kind).complete(); });
}

int explain(const Worlds& worlds)
{
    std::fprintf(stderr, "not complete after a minute\n");
    for (const WorldPtr& world : worlds) {
        if (world->trouble)
            std::fprintf(stderr, "%s\n", plainText(*world->trouble).c_str());
        for (const KindId kind : listed)
            if (const auto& error = world->state(kind).error)
                std::fprintf(stderr, "%s\n", plainText(*error).c_str());
    }
    return 1;
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
                const int derived = derive(worlds);
                std::fflush(stdout);
                std::_Exit(derived); // complete rows are what is timed, not taking it all down
            }
        });
        QTimer::singleShot(std::chrono::minutes(1), &application, [&] { application.exit(explain(clusters.worlds())); });
        if (const Done opened = clusters.open(kubeconfig.currentContext, {}); !opened) {
            std::fprintf(stderr, "%s\n", plainText(opened.error()).c_str());
            return 1;
        }
        status = application.exec();
        transport.stop();
    }
    return status;
}
