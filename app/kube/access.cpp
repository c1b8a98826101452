// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/access.h"

#include "cluster/watch_state.h"

#include <algorithm>

namespace loadline {

struct Access::Flight {
    RequestToken token = 0;
    Request request; // as it was asked for, without credentials
    Sink sink;
    RequestToken inner = 0; // the transport's; 0 while credentials are waited for
    bool retried = false;
    unsigned renewals = 0; // of the credentials it went out with
};

struct Access::Life {
    Access* access;
};

Access::Access(Transport& transport, std::shared_ptr<CredentialSource> source)
    : transport_(transport)
    , source_(std::move(source))
    , life_(std::make_shared<Life>(Life {this}))
{
}

Access::~Access()
{
    for (const auto& [token, flight] : flights_) {
        if (flight->inner != 0)
            transport_.cancel(flight->inner);
    }
}

RequestToken Access::start(Request request, Sink sink)
{
    auto flight = std::make_shared<Flight>();
    flight->token = next_++;
    flight->request = std::move(request);
    flight->sink = std::move(sink);
    flights_.emplace(flight->token, flight);
    // Not from here: what fails at once must not reach the sink before the caller knows the token.
    transport_.post([life = std::weak_ptr(life_), weak = std::weak_ptr(flight)] {
        const auto alive = life.lock();
        if (const auto waiting = weak.lock(); alive && waiting)
            alive->access->attempt(waiting, false);
    });
    return flight->token;
}

void Access::cancel(RequestToken token)
{
    const auto at = flights_.find(token);
    if (at == flights_.end())
        return;
    if (at->second->inner != 0)
        transport_.cancel(at->second->inner);
    flights_.erase(at);
}

void Access::attempt(const FlightPtr& flight, bool rejected)
{
    const auto same = std::find_if(
        inquiries_.begin(), inquiries_.end(), [&](const Inquiry& inquiry) { return inquiry.rejected || !rejected; });
    if (same != inquiries_.end()) {
        same->waiting.push_back(flight);
        return;
    }
    const unsigned number = ++lastInquiry_;
    inquiries_.push_back({number, rejected, {flight}});
    source_->get(rejected, [life = std::weak_ptr(life_), number](const Result<Credentials>& credentials) {
        if (const auto alive = life.lock())
            alive->access->credentialsCame(number, credentials);
    });
}

void Access::credentialsCame(unsigned inquiry, const Result<Credentials>& credentials)
{
    const auto at = std::find_if(
        inquiries_.begin(), inquiries_.end(), [&](const Inquiry& known) { return known.number == inquiry; });
    if (at == inquiries_.end())
        return;
    const Inquiry answered = std::move(*at);
    inquiries_.erase(at);
    if (answered.rejected && credentials)
        ++renewals_;
    for (const auto& weak : answered.waiting) {
        const auto flight = weak.lock();
        if (!flight || !flights_.contains(flight->token))
            continue;
        if (credentials)
            launch(flight, *credentials);
        else
            finish(flight, credentials.error());
    }
}

void Access::launch(const FlightPtr& flight, const Credentials& credentials)
{
    flight->renewals = renewals_;
    Request request = flight->request;
    request.endpoint = credentials.endpoint;
    if (readOnly_ && mutates(request) && request.endpoint && request.endpoint->readOnly != *readOnly_) {
        auto switched = std::make_shared<Endpoint>(*request.endpoint);
        switched->readOnly = *readOnly_;
        request.endpoint = std::move(switched);
    }
    request.authorization = credentials.authorization;
    request.headers.insert(request.headers.end(), credentials.headers.begin(), credentials.headers.end());
    const auto has = [&](std::string_view name) {
        return std::any_of(
            request.headers.begin(), request.headers.end(), [&](const auto& h) { return h.first == name; });
    };
    if (!has("Accept"))
        request.headers.emplace_back("Accept", "application/json");
    request.headers.emplace_back("User-Agent", "loadline/" LOADLINE_VERSION);
    // The sink is called on the transport's thread, where the Access lives, and never once it was cancelled.
    Sink sink;
    sink.head = [this, flight](const ResponseHead& head) { headCame(flight, head); };
    sink.bytes = [flight](std::string_view bytes) {
        if (flight->inner != 0 && flight->sink.bytes)
            flight->sink.bytes(bytes);
    };
    sink.end = [this, flight](const std::optional<Error>& error) { finish(flight, error); };
    flight->inner = transport_.start(std::move(request), std::move(sink));
}

// By value: cancelling may destroy the sink that holds the caller's pointer.
void Access::headCame(FlightPtr flight, const ResponseHead& head)
{
    // A 401 through the service proxy is of what stands behind it (an OAuth proxy before Prometheus): our credentials
    // were good, so no plugin is to be run again for it.
    const bool behindProxy = flight->request.path.find("/proxy/") != std::string::npos;
    if (head.status != 401 || flight->retried || behindProxy) {
        if (flight->sink.head)
            flight->sink.head(head);
        return;
    }
    flight->retried = true;
    transport_.cancel(std::exchange(flight->inner, 0));
    // Somebody else may have had them renewed since this request left.
    attempt(flight, flight->renewals == renewals_);
}

void Access::finish(FlightPtr flight, const std::optional<Error>& error)
{
    flights_.erase(flight->token);
    flight->inner = 0;
    const Sink sink = std::move(flight->sink);
    if (sink.end)
        sink.end(error);
}

RequestToken Access::get(std::string path, std::function<void(Result<std::string>)> done)
{
    Request request;
    request.path = std::move(path);
    const std::string where = "GET " + request.path.substr(0, request.path.find('?'));
    const std::size_t limit = request.maxBytes;
    return start(std::move(request), collect(limit, [where, done = std::move(done)](Result<WholeReply> reply) {
        if (!reply)
            done(reply.error());
        else if (reply->head.status < 200 || reply->head.status > 299)
            done(errorOfStatus(reply->head.status, reply->body, where));
        else
            done(std::move(reply->body));
    }));
}

} // namespace loadline
