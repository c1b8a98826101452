// SPDX-License-Identifier: GPL-3.0-or-later
// A preset begins: what is there already is read and kept, what is missing is written, the rest is proposed.
#include "pages/wizard_page.h"

#include "catalog/presets.h"
#include "catalog/presets_keda.h"
#include "forms/form_words.h"
#include "manifest/identity.h"
#include "pages/draft_editor.h"
#include "pages/live_facts.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <QTimeZone>

#include <algorithm>

namespace loadline {
namespace {

bool isAuthentication(const DraftPart& part)
{
    return part.ref().kind == "TriggerAuthentication" && !part.live;
}

bool isKeptScaler(const DraftPart& part)
{
    return part.live && part.ref().kind == "ScaledObject";
}

// A name that nobody has: another workload's object keeps its own.
std::string freeName(const World& world, const ManifestRef& target, ManifestRef written)
{
    const std::string name = written.name;
    for (int i = 2; liveObjectFor(world, target, written) && i < 100; ++i)
        written.name = name + '-' + std::to_string(i);
    return written.name;
}

} // namespace

void WizardPage::startPreset(WorkloadType type, Step then)
{
    const WorkloadPreset* chosen = workloadPreset(workloadType(type).id);
    if (!chosen)
        return;
    starting_ = Starting {};
    starting_->then = then;
    const QByteArray zone = QTimeZone::systemTimeZoneId();
    std::vector<QString> wanted;
    for (Form& form : formsOf(*chosen, facts_, zone.isEmpty() ? std::string("UTC") : zone.toStdString())) {
        const ManifestRef ref = form.document().ref();
        auto there = world() && target_ ? liveObjectFor(*world(), *target_, ref) : std::nullopt;
        if (!there || there->others)
            meetRival(form, there);
        if (there)
            static_cast<void>(form.set("metadata.name", Value(there->others ? freeName(*world(), *target_, form.document().ref()) : there->name)));
        if (there && !there->others) {
            starting_->unread.insert(there->path, starting_->parts.size());
            wanted.push_back(there->path);
        }
        starting_->parts.push_back(draftOf(std::move(form)));
    }
    if (wanted.empty())
        return finishStart();
    note(tr("Reading what is there already \u2026"), {}, {}, TableMessage::Kind::Empty);
    for (const QString& path : wanted)
        Q_EMIT documentWanted(cluster_, path);
}

// Two scalers of different kinds on one workload hold each other up: the one that is there is changed, or handed over.
void WizardPage::meetRival(Form& form, std::optional<LiveObject>& there)
{
    const std::string kind = form.document().ref().kind;
    const bool hpa = kind == "HorizontalPodAutoscaler";
    if ((!hpa && kind != "ScaledObject") || !world() || !target_)
        return;
    const auto rival = liveObjectFor(*world(), *target_,
        hpa ? ManifestRef {"keda.sh/v1alpha1", "ScaledObject", target_->ns, target_->name}
            : ManifestRef {"autoscaling/v2", "HorizontalPodAutoscaler", target_->ns, target_->name});
    if (!rival || rival->others)
        return;
    if (hpa) {
        HpaForKeda keda = asScaledObject(form);
        form = std::move(keda.form);
        QStringList names;
        for (const std::string& name : keda.leftOut)
            names << qtext(name);
        starting_->said = tr("ScaledObject %1 scales it already: it is changed, and no HPA is written beside it.").arg(qtext(rival->name));
        if (!names.isEmpty())
            starting_->leftOut = tr("Left out, as KEDA asks Prometheus itself: %1. Add them as prometheus triggers.").arg(names.join(QStringLiteral(", ")));
    } else {
        if (there) // another workload's, of this name
            static_cast<void>(form.set("metadata.name", Value(freeName(*world(), *target_, form.document().ref()))));
        takeOverHpa(form, rival->name);
        starting_->otherwise.push_back(draftOf(std::move(form)));
        starting_->asTheyAre.insert(starting_->parts.size());
        form = Form(*formKind("HorizontalPodAutoscaler"), facts_);
    }
    there = rival;
}

void WizardPage::offerOther(const std::vector<DraftPart>& otherwise, std::vector<DraftPart> all)
{
    std::erase_if(all, [](const DraftPart& part) { return part.live && part.ref().kind == "HorizontalPodAutoscaler"; });
    all.insert(all.end(), otherwise.begin(), otherwise.end());
    otherwise_ = std::move(all);
    chooseOther();
    chooseOther();
}

// Which of the two scales it: what is there, until the user says otherwise.
void WizardPage::chooseOther()
{
    std::vector<DraftPart> other = std::move(parts_);
    parts_ = std::move(otherwise_);
    const bool keeps = std::any_of(parts_.begin(), parts_.end(), [](const DraftPart& part) { return part.live && part.ref().kind == "HorizontalPodAutoscaler"; });
    const auto& scales = keeps ? parts_ : other;
    const auto hpa = std::find_if(scales.begin(), scales.end(), [](const DraftPart& part) { return part.ref().kind == "HorizontalPodAutoscaler"; });
    const QString name = hpa == scales.end() ? QString() : qtext(hpa->ref().name);
    if (keeps)
        note(tr("HPA %1 scales it already: it is kept, and no ScaledObject is written beside it.").arg(name), {}, tr("Let a ScaledObject take it over"), TableMessage::Kind::Empty);
    else
        note(tr("The ScaledObject takes HPA %1 over by its name: KEDA rewrites it, nothing is deleted, and its metrics end.").arg(name), {}, tr("Keep the HPA as it is"), TableMessage::Kind::Empty);
    otherwise_ = std::move(other);
    edited();
}

void WizardPage::takeKept(const QString& path, const Result<std::string>& json)
{
    const std::size_t at = starting_->unread.take(path);
    DraftPart& part = starting_->parts[at];
    const Result<Document> read = json ? Document::parse(*json) : Result<Document>(json.error());
    if (read && starting_->asTheyAre.contains(at)) {
        part = draftOf(Document::write(withoutServerFields(read->value())).text(), facts_);
        part.live = read->value();
    } else if (read)
        part = keptOver(*part.form, read->value(), facts_);
    else if (read.error().kind != Error::Kind::NotFound) { // it went meanwhile
        starting_->unreadable << tr("%1 (%2)").arg(objectText(part.ref()), sentence(read.error()));
        part = {};
    }
    if (starting_->unread.empty())
        finishStart();
}

void WizardPage::finishStart()
{
    Starting start = std::move(*starting_);
    starting_.reset();
    std::vector<DraftPart>& parts = start.parts;
    std::erase_if(parts, [](const DraftPart& part) { return part.ref().kind.empty(); });
    spare_.clear();
    std::vector<DraftPart> all = parts;
    if (std::any_of(parts.begin(), parts.end(), isKeptScaler) || !start.unreadable.isEmpty() || !start.otherwise.empty())
        for (const DraftPart& part : std::vector<DraftPart>(parts))
            if (isAuthentication(part) && !isAskedFor(parts, part.ref())) {
                spare_.push_back(part);
                std::erase_if(parts, [&](const DraftPart& one) { return one.ref() == part.ref(); });
            }
    const auto scales = std::find_if(parts.begin(), parts.end(), [](const DraftPart& part) {
        return part.document.find("spec.scaleTargetRef") || part.document.find("spec.targetRef");
    });
    auto first = static_cast<std::size_t>(scales - parts.begin());
    const bool joins = adding_;
    if (joins) {
        first += parts_.size();
        joinParts(std::move(parts));
    } else {
        replaceParts(std::move(parts), tr("The manifests written before were put aside."));
        writtenFor_ = {cluster_, target_};
    }
    const QString back = joins || replaced_.empty() ? QString() : tr("Put back what was written before");
    if (!start.unreadable.isEmpty())
        note(tr("What cannot be read is left as it is: %1.").arg(start.unreadable.join(QStringLiteral(", "))), {}, back);
    else if (!start.said.isEmpty())
        note(start.said, start.leftOut, back, TableMessage::Kind::Empty);
    if (!joins && !start.otherwise.empty() && start.unreadable.isEmpty())
        offerOther(start.otherwise, std::move(all));
    showStep(start.then);
    if (step_ == Scaling && first > 0 && first < parts_.size()) {
        editor_->showPart(first); // what scales, before what it leans on
        editor_->focusFirst();
    }
}

// A trigger that is taken over brings the authentication it asks for.
void WizardPage::decideOn(std::size_t part, std::size_t proposal, bool taken)
{
    if (part >= parts_.size())
        return;
    if (const Done done = decide(parts_[part], proposal, taken, facts_); !done)
        note(sentence(done.error()), hint(done.error()));
    for (const DraftPart& spare : spare_) {
        const auto here = std::find_if(parts_.begin(), parts_.end(), [&](const DraftPart& one) { return one.ref() == spare.ref(); });
        const bool asked = isAskedFor(parts_, spare.ref());
        if (asked && here == parts_.end())
            parts_.push_back(spare);
        else if (!asked && here != parts_.end() && here->text == spare.text)
            parts_.erase(here);
    }
    edited();
}

} // namespace loadline
