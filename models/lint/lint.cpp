// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include "lint/scope.h"

#include <algorithm>
#include <tuple>

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

// A rule that knows more of a value says it better.
void leaveToOthers(std::vector<Finding>& findings)
{
    const std::string general = "value-refused";
    std::vector<Finding> told;
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(told), [&](const Finding& one) { return one.rule != general && one.severity != Severity::Info; });
    std::erase_if(findings, [&](const Finding& one) {
        return one.rule == general && std::any_of(told.begin(), told.end(), [&](const Finding& other) {
            return other.object == one.object && (other.field.startsWith(one.field) || one.field.startsWith(other.field));
        });
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
