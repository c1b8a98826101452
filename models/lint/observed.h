// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/series.h"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace loadline {

// What a Prometheus told of the objects that are judged, where one was asked.
struct Observed {
    std::set<std::string> emptyQueries; // PromQL of triggers that found nothing just now
    std::map<std::string, std::string> refusedQueries; // that cannot be read, with what Prometheus says of it
    std::map<std::string, std::size_t> manyQueries; // with how many series they find
    struct Course { // how a metric of an HPA went, and its replicas, over the same days
        std::string ns, hpa, metric;
        Series values, replicas;
        bool operator==(const Course&) const = default;
    };
    std::vector<Course> courses;
    bool operator==(const Observed&) const = default;
};

} // namespace loadline
