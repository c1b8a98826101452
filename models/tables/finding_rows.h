// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "lint/lint.h"
#include "tables/order.h"
#include "tables/state_word.h"

#include <map>

namespace loadline {

struct FindingRow {
    std::string id; // cluster/ns/kind/name/rule/field
    std::string cluster, ns, name, kind; // of the object
    QString title; // the rule's, in the user's language
    QString what, why; // of the finding, likewise
    QString mend; // what its button says: a fix, or where it opens the editor
    StateWord state; // Error, Warning, Note; Silenced with the reason as cause
    std::string page, pageRow; // where the object is shown; "" nowhere
    std::shared_ptr<const Finding> finding;
    bool operator==(const FindingRow& other) const;
};

// Every rule over every live cluster, worst first.
// `observed`: what a Prometheus told of some of them.
using ObservedByCluster = std::map<std::string, std::shared_ptr<const Observed>>;
Rows<FindingRow> deriveFindings(const Worlds& worlds, const Preferences& preferences, const ObservedByCluster& observed = {});
Columns<FindingRow> findingColumns(bool manyClusters);

// The page that shows an object of this kind, and its row there; "" nowhere.
std::pair<std::string, std::string> pageRowOf(const World& world, const ManifestRef& object);
// In the user's language, with their args: texts of the scope "Lint".
QString lintText(const std::string& text, const std::vector<std::string>& args = {});
QString whatText(const Finding& finding); // its sentence, with the live object that it is about before it
// What one click does about it: the fix's label, or that of the field it opens.
QString mendText(const Finding& finding);
QString severityName(Severity severity); // "Error", "Warning", "Note"

} // namespace loadline
