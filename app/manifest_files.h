// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

#include <string>
#include <vector>

namespace loadline {

// Manifests as they were found: where each stands, and what could not be read.
struct ManifestFiles {
    struct Place {
        std::string file; // as it was named; "-" standard input
        std::size_t firstLine = 1; // of the document in the file
        std::string build {}; // the folder whose kustomization takes it; "" none
    };
    std::vector<Document> documents;
    std::vector<Place> places; // one per document
    std::vector<Error> unreadable; // files and documents, with file and line in `where`
    std::vector<Error> passedOver; // what lies in folders and becomes manifests only by another program: Helm charts, patches of kustomize
};
// "hpa.yaml:12:3": where a field stands in its file.
std::string placeOf(const ManifestFiles::Place& place, const Document& document, const FieldPath& field);
// The bytes of a file, "-" for standard input; of one that is larger than any manifest may be, enough for readStream to say so.
// Errors: NotFound when it cannot be read.
Result<std::string> fileText(const std::string& name);
// Files, folders (their *.yaml, *.yml and *.json, deeper ones too, in order of name) and "-" for standard input. A file
// that is named is read whatever its name; in folders what is not meant for a cluster is passed over: what has neither kind
// nor spec, a kustomization with its patches, a chart but for its crds. Of a template, which nobody can read as it stands, one error is told.
ManifestFiles readManifests(const std::vector<std::string>& inputs);

} // namespace loadline
