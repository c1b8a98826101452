// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/cost_drill.h"
#include "tables/export.h"
#include "tables/row_model.h"

#include <QWidget>

class QStackedWidget;
class QTabBar;
class QToolButton;

namespace loadline {

class Card;
class DetailPane;
class ElidedLabel;
class TablePane;

// The lower half of the Cost page: costs by group, which open into their workloads, pods and containers; the price of
// every node with its source; what OpenCost in the cluster tells; and in words what the figures assume and leave out.
// What a line is made of stands beside it.
class CostTables : public QWidget {
    Q_OBJECT
public:
    explicit CostTables(QWidget* parent = nullptr);
    // `drill` is shown in place of the groups while its path is open.
    void setReport(const CostReport& report, const CostDrill& drill, const QString& baseline, bool manyClusters);
    void setFilter(const QString& text);
    void select(const QString& rowId);
    [[nodiscard]] const CostPath& path() const { return drill_.path; }
    [[nodiscard]] std::optional<ExportTable> table(const Baseline& baseline) const; // as shown
    [[nodiscard]] QByteArray saveState() const;
    void restoreState(const QByteArray& state);

Q_SIGNALS:
    void pathChosen(const loadline::CostPath& path);
    void termsWanted(const QString& what); // "own", "terms", "types", "baseline"

private:
    enum Tab { GroupsTab, PricesTab, OpenCostTab, WordsTab };
    QWidget* buildGroups();
    void addKeys(QWidget* on);
    void showGroups();
    void showPrices();
    void showOpenCost();
    void showWords(const QString& baseline);
    void showDetail();
    void showTab(int tab);
    void open(const QString& rowId);
    void back();
    [[nodiscard]] const Rows<CostRow>& rows() const { return drill_.path.open ? drill_.rows : report_.rows; }
    [[nodiscard]] std::shared_ptr<const CostRow> row(const QString& id) const;

    struct ColumnsFor {
        GroupBy by;
        Currency currency;
        QString title;
        bool manyClusters = false;
        bool history = false; // its figures want room
        bool operator==(const ColumnsFor&) const = default;
    };
    CostReport report_;
    CostDrill drill_;
    bool manyClusters_ = false;
    std::optional<ColumnsFor> columnsFor_;
    std::optional<std::pair<Terms, bool>> pricesFor_;
    std::optional<std::pair<Currency, bool>> openCostFor_;
    Order order_, priceOrder_, openCostOrder_;
    QString unasked_; // the row that is chosen because nobody chose one: the first, whatever the order
    QTabBar* tabs_ = nullptr;
    QToolButton* back_ = nullptr;
    ElidedLabel* crumbs_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    TablePane *groups_ = nullptr, *prices_ = nullptr, *openCost_ = nullptr;
    Card* explains_ = nullptr;
    DetailPane *detail_ = nullptr, *words_ = nullptr;
    RowModel<CostRow>* model_ = nullptr;
    RowModel<PriceRow>* priceModel_ = nullptr;
    RowModel<OpenCostRow>* openCostModel_ = nullptr;
};

} // namespace loadline
