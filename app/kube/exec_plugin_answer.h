// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "kube/kubeconfig.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loadline {

// What a plugin gave: a token, a client certificate with its key, or both.
struct PluginCredential {
    Secret token;
    Secret clientCertPem, clientKeyPem;
    std::optional<TimePoint> expires;
    std::uint64_t generation = 0; // which run of the program gave it; 0 none
    bool operator==(const PluginCredential&) const = default;
};

std::string pluginName(const ExecPlugin& plugin); // the command without its folders
// The value of KUBERNETES_EXEC_INFO: an ExecCredential without status (client-go credential plugins).
std::string execInfo(const ExecPlugin& plugin, const KubeCluster& cluster, bool interactive);
// Reads what the plugin printed. Errors: Plugin, for noise around the JSON, another apiVersion or kind, neither token
// nor certificate, one half of a pair, and what has expired by `now`.
Result<PluginCredential> readExecCredential(const ExecPlugin& plugin, std::string_view printed, TimePoint now);

} // namespace loadline
