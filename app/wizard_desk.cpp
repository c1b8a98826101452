// SPDX-License-Identifier: GPL-3.0-or-later
#include "wizard_desk.h"

#include "apply/narrow.h"
#include "pages/wizard_page.h"
#include "shown_trials.h"
#include "tables/wording.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QPointer>
#include <QStandardPaths>
#include <QUrl>

namespace loadline {

Writing writingBy(Applier& applier)
{
    return {[&applier](std::vector<Change> changes, std::function<void(std::vector<Trial>)> done) {
                applier.dryRun(std::move(changes), std::move(done));
            },
        [&applier](Applier::Order order, std::function<void(const Applied&)> step, std::function<void(std::vector<Applied>)> done) {
            applier.apply(std::move(order), std::move(step), std::move(done));
        }};
}

WizardDesk::WizardDesk(WizardPage* page, Clusters clusters, QWidget* window)
    : QObject(page)
    , page_(page)
    , clusters_(std::move(clusters))
    , window_(window)
    , lastFolder_(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation))
{
    connect(page, &WizardPage::placeWanted, this, [this](const std::string& cluster) {
        cluster_ = cluster;
        placeChanged();
    });
    connect(page, &WizardPage::tryWanted, this, &WizardDesk::tryOut);
    connect(page, &WizardPage::applyWanted, this, &WizardDesk::apply);
    connect(page, &WizardPage::conflictWay, this, &WizardDesk::resolve);
    connect(page, &WizardPage::applyForgotten, this, [this] {
        ++generation_;
        if (shown_.stage == ApplyShown::Stage::Applying)
            return; // what was sent is told of to its end
        shown_ = {};
        takenOver_.clear();
    });
    connect(page, &WizardPage::readOnlyOffWanted, this, &WizardDesk::readOnlyOffWanted);
    connect(page, &WizardPage::filesWanted, this, &WizardDesk::handOut);
    connect(page, &WizardPage::copyWanted, this, [this](const QString& what, const std::string& text) {
        QGuiApplication::clipboard()->setText(QString::fromStdString(text));
        Q_EMIT done(tr("%1: copied.").arg(what));
    });
    connect(page, &WizardPage::saveWanted, this, [this](const QString& name, const std::string& text) { save(tr("Save %1").arg(name), name, text); });
    connect(page, &WizardPage::linkWanted, this, [](const QString& link) { QDesktopServices::openUrl(QUrl(link)); });
    connect(page, &WizardPage::openWanted, this, &WizardDesk::chooseFiles);
    connect(page, &WizardPage::filesDropped, this, &WizardDesk::openFiles);
}

void WizardDesk::placeChanged()
{
    page_->setPlace(cluster_.empty() ? PlaceShown {} : clusters_.place(cluster_));
}

std::optional<Writing> WizardDesk::writing(const std::string& cluster)
{
    auto found = clusters_.writing(cluster);
    if (!found) {
        shown_ = {};
        shown_.trouble = tr("%1 is not open.").arg(QString::fromStdString(cluster));
        page_->setApply(shown_);
    }
    return found;
}

void WizardDesk::tryOut(const std::string& cluster, std::vector<Change> changes)
{
    const auto writer = writing(cluster);
    if (!writer)
        return;
    changes_.clear();
    for (const Change& change : changes)
        changes_.push_back(narrowed(change));
    shown_ = {};
    shown_.stage = ApplyShown::Stage::Trying;
    page_->setApply(shown_);
    writer->dryRun(changes_, [self = QPointer<WizardDesk>(this), asked = generation_](std::vector<Trial> trials) {
        if (self && asked == self->generation_)
            self->tried(std::move(trials));
    });
}

void WizardDesk::tried(std::vector<Trial> trials)
{
    trials_ = std::move(trials);
    shown_.stage = ApplyShown::Stage::Tried;
    showTrials();
}

void WizardDesk::showTrials()
{
    shown_.trials.clear();
    for (const Trial& trial : trials_)
        shown_.trials.push_back(shownTrial(trial, takenOver_));
    page_->setApply(shown_);
}

void WizardDesk::apply(const std::string& cluster)
{
    const auto writer = writing(cluster);
    if (!writer || shown_.stage != ApplyShown::Stage::Tried || trials_.size() != changes_.size())
        return;
    // Against the objects as the dry run read them: what moved on since is refused.
    for (std::size_t i = 0; i < changes_.size(); ++i)
        changes_[i].before = trials_[i].change.before;
    shown_.stage = ApplyShown::Stage::Applying;
    shown_.results.clear();
    page_->setApply(shown_);
    const QPointer<WizardDesk> self(this);
    writer->apply({changes_, takenOver_, std::nullopt},
        [self](const Applied& one) {
            if (!self)
                return;
            self->shown_.results.push_back(shownResult(one));
            self->page_->setApply(self->shown_);
        },
        [self, cluster](const std::vector<Applied>& all) {
            if (!self)
                return;
            self->shown_.results.clear();
            std::size_t good = 0;
            for (const Applied& one : all) {
                self->shown_.results.push_back(shownResult(one));
                good += one.done() ? 1 : 0;
            }
            self->shown_.stage = ApplyShown::Stage::Finished;
            self->takenOver_.clear();
            self->page_->setApply(self->shown_);
            Q_EMIT self->done(good == all.size() ? tr("%n object(s) applied to %1.", nullptr, static_cast<int>(good)).arg(QString::fromStdString(cluster))
                                                 : tr("%1 of %2 objects were applied to %3.").arg(good).arg(all.size()).arg(QString::fromStdString(cluster)));
        });
}

void WizardDesk::resolve(const std::string& cluster, std::size_t trial, ConflictWay way)
{
    if (trial >= trials_.size() || trial >= changes_.size())
        return;
    const std::vector<FieldConflict> conflicts = trials_[trial].refusal ? trials_[trial].refusal->conflicts : std::vector<FieldConflict> {};
    switch (way) {
    case ConflictWay::SavePatch:
        return save(tr("Save the patch"), QString::fromStdString(changes_[trial].ref.name) + QStringLiteral("-patch.yaml"), patchForGit(changes_[trial]));
    case ConflictWay::TakeOver:
        takenOver_.insert(takenOver_.end(), conflicts.begin(), conflicts.end());
        return showTrials();
    case ConflictWay::Drop:
        break;
    }
    changes_[trial] = withoutConflicts(changes_[trial], conflicts);
    std::vector<Change> again = changes_;
    const auto writer = writing(cluster);
    if (!writer)
        return;
    shown_.stage = ApplyShown::Stage::Trying;
    shown_.trials.clear();
    page_->setApply(shown_);
    writer->dryRun(again, [self = QPointer<WizardDesk>(this), asked = generation_](std::vector<Trial> trials) {
        if (self && asked == self->generation_)
            self->tried(std::move(trials));
    });
}

} // namespace loadline
