// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/rows_page.h"
#include "tables/vpa_rows.h"

namespace loadline {

// A row per container: what it requests, uses and is recommended, on one scale; the chosen one over time.
class VpaPage : public RowsPage<VpaRow> {
    Q_OBJECT
public:
    explicit VpaPage(QWidget* parent = nullptr);
    void setCosts(const CostsPtr& costs) override;
    void setShown(bool shown) override;

protected:
    [[nodiscard]] Derivation derivation() const override;
    RowDetail detailOf(const VpaRow& row) override;
    [[nodiscard]] std::vector<RowAction> actionsOf(const VpaRow& row) const override;
    [[nodiscard]] std::optional<ActionWish> wishOf(const QString& action, const VpaRow& row) const override;
    [[nodiscard]] std::vector<SeriesWish> moreWishes() const override;
    void takeAnswer(const QString& key, const SeriesAnswer& answer) override;
    void visibleRowsChanged() override;

private:
    CostsPtr costs_ = std::make_shared<Costs>();
    std::shared_ptr<const AverageReplicas> averages_ = std::make_shared<AverageReplicas>();
    std::shared_ptr<const UsageWindows> usage_; // of the rows that have been on screen
};

// Usage, request and recommendation over time, a chart for each resource the VPA controls.
std::vector<ChartPlan> vpaCharts(const VpaRow& row, const std::vector<ChartMark>& marks, TimePoint now);

} // namespace loadline
