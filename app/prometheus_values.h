// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "invocation.h"
#include "prom/source.h"
#include "settings/store.h"
#include "shell/shell_state.h"

namespace loadline {

// What looking for a cluster's Prometheus came to, as the window shows it: what was found by which rule, what was
// tried, and which series are there, so which panels can show.
PrometheusState prometheusState(const QString& context, const PromDiscovery& discovery);
// A panel's name in the user's language: "HPA replicas".
QString panelName(QueryId query);

// Why no Prometheus answers for it, in sentences; "" one does, or it is looked for.
QString prometheusLack(const PrometheusState& state);

// What --prometheus says for this start; nothing when it says auto.
std::optional<PrometheusSetting> prometheusFromCommandLine(const Invocation& invocation);

} // namespace loadline
