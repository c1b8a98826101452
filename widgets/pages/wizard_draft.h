// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/presets_keep.h"
#include "lint/finding.h"
#include "manifest/bundle.h"
#include "manifest/change.h"
#include "manifest/form.h"

#include <optional>
#include <string>
#include <vector>

namespace loadline {

constexpr std::size_t largestPart = 3 << 19; // what etcd takes

// One manifest being written. Its text is what the user sees; while that cannot be read, the last that could stands
// beside it, so that nothing is lost.
struct DraftPart {
    std::string text;
    Document document; // the last that could be read
    std::optional<Form> form; // of `document`; none: Loadline has no form for it
    std::optional<Error> broken; // why `text` cannot be read
    std::optional<Error> formless; // why there is no form
    std::optional<Value> live; // what it was opened from, to change it
    std::vector<Proposal> proposals; // of a preset, over the live object that is kept
    std::string file; // where it was opened from

    [[nodiscard]] ManifestRef ref() const { return document.ref(); }
    [[nodiscard]] bool neverRead() const { return broken && ref().kind.empty(); } // nothing of it says what it is
    [[nodiscard]] bool large() const { return text.size() > largestPart; } // kept as it is, and shown by its beginning
};

DraftPart draftOf(Form form);
DraftPart draftOf(std::string text, const FormFacts& facts);
// The live object with what a preset would add where nothing stands; the rest is proposed.
DraftPart keptOver(const Form& preset, const Value& live, const FormFacts& facts);
// Takes a proposal over, or puts back what stood there. Errors: Malformed, when the text cannot be read or leads nowhere.
Done decide(DraftPart& part, std::size_t proposal, bool taken, const FormFacts& facts);
// Whether a trigger of the manifests asks for this authentication.
bool isAskedFor(const std::vector<DraftPart>& parts, const ManifestRef& authentication);
// After typing in the text; the form follows where it can.
void setText(DraftPart& part, std::string text, const FormFacts& facts);
// After the form was answered.
void formChanged(DraftPart& part);

// The same under another name, nobody's yet: without what the server wrote, owners, and the marks by which Argo CD, Flux and
// Helm would take it for one of theirs and remove it.
Value copyOf(const Value& manifest);

// Whether it belongs to the safety step: budgets, priorities, quotas, limits, namespaces.
bool isSafety(const ManifestRef& ref);

std::vector<ManifestRef> refsOf(const std::vector<DraftPart>& parts);
std::vector<Document> documentsOf(const std::vector<DraftPart>& parts);
// As they go into files: what cannot be read goes there as it is.
std::vector<BundleFile> filesOf(const std::vector<DraftPart>& parts);
// A file or stream as parts, one for each document; those that cannot be read too. Errors: no text at all.
Result<std::vector<DraftPart>> readParts(std::string_view text, const std::string& source, const FormFacts& facts);
// Makes a finding's fix in the part it is about; an object that it adds becomes a part, one that
// it removes is none any more. Errors: NotFound (none of the
// parts is that object), Malformed (a path leads through a scalar).
Done applyFix(std::vector<DraftPart>& parts, const Fix& fix, const FormFacts& facts, std::optional<std::size_t> meant = {});
// What applying them asks for: each whole, or against what it was opened from.
std::vector<Change> changesOf(const std::vector<DraftPart>& parts, const std::string& why);

} // namespace loadline
