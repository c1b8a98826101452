// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/quick_actions.h"

#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(QuickActions)
};

const QString pauseId = QStringLiteral("pause"), resumeId = QStringLiteral("resume"), boundsId = QStringLiteral("bounds"),
              recommendationId = QStringLiteral("recommendation"), scaleId = QStringLiteral("scale");

// Those whose scale subresource Loadline writes.
bool scalable(const ObjectRef& target)
{
    const std::array<std::string_view, 3> kinds {"Deployment", "StatefulSet", "ReplicaSet"};
    return std::find(kinds.begin(), kinds.end(), target.kind) != kinds.end();
}

RowAction boundsAction(const QString& owner)
{
    RowAction bounds {boundsId, Words::tr("Set min and max \u2026"), QStringLiteral("hpa"), Words::tr("Between how many replicas it may choose.")};
    if (!owner.isEmpty()) {
        bounds.enabled = false;
        bounds.why = Words::tr("The ScaledObject %1 writes this HPA and would write over it: change that one instead.").arg(owner);
    }
    return bounds;
}

void addScale(std::vector<RowAction>& actions, const ObjectRef& target)
{
    if (scalable(target))
        actions.push_back({scaleId, Words::tr("Scale %1 \u2026").arg(qtext(target.name)), {},
            Words::tr("Sets the replicas of the %1 once; its autoscaler may set them again.").arg(qtext(target.kind))});
}

ManifestRef workloadOf(const ObjectRef& target, const std::string& ns)
{
    return {target.apiVersion.empty() ? "apps/v1" : target.apiVersion, target.kind, ns, target.name};
}

template <class Row>
ActionWish wish(QuickAction action, const Row& row, ManifestRef object)
{
    return {action, row.cluster, std::move(object), {}, {}};
}

template <class Row>
std::optional<ActionWish> wishOf(const QString& action, const Row& row, const ManifestRef& object)
{
    if (action == pauseId)
        return wish(QuickAction::Pause, row, object);
    if (action == resumeId)
        return wish(QuickAction::Resume, row, object);
    if (action == boundsId)
        return wish(QuickAction::Bounds, row, object);
    if (action == recommendationId)
        return wish(QuickAction::Recommendation, row, object);
    if (action == scaleId)
        return wish(QuickAction::Scale, row, workloadOf(row.target, row.ns));
    return std::nullopt;
}

} // namespace

std::vector<RowAction> besideWriting(std::vector<RowAction> quick, std::vector<RowAction> write)
{
    quick.insert(quick.begin() + (quick.empty() ? 0 : 1), write.front());
    quick.insert(quick.end(), write.begin() + 1, write.end());
    return quick;
}

std::vector<RowAction> quickActions(const HpaRow& row)
{
    std::vector<RowAction> actions {boundsAction(qtext(row.managedBy))};
    addScale(actions, row.target);
    return actions;
}

std::vector<RowAction> quickActions(const KedaRow& row)
{
    std::vector<RowAction> actions;
    if (row.pause.any())
        actions.push_back({resumeId, Words::tr("Resume"), QStringLiteral("play"), Words::tr("It scales again.")});
    else
        actions.push_back({pauseId, Words::tr("Pause \u2026"), QStringLiteral("pause"), Words::tr("Fully, at a number of replicas or in one direction; for a while, if you like.")});
    actions.push_back(boundsAction({}));
    addScale(actions, row.target);
    return actions;
}

std::vector<RowAction> quickActions(const VpaRow& row)
{
    RowAction take {recommendationId, Words::tr("Apply the target \u2026"), QStringLiteral("check"),
        Words::tr("Writes the recommended requests into the workload; its pods restart.")};
    if (!row.object || row.object->recommendations.empty()) {
        take.enabled = false;
        take.why = Words::tr("There is no recommendation yet.");
    } else if (const ContainerPolicy* policy = policyOf(*row.object, row.container); policy && policy->off) {
        take.enabled = false;
        take.why = Words::tr("The VPA's policy leaves this container alone.");
    }
    std::vector<RowAction> actions {take};
    addScale(actions, row.target);
    return actions;
}

std::optional<ActionWish> quickWish(const QString& action, const HpaRow& row)
{
    return wishOf(action, row, {"autoscaling/v2", "HorizontalPodAutoscaler", row.ns, row.name});
}

std::optional<ActionWish> quickWish(const QString& action, const KedaRow& row)
{
    return wishOf(action, row, {"keda.sh/v1alpha1", row.isJob ? "ScaledJob" : "ScaledObject", row.ns, row.name});
}

std::optional<ActionWish> quickWish(const QString& action, const VpaRow& row)
{
    auto wish = wishOf(action, row, {"autoscaling.k8s.io/v1", "VerticalPodAutoscaler", row.ns, row.name});
    if (wish && wish->action == QuickAction::Recommendation)
        wish->container = row.container;
    return wish;
}

} // namespace loadline
