// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/column_fit.h"
#include "grid/table_message.h"
#include "tables/row_model.h"

#include <QElapsedTimer>
#include <QSet>
#include <QTableView>

class QMenu;

namespace loadline {

class CellDelegate;
class MessageCard;
class MessageStrip;
class TableHeader;

// The one table of Loadline: rows of one height with hairlines, selected whole; columns that can be sorted by (click;
// Shift+click adds a further key), moved, resized and hidden; copied as text; never measured by their contents. Rows
// arrive sorted and filtered in a TableModel; the chosen row stays chosen by its id while rows come and go.
class TableView : public QTableView {
    Q_OBJECT
public:
    explicit TableView(QWidget* parent = nullptr);

    void setTable(TableModel* model); // not owned
    [[nodiscard]] TableModel* table() const { return table_; }

    // Shown in the table's middle while it has no rows (with rows: as a strip, see TablePane).
    void setMessage(const TableMessage& message);
    [[nodiscard]] const TableMessage& message() const { return message_; }

    [[nodiscard]] QString chosenRow() const { return away_ ? QString() : chosen_; } // "" none
    [[nodiscard]] QStringList selectedRows() const; // ids from top to bottom, of all that are selected
    void choose(const QString& rowId); // selects and scrolls to it, now or as soon as it arrives; "": none
    // Ids in visual order: what an export must equal. With those that have no room just now, as with those scrolled away.
    [[nodiscard]] QStringList shownColumns() const;

    // Columns shown, their order and width, and the sorting, as JSON; a state of another version or of other columns
    // is taken as far as it fits. Restoring a sorting says sortingChosen.
    [[nodiscard]] QByteArray state() const;
    void restoreState(const QByteArray& state);
    void resetColumns();

    void fillColumnMenu(QMenu* menu); // one check box a column, "Reset columns"
    [[nodiscard]] QString selectedText() const; // tab-separated with the header; all rows when none is selected

    void setModel(QAbstractItemModel* model) override;
    void keyboardSearch(const QString& search) override; // in the name column: its start first, then anywhere

Q_SIGNALS:
    void rowChosen(const QString& rowId); // "" when none is, or the chosen row went away
    void rowActivated(const QString& rowId); // Enter or double click
    void rowsSelected(); // selectedRows() is another
    void sortingChosen(const std::vector<loadline::SortBy>& by);
    void rowMenuAboutToShow(QMenu* menu, const QString& rowId); // for the page to add to
    void messageAction();
    void stateChanged(); // columns or sorting, by the user

public Q_SLOTS:
    void copySelection();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void listen();
    void measure();
    static constexpr int narrowest = 32; // of a column
    void fitColumns();
    void bringBack(); // what gave way and has room again beside widths that are the user's
    [[nodiscard]] int contentWidth(int column) const;
    [[nodiscard]] ColumnWish wishOf(int column) const;
    [[nodiscard]] bool isChosen(int column) const; // shown, or would be if there were room
    void sortBy(int column, bool add);
    void setSorted(const std::vector<SortBy>& by);
    void followSoon();
    void follow();
    void placeMessage();
    void setHovered(int row);
    void showColumn(int column, bool shown);
    void showMenu(const QPoint& global, int row, int column);
    void fillSortMenu(QMenu* menu, int column);
    [[nodiscard]] int columnOf(const QString& id) const; // -1: not here
    [[nodiscard]] int nameColumn() const;
    [[nodiscard]] int shownCount() const;
    void restoreColumns(const QJsonArray& columns);

    TableModel* table_ = nullptr;
    TableHeader* header_;
    CellDelegate* delegate_;
    MessageCard* card_;
    TableMessage message_;
    QString chosen_;
    bool away_ = true; // the chosen row is not among the rows
    bool rowsLeaving_ = false; // Qt moves the current row away from rows that go: not the user's choice
    bool followPending_ = false;
    bool widthsByUser_ = false;
    bool fitWithRows_ = false; // the columns were last fitted while there were rows
    bool fitting_ = false;
    QSet<int> gaveWay_; // columns that are wanted and hidden for want of room
    QSet<int> insisted_; // columns that the user asked for: they never give way
    int hovered_ = -1;
    QString typed_;
    QElapsedTimer typing_;
};

// A table with its message: in its middle while it has no rows, as a strip above them when it has.
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
