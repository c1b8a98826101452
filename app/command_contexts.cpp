// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend.h"
#include "command_list.h"
#include "tables/wording.h"

#include <QCoreApplication>

namespace loadline {
namespace {

QString line(const KubeContext& context, const Kubeconfig& kubeconfig)
{
    const KubeCluster* cluster = kubeconfig.cluster(context.cluster);
    QString line = (context.name == kubeconfig.currentContext ? QStringLiteral("* ") : QStringLiteral("  "))
        + QString::fromStdString(context.name) + u'\t' + QString::fromStdString(cluster ? cluster->server : "-") + u'\t'
        + QString::fromStdString(context.ns.empty() ? "default" : context.ns);
    if (context.broken)
        line += u'\t' + sentence(*context.broken);
    return line;
}

int run(Launch& launch)
{
    QCoreApplication application(launch.argc, launch.argv);
    const Backend backend(launch.invocation);
    const Kubeconfig& kubeconfig = backend.kubeconfig();
    for (const Error& problem : kubeconfig.problems)
        say(stderr, oneLine(problem));
    for (const KubeContext& context : kubeconfig.contexts)
        say(stdout, line(context, kubeconfig));
    if (kubeconfig.contexts.empty() && kubeconfig.problems.empty())
        say(stderr, QStringLiteral("loadline: there are no contexts in ") + backend.kubeconfigName());
    return kubeconfig.contexts.empty() ? 1 : 0;
}

} // namespace

CliCommand contextsCommand()
{
    return {"contexts", "List the contexts of the kubeconfig and exit; contacts nobody", {}, run};
}

} // namespace loadline
