// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"
#include "lint/readable.h"

#include <algorithm>
#include <tuple>

namespace loadline {

namespace {

constexpr std::size_t mostTries = 100; // documents asked one by one for what they cause

std::string placeOf(const ManifestRef& ref, const std::string& ns)
{
    const auto* readable = readableAs(ref);
    return readable && !readable->namespaced ? std::string() : ref.ns.empty() ? ns : ref.ns;
}

bool isSame(const ManifestRef& a, const ManifestRef& b, const std::string& ns)
{
    return a.kind == b.kind && a.name == b.name && placeOf(a, ns) == placeOf(b, ns);
}

bool isAmong(const std::vector<Document>& documents, const ManifestRef& ref, const std::string& ns)
{
    return std::any_of(documents.begin(), documents.end(), [&](const Document& document) { return isSame(document.ref(), ref, ns); });
}

bool isAmong(const std::vector<ManifestRef>& refs, const ManifestRef& ref, const std::string& ns)
{
    return std::any_of(refs.begin(), refs.end(), [&](const ManifestRef& one) { return isSame(one, ref, ns); });
}

// The same trouble, whatever its figures are.
bool isTold(const std::vector<Finding>& findings, const Finding& one)
{
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& other) { return other.rule == one.rule && other.object == one.object && other.field == one.field; });
}

// The field by which a manifest of this kind brings such trouble about.
FieldPath fieldOf(const std::string& rule, const Document& document)
{
    const std::string kind = document.ref().kind;
    constexpr std::tuple<const char*, const char*, const char*> byRule[] = {{"budget-blocks-drain", "HorizontalPodAutoscaler", "spec.minReplicas"},
        {"budget-blocks-drain", "ScaledObject", "spec.minReplicaCount"}, {"budget-blocks-drain", "Deployment", "spec.replicas"}, {"budget-blocks-drain", "StatefulSet", "spec.replicas"},
        {"hpa-vpa-same-resource", "HorizontalPodAutoscaler", "spec.metrics"}, {"missing-requests", "HorizontalPodAutoscaler", "spec.metrics"},
        {"hpa-vpa-same-resource", "ScaledObject", "spec.triggers"}, {"missing-requests", "ScaledObject", "spec.triggers"}};
    for (const auto& [id, of, field] : byRule)
        if (rule == id && kind == of)
            return field;
    constexpr std::pair<const char*, const char*> byKind[] = {{"HorizontalPodAutoscaler", "spec.scaleTargetRef"}, {"ScaledObject", "spec.scaleTargetRef"},
        {"VerticalPodAutoscaler", "spec.targetRef"}, {"PodDisruptionBudget", "spec.selector"}, {"ResourceQuota", "spec.hard"}, {"LimitRange", "spec.limits"},
        {"PriorityClass", "value"}, {"Deployment", "spec.template"}, {"StatefulSet", "spec.template"}, {"NodePool", "spec.template.spec"}};
    for (const auto& [of, field] : byKind)
        if (kind == of)
            return field;
    return "metadata.name";
}

// In the manifests, or an object of its own that comes beside them.
bool isHere(const FixEdit& edit, const std::vector<Document>& documents, const std::string& ns)
{
    return isAmong(documents, edit.object, ns) || (edit.path.empty() && edit.value);
}

// Told at the manifest. What is to be done at the live object stays there: it is opened, and not written over.
Finding toldAt(const Document& document, std::size_t index, Finding finding, const std::vector<Document>& documents, const std::string& ns)
{
    const ManifestRef live = finding.object;
    finding.together = live;
    const bool here = finding.fix && std::all_of(finding.fix->edits.begin(), finding.fix->edits.end(), [&](const FixEdit& edit) { return isHere(edit, documents, ns); });
    if (!here) {
        finding.edit = finding.fix ? EditAt {finding.fix->label, finding.fix->args, live, finding.field}
                                   : EditAt {LOADLINE_TR("Lint", "Edit %1 of %2 %3"), {finding.field.text(), live.kind, live.name}, live, finding.field};
        finding.fix.reset();
    }
    finding.object = document.ref();
    finding.field = fieldOf(finding.rule, document);
    finding.document = index;
    silence(finding, document.value()["metadata"]["annotations"][silenceAnnotation].text());
    return finding;
}

class Causes {
public:
    Causes(const Overlay& overlay, const Preferences& preferences)
        : overlay_(overlay)
        , preferences_(preferences)
        , base_(without(overlay.live, overlay.documents, overlay.ns))
    {
    }
    // The document that alone brings it about, else the first that could: of its namespace, or of none.
    [[nodiscard]] std::optional<std::size_t> of(const Finding& finding)
    {
        std::optional<std::size_t> first;
        for (std::size_t i = 0; i < overlay_.documents.size(); ++i) {
            const auto& document = overlay_.documents[i];
            const std::string ns = placeOf(document.ref(), overlay_.ns);
            if (!ns.empty() && !finding.object.ns.empty() && ns != finding.object.ns)
                continue;
            if (!first)
                first = i;
            const std::vector<ManifestRef> about {finding.object};
            if (++tries_ <= mostTries && isTold(lint(with({document}), preferences_, &about), finding))
                return i;
        }
        return first;
    }
    [[nodiscard]] Overlay with(std::vector<Document> documents) const
    {
        Overlay overlay = layOver(base_, std::move(documents), overlay_.ns);
        overlay.shapes = overlay_.shapes;
        overlay.metrics = overlay_.metrics;
        overlay.observed = overlay_.observed;
        return overlay;
    }

private:
    const Overlay& overlay_;
    const Preferences& preferences_;
    WorldPtr base_;
    std::size_t tries_ = 0;
};

} // namespace

std::vector<Finding> lintWithCauses(const Overlay& overlay, const Preferences& preferences, const std::vector<ManifestRef>& only)
{
    std::vector<Finding> findings = lint(overlay, preferences, &only);
    if (!overlay.live)
        return findings;
    std::vector<Finding> elsewhere = lint(overlay, preferences, &only, Reach::Wide);
    std::erase_if(elsewhere, [&](const Finding& finding) {
        const bool own = isAmong(only, finding.object, overlay.ns);
        if (own && !isTold(findings, finding)) // found by way of a live object
            findings.push_back(finding);
        return own || finding.document || finding.silenced || isAmong(overlay.documents, finding.object, overlay.ns);
    });
    if (elsewhere.empty())
        return findings;
    Causes causes(overlay, preferences);
    std::vector<ManifestRef> about;
    for (const Finding& finding : elsewhere)
        about.push_back(finding.object);
    std::vector<Finding> before = lint(causes.with({}), preferences, &about);
    for (Finding& finding : lint(layOver(overlay.live, {}, overlay.ns), preferences, &about)) // what stood before anybody wrote
        before.push_back(std::move(finding));
    for (const Finding& finding : elsewhere) {
        const auto* known = rule(finding.rule);
        const auto cause = (known && known->observes) || isTold(before, finding) ? std::nullopt : causes.of(finding);
        if (!cause)
            continue;
        std::erase_if(findings, [&](const Finding& other) { return isTold({other}, finding); });
        findings.push_back(toldAt(overlay.documents[*cause], *cause, finding, overlay.documents, overlay.ns));
    }
    std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
    return findings;
}

} // namespace loadline
