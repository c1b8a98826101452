// SPDX-License-Identifier: GPL-3.0-or-later
#include "action_desk.h"

#include "action_changes.h"
#include "apply/refusal.h"
#include "cluster/vpa.h"
#include "forms/action_panel.h"
#include "forms/apply_panel.h"
#include "forms/diff_view.h"
#include "tables/finding_rows.h"
#include "tables/wording.h"

#include <QPointer>

#include <algorithm>

namespace loadline {

ActionDesk::ActionDesk(ActionPanel* panel, Clusters clusters, Journal& journal, QObject* parent)
    : QObject(parent)
    , panel_(panel)
    , clusters_(std::move(clusters))
    , journal_(journal)
    , review_(new ChangeReview(this))
{
    connect(panel, &ActionPanel::tryWanted, this, &ActionDesk::tryOut);
    connect(panel, &ActionPanel::edited, review_, &ChangeReview::forget);
    connect(panel, &ActionPanel::undoWanted, this, &ActionDesk::undo);
    connect(panel, &ActionPanel::closeWanted, this, &ActionDesk::close);
    connect(panel->apply(), &ApplyPanel::applyWanted, this, &ActionDesk::apply);
    connect(panel->apply(), &ApplyPanel::conflictWay, this, &ActionDesk::resolve);
    connect(panel->apply(), &ApplyPanel::readOnlyOffWanted, this, &ActionDesk::readOnlyOffWanted);
    connect(review_, &ChangeReview::changed, this, [this] { panel_->setShown(review_->shown()); });
    connect(review_, &ChangeReview::finished, this, &ActionDesk::finished);
    connect(review_, &ChangeReview::patchWanted, this, &ActionDesk::patchWanted);
}

Applier* ActionDesk::applier()
{
    return clusters_.applier(task_.wish.cluster);
}

void ActionDesk::begin(const ActionWish& wish)
{
    start({wish, std::nullopt, std::nullopt});
}

void ActionDesk::beginFix(const std::string& cluster, const Fix& fix, const Finding& finding)
{
    start({{QuickAction::Fix, cluster, finding.object, {}, {}}, finding, fix});
}

void ActionDesk::beginSilence(const std::string& cluster, const Finding& finding)
{
    start({{QuickAction::Silence, cluster, finding.object, {}, {}}, finding, std::nullopt});
}

ActionShown ActionDesk::blank() const
{
    return asked(task_.wish, Value {}, nullptr);
}

void ActionDesk::start(Task task)
{
    if (review_->shown().stage == ApplyShown::Stage::Applying) {
        Q_EMIT opened(); // one thing at a time: what is being written comes first
        return;
    }
    task_ = std::move(task);
    ++generation_;
    undoable_.clear();
    review_->forget();
    panel_->setUndo({});
    ActionShown shown = blank();
    shown.reading = true;
    panel_->setAction(shown);
    placeChanged();
    Q_EMIT opened();
    Applier* writer = applier();
    if (!writer)
        return say({Error::Kind::NotFound, LOADLINE_TR("Error", "The cluster %1 is not open."), "", LOADLINE_TR("Error", "Open it first."), {task_.wish.cluster}});
    if (task_.wish.action != QuickAction::Undo)
        return read([this](const Live& live) { ask(live); });
    planUndo([this](const std::vector<UndoPlan>& plans) { askUndo(plans); });
}

std::vector<ManifestRef> ActionDesk::needed() const
{
    if (task_.fix)
        return objectsOf(*task_.fix);
    if (task_.wish.action != QuickAction::Recommendation)
        return {task_.wish.object};
    const WorldPtr world = clusters_.world(task_.wish.cluster);
    const Vpa* vpa = world ? world->find<Vpa>(task_.wish.object.ns, task_.wish.object.name) : nullptr;
    if (!vpa)
        return {task_.wish.object};
    const ObjectRef& target = vpa->target;
    const std::string version = target.apiVersion.empty() ? "apps/v1" : target.apiVersion;
    return {ManifestRef {version, target.kind, task_.wish.object.ns, target.name}};
}

void ActionDesk::read(std::function<void(const Live&)> then)
{
    readNext(0, {}, std::move(then));
}

void ActionDesk::readNext(std::size_t at, Live live, std::function<void(const Live&)> then)
{
    const auto refs = needed();
    if (at >= refs.size())
        return then(live);
    Applier* writer = applier();
    if (!writer)
        return;
    writer->read(refs[at], [self = QPointer(this), now = generation_, at, live = std::move(live), then = std::move(then)](const Result<Value>& object) mutable {
        if (!self || now != self->generation_)
            return;
        if (!object)
            return self->say(object.error());
        live.push_back(*object);
        self->readNext(at + 1, std::move(live), std::move(then));
    });
}

void ActionDesk::say(const Error& error)
{
    ActionShown shown = blank();
    shown.problem = sentence(error);
    shown.hint = hint(error);
    panel_->setAction(shown);
}

void ActionDesk::ask(const Live& live)
{
    const WorldPtr world = clusters_.world(task_.wish.cluster);
    if (live.empty() || (live.front().isNull() && !task_.fix))
        return say({Error::Kind::NotFound, LOADLINE_TR("Error", "%1 is not there any more."), "", "", {nameOf(task_.wish.object)}});
    ActionShown shown = asked(task_.wish, live.front(), world.get());
    if (task_.fix)
        shown.title = lintText(task_.fix->label, task_.fix->args);
    if (task_.finding)
        shown.notes.insert(shown.notes.begin(), {whatText(*task_.finding), Tone::Normal});
    // What cannot be done at all is said at once.
    if (task_.wish.action == QuickAction::Resume)
        if (const auto change = changeOf(task_.wish, {}, live.front(), world.get()); !change) {
            shown.problem = sentence(change.error());
            shown.hint = hint(change.error());
        }
    panel_->setAction(shown);
    const PlaceShown place = clusters_.place(task_.wish.cluster);
    if (!panel_->asks() && shown.problem.isEmpty() && place.open && !place.readOnly)
        tryOut();
}

void ActionDesk::planUndo(std::function<void(const std::vector<UndoPlan>&)> then)
{
    Applier* writer = applier();
    if (!writer)
        return;
    writer->planUndo(task_.wish.entries, [self = QPointer(this), now = generation_, then = std::move(then)](const std::vector<UndoPlan>& plans) {
        if (self && now == self->generation_)
            then(plans);
    });
}

// One that cannot be undone holds up the others: so none of them is half done without anybody having seen why.
void ActionDesk::askUndo(const std::vector<UndoPlan>& plans)
{
    const ActionShown shown = undoShown(task_.wish, plans);
    panel_->setAction(shown);
    const PlaceShown place = clusters_.place(task_.wish.cluster);
    const bool possible = std::all_of(plans.begin(), plans.end(), [](const UndoPlan& plan) { return plan.possible(); });
    if (possible && place.open && !place.readOnly)
        tryOut();
}

void ActionDesk::placeChanged()
{
    if (task_.wish.cluster.empty())
        return;
    PlaceShown place = clusters_.place(task_.wish.cluster);
    place.ns = QString::fromStdString(task_.wish.object.ns);
    panel_->setPlace(place);
}

void ActionDesk::close()
{
    if (review_->shown().stage != ApplyShown::Stage::Applying) {
        ++generation_;
        review_->forget();
    }
    Q_EMIT closed();
}

} // namespace loadline
