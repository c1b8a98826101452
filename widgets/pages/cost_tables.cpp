// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cost_tables.h"

#include "grid/cards.h"
#include "grid/detail.h"
#include "grid/table_view.h"
#include "pages/cost_choosers.h"
#include "pages/elided_label.h"
#include "tables/cost_export.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace loadline {

CostTables::CostTables(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(0, 0, 0, 0);
    tabs_ = new QTabBar(this);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setAccessibleName(tr("What the table shows"));
    tabs_->addTab(tr("By group"));
    tabs_->addTab(tr("Prices of nodes"));
    tabs_->addTab(tr("OpenCost"));
    tabs_->addTab(tr("Assumed and unknown"));
    back_ = new QToolButton(this);
    back_->setText(tr("‹ Back"));
    back_->setFocusPolicy(Qt::StrongFocus);
    back_->setToolTip(tr("One level up (Backspace)"));
    crumbs_ = new ElidedLabel(this, Tone::Muted);
    top->addWidget(tabs_);
    top->addWidget(back_);
    top->addWidget(crumbs_, 1);
    top->addStretch(0);
    column->addLayout(top);
    stack_ = new QStackedWidget(this);
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(cardGap);
    stack_->addWidget(buildGroups());
    prices_ = new TablePane(stack_);
    prices_->view()->setAccessibleName(tr("Prices of nodes"));
    stack_->addWidget(prices_);
    openCost_ = new TablePane(stack_);
    openCost_->view()->setAccessibleName(tr("OpenCost beside Loadline"));
    stack_->addWidget(openCost_);
    auto* words = new Card({}, stack_);
    words_ = new DetailPane(words);
    words->body()->addWidget(words_, 1);
    stack_->addWidget(words);
    stack_->setMinimumHeight(scaled(150, font()));
    explains_ = new Card({}, split);
    explains_->setMinimumWidth(scaled(236, font())); // at 1280 the table beside it keeps all of its columns
    detail_ = new DetailPane(explains_);
    explains_->body()->addWidget(detail_, 1);
    split->addWidget(stack_);
    split->addWidget(explains_);
    split->setStretchFactor(0, 4);
    split->setStretchFactor(1, 1);
    split->setSizes({800, 200});
    column->addWidget(split, 1);
    connect(tabs_, &QTabBar::currentChanged, this, &CostTables::showTab);
    connect(back_, &QToolButton::clicked, this, &CostTables::back);
    connect(prices_->view(), &TableView::rowChosen, this, &CostTables::showDetail);
    connect(prices_->view(), &TableView::sortingChosen, this, [this](const std::vector<SortBy>& by) {
        priceOrder_.by = by;
        showPrices();
    });
    connect(openCost_->view(), &TableView::rowChosen, this, &CostTables::showDetail);
    connect(openCost_->view(), &TableView::sortingChosen, this, [this](const std::vector<SortBy>& by) {
        openCostOrder_.by = by;
        showOpenCost();
    });
    const auto follow = [this](const QString& id) {
        if (id == QLatin1String("open"))
            open(groups_->view()->chosenRow());
        else
            Q_EMIT termsWanted(id);
    };
    connect(detail_, &DetailPane::linkActivated, this, follow);
    connect(words_, &DetailPane::linkActivated, this, follow);
    back_->hide();
}

QWidget* CostTables::buildGroups()
{
    groups_ = new TablePane(stack_);
    groups_->view()->setAccessibleName(tr("Cost"));
    addKeys(groups_);
    connect(groups_->view(), &TableView::rowChosen, this, &CostTables::showDetail);
    connect(groups_->view(), &TableView::rowActivated, this, &CostTables::open);
    connect(groups_->view(), &TableView::sortingChosen, this, [this](const std::vector<SortBy>& by) {
        order_.by = by;
        showGroups();
    });
    return groups_;
}

// Enter opens a line (TableView), Right does too where nothing is to be scrolled; these lead back.
void CostTables::addKeys(QWidget* on)
{
    for (const QKeySequence& keys : {QKeySequence(Qt::Key_Backspace), QKeySequence(QKeySequence::Back)}) {
        auto* shortcut = new QShortcut(keys, on);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, &CostTables::back);
    }
}

void CostTables::setReport(const CostReport& report, const CostDrill& drill, const QString& baseline, bool manyClusters)
{
    report_ = report;
    drill_ = drill;
    manyClusters_ = manyClusters;
    tabs_->setTabText(GroupsTab, tr("By %1").arg(groupTitle(report.by).toLower()));
    back_->setVisible(drill_.path.open && tabs_->currentIndex() == GroupsTab);
    crumbs_->setWhole(drill_.path.open && tabs_->currentIndex() == GroupsTab ? drill_.crumbs.join(QStringLiteral("  ›  ")) : QString());
    showGroups();
    showPrices();
    showOpenCost();
    showWords(baseline);
    showDetail();
}

void CostTables::showGroups()
{
    const ColumnsFor wanted {report_.by, report_.terms.currency, drill_.path.open ? drill_.rowTitle : QString(), manyClusters_, report_.haveLedger};
    TableView* view = groups_->view();
    const QString chosen = view->chosenRow();
    if (columnsFor_ != wanted) {
        columnsFor_ = wanted;
        const QByteArray state = model_ ? view->state() : QByteArray();
        auto* next = new RowModel<CostRow>(costColumns(report_, wanted.manyClusters, wanted.title), this);
        groups_->setTable(next);
        if (model_)
            model_->deleteLater();
        model_ = next;
        if (!state.isEmpty())
            view->restoreState(state);
    }
    // Totals and what is nobody's stay at the end whatever the order.
    Rows<CostRow> groups, last;
    for (const auto& one : rows())
        (one->total || one->special != CostGroup::Special::None ? last : groups).push_back(one);
    groups = arrange(std::move(groups), model_->columns(), order_);
    groups.insert(groups.end(), last.begin(), last.end());
    model_->setRows(std::move(groups));
    groups_->setMessage(model_->rowCount() > 0 || !drill_.path.open
            ? TableMessage {}
            : TableMessage {TableMessage::Kind::Empty, tr("Nothing of it is there any more."), tr("Go back to see what is."), {}});
    if (chosen != unasked_ && model_->rowOf(chosen) >= 0)
        return view->choose(chosen);
    unasked_ = model_->rowCount() > 0 ? model_->rowId(0) : QString();
    if (!unasked_.isEmpty())
        view->choose(unasked_);
}

void CostTables::showPrices()
{
    const std::pair wanted {report_.terms, manyClusters_};
    if (pricesFor_ != wanted) {
        pricesFor_ = wanted;
        auto* next = new RowModel<PriceRow>(priceColumns(report_.terms, manyClusters_), this);
        prices_->setTable(next);
        if (priceModel_)
            priceModel_->deleteLater();
        priceModel_ = next;
    }
    priceModel_->setRows(arrange(report_.prices, priceModel_->columns(), priceOrder_));
    if (prices_->view()->chosenRow().isEmpty() && priceModel_->rowCount() > 0)
        prices_->view()->choose(priceModel_->rowId(0));
}

void CostTables::showOpenCost()
{
    const std::pair wanted {report_.terms.currency, manyClusters_};
    if (openCostFor_ != wanted) {
        openCostFor_ = wanted;
        auto* next = new RowModel<OpenCostRow>(openCostColumns(report_.terms.currency, manyClusters_), this);
        openCost_->setTable(next);
        if (openCostModel_)
            openCostModel_->deleteLater();
        openCostModel_ = next;
    }
    Rows<OpenCostRow> rows, totals;
    for (const OpenCostBeside& beside : report_.openCost)
        for (const auto& row : beside.rows)
            (row->total ? totals : rows).push_back(row);
    if (!openCostOrder_.by.empty() || !openCostOrder_.filter.isEmpty())
        rows = arrange(std::move(rows), openCostModel_->columns(), openCostOrder_);
    rows.insert(rows.end(), totals.begin(), totals.end());
    openCostModel_->setRows(std::move(rows));
    openCost_->setMessage(openCostModel_->rowCount() > 0 ? TableMessage {} : openCostMessage(report_));
    if (openCost_->view()->chosenRow().isEmpty() && openCostModel_->rowCount() > 0)
        openCost_->view()->choose(openCostModel_->rowId(0));
}

void CostTables::showWords(const QString& baseline)
{
    words_->setSections(assumedSections(report_, baseline));
}

void CostTables::showTab(int tab)
{
    stack_->setCurrentIndex(tab);
    explains_->setVisible(tab != WordsTab);
    const bool inGroup = drill_.path.open && tab == GroupsTab;
    back_->setVisible(inGroup);
    crumbs_->setWhole(inGroup ? drill_.crumbs.join(QStringLiteral("  ›  ")) : QString());
    showDetail();
}

std::shared_ptr<const CostRow> CostTables::row(const QString& id) const
{
    for (const auto& one : rows())
        if (QString::fromStdString(one->id) == id)
            return one;
    return nullptr;
}

void CostTables::showDetail()
{
    if (tabs_->currentIndex() == PricesTab) {
        std::shared_ptr<const PriceRow> chosen;
        for (const auto& one : report_.prices)
            if (QString::fromStdString(one->id) == prices_->view()->chosenRow())
                chosen = one;
        return detail_->setSections(priceSections(report_, chosen.get()));
    }
    if (tabs_->currentIndex() == OpenCostTab) {
        const OpenCostRow* chosen = nullptr;
        for (const auto& one : openCostModel_->rows())
            if (QString::fromStdString(one->id) == openCost_->view()->chosenRow())
                chosen = one.get();
        return detail_->setSections(openCostSections(report_, chosen));
    }
    const auto chosen = row(groups_->view()->chosenRow());
    if (!chosen)
        return detail_->setSections({});
    auto sections = costSections(report_, *chosen);
    if (const auto into = pathInto(report_.by, drill_.path, *chosen); into && !sections.empty()) {
        const bool pods = !into->part.empty(), containers = !into->pod.empty();
        const bool nodes = into->special == CostGroup::Special::Idle || report_.by.kind == GroupKind::Pool || report_.by.kind == GroupKind::Capacity;
        sections.front().links.push_back({containers ? tr("Show its containers") : pods ? tr("Show its pods") : into->special == CostGroup::Special::Lines ? tr("Show each")
                : nodes ? tr("Show its nodes") : tr("Show its workloads"), QStringLiteral("open")});
    }
    detail_->setSections(sections);
}

void CostTables::open(const QString& rowId)
{
    const auto chosen = row(rowId);
    if (!chosen)
        return;
    if (const auto into = pathInto(report_.by, drill_.path, *chosen)) {
        groups_->view()->setFocus();
        Q_EMIT pathChosen(*into);
    }
}

void CostTables::back()
{
    if (!drill_.path.open)
        return;
    groups_->view()->setFocus();
    Q_EMIT pathChosen(pathOut(report_.by, drill_.path));
}

void CostTables::setFilter(const QString& text)
{
    order_.filter = priceOrder_.filter = openCostOrder_.filter = text;
    if (!model_)
        return;
    showGroups();
    showPrices();
    showOpenCost();
    showDetail();
}

void CostTables::select(const QString& rowId)
{
    tabs_->setCurrentIndex(GroupsTab);
    groups_->view()->choose(rowId);
}

std::optional<ExportTable> CostTables::table(const Baseline& baseline) const
{
    if (!model_)
        return std::nullopt;
    ExportTable costs = costExport(report_, baseline);
    if (tabs_->currentIndex() == PricesTab) {
        ExportHead head = costs.head;
        head.page = tr("Prices of nodes");
        return exportTable(std::move(head), priceModel_->columns(), prices_->view()->shownColumns(), priceModel_->rows());
    }
    if (tabs_->currentIndex() == OpenCostTab) {
        ExportHead head = costs.head;
        head.page = tr("OpenCost beside Loadline");
        for (const OpenCostBeside& beside : report_.openCost)
            head.notes << openCostLine(beside, report_.terms.currency);
        const auto columns = openCostExportColumns(report_.terms.currency, manyClusters_);
        return exportTable(std::move(head), columns, allIds(columns), openCostModel_->rows());
    }
    if (!drill_.path.open)
        return costs;
    CostReport part = report_;
    part.rows = drill_.rows;
    ExportTable parts = costExport(part, baseline);
    parts.head.page += QStringLiteral(": ") + drill_.crumbs.join(QStringLiteral(" › "));
    return parts;
}

QByteArray CostTables::saveState() const { return model_ ? groups_->view()->state() : QByteArray(); }

void CostTables::restoreState(const QByteArray& state)
{
    if (!state.isEmpty())
        groups_->view()->restoreState(state);
}

} // namespace loadline
