// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/workload_type.h"
#include "tables/cost_report.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLineEdit;
class QTableView;
class QToolButton;

namespace loadline {

class DetailPane;

// The rules as a table to write in, tried from the first to the last.
class TypeRulesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Type, Kinds, Scalers, Words, Gpu, Columns };
    explicit TypeRulesModel(QObject* parent = nullptr);
    void setRules(const std::vector<WorkloadTypeRule>& rules);
    [[nodiscard]] const std::vector<WorkloadTypeRule>& rules() const { return rules_; }
    int add(WorkloadTypeRule rule, int before); // its row
    void remove(int row);
    bool move(int row, int by); // false: there is no such place

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void edited();

private:
    std::vector<WorkloadTypeRule> rules_;
};

// What makes a workload one of serving, training ...: the label that says so, else the first rule that matches. What
// the rules make of the workloads that run stands beside them.
class TypesEditor : public QWidget {
    Q_OBJECT
public:
    explicit TypesEditor(QWidget* parent = nullptr);
    void setTypes(const WorkloadTypeRules& types);
    void setReport(const CostReport& report); // by workload type
    [[nodiscard]] TypeRulesModel* model() const { return model_; }
    [[nodiscard]] QLineEdit* label() const { return label_; }

Q_SIGNALS:
    void typesChosen(const loadline::WorkloadTypeRules& types);

private:
    QWidget* buildRules();
    void choose();
    void addRule();
    void moveRule(int by);
    WorkloadTypeRules types_ = defaultWorkloadTypes();
    QLineEdit* label_ = nullptr;
    TypeRulesModel* model_ = nullptr;
    QTableView* view_ = nullptr;
    DetailPane* outcome_ = nullptr;
};

} // namespace loadline
