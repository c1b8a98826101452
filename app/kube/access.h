// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/kubeconfig.h"
#include "net/transport.h"

#include <functional>
#include <memory>
#include <unordered_map>

namespace loadline {

// Who we are at one cluster at this moment: the endpoint (with client certificate) and the headers to send.
struct Credentials {
    EndpointPtr endpoint;
    Secret authorization; // "Bearer ..." or "Basic ...", or empty
    std::vector<std::pair<std::string, std::string>> headers; // impersonation
    std::optional<TimePoint> expires;
};

// Gives credentials for one context and renews them: static ones at once, token files re-read, OIDC refreshed, exec
// plugins run (one prompt at a time over the whole program, back-off after failure). Used on the transport's thread;
// what it needs from elsewhere (processes, files) it does asynchronously and calls back there.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;
    // Calls `ready` exactly once, perhaps before it returns. `rejected`: the server answered 401 to what was given
    // last, so ask again (an exec plugin is run once more, then backs off).
    virtual void get(bool rejected, std::function<void(Result<Credentials>)> ready) = 0;
};

// One cluster as everything above it sees it: a path in, an answer out, with credentials added, a 401 retried once
// with fresh ones, and read-only enforced by the endpoint. Lives on the transport's thread.
class Access {
public:
    Access(Transport& transport, std::shared_ptr<CredentialSource> source);
    Access(const Access&) = delete;
    Access& operator=(const Access&) = delete;
    ~Access(); // cancels what is under way
    // Like Transport::start; `request.endpoint` and credentials are filled in. Errors of the credentials come as end.
    RequestToken start(Request request, Sink sink);
    void cancel(RequestToken token);
    // A whole GET: body as text for a 2xx, else an Error (errorOfStatus).
    RequestToken get(std::string path, std::function<void(Result<std::string>)> done);
    [[nodiscard]] Transport& transport() { return transport_; }
    // From now on, in place of what the credentials' endpoint says; the transport still enforces it.
    void setReadOnly(bool readOnly) { readOnly_ = readOnly; }

private:
    struct Flight;
    struct Life; // what callbacks that may outlive the Access hold weakly
    using FlightPtr = std::shared_ptr<Flight>;
    void attempt(const FlightPtr& flight, bool rejected);
    void credentialsCame(unsigned inquiry, const Result<Credentials>& credentials);
    void launch(const FlightPtr& flight, const Credentials& credentials);
    void headCame(FlightPtr flight, const ResponseHead& head);
    void finish(FlightPtr flight, const std::optional<Error>& error);
    Transport& transport_;
    std::shared_ptr<CredentialSource> source_;
    std::shared_ptr<Life> life_;
    std::unordered_map<RequestToken, FlightPtr> flights_;
    RequestToken next_ = 1;
    // Requests that fail together ask for new credentials together, so that no plugin is run once for each of them.
    struct Inquiry {
        unsigned number = 0;
        bool rejected = false;
        std::vector<std::weak_ptr<Flight>> waiting;
    };
    std::vector<Inquiry> inquiries_;
    unsigned lastInquiry_ = 0;
    std::optional<bool> readOnly_;
    unsigned renewals_ = 0; // how often new credentials took the place of rejected ones
};

} // namespace loadline
