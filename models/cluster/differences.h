// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"

namespace loadline {

// What came, went or changed between two Worlds of one cluster, in key order: visit(const T* was, const T* is), null
// where it was not there. Objects that both Worlds share are not looked at.
template <class T, class Visit>
void eachDifference(const World& before, const World& after, Visit visit)
{
    constexpr auto kind = static_cast<std::size_t>(T::id);
    if (before.tables[kind] == after.tables[kind])
        return;
    const auto olds = before.all<T>(), news = after.all<T>();
    for (std::size_t i = 0, j = 0; i < olds.size() || j < news.size();) {
        const bool both = i < olds.size() && j < news.size();
        if (both && &olds[i] == &news[j]) {
            ++i;
            ++j;
            continue;
        }
        int order = i == olds.size() ? 1 : -1;
        if (both) {
            const Meta &was = olds[i].meta, &is = news[j].meta;
            order = was.ns == is.ns ? 0 : was.ns.str().compare(is.ns.str());
            order = order == 0 ? was.name.compare(is.name) : order;
        }
        visit(order <= 0 ? &olds[i] : nullptr, order >= 0 ? &news[j] : nullptr);
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
}

} // namespace loadline
