// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/exec_plugin_runs.h"

#include "kube/exec_plugin_fault.h"
#include "kube/exec_plugin_mask.h"
#include "kube/login_shell.h"

#include <QFileInfo>
#include <QLoggingCategory>
#include <QStandardPaths>

#include <algorithm>

namespace loadline {
namespace {

Q_LOGGING_CATEGORY(log, "loadline.plugin")

using Input = ExecPluginProcess::Input;
using End = ExecPluginProcess::End;

// Renewed a little before the end, but never so early that short-lived ones are renewed for ever.
Millis skew(Millis lifetime)
{
    return std::min<Millis>(Seconds {30}, lifetime / 5);
}

bool mayAsk(const ExecPlugin& plugin)
{
    return plugin.interactiveMode != "Never";
}

QString findProgram(const ExecPlugin& plugin, const LoginEnvironment& environment)
{
    const QString command = QString::fromStdString(plugin.command);
    if (!command.contains(QLatin1Char('/')))
        return QStandardPaths::findExecutable(
            command, environment.variables.value(QStringLiteral("PATH")).split(QLatin1Char(':'), Qt::SkipEmptyParts));
    const QFileInfo file(command);
    return file.isFile() && file.isExecutable() ? command : QString();
}

} // namespace

struct PluginRuns::Job {
    enum class State { Idle, Queued, Running };
    ExecPlugin plugin;
    KubeCluster cluster; // of the wish that made it
    std::string info; // what the plugin is told: jobs differ by it
    std::vector<std::string> contexts;
    State state = State::Idle;
    std::vector<Ready> waiting;
    ExecPluginProcess* process = nullptr;
    Input input = Input::None;
    TimePoint startedAt {};

    std::optional<PluginCredential> credential;
    TimePoint obtainedAt {};
    bool rejected = false; // the server answered 401 to `credential`
    bool afterRejection = false; // why it runs now
    int failures = 0;
    int longFailures = 0;
    TimePoint notBefore = TimePoint::min();
    std::optional<Error> error;
    std::uint64_t prompt = 0; // shown or waiting to be shown
};

PluginRuns::PluginRuns(LoginShell& shell, std::function<TimePoint()> clock, Limits limits, QObject* parent)
    : QObject(parent)
    , shell_(shell)
    , clock_(std::move(clock))
    , limits_(limits)
{
}

PluginRuns::~PluginRuns()
{
    for (const auto& job : jobs_)
        delete job->process;
}

void PluginRuns::setPrompts(PluginPrompts prompts)
{
    prompts_ = std::move(prompts);
}

void PluginRuns::get(Wish wish, Ready ready)
{
    QMetaObject::invokeMethod(
        this, [this, wish = std::move(wish), ready = std::move(ready)]() mutable { serve(wish, std::move(ready)); },
        Qt::QueuedConnection);
}

void PluginRuns::retry()
{
    QMetaObject::invokeMethod(
        this,
        [this] {
            for (const auto& job : jobs_) {
                job->failures = job->longFailures = 0;
                job->notBefore = TimePoint::min();
                job->error.reset();
                if (job->rejected)
                    job->credential.reset();
            }
        },
        Qt::QueuedConnection);
}

PluginRuns::Job& PluginRuns::jobFor(const Wish& wish)
{
    std::string info = execInfo(wish.plugin, wish.cluster, false);
    const auto found
        = std::ranges::find_if(jobs_, [&](const auto& job) { return job->plugin == wish.plugin && job->info == info; });
    if (found != jobs_.end())
        return **found;
    auto job = std::make_unique<Job>();
    job->plugin = wish.plugin;
    job->cluster = wish.cluster;
    job->info = std::move(info);
    jobs_.push_back(std::move(job));
    return *jobs_.back();
}

// The first 401 to what was good for a while is worth a new run at once; another one waits.
void PluginRuns::noteRejection(Job& job, TimePoint now) const
{
    if (!job.rejected && now - job.obtainedAt > limits_.provenAfter) {
        job.failures = 0;
        job.notBefore = TimePoint::min();
    }
    job.rejected = true;
}

void PluginRuns::serve(const Wish& wish, Ready ready)
{
    Job& job = jobFor(wish);
    if (std::ranges::find(job.contexts, wish.context) == job.contexts.end())
        job.contexts.push_back(wish.context);
    if (job.state != Job::State::Idle) {
        job.waiting.push_back(std::move(ready));
        return;
    }
    const TimePoint now = clock_();
    // Who was rejected with an older one than there is now simply gets the newer one.
    const bool rejected = wish.rejected != 0 && job.credential && job.credential->generation == wish.rejected;
    if (rejected)
        noteRejection(job, now);
    const bool fresh = job.credential
        && (!job.credential->expires
            || now < *job.credential->expires - skew(*job.credential->expires - job.obtainedAt));
    if (fresh && !rejected) {
        ready(*job.credential);
        return;
    }
    if (now < job.notBefore) {
        ready(job.error ? *job.error : pluginRejected(job.plugin));
        return;
    }
    job.waiting.push_back(std::move(ready));
    job.afterRejection = rejected;
    job.state = Job::State::Queued;
    queue_.push_back(&job);
    startQueued();
}

bool PluginRuns::mayStart(const Job& job) const
{
    std::size_t running = 0;
    for (const auto& other : jobs_) {
        if (other->state != Job::State::Running)
            continue;
        ++running;
        const bool shareTerminal = prompts_.place == PluginPrompts::Place::Terminal && mayAsk(other->plugin);
        if (other->plugin == job.plugin || (shareTerminal && mayAsk(job.plugin)))
            return false;
    }
    return running < limits_.atOnce;
}

void PluginRuns::startQueued()
{
    for (std::size_t i = 0; i < queue_.size();) {
        Job& job = *queue_[i];
        if (!mayStart(job)) {
            ++i;
            continue;
        }
        queue_.erase(queue_.begin() + static_cast<std::ptrdiff_t>(i));
        job.state = Job::State::Running;
        job.startedAt = clock_();
        shell_.get(this, [this, &job](const LoginEnvironment& environment) { launch(job, environment); });
        i = 0; // a run that ended at once has changed the queue
    }
}

Result<ExecPluginProcess::Start> PluginRuns::prepare(const Job& job, const LoginEnvironment& environment) const
{
    if (job.plugin.interactiveMode == "Always" && prompts_.place == PluginPrompts::Place::None)
        return pluginMayNotAsk(job.plugin);
    ExecPluginProcess::Start start;
    start.program = findProgram(job.plugin, environment);
    if (start.program.isEmpty())
        return pluginNotFound(job.plugin, environment);
    for (const std::string& argument : job.plugin.args)
        start.arguments << QString::fromStdString(argument);
    if (mayAsk(job.plugin) && prompts_.place != PluginPrompts::Place::None)
        start.input = prompts_.place == PluginPrompts::Place::Terminal ? Input::Terminal : Input::Window;
    start.environment = environment.variables;
    if (start.input == Input::Window)
        start.environment.insert(QStringLiteral("TERM"), QStringLiteral("dumb"));
    for (const auto& [name, value] : job.plugin.env)
        start.environment.insert(QString::fromStdString(name), QString::fromStdString(value.reveal()));
    start.environment.insert(QStringLiteral("KUBERNETES_EXEC_INFO"),
        QString::fromStdString(execInfo(job.plugin, job.cluster, start.input != Input::None)));
    start.patience = limits_.patience;
    start.answerPatience = limits_.answerPatience;
    return start;
}

void PluginRuns::launch(Job& job, const LoginEnvironment& environment)
{
    auto start = prepare(job, environment);
    if (!start) {
        fail(job, start.error(), false);
        return;
    }
    qCDebug(log) << "running" << QString::fromStdString(pluginName(job.plugin));
    job.startedAt = clock_();
    job.input = start->input;
    job.process = new ExecPluginProcess(std::move(*start), this);
    connect(job.process, &ExecPluginProcess::waiting, this, [this, &job] { wantPrompt(job); });
    connect(job.process, &ExecPluginProcess::finished, this,
        [this, &job](const ExecPluginProcess::Outcome& outcome) { finish(job, outcome); });
    job.process->begin();
}

void PluginRuns::finish(Job& job, const ExecPluginProcess::Outcome& outcome)
{
    endPrompt(job);
    job.process->deleteLater();
    job.process = nullptr;
    if (outcome.end == End::Exited && outcome.exitCode == 0) {
        auto credential = readExecCredential(job.plugin, outcome.printed.toStdString(), clock_());
        if (credential)
            succeed(job, std::move(*credential));
        else
            fail(job, pluginUseless(job.plugin, outcome, credential.error()), false);
        return;
    }
    fail(job, pluginFault(job.plugin, outcome, limits_.patience),
        outcome.end == End::Cancelled || outcome.end == End::AnswerTimedOut);
}

void PluginRuns::succeed(Job& job, PluginCredential credential)
{
    const TimePoint now = clock_();
    credential.generation = ++lastGeneration_;
    job.credential = std::move(credential);
    job.obtainedAt = now;
    job.rejected = false;
    job.error.reset();
    job.longFailures = 0;
    job.failures = job.afterRejection ? job.failures + 1 : 0;
    job.notBefore = job.failures == 0 ? TimePoint::min() : now + wait(job.failures);
    deliver(job);
}

void PluginRuns::fail(Job& job, Error error, bool untilAsked)
{
    const TimePoint now = clock_();
    ++job.failures;
    job.longFailures = now - job.startedAt > limits_.longRun ? job.longFailures + 1 : 0;
    if (job.longFailures >= limits_.longFailures) {
        untilAsked = true;
        error.hint = LOADLINE_TR("Error", "It is not run again by itself, as it may open windows; refresh to run it.");
    }
    job.notBefore = untilAsked ? TimePoint::max() : now + wait(job.failures);
    job.credential.reset();
    job.rejected = false;
    qCWarning(log) << QString::fromStdString(plainText(error));
    job.error = std::move(error);
    deliver(job);
}

Millis PluginRuns::wait(int failures) const
{
    Millis length = limits_.firstWait;
    for (int i = 1; i < failures && length < limits_.longestWait; ++i)
        length *= 2;
    return std::min(length, limits_.longestWait);
}

void PluginRuns::deliver(Job& job)
{
    job.state = Job::State::Idle;
    const auto waiting = std::move(job.waiting);
    job.waiting.clear();
    const Result<PluginCredential> result = job.error ? Result<PluginCredential>(*job.error) : *job.credential;
    for (const Ready& ready : waiting)
        ready(result);
    startQueued();
}

// The one that is shown stays first; others follow in the order they asked.
void PluginRuns::wantPrompt(Job& job)
{
    if (prompts_.place != PluginPrompts::Place::Window || !prompts_.show)
        return;
    job.process->setWaitsForUser(true);
    if (job.prompt == 0) {
        job.prompt = ++lastPrompt_;
        promptQueue_.push_back(&job);
    }
    if (promptQueue_.front() == &job)
        showPrompt(job);
}

void PluginRuns::showPrompt(const Job& job) const
{
    std::vector<Secret> secrets = job.process->answers();
    for (const auto& [name, value] : job.plugin.env)
        secrets.push_back(value);
    prompts_.show({job.prompt, job.contexts, pluginName(job.plugin), maskedLightly(job.process->said(), secrets),
        job.process->echoOff()});
}

void PluginRuns::endPrompt(Job& job)
{
    if (job.prompt == 0)
        return;
    const bool wasShown = promptQueue_.front() == &job;
    std::erase(promptQueue_, &job);
    const std::uint64_t prompt = std::exchange(job.prompt, 0);
    if (!wasShown)
        return;
    if (prompts_.close)
        prompts_.close(prompt);
    if (!promptQueue_.empty())
        showPrompt(*promptQueue_.front());
}

PluginRuns::Job* PluginRuns::prompted(std::uint64_t prompt)
{
    const auto found = std::ranges::find(promptQueue_, prompt, &Job::prompt);
    return found == promptQueue_.end() || !(*found)->process ? nullptr : *found;
}

void PluginRuns::answer(std::uint64_t prompt, const Secret& text)
{
    if (Job* job = prompted(prompt)) {
        job->process->answer(text);
        endPrompt(*job);
    }
}

void PluginRuns::cancel(std::uint64_t prompt)
{
    if (Job* job = prompted(prompt)) {
        job->process->cancel();
        endPrompt(*job);
    }
}

} // namespace loadline
