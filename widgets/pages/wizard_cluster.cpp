// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard asks a cluster once: which update modes its VPA takes, and the queues that its Prometheus knows.
#include "pages/wizard_page.h"

#include "catalog/vpa_modes.h"
#include "pages/draft_editor.h"
#include "pages/form_offers.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <algorithm>

namespace loadline {

namespace {

// What the metrics adapters list, beside what HPAs use already.
void offerListed(FormOffers& offers, const ServedMetrics* served)
{
    const auto add = [&](Offer offer, const std::string& name) {
        if (QStringList& known = offers[offer]; !known.contains(qtext(name)))
            known << qtext(name);
    };
    if (served && served->custom && listsItsMetrics(*served->custom))
        for (const std::string& name : *served->custom)
            add(Offer::PodMetrics, name.substr(name.find('/') + 1));
    if (served && served->external && listsItsMetrics(*served->external))
        for (const std::string& name : *served->external)
            add(Offer::ExternalMetrics, name);
}

} // namespace

void WizardPage::askCluster()
{
    if (known_.cluster == cluster_)
        return;
    known_ = {};
    known_.cluster = cluster_;
    known_.asked = world() ? world()->now : now_;
    if (world() && world()->serves("autoscaling.k8s.io/v1"))
        Q_EMIT documentWanted(cluster_, QString::fromLatin1(vpaDefinitionPath));
}

// Who may not read definitions gets every mode there is, and is told so; the server's dry run has the last word.
void WizardPage::takeModes(const Result<std::string>& json)
{
    const Result<Document> read = json ? Document::parse(*json) : Result<Document>(json.error());
    const auto modes = read ? vpaModesOf(read->value()) : Result<std::vector<std::string>>(read.error());
    known_.vpaModes = modes ? *modes : std::vector<std::string> {};
    known_.modesUnknown = modes ? QString() : sentence(modes.error());
    renewForms();
}

QString WizardPage::modesAt(const FieldPath& path) const
{
    if (path != FieldPath("spec.updatePolicy.updateMode") || known_.modesUnknown.isEmpty())
        return {};
    return tr("Which modes this cluster takes is not known, so all are offered: %1").arg(known_.modesUnknown);
}

// Asked when a trigger is being written, and not before.
std::vector<SeriesWish> WizardPage::queueWishes() const
{
    const bool triggers = step_ == Scaling && std::any_of(parts_.begin(), parts_.end(), [](const DraftPart& part) {
        return part.ref().kind == "ScaledObject" || part.ref().kind == "ScaledJob";
    });
    return triggers && known_.asked != TimePoint {} ? QueueNames::wishes(cluster_, known_.asked) : std::vector<SeriesWish> {};
}

bool WizardPage::takeQueues(const QString& key, const SeriesAnswer& answer)
{
    if (!known_.queues.take(key, answer))
        return false;
    if (answer.complete)
        renewOffers();
    return true;
}

void WizardPage::renewOffers()
{
    FormOffers offers = formOffers(world(), facts_);
    known_.queues.offer(offers);
    offerListed(offers, publishedOf_ == cluster_ ? published_.metrics.get() : nullptr);
    editor_->setOffers(offers);
}

} // namespace loadline
