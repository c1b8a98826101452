// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard does with its draft: targets, presets, answers, checks, what is opened.
#include "pages/wizard_page.h"

#include "catalog/presets.h"
#include "forms/apply_panel.h"
#include "forms/form_words.h"
#include "grid/messages.h"
#include "lint/lint.h"
#include "manifest/identity.h"
#include "pages/chart_column.h"
#include "pages/draft_editor.h"
#include "pages/live_facts.h"
#include "pages/metric_plans.h"
#include "pages/wizard_advice.h"
#include "pages/wizard_target.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <QTimeZone>

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
    editor_->setOffers(formOffers(world(), facts_));
    check();
}

void WizardPage::setPreferences(const Preferences& preferences)
{
    preferences_ = preferences;
    check();
}

void WizardPage::select(const QString& rowId)
{
    for (const auto& row : deriveTargets(worlds_))
        if (qtext(row->id) == rowId)
            return chooseTarget(row->cluster, row->ref);
}

void WizardPage::chooseTarget(const std::string& cluster, const ManifestRef& ref)
{
    cluster_ = cluster;
    target_ = ref;
    const WorkloadFacts known = workloadFacts(world(), ref);
    adviceStep_->setFacts(known);
    renewFacts();
    Q_EMIT placeWanted(cluster_);
    showStep(Advise);
}

void WizardPage::renewFacts()
{
    std::optional<TargetFacts> target;
    if (target_)
        target = workloadFacts(world(), *target_).target;
    facts_ = formFacts(world(), target);
    editor_->setOffers(formOffers(world(), facts_));
}

void WizardPage::startPreset(WorkloadType type)
{
    const WorkloadPreset* chosen = workloadPreset(workloadType(type).id);
    if (!chosen)
        return;
    std::vector<DraftPart> parts;
    const QByteArray zone = QTimeZone::systemTimeZoneId();
    for (Form& form : formsOf(*chosen, facts_, zone.isEmpty() ? std::string("UTC") : zone.toStdString()))
        parts.push_back(draftOf(std::move(form)));
    replaceParts(std::move(parts), tr("The manifests written before were put aside."));
    showStep(Scaling);
}

// Nothing that was written is lost: it can be put back.
void WizardPage::replaceParts(std::vector<DraftPart> parts, const QString& said)
{
    replaced_ = std::move(parts_);
    parts_ = std::move(parts);
    if (replaced_.empty())
        note({}, {});
    else
        note(said, {}, tr("Put them back"));
    edited();
}

void WizardPage::note(const QString& text, const QString& cause, const QString& action)
{
    noticed_ = {text.isEmpty() ? TableMessage::Kind::None : TableMessage::Kind::Stale, text, cause, action};
    notice_->setMessage(noticed_);
    notice_->setVisible(!text.isEmpty());
}

void WizardPage::addPart(const QString& kind)
{
    const FormKind* known = formKind(kind.toStdString());
    if (!known)
        return;
    parts_.push_back(draftOf(Form(*known, facts_)));
    edited();
    editor_->showPart(parts_.size() - 1);
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
    renewCharts();
}

void WizardPage::showDraft()
{
    if (step_ == Scaling || step_ == Safety)
        editor_->setDraft(parts_, step_ == Safety);
    if (step_ == Review)
        review_->setDraft(parts_);
    review_->apply()->setObstacle(obstacle());
    setPlace(place_);
}

QString WizardPage::obstacle() const
{
    if (parts_.empty())
        return tr("There is nothing to apply yet.");
    for (const DraftPart& part : parts_) {
        if (part.broken)
            return tr("%1 cannot be read: %2").arg(objectText(part.ref()), sentence(*part.broken));
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
    std::vector<ManifestRef> refs;
    for (const DraftPart& part : parts_)
        refs.push_back(part.ref());
    if (refs.empty()) {
        findings_.clear();
        editor_->setFindings({});
        review_->setFindings({});
        return;
    }
    const std::string ns = facts_.target && !facts_.target->ns.empty() ? facts_.target->ns : "default";
    checks_.run([this, world = worldPtr(), documents = documentsOf(parts_), refs, ns, preferences = preferences_]() -> LatestJob::Finish {
        const Overlay overlay = layOver(world, documents, ns);
        auto found = lint(overlay, preferences, &refs);
        std::erase_if(found, [&](const Finding& finding) {
            return std::none_of(refs.begin(), refs.end(), [&](const ManifestRef& ref) { return ref.kind == finding.object.kind && ref.name == finding.object.name; })
                && finding.severity == Severity::Info;
        });
        return [this, found = std::move(found)] {
            findings_ = found;
            editor_->setFindings(findings_);
            review_->setFindings(findings_);
        };
    });
}

void WizardPage::renewCharts()
{
    const auto at = editor_->part();
    std::vector<ChartPlan> plans;
    if (step_ == Scaling && at && *at < parts_.size())
        plans = metricPlans(cluster_, facts_, parts_[*at].document);
    editor_->charts()->setVisible(!plans.empty());
    editor_->charts()->setPlans(std::move(plans));
}

void WizardPage::fix(const Finding& finding)
{
    if (!finding.fix)
        return;
    if (const Done done = applyFix(parts_, *finding.fix, facts_); !done)
        note(sentence(done.error()), hint(done.error()));
    else
        edited();
}

void WizardPage::showField(const Finding& finding)
{
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const ManifestRef ref = parts_[i].ref();
        if (ref.kind != finding.object.kind || ref.name != finding.object.name)
            continue;
        showStep(isSafety(ref) ? Safety : Scaling);
        return editor_->showField(i, finding.field);
    }
    note(tr("%1 is not among the manifests written here.").arg(objectText(finding.object)), tr("Open it for change from its own page."));
}

void WizardPage::openLive(const std::string& cluster, const QString& path, bool clone)
{
    cluster_ = cluster;
    opening_ = Opening {path, clone};
    Q_EMIT placeWanted(cluster_);
    Q_EMIT documentWanted(cluster, path);
}

void WizardPage::setDocument(const QString& path, const Result<std::string>& json)
{
    if (opening_ && opening_->path == path)
        take(path, json);
}

void WizardPage::take(const QString&, const Result<std::string>& json)
{
    const bool clone = opening_->clone;
    opening_.reset();
    if (!json)
        return note(sentence(json.error()), hint(json.error()));
    const Result<Document> read = Document::parse(*json);
    if (!read)
        return note(sentence(read.error()), hint(read.error()));
    Value shown = withoutServerFields(read->value());
    const Value& spec = shown["spec"];
    const Value& ref = spec.find("scaleTargetRef") ? spec["scaleTargetRef"] : spec["targetRef"];
    target_.reset();
    if (ref.find("name")) {
        const auto textOr = [&](const char* key, const char* otherwise) { return ref.find(key) ? ref[key].text() : std::string(otherwise); };
        target_ = ManifestRef {textOr("apiVersion", "apps/v1"), textOr("kind", "Deployment"), shown["metadata"]["namespace"].text(), ref["name"].text()};
        adviceStep_->setFacts(workloadFacts(world(), *target_));
    }
    renewFacts();
    if (clone) {
        Value metadata = shown["metadata"];
        metadata.set("name", metadata["name"].text() + "-copy");
        metadata.remove("ownerReferences");
        shown.set("metadata", metadata);
    }
    DraftPart part = draftOf(Document::write(shown).text(), facts_);
    if (!clone)
        part.live = read->value();
    const bool safety = isSafety(part.ref());
    replaceParts({std::move(part)}, tr("The manifests written before were put aside."));
    showStep(safety ? Safety : Scaling);
}

void WizardPage::openText(const std::string& text, const QString& source)
{
    Result<std::vector<DraftPart>> read = readParts(text, source.toStdString(), facts_);
    if (!read)
        return note(sentence(read.error()), hint(read.error()));
    if (read->empty())
        return note(tr("%1 holds no manifest.").arg(source), {});
    std::vector<DraftPart> all = parts_;
    all.insert(all.end(), read->begin(), read->end());
    const std::size_t first = parts_.size();
    parts_ = std::move(all);
    const auto broken = std::count_if(read->begin(), read->end(), [](const DraftPart& part) { return part.broken.has_value(); });
    if (broken > 0)
        note(tr("%n document(s) of %1 cannot be read: what is wrong stands beside the text.", nullptr, static_cast<int>(broken)).arg(source), {});
    const bool safety = isSafety(read->front().ref());
    edited();
    showStep(safety ? Safety : Scaling);
    editor_->showPart(first);
}

void WizardPage::setPlace(const PlaceShown& place)
{
    place_ = place;
    std::set<std::string> namespaces;
    for (const DraftPart& part : parts_)
        if (const std::string ns = part.ref().ns; !ns.empty())
            namespaces.insert(ns);
    place_.ns = namespaces.size() == 1 ? qtext(*namespaces.begin()) : QString();
    review_->apply()->setPlace(place_);
}

void WizardPage::setApply(const ApplyShown& shown)
{
    review_->apply()->setShown(shown);
}

} // namespace loadline
