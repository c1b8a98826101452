// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

#include <string>
#include <vector>

namespace loadline {

// Manifests as files, named and numbered so that `kubectl apply -f` of the folder takes them in the right order:
// 00-namespace.yaml, 10-api-hpa.yaml, 20-api-vpa.yaml, 30-api-keda.yaml, 40-api-pdb.yaml, 41-priority-classes.yaml,
// 42-quotas.yaml.
struct BundleFile {
    std::string name;
    std::vector<Document> documents;
    std::vector<std::string> texts {}; // of each, as it goes into the file
    [[nodiscard]] std::string text() const; // joined by "---"
    bool operator==(const BundleFile&) const = default;
};

// A text on its way into a file: with what could be read of it last, which may be nothing, and the file it came from.
struct Sheet {
    Document document;
    std::string text, file;
};

// As below; a text goes into its file as it is, whether it can be read or not. Those of which nothing was ever read come
// last, named after the file they came from: 60-mine.yaml.
std::vector<BundleFile> bundleOf(const std::vector<Sheet>& sheets);

// Puts every document into its file and the files in order. Objects of one kind with the same name in several
// namespaces get files named after both; kinds that have no number of their own come last, as 50-name-kind.yaml.
std::vector<BundleFile> bundleOf(const std::vector<Document>& documents);

std::string asStream(const std::vector<BundleFile>& files);

// The kustomization.yaml of a folder that holds these files.
std::string kustomization(const std::vector<BundleFile>& files);

} // namespace loadline
