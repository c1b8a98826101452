// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/alarm.h"
#include "kube/feed_context.h"

namespace loadline {

// Whether the cluster answers: a small request every 15 s over the connection that the watches share. Bookmarks come
// but once a minute, so only this tells a quiet connection from a dead one (sleep, VPN, half-open TCP) within 45 s.
class Link {
public:
    struct Ears {
        std::function<void()> asked; // each time, whatever came of it
        std::function<void(const Error&)> lost; // it does not answer: what is open is dead
        std::function<void()> recovered; // it answers again, or accepts who we are again
    };
    Link(FeedContext& context, Ears ears);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link();
    void start();
    void wake(); // asks now
    [[nodiscard]] const std::string& version() const { return version_; } // "" unknown
    [[nodiscard]] bool streamsLists() const;
    [[nodiscard]] TimePoint reached() const { return reached_; } // when it last answered; zero: never
    // Why the cluster as a whole cannot be read.
    [[nodiscard]] const std::optional<Error>& trouble() const { return trouble_; }

private:
    void tick();
    void beat(Millis timeout);
    void came(Result<WholeReply> reply);
    void answer(const WholeReply& reply);
    void fail(const Error& error, bool answered);
    void schedule(Millis delay);
    FeedContext& context_;
    Ears ears_;
    Alarm alarm_;
    RequestToken request_ = 0;
    std::string version_;
    int minor_ = 0;
    TimePoint reached_ {};
    TimePoint asked_ {};
    TimePoint due_ {};
    TimePoint ticked_ {};
    std::optional<Error> trouble_;
    int failures_ = 0; // in a row
};

} // namespace loadline
