// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/removal.h"

namespace loadline {

Phrase describe(const NodeVerdict& verdict)
{
    switch (verdict.reason) {
    case StayReason::None:
        if (verdict.moved == 0)
            return {LOADLINE_TR("Cost", "Can go: nothing on it has to move."), {}};
        return {LOADLINE_TR("Cost", "Can go: its pods (%1) fit on other nodes of its pool."), {std::to_string(verdict.moved)}};
    case StayReason::Annotated:
        return {LOADLINE_TR("Cost", "Stays: the node is annotated against removal."), {}};
    case StayReason::PoolMinimum:
        return {LOADLINE_TR("Cost", "Stays: pool %1 would fall below its smallest size."), {verdict.pool}};
    case StayReason::DoNotDisrupt:
        return {LOADLINE_TR("Cost", "Stays: %1 is annotated karpenter.sh/do-not-disrupt."), {verdict.pod}};
    case StayReason::NotSafeToEvict:
        return {LOADLINE_TR("Cost", "Stays: %1 is annotated as not safe to evict."), {verdict.pod}};
    case StayReason::NoOwner:
        return {LOADLINE_TR("Cost", "Stays: nothing would create %1 again elsewhere."), {verdict.pod}};
    case StayReason::LocalStorage:
        return {LOADLINE_TR("Cost", "Stays: %1 keeps data on this node."), {verdict.pod}};
    case StayReason::PodsWait:
        return {LOADLINE_TR("Cost", "Stays: %1 waits for a node, and others of its kind run in this pool."), {verdict.pod}};
    case StayReason::Budget:
        return {LOADLINE_TR("Cost", "Stays: disruption budget %2 lets no pod such as %1 go now."), {verdict.pod, verdict.budget}};
    case StayReason::BudgetUnknown:
        return {LOADLINE_TR("Cost", "Stays: disruption budget %2 covers %1 and does not say what it allows."),
                {verdict.pod, verdict.budget}};
    case StayReason::NoRoom:
        if (verdict.pool.empty())
            return {LOADLINE_TR("Cost", "Stays: %1 fits on no other node that is in no pool either."), {verdict.pod}};
        return {LOADLINE_TR("Cost", "Stays: %1 fits on no other node of pool %2."), {verdict.pod, verdict.pool}};
    case StayReason::NotAsked:
        return {LOADLINE_TR("Cost", "Stays: others are asked about."), {}};
    case StayReason::NotCounted:
        return {LOADLINE_TR("Cost", "Left out: the node is not ready, cordoned or on its way out."), {}};
    case StayReason::PodsUnknown:
        break;
    }
    return {LOADLINE_TR("Cost", "Unknown: not all pods of the cluster can be read."), {}};
}

Phrase describeWithoutMinimum(const std::vector<std::string>& pools)
{
    std::string names;
    for (const std::string& pool : pools)
        names += (names.empty() ? "" : ", ") + (pool.empty() ? std::string("-") : pool);
    return {LOADLINE_TR("Cost", "The smallest size of these pools is not known and taken as none: %1"), {names}};
}

} // namespace loadline
