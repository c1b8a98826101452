// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/rows_page.h"
#include "tables/row_money.h"

namespace loadline {

class ElidedLabel;
class WeekStrip;

// A row per trigger of every ScaledObject and ScaledJob; live values only for what is on screen.
class KedaPage : public RowsPage<KedaRow> {
    Q_OBJECT
public:
    explicit KedaPage(QWidget* parent = nullptr);
    void setCosts(const CostsPtr& costs) override;
    void setShown(bool shown) override;

protected:
    [[nodiscard]] Derivation derivation() const override;
    RowDetail detailOf(const KedaRow& row) override;
    [[nodiscard]] std::vector<RowAction> actionsOf(const KedaRow& row) const override;
    [[nodiscard]] std::optional<ActionWish> wishOf(const QString& action, const KedaRow& row) const override;
    [[nodiscard]] std::vector<SeriesWish> moreWishes() const override;
    void takeAnswer(const QString& key, const SeriesAnswer& answer) override;
    void visibleRowsChanged() override;

private:
    CostsPtr costs_ = std::make_shared<Costs>();
    SizeHistoryPtr sizes_ = std::make_shared<SizeHistory>();
    void showWeek(const KedaRow& row);
    QWidget* week_ = nullptr;
    ElidedLabel* weekTitle_ = nullptr;
    WeekStrip* strip_ = nullptr;
    std::vector<std::pair<std::string, std::vector<LiveMetricKey>>> live_; // last told
};

// The trigger's value against its thresholds, and the replicas, over time.
std::vector<ChartPlan> kedaCharts(const KedaRow& row, const std::vector<ChartMark>& marks, TimePoint now);

} // namespace loadline
