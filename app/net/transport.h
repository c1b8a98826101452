// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loadline {

// How to reach and trust one server, and who to be there. Everything stays in memory.
struct Endpoint {
    std::string server; // "https://host:6443/path/prefix", no slash at the end
    std::string caPem; // empty: the system's CAs
    bool insecure = false; // insecure-skip-tls-verify
    std::string tlsServerName;
    std::string proxyUrl; // http, https, socks5; may hold a password: never logged
    Secret clientCertPem, clientKeyPem; // both or none
    bool readOnly = true; // the transport refuses every mutating request
    bool compressed = true; // false: disable-compression of the kubeconfig
    std::string label; // the context's name, for logs and errors
};
using EndpointPtr = std::shared_ptr<const Endpoint>;

enum class Method { Get, Post, Put, Patch, Delete };

struct Request {
    EndpointPtr endpoint;
    Method method = Method::Get;
    std::string path; // "/apis/autoscaling/v2/horizontalpodautoscalers?limit=500": appended to endpoint->server
    std::vector<std::pair<std::string, std::string>> headers; // no credentials here
    Secret authorization; // the whole Authorization header's value, or empty
    std::string body;
    std::string contentType;
    bool stream = false; // a watch: no overall time limit
    Millis timeout {Seconds {60}}; // whole request, unless stream
    Millis connectTimeout {Seconds {10}};
    Millis silence {Seconds {45}}; // stream: end with Timeout when no byte arrived for so long; 0: never
    std::size_t maxBytes = 256u << 20; // of a body that is collected
};

struct ResponseHead {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers; // names in lower case
    [[nodiscard]] const std::string* header(std::string_view lowerCaseName) const;
};

// Where a request's answer goes. All calls come on the transport's thread, in order: head once, bytes any number of
// times, end exactly once (and nothing after it; nothing at all after cancel).
struct Sink {
    std::function<void(const ResponseHead&)> head;
    std::function<void(std::string_view)> bytes;
    std::function<void(const std::optional<Error>&)> end; // null: the answer arrived whole
};

using RequestToken = std::uint64_t;

// The one virtual seam of Loadline: libcurl, the simulated cluster, recorded replies. One thread runs everything that
// is posted, all sinks and all timers; callers may be on any thread.
class Transport {
public:
    virtual ~Transport() = default;
    // Refused (end with ReadOnly, nothing leaves) when the endpoint is read-only and mutates(request).
    virtual RequestToken start(Request request, Sink sink) = 0;
    // Unknown tokens are ignored. From another thread it waits for a call of this token's sink that is under way, so
    // do not hold a lock that the sink takes.
    virtual void cancel(RequestToken token) = 0;
    virtual void post(std::function<void()> task) = 0;
    virtual void after(Millis delay, std::function<void()> task) = 0; // by this transport's clock
    [[nodiscard]] virtual TimePoint now() const = 0; // wall clock, or the simulated one
    // Runs everything posted and stops the thread; no callback comes after it returns.
    virtual void stop() = 0;
};

// Collects a whole answer. `done` gets the head and body, or the error (transport errors only: HTTP errors are heads).
// The body is collected in the memory of `room`.
struct WholeReply {
    ResponseHead head;
    std::string body;
};
Sink collect(std::size_t maxBytes, std::function<void(Result<WholeReply>)> done, std::string room = {});
Error tooLongError(std::size_t maxBytes, std::string where);

// Everything but GET, and POST to selfsubjectaccessreviews or selfsubjectrulesreviews, which store nothing.
bool mutates(const Request& request);
Error readOnlyError(const Request& request, std::string where); // what a mutating one gets where the endpoint is read-only

} // namespace loadline
