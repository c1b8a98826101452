// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/observed.h"
#include "pages/page.h"
#include "tables/finding_rows.h"

#include <functional>
#include <map>
#include <memory>
#include <unordered_set>

namespace loadline {

// What the findings page asks of each cluster's Prometheus: whether queries of triggers find anything, and whether the
// metrics of HPAs that are in trouble follow their replicas.
class FindingEvidence {
public:
    // For rows and worlds as they are; bounded, and the same for ten minutes.
    [[nodiscard]] std::vector<SeriesWish> wishes(const Worlds& worlds, const Rows<FindingRow>& rows) const;
    // The same for what was found of manifests laid over a cluster; the queries of what is `written` are tried in any case.
    [[nodiscard]] std::vector<SeriesWish> wishes(const World& world, const std::vector<Finding>& found, const std::vector<ManifestRef>& written = {}) const;
    // Whether it changed what is known.
    bool take(const QString& key, const SeriesAnswer& answer);
    [[nodiscard]] const ObservedByCluster& observed() const { return observed_; }
    [[nodiscard]] std::shared_ptr<const Observed> of(const std::string& cluster) const; // null: nothing is known

private:
    struct Asked { // what a key stands for
        std::string cluster, query, ns, hpa; // a query, or an HPA's metrics or replicas
        bool replicas = false;
    };
    using Told = std::unordered_set<std::string>; // objects, each with the rule that asks
    void askOf(const World& world, const Told& told, std::vector<SeriesWish>& wishes) const;
    template <class T>
    void askQueries(const World& world, const std::function<bool(const Meta&)>& wanted, std::vector<SeriesWish>& wishes) const;
    void ask(std::vector<SeriesWish>& wishes, const QString& key, Asked asked, SeriesRequest request) const;
    bool takeQuery(const Asked& asked, const SeriesAnswer& answer);
    bool takeCourse(const Asked& asked, const SeriesAnswer& answer);
    mutable std::map<QString, Asked> asked_;
    std::map<std::string, std::vector<Series>> metrics_, replicas_; // by cluster/ns/name
    ObservedByCluster observed_;
};

} // namespace loadline
