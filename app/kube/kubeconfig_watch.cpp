// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_watch.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>

#include <sys/stat.h>

namespace loadline {
namespace {

constexpr int settleTime = 200; // ms without another change

QString named(const std::string& path)
{
    return QFile::decodeName(QByteArray::fromStdString(path));
}

// The folder itself, or the nearest one above it that is there: ~/.kube may be made later.
QString nearestFolder(const QString& file)
{
    QString folder = QFileInfo(file).absolutePath();
    while (!QFileInfo::exists(folder) && folder != QLatin1String("/"))
        folder = QFileInfo(folder).absolutePath();
    return folder;
}

} // namespace

KubeconfigWatch::KubeconfigWatch(std::vector<std::string> files, bool explicitFile, Kubeconfig known, QObject* parent)
    : QObject(parent)
    , files_(std::move(files))
    , explicitFile_(explicitFile)
    , known_(std::move(known))
{
    settle_.setSingleShot(true);
    settle_.setInterval(settleTime);
    connect(&settle_, &QTimer::timeout, this, &KubeconfigWatch::look);
    connect(&watcher_, &QFileSystemWatcher::fileChanged, &settle_, qOverload<>(&QTimer::start));
    connect(&watcher_, &QFileSystemWatcher::directoryChanged, &settle_, qOverload<>(&QTimer::start));
    watch();
    signs_ = signs();
    if (known_.files.empty())
        read();
}

KubeconfigWatch::~KubeconfigWatch() = default;

std::vector<std::string> KubeconfigWatch::watched() const
{
    std::vector<std::string> all = files_;
    all.insert(all.end(), known_.referenced.begin(), known_.referenced.end());
    return all;
}

std::vector<std::int64_t> KubeconfigWatch::signs() const
{
    std::vector<std::int64_t> all;
    for (const std::string& path : watched()) {
        struct stat status { };
        if (::stat(path.c_str(), &status) != 0)
            status = {};
        all.insert(all.end(),
            {static_cast<std::int64_t>(status.st_ino), static_cast<std::int64_t>(status.st_size),
                static_cast<std::int64_t>(status.st_mode), static_cast<std::int64_t>(status.st_mtim.tv_sec),
                static_cast<std::int64_t>(status.st_mtim.tv_nsec)});
    }
    return all;
}

// A file that was replaced is no longer watched by itself: the watches are set anew each time.
void KubeconfigWatch::watch()
{
    QStringList wanted;
    for (const std::string& path : watched()) {
        const QString file = named(path);
        const QString target = QFileInfo(file).canonicalFilePath();
        if (!target.isEmpty())
            wanted << file << nearestFolder(target);
        wanted << nearestFolder(file);
    }
    wanted.removeDuplicates();
    QStringList old = watcher_.files() + watcher_.directories();
    QStringList added;
    for (const QString& path : wanted)
        if (!old.removeOne(path))
            added << path;
    if (!old.isEmpty())
        watcher_.removePaths(old);
    if (!added.isEmpty())
        watcher_.addPaths(added);
}

void KubeconfigWatch::look()
{
    watch();
    if (signs() != signs_)
        read();
}

void KubeconfigWatch::read()
{
    if (reading_) {
        settle_.start();
        return;
    }
    reading_ = true;
    signs_ = signs();
    QThreadPool::globalInstance()->start([self = QPointer(this), files = files_, explicitFile = explicitFile_] {
        Kubeconfig config = loadKubeconfig(files, explicitFile);
        QMetaObject::invokeMethod(
            QCoreApplication::instance(),
            [self, config = std::move(config)]() mutable {
                if (self)
                    self->take(std::move(config));
            },
            Qt::QueuedConnection);
    });
}

void KubeconfigWatch::take(Kubeconfig config)
{
    reading_ = false;
    const bool different = config != known_;
    const bool otherFiles = config.referenced != known_.referenced;
    known_ = std::move(config);
    watch();
    if (otherFiles)
        signs_ = signs();
    if (different)
        Q_EMIT changed(known_);
}

} // namespace loadline
