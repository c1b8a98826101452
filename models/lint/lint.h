// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "lint/rule.h"

#include <memory>
#include <vector>

namespace loadline {

// A World over which manifests were laid: what the cluster would hold once they are applied. Manifests of kinds that
// a World has no table for (Namespace, ...) are left to the rules that read documents.
struct Overlay {
    WorldPtr world; // never null
    std::vector<Document> documents; // what was laid over
    std::vector<Error> unreadable; // documents that are no object of the kind they say: each also becomes a finding
};
// `live` may be null: the manifests are then all that is known, and tables that none of them belongs to stay unknown
// (KindState::presence NotAsked), so rules that need them say nothing. `ns` is where manifests without a namespace go.
Overlay layOver(const WorldPtr& live, std::vector<Document> manifests, const std::string& ns = "default");

// All findings, worst first, then by object and rule. With `only`, those about these objects and about who shares a
// target with them; else about everything. Silenced ones are among them, marked.
std::vector<Finding> lint(const Overlay& overlay, const Preferences& preferences = {}, const std::vector<ManifestRef>* only = nullptr);

// metadata.annotations["loadline.dev/silence"]: "rule-id: reason; other-rule: reason", as text and back.
inline constexpr std::string_view silenceAnnotation = "loadline.dev/silence";

} // namespace loadline
