// SPDX-License-Identifier: GPL-3.0-or-later
#include "prom/source.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {

namespace {

bool has(const std::vector<std::string>& sorted, const std::string& name)
{
    return std::binary_search(sorted.begin(), sorted.end(), name);
}

// An exported variant joins renamed series with others that keep their names, so one renamed metric is enough.
bool canAnswer(const PromSource& source, const QueryVariant& variant)
{
    bool someExported = false;
    for (const auto& name : variant.needs) {
        const bool exported = has(source.presentExported, name);
        if (!has(source.present, name) && !(variant.exported && exported))
            return false;
        someExported = someExported || exported;
    }
    return !variant.exported || someExported;
}

} // namespace

std::string proxyPath(const PromService& service)
{
    return "/api/v1/namespaces/" + service.ns + "/services/" + (service.https ? "https:" : "") + service.name + ":"
        + service.port + "/proxy" + service.prefix;
}

std::vector<std::size_t> PromSource::variants(const NamedQuery& query, const QueryParams& params) const
{
    auto fitting = variantsFor(query, params);
    std::erase_if(fitting, [&](std::size_t i) { return !canAnswer(*this, query.variants[i]); });
    return fitting;
}

bool PromSource::answers(QueryId query) const
{
    const auto& all = queryOf(query).variants;
    return std::any_of(all.begin(), all.end(), [&](const QueryVariant& one) { return canAnswer(*this, one); });
}

std::vector<std::string> PromSource::missing(QueryId query) const
{
    if (answers(query))
        return {};
    auto needs = queryOf(query).variants.front().needs;
    std::erase_if(needs, [&](const auto& name) { return has(present, name) || has(presentExported, name); });
    return needs;
}

int PromSource::answered() const
{
    const auto all = namedQueries();
    return static_cast<int>(
        std::count_if(all.begin(), all.end(), [&](const NamedQuery& query) { return answers(query.id); }));
}

std::string describe(const PromRule& rule)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("PromSource", text); };
    const auto detail = QString::fromStdString(rule.detail);
    switch (rule.type) {
    case PromRule::Type::ByHand:
        return tr("set by hand").toStdString();
    case PromRule::Type::WellKnown:
        return tr("well-known name").toStdString();
    case PromRule::Type::Label:
        return tr("label %1").arg(detail).toStdString();
    case PromRule::Type::Scan:
        return tr("found among all services: %1").arg(detail).toStdString();
    }
    return {};
}

std::string describe(const PromSource& source)
{
    const auto where
        = source.service ? source.service->ns + "/" + source.service->name + ":" + source.service->port : source.url;
    return where + " (" + describe(source.rule) + ")";
}

} // namespace loadline
