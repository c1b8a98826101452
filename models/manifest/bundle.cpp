// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/bundle.h"

#include "base/spelling.h"
#include "manifest/stream_text.h"

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
std::string fileName(const Sheet& sheet, bool withNamespace, bool whole)
{
    const ManifestRef ref = sheet.document.ref();
    if (ref.kind.empty() && ref.name.empty() && !sheet.file.empty())
        return "60-" + fileSafe(sheet.file.substr(0, sheet.file.rfind('.'))) + ".yaml";
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
std::map<std::pair<std::string, std::string>, std::size_t> namesakes(const std::vector<Sheet>& sheets)
{
    std::map<std::pair<std::string, std::string>, std::size_t> count;
    for (const Sheet& sheet : sheets) {
        const ManifestRef ref = sheet.document.ref();
        ++count[{ref.kind, ref.name}];
    }
    return count;
}

} // namespace

std::string BundleFile::text() const
{
    return joinStream(texts);
}

std::vector<BundleFile> bundleOf(const std::vector<Document>& documents)
{
    std::vector<Sheet> sheets;
    for (const Document& document : documents)
        sheets.push_back({document, document.text(), {}});
    return bundleOf(sheets);
}

std::vector<BundleFile> bundleOf(const std::vector<Sheet>& sheets)
{
    const auto count = namesakes(sheets);
    std::map<std::string, BundleFile> files;
    for (const Sheet& sheet : sheets) {
        const ManifestRef ref = sheet.document.ref();
        const bool several = count.at({ref.kind, ref.name}) > 1;
        std::string name = fileName(sheet, several, false);
        if (const auto taken = files.find(name); taken != files.end() && !isShared(ref.kind) && taken->second.documents.front().ref() != ref)
            name = fileName(sheet, several, true);
        BundleFile& file = files[name];
        file.name = name;
        file.documents.push_back(sheet.document);
        file.texts.push_back(sheet.text);
    }
    std::vector<BundleFile> bundle;
    for (auto& [name, file] : files)
        bundle.push_back(std::move(file));
    return bundle;
}

std::string asStream(const std::vector<BundleFile>& files)
{
    std::vector<std::string> all;
    for (const BundleFile& file : files)
        all.insert(all.end(), file.texts.begin(), file.texts.end());
    return joinStream(all);
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
