// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/discovery.h"

#include "prom/check.h"
#include "prom/services.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace loadline {

namespace {

constexpr std::size_t atOnce = 4;
constexpr std::size_t mostLabelled = 8; // candidates taken from the label lists
constexpr std::size_t mostScanned = 5; // and from the scan
constexpr int mostPages = 20; // of 500 services

// Errors after which no further question to this API server makes sense.
bool endsTheSearch(Error::Kind kind)
{
    return kind == Error::Kind::Unreachable || kind == Error::Kind::Tls || kind == Error::Kind::Plugin
        || kind == Error::Kind::Unauthorized || kind == Error::Kind::Timeout;
}

bool feedsTheCharts(const PromSource& source)
{
    return !source.mixesClusters() && source.answers(QueryId::HpaCurrent) && source.answers(QueryId::ContainerMemory);
}

// What a refusal means to somebody who looks for charts; `ns` "": everywhere.
Error unseen(Error refusal, const std::string& ns)
{
    refusal.what = ns.empty() ? LOADLINE_TR("Error", "You may not list services here, so no Prometheus could be looked for.")
                              : LOADLINE_TR("Error", "You may not read services in the namespace %1, so no Prometheus could be looked for there.");
    refusal.hint = LOADLINE_TR("Error", "Set its address by hand (Ctrl+P), or ask for a role that allows it.");
    refusal.args = {ns};
    return refusal;
}

} // namespace

struct PromFinder::State : std::enable_shared_from_this<State> {
    enum class Phase { Only, WellKnown, ByLabel, Scan };
    State(Access& a, Options o, Done d)
        : access(a)
        , options(std::move(o))
        , done(std::move(d))
    {
    }

    void begin()
    {
        access.transport().after(options.budget, [weak = weak_from_this()] {
            if (const auto self = weak.lock(); self && self->done) {
                self->found.outOfTime = true;
                self->finish();
            }
        });
        if (options.only) {
            consider({*options.only}, {PromRule::Type::ByHand, ""});
            phase = Phase::Only;
        } else {
            phase = Phase::WellKnown;
            const auto names = wellKnownServices();
            for (std::size_t i = 0; i < names.size(); ++i)
                later([this, i] { lookUp(i); });
        }
        pump();
    }

    // Work: `atOnce` pieces run, the others wait; when none is left the next phase begins.
    void later(std::function<void()> piece) { waiting.push_back(std::move(piece)); }
    void pump()
    {
        while (running < atOnce && !waiting.empty() && done) {
            const auto piece = std::move(waiting.front());
            waiting.pop_front();
            ++running;
            piece();
        }
        if (running == 0 && waiting.empty() && done)
            phaseEnded();
    }
    void pieceEnded()
    {
        --running;
        // From the transport's loop, so that answers that come at once do not pile up the stack.
        access.transport().post([weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->pump();
        });
    }
    void phaseEnded()
    {
        takeGathered();
        if (!candidates.empty()) {
            for (const std::size_t index : std::exchange(candidates, {}))
                later([this, index] { check(index); });
            return pump();
        }
        const bool enough = std::any_of(found.tried.begin(), found.tried.end(),
            [](const PromCandidate& one) { return one.source && feedsTheCharts(*one.source); });
        if (enough || hopeless || phase == Phase::Only || phase == Phase::Scan)
            return finish();
        phase = phase == Phase::WellKnown ? Phase::ByLabel : Phase::Scan;
        if (phase == Phase::ByLabel) {
            for (std::size_t i = 0; i < promLabelSelectors().size(); ++i)
                later([this, i] { list(Listing {i, std::string(promLabelSelectors()[i]), {}, {}, 0}); });
        } else {
            later([this] { list({}); });
        }
        pump();
    }

    void get(const std::string& path, std::function<void(Result<std::string>)> read)
    {
        const auto id = ++lastGet;
        tokens[id] = access.get(path, [weak = weak_from_this(), id, read = std::move(read)](Result<std::string> body) {
            const auto self = weak.lock();
            if (!self || !self->done)
                return;
            self->ended.insert(id);
            self->tokens.erase(id);
            if (!body && endsTheSearch(body.error().kind) && !std::exchange(self->hopeless, true)) {
                self->found.problems.push_back(body.error());
                self->waiting.clear();
            }
            read(std::move(body));
        });
        if (ended.contains(id)) // it answered at once
            tokens.erase(id);
    }
    void lookUp(std::size_t index)
    {
        const auto& one = wellKnownServices()[index];
        ++found.looked;
        const auto path = "/api/v1/namespaces/" + std::string(one.ns) + "/services/" + std::string(one.name);
        get(path, [this, index, ns = std::string(one.ns)](const Result<std::string>& body) {
            JsonDocument document;
            if (body) {
                if (const auto root = document.parse(std::string_view(*body)))
                    gathered.emplace(index, std::pair(readService(*root), PromRule {PromRule::Type::WellKnown, ""}));
            } else if (body.error().kind == Error::Kind::Forbidden && refused.insert(ns).second) {
                found.problems.push_back(unseen(body.error(), ns));
            }
            pieceEnded();
        });
    }
    // The services with a label, or (without a selector) all; everywhere or in one namespace.
    struct Listing {
        std::size_t order = 0;
        std::string selector, ns, next;
        int page = 0;
    };
    void list(const Listing& listing)
    {
        auto path = listing.ns.empty() ? std::string("/api/v1/services?limit=500")
                                       : "/api/v1/namespaces/" + listing.ns + "/services?limit=500";
        if (!listing.selector.empty())
            path += "&labelSelector=" + urlEncoded(listing.selector);
        if (!listing.next.empty())
            path += "&continue=" + urlEncoded(listing.next);
        get(path, [this, listing](const Result<std::string>& body) {
            if (body)
                readList(*body, listing);
            else if (body.error().kind == Error::Kind::Forbidden)
                listRefused(body.error(), listing);
            pieceEnded();
        });
    }
    void listRefused(const Error& error, const Listing& listing)
    {
        if (refused.insert("list " + listing.ns).second)
            found.problems.push_back(unseen(error, listing.ns));
        if (!listing.ns.empty())
            return;
        for (const auto& one : options.namespaces)
            later([this, listing, one] { list({listing.order, listing.selector, one, {}, 0}); });
    }
    void readList(const std::string& body, const Listing& listing)
    {
        JsonDocument document;
        const auto root = document.parse(std::string_view(body));
        if (!root)
            return;
        (*root)["items"].eachItem([&](Json item) {
            const auto facts = readService(item);
            const auto like = likeness(facts);
            if (like.score == 0)
                return;
            if (listing.selector.empty()) // the likeliest first
                gathered.emplace(static_cast<std::size_t>(1000 - std::min(like.score, 1000)),
                    std::pair(facts, PromRule {PromRule::Type::Scan, like.reasons}));
            else
                gathered.emplace(listing.order, std::pair(facts, PromRule {PromRule::Type::Label, listing.selector}));
        });
        const auto next = (*root)["metadata"]["continue"].str();
        if (!next.empty() && listing.page < mostPages)
            later([this, listing, next] {
                list({listing.order, listing.selector, listing.ns, next, listing.page + 1});
            });
    }
    // In the order of the lists, whichever answer came first.
    void takeGathered()
    {
        std::size_t taken = 0;
        const std::size_t most = phase == Phase::ByLabel ? mostLabelled
            : phase == Phase::Scan                       ? mostScanned
                                                         : gathered.size();
        for (const auto& [order, one] : std::exchange(gathered, {})) {
            if (taken == most)
                break;
            taken += consider(waysInto(one.first), one.second) ? 1 : 0;
        }
    }
    // True when a way is new.
    bool consider(const std::vector<PromService>& ways, const PromRule& rule)
    {
        bool isNew = false;
        for (const auto& way : ways) {
            if (!known.insert(proxyPath(way)).second)
                continue;
            candidates.push_back(found.tried.size());
            found.tried.push_back({way, rule, std::nullopt, std::nullopt});
            isNew = true;
        }
        return isNew;
    }
    void check(std::size_t index)
    {
        auto& candidate = found.tried[index];
        PromSource source;
        source.service = candidate.service;
        source.rule = candidate.rule;
        source.matcher = options.matcher;
        auto read = [weak = weak_from_this(), index](const Result<PromSource>& result) {
            if (const auto self = weak.lock(); self && self->done)
                self->checked(index, result);
        };
        checks[index] = std::make_unique<PromCheck>(
            access.transport(), PromRoute(access, candidate.service), std::move(source), std::move(read));
    }
    void checked(std::size_t index, const Result<PromSource>& result)
    {
        auto& candidate = found.tried[index];
        const bool elsewhere
            = !result && result.error().kind == Error::Kind::NotFound && candidate.service.prefix.empty();
        if (elsewhere) { // --web.route-prefix
            candidate.service.prefix = "/prometheus";
            candidate.error = result.error();
            later([this, index] { check(index); });
        } else if (result) {
            candidate.source = *result;
            candidate.error.reset();
        } else {
            if (candidate.error) // the second try: what the first said stands for the service
                candidate.service.prefix.clear();
            else
                candidate.error = result.error();
            if (candidate.error->where.empty())
                candidate.error->where = candidate.service.ns + "/" + candidate.service.name;
        }
        pieceEnded();
    }

    void finish()
    {
        const auto better = [](const PromCandidate* a, const PromCandidate& b) {
            if (!a)
                return true;
            if (a->source->mixesClusters() != b.source->mixesClusters())
                return a->source->mixesClusters();
            return b.source->answered() > a->source->answered();
        };
        const PromCandidate* best = nullptr;
        for (const auto& one : found.tried) {
            if (one.source && better(best, one))
                best = &one;
        }
        if (best)
            found.source = best->source;
        const auto call = std::exchange(done, nullptr);
        cancelGets();
        // Not at once: one of the checks may be calling us.
        access.transport().post([weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->checks.clear();
        });
        call(std::move(found));
    }
    void cancelGets()
    {
        waiting.clear();
        for (const auto& [id, token] : std::exchange(tokens, {}))
            access.cancel(token);
    }

    Access& access;
    Options options;
    Done done;
    Phase phase = Phase::WellKnown;
    PromDiscovery found;
    std::deque<std::function<void()>> waiting;
    std::size_t running = 0;
    bool hopeless = false;
    std::multimap<std::size_t, std::pair<ServiceFacts, PromRule>> gathered; // by order
    std::vector<std::size_t> candidates; // in `tried`, to be checked
    std::set<std::string> known, refused;
    std::map<std::size_t, std::unique_ptr<PromCheck>> checks;
    std::map<std::uint64_t, RequestToken> tokens;
    std::set<std::uint64_t> ended;
    std::uint64_t lastGet = 0;
};

PromFinder::PromFinder(Access& access, Options options, Done done)
    : state_(std::make_shared<State>(access, std::move(options), std::move(done)))
{
    state_->begin();
}

PromFinder::~PromFinder()
{
    state_->done = nullptr;
    state_->cancelGets();
    state_->checks.clear();
}

} // namespace loadline
