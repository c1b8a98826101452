// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/watch_state.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr Millis firstBackOff {800}; // as client-go's reflector
constexpr Millis longestBackOff {20'000}; // a recovery is noticed within half a minute, jitter included
constexpr Millis refusedBackOff {30'000}; // a refusal seldom mends itself within seconds
constexpr Seconds longestRetryAfter {300}; // of a server that asks for more
constexpr int triesBeforeListing = 5; // of a watch or page that only fails, until a fresh list is tried

bool refuses(int status) { return status == 401 || status == 403 || status == 404 || status == 405; }

} // namespace

WatchState::WatchState(Options options)
    : options_(options)
    , phase_(options.streamingList ? Phase::StreamingList : Phase::List)
    , random_(options.jitterSeed == 0 ? 1 : options.jitterSeed)
{
}

WatchState::Action WatchState::next()
{
    if (wait_) {
        const Wait wait {*wait_};
        wait_.reset();
        return wait;
    }
    heard_ = false;
    switch (phase_) {
    case Phase::ListMore:
        return List {continueToken_};
    case Phase::StreamingList:
        return Watch {"", true};
    case Phase::Watch:
        return Watch {resourceVersion_, false};
    case Phase::List:
        break;
    }
    return List {};
}

WatchState::Effect WatchState::finish(std::string resourceVersion)
{
    phase_ = Phase::Watch;
    resourceVersion_ = std::move(resourceVersion);
    continueToken_.clear();
    complete_ = true;
    collecting_ = false;
    failures_ = 0;
    streamsBroken_ = 0;
    return Effect::Complete;
}

WatchState::Effect WatchState::page(std::string resourceVersion, std::string continueToken)
{
    const bool first = phase_ != Phase::ListMore;
    if (continueToken.empty())
        return finish(std::move(resourceVersion));
    phase_ = Phase::ListMore;
    continueToken_ = std::move(continueToken);
    collecting_ = true;
    failures_ = 0;
    return first ? Effect::Reset : Effect::None;
}

WatchState::Effect WatchState::event(std::string_view resourceVersion)
{
    heard_ = true;
    if (phase_ == Phase::StreamingList) {
        const bool first = !collecting_;
        collecting_ = true;
        return first ? Effect::Reset : Effect::None;
    }
    failures_ = 0;
    expired_ = 0;
    if (!resourceVersion.empty())
        resourceVersion_ = resourceVersion;
    return Effect::None;
}

WatchState::Effect WatchState::bookmark(std::string_view resourceVersion, bool initialEventsEnd)
{
    if (phase_ == Phase::StreamingList) {
        heard_ = true;
        return initialEventsEnd ? finish(std::string(resourceVersion)) : Effect::None;
    }
    return event(resourceVersion);
}

// Back to the beginning, with a streaming list as long as the server knows them.
WatchState::Effect WatchState::listAgain()
{
    const bool dropped = collecting_;
    collecting_ = false;
    continueToken_.clear();
    resourceVersion_.clear();
    phase_ = options_.streamingList ? Phase::StreamingList : Phase::List;
    return dropped ? Effect::Restart : Effect::None;
}

WatchState::Effect WatchState::failed(int status, std::optional<Seconds> retryAfter)
{
    ++failures_;
    if (status == 410) { // the version or the continue token is too old; the first time no fault of anybody
        failures_ = ++expired_;
        if (expired_ > 1)
            backOff(retryAfter);
        return listAgain();
    }
    if (status == 400 || status == 422) {
        if (phase_ == Phase::StreamingList) {
            options_.streamingList = false; // the server does not know them (before 1.32, and 1.33)
            return listAgain();
        }
        backOff(retryAfter);
        return listAgain();
    }
    if (refuses(status)) {
        backOff();
        wait_ = std::max(*wait_, jittered(refusedBackOff, refusedBackOff / 2));
        // A role that is given back costs no new list. An API that was gone may come back with other objects.
        return phase_ == Phase::Watch && (status == 401 || status == 403) ? Effect::None : listAgain();
    }
    backOff(retryAfter);
    // A page is asked for again with its token, a watch from its version; what was begun as a stream starts over.
    if (phase_ == Phase::StreamingList || failures_ % triesBeforeListing == 0)
        return listAgain();
    return Effect::None;
}

WatchState::Effect WatchState::broken()
{
    ++failures_;
    backOff();
    if (phase_ == Phase::StreamingList) {
        // A server that ignores sendInitialEvents sends objects and then never says that these were all.
        streamsBroken_ = heard_ ? streamsBroken_ + 1 : streamsBroken_;
        if (streamsBroken_ >= 2)
            options_.streamingList = false;
        return listAgain();
    }
    return Effect::None;
}

WatchState::Effect WatchState::closed()
{
    if (phase_ == Phase::StreamingList) {
        options_.streamingList = !heard_; // closed in order, yet the end of the list was never said
        ++failures_;
        backOff();
        return listAgain();
    }
    if (phase_ == Phase::Watch && heard_) {
        wait_ = jittered(Millis {0}, Millis {1000}); // so that a restarting server is not met by all watches at once
        return Effect::None;
    }
    return broken();
}

void WatchState::wake()
{
    wait_.reset();
    failures_ = 0;
}

bool WatchState::complete() const { return complete_; }
int WatchState::failuresInARow() const { return failures_; }

void WatchState::backOff(std::optional<Seconds> atLeast)
{
    const int doublings = std::min(failures_ - 1, 10);
    const Millis base = std::min(longestBackOff, firstBackOff * (1 << std::max(doublings, 0)));
    Millis wait = jittered(base, base / 2);
    if (atLeast) {
        const Millis asked = std::clamp(*atLeast, Seconds {0}, longestRetryAfter);
        wait = std::max(wait, jittered(asked, asked / 5));
    }
    wait_ = wait;
}

// Between `least` and `least + spread`. xorshift32: reproducible from the seed, so that tests can bound it.
Millis WatchState::jittered(Millis least, Millis spread)
{
    random_ ^= random_ << 13;
    random_ ^= random_ >> 17;
    random_ ^= random_ << 5;
    return least + Millis(static_cast<Millis::rep>(random_ % static_cast<std::uint32_t>(spread.count() + 1)));
}

} // namespace loadline
