// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/bundle.h"

#include "base/spelling.h"

#include <algorithm>
#include <array>
#include <map>

namespace loadline {
namespace {

struct Place {
    std::string_view kind;
    std::string_view number;
    std::string_view word; // after the object's name; for `shared`, the whole name
    bool shared = false; // all of the kind in one file
};

constexpr std::array<Place, 14> places {{
    {"Namespace", "00", "namespace", true},
    {"NodePool", "05", "nodepool"},
    {"HorizontalPodAutoscaler", "10", "hpa"},
    {"VerticalPodAutoscaler", "20", "vpa"},
    {"ClusterTriggerAuthentication", "28", "keda-auth"},
    {"TriggerAuthentication", "29", "keda-auth"},
    {"ScaledObject", "30", "keda"},
    {"ScaledJob", "31", "keda-job"},
    {"PodDisruptionBudget", "40", "pdb"},
    {"PriorityClass", "41", "priority-classes", true},
    {"ResourceQuota", "42", "quotas", true},
    {"LimitRange", "42", "quotas", true},
    {"PrometheusRule", "43", "rules"},
    {"ConfigMap", "44", "config"},
}};

// A name from a manifest becomes part of a file's: nothing of it may lead elsewhere.
std::string fileSafe(const std::string& name)
{
    std::string safe;
    for (const char c : lowered(name))
        safe += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ? c : '-';
    while (!safe.empty() && safe.front() == '.')
        safe.erase(0, 1);
    return safe.empty() ? "unnamed" : safe.substr(0, 200);
}

// People often name an object after its kind: a budget "api-pdb" stands in 40-api-pdb.yaml and not in
// 40-api-pdb-pdb.yaml, unless `whole`, because a budget "api" has that file.
std::string fileName(const ManifestRef& ref, bool withNamespace, bool whole)
{
    const auto place = std::find_if(places.begin(), places.end(), [&](const Place& p) { return p.kind == ref.kind; });
    if (place != places.end() && place->shared)
        return std::string(place->number) + "-" + std::string(place->word) + ".yaml";
    std::string name = (withNamespace && !ref.ns.empty() ? fileSafe(ref.ns) + "-" : "") + fileSafe(ref.name);
    const std::string number(place == places.end() ? "50" : place->number);
    const std::string word = "-" + (place == places.end() ? fileSafe(ref.kind) : std::string(place->word));
    if (whole || !name.ends_with(word))
        name += word;
    return number + "-" + name + ".yaml";
}

bool isShared(const std::string& kind)
{
    return std::any_of(places.begin(), places.end(), [&](const Place& place) { return place.kind == kind && place.shared; });
}

// Kind and name alone do not tell these apart.
std::map<std::pair<std::string, std::string>, std::size_t> namesakes(const std::vector<Document>& documents)
{
    std::map<std::pair<std::string, std::string>, std::size_t> count;
    for (const Document& document : documents) {
        const ManifestRef ref = document.ref();
        ++count[{ref.kind, ref.name}];
    }
    return count;
}

} // namespace

std::string BundleFile::text() const
{
    return writeStream(documents);
}

std::vector<BundleFile> bundleOf(const std::vector<Document>& documents)
{
    const auto count = namesakes(documents);
    std::map<std::string, std::vector<Document>> files;
    for (const Document& document : documents) {
        const ManifestRef ref = document.ref();
        const bool several = count.at({ref.kind, ref.name}) > 1;
        std::string name = fileName(ref, several, false);
        if (const auto taken = files.find(name); taken != files.end() && !isShared(ref.kind) && taken->second.front().ref() != ref)
            name = fileName(ref, several, true);
        files[name].push_back(document);
    }
    std::vector<BundleFile> bundle;
    for (auto& [name, held] : files)
        bundle.push_back({name, std::move(held)});
    return bundle;
}

std::string asStream(const std::vector<BundleFile>& files)
{
    std::vector<Document> all;
    for (const BundleFile& file : files)
        all.insert(all.end(), file.documents.begin(), file.documents.end());
    return writeStream(all);
}

std::string kustomization(const std::vector<BundleFile>& files)
{
    Value resources = Value::list();
    for (const BundleFile& file : files)
        resources.add(file.name);
    Value value = Value::map();
    value.set("apiVersion", "kustomize.config.k8s.io/v1beta1");
    value.set("kind", "Kustomization");
    value.set("resources", std::move(resources));
    return Document::write(value).text();
}

} // namespace loadline
