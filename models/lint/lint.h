// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/field_shape.h"
#include "cluster/served_metrics.h"
#include "lint/observed.h"
#include "lint/rule.h"

#include <memory>
#include <optional>
#include <vector>

namespace loadline {

// A World over which manifests were laid: what the cluster would hold once they are applied. Manifests of kinds that
// a World has no table for (Namespace, ...) are left to the rules that read documents.
struct Overlay {
    struct Laid { // an object of `world` that a document tells of
        const Object* object = nullptr;
        std::size_t document = 0;
    };
    struct Unreadable { // a document that is no object of the kind it says: also becomes a finding
        std::size_t document = 0;
        Error error;
    };
    WorldPtr world; // never null
    WorldPtr live; // as it was before; null: nothing is known but the documents
    std::string ns; // where documents without a namespace go
    std::vector<Document> documents; // what was laid over
    std::vector<Laid> laid;
    std::vector<Unreadable> unreadable;
    std::shared_ptr<const ClusterShapes> shapes {}; // what the server says its objects may hold; null: not known
    std::shared_ptr<const ServedMetrics> metrics {}; // what its metrics adapters list; null: not known
    std::shared_ptr<const Observed> observed {}; // null: nobody was asked
};
// `live` may be null: the manifests are then all that is known, and tables that none of them belongs to stay unknown
// (KindState::presence NotAsked), so rules that need them say nothing. `ns` is where manifests without a namespace go.
Overlay layOver(const WorldPtr& live, std::vector<Document> manifests, const std::string& ns = "default");

// What a manifest leaves to the server or to the controllers (status, replicas, owner, age) stays as the live object
// has it.

enum class Reach { Neighbours, Wide }; // wide: whatever these objects could bring trouble to
// All findings, worst first, then by object and rule. With `only`, those about these objects and about who shares a
// target with them, or as far as `reach` goes; else about everything. Silenced ones are among them, marked.
std::vector<Finding> lint(const Overlay& overlay, const Preferences& preferences = {}, const std::vector<ManifestRef>* only = nullptr, Reach reach = Reach::Neighbours);

// The same, and what these manifests bring about at live objects that none of them holds, told at the field of the manifest
// that causes it: an HPA is told that a live VPA moves the requests it scales by, whichever of the two is written.
std::vector<Finding> lintWithCauses(const Overlay& overlay, const Preferences& preferences, const std::vector<ManifestRef>& only);
// A live World without the objects that these manifests write.
WorldPtr without(const WorldPtr& live, const std::vector<Document>& manifests, const std::string& ns = "default");

// The documents with a fix made in them; an object that it adds comes last. Of an object that is written twice it changes
// the one that the finding is about (`meant`: Finding::document), else the last, and removes the first. Errors: NotFound, when the fix is about an object that none of them is; Malformed,
// when a path leads through a scalar.
Result<std::vector<Document>> applied(const Fix& fix, std::vector<Document> documents, std::optional<std::size_t> meant = {});

// metadata.annotations["loadline.dev/silence"]: "rule-id: reason; other-rule: reason", as text and back. A rule named
// twice keeps its first reason; a semicolon inside a reason becomes a comma.
inline constexpr std::string_view silenceAnnotation = "loadline.dev/silence";
using Silences = std::vector<std::pair<std::string, std::string>>; // rule, reason; in the order they are written
Silences parseSilences(std::string_view annotation);
// Marks a finding whose rule it silences. A rule that is silenced without a reason speaks on.
void silence(Finding& finding, std::string_view annotation);
std::string silencesText(const Silences& silences);
// The edit that silences a finding, beside what the object silences already (`annotation`: its value, "" none).
FixEdit silencing(const Finding& finding, std::string_view annotation, const std::string& reason);

} // namespace loadline
