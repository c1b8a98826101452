// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/check.h"

#include "metrics/reply.h"

#include <algorithm>
#include <set>

namespace loadline {

namespace {

constexpr Millis patience {Seconds {6}};
constexpr Millis lookBack {Seconds {24 * 3600}};

// Every metric that some variant needs.
std::vector<std::string> neededNames()
{
    std::set<std::string> names;
    for (const auto& query : namedQueries()) {
        for (const auto& variant : query.variants)
            names.insert(variant.needs.begin(), variant.needs.end());
    }
    return {names.begin(), names.end()};
}

std::string joined(const std::vector<std::string>& names)
{
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : "|") + name;
    return text;
}

} // namespace

struct PromCheck::State : std::enable_shared_from_this<State> {
    State(Transport& t, PromRoute r, PromSource s, Done d)
        : transport(t)
        , route(std::move(r))
        , source(std::move(s))
        , done(std::move(d))
    {
    }
    using Read = std::function<void(const Result<WholeReply>&)>;

    void get(const std::string& path, Read read)
    {
        token = route.get(path, patience, [weak = weak_from_this(), read = std::move(read)](Result<WholeReply> reply) {
            if (const auto self = weak.lock(); self && self->done)
                read(reply);
        });
    }
    void ask(const std::string& text, Read read) { get(instantPath(text, transport.now()), std::move(read)); }
    QueryParams params() const { return {{"matcher", source.matcher}, {"names", joined(neededNames())}}; }

    void checkUp()
    {
        ask(render(queryOf(QueryId::Up), 0, params()), [this](const Result<WholeReply>& reply) {
            if (!reply)
                return finish(reply.error());
            const auto read = parsePromReply(reply->body, reply->head.status, Seconds {60});
            if (!read)
                return finish(read.error());
            askVersion();
        });
    }
    void askVersion()
    {
        get("/api/v1/status/buildinfo", [this](const Result<WholeReply>& reply) {
            if (reply) {
                if (auto version = parsePromVersion(reply->body, reply->head.status))
                    source.version = std::move(*version);
            }
            askNames(false);
        });
    }
    std::string labelValues(const std::string& label, const std::string& selector) const
    {
        const auto now = transport.now();
        const auto seconds = [](TimePoint t) { return std::to_string(t.time_since_epoch().count() / 1000); };
        return "/api/v1/label/" + label + "/values?match[]=" + urlEncoded(selector)
            + "&start=" + seconds(now - lookBack) + "&end=" + seconds(now);
    }
    void askNames(bool exported)
    {
        // The selector of the counting query serves both ways of asking.
        const auto text = render(queryOf(exported ? QueryId::PresentExported : QueryId::Present), 0, params());
        const auto from = text.find('{');
        const auto selector = text.substr(from, text.rfind('}') - from + 1);
        get(labelValues("__name__", selector), [this, exported, text](const Result<WholeReply>& reply) {
            const auto names = reply ? parsePromNames(reply->body, reply->head.status) : reply.error();
            if (names)
                return takeNames(exported, *names);
            ask(text, [this, exported](const Result<WholeReply>& counted) {
                std::vector<std::string> found;
                const auto read
                    = counted ? parsePromReply(counted->body, counted->head.status, Seconds {60}) : counted.error();
                if (!read)
                    return finish(read.error());
                for (const auto& series : read->series) {
                    if (const auto* name = series.label("__name__"))
                        found.push_back(*name);
                }
                takeNames(exported, std::move(found));
            });
        });
    }
    void takeNames(bool exported, std::vector<std::string> names)
    {
        const auto needed = neededNames();
        std::erase_if(names, [&](const auto& name) { return !std::binary_search(needed.begin(), needed.end(), name); });
        std::sort(names.begin(), names.end());
        (exported ? source.presentExported : source.present) = std::move(names);
        if (!exported)
            return askNames(true);
        if (!source.matcher.empty())
            return finish(source);
        askClusters();
    }
    void askClusters()
    {
        get(labelValues("cluster", R"({__name__=~"kube_node_info|kube_pod_owner|container_memory_working_set_bytes"})"),
            [this](const Result<WholeReply>& reply) {
                if (reply) {
                    if (auto clusters = parsePromNames(reply->body, reply->head.status))
                        source.clusters = std::move(*clusters);
                }
                finish(source);
            });
    }
    void finish(Result<PromSource> result)
    {
        if (!result && result.error().where.empty()) {
            Error error = result.error();
            error.where = describe(source);
            result = std::move(error);
        }
        const auto call = std::exchange(done, nullptr);
        call(std::move(result));
    }

    Transport& transport;
    PromRoute route;
    PromSource source;
    Done done;
    RequestToken token = 0;
};

PromCheck::PromCheck(Transport& transport, PromRoute route, PromSource source, Done done)
    : state_(std::make_shared<State>(transport, std::move(route), std::move(source), std::move(done)))
{
    state_->checkUp();
}

PromCheck::~PromCheck()
{
    if (std::exchange(state_->done, nullptr))
        state_->route.cancel(state_->token);
}

} // namespace loadline
