// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/queue_names.h"

#include "metrics/queue_series.h"
#include "tables/cells.h"

namespace loadline {
namespace {

const QString keyPrefix = QStringLiteral("wizard/queues/");

} // namespace

std::vector<SeriesWish> QueueNames::wishes(const std::string& cluster, TimePoint now)
{
    std::vector<SeriesWish> wishes;
    if (!cluster.empty())
        for (const QueueSeries& asked : queueSeries())
            wishes.push_back({keyPrefix + QString::number(wishes.size()), cluster, {QueryId::Written, {{"promql", std::string(asked.promql)}}, {now, now}, Seconds {60}}});
    return wishes;
}

bool QueueNames::take(const QString& key, const SeriesAnswer& answer)
{
    if (!key.startsWith(keyPrefix))
        return false;
    const auto index = key.mid(keyPrefix.size()).toULongLong();
    if (index >= queueSeries().size())
        return true;
    for (const Series& series : answer.series)
        for (const QueueLabel& named : queueSeries()[index].labels) {
            const std::string* value = named.label.empty() ? nullptr : series.label(std::string(named.label));
            if (!value || value->empty())
                continue;
            if (QStringList& known = names_[qtext(std::string(named.metadata))]; !known.contains(qtext(*value)))
                known << qtext(*value);
        }
    return true;
}

void QueueNames::offer(FormOffers& offers) const
{
    for (auto at = names_.cbegin(); at != names_.cend(); ++at) {
        QStringList& offered = offers.metadata[at.key()];
        QStringList more = at.value();
        more.sort();
        for (const QString& name : std::as_const(more))
            if (!offered.contains(name))
                offered << name;
    }
}

} // namespace loadline
