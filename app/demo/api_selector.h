// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace loadline {

// A label and a field selector as a request's query has them.
struct ApiSelector {
    struct Term {
        std::string key;
        std::vector<std::string> values; // empty: the key must be there
        bool negated = false;
    };
    std::vector<Term> labels;
    std::vector<Term> fields;
};
// "app=x,tier in (a,b),!old" and "metadata.name=y,involvedObject.kind!=Pod". What cannot be read selects nothing more.
ApiSelector parseApiSelector(const std::string& labels, const std::string& fields);
bool matches(const ApiSelector& selector, const nlohmann::ordered_json& object);

} // namespace loadline
