// SPDX-License-Identifier: GPL-3.0-or-later
// From nothing to complete rows: reads a kubeconfig, lists every kind of its cluster, derives the rows of every page,
// and exits. lists.py times it as a whole process beside curl and kubectl.
#include "cluster/node.h"
#include "cluster/pod.h"
#include "kube/credentials.h"
#include "kube/feed.h"
#include "net/curl_transport.h"
#include "tables/hpa_rows.h"
#include "tables/keda_rows.h"
#include "tables/pool_rows.h"
#include "tables/vpa_rows.h"

#include <QCoreApplication>
#include <QTimer>

#include <malloc.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
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
        if (!world)
            continue;
        if (world->trouble)
            std::fprintf(stderr, "%s\n", plainText(*world->trouble).c_str());
        for (const KindId kind : listed)
            if (const auto& error = world->state(kind).error)
                std::fprintf(stderr, "%s\n", plainText(*error).c_str());
    }
    return 1;
}

// What stays in memory once what was only needed to get there is given back.
double keptMebibytes()
{
    malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    long all = 0, resident = 0;
    statm >> all >> resident;
    return double(resident) * double(sysconf(_SC_PAGESIZE)) / 1048576.0;
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
    if (argc < 2) {
        std::fprintf(stderr, "usage: bench_lists KUBECONFIG [kept]\n");
        return 2;
    }
    CurlTransport transport;
    CredentialServices services {transport};
    const Kubeconfig kubeconfig = loadKubeconfig({argv[1]}, true);
    const KubeContext* context = kubeconfig.context(kubeconfig.currentContext);
    const KubeCluster* cluster = context ? kubeconfig.cluster(context->cluster) : nullptr;
    if (!cluster) {
        std::fprintf(stderr, "%s names no cluster\n", argv[1]);
        return 1;
    }
    QObject here; // on this thread
    Worlds worlds {nullptr};
    std::unique_ptr<Feed> feed;
    const auto look = [&] {
        if (const WorldPtr world = feed->take())
            worlds.front() = world;
        if (!worlds.front() || !complete(*worlds.front()))
            return;
        const int status = derive(worlds);
        if (argc == 3)
            std::printf("%.2f MiB kept\n", keptMebibytes());
        std::fflush(stdout);
        std::_Exit(status); // complete rows are what is timed, not taking it all down
    };
    feed = std::make_unique<Feed>(transport, makeCredentialSource(kubeconfig, context->name, true, services),
        Feed::Scope {context->name, cluster->server, {}, context->ns}, [&] { QMetaObject::invokeMethod(&here, look, Qt::QueuedConnection); });
    QTimer::singleShot(std::chrono::minutes(1), &here, [&] { std::_Exit(explain(worlds)); });
    feed->start();
    return QCoreApplication::exec();
}
