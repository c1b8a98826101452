// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest_files.h"

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

Error chartPassedOver(const QString& chart)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "The Helm chart %1 is passed over."), chart.toStdString(),
        LOADLINE_TR("Error", "Have it written first: helm template %1 | loadline lint -"), {chart.toStdString()}};
}

void readFile(const QString& name, bool named, ManifestFiles& files)
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
        files.places.push_back({name.toStdString(), entry.firstLine});
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

} // namespace

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
        QStringList charts;
        for (const QString& file : inside)
            if (const QString chart = chartOf(file, name); chart.isEmpty())
                readFile(file, false, files);
            else if (!charts.contains(chart))
                charts << chart;
        auto& told = files.documents.empty() ? files.unreadable : files.passedOver; // nothing was looked at: that is no success
        for (const QString& chart : charts)
            told.push_back(chartPassedOver(chart));
    }
    return files;
}

} // namespace loadline
