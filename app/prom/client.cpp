// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/client.h"

#include "prom/by_hand.h"
#include "prom/check.h"
#include "prom/queries.h"

#include <atomic>
#include <mutex>

namespace loadline {

namespace {

Error nothingFound()
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "No Prometheus was found in this cluster."), {},
        LOADLINE_TR("Error", "Set its address by hand: Ctrl+P."), {}};
}

} // namespace

std::optional<PromService> serviceByHand(const std::string& text)
{
    if (text.find("://") != std::string::npos)
        return std::nullopt;
    const auto slash = text.find('/');
    const auto prefix = std::min(text.find('/', slash + 1), text.size());
    if (slash == std::string::npos || slash == 0)
        return std::nullopt;
    const auto address = text.substr(slash + 1, prefix - slash - 1);
    const auto colon = address.find(':');
    if (colon == 0 || colon == std::string::npos || colon + 1 == address.size())
        return std::nullopt;
    const auto clean = [](const std::string& part) {
        return part.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string::npos;
    };
    PromService service;
    service.ns = text.substr(0, slash);
    service.name = address.substr(0, colon);
    service.port = address.substr(colon + 1);
    service.https = service.port == "443" || service.port == "https";
    service.prefix = text.substr(prefix);
    while (service.prefix.ends_with('/'))
        service.prefix.pop_back();
    if (!clean(service.ns) || !clean(service.name) || !clean(service.port))
        return std::nullopt;
    return service;
}

struct PromClient::State : std::enable_shared_from_this<State> {
    State(Transport& t, std::function<Access&()> a)
        : transport(t)
        , access(std::move(a))
        , queries(std::make_shared<PromQueries>(t))
    {
    }
    // Runs on the transport's thread, unless stopped by then.
    template <class Task> void post(Task task)
    {
        transport.post([self = shared_from_this(), task = std::move(task)]() mutable {
            const std::lock_guard lock(self->gate);
            if (!self->stopped)
                task(*self);
        });
    }
    // Wraps what calls out, so that nothing does after stop().
    template <class... Args> std::function<void(Args...)> guarded(std::function<void(Args...)> call)
    {
        return [weak = weak_from_this(), call = std::move(call)](Args... args) {
            const auto self = weak.lock();
            if (!self)
                return;
            const std::lock_guard lock(self->gate);
            if (!self->stopped && call)
                call(args...);
        };
    }
    void restart()
    {
        finder.reset();
        check.reset();
        queries->undecide();
    }
    void search(PromFinder::Options options, Found done)
    {
        restart();
        finder = std::make_unique<PromFinder>(
            access(), options, [this, options, done = std::move(done)](const PromDiscovery& discovery) {
                searchAgain = options;
                byHand.reset();
                if (discovery.source)
                    queries->decide(PromRoute(access(), *discovery.source->service), discovery.source, std::nullopt);
                else
                    queries->decide(std::nullopt, std::nullopt, whyNone(discovery));
                if (done)
                    done(discovery);
            });
    }
    static Error whyNone(const PromDiscovery& discovery)
    {
        if (!discovery.problems.empty() && discovery.tried.empty())
            return discovery.problems.front();
        if (discovery.tried.size() == 1 && discovery.tried.front().error)
            return *discovery.tried.front().error;
        return nothingFound();
    }
    void take(PromByHand ready, const std::string& matcher, Found done)
    {
        restart();
        searchAgain.reset();
        PromSource source;
        source.url = ready.endpoint->server;
        source.matcher = matcher;
        byHand = ready;
        check = std::make_unique<PromCheck>(transport, PromRoute(transport, ready), source,
            [this, ready, done = std::move(done)](const Result<PromSource>& result) {
                PromDiscovery discovery;
                if (result) {
                    discovery.source = *result;
                    queries->decide(PromRoute(transport, ready), *result, std::nullopt);
                } else {
                    discovery.problems.push_back(result.error());
                    queries->decide(std::nullopt, std::nullopt, result.error());
                }
                if (done)
                    done(discovery);
            });
    }
    void refuse(const Error& error, const Found& done)
    {
        restart();
        searchAgain.reset();
        byHand.reset();
        queries->decide(std::nullopt, std::nullopt, error);
        PromDiscovery discovery;
        discovery.problems.push_back(error);
        if (done)
            done(discovery);
    }
    // Checks the present source again, without disturbing what is under way.
    void recheck(Found done)
    {
        const auto now = queries->source();
        if (!now) {
            if (searchAgain)
                search(*searchAgain, std::move(done));
            else if (byHand)
                take(*byHand, {}, std::move(done));
            return;
        }
        auto route = now->service ? PromRoute(access(), *now->service) : PromRoute(transport, *byHand);
        check = std::make_unique<PromCheck>(
            transport, std::move(route), *now, [this, now, done = std::move(done)](const Result<PromSource>& result) {
                PromDiscovery discovery;
                discovery.source = result ? *result : *now;
                if (result)
                    queries->setSource(*result);
                else
                    discovery.problems.push_back(result.error());
                if (done)
                    done(discovery);
            });
    }

    Transport& transport;
    std::function<Access&()> access;
    std::recursive_mutex gate;
    bool stopped = false;
    std::atomic<RequestId> lastId {0};
    std::shared_ptr<PromQueries> queries;
    std::unique_ptr<PromFinder> finder;
    std::unique_ptr<PromCheck> check;
    std::optional<PromFinder::Options> searchAgain;
    std::optional<PromByHand> byHand;
};

PromClient::PromClient(Transport& transport, std::function<Access&()> access)
    : transport_(transport)
    , state_(std::make_shared<State>(transport, std::move(access)))
{
}

PromClient::~PromClient()
{
    stop();
}

void PromClient::find(PromFinder::Options options, Found done)
{
    state_->post([options = std::move(options), done = state_->guarded(std::move(done))](
                     State& state) mutable { state.search(std::move(options), std::move(done)); });
}

void PromClient::use(const PrometheusSetting& setting, const Secret& secret, Found done)
{
    auto call = state_->guarded(std::move(done));
    auto matcher = parseMatcher(setting.matcher.toStdString());
    if (!matcher) {
        state_->post([error = matcher.error(), call = std::move(call)](State& state) { state.refuse(error, call); });
        return;
    }
    if (auto service = serviceByHand(setting.url.trimmed().toStdString())) {
        PromFinder::Options options;
        options.only = std::move(service);
        options.matcher = std::move(*matcher);
        state_->post([options = std::move(options), call = std::move(call)](
                         State& state) mutable { state.search(std::move(options), std::move(call)); });
        return;
    }
    auto ready = promByHand(setting, secret);
    state_->post([ready = std::move(ready), matcher = *matcher, call = std::move(call)](State& state) mutable {
        if (ready)
            state.take(*ready, matcher, std::move(call));
        else
            state.refuse(ready.error(), call);
    });
}

void PromClient::useNone()
{
    state_->post([](State& state) {
        state.restart();
        state.queries->decide(std::nullopt, std::nullopt,
            Error {Error::Kind::NotFound, LOADLINE_TR("Error", "No Prometheus is set for this cluster."), {}, {}, {}});
    });
}

void PromClient::refresh(Found done)
{
    state_->post([done = state_->guarded(std::move(done))](State& state) mutable { state.recheck(std::move(done)); });
}

PromClient::RequestId PromClient::ask(SeriesRequest request, Answered answered)
{
    const auto id = ++state_->lastId;
    state_->post([id, request = std::move(request), answered = state_->guarded(std::move(answered))](
                     State& state) mutable { state.queries->ask(id, std::move(request), std::move(answered)); });
    return id;
}

void PromClient::cancel(RequestId id)
{
    state_->post([id](State& state) { state.queries->cancel(id); });
}

void PromClient::stop()
{
    {
        const std::lock_guard lock(state_->gate);
        if (std::exchange(state_->stopped, true))
            return;
    }
    transport_.post([state = state_] {
        state->finder.reset();
        state->check.reset();
        state->queries->cancelAll();
    });
}

} // namespace loadline
