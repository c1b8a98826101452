// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest_files.h"

#include "kustomize_parts.h"
#include "manifest/document_place.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace loadline {
namespace {

constexpr qint64 largest = 16LL * 1024 * 1024;

Error cannotRead(const QString& name, const QString& why)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 cannot be read: %2."), name.toStdString(), "", {name.toStdString(), why.toStdString()}};
}

// The folder of the Helm chart that a file is a part of; "" for none, and for its crds, which Helm leaves as they are.
QString chartOf(const QString& file, const QString& within)
{
    QString below;
    for (QDir folder = QFileInfo(file).dir();; folder.setPath(QFileInfo(folder.path()).path())) {
        if (folder.exists(QStringLiteral("Chart.yaml")))
            return below == QLatin1String("crds") ? QString() : folder.path();
        if (folder == QDir(within) || folder.isRoot())
            return {};
        below = folder.dirName();
    }
}

Error patchesPassedOver(const QString& folder, qsizetype count)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "Patches of kustomizations, which are no objects by themselves, are passed over: %2."), folder.toStdString(),
        LOADLINE_TR("Error", "Check what comes out of them: kubectl kustomize FOLDER | loadline lint -"), {folder.toStdString(), std::to_string(count)}};
}

Error chartPassedOver(const QString& chart)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "The Helm chart %1 is passed over."), chart.toStdString(),
        LOADLINE_TR("Error", "Have it written first: helm template %1 | loadline lint -"), {chart.toStdString()}};
}

void readFile(const QString& name, bool named, ManifestFiles& files, const std::string& build = {})
{
    const auto text = fileText(name.toStdString());
    if (!text) {
        files.unreadable.push_back(text.error());
        return;
    }
    const auto stream = readStream(*text, name.toStdString());
    if (!stream) {
        files.unreadable.push_back(stream.error());
        return;
    }
    const bool isTemplate = text->find("{{") != std::string::npos;
    bool told = false;
    for (const auto& entry : stream->entries) {
        if (!entry.document && isTemplate && std::exchange(told, true))
            continue;
        if (!entry.document) {
            files.unreadable.push_back(entry.document.error());
            continue;
        }
        const ManifestRef ref = entry.document->ref();
        const auto& value = entry.document->value();
        const bool isObject = !ref.kind.empty() || (!ref.apiVersion.empty() && (value["metadata"].isMap() || value["spec"].isMap()));
        const bool forCluster = isObject && !ref.apiVersion.starts_with("kustomize.config.k8s.io/");
        if (!named && !forCluster)
            continue; // a values file, a chart's index, a dashboard, a list for kustomize
        files.documents.push_back(*entry.document);
        files.places.push_back({name.toStdString(), entry.firstLine, build});
    }
}

QStringList filesIn(const QString& folder)
{
    QStringList found;
    QDirIterator all(folder, {QStringLiteral("*.yaml"), QStringLiteral("*.yml"), QStringLiteral("*.json")}, QDir::Files, QDirIterator::Subdirectories);
    while (all.hasNext())
        found << all.next();
    std::sort(found.begin(), found.end());
    return found;
}

void readFolder(const QString& folder, const QStringList& inside, ManifestFiles& files)
{
    const KustomizeParts parts = kustomizeParts(inside);
    QStringList charts;
    qsizetype patches = 0;
    for (const QString& file : inside) {
        const QString chart = chartOf(file, folder);
        if (!chart.isEmpty() && !charts.contains(chart))
            charts << chart;
        else if (parts.patches.contains(QDir::cleanPath(file)))
            ++patches;
        else if (chart.isEmpty())
            readFile(file, false, files, kustomizationOf(file, parts).toStdString());
    }
    auto& told = files.documents.empty() ? files.unreadable : files.passedOver; // nothing was looked at: that is no success
    for (const QString& chart : charts)
        told.push_back(chartPassedOver(chart));
    if (patches > 0)
        told.push_back(patchesPassedOver(folder, patches));
}

} // namespace

std::string placeOf(const ManifestFiles::Place& place, const Document& document, const FieldPath& field)
{
    const std::size_t line = place.firstLine - 1 + std::max<std::size_t>(1, document.linesOf(field).first);
    return place.file + ':' + std::to_string(line) + ':' + std::to_string(columnOf(document, field));
}

Result<std::string> fileText(const std::string& name)
{
    const QString path = QString::fromStdString(name);
    QFile file(path);
    const bool open = name == "-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!open)
        return cannotRead(path, file.errorString());
    QByteArray bytes;
    while (bytes.size() <= largest) { // one byte more than is allowed tells a larger file
        const QByteArray more = file.read(largest + 1 - bytes.size());
        if (more.isEmpty())
            break;
        bytes += more;
    }
    return bytes.toStdString();
}

ManifestFiles readManifests(const std::vector<std::string>& inputs)
{
    ManifestFiles files;
    for (const auto& input : inputs) {
        const QString name = QString::fromStdString(input);
        if (input == "-" || !QFileInfo(name).isDir()) {
            readFile(name, true, files);
            continue;
        }
        const QStringList inside = filesIn(name);
        if (inside.isEmpty())
            files.unreadable.push_back({Error::Kind::NotFound, LOADLINE_TR("Error", "There are no manifests in %1."), input,
                LOADLINE_TR("Error", "Looked for are files that end in .yaml, .yml or .json."), {input}});
        readFolder(name, inside, files);
    }
    return files;
}

} // namespace loadline
