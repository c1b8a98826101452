// SPDX-License-Identifier: GPL-3.0-or-later
#include "install_notes.h"

#include "headless.h"
#include "lint/installed_parts.h"
#include "pages/wizard_around.h"
#include "readiness.h"
#include "tables/cells.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(InstallNotes)
};

// Whether a Prometheus runs is asked of it, for it may run elsewhere or under any name.
QString notesOn(const HeadlessRun& run, const World& world)
{
    InstalledParts parts = installedParts(world);
    if (const PromDiscovery* found = run.prometheus(world.cluster))
        parts.prometheus = found->source.has_value();
    const auto lacks = installNotes(parts);
    if (lacks.empty())
        return Words::tr("# %1 lacks nothing that Loadline can see").arg(qtext(world.cluster)) + QLatin1Char('\n');
    return Words::tr("# What %1 lacks").arg(qtext(world.cluster)) + QStringLiteral("\n\n") + installText(lacks);
}

} // namespace

int writeInstallNotes(Launch& launch, const std::string& output)
{
    HeadlessRun::Wanted wanted;
    wanted.wants = {KindId::Deployment, KindId::StatefulSet, KindId::NodePool, KindId::Node, KindId::ScaledObject, KindId::Vpa};
    wanted.prometheus = true;
    return runHeadless(launch, wanted, [output, wants = wanted.wants](HeadlessRun& run, const Worlds& worlds) {
        QStringList all;
        for (const WorldPtr& world : worlds) {
            if (const auto error = cannotBeAsked(wants, *world))
                return run.fail(*error);
            all << notesOn(run, *world);
        }
        run.finish(writeOutput(output, all.join(QLatin1Char('\n')).toUtf8()));
    });
}

} // namespace loadline
