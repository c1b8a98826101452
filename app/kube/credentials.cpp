// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/credentials.h"

#include "kube/credentials_parts.h"
#include "kube/exec_plugin_runs.h"
#include "kube/kubeconfig_text.h"
#include "kube/oidc.h"

#include <algorithm>

namespace loadline {
namespace {

// A header's name may hold only these; client-go percent-encodes the rest of an extra's key.
std::string extraKey(const std::string& key)
{
    constexpr std::string_view plain = "!#$&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : key) {
        const auto byte = static_cast<unsigned char>(c);
        if (plain.find(c) != std::string_view::npos)
            out += c;
        else
            ((out += '%') += digits[byte >> 4]) += digits[byte & 15];
    }
    return out;
}

std::shared_ptr<OidcSession> sessionFor(const OidcProvider& provider, CredentialServices& services)
{
    for (const auto& [known, session] : services.oidc)
        if (known == provider)
            return session;
    services.oidc.emplace_back(provider, std::make_shared<OidcSession>(provider, services.transport));
    return services.oidc.back().second;
}

Error noSuchContext(const Kubeconfig& config, const std::string& context)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < config.contexts.size() && i < mostShown; ++i)
        names.push_back(config.contexts[i].name);
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no context %1 in the kubeconfig."),
        config.files.empty() ? std::string() : config.files.front(),
        names.empty() ? LOADLINE_TR("Error", "The kubeconfig has no contexts at all.")
                      : LOADLINE_TR("Error", "The contexts there are: %2."),
        {shown(context), shownList(names, config.contexts.size())}};
}

} // namespace

Endpoint endpointOf(const KubeCluster& cluster, const KubeUser& user, bool readOnly, std::string label)
{
    Endpoint endpoint;
    const bool certificates = cluster.insecure || !cluster.caPem.empty() || !user.clientCertPem.empty();
    endpoint.server = cluster.server.find("://") != std::string::npos
        ? cluster.server
        : (certificates ? "https://" : "http://") + cluster.server;
    endpoint.caPem = cluster.caPem;
    endpoint.insecure = cluster.insecure;
    endpoint.tlsServerName = cluster.tlsServerName;
    endpoint.proxyUrl = cluster.proxyUrl;
    endpoint.clientCertPem = user.clientCertPem;
    endpoint.clientKeyPem = user.clientKeyPem;
    endpoint.compressed = !cluster.disableCompression;
    endpoint.readOnly = readOnly;
    endpoint.label = std::move(label);
    return endpoint;
}

Result<std::vector<std::pair<std::string, std::string>>> impersonation(const KubeUser& user)
{
    std::vector<std::pair<std::string, std::string>> headers;
    if (!user.asUser.empty())
        headers.emplace_back("Impersonate-User", user.asUser);
    if (!user.asUid.empty())
        headers.emplace_back("Impersonate-Uid", user.asUid);
    for (const std::string& group : user.asGroups)
        headers.emplace_back("Impersonate-Group", group);
    for (const auto& [key, values] : user.asExtra)
        for (const std::string& value : values)
            headers.emplace_back("Impersonate-Extra-" + extraKey(key), value);
    if (std::ranges::all_of(headers, [](const auto& header) { return fitsHeader(header.second); }))
        return headers;
    return Error {Error::Kind::Malformed,
        LOADLINE_TR("Error", "The user %1 impersonates a name that has control characters."), {},
        LOADLINE_TR("Error", "Mend as, as-uid, as-groups and as-user-extra in the kubeconfig."), {shown(user.name)}};
}

void retryCredentials(CredentialServices& services)
{
    if (services.plugins)
        services.plugins->retry();
    for (const auto& [provider, session] : services.oidc)
        services.transport.post([session = session] { session->retry(); });
}

std::shared_ptr<CredentialSource> makeCredentialSource(
    const Kubeconfig& config, const std::string& context, bool readOnly, CredentialServices& services)
{
    const KubeContext* found = config.context(context);
    if (!found)
        return failingSource(noSuchContext(config, context));
    if (found->broken)
        return failingSource(*found->broken);
    const KubeCluster* cluster = config.cluster(found->cluster);
    const KubeUser* named = config.user(found->user);
    const KubeUser user = named ? *named : KubeUser {};
    auto headers = impersonation(user);
    if (!cluster || !headers)
        return failingSource(cluster ? headers.error() : noSuchContext(config, context));
    CredentialFrame frame {endpointOf(*cluster, user, readOnly, context), user.name, std::move(*headers)};
    // A token file wins over a token, both over a password, any of them over plugins, as in client-go.
    if (!user.tokenFile.empty())
        return tokenFileSource(std::move(frame), user, services.transport);
    if (!user.token.empty() || !user.username.empty() || !user.password.empty())
        return steadySource(std::move(frame), user);
    if (user.exec)
        return pluginSource(std::move(frame), user, *cluster, context, services);
    if (user.oidc)
        return oidcSource(std::move(frame), sessionFor(*user.oidc, services));
    return steadySource(std::move(frame), user);
}

} // namespace loadline
