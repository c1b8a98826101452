// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cost_page.h"

#include "charts/time_chart.h"
#include "charts/waterfall_chart.h"
#include "grid/cards.h"
#include "grid/detail.h"
#include "grid/messages.h"
#include "grid/table_view.h"
#include "pages/cost_choosers.h"
#include "pages/export_menu.h"
#include "pages/page_header.h"
#include "tables/cost_export.h"
#include "tables/money_text.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <chrono>

namespace loadline {

CostPage::CostPage(QWidget* parent)
    : Page(parent)
    , costs_(std::make_shared<Costs>())
{
    soon_.setSingleShot(true);
    soon_.setInterval(std::chrono::seconds {2});
    connect(&soon_, &QTimer::timeout, this, &CostPage::derive);
    build();
}

CostPage::~CostPage() = default;

void CostPage::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 18, 10);
    column->setSpacing(10);
    header_ = new PageHeader(title(), this);
    addChoosers();
    stack_ = new QStackedWidget(this);
    auto* content = new QWidget;
    auto* parts = new QVBoxLayout(content);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(cardGap);
    parts->addWidget(buildCards());
    auto* split = new QSplitter(Qt::Vertical, content);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(cardGap);
    split->addWidget(buildCharts());
    split->addWidget(buildTable());
    split->setStretchFactor(0, 4);
    split->setStretchFactor(1, 5);
    parts->addWidget(split, 1);
    footer_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, content);
    parts->addWidget(footer_);
    message_ = new MessageCard(stack_);
    stack_->addWidget(content);
    stack_->addWidget(message_);
    column->addWidget(header_);
    column->addWidget(stack_, 1);
    connect(header_->exports(), &ExportButton::exportWanted, this, &Page::exportWanted);
    connect(message_, &MessageCard::action, this, &Page::contextsWanted);
}

QWidget* CostPage::buildCards()
{
    auto* row = new QWidget;
    auto* cards = new QHBoxLayout(row);
    cards->setContentsMargins(0, 0, 0, 0);
    cards->setSpacing(cardGap);
    const auto add = [&](FigureCard*& card, const QString& label) {
        card = new FigureCard(label, row);
        cards->addWidget(card, 1);
    };
    add(rate_, tr("Run rate"));
    add(month_, tr("Month to date"));
    add(realised_, tr("Realised savings"));
    add(released_, tr("Released by pods"));
    add(potential_, tr("Potential"));
    return row;
}

QWidget* CostPage::buildCharts()
{
    auto* row = new QSplitter(Qt::Horizontal);
    row->setChildrenCollapsible(false);
    row->setHandleWidth(cardGap);
    auto* chartCard = new Card({}, row);
    chart_ = new TimeChart(chartCard);
    chart_->setMinimumHeight(scaled(170, font()));
    chartCard->body()->addWidget(chart_, 1);
    waterfallCard_ = new Card(tr("Where the saving comes from"), row);
    waterfall_ = new WaterfallChart(waterfallCard_);
    waterfallCard_->body()->addWidget(waterfall_, 1);
    row->addWidget(chartCard);
    row->addWidget(waterfallCard_);
    row->setStretchFactor(0, 11);
    row->setStretchFactor(1, 9);
    return row;
}

QWidget* CostPage::buildTable()
{
    auto* row = new QSplitter(Qt::Horizontal);
    row->setChildrenCollapsible(false);
    row->setHandleWidth(cardGap);
    pane_ = new TablePane(row);
    pane_->view()->setAccessibleName(title());
    auto* explains = new Card({}, row);
    detail_ = new DetailPane(explains);
    explains->body()->addWidget(detail_, 1);
    row->addWidget(pane_);
    row->addWidget(explains);
    row->setStretchFactor(0, 1);
    row->setStretchFactor(1, 0);
    explains->setMinimumWidth(scaled(270, font()));
    pane_->setMinimumHeight(scaled(150, font()));
    connect(pane_->view(), &TableView::rowChosen, this, &CostPage::showDetail);
    connect(pane_->view(), &TableView::sortingChosen, this, [this](const std::vector<SortBy>& by) {
        order_.by = by;
        sortedByUser_ = !by.empty();
        showTable();
    });
    return row;
}

void CostPage::addChoosers()
{
    const auto add = [this](QToolButton*& button, const QString& name, auto fill) {
        button = new QToolButton(header_);
        button->setPopupMode(QToolButton::InstantPopup);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setAccessibleName(name);
        button->setToolTip(name);
        auto* menu = new QMenu(button);
        button->setMenu(menu);
        connect(menu, &QMenu::aboutToShow, this, [this, menu, fill] {
            menu->clear();
            fill(menu, costs_->settings, worlds_, *costs_, preferences_, [this](const CostSettings& next) { choose(next); });
        });
        header_->addControl(button);
    };
    add(baseline_, tr("What savings are measured against"), fillBaselineMenu);
    add(by_, tr("What costs are summed by"), fillGroupMenu);
    add(window_, tr("How far to look back"), fillWindowMenu);
    auto* whatIf = new QToolButton(header_);
    whatIf->setText(tr("What if …"));
    whatIf->setToolTip(tr("Change counts, prices and hours, and see the month change"));
    connect(whatIf, &QToolButton::clicked, this, [this] { Q_EMIT rowActivated(QStringLiteral("what-if"), QString()); });
    header_->addControl(whatIf);
}

void CostPage::choose(const CostSettings& settings)
{
    Q_EMIT costSettingsChosen(settings);
}

void CostPage::setWorlds(const Worlds& worlds)
{
    worlds_ = worlds;
    // A month of days need not be summed five times a second: the run rate of two seconds ago is the run rate.
    if (derivedFrom_.size() != worlds.size())
        derive();
    else if (!soon_.isActive())
        soon_.start();
}

void CostPage::setPreferences(const Preferences& preferences)
{
    preferences_ = preferences;
    derive();
}

void CostPage::setCosts(const CostsPtr& costs)
{
    costs_ = costs;
    baseline_->setText(tr("Baseline: %1").arg(baselineWord(costs->settings.baseline)));
    by_->setText(tr("By %1").arg(groupTitle(costs->settings.by).toLower()));
    window_->setText(tr("%n d", "days", costs->settings.windowDays));
    derive();
}

void CostPage::setRange(const TimeRange&, bool)
{
    // Money has a window of its own, which baseline and savings rest on.
}

void CostPage::setSeries(const QString&, const SeriesAnswer&)
{
}

void CostPage::setDocument(const QString&, const Result<std::string>&)
{
}

void CostPage::setShown(bool shown)
{
    if (shown == shown_)
        return;
    shown_ = shown;
    if (!shown)
        return job_.forget();
    Q_EMIT costHistoryWanted();
    derive();
}

void CostPage::select(const QString& rowId)
{
    pane_->view()->choose(rowId);
}

void CostPage::setFilter(const QString& text)
{
    order_.filter = text;
    showTable();
}

void CostPage::openExportMenu()
{
    header_->exports()->open();
}

void CostPage::derive()
{
    if (!shown_)
        return;
    job_.run([this, worlds = worlds_, preferences = preferences_, costs = costs_]() -> LatestJob::Finish {
        auto report = std::make_shared<CostReport>(deriveCosts(worlds, preferences, *costs));
        return [this, report, worlds, costs] { take(std::move(*report), worlds, costs); };
    });
}

void CostPage::take(CostReport report, const Worlds& worlds, const CostsPtr& costs)
{
    report_ = std::move(report);
    derivedFrom_ = worlds;
    derivedCosts_ = costs;
    header_->setCount(windowText(report_, preferences_.utcTimes), 0);
    header_->setNotes(report_.notes.join(QLatin1Char('\n')));
    if (worlds.empty())
        message_->setMessage({TableMessage::Kind::Empty, tr("No cluster is open."),
            tr("Loadline contacts only the clusters that you open."), tr("Choose clusters")});
    else if (!report_.runRate && report_.notes.isEmpty())
        message_->setMessage({TableMessage::Kind::Loading, tr("Reading what the clusters hold."), {}, {}});
    else if (!report_.runRate)
        message_->setMessage({TableMessage::Kind::Refused, tr("What runs here costs is unknown."), report_.notes.join(QLatin1Char(' ')), {}});
    stack_->setCurrentIndex(report_.runRate ? 0 : 1);
    if (!report_.runRate)
        return;
    showCards();
    showCharts();
    showTable();
    QStringList footer {report_.pricesLine, report_.sourceLine};
    footer << report_.notes;
    footer.removeAll(QString());
    footer_->setText(footer.join(QLatin1Char(' ')));
}

void CostPage::showTable()
{
    const ColumnsFor wanted {report_.by, report_.terms.currency, derivedFrom_.size() > 1};
    const QString chosen = pane_->view()->chosenRow();
    if (!model_ || columnsFor_ != wanted) {
        columnsFor_ = wanted;
        const QByteArray state = model_ ? pane_->view()->state() : QByteArray();
        auto* next = new RowModel<CostRow>(costColumns(report_, wanted.manyClusters), this);
        pane_->setTable(next);
        if (model_)
            model_->deleteLater();
        model_ = next;
        if (!state.isEmpty())
            pane_->view()->restoreState(state);
    }
    // Totals and what is nobody's stay at the end whatever the order.
    Rows<CostRow> groups, last;
    for (const auto& row : report_.rows)
        (row->total || row->special != CostGroup::Special::None ? last : groups).push_back(row);
    groups = arrange(std::move(groups), model_->columns(), order_);
    groups.insert(groups.end(), last.begin(), last.end());
    model_->setRows(std::move(groups));
    if (!chosen.isEmpty() && model_->rowOf(chosen) >= 0)
        pane_->view()->choose(chosen);
    else if (model_->rowCount() > 0)
        pane_->view()->choose(model_->rowId(0));
    showDetail();
}

void CostPage::showDetail()
{
    const QString chosen = pane_->view()->chosenRow();
    for (const auto& row : report_.rows)
        if (QString::fromStdString(row->id) == chosen)
            return detail_->setSections(costSections(report_, *row));
    detail_->setSections({});
}

std::optional<ExportTable> CostPage::table() const
{
    if (!derivedCosts_)
        return std::nullopt;
    return costExport(report_, derivedCosts_->settings.baseline);
}

QImage CostPage::picture(double scale) const
{
    const QImage page = Page::picture(scale);
    if (!derivedCosts_)
        return page;
    const QString caption = costCaption(report_, derivedCosts_->settings.baseline).join(QStringLiteral(" · "));
    QFont small = smallFont(font());
    const QRect bounds = QFontMetrics(small).boundingRect(QRect(0, 0, width() - 36, 1000), Qt::TextWordWrap, caption);
    QImage out(page.width(), page.height() + int((bounds.height() + 16) * scale), page.format());
    out.setDevicePixelRatio(page.devicePixelRatio());
    out.fill(palette().color(QPalette::Window));
    QPainter painter(&out);
    painter.drawImage(0, 0, page);
    painter.setFont(small);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(QRectF(18, page.height() / page.devicePixelRatio() + 4, width() - 36, bounds.height() + 8), Qt::TextWordWrap, caption);
    return out;
}

bool CostPage::settled() const
{
    return !job_.busy() && derivedFrom_.size() == worlds_.size() && derivedCosts_ == costs_ && report_.daysMissing == 0
        && (report_.runRate || !report_.notes.isEmpty() || worlds_.empty());
}

QByteArray CostPage::saveState() const { return pane_->view()->state(); }

void CostPage::restoreState(const QByteArray& state)
{
    if (!state.isEmpty())
        pane_->view()->restoreState(state);
}

} // namespace loadline
