// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/latest_job.h"
#include "pages/page.h"
#include "tables/cost_report.h"
#include "tables/row_model.h"

#include <QTimer>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace loadline {

class Card;
class DetailPane;
class FigureCard;
class MessageCard;
class PageHeader;
class TablePane;
class TimeChart;
class ToneLabel;
class WaterfallChart;

// What the open clusters cost and what autoscaling saved, against a baseline the user chose: cards, cost over time,
// where the saving comes from, and a table by group with what stands behind each line.
class CostPage : public Page {
    Q_OBJECT
public:
    explicit CostPage(QWidget* parent = nullptr);
    ~CostPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("cost"); }
    [[nodiscard]] QString title() const override { return tr("Cost"); }
    void setWorlds(const Worlds& worlds) override;
    void setPreferences(const Preferences& preferences) override;
    void setCosts(const CostsPtr& costs) override;
    void setRange(const TimeRange& range, bool live) override;
    void setSeries(const QString& key, const SeriesAnswer& answer) override;
    void setDocument(const QString& path, const Result<std::string>& json) override;
    void setShown(bool shown) override;
    void select(const QString& rowId) override;
    void setFilter(const QString& text) override;
    [[nodiscard]] std::optional<ExportTable> table() const override;
    [[nodiscard]] QImage picture(double scale) const override;
    [[nodiscard]] bool settled() const override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;
    void openExportMenu() override;

    [[nodiscard]] const CostReport& report() const { return report_; }

private:
    void build();
    QWidget* buildCards();
    QWidget* buildCharts();
    QWidget* buildTable();
    void addChoosers();
    void choose(const CostSettings& settings);
    void derive();
    void take(CostReport report, const Worlds& worlds, const CostsPtr& costs);
    void showCards();
    void showCharts();
    void showTable();
    void showDetail();

    struct ColumnsFor {
        GroupBy by;
        Currency currency;
        bool manyClusters = false;
        bool operator==(const ColumnsFor&) const = default;
    };
    Worlds worlds_, derivedFrom_;
    ColumnsFor columnsFor_;
    QTimer soon_;
    Preferences preferences_;
    CostsPtr costs_, derivedCosts_;
    bool shown_ = false;
    bool sortedByUser_ = false;
    CostReport report_;
    Order order_;
    LatestJob job_;
    PageHeader* header_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    MessageCard* message_ = nullptr;
    QToolButton *baseline_ = nullptr, *by_ = nullptr, *window_ = nullptr;
    FigureCard *rate_ = nullptr, *month_ = nullptr, *realised_ = nullptr, *released_ = nullptr, *potential_ = nullptr;
    TimeChart* chart_ = nullptr;
    Card* waterfallCard_ = nullptr;
    WaterfallChart* waterfall_ = nullptr;
    TablePane* pane_ = nullptr;
    DetailPane* detail_ = nullptr;
    ToneLabel* footer_ = nullptr;
    RowModel<CostRow>* model_ = nullptr;
};

} // namespace loadline
