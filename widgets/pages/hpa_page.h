// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/rows_page.h"
#include "tables/hpa_look.h"

namespace loadline {

// Every HPA with its replicas, metrics against targets and state; the chosen one over time and explained.
class HpaPage : public RowsPage<HpaRow> {
    Q_OBJECT
public:
    explicit HpaPage(QWidget* parent = nullptr);
    void setCosts(const CostsPtr& costs) override;

protected:
    [[nodiscard]] Derivation derivation() const override;
    RowDetail detailOf(const HpaRow& row) override;
    [[nodiscard]] std::vector<RowAction> actionsOf(const HpaRow& row) const override;
    [[nodiscard]] std::optional<ActionWish> wishOf(const QString& action, const HpaRow& row) const override;
    [[nodiscard]] std::vector<SeriesWish> moreWishes() const override;
    void takeAnswer(const QString& key, const SeriesAnswer& answer) override;

private:
    CostsPtr costs_ = std::make_shared<Costs>();
    std::shared_ptr<HpaLook> look_ = std::make_shared<HpaLook>(); // of the derivation that runs, which is one at a time
    std::shared_ptr<const HpaLook::Trends> trends_ = std::make_shared<HpaLook::Trends>();
    SizeHistoryPtr sizes_ = std::make_shared<SizeHistory>();
};

// The charts of one HPA: replicas, and a chart for each metric with its target and tolerance.
std::vector<ChartPlan> hpaCharts(const HpaRow& row, const Preferences& preferences, const std::vector<ChartMark>& marks, TimePoint now);

} // namespace loadline
