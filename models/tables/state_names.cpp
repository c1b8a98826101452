// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/state_names.h"

#include "tables/wording.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(StateNames)
};

} // namespace

QString stateName(HpaState state)
{
    switch (state) {
    case HpaState::NotLookedYet:
        return Words::tr("not looked at yet");
    case HpaState::Steady:
        return Words::tr("steady");
    case HpaState::ScalingUp:
        return Words::tr("scaling up");
    case HpaState::ScalingDown:
        return Words::tr("scaling down");
    case HpaState::HeldAtMax:
        return Words::tr("held at max");
    case HpaState::HeldAtMin:
        return Words::tr("at min");
    case HpaState::Stabilising:
        return Words::tr("stabilising");
    case HpaState::LimitedByPolicy:
        return Words::tr("limited by policy");
    case HpaState::CannotReadMetrics:
        return Words::tr("cannot read metrics");
    case HpaState::Ambiguous:
        return Words::tr("in each other's way");
    case HpaState::SelectorInvalid:
        return Words::tr("without selector");
    case HpaState::AsleepAtZero:
        return Words::tr("asleep at zero");
    case HpaState::DisabledAtZero:
        return Words::tr("disabled at zero");
    case HpaState::TargetMissing:
        return Words::tr("target missing");
    case HpaState::CannotScale:
        return Words::tr("cannot scale");
    case HpaState::PausedByKeda:
        return Words::tr("paused by KEDA");
    }
    return unknown();
}

QString stateName(VpaState state)
{
    switch (state) {
    case VpaState::WithinBounds:
        return Words::tr("within bounds");
    case VpaState::WillChange:
        return Words::tr("will change");
    case VpaState::OutsideBounds:
        return Words::tr("outside bounds");
    case VpaState::NoRecommendation:
        return Words::tr("without recommendation");
    case VpaState::TargetMissing:
        return Words::tr("target missing");
    case VpaState::ContainerOff:
        return Words::tr("left alone");
    }
    return unknown();
}

QString stateName(TriggerState state)
{
    switch (state) {
    case TriggerState::NotLookedYet:
        return Words::tr("not looked at yet");
    case TriggerState::Active:
        return Words::tr("active");
    case TriggerState::Idle:
        return Words::tr("idle");
    case TriggerState::CoolingDown:
        return Words::tr("cooling down");
    case TriggerState::AsleepAtZero:
        return Words::tr("asleep at zero");
    case TriggerState::PausedFully:
    case TriggerState::PausedAt:
    case TriggerState::PausedOneWay:
        return Words::tr("paused");
    case TriggerState::Fallback:
        return Words::tr("on fallback");
    case TriggerState::AuthenticationMissing:
        return Words::tr("authentication missing");
    case TriggerState::TriggerFailing:
        return Words::tr("trigger fails");
    case TriggerState::TargetMissing:
        return Words::tr("target missing");
    case TriggerState::NotReady:
        return Words::tr("not ready");
    }
    return unknown();
}

QString stateName(PoolState state)
{
    switch (state) {
    case PoolState::Healthy:
        return Words::tr("healthy");
    case PoolState::ScalingUp:
        return Words::tr("scaling up");
    case PoolState::AtMax:
        return Words::tr("at max");
    case PoolState::Backoff:
        return Words::tr("backing off");
    case PoolState::Unhealthy:
        return Words::tr("unhealthy");
    case PoolState::NotReadyNodes:
        return Words::tr("with nodes not ready");
    case PoolState::Empty:
        return Words::tr("empty");
    case PoolState::NodesUnknown:
        return Words::tr("with nodes unknown");
    case PoolState::AutoscalerSilent:
        return Words::tr("autoscaler silent");
    }
    return unknown();
}

} // namespace loadline
