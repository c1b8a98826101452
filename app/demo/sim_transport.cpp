// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/sim_transport.h"

#include "demo/demo_thread.h"
#include "demo/sim_cluster.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <set>

namespace loadline {
namespace {

constexpr Millis tickEvery {1000}; // of the wall's clock: how often the simulation catches up
constexpr Millis bookmarkEvery {30000};

TimePoint wallNow()
{
    return std::chrono::floor<Millis>(std::chrono::system_clock::now());
}

} // namespace

// What the thread works on. Requests that watch are kept by their token.
struct SimTransport::State {
    explicit State(const Options& options)
        : thread(options.epoch.value_or(wallNow()), options.speed)
        , seed(options.seed)
        , past(options.past)
        , epoch(options.epoch.value_or(thread.now()))
    {
    }
    struct Watch {
        SimCluster* cluster;
        ApiStore::WatchId id;
    };

    SimCluster* cluster(const std::string& server)
    {
        if (const auto known = clusters.find(server); known != clusters.end())
            return known->second.get();
        auto made = SimCluster::make(server, seed, epoch);
        if (made)
            made->restore(server, past, thread.now());
        return (clusters[server] = std::move(made)).get();
    }

    void serve(RequestToken token, const Request& request, const Sink& sink)
    {
        SimCluster* at = cluster(request.endpoint ? request.endpoint->server : "");
        if (!at) {
            sink.end(Error {Error::Kind::Unreachable, LOADLINE_TR("Error", "The demo has no server %1."), "", "",
                {request.endpoint ? request.endpoint->server : ""}});
            return;
        }
        at->advance(thread.now());
        const ApiPath path = parseApiPath(request.path);
        if (request.method == Method::Get && ApiStore::isWatch(path))
            return watch(token, *at, path, sink);
        const ApiAnswer answer = request.method == Method::Get
            ? at->get(path, thread.now())
            : at->write(request, path, thread.now());
        tell(sink, answer.status);
        if (sink.bytes)
            sink.bytes(answer.body);
        if (alive(token))
            sink.end(std::nullopt);
        open.erase(token);
    }

    static void tell(const Sink& sink, int status)
    {
        if (sink.head)
            sink.head({status, {{"content-type", "application/json"}}});
    }

    void watch(RequestToken token, SimCluster& at, const ApiPath& path, const Sink& sink)
    {
        auto told = std::make_shared<bool>(false);
        const auto started = at.store().watch(path, [this, token, sink, told](const std::string& line) {
            if (!std::exchange(*told, true))
                tell(sink, 200);
            if (alive(token) && sink.bytes)
                sink.bytes(line);
        });
        if (started.refused.status != 200) {
            tell(sink, started.refused.status);
            sink.bytes(started.refused.body);
            if (alive(token))
                sink.end(std::nullopt);
            open.erase(token);
        } else if (alive(token)) {
            if (!std::exchange(*told, true))
                tell(sink, 200);
            watches[token] = {&at, started.id};
        } else {
            at.store().unwatch(started.id);
        }
    }

    [[nodiscard]] bool alive(RequestToken token) const { return open.contains(token); }

    void drop(RequestToken token)
    {
        open.erase(token);
        if (const auto known = watches.find(token); known != watches.end()) {
            known->second.cluster->store().unwatch(known->second.id);
            watches.erase(known);
        }
    }

    void tick()
    {
        for (auto& [server, cluster] : clusters)
            if (cluster)
                cluster->advance(thread.now());
        thread.afterReal(tickEvery, [this] { tick(); });
    }
    void bookmark()
    {
        for (auto& [server, cluster] : clusters)
            if (cluster)
                cluster->store().bookmarkAll();
        thread.afterReal(bookmarkEvery, [this] { bookmark(); });
    }

    DemoThread thread;
    std::uint64_t seed;
    std::vector<DemoWrite> past;
    TimePoint epoch;
    std::atomic<RequestToken> next {1};
    std::map<std::string, std::unique_ptr<SimCluster>> clusters; // by server
    std::set<RequestToken> open;
    std::map<RequestToken, Watch> watches;
};

SimTransport::SimTransport(const Options& options)
    : state_(std::make_shared<State>(options))
{
    state_->thread.post([state = state_.get()] {
        state->tick();
        state->bookmark();
    });
}

SimTransport::~SimTransport()
{
    stop();
}

RequestToken SimTransport::start(Request request, Sink sink)
{
    const RequestToken token = state_->next++;
    state_->thread.post([state = state_.get(), token, request = std::move(request), sink = std::move(sink)] {
        state->open.insert(token);
        if (mutates(request) && request.endpoint && request.endpoint->readOnly) {
            state->open.erase(token);
            sink.end(readOnlyError(request, {}));
            return;
        }
        state->serve(token, request, sink);
    });
    return token;
}

void SimTransport::cancel(RequestToken token)
{
    state_->thread.post([state = state_.get(), token] { state->drop(token); });
}

void SimTransport::post(std::function<void()> task) { state_->thread.post(std::move(task)); }
void SimTransport::after(Millis delay, std::function<void()> task) { state_->thread.after(delay, std::move(task)); }
TimePoint SimTransport::now() const { return state_->thread.now(); }
void SimTransport::stop() { state_->thread.stop(); }
void SimTransport::setSpeed(double speed) { state_->thread.setSpeed(speed); }

} // namespace loadline
