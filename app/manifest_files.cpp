// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest_files.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>

namespace loadline {
namespace {

constexpr qint64 largest = 16LL * 1024 * 1024;

Error cannotRead(const QString& name, const QString& why)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 cannot be read: %2."), name.toStdString(), "", {name.toStdString(), why.toStdString()}};
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
    for (const auto& entry : stream->entries) {
        if (!entry.document) {
            files.unreadable.push_back(entry.document.error());
            continue;
        }
        const ManifestRef ref = entry.document->ref();
        const bool forCluster = !(ref.kind.empty() && ref.apiVersion.empty()) && !ref.apiVersion.starts_with("kustomize.config.k8s.io/");
        if (!named && !forCluster)
            continue; // a values file, a dashboard, a list for kustomize
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
        for (const QString& file : inside)
            readFile(file, false, files);
    }
    return files;
}

} // namespace loadline
