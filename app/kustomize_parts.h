// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>
#include <QStringList>

namespace loadline {

// What kustomize makes of files: parts of objects, which are laid over others, and folders that become manifests each by
// itself.
struct KustomizeParts {
    QSet<QString> patches; // files that hold no objects of their own, as they stand in `files`
    QStringList folders; // that have a kustomization, in order of name
};
// Of all YAML files of a folder, as they were found; kustomizations that cannot be read name nothing.
KustomizeParts kustomizeParts(const QStringList& files);
// The folder of `parts` that a file belongs to: the nearest above it; "" none.
QString kustomizationOf(const QString& file, const KustomizeParts& parts);

} // namespace loadline
