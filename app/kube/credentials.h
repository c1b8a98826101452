// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/access.h"
#include "kube/kubeconfig.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace loadline {

class OidcSession;
class PluginRuns;

// What the contexts of one program share: plugins, and the tokens that identity providers renewed (a refresh token may
// be good for one use only, and the kubeconfig is never written).
struct CredentialServices {
    Transport& transport;
    PluginRuns* plugins = nullptr; // without it contexts with an exec plugin are refused
    // The sessions of OIDC providers, by what the kubeconfig says of them. Filled on demand.
    std::vector<std::pair<OidcProvider, std::shared_ptr<OidcSession>>> oidc {};
};

// Credentials for one context: who the user is there by token, token file, password, client certificate, plugin or
// OIDC, with impersonation. Never null: a context that is not there or is broken gives a source that answers with that
// error. To be called on the thread that owns `services`; the source itself belongs to the transport's.
std::shared_ptr<CredentialSource> makeCredentialSource(
    const Kubeconfig& config, const std::string& context, bool readOnly, CredentialServices& services);

// The user wants everything tried again now: plugins and providers that wait after a failure wait no longer.
void retryCredentials(CredentialServices& services);

// How to reach a cluster as it is written, without who the user is. A server without scheme is https where
// certificates are involved, else http, as kubectl has it.
Endpoint endpointOf(const KubeCluster& cluster, const KubeUser& user, bool readOnly, std::string label);
// Impersonate-User, -Uid, -Group and -Extra-KEY. Errors: Malformed for values that no header can hold.
Result<std::vector<std::pair<std::string, std::string>>> impersonation(const KubeUser& user);

} // namespace loadline
