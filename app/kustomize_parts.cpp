// SPDX-License-Identifier: GPL-3.0-or-later
#include "kustomize_parts.h"

#include "manifest/document.h"
#include "manifest_files.h"

#include <QDir>
#include <QFileInfo>

namespace loadline {
namespace {

bool isKustomization(const QString& file)
{
    const QString name = QFileInfo(file).fileName();
    return name == QLatin1String("kustomization.yaml") || name == QLatin1String("kustomization.yml");
}

// patches and patchesJson6902 say a path, patchesStrategicMerge the files themselves or texts; transformers and their like
// are read by kustomize alone.
QStringList namedBy(const Value& kustomization)
{
    QStringList named;
    for (const char* key : {"patches", "patchesJson6902", "patchesStrategicMerge", "transformers", "generators", "configurations", "replacements"})
        for (const Value& item : kustomization[key].items()) {
            const std::string& path = item.isMap() ? item["path"].text() : item.text();
            if (!path.empty() && path.find('\n') == std::string::npos)
                named << QString::fromStdString(path);
        }
    return named;
}

} // namespace

KustomizeParts kustomizeParts(const QStringList& files)
{
    KustomizeParts parts;
    for (const QString& file : files) {
        if (!isKustomization(file))
            continue;
        const QDir folder = QFileInfo(file).dir();
        parts.folders << folder.path();
        const auto text = fileText(file.toStdString());
        const auto document = text ? Document::parse(*text) : Result<Document>(text.error());
        if (!document)
            continue;
        for (const QString& named : namedBy(document->value()))
            parts.patches.insert(QDir::cleanPath(folder.filePath(named)));
    }
    return parts;
}

QString kustomizationOf(const QString& file, const KustomizeParts& parts)
{
    QString nearest;
    for (const QString& folder : parts.folders)
        if (file.startsWith(folder + QLatin1Char('/')) && folder.size() > nearest.size())
            nearest = folder;
    return nearest;
}

} // namespace loadline
