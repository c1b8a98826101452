// SPDX-License-Identifier: GPL-3.0-or-later
// Where manifests go, and what of them stays with others. First, where those go that were written for the workload of no cluster: opened and dropped files, and what was begun empty.
#include "pages/wizard_page.h"

#include "manifest/form_walk.h"
#include "tables/cells.h"

#include <algorithm>

namespace loadline {

bool WizardPage::goesAnywhere() const
{
    return !parts_.empty() && (writtenFor_ == Aim {} || freely_);
}

// What can go to one cluster only goes there, unless the user said that it goes nowhere.
void WizardPage::settlePlace()
{
    if (goesAnywhere() && cluster_.empty() && !target_ && !nowhere_ && worlds_.size() == 1)
        sendTo(worlds_.front()->cluster);
    showPlaces();
}

void WizardPage::sendTo(const std::string& cluster)
{
    freely_ = true;
    nowhere_ = cluster.empty();
    const std::optional<ManifestRef> target = writtenFor_ == Aim {} ? std::nullopt : writtenFor_.target; // of another cluster
    if (target)
        writtenFor_.cluster = cluster;
    aim({cluster, target});
    refreshSteps();
    edited(); // what another cluster said of it counts no more
}

void WizardPage::showPlaces()
{
    QStringList open;
    for (const WorldPtr& world : worlds_)
        open << qtext(world->cluster);
    review_->setClusters(open, qtext(cluster_), goesAnywhere());
}

bool WizardPage::leaveOut(const Change& tried, const std::vector<HeldField>& fields)
{
    const auto part = std::find_if(parts_.begin(), parts_.end(), [&](const DraftPart& one) { return one.live && !one.broken && one.ref() == tried.ref; });
    if (part == parts_.end() || fields.empty())
        return false;
    Fix back;
    QStringList words;
    for (const HeldField& field : fields) {
        const Value* asked = field.path.empty() ? nullptr : findIn(tried.after, field.path);
        const Value* written = findIn(part->document.value(), field.path);
        const bool same = asked && (asked->isNull() ? !written : written && *written == *asked);
        if (!same)
            return false;
        const Value* there = findIn(*part->live, field.path);
        back.edits.push_back({tried.ref, field.path, there ? std::optional(*there) : std::nullopt});
        words << field.words;
    }
    std::vector<DraftPart> parts = parts_;
    if (!applyFix(parts, back, facts_, static_cast<std::size_t>(part - parts_.begin())))
        return false;
    const Aim aimed = writtenFor_;
    replaceParts(std::move(parts), tr("Left out, as others hold it: %1.").arg(words.join(QStringLiteral(", "))));
    replacedFor_ = aimed;
    tryAll();
    return true;
}

void WizardPage::tryAll()
{
    Q_EMIT tryWanted(cluster_, changesOf(parts_, tr("written in Loadline").toStdString()));
}

} // namespace loadline
