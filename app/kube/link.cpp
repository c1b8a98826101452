// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/link.h"

#include "cluster/watch_state.h"

#include <algorithm>
#include <cstdlib>

namespace loadline {

namespace {

constexpr Seconds every {15};
constexpr Seconds patience {15};
constexpr Seconds impatience {5}; // after a sleep, or when the user asks
constexpr Seconds step {5}; // how often the clock is looked at
constexpr Seconds leap {10}; // the clock went on by so much more: the computer slept
constexpr Seconds longestPause {25};
constexpr int firstWithStreamingLists = 32; // WatchList is on by default in 1.32 and since 1.34

} // namespace

Link::Link(FeedContext& context, Ears ears)
    : context_(context)
    , ears_(std::move(ears))
    , alarm_(context.transport())
{
}

Link::~Link()
{
    context_.access.cancel(request_);
}

bool Link::streamsLists() const
{
    return minor_ >= firstWithStreamingLists;
}

void Link::start()
{
    ticked_ = context_.now();
    beat(patience);
}

void Link::wake()
{
    context_.access.cancel(std::exchange(request_, 0));
    beat(impatience);
}

void Link::schedule(Millis delay)
{
    due_ = context_.now() + delay;
    ticked_ = context_.now();
    alarm_.set(std::min<Millis>(delay, step), [this] { tick(); });
}

void Link::tick()
{
    const TimePoint now = context_.now();
    const bool slept = now - ticked_ > step + leap;
    ticked_ = now;
    if (request_ != 0)
        return;
    if (slept) {
        beat(impatience);
    } else if (now >= due_) {
        beat(patience);
    } else {
        alarm_.set(std::clamp<Millis>(due_ - now, Millis(1), step), [this] { tick(); });
    }
}

void Link::beat(Millis timeout)
{
    if (request_ != 0)
        return;
    asked_ = context_.now();
    Request request;
    request.path = "/version";
    request.timeout = timeout;
    request.connectTimeout = std::min<Millis>(timeout, Seconds(10));
    request.maxBytes = 1u << 20;
    const std::size_t limit = request.maxBytes;
    request_ = context_.access.start(std::move(request), collect(limit, [this](Result<WholeReply> reply) {
        request_ = 0;
        came(std::move(reply));
    }));
}

void Link::came(Result<WholeReply> reply)
{
    if (!reply) {
        // Slow, but the watches on it were heard meanwhile: it lives.
        const bool lives = reply.error().kind == Error::Kind::Timeout && context_.heard > asked_;
        if (lives)
            schedule(every);
        else
            fail(reply.error(), false);
        return;
    }
    reached_ = context_.now();
    answer(*reply);
}

void Link::answer(const WholeReply& reply)
{
    std::optional<Error> error;
    if (reply.head.status == 200) {
        std::string body = reply.body;
        const auto root = context_.document.parse(body);
        if (root) {
            version_ = (*root)["gitVersion"].str();
            minor_ = std::atoi((*root)["minor"].str().c_str()); // "28+" on some clouds
        } else {
            error = root.error();
            error->where = "GET /version";
        }
    } else {
        error = errorOfStatus(reply.head.status, reply.body, "GET /version");
        // Who may not read the version may still read the rest.
        const bool harmless = error->kind == Error::Kind::Forbidden || error->kind == Error::Kind::NotFound
            || error->kind == Error::Kind::Unsupported || error->kind == Error::Kind::Throttled;
        if (harmless)
            error.reset();
    }
    if (error) {
        fail(*error, true);
        return;
    }
    failures_ = 0;
    const bool recovered = trouble_.has_value();
    trouble_.reset();
    schedule(every);
    ears_.asked();
    if (recovered)
        ears_.recovered();
    context_.changed();
}

void Link::fail(const Error& error, bool answered)
{
    ++failures_;
    trouble_ = error;
    const int doublings = std::min(failures_ - 1, 5);
    if (isAboutCredentials(error.kind)) {
        // Somebody has to log in or to change a role: asked ever more seldom, until wake().
        const Millis pause = std::min<Millis>(Seconds(30) * (1 << doublings), Seconds(300));
        schedule(context_.jittered(pause, pause / 5));
    } else {
        const Millis pause = std::min<Millis>(Seconds(1) * (1 << doublings), longestPause);
        schedule(context_.jittered(pause, pause / 5));
    }
    // What a gateway answers in the server's place says nothing of the watches that are open, nor does a plugin.
    if (!answered && !isAboutCredentials(error.kind))
        ears_.lost(error);
    ears_.asked();
    context_.changed();
}

} // namespace loadline
