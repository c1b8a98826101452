// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the desk that serves the wizard: it gets what writes to a cluster, and objects open in it from everywhere.
#include "desk.h"

#include "action_desk.h"
#include "pages/wizard_page.h"
#include "prometheus_values.h"
#include "wizard_desk.h"

namespace loadline {
namespace {

const QString undoBanner = QStringLiteral("undo");

} // namespace

void Desk::connectPageWizard(Page* page)
{
    connect(page, &Page::changeWanted, this, &Desk::openInWizard);
    connectPageActions(page);
    if (auto* wizard = qobject_cast<WizardPage*>(page))
        connectWizard(wizard);
}

void Desk::connectWizard(WizardPage* page)
{
    WizardDesk::Clusters clusters;
    clusters.place = [this](const std::string& context) { return placeOf(context); };
    clusters.writing = [this](const std::string& context) -> std::optional<Writing> {
        Session* session = clusters_->session(context);
        return session && session->applier() ? std::optional(writingBy(*session->applier())) : std::nullopt;
    };
    connect(window_.get(), &MainWindow::bannerAction, this, [this](const QString& id) {
        if (id != undoBanner)
            return;
        window_->withdrawBanner(id);
        actions_->begin(undo_);
    });
    wizard_ = new WizardDesk(page, std::move(clusters), window_.get());
    connect(wizard_, &WizardDesk::readOnlyOffWanted, this, [this](const QString& context) { chooseReadOnly(context, false); });
    connect(wizard_, &WizardDesk::done, this, [this](const QString& what) {
        window_->banner(what, {}, BannerMessage::Kind::Info);
    });
    connect(wizard_, &WizardDesk::applied, this, &Desk::offerUndo);
    connect(wizard_, &WizardDesk::failed, this, [this](const Error& error) { report(error); });
}

// All of what was written together goes back together.
void Desk::offerUndo(const QString& what, const ActionWish& undo)
{
    BannerMessage message;
    message.id = undoBanner; // the newest takes the place of the one before
    message.kind = BannerMessage::Kind::Info;
    message.text = what;
    if (!undo.entries.empty())
        message.action = tr("Undo \u2026");
    undo_ = undo;
    window_->banner(message);
    renewChanges();
}

void Desk::placesChanged()
{
    if (wizard_)
        wizard_->placeChanged();
    if (actions_)
        actions_->placeChanged();
}

PlaceShown Desk::placeOf(const std::string& context)
{
    PlaceShown place;
    place.context = QString::fromStdString(context);
    const Session* session = clusters_->session(context);
    place.open = session && session->world();
    if (place.open)
        place.server = QString::fromStdString(session->world()->server);
    place.readOnly = invocation_.readOnly || isReadOnly(settings_, place.context);
    place.readOnlyForGood = invocation_.readOnly;
    if (const auto known = prometheus_.find(place.context); known != prometheus_.end())
        place.noPrometheus = prometheusLack(known->second);
    return place;
}

void Desk::openFiles(const QStringList& files)
{
    window_->showPage(QStringLiteral("wizard"));
    if (wizard_)
        wizard_->openFiles(files);
}

void Desk::openInWizard(const std::string& cluster, const QString& path, bool clone)
{
    window_->showPage(QStringLiteral("wizard"));
    if (auto* page = qobject_cast<WizardPage*>(window_->currentPage()))
        page->openLive(cluster, path, clone);
}

} // namespace loadline
