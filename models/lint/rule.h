// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "lint/finding.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

class LintScope; // scope.h: the world as it would be, its indexes, and the documents behind changed objects

// A rule: one file, one line in rules.cpp. It looks at the whole scope once, so that it can use the scope's indexes
// instead of searching, and tells what it finds.
struct Rule {
    std::string_view id; // stable, kebab-case: users silence it by this
    Severity severity = Severity::Warning; // the usual; a finding may differ
    std::string_view title; // LOADLINE_TR("Lint", ...): "HPA and VPA steer the same resource"
    std::string_view explanation; // LOADLINE_TR("Lint", ...): a paragraph for the help and for SARIF
    std::string_view link;
    // Without these kinds known the rule cannot tell and says nothing (unknown is not wrong).
    std::vector<KindId> needs {};
    bool observes = false; // tells what the live cluster shows: no manifest brings it about
    void (*check)(const LintScope& scope, const std::function<void(Finding)>& found) = nullptr;
};

// THE list.
std::span<const Rule> rules();
const Rule* rule(std::string_view id);

} // namespace loadline
