// SPDX-License-Identifier: GPL-3.0-or-later
// The wizard's files: saved, copied, opened. Dialogs block nobody.
#include "wizard_desk.h"

#include "exporter.h"
#include "pages/wizard_page.h"

#include <QClipboard>
#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>

namespace loadline {
namespace {

constexpr qint64 largest = 16 * 1024 * 1024; // what readStream takes

Error unreadable(const QString& file, const QString& why)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 cannot be read: %2."), file.toStdString(), {}, {file.toStdString(), why.toStdString()}};
}

} // namespace

void WizardDesk::handOut(const std::vector<BundleFile>& files, FilesAs as)
{
    switch (as) {
    case FilesAs::Copy:
        QGuiApplication::clipboard()->setText(QString::fromStdString(asStream(files)));
        Q_EMIT done(tr("%n file(s) copied as one stream.", nullptr, static_cast<int>(files.size())));
        break;
    case FilesAs::Stream:
        save(tr("Save the manifests"), QStringLiteral("scaling.yaml"), asStream(files));
        break;
    case FilesAs::Folder:
    case FilesAs::Kustomize:
        saveFolder(files, as == FilesAs::Kustomize);
        break;
    }
}

void WizardDesk::save(const QString& title, const QString& name, const std::string& text)
{
    const bool json = name.endsWith(QLatin1String(".json"));
    auto* dialog = new QFileDialog(window_, title, lastFolder_, json ? tr("JSON (*.json)") : tr("YAML (*.yaml *.yml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(json ? QStringLiteral("json") : QStringLiteral("yaml"));
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, [this, text](const QString& file) {
        lastFolder_ = QFileInfo(file).absolutePath();
        if (const Done written = writeFile(file, QByteArray::fromStdString(text)); !written)
            Q_EMIT failed(written.error());
        else
            Q_EMIT done(tr("Written: %1").arg(file));
    });
    dialog->open();
}

void WizardDesk::saveFolder(const std::vector<BundleFile>& files, bool kustomize)
{
    auto* dialog = new QFileDialog(window_, tr("Save into a folder"), lastFolder_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    connect(dialog, &QFileDialog::fileSelected, this, [this, files, kustomize](const QString& folder) {
        lastFolder_ = folder;
        std::vector<std::pair<QString, std::string>> all;
        for (const BundleFile& file : files)
            all.emplace_back(QString::fromStdString(file.name), file.text());
        if (kustomize)
            all.emplace_back(QStringLiteral("kustomization.yaml"), kustomization(files));
        for (const auto& [name, text] : all)
            if (const Done written = writeFile(QDir(folder).filePath(name), QByteArray::fromStdString(text)); !written)
                return Q_EMIT failed(written.error());
        Q_EMIT done(tr("%n file(s) written to %1.", nullptr, static_cast<int>(all.size())).arg(folder));
    });
    dialog->open();
}

void WizardDesk::chooseFiles()
{
    auto* dialog = new QFileDialog(window_, tr("Open manifests"), lastFolder_, tr("Manifests (*.yaml *.yml *.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, this, &WizardDesk::openFiles);
    dialog->open();
}

void WizardDesk::openFiles(const QStringList& files)
{
    for (const QString& name : files) {
        QFile file(name);
        lastFolder_ = QFileInfo(name).absolutePath();
        if (QFileInfo(name).exists() && !QFileInfo(name).isFile()) // a pipe may never end
            Q_EMIT failed(unreadable(name, tr("it is no file")));
        else if (!file.open(QIODevice::ReadOnly))
            Q_EMIT failed(unreadable(name, file.errorString()));
        else if (file.size() > largest)
            Q_EMIT failed(unreadable(name, tr("it is larger than 16 MiB")));
        else
            page_->openText(file.readAll().toStdString(), QFileInfo(name).fileName());
    }
}

} // namespace loadline
