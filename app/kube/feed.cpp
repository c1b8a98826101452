// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/feed.h"

#include "base/latest.h"
#include "kube/discovery.h"
#include "kube/kind_feed.h"
#include "kube/link.h"
#include "kube/live_metrics.h"

#include <algorithm>
#include <mutex>

namespace loadline {

namespace {

constexpr Millis publishEvery {200};

unsigned seedOf(const std::string& text)
{
    return static_cast<unsigned>(std::hash<std::string> {}(text)) | 1u;
}

// Everything that runs, on the transport's thread.
class Running {
public:
    Running(Access& access, const Feed::Scope& scope, std::function<void(std::shared_ptr<const World>)> publish);
    void start();
    void wake();
    void wantLive(const std::vector<LiveMetricKey>& keys) { live_.want(keys); }

private:
    void startKinds();
    void lost(const Error& why);
    void recovered();
    void changed();
    [[nodiscard]] bool allAnswered() const;
    void publish();

    FeedScope scope_;
    std::function<void(std::shared_ptr<const World>)> publish_;
    FeedContext context_;
    Link link_;
    Discovery discovery_;
    LiveMetrics live_;
    std::vector<std::unique_ptr<KindFeed>> kinds_;
    Alarm publishing_;
    bool due_ = false;
    bool loading_ = true; // until each kind is there, or is known not to be
    TimePoint published_ {};
    World world_;
};

Running::Running(Access& access, const Feed::Scope& scope, std::function<void(std::shared_ptr<const World>)> publish)
    : scope_ {scope.namespaces, scope.fallbackNamespace}
    , publish_(std::move(publish))
    , context_(access, seedOf(scope.context + scope.server), [this] { changed(); })
    , link_(context_, {[this] { startKinds(); }, [this](const Error& why) { lost(why); }, [this] { recovered(); }})
    , discovery_(context_, [this] { startKinds(); })
    , live_(context_)
    , publishing_(access.transport())
{
    world_.cluster = scope.context;
    world_.server = scope.server;
    for (const Kind& kind : kinds())
        kinds_.push_back(std::make_unique<KindFeed>(context_, kind, scope_));
}

void Running::start()
{
    link_.start();
    discovery_.ask();
    changed(); // that it loads is news too
}

// What can be read is read as soon as that is known: built-in kinds when the server answers at all, others when
// discovery says that they are there, or cannot say.
void Running::startKinds()
{
    if (link_.trouble()) {
        for (const auto& kind : kinds_)
            kind->failed(*link_.trouble());
        return;
    }
    if (link_.reached() == TimePoint {})
        return;
    context_.streamingLists = link_.streamsLists();
    for (const auto& kind : kinds_) {
        const bool builtIn = kind->kind().product.empty();
        const auto missing = discovery_.catalog() ? discovery_.catalog()->missing(kind->kind()) : std::nullopt;
        if (missing)
            kind->missing(*missing);
        else if (builtIn || discovery_.answered())
            kind->served();
    }
}

void Running::lost(const Error& why)
{
    for (const auto& kind : kinds_)
        kind->drop(why);
}

void Running::recovered()
{
    discovery_.ask();
    for (const auto& kind : kinds_)
        kind->wake();
}

void Running::wake()
{
    link_.wake();
    discovery_.ask();
    for (const auto& kind : kinds_) {
        kind->widen();
        kind->wake();
    }
}

void Running::changed()
{
    // The one publication that people wait for does not wait for its turn.
    const bool now = loading_ && allAnswered();
    loading_ = loading_ && !now;
    if (std::exchange(due_, true) && !now)
        return;
    const Millis since = now ? publishEvery : context_.now() - published_;
    publishing_.set(std::clamp(publishEvery - since, Millis(0), publishEvery), [this] { publish(); });
}

bool Running::allAnswered() const
{
    return std::none_of(kinds_.begin(), kinds_.end(), [](const auto& kind) {
        const Presence presence = kind->state({}).presence;
        return presence == Presence::NotAsked || presence == Presence::Loading;
    });
}

void Running::publish()
{
    due_ = false;
    if (!loading_) {
        context_.pages.clear();
        context_.bodies.clear();
    }
    published_ = context_.now();
    world_.now = published_;
    world_.version = link_.version();
    world_.trouble = link_.trouble();
    if (discovery_.catalog())
        world_.apiGroups = discovery_.catalog()->groupVersions;
    if (auto values = live_.takeValues())
        world_.liveMetrics = std::move(values);
    for (const auto& kind : kinds_) {
        const auto at = static_cast<std::size_t>(kind->kind().id);
        if (auto table = kind->takeTable())
            world_.tables[at] = std::move(table);
        world_.states[at] = kind->state(link_.reached());
    }
    publish_(std::make_shared<const World>(world_));
}

} // namespace

struct Feed::State {
    State(Transport& transportIn, std::shared_ptr<CredentialSource> credentials, Scope scopeIn,
        std::function<void()> publishedIn)
        : transport(transportIn)
        , scope(std::move(scopeIn))
        , published(std::move(publishedIn))
        , access(transportIn, std::move(credentials))
    {
    }
    void publish(std::shared_ptr<const World> world)
    {
        const std::lock_guard lock(mutex);
        if (!stopped && mailbox.put(std::move(world)) && published)
            published();
    }

    Transport& transport;
    Scope scope;
    // Held while `published` or a `done` is called, so that stop() can promise that none comes after it. Recursive,
    // because one of these may itself stop the feed.
    std::recursive_mutex mutex;
    bool stopped = false;
    std::function<void()> published;
    Latest<World> mailbox;
    // Only on the transport's thread.
    Access access;
    std::unique_ptr<Running> running;
};

Feed::Feed(
    Transport& transport, std::shared_ptr<CredentialSource> credentials, Scope scope, std::function<void()> published)
    : state_(std::make_shared<State>(transport, std::move(credentials), std::move(scope), std::move(published)))
{
}

Feed::~Feed()
{
    stop();
    // The last that is known of the state goes on the transport's thread, where its requests live.
    Transport& transport = state_->transport;
    transport.post([state = std::move(state_)] {});
}

void Feed::start()
{
    state_->transport.post([state = state_] {
        {
            const std::lock_guard lock(state->mutex);
            if (state->stopped || state->running)
                return;
        }
        // Not the shared pointer: what runs belongs to the state.
        state->running = std::make_unique<Running>(state->access, state->scope,
            [raw = state.get()](std::shared_ptr<const World> world) { raw->publish(std::move(world)); });
        state->running->start();
    });
}

void Feed::stop()
{
    {
        const std::lock_guard lock(state_->mutex);
        if (std::exchange(state_->stopped, true))
            return;
    }
    state_->transport.post([state = state_] { state->running.reset(); });
}

void Feed::wake()
{
    state_->transport.post([state = state_] {
        if (state->running)
            state->running->wake();
    });
}

void Feed::wantLive(std::vector<LiveMetricKey> keys)
{
    state_->transport.post([state = state_, keys = std::move(keys)] {
        if (state->running)
            state->running->wantLive(keys);
    });
}

std::shared_ptr<const World> Feed::take()
{
    return state_->mailbox.take();
}

void Feed::get(std::string path, std::function<void(Result<std::string>)> done)
{
    state_->transport.post([state = state_, path = std::move(path), done = std::move(done)] {
        // The state, which owns the access, outlives the call.
        state->access.get(path, [raw = state.get(), done](Result<std::string> text) {
            const std::lock_guard lock(raw->mutex);
            if (!raw->stopped)
                done(std::move(text));
        });
    });
}

void Feed::setReadOnly(bool readOnly)
{
    state_->transport.post([state = state_, readOnly] { state->access.setReadOnly(readOnly); });
}

Access& Feed::access()
{
    return state_->access;
}

} // namespace loadline
