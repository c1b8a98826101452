// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "headless.h"
#include "lint_report.h"
#include "manifest_files.h"

#include <CLI/CLI.hpp>

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
    command.footer("Judged by the manifests alone, or with --context or --demo by the live cluster they would change.\n"
                   "Exit status: 0 nothing at or above --fail-on, 1 there is, 2 the command line is wrong, a file cannot be\n"
                   "read as manifests, or the cluster could not be asked.");
}

Severity severityOf(const std::string& word)
{
    return word == "error" ? Severity::Error : word == "info" ? Severity::Info : Severity::Warning;
}

int report(const Options& options, const ManifestFiles& files, const WorldPtr& live, const std::string& ns, const Preferences& preferences)
{
    const LintReport found(files, live, ns, preferences, options.silenced);
    const QByteArray text = options.format == "json" ? found.json() : options.format == "sarif" ? found.sarif() : found.text();
    if (writeOutput(options.output, text) != 0)
        return 2;
    for (const Error& error : files.unreadable)
        say(stderr, oneLine(error));
    if (!files.unreadable.empty())
        return 2;
    return found.atLeast(severityOf(options.failOn)) ? 1 : 0;
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

int run(Launch& launch, const Options& options)
{
    const ManifestFiles files = readManifests(options.inputs);
    const auto& invocation = launch.invocation;
    const std::string ns = invocation.namespaces.empty() ? "default" : invocation.namespaces.front();
    if (!invocation.demo && invocation.contexts.empty()) {
        QCoreApplication application(launch.argc, launch.argv);
        return report(options, files, nullptr, ns, {});
    }
    int status = 2;
    const int ran = runHeadless(launch, wanted(options), [&](HeadlessRun& headless, const Worlds& worlds) {
        status = report(options, files, worlds.empty() ? nullptr : worlds.front(), ns, headless.preferences());
        headless.finish(0);
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
