// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/promql.h"

namespace loadline {

inline std::string replaced(std::string text, std::string_view what, std::string_view by)
{
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
        text.replace(at, what.size(), by);
    return text;
}

// Puts a query together, its variants in the order in which they are tried.
class QueryBuilder {
public:
    QueryBuilder(QueryId id, std::string name, std::string unit)
    {
        query_.id = id;
        query_.name = std::move(name);
        query_.unit = std::move(unit);
    }
    QueryBuilder& window(std::string text, bool rate)
    {
        query_.window = std::move(text);
        query_.rate = rate;
        return *this;
    }
    // As it stands: no label of it can be renamed.
    QueryBuilder& plain(std::string text, std::vector<std::string> needs, QueryParams given = {})
    {
        query_.variants.push_back({std::move(text), std::move(needs), false, std::move(given)});
        return *this;
    }
    // With honoured labels, then with exported ones.
    QueryBuilder& both(const std::string& text, const std::vector<std::string>& needs, const QueryParams& given = {})
    {
        const auto named = [&](std::string_view prefix) {
            auto out = text;
            for (const char* label : {"namespace", "pod", "container"}) {
                const auto token = label == std::string_view("namespace") ? "@ns" : "@" + std::string(label);
                out = replaced(std::move(out), token, std::string(prefix) + label);
            }
            return out;
        };
        query_.variants.push_back({named(""), needs, false, given});
        query_.variants.push_back({named("exported_"), needs, true, given});
        return *this;
    }
    QueryBuilder& given(const std::string& text, const std::vector<std::string>& needs, const std::string& exportedText,
        const QueryParams& given = {})
    {
        query_.variants.push_back({text, needs, false, given});
        query_.variants.push_back({exportedText, needs, true, given});
        return *this;
    }
    operator NamedQuery() const { return query_; }

private:
    NamedQuery query_;
};

// Those that stand in files of their own; promql.cpp lists them.
NamedQuery nodesByPoolQuery();
NamedQuery nodeCountQuery();
NamedQuery poolQuery(QueryId id, const char* name, const std::string& what);
NamedQuery nodesByMachineQuery();
NamedQuery nodePricesQuery();
NamedQuery machinePricesQuery();
NamedQuery offeringPricesQuery();
NamedQuery workloadReplicasAllQuery();
NamedQuery workloadsWaitingQuery();
NamedQuery workloadSizesQuery();

} // namespace loadline
