// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the desk that serves quick actions: rows wish them, a drawer beside the page reviews them.
#include "desk.h"

#include "action_desk.h"
#include "forms/action_panel.h"
#include "journal_rows.h"
#include "pages/changes_page.h"
#include "pages/findings_page.h"
#include "pages/wizard_page.h"
#include "wizard_desk.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

namespace loadline {

void Desk::connectActions()
{
    auto* panel = new ActionPanel(window_.get());
    panel->hide();
    ActionDesk::Clusters clusters;
    clusters.place = [this](const std::string& context) { return placeOf(context); };
    clusters.applier = [this](const std::string& context) -> Applier* {
        Session* session = clusters_->session(context);
        return session ? session->applier() : nullptr;
    };
    clusters.world = [this](const std::string& context) -> WorldPtr {
        const Session* session = clusters_->session(context);
        return session ? session->world() : nullptr;
    };
    clusters.now = [this] { return clusters_->now(); };
    actions_ = new ActionDesk(panel, std::move(clusters), *journal_, this);
    MainWindow* window = window_.get();
    connect(actions_, &ActionDesk::opened, window, [window, panel] { window->openDrawer(panel); });
    connect(actions_, &ActionDesk::closed, window, &MainWindow::closeDrawer);
    connect(window, &MainWindow::drawerCloseWanted, actions_, &ActionDesk::close);
    connect(window, &MainWindow::pageShown, actions_, &ActionDesk::close);
    connect(window, &MainWindow::pageShown, this, [this](const QString& id) {
        if (changes_ && id == changes_->id())
            showChanges(); // the worlds are others by now
    });
    connect(window, &MainWindow::filesDropped, this, &Desk::openFiles);
    connect(actions_, &ActionDesk::journalChanged, this, &Desk::renewChanges);
    connect(actions_, &ActionDesk::wrote, this, [this](const std::string& cluster) {
        if (wizard_)
            wizard_->writtenElsewhere(cluster);
    });
    connect(actions_, &ActionDesk::done, this, [this](const QString& what) {
        BannerMessage message;
        message.id = QStringLiteral("action"); // the newest takes the place of the one before
        message.kind = BannerMessage::Kind::Info;
        message.text = what;
        window_->banner(message);
    });
    connect(actions_, &ActionDesk::readOnlyOffWanted, this, [this](const QString& context) { chooseReadOnly(context, false); });
    connect(actions_, &ActionDesk::patchWanted, exporter_,
        [this](const QString& name, const std::string& text) { exporter_->exportBytes(QFileInfo(name).completeBaseName(), QStringLiteral("yaml"), tr("Manifest (*.yaml)"), QByteArray::fromStdString(text)); });
}

void Desk::connectPageActions(Page* page)
{
    connect(page, &Page::actionWanted, actions_, &ActionDesk::begin);
    if (auto* changes = qobject_cast<ChangesPage*>(page)) {
        changes_ = changes;
        connect(changes, &ChangesPage::resumeWanted, this, &Desk::resumeNow);
        connect(changes, &ChangesPage::keepWanted, this, [this](std::int64_t reminder) {
            forgetPause(reminder);
        });
        showChanges();
    }
    if (auto* findings = qobject_cast<FindingsPage*>(page)) {
        connect(findings, &FindingsPage::fixWanted, actions_, &ActionDesk::beginFix);
        connect(findings, &FindingsPage::editWanted, this, [this](const std::string& cluster, const QString& path, const FieldPath& field) {
            openInWizard(cluster, path, false);
            if (auto* wizard = qobject_cast<WizardPage*>(window_->currentPage()))
                wizard->showWhenOpen(field);
        });
        connect(findings, &FindingsPage::silenceWanted, actions_, &ActionDesk::beginSilence);
        connect(findings, &FindingsPage::linkWanted, this, [](const QString& url) { QDesktopServices::openUrl(QUrl(url)); });
    }
}

void Desk::renewChanges()
{
    journalWatch_->look();
}

void Desk::showChanges()
{
    const JournalStatePtr journal = journalWatch_->state();
    if (!changes_ || !journal)
        return;
    changesJob_.run([this, journal, worlds = clusters_->worlds(), now = clusters_->now()]() -> LatestJob::Finish {
        return [this, rows = journalRows(*journal, worlds, now)] { changes_->setJournal(rows); };
    });
}

bool Desk::changesShown() const
{
    return !changes_ || (journalWatch_->state() && !changesJob_.busy());
}

} // namespace loadline
