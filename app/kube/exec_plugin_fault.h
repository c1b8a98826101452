// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "kube/exec_plugin_process.h"
#include "kube/kubeconfig.h"

namespace loadline {

struct LoginEnvironment;

// Why a run gave nothing, with what the plugin said, masked. Kind Plugin.
Error pluginFault(const ExecPlugin& plugin, const ExecPluginProcess::Outcome& outcome, Millis patience);
// It ended well, yet without a usable answer; `why` says so where it said nothing itself.
Error pluginUseless(const ExecPlugin& plugin, const ExecPluginProcess::Outcome& outcome, Error why);
Error pluginNotFound(const ExecPlugin& plugin, const LoginEnvironment& environment);
Error pluginMayNotAsk(const ExecPlugin& plugin); // interactiveMode Always where nobody can answer
Error pluginRejected(const ExecPlugin& plugin); // Unauthorized: by the server, twice

} // namespace loadline
