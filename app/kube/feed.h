// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/kind.h"
#include "kube/access.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

// Keeps one cluster's World up to date: discovery, a watch per kind (per namespace where need be, per field selector
// where a kind has them), polled metrics, live external metrics; folds events and publishes at most 5 times a second.
// All of it on the transport's thread; construct, then start(); stop() before destruction, both callable from anywhere.
class Feed {
public:
    struct Scope {
        std::string context; // World::cluster
        std::string server; // World::server, without credentials
        std::vector<std::string> namespaces; // empty: all; else watched one by one
        std::string fallbackNamespace; // the context's: watched alone where a cluster-wide list is refused; "" none
    };
    // `published` is called on the transport's thread when the mailbox was empty: post a take() to your own thread.
    Feed(Transport& transport, std::shared_ptr<CredentialSource> credentials, Scope scope,
        std::function<void()> published);
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    ~Feed();
    void start();
    // Neither `published` nor any `done` is called after it returns.
    void stop();
    // Asks every broken watch again at once (the user's refresh; a changed kubeconfig; a network that came back).
    void wake();
    // The external metrics that are on screen now; read at once and then every 15 s while they stay wanted.
    void wantLive(std::vector<LiveMetricKey> keys);
    std::shared_ptr<const World> take();
    // A whole GET through this cluster's credentials (an object's YAML for the detail pane, Prometheus through the
    // service proxy). `done` comes on the transport's thread.
    void get(std::string path, std::function<void(Result<std::string>)> done);
    // Whether what changes something is refused by the transport: from the next request on.
    void setReadOnly(bool readOnly);
    // Only on the transport's thread, while the Feed lives.
    Access& access();

private:
    struct State; // shared with what was posted and may outlive the Feed
    std::shared_ptr<State> state_;
};

} // namespace loadline
