// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "lint/lint.h"
#include "tables/order.h"
#include "tables/state_word.h"

namespace loadline {

struct FindingRow {
    std::string id; // cluster/ns/kind/name/rule/field
    std::string cluster, ns, name, kind; // of the object
    QString title; // the rule's, in the user's language
    QString what, why; // of the finding, likewise
    QString fix; // what its button says; "" there is none
    StateWord state; // Error, Warning, Note; Silenced with the reason as cause
    std::string page, pageRow; // where the object is shown; "" nowhere
    std::shared_ptr<const Finding> finding;
    bool operator==(const FindingRow& other) const;
};

// Every rule over every live cluster, worst first.
Rows<FindingRow> deriveFindings(const Worlds& worlds, const Preferences& preferences);
Columns<FindingRow> findingColumns(bool manyClusters);

// The page that shows an object of this kind, and its row there; "" nowhere.
std::pair<std::string, std::string> pageRowOf(const World& world, const ManifestRef& object);
// In the user's language, with their args: texts of the scope "Lint".
QString lintText(const std::string& text, const std::vector<std::string>& args = {});
QString severityName(Severity severity); // "Error", "Warning", "Note"

} // namespace loadline
