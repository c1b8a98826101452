// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "metrics/promql.h"
#include "net/transport.h"

#include <string>
#include <utility>
#include <vector>

namespace loadline {

// A Prometheus inside the cluster, as the API server's service proxy reaches it. Only GETs go there, and never a
// credential of the user's: the API server keeps those for itself.
struct PromService {
    std::string ns, name;
    std::string port; // number or name
    bool https = false;
    std::string prefix; // "/prometheus", "/select/0/prometheus"; "" none
    std::vector<std::pair<std::string, std::string>> headers; // X-Scope-OrgID of a Mimir without tenants
    bool operator==(const PromService&) const = default;
};
// "/api/v1/namespaces/NS/services/[https:]NAME:PORT/proxy/PREFIX"
std::string proxyPath(const PromService& service);

// A Prometheus set by hand, with its secrets already read from the keyring.
struct PromByHand {
    EndpointPtr endpoint; // the URL with its path prefix
    Secret authorization; // "Bearer ..." or "Basic ...", or empty
    std::vector<std::pair<std::string, Secret>> headers;
};

// How it was found.
struct PromRule {
    enum class Type { ByHand, WellKnown, Label, Scan } type = Type::ByHand;
    std::string detail; // the label selector that matched, or what spoke for it
    bool operator==(const PromRule&) const = default;
};

// A Prometheus that answered, and what it can tell.
struct PromSource {
    std::optional<PromService> service; // none: set by hand
    std::string url; // by hand: without credentials
    PromRule rule;
    std::string version; // "" not told
    std::vector<std::string> present; // of the metrics the queries need, the ones there are; sorted
    std::vector<std::string> presentExported; // the same, of series with exported_namespace
    // Values of the label `cluster`; several without a matcher mean that answers would mix clusters.
    std::vector<std::string> clusters;
    std::string matcher;
    [[nodiscard]] bool mixesClusters() const { return clusters.size() > 1 && matcher.empty(); }
    // The variants of a query that can answer, in the order to try; params as for variantsFor.
    [[nodiscard]] std::vector<std::size_t> variants(const NamedQuery& query, const QueryParams& params) const;
    [[nodiscard]] bool answers(QueryId query) const; // for some parameters
    // What would have to be there for the query's first variant.
    [[nodiscard]] std::vector<std::string> missing(QueryId query) const;
    [[nodiscard]] int answered() const; // how many of the queries
    bool operator==(const PromSource&) const = default;
};
// "monitoring/prometheus-server:80 (well-known name)", translated. May be called on any thread.
std::string describe(const PromSource& source);
std::string describe(const PromRule& rule);

// One that was looked at, and what came of it.
struct PromCandidate {
    PromService service;
    PromRule rule;
    std::optional<Error> error; // none: it is a Prometheus
    std::optional<PromSource> source;
    bool operator==(const PromCandidate&) const = default;
};

// What looking for a Prometheus came to.
struct PromDiscovery {
    std::optional<PromSource> source; // the one to use
    std::vector<PromCandidate> tried; // in order
    std::vector<Error> problems; // what could not be looked at: lists that were refused
    std::size_t looked = 0; // well-known names that were asked for
    bool outOfTime = false; // the budget ended before all was tried
};

} // namespace loadline
