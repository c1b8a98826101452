// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/table_page.h"

#include "grid/filter_edit.h"
#include "grid/table_view.h"
#include "pages/chart_column.h"
#include "pages/detail_area.h"
#include "pages/export_menu.h"
#include "pages/page_header.h"
#include "theme/icons.h"
#include "theme/measure.h"

#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

TablePage::TablePage(Setup setup, QWidget* parent)
    : Page(parent)
    , setup_(std::move(setup))
{
    build();
    connectParts();
}

TablePage::~TablePage() = default;

void TablePage::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 18, 14);
    column->setSpacing(10);
    header_ = new PageHeader(setup_.title, this);
    header_->addTableControls(setup_.filterHint, [this](QMenu* menu) { view()->fillColumnMenu(menu); });
    pane_ = new TablePane(this);
    view()->setAccessibleName(setup_.title);
    detail_ = new DetailArea(this);
    split_ = new QSplitter(Qt::Vertical, this);
    split_->setChildrenCollapsible(false);
    split_->setHandleWidth(cardGap);
    split_->addWidget(pane_);
    split_->addWidget(detail_);
    split_->setStretchFactor(0, setup_.longTable ? 3 : 2);
    split_->setStretchFactor(1, setup_.longTable ? 2 : 3);
    if (setup_.longTable)
        split_->setSizes({300, 200}); // shares of what there is
    column->addWidget(header_);
    column->addWidget(split_, 1);
    pane_->setMinimumHeight(scaled(120, font()));
    detail_->setMinimumHeight(scaled(200, font()));
    detail_->setNothing(setup_.nothingChosen);
}

void TablePage::connectParts()
{
    connect(header_->filter(), &FilterEdit::filterChanged, this, [this](const QString& text) {
        order_.filter = text;
        derive();
    });
    connect(header_->exports(), &ExportButton::exportWanted, this, &Page::exportWanted);
    connect(view(), &TableView::rowChosen, this, [this] {
        choseFirst_ = choseFirst_ && choosing_;
        renewDetail();
        renewWishes();
    });
    connect(view(), &TableView::sortingChosen, this, [this](const std::vector<SortBy>& by) {
        order_.by = by;
        derive();
    });
    connect(view(), &TableView::rowMenuAboutToShow, this, [this](QMenu* menu, const QString& rowId) {
        for (const auto& action : rowActions(rowId))
            addRowAction(menu, action, rowId);
    });
    connect(detail_, &DetailArea::actionWanted, this,
        [this](const QString& action) { act(action, chosenRow()); });
    connect(pane_, &TablePane::messageAction, this, &TablePage::messageAction);
    connect(view()->verticalScrollBar(), &QScrollBar::valueChanged, this, [this] { visibleRowsChanged(); });
    connect(split_, &QSplitter::splitterMoved, this, [this] { splitByUser_ = true; });
    connect(detail_, &DetailArea::documentWanted, this, &Page::documentWanted);
    connect(detail_, &DetailArea::linkActivated, this, &TablePage::followLink);
    auto* charts = detail_->charts();
    connect(charts, &ChartColumn::wishesChanged, this, &TablePage::renewWishes);
    connect(charts, &ChartColumn::rangeChosen, this, &Page::rangeChosen);
    connect(charts, &ChartColumn::rangeReset, this, &Page::rangeReset);
    connect(charts, &ChartColumn::pictureWanted, this, &Page::pictureWanted);
}

void TablePage::act(const QString& action, const QString& rowId)
{
    const bool clone = action == QLatin1String(cloneAction);
    if (!clone && action != QLatin1String(changeAction))
        return wish(action, rowId);
    if (const auto detail = chosenDetail(rowId); detail && !detail->document.isEmpty())
        Q_EMIT changeWanted(detail->cluster, detail->document, clone);
}

void TablePage::wish(const QString& action, const QString& rowId)
{
    if (const auto wished = rowWish(action, rowId))
        Q_EMIT actionWanted(*wished);
    else
        Q_EMIT rowActionWanted(action, rowId);
}

void TablePage::addRowAction(QMenu* menu, const RowAction& action, const QString& rowId)
{
    auto* entry = menu->addAction(action.icon.isEmpty() ? QIcon() : icon(action.icon), action.text);
    entry->setToolTip(action.why);
    entry->setEnabled(action.enabled);
    connect(entry, &QAction::triggered, this, [this, id = action.id, rowId] { act(id, rowId); });
}

TableView* TablePage::view() const
{
    return pane_->view();
}

void TablePage::setWorlds(const Worlds& worlds)
{
    // The first rows are waited for; from then on worlds come by themselves.
    const bool first = !everDerived_ || worlds.size() != worlds_.size();
    worlds_ = worlds;
    if (first)
        derive();
    else if (shown_)
        job_.runCalmly(deriving({worlds_, preferences_, order_}));
}

void TablePage::setPreferences(const Preferences& preferences)
{
    if (preferences == preferences_)
        return;
    preferences_ = preferences;
    detail_->charts()->setRange(range_, live_, preferences_.utcTimes);
    derive();
}

void TablePage::setRange(const TimeRange& range, bool live)
{
    range_ = range;
    live_ = live;
    detail_->charts()->setRange(range, live, preferences_.utcTimes);
}

void TablePage::setSeries(const QString& key, const SeriesAnswer& answer)
{
    if (answer.complete)
        awaited_.remove(key);
    detail_->charts()->setAnswer(key, answer);
    takeAnswer(key, answer);
}

void TablePage::setDocument(const QString& path, const Result<std::string>& json)
{
    detail_->setDocument(path, json);
}

void TablePage::setShown(bool shown)
{
    if (shown == shown_)
        return;
    shown_ = shown;
    header_->filter()->setShortcutEnabled(shown);
    if (shown) {
        derive();
        renewWishes();
    } else {
        job_.forget();
        wishes_.clear();
        awaited_.clear();
    }
}

void TablePage::select(const QString& rowId)
{
    wanted_ = rowId;
    if (!chooseWanted() && !order_.filter.isEmpty())
        setFilter({}); // the filter may be what hides it
    view()->setFocus();
}

// Of what was asked for by its object the first row: objects may have several.
bool TablePage::chooseWanted()
{
    const auto* model = view()->table();
    if (wanted_.isEmpty() || !model)
        return false;
    QString found;
    for (int row = 0; row < model->rowCount() && found != wanted_; ++row)
        if (const QString id = model->rowId(row); id == wanted_ || (found.isEmpty() && id.startsWith(wanted_ + QLatin1Char('/'))))
            found = id;
    if (found.isEmpty())
        return false;
    wanted_.clear();
    view()->choose(found);
    renewDetail();
    return true;
}

void TablePage::setFilter(const QString& text)
{
    header_->filter()->setFilter(text);
    order_.filter = text;
    derive();
}

void TablePage::focusFilter()
{
    header_->filter()->setFocus(Qt::ShortcutFocusReason);
    header_->filter()->selectAll();
}

void TablePage::openExportMenu()
{
    header_->exports()->open();
}

void TablePage::derive()
{
    if (shown_)
        job_.run(deriving({worlds_, preferences_, order_}));
}

void TablePage::derived(const Counts& counts, const Worlds& worlds)
{
    everDerived_ = true;
    derivedFrom_ = worlds;
    counts_ = counts;
    header_->setCount(countWords(worlds, setup_.needs, counts.rows, counts.shown, counts.objects), counts.attention);
    showMessage();
    if (!chooseWanted())
        chooseFirst();
    renewDetail();
    visibleRowsChanged();
    renewWishes();
    Q_EMIT badgeChanged(!setup_.ofClusters || countKnown(worlds, setup_.needs) ? counts.objects : -1, counts.attention);
}

void TablePage::showMessage()
{
    if (setup_.ofClusters)
        pane_->setMessage(pageMessage(derivedFrom_, setup_.needs, counts_.rows, counts_.shown, order_.filter));
    else
        pane_->setMessage(counts_.rows > 0 && counts_.shown == 0 ? nothingMatches(counts_.rows, order_.filter) : emptyMessage());
    const QStringList notes = pageNotes(derivedFrom_, setup_.needs);
    header_->setNotes(notes.join(QLatin1Char('\n')));
    // Where nothing can be chosen, the room below belongs to what the table says.
    detail_->setVisible(counts_.rows > 0);
}

void TablePage::messageAction()
{
    if (setup_.ofClusters && derivedFrom_.empty())
        Q_EMIT contextsWanted();
    else
        header_->filter()->setFilter({});
}

void TablePage::renewDetail()
{
    const QString chosen = view()->chosenRow();
    auto detail = chosen.isEmpty() ? std::nullopt : chosenDetail(chosen);
    if (detail) {
        detail->actions = rowActions(chosen);
        detail_->setDetail(*detail);
    }
    else
        detail_->setNothing(setup_.nothingChosen);
}

void TablePage::renewWishes()
{
    if (!shown_)
        return;
    auto wishes = detail_->charts()->wishes();
    const auto more = moreWishes();
    wishes.insert(wishes.end(), more.begin(), more.end());
    if (wishes == wishes_)
        return;
    QSet<QString> awaited;
    for (const auto& wish : more)
        if (awaited_.contains(wish.key) || std::find(wishes_.begin(), wishes_.end(), wish) == wishes_.end())
            awaited.insert(wish.key);
    awaited_ = awaited;
    wishes_ = wishes;
    Q_EMIT seriesWanted(wishes_);
}

void TablePage::followLink(const QString& id)
{
    // "hpa:prod/ml/x": a row on another page.
    const auto colon = id.indexOf(QLatin1Char(':'));
    if (colon > 0)
        Q_EMIT rowActivated(id.left(colon), id.mid(colon + 1));
}

QStringList TablePage::visibleRowIds() const
{
    QStringList ids;
    const auto* model = view()->table();
    if (!model || model->rowCount() == 0)
        return ids;
    const int first = std::max(0, view()->rowAt(0));
    int last = view()->rowAt(view()->viewport()->height() - 1);
    if (last < 0)
        last = model->rowCount() - 1;
    for (int row = first; row <= last; ++row)
        ids << model->rowId(row);
    return ids;
}

const World* TablePage::world(const std::string& cluster) const
{
    const auto at = std::find_if(worlds_.begin(), worlds_.end(), [&](const auto& w) { return w->cluster == cluster; });
    return at == worlds_.end() ? nullptr : at->get();
}

TimePoint TablePage::now(const std::string& cluster) const
{
    const auto* known = world(cluster);
    return known ? known->now : range_.to;
}

ExportHead TablePage::exportHead() const
{
    ExportHead head;
    head.page = setup_.title;
    QStringList namespaces;
    for (const auto& world : derivedFrom_) {
        head.at = std::max(head.at, world->now);
        if (!setup_.ofClusters)
            continue;
        head.clusters << QString::fromStdString(world->cluster);
        for (const auto kind : setup_.needs.rows)
            for (const auto& ns : world->state(kind).namespaces)
                namespaces << QString::fromStdString(ns);
    }
    namespaces.removeDuplicates();
    head.namespaces = namespaces.isEmpty() ? tr("all") : namespaces.join(QStringLiteral(", "));
    head.filter = order_.filter;
    head.notes = pageNotes(derivedFrom_, setup_.needs);
    return head;
}

std::optional<ExportTable> TablePage::table() const
{
    return exportShown(exportHead(), view()->shownColumns());
}

bool TablePage::settled() const
{
    return everDerived_ && !job_.busy() && derivedFrom_ == worlds_ && pageLoaded(worlds_, setup_.needs)
        && awaited_.isEmpty() && detail_->charts()->settled() && !detail_->waitsForDocument();
}

QString TablePage::countText() const
{
    return header_->countText();
}

TableMessage TablePage::message() const
{
    return view()->message();
}

QString TablePage::chosenRow() const
{
    return view()->chosenRow();
}

void TablePage::resizeEvent(QResizeEvent* event)
{
    Page::resizeEvent(event);
    visibleRowsChanged();
}

} // namespace loadline
