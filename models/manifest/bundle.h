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
    [[nodiscard]] std::string text() const; // joined by "---"
    bool operator==(const BundleFile&) const = default;
};

// Puts every document into its file and the files in order. Objects of one kind with the same name in several
// namespaces get files named after both; kinds that have no number of their own come last, as 50-name-kind.yaml.
std::vector<BundleFile> bundleOf(const std::vector<Document>& documents);

std::string asStream(const std::vector<BundleFile>& files);

// The kustomization.yaml of a folder that holds these files.
std::string kustomization(const std::vector<BundleFile>& files);

} // namespace loadline
