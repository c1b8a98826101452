// SPDX-License-Identifier: GPL-3.0-or-later
#include "headless.h"

#include "prometheus_values.h"
#include "readiness.h"
#include "tables/wording.h"
#include "translations.h"

#include <QPointer>

#include <algorithm>

namespace loadline {

Result<std::vector<std::string>> wantedContexts(const Kubeconfig& kubeconfig, const Invocation& invocation)
{
    if (kubeconfig.contexts.empty() && !kubeconfig.problems.empty())
        return kubeconfig.problems.front();
    if (!invocation.contexts.empty())
        return invocation.contexts;
    if (!kubeconfig.currentContext.empty())
        return std::vector {kubeconfig.currentContext};
    return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "No context was named and the kubeconfig has no current one."), "",
        LOADLINE_TR("Error", "Name one with --context; loadline contexts lists them."), {}};
}

HeadlessRun::HeadlessRun(Backend& backend, const Invocation& invocation, const Settings& settings, Wanted wanted, Loaded loaded)
    : backend_(backend)
    , invocation_(invocation)
    , settings_(settings)
    , wanted_(std::move(wanted))
    , loaded_(std::move(loaded))
    , clusters_(std::make_unique<Clusters>(backend.transport(), backend.makeCredentials()))
    , secrets_(std::make_unique<Secrets>())
{
}

HeadlessRun::~HeadlessRun() = default;

void HeadlessRun::start()
{
    clusters_->setKubeconfig(backend_.kubeconfig());
    clusters_->setJournal(wanted_.journal);
    const auto contexts = wantedContexts(backend_.kubeconfig(), invocation_);
    if (!contexts)
        return fail(contexts.error());
    contexts_ = *contexts;
    connect(clusters_.get(), &Clusters::worldsChanged, this, &HeadlessRun::look);
    if (wanted_.prometheus)
        connect(clusters_.get(), &Clusters::opened, this, &HeadlessRun::lookForPrometheus);
    limit_.setSingleShot(true);
    connect(&limit_, &QTimer::timeout, this, &HeadlessRun::outOfTime);
    limit_.start(wanted_.timeout);
    std::vector<std::pair<std::string, Error>> refused;
    for (const std::string& context : contexts_) {
        const bool readOnly
            = !wanted_.changes || invocation_.readOnly || (!invocation_.allowChanges && isReadOnly(settings_, QString::fromStdString(context)));
        if (const Done opened = clusters_->open(context, {invocation_.namespaces, readOnly}); !opened)
            refused.emplace_back(context, opened.error());
    }
    for (const auto& [context, error] : refused)
        giveUp(context, error);
}

const PromDiscovery* HeadlessRun::prometheus(const std::string& context) const
{
    const auto known = prometheus_.find(context);
    return known == prometheus_.end() ? nullptr : &known->second;
}

void HeadlessRun::lookForPrometheus(Session* session)
{
    connect(session, &Session::prometheusTold, this, [this, session](const PromDiscovery& discovery) {
        prometheus_[session->context()] = discovery;
        look();
    });
    const PrometheusSetting setting = prometheusFromCommandLine(invocation_)
                                          .value_or(settings_.clusters.value(QString::fromStdString(session->context())).prometheus);
    switch (setting.mode) {
    case PrometheusSetting::Mode::None:
        session->prometheus().useNone();
        prometheus_[session->context()] = {};
        break;
    case PrometheusSetting::Mode::Auto:
        session->findPrometheus(setting.matcher.toStdString());
        break;
    case PrometheusSetting::Mode::ByHand:
        if (setting.keyringName.isEmpty()) {
            session->usePrometheus(setting, {});
            break;
        }
        secrets_->read(setting.keyringName, [this, guard = QPointer<Session>(session), setting](const Result<Secret>& secret) {
            if (!secret && stage_ == Stage::Waiting && guard)
                giveUp(guard->context(), secret.error());
            else if (!secret)
                say(stderr, oneLine(secret.error()));
            else if (guard)
                guard->usePrometheus(setting, *secret);
        });
        break;
    }
}

void HeadlessRun::look()
{
    if (stage_ != Stage::Waiting)
        return;
    for (const WorldPtr& world : worlds())
        if (const Readiness one = readiness(wanted_.needs, wanted_.wants, {world}, 1); one.error) {
            giveUp(world->cluster, *one.error);
            if (stage_ != Stage::Waiting)
                return;
        }
    const Worlds worlds = this->worlds();
    const Readiness now = readiness(wanted_.needs, wanted_.wants, worlds, contexts_.size());
    if (!now.ready || (wanted_.complete && !wanted_.complete(*this, worlds)))
        return;
    if (wanted_.prometheus && !std::all_of(contexts_.begin(), contexts_.end(), [this](const std::string& context) { return prometheus_.contains(context); }))
        return;
    stage_ = Stage::Handed;
    limit_.stop();
    loaded_(*this, worlds);
}

Error HeadlessRun::late(const std::string& context, const World* world) const
{
    const std::string seconds = std::to_string(wanted_.timeout.count());
    const char* more = LOADLINE_TR("Error", "Give it more with --timeout.");
    const auto heard = [](const KindState& state) { return state.heard != TimePoint {}; };
    if (!world || std::none_of(world->states.begin(), world->states.end(), heard)) {
        const KubeContext* entry = backend_.kubeconfig().context(context);
        const KubeUser* user = entry ? backend_.kubeconfig().user(entry->user) : nullptr;
        const Session* session = clusters_->session(context);
        const std::string server = session ? session->scope().server : std::string();
        if (user && user->exec && !(world && world->trouble))
            return {Error::Kind::Timeout, LOADLINE_TR("Error", "Within %1 s %2 gave no answer: neither its credential plugin %3 nor its server."),
                server, LOADLINE_TR("Error", "Run the plugin in a terminal to see what it waits for, or give it more with --timeout."),
                {seconds, context, user->exec->command}};
        return {Error::Kind::Timeout, LOADLINE_TR("Error", "Within %1 s %2 gave no answer."), server,
            LOADLINE_TR("Error", "Check the VPN and the server's address, or give it more with --timeout."), {seconds, context}};
    }
    QStringList kinds;
    for (const auto* wanted : {&wanted_.needs, &wanted_.wants})
        for (const KindId kind : *wanted)
            if (const Presence presence = world->state(kind).presence; presence == Presence::NotAsked || presence == Presence::Loading)
                kinds << kindName(kind, true);
    if (!kinds.isEmpty())
        return {Error::Kind::Timeout, LOADLINE_TR("Error", "Within %1 s %2 did not send all of its %3."), world->server, more,
            {seconds, context, kinds.join(QStringLiteral(", ")).toStdString()}};
    if (wanted_.prometheus && !prometheus_.contains(context))
        return {Error::Kind::Timeout, LOADLINE_TR("Error", "Within %1 s no Prometheus of %2 was found."), world->server,
            LOADLINE_TR("Error", "Name it with --prometheus URL, or do without it by --prometheus none."), {seconds, context}};
    return {Error::Kind::Timeout, LOADLINE_TR("Error", "Within %1 s not all came that was asked of %2 and its Prometheus."), world->server, more,
        {seconds, context}};
}

Worlds HeadlessRun::worlds() const
{
    Worlds worlds = clusters_->worlds();
    std::erase_if(worlds, [&](const WorldPtr& world) { return std::find(contexts_.begin(), contexts_.end(), world->cluster) == contexts_.end(); });
    return worlds;
}

void HeadlessRun::giveUp(const std::string& context, const Error& error)
{
    if (!wanted_.partial || contexts_.size() <= 1 || stage_ != Stage::Waiting)
        return fail(error);
    std::erase(contexts_, context);
    leftOut_ << QCoreApplication::translate("Pages", "%1 is left out. %2").arg(QString::fromStdString(context), inOneLine(error));
    say(stderr, QStringLiteral("loadline: ") + leftOut_.back());
    QMetaObject::invokeMethod(this, &HeadlessRun::look, Qt::QueuedConnection);
}

std::vector<std::string> HeadlessRun::behind(const Worlds& worlds) const
{
    std::vector<std::string> behind;
    for (const std::string& context : contexts_) {
        const WorldPtr world = worldOf(worlds, context);
        if (!isReady(wanted_.needs, wanted_.wants, world) || world->trouble || (wanted_.prometheus && !prometheus_.contains(context)))
            behind.push_back(context);
    }
    return behind;
}

void HeadlessRun::outOfTime()
{
    look(); // all of it may be there by now
    if (stage_ != Stage::Waiting)
        return;
    const Worlds worlds = this->worlds();
    if (const auto unread = behind(worlds); wanted_.partial && !unread.empty() && unread.size() < contexts_.size()) {
        for (const std::string& context : unread) {
            const WorldPtr world = worldOf(worlds, context);
            giveUp(context, world && world->trouble ? *world->trouble : late(context, world.get()));
        }
        return limit_.start(wanted_.timeout); // for what the others may still wait for
    }
    for (const WorldPtr& world : worlds)
        if (world->trouble)
            return fail(*world->trouble);
    // The first that is not read, else the first whose Prometheus has not answered.
    const auto unread = std::find_if(contexts_.begin(), contexts_.end(),
        [&](const std::string& context) { return !isReady(wanted_.needs, wanted_.wants, worldOf(worlds, context)); });
    const std::string& context = unread == contexts_.end() ? contexts_.front() : *unread;
    fail(late(context, worldOf(worlds, context).get()));
}

void HeadlessRun::finish(int status)
{
    if (stage_ == Stage::Finished)
        return;
    stage_ = Stage::Finished;
    limit_.stop();
    Q_EMIT finished(status == 0 && !leftOut_.isEmpty() ? exitPartial : status);
}

void HeadlessRun::fail(const Error& error)
{
    if (stage_ != Stage::Finished)
        finish(failed(error));
}

int runHeadless(Launch& launch, HeadlessRun::Wanted wanted, HeadlessRun::Loaded loaded)
{
    QCoreApplication application(launch.argc, launch.argv);
    return runHeadless(application, launch, std::move(wanted), std::move(loaded));
}

int runHeadless(QCoreApplication& application, Launch& launch, HeadlessRun::Wanted wanted, HeadlessRun::Loaded loaded)
{
    setUpTranslations(application);
    const SettingsStore store({});
    Backend backend(launch.invocation);
    HeadlessRun run(backend, launch.invocation, store.load(), std::move(wanted), std::move(loaded));
    QObject::connect(&run, &HeadlessRun::finished, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&run, &HeadlessRun::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}

} // namespace loadline
