// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include "lint/scope.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

namespace loadline {

namespace {

bool canTell(const Rule& rule, const World& world)
{
    return std::all_of(rule.needs.begin(), rule.needs.end(), [&](KindId kind) { return world.state(kind).complete(); });
}

// What no rule can mend, one click opens: the same words everywhere, and the field that they name.
void giveWay(Finding& finding)
{
    if (finding.fix)
        finding.edit.reset();
    else if (!finding.edit)
        finding.edit = EditAt {LOADLINE_TR("Lint", "Edit %1"), {finding.field.text()}, finding.object, finding.field};
}

// Fields that do not go together: the one that a rule names, and the one that the form does.
constexpr std::pair<std::string_view, std::string_view> partners[] = {{"budget-both-bounds", "maxUnavailable"}, {"hpa-min-above-max", "maxReplicas"},
    {"hpa-min-above-max", "maxReplicaCount"}, {"keda-cached-metrics", "type"}, {"keda-trigger-names", "name"}, {"keda-trigger-names", "type"}};

bool isOfOneFault(const Finding& one, const Finding& other)
{
    if (one.object != other.object)
        return false;
    if (other.field.startsWith(one.field) || one.field.startsWith(other.field))
        return true;
    if (other.rule == "vpa-min-above-max") // minAllowed.cpu and maxAllowed.cpu of one policy
        return one.field.steps().size() == other.field.steps().size() && one.field.parent().parent() == other.field.parent().parent() && one.field.steps().back() == other.field.steps().back();
    return one.field.parent() == other.field.parent() && std::any_of(std::begin(partners), std::end(partners), [&](const auto& pair) {
        return pair.first == other.rule && one.field == one.field.parent() / std::string(pair.second);
    });
}

// A rule that knows more of a value says it better.
void leaveToOthers(std::vector<Finding>& findings)
{
    const std::string general = "value-refused";
    std::vector<Finding> told;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(told), [&](const Finding& one) { return one.rule != general && one.severity != Severity::Info; });
    const auto byObject = [](const Finding& a, const Finding& b) { return a.object < b.object; };
    std::stable_sort(told.begin(), told.end(), byObject);
    std::erase_if(findings, [&](const Finding& one) {
        const auto [first, last] = std::equal_range(told.begin(), told.end(), one, byObject);
        return one.rule == general && std::any_of(first, last, [&](const Finding& other) { return isOfOneFault(one, other); });
    });
}

bool before(const Finding& a, const Finding& b)
{
    const auto order = [](const Finding& f) { return std::tie(f.object.ns, f.object.kind, f.object.name, f.rule, f.field); };
    return a.severity != b.severity ? a.severity > b.severity : order(a) < order(b);
}

} // namespace

std::vector<Finding> lint(const Overlay& overlay, const Preferences& preferences, const std::vector<ManifestRef>* only, Reach reach)
{
    const LintScope scope(overlay, preferences, only, reach);
    std::vector<Finding> findings;
    for (const Rule& rule : rules()) {
        if (!canTell(rule, scope.world()))
            continue;
        rule.check(scope, [&](Finding finding) {
            if (finding.rule.empty()) {
                finding.rule = rule.id;
                finding.severity = rule.severity;
            }
            if (finding.link.empty())
                finding.link = rule.link;
            giveWay(finding);
            silence(finding, scope.silenceOf(finding.object));
            findings.push_back(std::move(finding));
        });
    }
    leaveToOthers(findings);
    std::stable_sort(findings.begin(), findings.end(), before);
    return findings;
}

} // namespace loadline
