// SPDX-License-Identifier: GPL-3.0-or-later
#include "wizard_desk.h"

#include "apply/narrow.h"
#include "pages/wizard_page.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QUrl>

#include <algorithm>

namespace loadline {
namespace {

// Where dialogs begin: the desktop may name a folder for documents that nobody made.
QString firstFolder()
{
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QDir(documents).exists() ? documents : QDir::homePath();
}

std::vector<HeldField> held(const Trial& trial)
{
    std::vector<HeldField> fields;
    for (const FieldConflict& one : trial.refusal->conflicts)
        fields.push_back({one.path.value_or(FieldPath {}), WizardDesk::tr("%1 (%2)").arg(fieldName(one), QString::fromStdString(one.owner))});
    return fields;
}

} // namespace

WizardDesk::WizardDesk(WizardPage* page, Clusters clusters, QWidget* window)
    : QObject(page)
    , page_(page)
    , clusters_(std::move(clusters))
    , window_(window)
    , review_(new ChangeReview(this))
    , lastFolder_(firstFolder())
{
    connect(page, &WizardPage::placeWanted, this, [this](const std::string& cluster) {
        cluster_ = cluster;
        placeChanged();
    });
    connect(page, &WizardPage::tryWanted, this, &WizardDesk::tryOut);
    connect(page, &WizardPage::applyWanted, this, &WizardDesk::apply);
    connect(page, &WizardPage::conflictWay, this, &WizardDesk::resolve);
    connect(page, &WizardPage::applyForgotten, review_, &ChangeReview::forget);
    connect(review_, &ChangeReview::changed, this, [this] { page_->setApply(review_->shown()); });
    connect(review_, &ChangeReview::finished, this, &WizardDesk::finished);
    connect(review_, &ChangeReview::patchWanted, this,
        [this](const QString& name, const std::string& text) { save(tr("Save the patch"), name, text); });
    connect(page, &WizardPage::readOnlyOffWanted, this, &WizardDesk::readOnlyOffWanted);
    connect(page, &WizardPage::filesWanted, this, &WizardDesk::handOut);
    connect(page, &WizardPage::copyWanted, this, [this](const QString& what, const std::string& text) {
        QGuiApplication::clipboard()->setText(QString::fromStdString(text));
        Q_EMIT done(tr("%1: copied.").arg(what));
    });
    connect(page, &WizardPage::saveWanted, this, [this](const QString& name, const std::string& text) { save(tr("Save %1").arg(name), name, text); });
    connect(page, &WizardPage::linkWanted, this, [](const QString& link) { QDesktopServices::openUrl(QUrl(link)); });
    connect(page, &WizardPage::openWanted, this, &WizardDesk::chooseFiles);
}

void WizardDesk::writtenElsewhere(const std::string& cluster)
{
    if (cluster == cluster_)
        review_->forget();
}

void WizardDesk::placeChanged()
{
    page_->setPlace(cluster_.empty() ? PlaceShown {} : clusters_.place(cluster_));
}

std::optional<Writing> WizardDesk::writing(const std::string& cluster)
{
    auto found = clusters_.writing(cluster);
    if (!found)
        review_->setTrouble(tr("%1 is not open.").arg(QString::fromStdString(cluster)));
    return found;
}

void WizardDesk::tryOut(const std::string& cluster, const std::vector<Change>& changes)
{
    const auto writer = writing(cluster);
    if (!writer)
        return;
    std::vector<Change> narrow;
    for (const Change& change : changes)
        narrow.push_back(narrowed(change));
    review_->tryOut(*writer, std::move(narrow));
}

void WizardDesk::apply(const std::string& cluster, const std::string& why)
{
    const auto writer = writing(cluster);
    if (!writer)
        return;
    applyingTo_ = QString::fromStdString(cluster);
    review_->apply(*writer, why);
}

void WizardDesk::resolve(const std::string& cluster, std::size_t trial, ConflictWay way)
{
    const Trial* const tried = review_->trial(trial);
    if (way == ConflictWay::Drop && tried && tried->refusal && page_->leaveOut(tried->change, held(*tried)))
        return; // what is written is shorter by them, and is checked anew
    if (const auto writer = writing(cluster))
        review_->resolve(*writer, trial, way);
}

void WizardDesk::finished(const std::vector<Applied>& results)
{
    const auto good = std::count_if(results.begin(), results.end(), [](const Applied& one) { return one.done(); });
    ActionWish undo {QuickAction::Undo, applyingTo_.toStdString(), {}, {}, {}};
    for (const Applied& one : results) {
        if (one.entry == 0 || !one.done() || one.outcome == Applied::Outcome::Unchanged)
            continue;
        undo.entries.push_back(one.entry);
        undo.object = one.change.ref;
    }
    const bool idle = std::all_of(results.begin(), results.end(), [](const Applied& one) { return one.outcome == Applied::Outcome::Unchanged; });
    if (idle)
        return Q_EMIT applied(tr("It is so already in %1: nothing was written.").arg(applyingTo_), undo);
    Q_EMIT applied(std::size_t(good) == results.size() ? tr("%n object(s) applied to %1.", nullptr, static_cast<int>(good)).arg(applyingTo_)
                                                       : tr("%1 of %2 objects were applied to %3.").arg(good).arg(results.size()).arg(applyingTo_),
        undo);
}

} // namespace loadline
