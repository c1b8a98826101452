// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "tables/overview.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <map>
#include <vector>

namespace loadline {

struct PageCount {
    std::optional<int> count; // nullopt: no cluster tells
    int attention = 0;
    bool operator==(const PageCount&) const = default;
};

// How many objects each page has and how many of them need the eye, over all clusters.
std::map<QString, PageCount> countsOf(const std::vector<ClusterSummary>& summaries);

// Keeps the sidebar's counts: derived off the GUI thread, the newest worlds only, at most every two seconds; in a large
// cluster more seldom, so that counting takes a twentieth of a core at the most.
class Badges : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    void setWorlds(const Worlds& worlds, const Preferences& preferences);

    [[nodiscard]] bool upToDate() const { return !deriving_ && !waiting_; }

Q_SIGNALS:
    void changed(const QString& page, int count, int attention); // count -1: not known

private:
    void derive();
    void finished(const std::map<QString, PageCount>& counts);
    Worlds worlds_;
    Preferences preferences_;
    std::map<QString, PageCount> shown_;
    QElapsedTimer began_;
    bool running_ = false; // deriving, or resting after it
    bool deriving_ = false;
    bool waiting_ = false; // newer worlds came meanwhile
};

} // namespace loadline
