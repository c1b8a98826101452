// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"
#include "kube/exec_plugin_answer.h"
#include "kube/exec_plugin_process.h"
#include "kube/plugin_prompts.h"

#include <QObject>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

class LoginShell;
struct LoginEnvironment;

// Runs credential plugins for all contexts of the program: contexts with the same plugin and cluster information share
// one run and its answer, runs of the same plugin follow each other, prompts are shown one at a time. What was given is
// kept until it expires. After a failure, or when the server rejects what a second run gave, the next run waits: 30 s,
// doubled up to 10 min; three long failures in a row, a prompt that nobody answered or that was cancelled end running
// until the user asks for it, so that a night away opens no windows.
// Lives on a thread with an event loop and outlives every source that asks it.
class PluginRuns : public QObject {
    Q_OBJECT
public:
    struct Limits {
        Millis patience {Seconds {60}}; // for a plugin that waits for nobody
        Millis answerPatience {std::chrono::minutes {10}};
        Millis firstWait {Seconds {30}};
        Millis longestWait {std::chrono::minutes {10}};
        Millis provenAfter {Seconds {60}}; // not rejected for so long: the server took it
        Millis longRun {Seconds {10}}; // it may have opened a window
        int longFailures = 3;
        std::size_t atOnce = 8;
    };
    struct Wish {
        ExecPlugin plugin;
        KubeCluster cluster;
        std::string context;
        std::uint64_t rejected = 0; // the generation that the server answered 401 to; 0 none
    };
    using Ready = std::function<void(Result<PluginCredential>)>;

    // `clock` gives the wall time that expiry and waits are measured by.
    PluginRuns(
        LoginShell& shell, std::function<TimePoint()> clock, Limits limits = usualLimits(), QObject* parent = nullptr);
    static Limits usualLimits() { return {}; }
    ~PluginRuns() override; // ends what runs; `ready` of those is not called

    void setPrompts(PluginPrompts prompts);
    // From any thread; `ready` is called once, on this object's thread.
    void get(Wish wish, Ready ready);
    // The user wants it tried again now: forgets failures and waits. From any thread.
    void retry();
    void answer(std::uint64_t prompt, const Secret& text);
    void cancel(std::uint64_t prompt);

private:
    struct Job;
    Job& jobFor(const Wish& wish);
    void serve(const Wish& wish, Ready ready);
    void noteRejection(Job& job, TimePoint now) const;
    void startQueued();
    [[nodiscard]] bool mayStart(const Job& job) const;
    void launch(Job& job, const LoginEnvironment& environment);
    [[nodiscard]] Result<ExecPluginProcess::Start> prepare(const Job& job, const LoginEnvironment& environment) const;
    void finish(Job& job, const ExecPluginProcess::Outcome& outcome);
    void succeed(Job& job, PluginCredential credential);
    void fail(Job& job, Error error, bool untilAsked);
    [[nodiscard]] Millis wait(int failures) const;
    void deliver(Job& job);
    void wantPrompt(Job& job);
    void endPrompt(Job& job);
    void showPrompt(const Job& job) const;
    Job* prompted(std::uint64_t prompt);

    LoginShell& shell_;
    std::function<TimePoint()> clock_;
    Limits limits_;
    PluginPrompts prompts_;
    std::vector<std::unique_ptr<Job>> jobs_;
    std::deque<Job*> queue_;
    std::deque<Job*> promptQueue_; // the first one is shown
    std::uint64_t lastGeneration_ = 0;
    std::uint64_t lastPrompt_ = 0;
};

} // namespace loadline
