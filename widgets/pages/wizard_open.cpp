// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard opens: live objects to change or to copy, and files.
#include "pages/wizard_page.h"

#include "catalog/vpa_modes.h"
#include "forms/form_words.h"
#include "lint/readable.h"
#include "manifest/identity.h"
#include "pages/draft_editor.h"
#include "pages/live_facts.h"
#include "pages/row_parts.h"
#include "pages/wizard_advice.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <algorithm>
#include <utility>

namespace loadline {
namespace {

constexpr std::size_t readAtOnce = 32 << 10; // less than a frame's work
constexpr std::size_t mostParts = 500; // a tab each

} // namespace

void WizardPage::openLive(const std::string& cluster, const QString& path, bool clone)
{
    starting_.reset();
    freely_ = nowhere_ = false;
    opening_ = Opening {path, clone, std::exchange(adding_, false) && cluster_ == cluster, {}};
    cluster_ = cluster;
    askCluster();
    Q_EMIT placeWanted(cluster_);
    Q_EMIT documentWanted(cluster, path);
}

void WizardPage::showWhenOpen(const FieldPath& field)
{
    if (opening_)
        opening_->field = field;
}

void WizardPage::setDocument(const QString& path, const Result<std::string>& json)
{
    if (takePublished(path, json))
        return;
    if (path == QLatin1String(vpaDefinitionPath))
        takeModes(json);
    else if (starting_ && starting_->unread.contains(path))
        takeKept(path, json);
    else if (opening_ && opening_->path == path)
        take(path, json);
}

void WizardPage::take(const QString&, const Result<std::string>& json)
{
    const bool clone = opening_->clone;
    const bool beside = opening_->beside;
    const FieldPath field = opening_->field;
    opening_.reset();
    if (!json) {
        if (!parts_.empty() && !beside && writtenFor_.cluster != cluster_)
            aim(writtenFor_); // what is written stays where it was
        return note(sentence(json.error()), hint(json.error()));
    }
    const Result<Document> read = Document::parse(*json);
    if (!read)
        return note(sentence(read.error()), hint(read.error()));
    Value shown = withoutServerFields(read->value());
    if (!beside)
        aimAt(shown);
    if (clone)
        shown = copyOf(read->value());
    DraftPart part = draftOf(Document::write(shown).text(), facts_);
    if (!clone)
        part.live = read->value();
    const bool safety = isSafety(part.ref());
    if (beside) {
        parts_.push_back(std::move(part));
        edited();
    } else {
        replaceParts({std::move(part)}, tr("The manifests written before were put aside."));
        writtenFor_ = {cluster_, target_};
    }
    showStep(safety ? Safety : Scaling);
    editor_->showPart(parts_.size() - 1);
    if (!field.empty())
        editor_->showField(parts_.size() - 1, field);
}

// The workload that an opened manifest is about.
void WizardPage::aimAt(const Value& manifest)
{
    const Value& spec = manifest["spec"];
    const Value& ref = spec.find("scaleTargetRef") ? spec["scaleTargetRef"] : spec["targetRef"];
    target_.reset();
    if (ref.find("name")) {
        const auto textOr = [&](const char* key, const char* otherwise) { return ref.find(key) ? ref[key].text() : std::string(otherwise); };
        target_ = ManifestRef {textOr("apiVersion", "apps/v1"), textOr("kind", "Deployment"), manifest["metadata"]["namespace"].text(), ref["name"].text()};
        adviceStep_->setFacts(workloadFacts(world(), *target_));
        adviceStep_->setScalers(world() ? liveScalers(*world(), *target_) : std::vector<LiveScaler> {});
    }
    askSeen();
}

// Something live that is none of the manifests: it is opened beside them.
void WizardPage::openOther(const ManifestRef& object, const FieldPath& field)
{
    const Readable* readable = readableAs(object);
    if (!readable || cluster_.empty())
        return note(tr("%1 cannot be opened from here.").arg(objectText(object)), {});
    opening_ = Opening {objectPath(readable->id, object.ns, object.name), false, true, field};
    Q_EMIT documentWanted(cluster_, opening_->path);
}

void WizardPage::openText(std::string text, const QString& source)
{
    if (text.size() <= readAtOnce && !reading_.busy())
        return takeRead(readParts(text, source.toStdString(), facts_), source);
    unread_.emplace_back(std::move(text), source);
    if (!reading_.busy())
        readNext();
}

void WizardPage::readNext()
{
    if (unread_.empty())
        return;
    auto [text, source] = std::move(unread_.front());
    unread_.erase(unread_.begin());
    note(tr("Reading %1 \u2026").arg(source), {});
    reading_.run([this, text = std::move(text), source = source, facts = facts_]() -> LatestJob::Finish {
        auto read = readParts(text, source.toStdString(), facts);
        return [this, read = std::move(read), source] {
            note({}, {});
            takeRead(read, source);
            QMetaObject::invokeMethod(this, &WizardPage::readNext, Qt::QueuedConnection);
        };
    });
}

void WizardPage::takeRead(const Result<std::vector<DraftPart>>& read, const QString& source)
{
    if (!read)
        return note(tr("%1 cannot be opened: %2").arg(source, sentence(read.error())), hint(read.error()));
    if (read->empty())
        return note(tr("%1 holds no manifest.").arg(source), {});
    if (parts_.size() + read->size() > mostParts)
        return note(tr("%1 holds %n manifest(s): more than can be edited at once.", nullptr, static_cast<int>(read->size())).arg(source),
            tr("Up to %1 fit. loadline lint and loadline apply take any number.").arg(mostParts));
    std::vector<DraftPart> all = parts_;
    all.insert(all.end(), read->begin(), read->end());
    const std::size_t first = parts_.size();
    if (parts_.empty())
        writtenFor_ = {}; // whatever they are about
    parts_ = std::move(all);
    const auto broken = std::count_if(read->begin(), read->end(), [](const DraftPart& part) { return part.broken.has_value(); });
    if (broken == 0 && !aboutFile_.isEmpty() && noticed_.title == aboutFile_)
        note({}, {}); // it was about a file before
    if (broken > 0)
        note(tr("%n document(s) of %1 cannot be read: what is wrong stands beside the text.", nullptr, static_cast<int>(broken)).arg(source), {});
    aboutFile_ = broken > 0 ? noticed_.title : QString();
    const bool safety = isSafety(read->front().ref());
    edited();
    settlePlace();
    showStep(safety ? Safety : Scaling);
    editor_->showPart(first);
}

} // namespace loadline
