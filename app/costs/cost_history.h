// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "costs/day_parts.h"
#include "pages/page.h"

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

class DayStore;
using UsageDays = std::vector<UsageDay>; // in order, each date at most once
using UsageDaysPtr = std::shared_ptr<const UsageDays>;

// Brings the usage of past days together, cluster by cluster: closed days from a file, the others asked for one by one
// (newest first) and kept once they are complete, today again every few minutes. What it wants it wishes for through
// the series broker, which asks Prometheus or what Loadline recorded. Lives on the GUI thread; files and sums are
// done elsewhere.
class CostHistory : public QObject {
    Q_OBJECT
public:
    // Replaces all earlier wishes; answers come back by key through take().
    using Wish = std::function<void(const std::vector<SeriesWish>&)>;
    CostHistory(const QString& file, Wish wish, QObject* parent = nullptr);
    ~CostHistory() override;

    // Begins, or goes on with another window or source. `source` names the Prometheus that answers ("" none: what was
    // recorded, which is never kept a second time); days of another source are not mixed in.
    void want(const std::string& cluster, const std::string& source, const TimeRange& window);
    void forget(const std::string& cluster);
    void setNow(const std::string& cluster, TimePoint now); // asks for today again when enough time has gone by
    void take(const QString& key, const SeriesAnswer& answer);

    // What is known so far; never null.
    [[nodiscard]] UsageDaysPtr days(const std::string& cluster) const;
    // Days of the window that are still asked for, of all of them.
    struct Progress {
        int missing = 0, all = 0;
    };
    [[nodiscard]] Progress progress(const std::string& cluster) const;
    // Why days are missing: what the last failed question said.
    [[nodiscard]] std::optional<Error> error(const std::string& cluster) const;

Q_SIGNALS:
    void changed(const std::string& cluster);
    void problem(const loadline::Error& error);

private:
    struct Day {
        DayAnswers answers;
        bool asked[dayPartCount] = {};
        bool whole = false; // complete and closed: never asked again
        bool making = false;
        bool failed = false;
        bool told = false; // answered, if only that nothing is known
        TimePoint until {}; // how far it was asked for
        int attempt = 0;
    };
    struct Cluster {
        std::string source;
        TimeRange window {};
        bool read = false; // the file was read for this source
        std::map<TimePoint, Day> days;
        std::map<TimePoint, std::shared_ptr<const UsageDay>> known;
        UsageDaysPtr shown = std::make_shared<UsageDays>();
        std::optional<Error> error;
        std::uint64_t round = 0; // what is under way from before a change does not count
    };
    struct Asked {
        std::string cluster;
        TimePoint day {};
        DayPart part {};
    };
    void readFile(const std::string& name);
    void begin(Cluster& cluster);
    void wishSoon();
    void wishNow();
    void addWishes(const std::string& name, Cluster& cluster, std::vector<SeriesWish>& wishes);
    void look(const std::string& name, Cluster& cluster, TimePoint day);
    void made(const std::string& name, std::uint64_t round, TimePoint day, std::shared_ptr<const UsageDay> usage);
    void show(const std::string& name, Cluster& cluster);

    Wish wish_;
    QThreadPool files_; // one thread, which owns the file
    std::shared_ptr<std::unique_ptr<DayStore>> store_; // made and used on that thread only
    QString file_;
    std::map<std::string, Cluster> clusters_;
    std::map<QString, Asked> asked_;
    QTimer wishing_;
    std::uint64_t rounds_ = 0;
};

} // namespace loadline
