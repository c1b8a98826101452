// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include <algorithm>

namespace loadline {

Result<std::vector<Document>> applied(const Fix& fix, std::vector<Document> documents)
{
    for (const auto& edit : fix.edits) {
        auto at = std::find_if(documents.begin(), documents.end(), [&](const Document& document) { return document.ref() == edit.object; });
        if (edit.path.empty() && edit.value) {
            if (at == documents.end())
                documents.push_back(Document::write(*edit.value));
            else
                *at = Document::write(*edit.value);
            continue;
        }
        if (at == documents.end())
            return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 %2 is not among the manifests that are open."), edit.path.text(), "",
                {edit.object.kind, edit.object.name}};
        if (edit.removesObject())
            documents.erase(at);
        else if (!edit.value)
            at->remove(edit.path);
        else if (auto done = at->set(edit.path, *edit.value); !done)
            return done.error();
    }
    return documents;
}

} // namespace loadline
