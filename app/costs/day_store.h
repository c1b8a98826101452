// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/ledger_day.h"

#include <QSqlDatabase>
#include <QString>

#include <string>
#include <vector>

namespace loadline {

// Closed days of usage in an SQLite file, so that a month is not asked of a Prometheus twice. What is kept is what was
// counted and what Prometheus said of prices; the user's own prices are laid over it when it is read. A file that is
// damaged or of a later version is moved aside: everything in it can be asked again. Used on one thread.
class DayStore {
public:
    explicit DayStore(QString file); // "": in memory
    ~DayStore();
    DayStore(const DayStore&) = delete;
    DayStore& operator=(const DayStore&) = delete;

    // The days of `range` that are kept of a cluster, in order. `source` tells who answered then: a different
    // Prometheus or matcher must be asked anew.
    std::vector<UsageDay> read(const std::string& cluster, const std::string& source, const TimeRange& range);
    void write(const std::string& cluster, const std::string& source, const UsageDay& day);
    // Forgets days before `cut` of all clusters.
    void dropBefore(TimePoint cut);
    // What went wrong since the last call.
    std::vector<Error> takeProblems();

private:
    bool open();
    void close();
    void moveAside();
    QString file_, connection_;
    QSqlDatabase database_;
    std::vector<Error> problems_;
};

} // namespace loadline
