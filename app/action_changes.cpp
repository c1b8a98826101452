// SPDX-License-Identifier: GPL-3.0-or-later
#include "action_changes.h"

#include "apply/narrow.h"
#include "apply/ownership.h"
#include "apply/quick_action.h"
#include "apply/refusal.h"
#include "cluster/scaled_object.h"
#include "cluster/workload.h"
#include "forms/diff_view.h"
#include "lint/lint.h"
#include "manifest/form_walk.h"
#include "manifest/identity.h"
#include "tables/cells.h"
#include "tables/joins.h"
#include "tables/wording.h"
#include "write_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Actions)
};

QString titleOf(const ActionWish& wish)
{
    switch (wish.action) {
    case QuickAction::Pause:
        return Words::tr("Pause");
    case QuickAction::Resume:
        return Words::tr("Resume");
    case QuickAction::Bounds:
        return Words::tr("Set min and max");
    case QuickAction::Recommendation:
        return Words::tr("Apply the recommendation");
    case QuickAction::Scale:
        return Words::tr("Scale");
    case QuickAction::Fix:
        return Words::tr("Fix");
    case QuickAction::Silence:
        return Words::tr("Silence");
    case QuickAction::Undo:
        break;
    }
    return Words::tr("Undo");
}

int within(const Value* value, int silent)
{
    return value ? static_cast<int>(std::clamp<std::int64_t>(value->integer(), 0, 1'000'000)) : silent;
}

QString targetText(const ContainerRecommendation& recommendation)
{
    QStringList parts;
    if (recommendation.target.cpu)
        parts << Words::tr("CPU %1").arg(qtext(std::to_string(recommendation.target.cpu->milli()) + "m"));
    if (recommendation.target.memory)
        parts << Words::tr("memory %1 MiB").arg((recommendation.target.memory->whole() + (1 << 20) - 1) >> 20);
    return parts.join(QStringLiteral(", "));
}

QString amountsText(const Value& amounts)
{
    QStringList parts;
    if (const Value* cpu = amounts.find("cpu"))
        parts << Words::tr("CPU %1").arg(qtext(cpu->text()));
    if (const Value* memory = amounts.find("memory"))
        parts << Words::tr("memory %1").arg(qtext(memory->text()));
    return parts.join(QStringLiteral(", "));
}

const Value* containerIn(const Value& workload, const std::string& name)
{
    const auto& all = workload["spec"]["template"]["spec"]["containers"].items();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Value& one) { return one["name"].text() == name; });
    return found == all.end() ? nullptr : &*found;
}

// What applying it to one container writes, as it is written: "CPU 203m, memory 524Mi; its limits too: memory 1048Mi".
QString writtenText(const Value& live, const Vpa& vpa, const ContainerRecommendation& one)
{
    const auto change = recommendationChange(live, vpa, {one.container});
    const Value* next = change ? containerIn(change->after, one.container) : nullptr;
    const Value* before = containerIn(live, one.container);
    if (!next || !before)
        return targetText(one);
    const Value& limits = (*next)["resources"]["limits"];
    QStringList parts;
    if (const QString requests = amountsText((*next)["resources"]["requests"]); !requests.isEmpty())
        parts << requests;
    if (!limits.fields().empty() && !(limits == (*before)["resources"]["limits"]))
        parts << Words::tr("its limits too: %1").arg(amountsText(limits));
    return parts.join(QStringLiteral("; "));
}

const Vpa* vpaOf(const ActionWish& wish, const World* world)
{
    return world ? world->find<Vpa>(wish.object.ns, wish.object.name) : nullptr;
}

PauseWish pauseOf(const ActionAnswer& answer)
{
    PauseWish pause;
    pause.way = static_cast<PauseWish::Way>(answer.way);
    pause.replicas = answer.replicas;
    return pause;
}
static_assert(static_cast<int>(PauseWish::Way::AtReplicas) == static_cast<int>(ActionAnswer::Way::AtReplicas)
    && static_cast<int>(PauseWish::Way::ScaleIn) == static_cast<int>(ActionAnswer::Way::ScaleIn)
    && static_cast<int>(PauseWish::Way::ScaleOut) == static_cast<int>(ActionAnswer::Way::ScaleOut));

// KEDA may be absent, which is known too.
bool autoscalersKnown(const World& world)
{
    const auto known = [&](KindId kind) { return world.state(kind).complete() || world.state(kind).presence == Presence::Missing; };
    return known(KindId::Hpa) && known(KindId::ScaledObject);
}

const Value* ownerOf(const Value& object, const char* kind)
{
    const auto& owners = object["metadata"]["ownerReferences"].items();
    const auto found = std::find_if(owners.begin(), owners.end(), [&](const Value& owner) { return owner["kind"].text() == kind; });
    return found == owners.end() ? nullptr : &*found;
}

// Of the workload that a ScaledObject scales; none: not known.
std::optional<int> replicasNow(const ActionWish& wish, const World* world)
{
    const ScaledObject* object = world ? world->find<ScaledObject>(wish.object.ns, wish.object.name) : nullptr;
    if (!object)
        return {};
    const Workload* workload = findTarget(*world, wish.object.ns, object->target).workload;
    return workload ? std::optional(static_cast<int>(std::clamp<std::int64_t>(workload->replicas, 0, 1'000'000))) : std::nullopt;
}

Error notRead(const ManifestRef& ref)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 is not there any more."), "", "", {nameOf(ref)}};
}

} // namespace

std::vector<ActionNote> notesOf(const ActionWish& wish, const Value& live, const World* world)
{
    std::vector<ActionNote> notes;
    const auto restart = [&] {
        notes.push_back({Words::tr("This changes the pod template: the pods of %1 restart, a few at a time.").arg(qtext(nameOf(refOf(live)))), Tone::Warn});
    };
    if (wish.action == QuickAction::Recommendation) {
        restart();
        if (const Vpa* vpa = vpaOf(wish, world); vpa && vpa->mode != UpdateMode::Off && vpa->mode != UpdateMode::Initial)
            notes.push_back({Words::tr("The VPA also sets its recommendations by itself (mode %1).").arg(qtext(vpa->modeText.empty() ? "Recreate" : vpa->modeText)), Tone::Muted});
    }
    if (wish.action == QuickAction::Scale && world)
        if (const auto owner = autoscalerOf(*world, refOf(live)))
            notes.push_back({Words::tr("%1 %2 sets the replicas of this workload and may change them again within seconds.").arg(qtext(owner->kind), qtext(owner->name)), Tone::Warn});
    if (wish.action == QuickAction::Scale && world && !autoscalersKnown(*world))
        notes.push_back({Words::tr("Whether an autoscaler sets the replicas of this workload is not known: not all of them can be read."), Tone::Warn});
    if (wish.action == QuickAction::Bounds)
        if (const Value* owner = ownerOf(live, "ScaledObject"))
            notes.push_back({Words::tr("The ScaledObject %1 writes this HPA and will write over it: change that one instead.").arg(qtext((*owner)["name"].text())), Tone::Warn});
    if (wish.action == QuickAction::Pause)
        notes.push_back({Words::tr("KEDA reads the pause from an annotation of the object."), Tone::Muted});
    if (wish.action == QuickAction::Undo && wish.entries.size() == 1)
        notes.push_back({Words::tr("Restores what was there before entry %1 of the journal.").arg(qint64(wish.entries.front())), Tone::Muted});
    if (wish.action == QuickAction::Undo && wish.entries.size() > 1)
        notes.push_back({Words::tr("Restores what was there before, one object after the other, the newest change first. It stops at the first that fails."), Tone::Muted});
    return notes;
}

ActionShown asked(const ActionWish& wish, const Value& live, const World* world)
{
    ActionShown shown;
    shown.action = wish.action;
    shown.title = titleOf(wish);
    shown.object = qtext(nameOf(live.isNull() ? wish.object : refOf(live)));
    shown.reading = false;
    if (live.isNull())
        return shown;
    shown.notes = notesOf(wish, live, world);
    const Value& spec = live["spec"];
    const bool hpa = live["kind"].text() == "HorizontalPodAutoscaler";
    shown.onlyFully = live["kind"].text() == "ScaledJob";
    shown.min = within(spec.find(hpa ? "minReplicas" : "minReplicaCount"), hpa ? 1 : 0);
    shown.max = within(spec.find(hpa ? "maxReplicas" : "maxReplicaCount"), 100);
    shown.replicas = wish.action == QuickAction::Pause ? replicasNow(wish, world).value_or(shown.min) : within(spec.find("replicas"), 1);
    if (const Vpa* vpa = wish.action == QuickAction::Recommendation ? vpaOf(wish, world) : nullptr)
        for (const ContainerRecommendation& one : vpa->recommendations) {
            if (const ContainerPolicy* policy = policyOf(*vpa, one.container); policy && policy->off)
                continue; // left alone by its policy
            shown.containers.push_back({qtext(one.container), writtenText(live, *vpa, one), wish.container.empty() || wish.container == one.container});
        }
    return shown;
}

// "helm, kubectl-edit"; "somebody" where the object does not tell.
static QString writersOf(const std::vector<MovedField>& moved)
{
    QStringList names;
    for (const MovedField& field : moved)
        for (const std::string& name : field.by)
            if (!names.contains(qtext(name)))
                names << qtext(name);
    return names.isEmpty() ? Words::tr("somebody") : names.join(QStringLiteral(", "));
}

ActionShown undoShown(const ActionWish& wish, const std::vector<UndoPlan>& plans)
{
    const bool alone = plans.size() == 1;
    ActionShown shown = asked(wish, Value {}, nullptr);
    shown.object = alone ? qtext(nameOf(plans.front().change.ref)) : Words::tr("%n change(s)", nullptr, static_cast<int>(plans.size()));
    shown.notes = notesOf(wish, {}, nullptr);
    QStringList refusals, hints;
    for (const UndoPlan& plan : plans) {
        const QString object = qtext(nameOf(plan.change.ref));
        if (plan.refused) {
            refusals << (alone ? sentence(*plan.refused) : Words::tr("Entry %1: %2").arg(qint64(plan.entry)).arg(sentence(*plan.refused)));
            hints << hint(*plan.refused);
            continue;
        }
        for (const std::string& field : plan.moved.empty() ? plan.held : std::vector<std::string> {}) // else nothing goes back
            shown.notes.push_back({heldWords(field), Tone::Warn});
        if (const QString unseen = unseenWords(plan); !unseen.isEmpty())
            shown.notes.push_back({unseen, Tone::Warn});
        if (!plan.moved.empty())
            shown.notes.push_back({alone ? Words::tr("The object moved on since: %1 wrote these fields after Loadline, so it is not undone.").arg(writersOf(plan.moved))
                                         : Words::tr("%1 moved on since: %2 wrote these fields after Loadline, so it is not undone.").arg(object, writersOf(plan.moved)), Tone::Warn});
        for (const MovedField& field : plan.moved)
            shown.moved.push_back({(alone ? QString() : object + QStringLiteral(": ")) + qtext(field.path.text()), valueText(field.before), valueText(field.after), valueText(field.live)});
    }
    if (!shown.moved.empty())
        shown.notes.push_back({Words::tr("Open it for change from its own page to decide field by field."), Tone::Muted});
    hints.removeAll(QString());
    hints.removeDuplicates();
    if (!alone && (!refusals.isEmpty() || !shown.moved.empty()))
        hints << Words::tr("Nothing was undone. Choose the others alone.");
    shown.problem = refusals.join(QLatin1Char(' '));
    shown.hint = hints.join(QLatin1Char(' '));
    return shown;
}

Result<Change> changeOf(const ActionWish& wish, const ActionAnswer& answer, const Value& live, const World* world)
{
    if (live.isNull())
        return notRead(wish.object);
    switch (wish.action) {
    case QuickAction::Pause:
        return pauseChange(live, pauseOf(answer));
    case QuickAction::Resume:
        return resumeChange(live);
    case QuickAction::Bounds:
        return boundsChange(live, answer.min, answer.max);
    case QuickAction::Scale:
        return scaleChange(live, answer.replicas);
    case QuickAction::Recommendation:
        break;
    case QuickAction::Fix:
    case QuickAction::Silence:
    case QuickAction::Undo:
        return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "This cannot be done to a %1."), "", "", {live["kind"].text()}};
    }
    const Vpa* vpa = vpaOf(wish, world);
    if (!vpa)
        return notRead(wish.object);
    std::vector<std::string> containers;
    for (const QString& one : answer.containers)
        containers.push_back(one.toStdString());
    return recommendationChange(live, *vpa, containers);
}

std::vector<ManifestRef> objectsOf(const Fix& fix)
{
    std::vector<ManifestRef> refs;
    for (const FixEdit& edit : fix.edits)
        if (std::find(refs.begin(), refs.end(), edit.object) == refs.end())
            refs.push_back(edit.object);
    return refs;
}

Result<std::vector<Change>> fixChanges(const Fix& fix, const std::vector<ManifestRef>& refs, const std::vector<Value>& live, const std::string& why)
{
    std::vector<Document> documents;
    std::map<ManifestRef, const Value*> befores;
    for (std::size_t i = 0; i < refs.size(); ++i) {
        const bool added = std::any_of(fix.edits.begin(), fix.edits.end(), [&](const FixEdit& edit) { return edit.object == refs[i] && edit.path.empty() && edit.value; });
        if (live[i].isNull() && !added)
            return notRead(refs[i]);
        if (live[i].isNull())
            continue;
        if (refOf(live[i]) != refs[i])
            return Error {Error::Kind::Unsupported, LOADLINE_TR("Error", "%1 is served in another version than the finding is about."), nameOf(refs[i]), "", {nameOf(refs[i])}};
        documents.push_back(Document::write(withoutServerFields(live[i])));
        befores.emplace(refs[i], &live[i]);
    }
    const auto fixed = applied(fix, std::move(documents));
    if (!fixed)
        return fixed.error();
    std::vector<Change> changes;
    for (const Document& document : *fixed) {
        Change change {document.ref(), Change::Verb::Apply, std::nullopt, document.value(), why};
        if (const auto before = befores.find(change.ref); before != befores.end()) {
            if (compare(withoutServerFields(*before->second), change.after).empty())
                continue;
            change.before = *before->second;
        }
        changes.push_back(narrowed(change));
    }
    // What goes, goes last: by then what takes its place is there.
    for (const FixEdit& edit : fix.edits)
        if (edit.removesObject())
            changes.push_back({edit.object, Change::Verb::Delete, *befores.at(edit.object), Value {}, why});
    return changes;
}

Result<Change> silenceChange(const Finding& finding, const std::string& reason, const Value& live)
{
    if (live.isNull())
        return notRead(finding.object);
    const FixEdit edit = silencing(finding, live["metadata"]["annotations"][std::string(silenceAnnotation)].text(), reason);
    Value over = Value::map();
    setIn(over, edit.path, *edit.value);
    return Change {refOf(live), Change::Verb::Apply, live, overlay(ownedBy(live), over), "silence " + finding.rule + ": " + reason};
}

} // namespace loadline
