// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/field_row.h"
#include "pages/page.h"

namespace loadline {

// The queues, topics and streams that Prometheus has series of: names for triggers to choose from.
class QueueNames {
public:
    // One question for each exporter that names such things; none for a cluster without a name.
    [[nodiscard]] static std::vector<SeriesWish> wishes(const std::string& cluster, TimePoint now);
    // Whether the answer was one of these.
    bool take(const QString& key, const SeriesAnswer& answer);
    void offer(FormOffers& offers) const; // beside what is offered already
    void clear() { names_.clear(); }

private:
    QHash<QString, QStringList> names_; // by the trigger's metadata key
};

} // namespace loadline
