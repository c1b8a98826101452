// SPDX-License-Identifier: GPL-3.0-or-later
#include "desk.h"

#include "page_list.h"
#include "page_tables.h"
#include "pages/wizard_page.h"
#include "palette_items.h"
#include "prometheus_values.h"
#include "readiness.h"
#include "shell_values.h"
#include "tables/wording.h"
#include "wizard_desk.h"

#include <QPointer>
#include <QStandardPaths>
#include <chrono>

namespace loadline {
namespace {

constexpr auto shellTick = std::chrono::seconds {1};
constexpr auto saveDelay = std::chrono::seconds {2};

// The demo and pictures leave nothing behind: what they see is kept in memory.
Recorder::Options recorderOptions(const Backend& backend, const Invocation& invocation)
{
    Recorder::Options options;
    if (!backend.demo() && invocation.keeps)
        options.file = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/history.sqlite");
    return options;
}

ThemeChoice choiceOf(const Settings& settings, const Invocation& invocation)
{
    if (invocation.theme == Invocation::Theme::Light)
        return ThemeChoice::Light;
    if (invocation.theme == Invocation::Theme::Dark)
        return ThemeChoice::Dark;
    return themeChoice(settings.theme).value_or(ThemeChoice::System);
}

} // namespace

Desk::Desk(Backend& backend, Theme& theme, SettingsStore& store, const Invocation& invocation)
    : backend_(backend)
    , theme_(theme)
    , store_(store)
    , invocation_(invocation)
    , settings_(store.load())
    , window_(std::make_unique<MainWindow>(pageList()))
    , clusters_(std::make_unique<Clusters>(backend.transport(), backend.makeCredentials()))
    , recorder_(std::make_unique<Recorder>(recorderOptions(backend, invocation)))
    , broker_(std::make_unique<SeriesBroker>(recorded()))
    , exporter_(new Exporter(window_.get()))
    , badges_(new Badges(this))
{
    theme_.choose(choiceOf(settings_, invocation_));
    range_.last = Seconds {settings_.rangeSeconds};
    connectWindow();
    connectClusters();
    connectBackend();
    connectCosts();
    connectWriting();
    window_->restoreState(settings_.windowState);
    clusters_->setKubeconfig(backend_.kubeconfig());
    connect(&ticking_, &QTimer::timeout, this, &Desk::tick);
    saving_.setSingleShot(true);
    connect(&saving_, &QTimer::timeout, this, &Desk::save);
    refreshShell();
    window_->showPage(wantedPage());
}

QString Desk::wantedPage() const
{
    return invocation_.page.empty() ? QStringLiteral("overview") : QString::fromStdString(invocation_.page);
}

// What Loadline recorded, for the charts that no Prometheus can fill.
SeriesBroker::Recorded Desk::recorded()
{
    return [this](const std::string& cluster, const SeriesRequest& request, const std::function<void(SeriesAnswerPtr)>& answered) {
        recorder_->answer(cluster, request, answered);
    };
}

Desk::~Desk()
{
    save();
    // Sessions end before the transport that backend_ owns; the window goes last of what they may tell.
    costs_.reset();
    broker_.reset();
    clusters_.reset();
    recorder_.reset();
}

void Desk::start()
{
    ticking_.start(shellTick);
    for (const Error& problem : clusters_->kubeconfig().problems)
        report(problem, BannerMessage::Kind::Warning);
    openWanted();
    refreshShell();
}

bool Desk::settled() const
{
    const Page* page = window_->currentPage();
    if (!page || !page->settled() || broker_->busy() || !badges_->upToDate() || !costs_->settled() || !changesShown())
        return false;
    for (const auto& [context, prometheus] : prometheus_)
        if (prometheus.kind == PrometheusState::Kind::Searching)
            return false;
    const PageTable* table = pageTable(page->id().toStdString());
    const Readiness now = table ? readiness(table->needs, table->wants, clusters_->worlds(), clusters_->sessions().size()) : Readiness {true, {}};
    return now.ready || now.error;
}

void Desk::connectWindow()
{
    MainWindow* window = window_.get();
    connect(window, &MainWindow::pageMade, this, &Desk::connectPage);
    connect(window, &MainWindow::pageShown, this, [this] {
        if (Page* page = window_->currentPage())
            handOver(page);
    });
    connect(window, &MainWindow::contextToggled, this, &Desk::toggle);
    connect(window, &MainWindow::namespacesChosen, this, [this](const QString& context, const QStringList& namespaces) {
        settings_.clusters[context].namespaces = namespaces;
        saving_.start(saveDelay);
        open(context);
    });
    connect(window, &MainWindow::rangeChosen, this, &Desk::setRange);
    connect(window, &MainWindow::refreshWanted, this, [this] {
        backend_.retryCredentials();
        clusters_->wakeAll();
    });
    connect(window, &MainWindow::exportWanted, this, &Desk::exportPage);
    connect(window, &MainWindow::prometheusSettingsWanted, this, &Desk::editPrometheus);
    connect(window, &MainWindow::prometheusSearchWanted, this, [this](const QString& context) {
        if (Session* session = clusters_->session(context.toStdString()))
            startPrometheus(session);
    });
    connect(window, &MainWindow::prometheusChosen, this, &Desk::prometheusChosen);
    connect(window, &MainWindow::themeChosen, this, [this](ThemeChoice choice) {
        theme_.choose(choice);
        settings_.theme = themeWord(choice);
        saving_.start(saveDelay);
        refreshShell();
    });
    connect(window, &MainWindow::utcChosen, this, [this](bool utc) {
        settings_.preferences.utcTimes = utc;
        saving_.start(saveDelay);
        for (Page* page : window_->madePages())
            page->setPreferences(settings_.preferences);
        refreshShell();
    });
    connect(window, &MainWindow::workCancelled, this, [this](const QString&) { broker_->cancelAll(); });
    connect(window, &MainWindow::paletteOpened, this, &Desk::fillPalette);
    connect(exporter_, &Exporter::written, this,
        [this](const QString& file) { window_->banner(tr("Written: %1").arg(file), {}, BannerMessage::Kind::Info); });
    connect(exporter_, &Exporter::copied, this,
        [this](const QString& what) { window_->banner(what, {}, BannerMessage::Kind::Info); });
    connect(exporter_, &Exporter::failed, this, [this](const Error& error) { report(error); });
    connect(badges_, &Badges::changed, window, &MainWindow::setBadge);
}

void Desk::connectClusters()
{
    connect(clusters_.get(), &Clusters::opened, this, &Desk::sessionOpened);
    connect(clusters_.get(), &Clusters::closed, this, [this](const std::string& context) {
        broker_->removeCluster(context);
        recorder_->forget(context);
        unread_.erase(context);
        prometheus_.erase(QString::fromStdString(context));
        refreshShell();
    });
    connect(clusters_.get(), &Clusters::worldsChanged, this, &Desk::worldsChanged);
    connect(broker_.get(), &SeriesBroker::answered, this, [this](const QString& pageId, const QString& key, const SeriesAnswer& answer) {
        if (Page* page = window_->currentPage(); page && page->id() == pageId)
            page->setSeries(key, answer);
        costs_->take(pageId, key, answer);
    });
    connect(recorder_.get(), &Recorder::problem, this,
        [this](const Error& error) { report(error, BannerMessage::Kind::Warning, QStringLiteral("history")); });
    connect(broker_.get(), &SeriesBroker::progressed, this, &Desk::refreshShell);
}

void Desk::connectBackend()
{
    backend_.askInWindow();
    connect(&backend_, &Backend::kubeconfigChanged, this, [this] {
        clusters_->setKubeconfig(backend_.kubeconfig());
        for (const Error& problem : backend_.kubeconfig().problems)
            report(problem, BannerMessage::Kind::Warning);
        refreshShell();
    });
    connect(&backend_, &Backend::asked, window_.get(), &MainWindow::ask);
    connect(&backend_, &Backend::askingEnded, window_.get(), &MainWindow::closePrompt);
    connect(window_.get(), &MainWindow::promptAnswered, &backend_, &Backend::answer);
    connect(window_.get(), &MainWindow::promptCancelled, &backend_, &Backend::cancelPrompt);
}

void Desk::connectPage(Page* page)
{
    const QString id = page->id();
    connect(page, &Page::seriesWanted, this, [this, id](const std::vector<SeriesWish>& wishes) { broker_->want(id, wishes); });
    connect(page, &Page::liveWanted, this, [this](const std::string& cluster, const std::vector<LiveMetricKey>& keys) {
        if (Session* session = clusters_->session(cluster))
            session->wantLive(keys);
    });
    connect(page, &Page::documentWanted, this, [this, page](const std::string& cluster, const QString& path) {
        clusters_->get(cluster, path.toStdString(), [guard = QPointer<Page>(page), path](const Result<std::string>& json) {
            if (guard)
                guard->setDocument(path, json);
        });
    });
    connect(page, &Page::rangeChosen, this, [this](const TimeRange& range) { setRange({range_.last, range}); });
    connect(page, &Page::rangeReset, this, [this] { setRange({range_.last, std::nullopt}); });
    connect(page, &Page::pictureWanted, exporter_, &Exporter::exportPicture);
    connectPageCosts(page);
    connectPageWizard(page);
    page->setPreferences(settings_.preferences);
}

void Desk::handOver(Page* page)
{
    page->setRange(range(), !range_.fixed);
    page->setCosts(costs_->costs());
    page->setWorlds(worlds());
}

void Desk::openWanted()
{
    QStringList wanted;
    for (const std::string& context : invocation_.contexts)
        wanted << QString::fromStdString(context);
    if (wanted.isEmpty() && !backend_.demo())
        for (const QString& context : std::as_const(settings_.openContexts))
            if (clusters_->kubeconfig().context(context.toStdString()))
                wanted << context;
    if (wanted.isEmpty())
        for (const std::string& context : backend_.firstContexts())
            wanted << QString::fromStdString(context);
    for (const QString& context : std::as_const(wanted))
        open(context);
}

void Desk::open(const QString& context)
{
    Clusters::Options options;
    options.readOnly = invocation_.readOnly || isReadOnly(settings_, context);
    options.namespaces = invocation_.namespaces;
    if (options.namespaces.empty())
        for (const QString& ns : settings_.clusters.value(context).namespaces)
            options.namespaces.push_back(ns.toStdString());
    const QString bannerId = QStringLiteral("open/") + context;
    if (const Done opened = clusters_->open(context.toStdString(), options))
        window_->withdrawBanner(bannerId);
    else
        report(opened.error(), BannerMessage::Kind::Error, bannerId);
    if (Page* page = window_->currentPage())
        page->setWorlds(worlds());
    refreshShell();
}

void Desk::toggle(const QString& context, bool wanted)
{
    if (wanted)
        open(context);
    else
        clusters_->close(context.toStdString());
    settings_.openContexts.clear();
    for (const Session* session : clusters_->sessions())
        settings_.openContexts << QString::fromStdString(session->context());
    saving_.start(saveDelay);
}

void Desk::sessionOpened(Session* session)
{
    broker_->addCluster(session->context(), &session->prometheus());
    connect(session, &Session::prometheusTold, this,
        [this, session](const PromDiscovery& discovery) { prometheusTold(session, discovery); });
    startPrometheus(session);
    explainUnfinished(session);
}

// What the pages know: of a cluster that has not answered yet, that it is being read.
Worlds Desk::worlds()
{
    Worlds worlds;
    for (const Session* session : clusters_->sessions()) {
        WorldPtr world = session->world();
        WorldPtr& unread = unread_[session->context()];
        if (!world && !unread) {
            auto blank = std::make_shared<World>();
            blank->cluster = session->context();
            blank->now = clusters_->now();
            unread = std::move(blank);
        }
        worlds.push_back(world ? std::move(world) : unread);
    }
    return worlds;
}

void Desk::worldsChanged()
{
    const Worlds worlds = clusters_->worlds();
    if (Page* page = window_->currentPage())
        page->setWorlds(this->worlds());
    badges_->setWorlds(worlds, settings_.preferences);
    recorder_->record(worlds);
    costs_->setWorlds(worlds);
    refreshShell();
}

void Desk::tick()
{
    refreshShell();
    checkReminders();
    // The right edge of live charts moves when it would show: by a five-hundredth of the range.
    const TimePoint now = clusters_->now();
    if (!range_.fixed && now - lastEdge_ >= std::max<Millis>(Seconds {5}, Millis(range_.last) / 500)) {
        lastEdge_ = now;
        if (Page* page = window_->currentPage())
            page->setRange(range(), true);
    }
}

TimeRange Desk::range() const
{
    const TimePoint now = clusters_->now();
    return range_.fixed.value_or(TimeRange {now - range_.last, now});
}

void Desk::setRange(const RangeChoice& choice)
{
    range_ = choice;
    lastEdge_ = clusters_->now();
    if (!choice.fixed) {
        settings_.rangeSeconds = choice.last.count();
        saving_.start(saveDelay);
    }
    if (Page* page = window_->currentPage())
        page->setRange(range(), !range_.fixed);
    refreshShell();
}

void Desk::refreshShell()
{
    placesChanged();
    ShellState state;
    const TimePoint now = clusters_->now();
    for (const KubeContext& context : clusters_->kubeconfig().contexts) {
        const Session* session = clusters_->session(context.name);
        const WorldPtr world = session ? session->world() : nullptr;
        state.contexts.push_back(contextState(context, clusters_->kubeconfig(), settings_, session, world.get(), now));
        if (invocation_.readOnly)
            state.contexts.back().readOnly = true;
    }
    for (const auto& [context, prometheus] : prometheus_)
        state.prometheus.push_back(prometheus);
    if (const auto progress = broker_->progress())
        state.work.push_back({QStringLiteral("history"), tr("Reading history"), *progress, true});
    state.kubeconfig = backend_.kubeconfigName();
    state.range = range_;
    state.theme = theme_.choice();
    state.demo = backend_.demo();
    state.utcTimes = settings_.preferences.utcTimes;
    if (state != shown_) {
        shown_ = state;
        window_->setShellState(shown_);
    }
}

void Desk::exportPage(const QString& pageId, const ExportWish& wish)
{
    QStringList clusters;
    for (const Session* session : clusters_->sessions())
        clusters << QString::fromStdString(session->context());
    if (const Page* page = window_->page(pageId))
        exporter_->exportPage(*page, wish, clusters, clusters_->now());
}

void Desk::fillPalette()
{
    window_->setObjects(paletteItems(clusters_->worlds()));
}

void Desk::save()
{
    if (backend_.demo() || !invocation_.keeps)
        return; // a demonstration leaves no trace in the user's settings
    settings_.windowState = window_->saveState();
    if (const Done saved = store_.save(settings_); !saved)
        report(saved.error(), BannerMessage::Kind::Warning, QStringLiteral("settings"));
}

} // namespace loadline
