// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/journal_watch.h"
#include "backend.h"
#include "badges.h"
#include "clusters.h"
#include "costs/cost_feed.h"
#include "exporter.h"
#include "forms/action_shown.h"
#include "forms/apply_shown.h"
#include "history/recorder.h"
#include "history/series_broker.h"
#include "invocation.h"
#include "pages/latest_job.h"
#include "settings/secrets.h"
#include "settings/store.h"
#include "shell/main_window.h"
#include "theme/theme.h"

#include <QTimer>

#include <map>
#include <memory>
#include <set>

namespace loadline {

class ActionDesk;
class ChangesPage;
class PricesPage;
class WizardDesk;
class WizardPage;

// The composition root of the window: it owns what lives as long as the window, hands values down and connects
// intents up; every connection between the parts is made here.
class Desk : public QObject {
    Q_OBJECT
public:
    Desk(Backend& backend, Theme& theme, SettingsStore& store, const Invocation& invocation);
    ~Desk() override;

    [[nodiscard]] MainWindow& window() { return *window_; }
    [[nodiscard]] QString wantedPage() const; // the page that the command line names first
    void start(); // opens the contexts; the window may be shown before
    [[nodiscard]] bool settled() const; // the page that shows has all it asked for

private:
    SeriesBroker::Recorded recorded();
    void connectWindow();
    void connectClusters();
    void connectBackend();
    void connectCosts();
    void connectPage(Page* page);
    void connectPageCosts(Page* page);
    void choosePrices(PricesPage* page);
    void openWanted();
    void open(const QString& context);
    void toggle(const QString& context, bool open);
    void sessionOpened(Session* session);
    Worlds worlds();
    void worldsChanged();
    void handOver(Page* page); // everything a page that just came to the front must know
    void tick(); // once a second: ages, and the right edge of live charts
    void refreshShell();
    [[nodiscard]] TimeRange range() const;
    void setRange(const RangeChoice& choice);
    void startPrometheus(Session* session);
    void prometheusTold(Session* session, const PromDiscovery& discovery);
    void editPrometheus(const QString& context);
    void prometheusChosen(const PrometheusForm& form);
    void exportPage(const QString& pageId, const ExportWish& wish);
    void fillPalette();
    // desk_writing.cpp
    void connectWriting();
    void chooseReadOnly(const QString& context, bool readOnly);
    void setReadOnly(const QString& context, bool readOnly);
    void explainUnfinished(Session* session);
    void checkReminders();
    void remind(const Reminder& reminder);
    void forgetPause(std::int64_t reminder);
    void resumeNow(std::int64_t reminder);
    // desk_actions.cpp
    void connectActions();
    void connectPageActions(Page* page);
    void renewChanges(); // the journal was written
    void showChanges(); // as far as it was read
    [[nodiscard]] bool changesShown() const;
    // desk_apply.cpp
    void connectPageWizard(Page* page);
    void connectWizard(WizardPage* page);
    [[nodiscard]] PlaceShown placeOf(const std::string& context);
    void placesChanged(); // clusters were opened, closed, or may be written now
    void offerUndo(const QString& what, const ActionWish& undo);
    void openFiles(const QStringList& files); // in the wizard, from any page
    void openInWizard(const std::string& cluster, const QString& path, bool clone);
    void report(const Error& error, BannerMessage::Kind kind = BannerMessage::Kind::Error, const QString& id = {});
    void save();

    Backend& backend_;
    Theme& theme_;
    SettingsStore& store_;
    Invocation invocation_;
    Settings settings_;
    RangeChoice range_;
    std::unique_ptr<MainWindow> window_;
    std::unique_ptr<Journal> journal_; // outlives the clusters, which write it
    std::unique_ptr<JournalWatch> journalWatch_;
    std::unique_ptr<Clusters> clusters_;
    std::unique_ptr<Recorder> recorder_;
    std::unique_ptr<SeriesBroker> broker_;
    std::unique_ptr<CostFeed> costs_;
    Secrets secrets_;
    Exporter* exporter_ = nullptr;
    Badges* badges_ = nullptr;
    ActionDesk* actions_ = nullptr;
    ChangesPage* changes_ = nullptr; // once it was made
    LatestJob changesJob_;
    ActionWish undo_; // of what the wizard wrote last
    WizardDesk* wizard_ = nullptr; // of the page, once that was made
    std::map<QString, PrometheusState> prometheus_;
    std::map<std::string, WorldPtr> unread_; // what stands for clusters without a first word
    QTimer ticking_;
    QTimer saving_;
    ShellState shown_;
    TimePoint lastEdge_ {};
    TimePoint begun_ {};
    TimePoint remindersChecked_ {};
    std::set<std::int64_t> reminded_;
};

} // namespace loadline
