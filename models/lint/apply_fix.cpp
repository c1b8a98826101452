// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include <algorithm>

namespace loadline {

namespace {

// The document that a finding is about, where it says so; else of those of one name the last, which is the one that counts.
std::size_t placeOf(const ManifestRef& ref, const std::vector<Document>& documents, std::optional<std::size_t> meant)
{
    if (meant && *meant < documents.size() && documents[*meant].ref() == ref)
        return *meant;
    const auto last = std::find_if(documents.rbegin(), documents.rend(), [&](const Document& document) { return document.ref() == ref; });
    return last == documents.rend() ? documents.size() : std::size_t(documents.rend() - last) - 1;
}

Error notAmong(const FixEdit& edit)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 %2 is not among the manifests that are open."), edit.path.text(), "", {edit.object.kind, edit.object.name}};
}

} // namespace

Result<std::vector<Document>> applied(const Fix& fix, std::vector<Document> documents, std::optional<std::size_t> meant)
{
    for (const auto& edit : fix.edits) {
        const std::size_t at = placeOf(edit.object, documents, meant);
        if (at == documents.size() && !(edit.path.empty() && edit.value))
            return notAmong(edit);
        if (edit.removesObject()) {
            const auto first = std::find_if(documents.begin(), documents.end(), [&](const Document& document) { return document.ref() == edit.object; });
            const auto gone = std::size_t(first - documents.begin());
            documents.erase(first);
            if (meant && gone <= *meant)
                meant = gone == *meant ? std::nullopt : std::optional(*meant - 1);
        } else if (edit.path.empty()) {
            if (at == documents.size())
                documents.push_back(Document::write(*edit.value));
            else
                documents[at] = Document::write(*edit.value);
        } else if (!edit.value) {
            documents[at].remove(edit.path);
        } else if (auto done = documents[at].set(edit.path, *edit.value); !done) {
            return done.error();
        }
    }
    return documents;
}

} // namespace loadline
