// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend.h"
#include "clusters.h"
#include "command.h"
#include "settings/secrets.h"
#include "settings/store.h"

#include <QTimer>

#include <memory>

class QCoreApplication;

namespace loadline {

// A command without a window that needs clusters: opens the contexts that were asked for, waits until what it wants has
// loaded, and hands over. What cannot be had ends it with one line on standard error and exit status 1.
class HeadlessRun : public QObject {
    Q_OBJECT
public:
    struct Wanted {
        std::vector<KindId> needs; // without these it fails
        std::vector<KindId> wants; // waited for, but may be missing or refused
        // What else to wait for, asked after each change once the kinds are there; may ask the sessions for more.
        std::function<bool(HeadlessRun&, const Worlds&)> complete;
        bool prometheus = false; // wait until each cluster's Prometheus is found, or known to be missing
        Journal* journal = nullptr; // for Session::applier(); outlives the run
        bool changes = false; // it means to change something; never when --read-only was given
        // Of several contexts it goes on without one that cannot be had, says so, and ends with exitPartial.
        bool partial = false;
        Seconds timeout {30};
    };
    // Called once. Ends the run by finish() or fail(), at once or later.
    using Loaded = std::function<void(HeadlessRun&, const Worlds&)>;

    HeadlessRun(Backend& backend, const Invocation& invocation, const Settings& settings, Wanted wanted, Loaded loaded);
    ~HeadlessRun() override;
    void start();
    void look(); // whether all is there now; called after each change of a World

    // Where nobody asked for it by Wanted::prometheus: session's prometheusTold says what came of it.
    void lookForPrometheus(Session* session);

    [[nodiscard]] Clusters& clusters() { return *clusters_; }
    [[nodiscard]] const Settings& settings() const { return settings_; }
    [[nodiscard]] const Preferences& preferences() const { return settings_.preferences; }
    // What looking for a cluster's Prometheus came to; null before it did.
    [[nodiscard]] const PromDiscovery* prometheus(const std::string& context) const;
    // Which contexts are left out and why, whole sentences, for the head of what is written.
    [[nodiscard]] const QStringList& leftOut() const { return leftOut_; }
    void finish(int status);
    void fail(const Error& error);

Q_SIGNALS:
    void finished(int status);

private:
    void outOfTime();
    void giveUp(const std::string& context, const Error& error); // goes on without it where it may, else fails
    [[nodiscard]] Worlds worlds() const; // of the contexts that were asked for and not given up
    [[nodiscard]] std::vector<std::string> behind(const Worlds& worlds) const; // contexts that are not all read
    [[nodiscard]] Error late(const std::string& context, const World* world) const; // what is still missing of it
    Backend& backend_;
    Invocation invocation_;
    Settings settings_;
    Wanted wanted_;
    Loaded loaded_;
    std::unique_ptr<Clusters> clusters_;
    std::unique_ptr<Secrets> secrets_;
    std::vector<std::string> contexts_; // asked for, without those given up
    QStringList leftOut_;
    std::map<std::string, PromDiscovery> prometheus_; // by context
    QTimer limit_;
    enum class Stage { Waiting, Handed, Finished } stage_ = Stage::Waiting;
};

// Which contexts a command is about: those named, else the current one. Errors: NotFound when there is none.
Result<std::vector<std::string>> wantedContexts(const Kubeconfig& kubeconfig, const Invocation& invocation);

// Makes the QCoreApplication, runs, and returns the exit status.
int runHeadless(Launch& launch, HeadlessRun::Wanted wanted, HeadlessRun::Loaded loaded);
// The same in an application that is there: one with fonts, for what draws.
int runHeadless(QCoreApplication& application, Launch& launch, HeadlessRun::Wanted wanted, HeadlessRun::Loaded loaded);

} // namespace loadline
