// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/value.h"

#include <optional>
#include <string>

namespace loadline {

// Who keeps an object as it stands in Git or in a chart: what is written past it is undone at its next round.
struct GitOwner {
    enum class Tool { ArgoCd, FluxKustomization, FluxHelmRelease, Helm } tool = Tool::Helm;
    std::string name; // the application, kustomization or release; may be unknown: ""
    std::string ns; // where that one lives; may be ""
    bool operator==(const GitOwner&) const = default;
};

// Read from the labels and annotations that these tools write, else from who owns its fields.
std::optional<GitOwner> gitOwner(const Value& object);
// "Argo CD", "Flux", "Helm": names, never translated.
const char* toolName(GitOwner::Tool tool);

} // namespace loadline
