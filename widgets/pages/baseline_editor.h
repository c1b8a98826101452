// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/baseline.h"
#include "tables/cost_report.h"
#include "tables/pool_rows.h"

#include <QAbstractTableModel>
#include <QWidget>

class QButtonGroup;
class QComboBox;
class QRadioButton;
class QTableView;

namespace loadline {

class DetailPane;
class ToneLabel;

// How many nodes of each pool would always have run: the pools that are open now, and those that a baseline named before.
class PoolCountsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Pool, Now, Most, Count, Price, Columns };
    struct Line {
        std::string pool;
        std::optional<std::int64_t> now, most; // nodes that run; the pool's maximum
        std::optional<std::int64_t> count; // absent: the baseline does not name the pool
        std::optional<Money> price; // of a node an hour; absent: what its machines cost on demand
        bool operator==(const Line&) const = default;
    };
    explicit PoolCountsModel(QObject* parent = nullptr);
    void setLines(std::vector<Line> lines);
    [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
    [[nodiscard]] std::vector<BaselinePool> pools() const; // those with a count

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void edited();
    void refused(const QString& why);

private:
    std::vector<Line> lines_;
};

// What savings are measured against: always on at the peak, pinned at max, fixed counts per pool that are written here,
// or what ran on a day before. What it comes to stands beside it.
class BaselineEditor : public QWidget {
    Q_OBJECT
public:
    explicit BaselineEditor(QWidget* parent = nullptr);
    void setBaseline(const Baseline& baseline, const Currency& currency);
    void setFacts(const CostReport& report, const Rows<PoolRow>& pools, const Costs& costs);
    [[nodiscard]] PoolCountsModel* counts() const { return counts_; }
    [[nodiscard]] QRadioButton* choice(BaselineKind kind) const;

Q_SIGNALS:
    void baselineChosen(const loadline::Baseline& baseline);

private:
    QWidget* buildChoices();
    void chooseKind(BaselineKind kind);
    void chooseCounts();
    void chooseDay();
    void choose(Baseline baseline);
    void fillCounts();
    void fillDays();
    void showKind();
    void showOutcome();
    void say(const QString& why);

    Baseline baseline_;
    Currency currency_;
    Rows<PoolRow> pools_;
    CostsPtr costs_;
    std::optional<CostReport> report_;
    QButtonGroup* kinds_ = nullptr;
    PoolCountsModel* counts_ = nullptr;
    QTableView* view_ = nullptr;
    QComboBox* days_ = nullptr;
    ToneLabel* complaint_ = nullptr;
    DetailPane* outcome_ = nullptr;
};

} // namespace loadline
