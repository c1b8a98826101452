// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/write_table.h"
#include "tables/what_if_lines.h"

#include <QAbstractTableModel>

namespace loadline {

// A scenario's lines as a table to write in: pools first, then workloads. A change reckons only the line it touches
// anew, and the sums.
class WhatIfModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit WhatIfModel(QObject* parent = nullptr);

    void setScenario(Scenario scenario);
    void setCurrency(const Currency& currency);
    void rename(const std::string& name) { scenario_.name = name; }
    [[nodiscard]] const Scenario& scenario() const { return scenario_; }
    [[nodiscard]] const ScenarioResult& result() const { return result_; }

    // By row of the table; null where there is none.
    [[nodiscard]] const WhatIfLine* line(int row) const;
    [[nodiscard]] bool isWorkload(int row) const { return row >= int(scenario_.pools.size()); }
    void setNumber(int row, WhatIfField field, double value);
    int addLine(bool workload); // the row it got
    void removeLine(int row);
    [[nodiscard]] static const WhatIfFieldInfo* field(int column); // null: a result
    [[nodiscard]] static int columnOf(WhatIfField field);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void changed(); // the figures are new
    void edited(); // by the user
    void refused(const QString& why); // what was typed is none

private:
    WhatIfLine* lineAt(int row);
    void reckonAll();
    void lineChanged(int row);
    void addUp();
    [[nodiscard]] QVariant tip(int row, int column) const;
    Scenario scenario_;
    Currency currency_;
    std::vector<WhatIfResult> months_; // by row
    ScenarioResult result_;
};

// Numbers get a spin box that counts while one turns it, units a choice.
class WhatIfDelegate : public WriteDelegate {
    Q_OBJECT
public:
    using WriteDelegate::WriteDelegate;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
};

} // namespace loadline
