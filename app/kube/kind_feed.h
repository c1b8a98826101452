// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/poll.h"
#include "kube/watch.h"

namespace loadline {

// Where a kind is to be read: the whole cluster, given namespaces, or the one that is tried when the whole is refused.
struct FeedScope {
    std::vector<std::string> namespaces;
    std::string fallbackNamespace;
};

// One kind: a watch or poll per namespace and field selector, folded into one table and one state.
class KindFeed {
public:
    KindFeed(FeedContext& context, const Kind& kind, const FeedScope& scope);
    // What discovery says; starts the kind when it is served, or when that cannot be told.
    void served();
    void missing(const Error& why);
    void failed(const Error& why); // the cluster cannot be reached at all, so nothing was started
    void wake(); // asks again at once what waits
    void widen(); // tries the whole cluster again where it was refused: perhaps the right was given meanwhile
    void drop(const Error& why);
    [[nodiscard]] bool started() const { return !watches_.empty() || !polls_.empty(); }
    [[nodiscard]] const Kind& kind() const { return kind_; }
    // `reached`: when the cluster last answered, which is when an open but quiet watch was last known to be right.
    [[nodiscard]] KindState state(TimePoint reached) const;
    // The whole table when it changed since the last call, else null.
    std::shared_ptr<const ObjectTable> takeTable();

private:
    template <class Visit> void each(Visit visit);
    template <class Visit> void each(Visit visit) const;
    void begin(const std::vector<std::string>& namespaces);
    void end();
    void shareChanged();
    void narrow();
    std::shared_ptr<const ObjectTable> mergedTable();

    FeedContext& context_;
    const Kind& kind_;
    const FeedScope& scope_;
    std::vector<std::unique_ptr<Watch>> watches_;
    std::vector<std::unique_ptr<Poll>> polls_;
    std::vector<std::string> namespaces_; // that are read one by one; empty: cluster-wide
    std::optional<Error> missing_;
    std::optional<Error> failed_;
    std::optional<Error> wideRefusal_; // why the whole cluster is not read
    Alarm narrowing_;
    bool emptied_ = false;
};

} // namespace loadline
