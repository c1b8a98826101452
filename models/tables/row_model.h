// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/order.h"

#include <QAbstractTableModel>
#include <QVariant>

namespace loadline {

// What the views ask a table for, beside Qt's own roles. Values are QVariants of the types in column.h.
enum TableRole {
    ToneRole = Qt::UserRole + 1, // int of Tone
    BarRole, // ReplicaBar
    ScaleRole, // ScaleBar
    BriefRole, // QString: what stands beside either
    ChipsRole, // std::vector<Chip>
    SparkRole, // Spark
    StrongRole, // bool
    RowIdRole, // QString: the row's id
};

// The part of a table model that knows no row type.
class TableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;
    [[nodiscard]] virtual QString columnId(int column) const = 0;
    [[nodiscard]] virtual int columnWidth(int column) const = 0;
    [[nodiscard]] virtual int columnLeast(int column) const = 0;
    [[nodiscard]] virtual int columnYields(int column) const = 0; // see Column
    [[nodiscard]] virtual bool shownByDefault(int column) const = 0;
    [[nodiscard]] virtual QString rowId(int row) const = 0; // "" out of range
    [[nodiscard]] virtual int rowOf(const QString& id) const = 0; // -1: not here
    [[nodiscard]] const std::vector<SortBy>& sorting() const { return sorting_; }
    void setSorting(std::vector<SortBy> by); // shows the indicators; rows arrive sorted

Q_SIGNALS:
    // The user asked for another sorting (QAbstractItemModel::sort came in): derive anew.
    void sortingWanted(const QString& column, bool descending);

public:
    void sort(int column, Qt::SortOrder order) override;

protected:
    // One step of a row diff; see setRows. Runs are [first, last].
    struct Change {
        std::vector<std::pair<int, int>> removed; // positions in the old rows, ascending
        std::vector<int> survivors; // old position of each surviving row, in new order
        std::vector<std::pair<int, int>> inserted; // positions in the new rows, ascending
        std::vector<std::pair<int, int>> changed; // positions in the new rows, ascending
    };
    static Change diff(const std::vector<const std::string*>& before, const std::vector<const std::string*>& after,
        const std::function<bool(int oldPosition, int newPosition)>& same);
    // More runs than this are told as one span: each signal costs a view more than a few rows painted anew.
    static constexpr std::size_t mostRuns = 64;
    static std::vector<std::pair<int, int>> fewRuns(std::vector<std::pair<int, int>> runs);
    // The rank of each of these distinct positions among the others: what is left of an order when others have gone.
    static std::vector<int> ranks(const std::vector<int>& values);
    static QVariant alignmentOf(Align align);

private:
    std::vector<SortBy> sorting_;
};

// Rows in view order, replaced as a whole; what changed is told to the views key by key with as few signals as can be,
// so that selection, current row and scroll position stay where they were. Above 64 runs of inserts and removes
// they are gathered into one of each by a relayout; nothing is ever reset.
template <class Row>
class RowModel : public TableModel {
public:
    explicit RowModel(Columns<Row> columns, QObject* parent = nullptr)
        : TableModel(parent)
        , columns_(std::move(columns))
    {
    }
    void setRows(Rows<Row> rows); // in row_model_rows.h
    [[nodiscard]] const Rows<Row>& rows() const { return rows_; }
    [[nodiscard]] const Columns<Row>& columns() const { return columns_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(columns_.size());
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] QString columnId(int column) const override { return columns_.at(std::size_t(column)).id; }
    [[nodiscard]] int columnWidth(int column) const override { return columns_.at(std::size_t(column)).width; }
    [[nodiscard]] int columnLeast(int column) const override
    {
        const auto& of = columns_.at(std::size_t(column));
        return of.least > 0 ? of.least : of.width * 7 / 10;
    }
    [[nodiscard]] int columnYields(int column) const override { return columns_.at(std::size_t(column)).yields; }
    [[nodiscard]] bool shownByDefault(int column) const override { return columns_.at(std::size_t(column)).shown; }
    [[nodiscard]] QString rowId(int row) const override;
    [[nodiscard]] int rowOf(const QString& id) const override;

private:
    void step(const Change& change, const Rows<Row>& rows);
    void relayout(const Change& change, const Rows<Row>& rows);
    void reorder(const std::vector<int>& order);
    template <class T>
    static QVariant asVariant(const std::optional<T>& value)
    {
        return value ? QVariant::fromValue(*value) : QVariant();
    }
    Columns<Row> columns_;
    Rows<Row> rows_;
};

} // namespace loadline

Q_DECLARE_METATYPE(loadline::ReplicaBar)
Q_DECLARE_METATYPE(loadline::ScaleBar)
Q_DECLARE_METATYPE(std::vector<loadline::Chip>)
Q_DECLARE_METATYPE(loadline::Spark)

#include "tables/row_model_rows.h"
