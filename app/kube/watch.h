// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/watch_state.h"
#include "kube/feed_context.h"
#include "kube/list_pages.h"

namespace loadline {

// Drives one WatchState over an Access: asks what it says to ask, tells it what came, and folds objects into a shard.
class Watch {
public:
    Watch(FeedContext& context, Share share, std::function<void()> changed);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch();
    void start();
    void wake(); // asks again at once what waits
    void drop(const Error& why); // the connection is known to be dead
    [[nodiscard]] const Share& share() const { return share_; }
    [[nodiscard]] const ShareState& state() const { return state_; }
    [[nodiscard]] Shard& shard() { return shard_; }
    [[nodiscard]] const Shard& shard() const { return shard_; }

private:
    void step();
    void list(const std::string& continueToken);
    void watch(const std::string& resourceVersion, bool initialEvents);
    void pageCame(Result<WholeReply> reply);
    void foldPage();
    void watchEnded(const std::optional<Error>& error);
    bool line(std::string& text); // false: the watch is to be left
    void refused(int status, const std::string& body, std::optional<Seconds> wait); // by the server
    void eventOfError(const WatchEvent& event);
    void garbled(Error why); // what came cannot be read, so events may be missing: list again, ever more seldom
    void apply(WatchState::Effect effect);
    void lost(const Error& error);
    void leave(); // gives the request and the list permit up
    void heardNow();
    void show(Presence presence, std::optional<Error> error);

    FeedContext& context_;
    Share share_;
    std::function<void()> changed_;
    WatchState watch_;
    Shard shard_;
    ShareState state_;
    Alarm alarm_;
    std::shared_ptr<ListGate::Permit> permit_;
    ListPages pages_;
    RequestToken request_ = 0; // of the watch
    // A page that came, to be read while the server works on the next. Null when there is none.
    std::unique_ptr<JsonDocument> page_;
    Json items_; // of page_
    Alarm folding_;
    LineSplitter lines_;
    ResponseHead head_;
    std::string refusal_; // the body of an answer that is an error
    bool waiting_ = false;
    int garbled_ = 0; // in a row
    TimePoint opened_ {};
};

} // namespace loadline
