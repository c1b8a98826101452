// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/alarm.h"
#include "kube/feed_context.h"

namespace loadline {

// Lists a share again and again, for the APIs that cannot be watched (metrics.k8s.io).
class Poll {
public:
    Poll(FeedContext& context, Share share, std::function<void()> changed);
    Poll(const Poll&) = delete;
    Poll& operator=(const Poll&) = delete;
    ~Poll();
    void start();
    void wake();
    void drop(const Error& why);
    [[nodiscard]] const Share& share() const { return share_; }
    [[nodiscard]] const ShareState& state() const { return state_; }
    [[nodiscard]] Shard& shard() { return shard_; }
    [[nodiscard]] const Shard& shard() const { return shard_; }

private:
    void ask(const std::string& continueToken);
    void came(Result<WholeReply> reply);
    void failed(const Error& error);
    void again(Millis delay);

    FeedContext& context_;
    Share share_;
    std::function<void()> changed_;
    Shard shard_;
    ShareState state_;
    Alarm alarm_;
    std::shared_ptr<ListGate::Permit> permit_;
    RequestToken request_ = 0;
    bool complete_ = false;
    bool first_ = true; // page of this round
};

} // namespace loadline
