// SPDX-License-Identifier: GPL-3.0-or-later
// A preset begins: what is there already is read and kept, what is missing is written, the rest is proposed.
#include "pages/wizard_page.h"

#include "catalog/presets.h"
#include "forms/form_words.h"
#include "pages/draft_editor.h"
#include "pages/live_facts.h"
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
        const auto there = world() && target_ ? liveObjectFor(*world(), *target_, ref) : std::nullopt;
        if (there)
            static_cast<void>(form.set("metadata.name", Value(there->others ? freeName(*world(), *target_, ref) : there->name)));
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

void WizardPage::takeKept(const QString& path, const Result<std::string>& json)
{
    DraftPart& part = starting_->parts[starting_->unread.take(path)];
    const Result<Document> read = json ? Document::parse(*json) : Result<Document>(json.error());
    if (read)
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
    if (std::any_of(parts.begin(), parts.end(), isKeptScaler) || !start.unreadable.isEmpty())
        for (const DraftPart& part : std::vector<DraftPart>(parts))
            if (isAuthentication(part) && !isAskedFor(parts, part.ref())) {
                spare_.push_back(part);
                std::erase_if(parts, [&](const DraftPart& one) { return one.ref() == part.ref(); });
            }
    const auto scales = std::find_if(parts.begin(), parts.end(), [](const DraftPart& part) {
        return part.document.find("spec.scaleTargetRef") || part.document.find("spec.targetRef");
    });
    auto first = static_cast<std::size_t>(scales - parts.begin());
    if (adding_) {
        first += parts_.size();
        joinParts(std::move(parts));
    } else {
        replaceParts(std::move(parts), tr("The manifests written before were put aside."));
    }
    if (!start.unreadable.isEmpty())
        note(tr("What cannot be read is left as it is: %1.").arg(start.unreadable.join(QStringLiteral(", "))), {});
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
