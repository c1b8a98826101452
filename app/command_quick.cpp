// SPDX-License-Identifier: GPL-3.0-or-later
// The quick actions at the terminal: pause, resume, bounds and scale, by the same path as the window's.
#include "action_changes.h"
#include "apply/ownership.h"
#include "apply/quick_action.h"
#include "command_list.h"
#include "write_run.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace loadline {
namespace {

struct Options {
    std::string object, why, lasts;
    ConflictChoices conflicts;
    std::int64_t replicas = -1, min = -1, max = -1;
    bool scaleIn = false, scaleOut = false, dryRun = false, yes = false;
    int timeout = 30;
};
struct Act {
    QuickAction action {};
    const char* silent = ""; // the kind of a name alone
    std::function<Result<Change>(const Value& live)> make;
};

struct Named {
    const char* word;
    const char* apiVersion;
    const char* kind;
};
constexpr Named kinds[] = {
    {"scaledobject", "keda.sh/v1alpha1", "ScaledObject"},
    {"scaledjob", "keda.sh/v1alpha1", "ScaledJob"},
    {"hpa", "autoscaling/v2", "HorizontalPodAutoscaler"},
    {"deployment", "apps/v1", "Deployment"},
    {"statefulset", "apps/v1", "StatefulSet"},
    {"replicaset", "apps/v1", "ReplicaSet"},
};

// "hpa/web"; a name alone is `silent`.
Result<ManifestRef> meant(const std::string& object, const char* silent, const Invocation& invocation)
{
    const auto slash = object.find('/');
    std::string word = slash == std::string::npos ? silent : object.substr(0, slash);
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    const std::string name = slash == std::string::npos ? object : object.substr(slash + 1);
    if (invocation.namespaces.size() > 1)
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "One object has one namespace."), "", LOADLINE_TR("Error", "Give --namespace once."), {}};
    for (const Named& kind : kinds)
        if (word == kind.word && !name.empty())
            return ManifestRef {kind.apiVersion, kind.kind, invocation.namespaces.empty() ? "" : invocation.namespaces.front(), name};
    return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 names no object that this can be done to."), "",
        LOADLINE_TR("Error", "Write KIND/NAME, where KIND is scaledobject, scaledjob, hpa, deployment, statefulset or replicaset."), {object}};
}

// "30m", "2h", "1d" in minutes; none for anything else.
std::optional<std::int64_t> minutesOf(const std::string& text)
{
    if (text.size() < 2 || text.size() > 6 || !std::all_of(text.begin(), text.end() - 1, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const std::int64_t number = std::stoll(text.substr(0, text.size() - 1));
    const char unit = text.back();
    const std::int64_t each = unit == 'm' ? 1 : unit == 'h' ? 60 : unit == 'd' ? 24 * 60 : 0;
    return number > 0 && each > 0 ? std::optional(number * each) : std::nullopt;
}

// A pause's end is noted after it was written, and forgotten when it was ended.
void keepTime(Journal& journal, const Options& options, const Applied& applied, const std::string& context, TimePoint now)
{
    journal.forget(context, applied.change.ref);
    const auto minutes = minutesOf(options.lasts);
    if (!minutes)
        return;
    const auto kept = journal.remind({0, context, applied.change.ref, now, now + std::chrono::minutes {*minutes}, applied.change.why});
    if (!kept)
        say(stderr, oneLine(kept.error()));
}

// What the window's panel warns of too: pods that restart, an autoscaler that will set it again.
void warn(const Act& act, const Value& live, HeadlessRun& headless)
{
    const Worlds worlds = headless.clusters().worlds();
    const World* world = worlds.empty() ? nullptr : worlds.front().get();
    for (const ActionNote& note : notesOf({act.action, {}, refOf(live), {}, {}}, live, world))
        if (note.tone == Tone::Warn)
            say(stderr, QStringLiteral("loadline: ") + note.text);
}

// Where what sets the replicas of a workload is looked for.
std::vector<KindId> wantedFor(QuickAction action)
{
    return action == QuickAction::Scale ? std::vector {KindId::Hpa, KindId::ScaledObject} : std::vector<KindId> {};
}

int run(Launch& launch, const Options& options, const Act& act)
{
    if (const auto error = cannotAsk(options.dryRun || !options.conflicts.patch.empty(), options.yes))
        return failed(*error);
    const auto ref = meant(options.object, act.silent, launch.invocation);
    if (!ref)
        return failed(ref.error());
    Journal journal(journalFile(launch.invocation));
    const auto begin = [&](HeadlessRun& headless, Applier& applier) {
        applier.read(*ref, [&headless, &applier, &options, &journal, act, ref = *ref](const Result<Value>& live) {
            if (!live)
                return headless.fail(live.error());
            if (live->isNull())
                return headless.fail({Error::Kind::NotFound, LOADLINE_TR("Error", "%1 %2 is not there."), "", LOADLINE_TR("Error", "Is it in another namespace? Give --namespace."), {ref.kind, ref.name}});
            auto change = act.make(*live);
            if (!change)
                return headless.fail(change.error());
            if (!options.why.empty())
                change->why += ": " + options.why;
            warn(act, *live, headless);
            WriteWish wish {{*change}, {}, options.conflicts, options.dryRun, options.yes};
            if (act.action == QuickAction::Pause || act.action == QuickAction::Resume)
                wish.after = [&headless, &journal, &options, context = applier.place().context](const std::vector<Applied>& results) {
                    keepTime(journal, options, results.front(), context, headless.clusters().now());
                };
            tryAndApply(headless, applier, wish);
        });
    };
    return runWriting(launch, journal, options.timeout, begin, wantedFor(act.action));
}

void addCommon(CLI::App& command, Options& options, const char* about)
{
    command.add_option("OBJECT", options.object, about)->required();
    command.add_flag("--dry-run", options.dryRun, "Ask the server what would change, and write nothing");
    command.add_flag("--yes,-y", options.yes, "Write without asking");
    addConflictChoices(command, options.conflicts);
    command.add_option("--why", options.why, "The reason, for the journal")->type_name("TEXT");
    addTimeout(command, options.timeout);
}

Result<Change> paused(const Options& options, const Value& live)
{
    using Way = PauseWish::Way;
    PauseWish wish;
    wish.way = options.replicas >= 0 ? Way::AtReplicas : options.scaleIn ? Way::ScaleIn : options.scaleOut ? Way::ScaleOut : Way::Fully;
    wish.replicas = options.replicas;
    return pauseChange(live, wish);
}

std::optional<std::int64_t> given(std::int64_t value)
{
    return value < 0 ? std::nullopt : std::optional(value);
}

} // namespace

CliCommand pauseCommand()
{
    const auto options = std::make_shared<Options>();
    return {"pause", "Pause a ScaledObject or ScaledJob of KEDA, for a while if you like",
        [options](CLI::App& command) {
            addCommon(command, *options, "Its name, or scaledjob/NAME");
            auto* at = command.add_option("--at", options->replicas, "Hold it at so many replicas")->check(CLI::Range(0, 1000000))->type_name("N");
            auto* in = command.add_flag("--scale-in", options->scaleIn, "Never scale in; scaling out goes on")->excludes(at);
            command.add_flag("--scale-out", options->scaleOut, "Never scale out; scaling in goes on")->excludes(at)->excludes(in);
            command.add_option("--for", options->lasts, "How long: 30m, 2h, 1d. Loadline's window resumes it then, or reminds you when it starts")
                ->check([](const std::string& text) { return minutesOf(text) ? std::string() : "a length is a number with m, h or d: " + text; })
                ->type_name("LENGTH");
        },
        [options](Launch& launch) { return run(launch, *options, {QuickAction::Pause, "scaledobject", [options](const Value& live) { return paused(*options, live); }}); }};
}

CliCommand resumeCommand()
{
    const auto options = std::make_shared<Options>();
    return {"resume", "End every pause of a ScaledObject or ScaledJob",
        [options](CLI::App& command) { addCommon(command, *options, "Its name, or scaledjob/NAME"); },
        [options](Launch& launch) { return run(launch, *options, {QuickAction::Resume, "scaledobject", [](const Value& live) { return resumeChange(live); }}); }};
}

CliCommand boundsCommand()
{
    const auto options = std::make_shared<Options>();
    return {"bounds", "Set the least and the most replicas of an autoscaler",
        [options](CLI::App& command) {
            addCommon(command, *options, "hpa/NAME, scaledobject/NAME or scaledjob/NAME; a name alone is an HPA");
            command.add_option("--min", options->min, "The least; as it is when left out")->check(CLI::Range(0, 1000000))->type_name("N");
            command.add_option("--max", options->max, "The most; as it is when left out")->check(CLI::Range(1, 1000000))->type_name("N");
        },
        [options](Launch& launch) {
            if (options->min < 0 && options->max < 0) {
                failed({Error::Kind::Malformed, LOADLINE_TR("Error", "No bound was named."), "", LOADLINE_TR("Error", "Give --min, --max or both."), {}});
                return 2;
            }
            return run(launch, *options, {QuickAction::Bounds, "hpa", [options](const Value& live) { return boundsChange(live, given(options->min), given(options->max)); }});
        }};
}

CliCommand scaleCommand()
{
    const auto options = std::make_shared<Options>();
    return {"scale", "Set the replicas of a workload once; its autoscaler may set them again",
        [options](CLI::App& command) {
            addCommon(command, *options, "deployment/NAME, statefulset/NAME or replicaset/NAME; a name alone is a Deployment");
            command.add_option("REPLICAS", options->replicas, "How many")->required()->check(CLI::Range(0, 1000000));
        },
        [options](Launch& launch) { return run(launch, *options, {QuickAction::Scale, "deployment", [options](const Value& live) { return scaleChange(live, options->replicas); }}); }};
}

} // namespace loadline
