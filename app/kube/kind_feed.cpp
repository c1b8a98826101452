// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kind_feed.h"

#include "kube/discovery.h"

#include <algorithm>

namespace loadline {

namespace {

// Of several shares, which one the kind as a whole is like.
int badness(Presence presence)
{
    switch (presence) {
    case Presence::Live:
        return 0;
    case Presence::Stale:
        return 1;
    case Presence::Missing:
        return 2;
    case Presence::Loading:
    case Presence::NotAsked:
        return 3;
    case Presence::Failed:
        return 4;
    case Presence::Refused:
        break;
    }
    return -1; // counts only when all are
}

bool keyBefore(const ObjectPtr& a, const ObjectPtr& b)
{
    const int order = a->meta.ns.str().compare(b->meta.ns.str());
    return order != 0 ? order < 0 : a->meta.name < b->meta.name;
}

bool sameKey(const ObjectPtr& a, const ObjectPtr& b)
{
    return !keyBefore(a, b) && !keyBefore(b, a);
}

} // namespace

KindFeed::KindFeed(FeedContext& context, const Kind& kind, const FeedScope& scope)
    : context_(context)
    , kind_(kind)
    , scope_(scope)
    , narrowing_(context.transport())
{
}

template <class Visit> void KindFeed::each(Visit visit)
{
    for (const auto& watch : watches_)
        visit(*watch);
    for (const auto& poll : polls_)
        visit(*poll);
}

template <class Visit> void KindFeed::each(Visit visit) const
{
    for (const auto& watch : watches_)
        visit(static_cast<const Watch&>(*watch));
    for (const auto& poll : polls_)
        visit(static_cast<const Poll&>(*poll));
}

void KindFeed::served()
{
    missing_.reset();
    failed_.reset();
    if (started())
        return;
    begin(kind_.namespaced && kind_.onlyNamespace.empty() ? scope_.namespaces : std::vector<std::string>());
}

void KindFeed::begin(const std::vector<std::string>& namespaces)
{
    end();
    namespaces_ = namespaces;
    std::vector<std::string> places = namespaces;
    if (places.empty())
        places.emplace_back(kind_.onlyNamespace);
    std::vector<std::string> selectors(kind_.fieldSelectors.begin(), kind_.fieldSelectors.end());
    if (selectors.empty())
        selectors.emplace_back();
    for (const auto& place : places) {
        for (const auto& selector : selectors) {
            const Share share {kind_, place, selector};
            const auto changed = [this] { shareChanged(); };
            if (kind_.watched)
                watches_.push_back(std::make_unique<Watch>(context_, share, changed));
            else
                polls_.push_back(std::make_unique<Poll>(context_, share, changed));
        }
    }
    each([](auto& share) { share.start(); });
    context_.changed();
}

void KindFeed::end()
{
    emptied_ = emptied_ || started();
    watches_.clear();
    polls_.clear();
    narrowing_.clear();
}

void KindFeed::missing(const Error& why)
{
    if (missing_ == why && !started())
        return;
    end();
    missing_ = why;
    failed_.reset();
    wideRefusal_.reset();
    context_.changed();
}

void KindFeed::failed(const Error& why)
{
    if (started() || missing_ || failed_ == why)
        return;
    failed_ = why;
    context_.changed();
}

void KindFeed::widen()
{
    if (wideRefusal_ && started()) {
        wideRefusal_.reset();
        begin({});
    }
}

void KindFeed::wake()
{
    each([](auto& share) { share.wake(); });
}

void KindFeed::drop(const Error& why)
{
    each([&](auto& share) { share.drop(why); });
}

void KindFeed::shareChanged()
{
    context_.changed();
    if (!kind_.namespaced || !kind_.onlyNamespace.empty() || !namespaces_.empty() || scope_.fallbackNamespace.empty())
        return;
    bool forbidden = false;
    each([&](const auto& share) {
        forbidden = forbidden
            || (share.state().presence == Presence::Refused && share.state().error->kind == Error::Kind::Forbidden);
    });
    // Not from within the watch that says so.
    if (forbidden)
        narrowing_.set(Millis(0), [this] { narrow(); });
}

void KindFeed::narrow()
{
    std::optional<Error> refusal;
    each([&](const auto& share) {
        if (share.state().presence == Presence::Refused)
            refusal = share.state().error;
    });
    if (!refusal)
        return;
    begin({scope_.fallbackNamespace});
    wideRefusal_ = std::move(refusal);
}

KindState KindFeed::state(TimePoint reached) const
{
    KindState state;
    state.namespaces = namespaces_;
    if (!started()) {
        state.error = missing_ ? missing_ : failed_;
        if (missing_)
            state.presence = Presence::Missing;
        else if (failed_)
            state.presence = isAboutCredentials(failed_->kind) ? Presence::Refused : Presence::Failed;
        else
            state.presence = Presence::Loading;
        return state;
    }
    int worst = -2;
    std::optional<TimePoint> heard;
    each([&](const auto& share) {
        const ShareState& own = share.state();
        state.malformed += share.shard().malformedCount();
        if (share.shard().lastMalformed())
            state.lastMalformed = share.shard().lastMalformed();
        if (own.presence == Presence::Refused && !share.share().ns.empty() && !namespaces_.empty()
            && (state.refusedNamespaces.empty() || state.refusedNamespaces.back() != share.share().ns))
            state.refusedNamespaces.push_back(share.share().ns);
        if (own.presence != Presence::Refused) {
            const TimePoint at = own.open && kind_.watched ? std::max(own.heard, reached) : own.heard;
            heard = heard ? std::min(*heard, at) : at;
        }
        if (badness(own.presence) > worst) {
            worst = badness(own.presence);
            state.presence = own.presence;
            state.error = own.error;
        }
    });
    state.heard = heard.value_or(TimePoint {});
    if (state.presence == Presence::Missing)
        state.error = notInstalled(kind_, {});
    // That the one namespace is refused as well says less than why the whole cluster is.
    if (state.presence == Presence::Refused && wideRefusal_)
        state.error = wideRefusal_;
    return state;
}

std::shared_ptr<const ObjectTable> KindFeed::takeTable()
{
    bool changed = std::exchange(emptied_, false);
    each([&](const auto& share) { changed = changed || share.shard().changed(); });
    return changed ? mergedTable() : nullptr;
}

std::shared_ptr<const ObjectTable> KindFeed::mergedTable()
{
    std::vector<std::shared_ptr<const ObjectTable>> tables;
    each([&](auto& share) {
        auto table = share.shard().table();
        if (!table->empty())
            tables.push_back(std::move(table));
    });
    if (tables.empty())
        return std::make_shared<const ObjectTable>();
    if (tables.size() == 1)
        return tables.front();
    auto merged = std::make_shared<ObjectTable>();
    for (const auto& table : tables)
        merged->insert(merged->end(), table->begin(), table->end());
    // Namespaces that are read one after the other mostly come in order.
    if (!std::is_sorted(merged->begin(), merged->end(), keyBefore))
        std::stable_sort(merged->begin(), merged->end(), keyBefore);
    merged->erase(std::unique(merged->begin(), merged->end(), sameKey), merged->end());
    return merged;
}

} // namespace loadline
