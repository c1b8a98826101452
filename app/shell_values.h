// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "kube/kubeconfig.h"
#include "settings/store.h"
#include "shell/shell_state.h"

namespace loadline {

// How one context of the kubeconfig is to be shown: from what the file says, what is set, and what its cluster told.
// `world` is null while the context is closed or nothing came yet; `now` is the cluster's clock.
ContextState contextState(
    const KubeContext& context, const Kubeconfig& kubeconfig, const Settings& settings, bool open, const World* world, TimePoint now);

// How a cluster stands: Refused when the server says who you are is not enough, Unreachable when nothing ever came,
// Stale when it was live, Connecting before the first word.
ContextLink linkOf(const World& world);

// When the server last said anything of any kind; nullopt before the first word.
std::optional<TimePoint> lastHeard(const World& world);

PrometheusForm formOf(const QString& context, const PrometheusSetting& setting);
// What the form says, for the settings file; its secret is not among it.
PrometheusSetting settingOf(const PrometheusForm& form, const QString& keyringName);

// The form with path prefix appended to the URL, one slash between.
QString fullUrl(const PrometheusForm& form);

} // namespace loadline
