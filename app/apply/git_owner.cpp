// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/git_owner.h"

namespace loadline {
namespace {

using Tool = GitOwner::Tool;

// "shop:apps/Deployment:ns/name": the application stands first.
std::string beforeColon(const std::string& text)
{
    return text.substr(0, text.find(':'));
}

std::optional<GitOwner> byMarks(const Value& labels, const Value& annotations)
{
    if (const std::string& tracking = annotations["argocd.argoproj.io/tracking-id"].text(); !tracking.empty())
        return GitOwner {Tool::ArgoCd, beforeColon(tracking), {}};
    if (const std::string& instance = labels["argocd.argoproj.io/instance"].text(); !instance.empty())
        return GitOwner {Tool::ArgoCd, instance, {}};
    const struct {
        Tool tool;
        const char *name, *ns;
    } flux[] = {{Tool::FluxKustomization, "kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"},
        {Tool::FluxHelmRelease, "helm.toolkit.fluxcd.io/name", "helm.toolkit.fluxcd.io/namespace"}};
    for (const auto& marks : flux)
        if (const std::string& name = labels[marks.name].text(); !name.empty())
            return GitOwner {marks.tool, name, labels[marks.ns].text()};
    if (const std::string& release = annotations["meta.helm.sh/release-name"].text(); !release.empty())
        return GitOwner {Tool::Helm, release, annotations["meta.helm.sh/release-namespace"].text()};
    if (labels["app.kubernetes.io/managed-by"].text() == "Helm")
        return GitOwner {Tool::Helm, labels["app.kubernetes.io/instance"].text(), {}};
    return std::nullopt;
}

} // namespace

std::optional<GitOwner> gitOwner(const Value& object)
{
    const Value& metadata = object["metadata"];
    if (auto owner = byMarks(metadata["labels"], metadata["annotations"]))
        return owner;
    // Argo CD marks by app.kubernetes.io/instance unless told otherwise, which others use too: its field manager tells.
    const std::string& instance = metadata["labels"]["app.kubernetes.io/instance"].text();
    for (const Value& entry : metadata["managedFields"].items()) {
        const std::string& manager = entry["manager"].text();
        if (manager == "argocd-controller" || manager == "argocd-application-controller")
            return GitOwner {Tool::ArgoCd, instance, {}};
        if (manager == "kustomize-controller")
            return GitOwner {Tool::FluxKustomization, {}, {}};
        if (manager == "helm-controller")
            return GitOwner {Tool::FluxHelmRelease, instance, {}};
        if (manager == "helm")
            return GitOwner {Tool::Helm, instance, {}};
    }
    return std::nullopt;
}

const char* toolName(GitOwner::Tool tool)
{
    switch (tool) {
    case Tool::ArgoCd:
        return "Argo CD";
    case Tool::FluxKustomization:
    case Tool::FluxHelmRelease:
        return "Flux";
    case Tool::Helm:
        break;
    }
    return "Helm";
}

} // namespace loadline
