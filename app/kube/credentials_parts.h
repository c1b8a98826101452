// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/credentials.h"

namespace loadline {

// What is the same in every answer of a source.
struct CredentialFrame {
    Endpoint endpoint;
    std::string user; // as the kubeconfig names it
    std::vector<std::pair<std::string, std::string>> headers;
};

// Lets other threads post to a transport that may go before they are done: a poster does nothing once its owner, which
// the transport outlives, is gone. May be called on any thread.
class BackToTransport {
public:
    explicit BackToTransport(Transport& transport);
    ~BackToTransport();
    BackToTransport(const BackToTransport&) = delete;
    BackToTransport& operator=(const BackToTransport&) = delete;
    [[nodiscard]] std::function<void(std::function<void()>)> poster() const;

private:
    struct Door;
    std::shared_ptr<Door> door_;
};

bool fitsHeader(const std::string& value); // no control characters
Secret bearer(const Secret& token);
std::shared_ptr<CredentialSource> failingSource(Error error);
std::shared_ptr<CredentialSource> steadySource(CredentialFrame frame, const KubeUser& user);
std::shared_ptr<CredentialSource> tokenFileSource(CredentialFrame frame, const KubeUser& user, Transport& transport);
std::shared_ptr<CredentialSource> pluginSource(CredentialFrame frame, const KubeUser& user, const KubeCluster& cluster,
    const std::string& context, CredentialServices& services);
std::shared_ptr<CredentialSource> oidcSource(CredentialFrame frame, std::shared_ptr<OidcSession> session);

} // namespace loadline
