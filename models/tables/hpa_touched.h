// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/hpa_rows.h"

#include <unordered_set>

namespace loadline {

// Which HPAs' rows may read otherwise because of something beside their own object that changed between two Worlds:
// targets, ScaledObjects, events, rivals.
class HpaTouched {
public:
    HpaTouched(const World* before, const World& after); // null before: all
    [[nodiscard]] bool row(const HpaRow& row) const;
    [[nodiscard]] bool target(const Hpa& hpa) const; // its rivals may be others

private:
    void note(std::string_view kind, const std::string& ns, const std::string& name);
    [[nodiscard]] bool noted(std::string_view kind, const std::string& ns, const std::string& name) const;
    bool all_ = false;
    std::unordered_set<std::string> objects_; // "kind/ns/name"
    std::unordered_set<std::string> targets_; // that HPAs took or left
};

std::string targetKey(const std::string& ns, const ObjectRef& target);

} // namespace loadline
