// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/scaled_object.h"

#include "cluster/fields.h"

#include <tuple>

namespace loadline {
namespace {

// Sources that name an object and a key of it.
void addRefs(std::vector<std::string>& sources, Json list, const char* word)
{
    list.eachItem([&](Json item) {
        std::string source = std::string(word) + " " + item["name"].str();
        if (!item["key"].text().empty())
            source += "/" + item["key"].str();
        sources.push_back(std::move(source));
    });
}

// Only what kind of source it is and where it points; values and credentials stay unread.
std::vector<std::string> readSources(Json spec)
{
    std::vector<std::string> sources;
    if (const auto provider = spec["podIdentity"]["provider"].text(); !provider.empty() && provider != "none")
        sources.push_back("pod identity " + std::string(provider));
    addRefs(sources, spec["secretTargetRef"], "secret");
    addRefs(sources, spec["configMapTargetRef"], "config map");
    spec["env"].eachItem([&](Json item) { sources.push_back("environment " + item["name"].str()); });
    spec["boundServiceAccountToken"].eachItem(
        [&](Json item) { sources.push_back("service account " + item["serviceAccountName"].str()); });
    if (const auto path = spec["filePath"].text(); !path.empty())
        sources.push_back("file " + std::string(path));
    constexpr std::pair<std::string_view, const char*> stores[] = {{"hashiCorpVault", "HashiCorp Vault"},
        {"azureKeyVault", "Azure Key Vault"}, {"gcpSecretManager", "GCP Secret Manager"},
        {"awsSecretManager", "AWS Secrets Manager"}, {"oauth2", "OAuth 2"}};
    for (const auto& [field, word] : stores)
        if (spec[field].isObject())
            sources.emplace_back(word);
    return sources;
}

} // namespace

bool TriggerAuthentication::operator==(const TriggerAuthentication& other) const
{
    return std::tie(meta, sources) == std::tie(other.meta, other.sources);
}

Result<TriggerAuthentication> parseTriggerAuthentication(Json object, ParseContext& context)
{
    return readObject<TriggerAuthentication>("TriggerAuthentication", object, context,
        [&](TriggerAuthentication& read, Fault&) { read.sources = readSources(object["spec"]); });
}

Result<ClusterTriggerAuthentication> parseClusterTriggerAuthentication(Json object, ParseContext& context)
{
    return readObject<ClusterTriggerAuthentication>("ClusterTriggerAuthentication", object, context,
        [&](ClusterTriggerAuthentication& read, Fault&) { read.sources = readSources(object["spec"]); });
}

} // namespace loadline
