// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/kubeconfig.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <string>
#include <vector>

namespace loadline {

// Reads a kubeconfig again whenever one of its files, or a certificate it names, has changed, appeared or gone: written
// in place, replaced by renaming, through links. Reads on a pool's thread; tells only what is different.
class KubeconfigWatch : public QObject {
    Q_OBJECT
public:
    // `known` is what was loaded from `files` already; an unread one (no files) is read at once and told.
    KubeconfigWatch(std::vector<std::string> files, bool explicitFile, Kubeconfig known, QObject* parent = nullptr);
    ~KubeconfigWatch() override;
    [[nodiscard]] const Kubeconfig& kubeconfig() const { return known_; }

Q_SIGNALS:
    void changed(const loadline::Kubeconfig& config);

private:
    void look();
    void read();
    void take(Kubeconfig config);
    void watch();
    [[nodiscard]] std::vector<std::string> watched() const; // the files and what they name
    [[nodiscard]] std::vector<std::int64_t> signs() const;

    std::vector<std::string> files_;
    bool explicitFile_;
    Kubeconfig known_;
    std::vector<std::int64_t> signs_; // of the files as they were read
    QFileSystemWatcher watcher_;
    QTimer settle_; // editors and tools write in several steps
    bool reading_ = false;
};

} // namespace loadline
