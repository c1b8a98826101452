// SPDX-License-Identifier: GPL-3.0-or-later
#include "headless.h"

#include "exporter.h"
#include "tables/keda_rows.h"

#include <cstdio>

namespace loadline {
namespace {

void say(std::FILE* out, const QString& line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), out);
    std::fflush(out);
}

// One clear line: where, what, and how to mend it.
QString oneLine(const Error& error)
{
    QString line = QStringLiteral("loadline: ") + sentence(error);
    if (!error.where.empty())
        line += QStringLiteral(" (") + QString::fromStdString(error.where) + u')';
    if (const QString mend = hint(error); !mend.isEmpty())
        line += u' ' + mend;
    return line.replace(u'\n', u' ');
}

} // namespace

int listContexts(const Backend& backend)
{
    const Kubeconfig& kubeconfig = backend.kubeconfig();
    for (const Error& problem : kubeconfig.problems)
        say(stderr, oneLine(problem));
    for (const KubeContext& context : kubeconfig.contexts) {
        const KubeCluster* cluster = kubeconfig.cluster(context.cluster);
        QString line = (context.name == kubeconfig.currentContext ? QStringLiteral("* ") : QStringLiteral("  "))
            + QString::fromStdString(context.name) + u'\t' + QString::fromStdString(cluster ? cluster->server : "-") + u'\t'
            + QString::fromStdString(context.ns.empty() ? "default" : context.ns);
        if (context.broken)
            line += u'\t' + sentence(*context.broken);
        say(stdout, line);
    }
    if (kubeconfig.contexts.empty()) {
        if (kubeconfig.problems.empty())
            say(stderr, QStringLiteral("loadline: there are no contexts in ") + backend.kubeconfigName());
        return 1;
    }
    return 0;
}

Result<std::vector<std::string>> wantedContexts(const Kubeconfig& kubeconfig, const Invocation& invocation)
{
    if (!invocation.contexts.empty())
        return invocation.contexts;
    if (!kubeconfig.currentContext.empty())
        return std::vector {kubeconfig.currentContext};
    if (kubeconfig.contexts.empty() && !kubeconfig.problems.empty())
        return kubeconfig.problems.front();
    return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "No context was named and the kubeconfig has no current one."), "",
        LOADLINE_TR("Error", "Name one with --context; loadline contexts lists them."), {}};
}

Readiness readiness(const PageTable& table, const Worlds& worlds, std::size_t clusters)
{
    Readiness readiness;
    bool waiting = worlds.size() < clusters;
    for (const WorldPtr& world : worlds) {
        const auto loading = [&](KindId kind) {
            const Presence presence = world->state(kind).presence;
            return presence == Presence::NotAsked || presence == Presence::Loading;
        };
        for (const KindId kind : table.needs) {
            const KindState& state = world->state(kind);
            if (!state.complete() && !loading(kind))
                readiness.error = state.error ? *state.error : Error {Error::Kind::Unsupported, whyNot(*world, kind).toStdString(), "", "", {}};
            else if (loading(kind) && world->trouble)
                readiness.error = world->trouble;
            waiting = waiting || loading(kind);
        }
        for (const KindId kind : table.wants) {
            if (loading(kind) && world->trouble)
                readiness.error = world->trouble;
            waiting = waiting || loading(kind);
        }
    }
    readiness.ready = !waiting && !readiness.error;
    return readiness;
}

ExportRun::ExportRun(Backend& backend, Invocation invocation, const Preferences& preferences)
    : backend_(backend)
    , invocation_(std::move(invocation))
    , preferences_(preferences)
    , clusters_(backend.transport(), backend.makeCredentials())
    , table_(pageTable(invocation_.page))
{
}

void ExportRun::start()
{
    if (!table_) {
        std::string known;
        for (const PageTable& table : pageTables())
            known += (known.empty() ? "" : ", ") + std::string(table.id);
        fail({Error::Kind::NotFound, LOADLINE_TR("Error", "There is no page named %1."), "", LOADLINE_TR("Error", "The pages are %2."),
            {invocation_.page, known}});
        return;
    }
    clusters_.setKubeconfig(backend_.kubeconfig());
    const auto contexts = wantedContexts(backend_.kubeconfig(), invocation_);
    if (!contexts) {
        fail(contexts.error());
        return;
    }
    wanted_ = contexts->size();
    connect(&clusters_, &Clusters::worldsChanged, this, &ExportRun::look);
    limit_.setSingleShot(true);
    connect(&limit_, &QTimer::timeout, this, [this] {
        const Worlds worlds = clusters_.worlds();
        for (const WorldPtr& world : worlds)
            if (world->trouble)
                return fail(*world->trouble);
        fail({Error::Kind::Timeout, LOADLINE_TR("Error", "The cluster did not send all within %1 s."), "",
            LOADLINE_TR("Error", "Give it more with --timeout."), {std::to_string(invocation_.timeout.count())}});
    });
    limit_.start(invocation_.timeout);
    for (const std::string& context : *contexts)
        if (const Done opened = clusters_.open(context, {invocation_.namespaces, true}); !opened)
            return fail(opened.error());
}

void ExportRun::look()
{
    if (done_)
        return;
    const Worlds worlds = clusters_.worlds();
    const Readiness now = readiness(*table_, worlds, wanted_);
    if (now.error)
        return fail(*now.error);
    if (!now.ready)
        return;
    if (table_->live && live_.empty())
        wantLive(worlds);
    if (liveAnswered(worlds))
        write(worlds);
}

void ExportRun::wantLive(const Worlds& worlds)
{
    for (auto& [cluster, keys] : liveKeysOf(deriveKeda(worlds, preferences_))) {
        if (Session* session = clusters_.session(cluster))
            session->wantLive(keys);
        live_[cluster] = std::move(keys);
    }
}

bool ExportRun::liveAnswered(const Worlds& worlds) const
{
    for (const WorldPtr& world : worlds)
        if (const auto wanted = live_.find(world->cluster); wanted != live_.end())
            for (const LiveMetricKey& key : wanted->second)
                if (!world->live(key))
                    return false;
    return true;
}

void ExportRun::write(const Worlds& worlds)
{
    done_ = true;
    const QString filter = QString::fromStdString(invocation_.filter);
    const ExportTable table = table_->derive(worlds, preferences_,
        exportHead(*table_, worlds, filter), filter);
    const QByteArray bytes = invocation_.format == Invocation::Format::Json ? toJson(table) : toCsv(table);
    if (invocation_.output.empty() || invocation_.output == "-") {
        const bool whole = std::fwrite(bytes.constData(), 1, std::size_t(bytes.size()), stdout) == std::size_t(bytes.size())
            && std::fflush(stdout) == 0;
        Q_EMIT finished(whole ? 0 : 1);
        return;
    }
    const Done done = writeFile(QString::fromStdString(invocation_.output), bytes);
    if (!done)
        say(stderr, oneLine(done.error()));
    Q_EMIT finished(done ? 0 : 1);
}

void ExportRun::fail(const Error& error)
{
    if (done_)
        return;
    done_ = true;
    say(stderr, oneLine(error));
    Q_EMIT finished(1);
}

} // namespace loadline
