// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/table_view.h"

#include "grid/cell_delegate.h"
#include "grid/messages.h"
#include "grid/table_header.h"
#include "theme/measure.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHoverEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTimer>

#include <chrono>

namespace loadline {

TableView::TableView(QWidget* parent)
    : QTableView(parent)
    , header_(new TableHeader(this))
    , delegate_(new CellDelegate(this))
    , card_(new MessageCard(viewport()))
{
    setAccessibleName(tr("Table"));
    setHorizontalHeader(header_);
    setItemDelegate(delegate_);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    viewport()->setAttribute(Qt::WA_Hover);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    card_->hide();
    connect(card_, &MessageCard::action, this, &TableView::messageAction);
    connect(header_, &TableHeader::sortAsked, this, &TableView::sortBy);
    connect(header_, &TableHeader::menuAsked, this,
        [this](int column, const QPoint& global) { showMenu(global, -1, column); });
    connect(header_, &QHeaderView::sectionMoved, this, [this] {
        if (!fitting_)
            Q_EMIT stateChanged();
    });
    connect(header_, &QHeaderView::sectionResized, this, [this] {
        if (fitting_)
            return;
        widthsByUser_ = true;
        Q_EMIT stateChanged();
    });
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        if (table_ && index.isValid())
            Q_EMIT rowActivated(table_->rowId(index.row()));
    });
    measure();
}

void TableView::setTable(TableModel* model) { setModel(model); }

void TableView::setModel(QAbstractItemModel* model)
{
    if (table_)
        disconnect(table_, nullptr, this, nullptr);
    table_ = qobject_cast<TableModel*>(model);
    fitting_ = true;
    QTableView::setModel(model);
    fitting_ = false;
    if (!table_)
        return;
    listen();
    header_->setSorting(table_->sorting());
    resetColumns();
    placeMessage();
    followSoon();
}

void TableView::listen()
{
    const auto rowsChanged = [this] {
        rowsLeaving_ = false;
        placeMessage();
        followSoon();
        if (!fitWithRows_ && table_->rowCount() > 0)
            fitColumns();
    };
    connect(table_, &QAbstractItemModel::rowsInserted, this, rowsChanged);
    connect(table_, &QAbstractItemModel::rowsRemoved, this, rowsChanged);
    connect(table_, &QAbstractItemModel::layoutChanged, this, rowsChanged);
    connect(table_, &QAbstractItemModel::modelReset, this, rowsChanged);
    // Figures come to rows that are there, as costs do: soon they have the room they need.
    auto* grown = new QTimer(table_);
    grown->setSingleShot(true);
    grown->setInterval(std::chrono::milliseconds {300});
    connect(table_, &QAbstractItemModel::dataChanged, grown, [grown] {
        if (!grown->isActive())
            grown->start();
    });
    connect(grown, &QTimer::timeout, this, [this, grown] {
        grown->setInterval(std::chrono::seconds {2});
        for (int column = 0; table_ && !widthsByUser_ && column < table_->columnCount(); ++column) {
            const auto align = Qt::Alignment(table_->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
            if (!isColumnHidden(column) && align.testFlag(Qt::AlignRight) && contentWidth(column) > QTableView::columnWidth(column))
                return fitColumns();
        }
    });
    connect(table_, &QAbstractItemModel::headerDataChanged, this, [this] { header_->setSorting(table_->sorting()); });
}

void TableView::measure()
{
    verticalHeader()->setMinimumSectionSize(1);
    verticalHeader()->setDefaultSectionSize(loadline::rowHeight(font()));
    header_->setFixedHeight(scaled(30, font()));
    verticalScrollBar()->setSingleStep(loadline::rowHeight(font()));
    if (table_)
        fitColumns();
}

void TableView::setMessage(const TableMessage& message)
{
    if (message_ == message)
        return;
    message_ = message;
    card_->setMessage(message);
    placeMessage();
}

void TableView::placeMessage()
{
    const bool wanted = message_.kind != TableMessage::Kind::None && (!table_ || table_->rowCount() == 0);
    card_->setGeometry(viewport()->rect());
    card_->setVisible(wanted);
}

void TableView::choose(const QString& rowId)
{
    chosen_ = rowId;
    away_ = true;
    if (rowId.isEmpty()) {
        setCurrentIndex({});
        clearSelection();
        return;
    }
    follow();
    if (!away_)
        scrollTo(currentIndex(), EnsureVisible);
}

void TableView::followSoon()
{
    if (followPending_ || chosen_.isEmpty())
        return;
    followPending_ = true; // once, however many runs a change of rows has
    QMetaObject::invokeMethod(this, &TableView::follow, Qt::QueuedConnection);
}

void TableView::follow()
{
    followPending_ = false;
    if (!table_ || chosen_.isEmpty())
        return;
    const QModelIndex current = currentIndex();
    const bool there = current.isValid() && table_->rowId(current.row()) == chosen_;
    const int row = there ? current.row() : table_->rowOf(chosen_);
    if (row < 0) {
        if (away_)
            return;
        away_ = true;
        rowsLeaving_ = true;
        setCurrentIndex({});
        clearSelection();
        rowsLeaving_ = false;
        Q_EMIT rowChosen(QString());
        return;
    }
    const bool back = away_;
    away_ = false;
    if (!there || !selectionModel()->isRowSelected(row)) {
        const int column = there ? current.column() : std::max(0, nameColumn());
        rowsLeaving_ = true;
        selectionModel()->setCurrentIndex(
            table_->index(row, column), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        rowsLeaving_ = false;
    }
    if (back)
        Q_EMIT rowChosen(chosen_);
}

void TableView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTableView::currentChanged(current, previous);
    if (rowsLeaving_ || !table_)
        return;
    const QString id = current.isValid() ? table_->rowId(current.row()) : QString();
    if (id == chosen_ && !away_)
        return;
    chosen_ = id;
    away_ = id.isEmpty();
    Q_EMIT rowChosen(id);
}

void TableView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected)
{
    QTableView::selectionChanged(selected, deselected);
    Q_EMIT rowsSelected();
}

QStringList TableView::selectedRows() const
{
    std::vector<int> rows;
    if (table_)
        for (const QModelIndex& index : selectionModel()->selectedRows())
            rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    QStringList ids;
    for (const int row : rows)
        ids << table_->rowId(row);
    return ids;
}

void TableView::rowsAboutToBeRemoved(const QModelIndex& parent, int start, int end)
{
    rowsLeaving_ = true; // until rowsRemoved
    QTableView::rowsAboutToBeRemoved(parent, start, end);
}

QModelIndex TableView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    // A list of things: Home and End go to the first and the last of them, not to a row's first cell.
    if (table_ && table_->rowCount() > 0 && (action == MoveHome || action == MoveEnd)) {
        const int column = currentIndex().isValid() ? currentIndex().column() : std::max(0, nameColumn());
        return table_->index(action == MoveHome ? 0 : table_->rowCount() - 1, column);
    }
    return QTableView::moveCursor(action, modifiers);
}

void TableView::keyboardSearch(const QString& search)
{
    if (!table_ || table_->rowCount() == 0)
        return;
    if (search.isEmpty() || !typing_.isValid() || typing_.elapsed() > QApplication::keyboardInputInterval())
        typed_.clear();
    typing_.start();
    const bool again = typed_.isEmpty();
    typed_ += search;
    const int rows = table_->rowCount();
    const int from = currentIndex().isValid() ? (currentIndex().row() + (again ? 1 : 0)) % rows : 0;
    const QModelIndex start = table_->index(from, nameColumn());
    for (const auto how : {Qt::MatchStartsWith, Qt::MatchContains}) {
        const auto found = table_->match(start, Qt::DisplayRole, typed_, 1, how | Qt::MatchWrap);
        if (!found.isEmpty()) {
            setCurrentIndex(found.front());
            return;
        }
    }
}

void TableView::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void TableView::copySelection() { QApplication::clipboard()->setText(selectedText()); }

QString TableView::selectedText() const
{
    if (!table_)
        return {};
    std::vector<int> columns;
    for (const QString& id : shownColumns())
        columns.push_back(columnOf(id));
    std::vector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows())
        rows.push_back(index.row());
    std::sort(rows.begin(), rows.end());
    if (rows.empty())
        for (int row = 0; row < table_->rowCount(); ++row)
            rows.push_back(row);
    // A tab or a line break inside a cell would shift everything after it.
    const auto line = [&columns](auto textOf) {
        QStringList cells;
        for (const int column : columns)
            cells << QString(textOf(column)).replace(QLatin1Char('\t'), QLatin1Char(' ')).simplified();
        return cells.join(QLatin1Char('\t'));
    };
    QStringList lines {line([this](int column) { return table_->headerData(column, Qt::Horizontal).toString(); })};
    for (const int row : rows)
        lines << line([this, row](int column) { return table_->index(row, column).data().toString(); });
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

void TableView::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    fitColumns();
    placeMessage();
}

void TableView::changeEvent(QEvent* event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        measure();
}

void TableView::setHovered(int row)
{
    if (row == hovered_)
        return;
    hovered_ = row;
    delegate_->setHoveredRow(row);
    viewport()->update();
}

bool TableView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::HoverMove)
        setHovered(rowAt(static_cast<QHoverEvent*>(event)->position().toPoint().y()));
    else if (event->type() == QEvent::HoverLeave || event->type() == QEvent::Leave)
        setHovered(-1);
    return QTableView::viewportEvent(event);
}

} // namespace loadline
