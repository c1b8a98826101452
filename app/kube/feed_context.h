// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/kind.h"
#include "kube/access.h"
#include "kube/list_gate.h"
#include "kube/shard.h"

#include <random>

namespace loadline {

// What all watches and polls of one cluster share; on the transport's thread only.
struct FeedContext {
    Access& access;
    ListGate lists;
    Interner interner;
    JsonDocument document; // its memory is used again for every line
    // What lists' pages came into and were read into, to be used again; dropped once all is loaded.
    std::vector<std::string> bodies;
    std::vector<std::unique_ptr<JsonDocument>> pages;
    std::minstd_rand random;
    bool streamingLists = false; // the server's version has them
    TimePoint heard {}; // when any watch last said anything
    std::function<void()> changed; // something is to be published
    FeedContext(Access& accessIn, unsigned seed, std::function<void()> changedIn)
        : access(accessIn)
        , lists(accessIn.transport(), 5)
        , random(seed)
        , changed(std::move(changedIn))
    {
    }
    [[nodiscard]] Transport& transport() { return access.transport(); }
    [[nodiscard]] TimePoint now() { return access.transport().now(); }
    // Between `least` and `least + spread`.
    Millis jittered(Millis least, Millis spread)
    {
        return least + Millis(std::uniform_int_distribution<Millis::rep>(0, spread.count())(random));
    }
};

// One share of a kind: all of it, one namespace, or one field selector.
struct Share {
    const Kind& kind;
    std::string ns; // "" all
    std::string selector; // a field selector, or ""
};
// Its path with the query so far: "/api/v1/pods?fieldSelector=a%3Db", or with a '?' alone.
std::string pathOf(const Share& share);

// How far one share can be trusted.
struct ShareState {
    Presence presence = Presence::Loading;
    std::optional<Error> error;
    TimePoint heard {};
    bool open = false; // a watch is open and the server accepted it
};

// Folds an object of a list or event into the shard, or counts it as malformed.
void fold(FeedContext& context, const Share& share, Shard& shard, Json object, bool listing);
// A page of a list; the items view into the document. Errors: Malformed when it is no list.
struct ListPage {
    std::string resourceVersion;
    std::string continueToken;
    Json items;
};
Result<ListPage> readPage(JsonDocument& document, std::string& body);

// 401, 403 or no credentials at all: who we are, not whether the cluster can be reached.
bool isAboutCredentials(Error::Kind kind);

// For values in a query and names in a path.
std::string percentEncoded(std::string_view text);
// Seconds of a Retry-After header or of a Status' details, whichever there is.
std::optional<Seconds> retryAfter(const ResponseHead& head, std::string_view body);

} // namespace loadline
