// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

#include <string>
#include <vector>

namespace loadline {

// What a rule says of manifests, read from tests/models/lint/rules/<rule>.txt. A section begins with "### live" (what
// the cluster holds for the next section), "### fires" or "### silent". In it, "@name" begins an object of objects.txt
// with the changes below it ("path = JSON" or "- path"), and "@" alone an object written out.
struct RuleCase {
    std::vector<Document> live;
    bool fires = false;
    std::vector<Document> documents;
    std::string where; // "missing-requests.txt:12"
};
std::vector<RuleCase> ruleCases(const std::string& rule); // empty: there is no such file

} // namespace loadline
