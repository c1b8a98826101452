// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/rows_page.h"
#include "tables/pool_rows.h"
#include "tables/row_money.h"

class QToolButton;

namespace loadline {

class TablePane;

// Node pools with what they hold and who scales them; the chosen one over time, with its nodes.
class PoolsPage : public RowsPage<PoolRow> {
    Q_OBJECT
public:
    explicit PoolsPage(QWidget* parent = nullptr);
    void setCosts(const CostsPtr& costs) override;
    [[nodiscard]] bool settled() const override;

protected:
    [[nodiscard]] Derivation derivation() const override;
    RowDetail detailOf(const PoolRow& row) override;
    [[nodiscard]] std::vector<SeriesWish> moreWishes() const override;
    void takeAnswer(const QString& key, const SeriesAnswer& answer) override;
    void rowsArrived(const Rows<PoolRow>& all, const Worlds& from) override;

private:
    CostsPtr costs_ = std::make_shared<Costs>();
    SizeHistoryPtr sizes_ = std::make_shared<SizeHistory>();
    void deriveNodesOf(const QString& poolId);
    void showNodesMessage();
    void fitNodes();
    void askAboutSelected(); // whether the selected nodes could go together
    [[nodiscard]] std::vector<std::string> selectedNodes() const;
    QToolButton* requests_ = nullptr;
    TablePane* nodes_ = nullptr;
    RowModel<NodeRow>* nodeModel_ = nullptr;
    LatestJob nodeJob_;
    struct Selected {
        std::string cluster;
        std::vector<std::string> nodes; // none: nothing is asked
        PoolRemoval removal;
        bool operator==(const Selected&) const = default;
    };
    Selected selected_;
    LatestJob removalJob_;
    QString nodesOf_; // the pool whose nodes were asked for last
};

// Nodes by capacity type, stacked; what a Karpenter pool uses of its limits.
std::vector<ChartPlan> poolCharts(const PoolRow& row, const std::vector<ChartMark>& marks, TimePoint now);
// The four capacity types as areas, from an answer to NodesByPool; `pool` "" sums over all.
std::vector<ChartLine> capacityAreas(const SeriesAnswer* answer, const std::optional<std::string>& pool);

} // namespace loadline
