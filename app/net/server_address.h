// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

namespace loadline {

// An endpoint's server taken apart, so that the name that TLS verifies can differ from the one that is connected to.
struct ServerAddress {
    std::string scheme; // "https" or "http"
    std::string host; // IPv6 in brackets
    std::string port; // always given
    std::string prefix; // "" or "/k8s/clusters/c-1", no slash at the end
    [[nodiscard]] bool tls() const { return scheme == "https"; }
    [[nodiscard]] std::string hostPort() const { return host + ':' + port; }
    // What goes into a Host header: the port only where it is not the scheme's own.
    [[nodiscard]] std::string authority() const;
    [[nodiscard]] bool loopback() const;
};
// A server without a scheme is https where the endpoint has anything to do with TLS, else http, as client-go reads it.
// Errors: Malformed.
Result<ServerAddress> parseServer(const Endpoint& endpoint);

// "GET api.example:6443/apis/apps/v1/deployments": for logs and errors, so without credentials and query.
std::string whereOf(const Request& request);
std::string_view nameOf(Method method);

} // namespace loadline
