// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "costs/cost_history.h"
#include "costs/opencost_client.h"
#include "tables/costs.h"

#include <QElapsedTimer>
#include <QObject>

#include <functional>
#include <map>
#include <set>

namespace loadline {

// Makes one value of all that is known about money: prices that Prometheus tells now, the days of the window with
// their prices, the user's settings. Everything that takes time is done on the pool; `changed` comes at most about
// once a second. Lives on the GUI thread (in a command without a window, on the main thread).
class CostFeed : public QObject {
    Q_OBJECT
public:
    // Who asks ("costs", "prices") and what; replaces that owner's earlier wishes. Answers come back through take().
    using Wish = std::function<void(const QString& owner, const std::vector<SeriesWish>& wishes)>;
    // `file` keeps closed days; "" in memory only.
    CostFeed(const QString& file, Wish wish, QObject* parent = nullptr);

    // Asks one cluster's API server for a path; the answer comes on this thread, or never once the cluster is closed.
    // From then on each cluster's OpenCost is looked for and asked while somebody looks at costs.
    using Get = std::function<void(const std::string& cluster, const std::string& path, std::function<void(Result<std::string>)> done)>;
    void setOpenCost(Get get);

    void setSettings(const CostSettings& settings);
    void setPoolLabel(const std::string& label);
    void setWorlds(const Worlds& worlds); // clusters not among them are forgotten
    // A cluster's Prometheus was found ("monitoring/prometheus:80") or there is none (""). Until it is told, no history
    // is asked for.
    void setSource(const std::string& cluster, const std::string& source);
    // History is asked for only while somebody looks at it: a month of days is not fetched for a page nobody opened.
    void setWanted(bool wanted);
    void take(const QString& owner, const QString& key, const SeriesAnswer& answer);

    [[nodiscard]] CostsPtr costs() const { return costs_; } // never null
    // All days of all clusters are in (or failed), and prices laid over them.
    [[nodiscard]] bool settled() const;

Q_SIGNALS:
    void changed(const loadline::CostsPtr& costs);
    void problem(const loadline::Error& error);

private:
    struct Cluster {
        WorldPtr world;
        std::optional<std::string> source;
        LivePrices live;
        std::vector<std::string> types; // asked offerings for
        std::shared_ptr<const ObjectTable> nodesSeen; // that the types were read from
        int asked = 0; // how often prices were asked for
        TimePoint askedAt {};
        bool nodesAnswered = false, offeringsAnswered = false;
        bool pricing = false, again = false; // a pricing runs; things changed since it began
        TimePoint pricedAt {};
        std::shared_ptr<const std::vector<UsageDay>> days = std::make_shared<std::vector<UsageDay>>();
        UsageDaysPtr pricedFrom;
        PriceBook book;
        OpenCostPtr openCost;
        TimePoint openCostAskedAt {};
    };
    void askHistory();
    void askOpenCosts();
    void takeOpenCost(const std::string& cluster, const Result<OpenCostAnswer>& answer);
    void askPrices();
    void priceSoon(const std::string& cluster);
    void price(const std::string& name, Cluster& cluster);
    void publish();
    [[nodiscard]] bool settled(const std::string& name, const Cluster& cluster) const;

    Wish wish_;
    Get get_; // null: OpenCost is not asked
    CostHistory history_;
    CostSettings settings_;
    std::string poolLabel_;
    std::map<std::string, Cluster> clusters_;
    std::map<QString, std::string> askedPrices_; // key -> cluster
    bool wanted_ = false;
    CostsPtr costs_ = std::make_shared<Costs>();
    QTimer publishing_, repricing_;
    std::set<std::string> toPrice_;
};

} // namespace loadline
