// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard does with its draft: targets, presets, answers, checks, what is opened.
#include "pages/wizard_page.h"

#include "forms/apply_panel.h"
#include "forms/form_words.h"
#include "grid/messages.h"
#include "lint/lint.h"
#include "manifest/identity.h"
#include "pages/draft_editor.h"
#include "pages/live_facts.h"
#include "pages/wizard_advice.h"
#include "pages/wizard_target.h"
#include "tables/cells.h"
#include "tables/finding_rows.h"
#include "tables/wording.h"

#include <algorithm>

namespace loadline {

WorldPtr WizardPage::worldPtr() const
{
    for (const WorldPtr& world : worlds_)
        if (world->cluster == cluster_)
            return world;
    return nullptr;
}

const World* WizardPage::world() const
{
    return worldPtr().get();
}

void WizardPage::setWorlds(const Worlds& worlds)
{
    worlds_ = worlds;
    targetStep_->setWorlds(worlds);
    renewOffers();
    settlePlace();
    check();
    forgetWhatWent();
    if (step_ == Review)
        renewAround();
}

// "Created." is a lie once it was deleted, by an undo or by anybody.
void WizardPage::forgetWhatWent()
{
    const World* now = world();
    for (Stored& one : stored_) {
        const bool there = now && isListed(*now, one.ref);
        if (!there && one.seen) {
            stored_.clear();
            review_->apply()->setShown({});
            return Q_EMIT applyForgotten();
        }
        one.seen = one.seen || there;
    }
}

void WizardPage::setPreferences(const Preferences& preferences)
{
    preferences_ = preferences;
    check();
}

void WizardPage::select(const QString& rowId)
{
    const QString id = rowId.section(QLatin1Char('#'), 0, 0);
    const auto rows = deriveTargets(worlds_);
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return qtext(one->id) == id; });
    if (row == rows.end())
        return note(tr("There is no workload %1.").arg(id), tr("It was deleted, or its kind cannot be scaled."));
    chooseTarget((*row)->cluster, (*row)->ref);
    if (!rowId.contains(QLatin1Char('#')) || !target_)
        return;
    const QString wanted = rowId.section(QLatin1Char('#'), 1);
    const QStringList names {QStringLiteral("target"), QStringLiteral("advice"), QStringLiteral("scaling"), QStringLiteral("safety"), QStringLiteral("review")};
    const auto step = names.indexOf(wanted.section(QLatin1Char('='), 0, 0));
    if (step < 0)
        return;
    const WorkloadTypeRow* said = workloadType(wanted.section(QLatin1Char('='), 1).toStdString());
    if (step > Advise)
        return startPreset(said ? said->type : adviceStep_->type(), static_cast<Step>(step));
    showStep(static_cast<Step>(step));
}

void WizardPage::chooseTarget(const std::string& cluster, const ManifestRef& ref)
{
    if (adding_ && cluster != cluster_) // "" for files alone
        return note(tr("These manifests go into one cluster."), cluster_.empty() ? tr("Those written so far are for files.") : tr("Those written so far are for %1.").arg(qtext(cluster_)));
    starting_.reset();
    freely_ = cluster.empty();
    nowhere_ = cluster.empty();
    aim({cluster, ref});
    showStep(Advise);
}

void WizardPage::aim(const Aim& at)
{
    cluster_ = at.cluster;
    target_ = at.target;
    askCluster();
    if (target_) {
        adviceStep_->setFacts(workloadFacts(world(), *target_));
        adviceStep_->setScalers(world() ? liveScalers(*world(), *target_) : std::vector<LiveScaler> {});
    }
    askSeen();
    Q_EMIT placeWanted(cluster_);
}

bool WizardPage::writtenForAnother() const
{
    const bool files = writtenFor_.cluster.empty() && !writtenFor_.target; // go wherever they are sent
    return !parts_.empty() && target_ && !files && writtenFor_ != Aim {cluster_, target_};
}

void WizardPage::renewFacts()
{
    std::optional<TargetFacts> target;
    if (target_)
        target = workloadFacts(world(), *target_).target;
    if (target && seenAnswer_)
        target->seen = seenReplicas(*seenAnswer_);
    facts_ = formFacts(world(), target);
    facts_.vpaModes = known_.vpaModes;
    facts_.shapes = publishedOf_ == cluster_ ? published_.shapes : nullptr;
    renewOffers();
}

void WizardPage::addAnother()
{
    adding_ = true;
    note(tr("Choose the next workload."), tr("Its manifests join the %n written so far.", nullptr, static_cast<int>(parts_.size())), {},
        TableMessage::Kind::Empty);
    targetStep_->setFilter({});
    showStep(Target);
}

// What is written already stays as it is: namespaces and classes are shared.
void WizardPage::joinParts(std::vector<DraftPart> parts)
{
    adding_ = false;
    writtenFor_ = {cluster_, target_};
    for (DraftPart& part : parts)
        if (std::none_of(parts_.begin(), parts_.end(), [&](const DraftPart& one) { return one.ref() == part.ref(); }))
            parts_.push_back(std::move(part));
    note({}, {});
    edited();
}

// Nothing that was written is lost: it can be put back.
void WizardPage::replaceParts(std::vector<DraftPart> parts, const QString& said)
{
    replaced_ = std::move(parts_);
    replacedFor_ = writtenFor_;
    parts_ = std::move(parts);
    if (replaced_.empty())
        note({}, {});
    else
        note(said, {}, tr("Put them back"));
    edited();
}

void WizardPage::note(const QString& text, const QString& cause, const QString& action, TableMessage::Kind kind)
{
    otherwise_.clear(); // it was this strip's to choose
    noticed_ = {text.isEmpty() ? TableMessage::Kind::None : kind, text, cause, action};
    notice_->setMessage(noticed_);
    notice_->setVisible(!text.isEmpty());
}

void WizardPage::addPart(const QString& kind)
{
    const FormKind* known = formKind(kind.toStdString());
    if (!known)
        return;
    Form form(*known, facts_);
    const ManifestRef ref = form.document().ref();
    const auto there = world() && target_ && !ref.name.empty() ? liveObjectFor(*world(), *target_, ref) : std::nullopt;
    const bool written = there && std::any_of(parts_.begin(), parts_.end(), [&](const DraftPart& part) {
        return part.ref().kind == ref.kind && part.ref().name == there->name;
    });
    if (there && !there->others && !written) { // it is changed, and not written over
        opening_ = Opening {there->path, false, true, {}};
        note(tr("%1 is there already: it opens to be changed.").arg(objectText({ref.apiVersion, ref.kind, ref.ns, there->name})), {}, {}, TableMessage::Kind::Empty);
        return Q_EMIT documentWanted(cluster_, there->path);
    }
    if (parts_.empty())
        writtenFor_ = {cluster_, target_};
    parts_.push_back(draftOf(std::move(form)));
    edited();
    settlePlace();
    editor_->showPart(parts_.size() - 1);
    editor_->focusFirst();
}

void WizardPage::takeIn(const std::string& manifest)
{
    DraftPart part = draftOf(manifest, facts_);
    const auto same = std::find_if(parts_.begin(), parts_.end(), [&](const DraftPart& one) { return one.ref() == part.ref(); });
    if (same == parts_.end())
        parts_.push_back(std::move(part));
    else
        setText(*same, part.text, facts_);
    edited();
}

void WizardPage::removePart(std::size_t part)
{
    if (part >= parts_.size())
        return;
    std::vector<DraftPart> rest = parts_;
    const QString name = objectText(parts_[part].ref());
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(part));
    replaceParts(std::move(rest), tr("%1 was left out.").arg(name));
}

void WizardPage::changeForm(std::size_t part, const std::function<Done(Form&)>& change)
{
    if (part >= parts_.size() || !parts_[part].form || parts_[part].broken)
        return;
    if (const Done done = change(*parts_[part].form); !done)
        note(sentence(done.error()), hint(done.error()));
    formChanged(parts_[part]);
    edited();
}

void WizardPage::edited()
{
    review_->apply()->setShown({});
    Q_EMIT applyForgotten();
    showDraft();
    check();
    charting_.start(); // charts follow when typing pauses
}

void WizardPage::showDraft()
{
    if (step_ == Scaling || step_ == Safety)
        editor_->setDraft(parts_, step_ == Safety);
    if (step_ == Review)
        review_->setDraft(parts_);
    showPlaces();
    review_->apply()->setObstacle(obstacle());
    setPlace(place_);
}

QString WizardPage::obstacle() const
{
    if (starting_)
        return tr("What is there already is being read.");
    if (parts_.empty())
        return tr("There is nothing to apply yet.");
    for (const DraftPart& part : parts_) {
        if (part.broken)
            return tr("%1 cannot be read: line %2: %3").arg(!part.neverRead() ? objectText(part.ref()) : part.file.empty() ? tr("A manifest") : qtext(part.file),
                part.broken->where.empty() ? tr("unknown") : qtext(part.broken->where), sentence(*part.broken));
        if (!part.form)
            continue;
        if (const auto errors = part.form->errors(); !errors.empty())
            return tr("%1 is unfinished: %2 (%3)").arg(objectText(part.ref()), sentence(errors.front().error), qtext(errors.front().path.text()));
    }
    return {};
}

// Lint runs over the cluster as it would be, off this thread; of a burst of edits only the newest is checked.
void WizardPage::check()
{
    if (!shown_)
        return;
    const std::vector<ManifestRef> refs = refsOf(parts_);
    std::set<std::size_t> unread; // its one message stands beside the text
    for (std::size_t i = 0; i < parts_.size(); ++i)
        if (parts_[i].broken)
            unread.insert(i);
    if (refs.empty()) {
        findings_.clear();
        editor_->setFindings({});
        review_->setFindings({});
        return;
    }
    const std::string ns = facts_.target && !facts_.target->ns.empty() ? facts_.target->ns : "default";
    checks_.run([this, world = worldPtr(), documents = documentsOf(parts_), refs, unread, ns, preferences = preferences_, published = publishedOf_ == cluster_ ? published_ : Published {}, observed = evidence_.of(cluster_)]() -> LatestJob::Finish {
        Overlay overlay = layOver(world, documents, ns);
        published.layInto(overlay);
        overlay.observed = observed;
        auto found = lintWithCauses(overlay, preferences, refs);
        std::erase_if(found, [&](const Finding& finding) {
            if (finding.rule == "value-refused") // the form says it
                return true;
            if (finding.document ? unread.contains(*finding.document) : std::any_of(unread.begin(), unread.end(), [&](std::size_t at) { return refs[at].kind == finding.object.kind && refs[at].name == finding.object.name; }))
                return true;
            return std::none_of(refs.begin(), refs.end(), [&](const ManifestRef& ref) { return ref.kind == finding.object.kind && ref.name == finding.object.name; })
                && finding.severity == Severity::Info;
        });
        return [this, found = std::move(found), wanted = publishedPaths(documents, *overlay.world), laid = overlay.world] {
            askPublished(wanted);
            askEvidence(*laid, found);
            findings_ = found;
            editor_->setFindings(findings_);
            review_->setFindings(findings_);
        };
    });
}

void WizardPage::fix(const Finding& finding)
{
    if (!finding.fix)
        return;
    std::vector<DraftPart> parts = parts_;
    if (const Done done = applyFix(parts, *finding.fix, facts_, finding.document); !done)
        return note(sentence(done.error()), hint(done.error()));
    if (std::any_of(finding.fix->edits.begin(), finding.fix->edits.end(), [](const FixEdit& edit) { return edit.removesObject(); }))
        return replaceParts(std::move(parts), tr("Done: %1.").arg(lintText(finding.fix->label, finding.fix->args)));
    parts_ = std::move(parts);
    edited();
}

// With a reason the object says that the rule does not hold here; without one it holds again.
void WizardPage::silence(const Finding& finding, const QString& reason)
{
    const FieldPath place = FieldPath("metadata.annotations") / std::string(silenceAnnotation);
    std::string said;
    for (const DraftPart& part : parts_)
        if (const ManifestRef ref = part.ref(); ref.kind == finding.object.kind && ref.name == finding.object.name)
            if (const Value* annotation = part.document.find(place))
                said = annotation->text();
    Fix change;
    change.edits = {silencing(finding, said, reason.toStdString())};
    if (reason.isEmpty()) {
        Silences rest = parseSilences(said);
        std::erase_if(rest, [&](const auto& entry) { return entry.first == finding.rule; });
        change.edits.front().value = rest.empty() ? std::nullopt : std::optional<Value>(silencesText(rest));
    }
    if (const Done done = applyFix(parts_, change, facts_); !done)
        note(sentence(done.error()), hint(done.error()));
    else
        edited();
}

void WizardPage::showField(const ManifestRef& object, const FieldPath& field)
{
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const ManifestRef ref = parts_[i].ref();
        if (ref.kind != object.kind || ref.name != object.name)
            continue;
        showStep(isSafety(ref) ? Safety : Scaling);
        return editor_->showField(i, field);
    }
    note(tr("%1 is not among the manifests written here.").arg(objectText(object)), tr("Open it for change from its own page."));
}

void WizardPage::setPlace(const PlaceShown& place)
{
    const bool other = place.noPrometheus != place_.noPrometheus;
    place_ = place;
    std::set<std::string> namespaces;
    for (const DraftPart& part : parts_)
        if (const std::string ns = part.ref().ns; !ns.empty())
            namespaces.insert(ns);
    place_.ns = namespaces.size() == 1 ? qtext(*namespaces.begin()) : QString();
    review_->apply()->setPlace(place_);
    if (other) { // a Prometheus was found, or lost
        tellSeen();
        renewSeen();
    }
}

void WizardPage::setApply(const ApplyShown& shown)
{
    review_->apply()->setShown(shown);
    stored_.clear();
    if (shown.stage == ApplyShown::Stage::Finished)
        for (const ResultShown& result : shown.results)
            if (result.tone == Tone::Good)
                stored_.push_back({result.ref});
    forgetWhatWent();
}

} // namespace loadline
