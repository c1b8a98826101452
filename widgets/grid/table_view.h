// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/table_message.h"
#include "tables/row_model.h"

#include <QTableView>

#include <memory>

class QMenu;

namespace loadline {

class TableHeader;
class MessageCard;

// The one table of Loadline: rows of one height with hairlines, selected whole; columns that can be sorted by (click;
// Shift+click adds a further key), moved, resized and hidden; copied as text; never measured by their contents. Rows
// arrive sorted and filtered in a TableModel; the chosen row stays chosen by its id while rows come and go.
class TableView : public QTableView {
    Q_OBJECT
public:
    explicit TableView(QWidget* parent = nullptr);
    ~TableView() override;

    void setTable(TableModel* model); // not owned
    [[nodiscard]] TableModel* table() const { return table_; }

    // Shown instead of rows while there are none (a table with rows shows it as a strip: see TablePane).
    void setMessage(const TableMessage& message);
    [[nodiscard]] const TableMessage& message() const { return message_; }

    [[nodiscard]] QString chosenRow() const { return chosen_; } // "" none
    void choose(const QString& rowId); // selects and scrolls to it, now or as soon as it arrives
    [[nodiscard]] QStringList shownColumns() const; // ids in visual order: what an export must equal

    // Columns shown, their order and width, and the sorting, as JSON; a state of another version or of other columns
    // is taken as far as it fits.
    [[nodiscard]] QByteArray state() const;
    void restoreState(const QByteArray& state);
    void resetColumns();

    void fillColumnMenu(QMenu* menu); // one check box a column, "Reset columns"
    [[nodiscard]] QString selectedText() const; // tab-separated with the header; all rows when none is selected

Q_SIGNALS:
    void rowChosen(const QString& rowId); // "" when none is, or the chosen row went away
    void rowActivated(const QString& rowId); // Enter or double click
    void sortingChosen(const std::vector<loadline::SortBy>& by);
    void messageAction();
    void stateChanged(); // columns or sorting, by the user

public Q_SLOTS:
    void copySelection();

public:
    void setModel(QAbstractItemModel* model) override;
    void keyboardSearch(const QString& search) override;

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    friend class TableHeader;
    void measure();
    void fitColumns();
    void sortBy(int column, bool add);
    void setSorted(std::vector<SortBy> by);
    void followChosen();
    void placeMessage();
    void showColumn(int column, bool shown);
    void fillRowMenu(QMenu* menu, const QModelIndex& index);

    TableModel* table_ = nullptr;
    TableHeader* header_ = nullptr;
    MessageCard* card_ = nullptr;
    TableMessage message_;
    QString chosen_;
    QString typed_; // type-ahead
    bool rowsLeaving_ = false; // Qt moves the current row away from rows that go: not the user's choice
    bool widthsByUser_ = false;
    bool fitting_ = false;
};

// A table with its message: in its middle while it has no rows, as a strip above them when it has.
class MessageStrip;
class TablePane : public QWidget {
    Q_OBJECT
public:
    explicit TablePane(QWidget* parent = nullptr);
    [[nodiscard]] TableView* view() const { return view_; }
    void setTable(TableModel* model);
    void setMessage(const TableMessage& message);

Q_SIGNALS:
    void messageAction();

private:
    void place();
    TableView* view_;
    MessageStrip* strip_;
    TableMessage message_;
};

} // namespace loadline
