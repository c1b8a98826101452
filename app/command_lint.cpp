// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "headless.h"
#include "lint_evidence.h"
#include "lint_report.h"
#include "manifest_files.h"
#include "readiness.h"
#include "tables/wording.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace loadline {
namespace {

struct Options {
    std::vector<std::string> inputs;
    std::string output, format = "text", failOn = "warning";
    bool silenced = false;
    int timeout = 30;
};

void add(CLI::App& command, Options& options)
{
    command.add_option("FILE", options.inputs, "Files or folders of manifests; - reads standard input")
        ->required()
        ->type_name("FILE|DIR|-");
    command.add_option("--format", options.format, "text, json or sarif (2.1.0)")
        ->check(CLI::IsMember({"text", "json", "sarif"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    command.add_option("--fail-on", options.failOn, "The least severity that makes the exit status 1: error, warning or info")
        ->check(CLI::IsMember({"error", "warning", "info"}))
        ->type_name("SEVERITY")
        ->capture_default_str();
    command.add_flag("--silenced", options.silenced, "Tell of silenced findings too, with their reasons");
    addOutput(command, options.output);
    addTimeout(command, options.timeout);
    command.footer("Judged by the manifests alone, or with --context or --demo by the live cluster they would\n"
                   "change and, where a rule wants to know more, by what its Prometheus says (--prometheus).\n"
                   "The annotation loadline.dev/silence silences rules on an object: \"RULE: reason; OTHER: reason\".\n"
                   "In folders Helm charts, kustomizations and their patches are passed over, and said.\n"
                   "Exit status: 0 nothing at or above --fail-on, 1 there is, 2 the command line is wrong, a file\n"
                   "cannot be read as manifests, or the cluster could not be asked.");
}

Severity severityOf(const std::string& word)
{
    return word == "error" ? Severity::Error : word == "info" ? Severity::Info : Severity::Warning;
}

int report(const Options& options, const ManifestFiles& files, const LintReport::Cluster& cluster, const std::string& ns, const Preferences& preferences)
{
    const LintReport found(files, cluster, ns, preferences, options.silenced);
    const QByteArray text = options.format == "json" ? found.json() : options.format == "sarif" ? found.sarif() : found.text();
    if (writeOutput(options.output, text) != 0)
        return 2;
    for (const auto* errors : {&files.passedOver, &files.unreadable})
        for (const Error& error : *errors)
            say(stderr, oneLine(error));
    if (!files.unreadable.empty())
        return 2;
    return found.atLeast(severityOf(options.failOn)) ? 1 : 0;
}

using Judge = std::function<void(const LintReport::Cluster&)>;

// Asks the server these paths, one after the other; what it does not tell stays unknown.
void withPublished(Session* session, LintReport::Cluster cluster, std::vector<std::string> paths, const Judge& judge)
{
    if (!session || paths.empty())
        return judge(cluster);
    const std::string next = paths.back();
    paths.pop_back();
    session->get(next, [session, next, cluster = std::move(cluster), paths = std::move(paths), judge](const Result<std::string>& json) mutable {
        cluster.published.take(next, json);
        withPublished(session, std::move(cluster), std::move(paths), judge);
    });
}

// Asks the cluster's Prometheus what the rules want to know of these files, where they want to know anything.
void withEvidence(HeadlessRun& headless, const Options& options, const ManifestFiles& files, const std::string& ns, LintReport::Cluster cluster, const Judge& judge)
{
    constexpr Seconds most {10}; // of waiting for what only some rules need
    Session* session = cluster.world ? headless.clusters().session(cluster.world->cluster) : nullptr;
    if (!session)
        return judge(cluster);
    std::vector<ManifestRef> refs;
    for (const auto& document : files.documents)
        refs.push_back(document.ref());
    Overlay overlay = layOver(cluster.world, files.documents, ns);
    cluster.published.layInto(overlay);
    auto* evidence = new LintEvidence(headless, *session, std::min(most, Seconds {options.timeout}), [cluster, judge](std::shared_ptr<const Observed> observed) mutable {
        cluster.observed = std::move(observed);
        judge(cluster);
    });
    evidence->ask(overlay, lint(overlay, headless.preferences(), &refs));
}

HeadlessRun::Wanted wanted(const Options& options)
{
    using K = KindId;
    HeadlessRun::Wanted wanted;
    wanted.wants = {K::Hpa, K::Vpa, K::ScaledObject, K::ScaledJob, K::TriggerAuthentication, K::ClusterTriggerAuthentication, K::Node,
        K::Pod, K::Deployment, K::StatefulSet, K::ReplicaSet, K::DisruptionBudget, K::Quota, K::LimitRange, K::PriorityClass, K::NodePool,
        K::NodeClaim, K::AutoscalerStatus, K::Event};
    wanted.timeout = Seconds {options.timeout};
    return wanted;
}

// A trap that hangs on what may not be read is not seen: that is said, so that silence is not taken for a pass.
void sayUnread(std::span<const KindId> wants, const World& world)
{
    QStringList kinds;
    const auto refused = unread(wants, world);
    for (const auto& [kind, error] : refused)
        kinds << kindName(kind, true);
    if (!kinds.isEmpty())
        say(stderr, QCoreApplication::translate("Pages", "loadline: Not judged is what rests on %1, which %2 does not tell: %3")
                        .arg(kinds.join(QStringLiteral(", ")), QString::fromStdString(world.cluster), inOneLine(refused.front().second)));
}

int run(Launch& launch, const Options& options)
{
    const ManifestFiles files = readManifests(options.inputs);
    const auto& invocation = launch.invocation;
    const std::string ns = invocation.namespaces.empty() ? "default" : invocation.namespaces.front();
    if (!invocation.demo && invocation.contexts.empty()) {
        QCoreApplication application(launch.argc, launch.argv);
        return report(options, files, {}, ns, {});
    }
    int status = 2;
    const int ran = runHeadless(launch, wanted(options), [&](HeadlessRun& headless, const Worlds& worlds) {
        const Judge judge = [&status, &options, &files, &ns, &headless](const LintReport::Cluster& cluster) {
            status = report(options, files, cluster, ns, headless.preferences());
            headless.finish(0);
        };
        LintReport::Cluster cluster;
        cluster.world = worlds.front();
        const auto wants = wanted(options).wants;
        if (const auto error = cannotBeAsked(wants, *cluster.world))
            return headless.fail(*error);
        sayUnread(wants, *cluster.world);
        Session* session = headless.clusters().session(cluster.world->cluster);
        const auto paths = publishedPaths(files.documents, *cluster.world);
        withPublished(session, std::move(cluster), paths, [&headless, &options, &files, &ns, judge](const LintReport::Cluster& known) {
            withEvidence(headless, options, files, ns, known, judge);
        });
    });
    return ran == 0 ? status : 2;
}

} // namespace

CliCommand lintCommand()
{
    const auto options = std::make_shared<Options>();
    return {"lint", "Check manifests for known traps of autoscaling and exit; needs no display",
        [options](CLI::App& command) { add(command, *options); },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
