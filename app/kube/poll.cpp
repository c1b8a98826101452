// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/poll.h"

#include "cluster/watch_state.h"

namespace loadline {

namespace {

constexpr Seconds afterRefusal {60}; // a right is seldom given within seconds
constexpr Seconds limit {20}; // of one answer: an aggregated API that hangs must not hold a list's turn for long

} // namespace

Poll::Poll(FeedContext& context, Share share, std::function<void()> changed)
    : context_(context)
    , share_(std::move(share))
    , changed_(std::move(changed))
    , alarm_(context.transport())
{
}

Poll::~Poll()
{
    context_.access.cancel(request_);
}

void Poll::start()
{
    alarm_.clear();
    first_ = true;
    permit_ = context_.lists.request([this] { ask({}); });
}

void Poll::wake()
{
    if (request_ == 0 && !permit_ && state_.presence != Presence::Live)
        start();
}

void Poll::drop(const Error& why)
{
    context_.access.cancel(std::exchange(request_, 0));
    failed(why);
}

void Poll::ask(const std::string& continueToken)
{
    Request request;
    request.path = pathOf(share_) + "limit=500";
    request.timeout = limit;
    if (!continueToken.empty())
        request.path += "&continue=" + percentEncoded(continueToken);
    const std::size_t most = request.maxBytes;
    request_ = context_.access.start(std::move(request), collect(most, [this](Result<WholeReply> reply) {
        request_ = 0;
        came(std::move(reply));
    }));
}

void Poll::came(Result<WholeReply> reply)
{
    if (!reply) {
        failed(reply.error());
        return;
    }
    if (reply->head.status != 200) {
        failed(errorOfStatus(reply->head.status, reply->body, "GET " + pathOf(share_.kind, share_.ns)));
        return;
    }
    const auto page = readPage(context_.document, reply->body);
    if (!page) {
        failed(page.error());
        return;
    }
    if (std::exchange(first_, false))
        shard_.begin();
    page->items.eachItem([&](Json item) { fold(context_, share_, shard_, item, true); });
    if (!page->continueToken.empty()) {
        ask(page->continueToken);
        return;
    }
    shard_.swap();
    complete_ = true;
    state_ = {Presence::Live, std::nullopt, context_.now(), true};
    changed_();
    again(share_.kind.pollEvery);
}

void Poll::failed(const Error& error)
{
    shard_.drop();
    const bool refused = isAboutCredentials(error.kind);
    state_.open = false;
    state_.error = error;
    if (error.kind == Error::Kind::Unsupported) {
        shard_.clear();
        state_.presence = Presence::Missing;
    } else if (complete_) {
        state_.presence = Presence::Stale;
    } else {
        state_.presence = refused ? Presence::Refused : Presence::Failed;
    }
    changed_();
    again(refused ? afterRefusal : share_.kind.pollEvery);
}

void Poll::again(Millis delay)
{
    permit_.reset();
    alarm_.set(context_.jittered(delay, Millis(500)), [this] { start(); });
}

} // namespace loadline
