// SPDX-License-Identifier: GPL-3.0-or-later
#include "badges.h"

#include "tables/finding_rows.h"

#include <QFutureWatcher>
#include <QTimer>
#include <QtConcurrent>

#include <algorithm>
#include <set>

namespace loadline {
namespace {
constexpr std::chrono::milliseconds leastRest {2000};
constexpr int restPerWork = 19;
}

std::map<QString, PageCount> countsOf(const std::vector<ClusterSummary>& summaries)
{
    std::map<QString, PageCount> counts;
    std::map<QString, int> listed; // of clusters that do not tell all, too, as on the page
    std::set<QString> told;
    for (const ClusterSummary& summary : summaries) {
        for (const AutoscalerCard& card : summary.cards) {
            for (const StateCount& state : card.states)
                listed[card.page] += state.count;
            if (card.total)
                told.insert(card.page);
        }
        std::set<std::pair<QString, std::string>> rows; // a row with two troubles is one row
        for (const AttentionItem& item : summary.attention)
            rows.emplace(item.page, item.row);
        for (const auto& [page, row] : rows)
            ++counts[page].attention;
    }
    for (const QString& page : told)
        counts[page].count = listed[page];
    return counts;
}

void Badges::setWorlds(const Worlds& worlds, const Preferences& preferences)
{
    worlds_ = worlds;
    preferences_ = preferences;
    waiting_ = true;
    if (!running_)
        derive();
}

void Badges::derive()
{
    running_ = true;
    deriving_ = true;
    waiting_ = false;
    began_.start();
    auto* watcher = new QFutureWatcher<std::map<QString, PageCount>>(this); // its end may come after ours
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        const auto counts = watcher->result();
        watcher->deleteLater();
        finished(counts);
    });
    watcher->setFuture(QtConcurrent::run([worlds = worlds_, preferences = preferences_] {
        auto counts = countsOf(deriveOverview(worlds, preferences));
        const auto rows = deriveFindings(worlds, preferences);
        const auto needsEye = [](const auto& row) { return row->state.attention >= Attention::Warning; };
        PageCount& findings = counts[QStringLiteral("findings")];
        const bool heard = std::any_of(counts.begin(), counts.end(), [](const auto& page) { return page.second.count.has_value(); });
        if (heard || !rows.empty()) // else they are unknown, and not none
            findings.count = int(rows.size());
        findings.attention = int(std::count_if(rows.begin(), rows.end(), needsEye));
        return counts;
    }));
}

void Badges::finished(const std::map<QString, PageCount>& counts)
{
    for (const auto& [page, count] : counts)
        if (const auto known = shown_.find(page); known == shown_.end() || known->second != count)
            Q_EMIT changed(page, count.count.value_or(-1), count.attention);
    for (const auto& [page, count] : shown_)
        if (!counts.contains(page))
            Q_EMIT changed(page, -1, 0);
    shown_ = counts;
    deriving_ = false;
    QTimer::singleShot(std::max(leastRest, restPerWork * std::chrono::milliseconds {began_.elapsed()}), this, [this] {
        running_ = false;
        if (waiting_)
            derive();
    });
}

} // namespace loadline
