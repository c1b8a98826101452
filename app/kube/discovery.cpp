// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/discovery.h"

#include "cluster/watch_state.h"

#include <QLoggingCategory>

#include <algorithm>

namespace loadline {

Q_LOGGING_CATEGORY(logDiscovery, "loadline.discovery", QtInfoMsg)

namespace {

// apidiscovery.k8s.io/v2 since 1.30, v2beta1 before; whoever knows neither answers with the plain list.
constexpr auto accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
                        "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

constexpr Seconds untilBelieved {30}; // after a server was first seen to lack what it had

bool isOfInterest(std::string_view group)
{
    return std::any_of(kinds().begin(), kinds().end(), [&](const Kind& kind) { return kind.group == group; });
}

void readGroup(Json group, ApiCatalog& catalog)
{
    const std::string name = group["metadata"]["name"].str();
    group["versions"].eachItem([&](Json version) {
        const std::string groupVersion = name + '/' + version["version"].str();
        catalog.groupVersions.push_back(groupVersion);
        // Of an aggregated API whose server is down the resources are not known.
        if (!isOfInterest(name) || version["freshness"].text() == "Stale")
            return;
        auto& resources = catalog.resources[groupVersion];
        version["resources"].eachItem([&](Json resource) { resources.insert(resource["resource"].str()); });
    });
}

} // namespace

Error notInstalled(const Kind& kind, const std::vector<std::string>& otherVersions)
{
    const std::string groupVersion
        = (kind.group.empty() ? std::string() : std::string(kind.group) + '/') + std::string(kind.version);
    const std::string where = groupVersion + ' ' + std::string(kind.resource);
    const std::string product(kind.product);
    if (!otherVersions.empty()) {
        std::string others;
        for (const auto& version : otherVersions)
            others += (others.empty() ? "" : ", ") + version;
        return {Error::Kind::Unsupported,
            LOADLINE_TR("Error", "This cluster serves %1 only as %2, and Loadline reads %3."), where,
            LOADLINE_TR("Error", "Upgrade it in the cluster to a version that serves %3."),
            {std::string(kind.kind), others, groupVersion}};
    }
    if (product.empty())
        return {Error::Kind::Unsupported, LOADLINE_TR("Error", "This cluster does not serve %1 (%2)."), where,
            LOADLINE_TR("Error", "The cluster may be too old."), {std::string(kind.kind), groupVersion}};
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "%1 is not installed in this cluster."), where,
        LOADLINE_TR("Error", "Once it is installed, it shows up here within a minute."), {product}};
}

std::optional<Error> ApiCatalog::missing(const Kind& kind) const
{
    if (kind.group.empty())
        return std::nullopt;
    const std::string prefix = std::string(kind.group) + '/';
    const std::string groupVersion = prefix + std::string(kind.version);
    if (!std::binary_search(groupVersions.begin(), groupVersions.end(), groupVersion)) {
        std::vector<std::string> others;
        for (const auto& known : groupVersions) {
            if (known.starts_with(prefix))
                others.push_back(known);
        }
        return notInstalled(kind, others);
    }
    const auto at = resources.find(groupVersion);
    // An aggregated API may say that it has nothing while it starts: the list itself tells.
    if (at == resources.end() || at->second.empty() || at->second.contains(std::string(kind.resource)))
        return std::nullopt;
    return notInstalled(kind, {});
}

Result<ApiCatalog> parseApis(JsonDocument& document, std::string& body)
{
    const auto root = document.parse(body);
    if (!root)
        return root.error();
    ApiCatalog catalog;
    const std::string_view kind = (*root)["kind"].text();
    if (kind == "APIGroupDiscoveryList")
        (*root)["items"].eachItem([&](Json group) { readGroup(group, catalog); });
    else if (kind == "APIGroupList")
        (*root)["groups"].eachItem([&](Json group) {
            group["versions"].eachItem(
                [&](Json version) { catalog.groupVersions.push_back(version["groupVersion"].str()); });
        });
    else
        return Error {
            Error::Kind::Malformed, LOADLINE_TR("Error", "The server's list of APIs cannot be read."), "/apis", {}, {}};
    catalog.groupVersions.emplace_back("v1");
    std::sort(catalog.groupVersions.begin(), catalog.groupVersions.end());
    return catalog;
}

bool ApiCatalog::lacksAnyOf(const ApiCatalog& other) const
{
    if (!std::includes(groupVersions.begin(), groupVersions.end(), other.groupVersions.begin(), other.groupVersions.end()))
        return true;
    return std::any_of(other.resources.begin(), other.resources.end(), [&](const auto& known) {
        const auto told = resources.find(known.first);
        return told != resources.end() && !std::includes(told->second.begin(), told->second.end(), known.second.begin(), known.second.end());
    });
}

Discovery::Discovery(FeedContext& context, std::function<void()> changed)
    : context_(context)
    , changed_(std::move(changed))
    , alarm_(context.transport())
{
}

Discovery::~Discovery()
{
    context_.access.cancel(request_);
}

void Discovery::ask()
{
    if (request_ != 0)
        return;
    alarm_.clear();
    Request request;
    request.path = "/apis";
    request.headers = {{"Accept", accept}};
    request.timeout = Seconds(15);
    if (!etag_.empty())
        request.headers.emplace_back("If-None-Match", etag_);
    const std::size_t limit = request.maxBytes;
    request_ = context_.access.start(std::move(request), collect(limit, [this](const Result<WholeReply>& reply) {
        request_ = 0;
        came(reply);
        alarm_.set(doubted_ ? Millis(untilBelieved) : context_.jittered(Seconds(55), Seconds(10)), [this] { ask(); });
    }));
}

void Discovery::came(const Result<WholeReply>& reply)
{
    if (reply && reply->head.status == 304)
        return;
    const auto refuse = [&](const Error& error) {
        qCDebug(logDiscovery, "%s", plainText(error).c_str());
        const bool news = !answered();
        error_ = error; // what was known before stays
        if (news)
            changed_();
    };
    if (!reply)
        return refuse(reply.error());
    if (reply->head.status != 200)
        return refuse(errorOfStatus(reply->head.status, reply->body, "GET /apis"));
    std::string body = reply->body;
    auto catalog = parseApis(context_.document, body);
    if (!catalog)
        return refuse(catalog.error());
    error_.reset();
    const std::string* etag = reply->head.header("etag");
    etag_ = etag != nullptr ? *etag : std::string();
    const bool lost = catalog_ && catalog->lacksAnyOf(*catalog_);
    doubted_ = lost && !doubted_;
    if (doubted_)
        etag_.clear(); // asked for whole once more
    if (doubted_ || catalog_ == *catalog)
        return;
    catalog_ = std::move(catalog).value();
    changed_();
}

} // namespace loadline
