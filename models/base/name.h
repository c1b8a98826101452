// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <compare> // moc of Qt 6.4 cannot read it first

namespace loadline {

// Namespace and name of an object of a known kind; the namespace is empty for cluster-scoped kinds.
struct ObjectKey {
    std::string ns;
    std::string name;
    auto operator<=>(const ObjectKey&) const = default;
    bool operator==(const ObjectKey&) const = default;
};

// What a scaleTargetRef, targetRef or owner reference names, in the namespace of who names it.
struct ObjectRef {
    std::string apiVersion; // "apps/v1"; may be empty where the API allows it
    std::string kind; // "Deployment"
    std::string name;
    bool operator==(const ObjectRef&) const = default;
};

} // namespace loadline
