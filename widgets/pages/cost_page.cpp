// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cost_page.h"

#include "charts/cost_review_pdf.h"
#include "charts/time_chart.h"
#include "charts/waterfall_chart.h"
#include "grid/cards.h"
#include "grid/messages.h"
#include "pages/captioned_picture.h"
#include "pages/chooser.h"
#include "pages/cost_choosers.h"
#include "pages/cost_tables.h"
#include "pages/export_menu.h"
#include "pages/page_header.h"
#include "pages/page_message.h"
#include "tables/cost_export.h"
#include "tables/money_text.h"
#include "theme/measure.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace loadline {
namespace {

// One whose nodes may not be listed has no rows to tell apart.
bool severalClusters(const CostReport& report)
{
    return std::any_of(report.rows.begin(), report.rows.end(), [&](const auto& row) { return row->cluster != report.rows.front()->cluster; });
}

} // namespace

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
    strip_ = new MessageStrip(this);
    strip_->hide();
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
    tables_ = new CostTables(split);
    split->addWidget(tables_);
    split->setStretchFactor(0, 4);
    split->setStretchFactor(1, 5);
    split->setSizes({215, 305});
    parts->addWidget(split, 1);
    footer_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, content);
    parts->addWidget(footer_);
    message_ = new MessageCard(stack_);
    stack_->addWidget(content);
    stack_->addWidget(message_);
    column->addWidget(header_);
    column->addWidget(strip_);
    column->addWidget(stack_, 1);
    connect(header_->exports(), &ExportButton::exportWanted, this, &Page::exportWanted);
    connect(message_, &MessageCard::action, this, &Page::contextsWanted);
    connect(tables_, &CostTables::pathChosen, this, &CostPage::goTo);
    connect(tables_, &CostTables::termsWanted, this, [this](const QString& what) { Q_EMIT rowActivated(QStringLiteral("prices"), what); });
}

QWidget* CostPage::buildCards()
{
    auto* row = new FigureRow;
    rate_ = row->add(tr("Run rate"));
    today_ = row->add(tr("Since midnight"));
    month_ = row->add(tr("Month to date"));
    realised_ = row->add(tr("Realised savings"));
    released_ = row->add(tr("Released by pods"));
    potential_ = row->add(tr("Potential a month"));
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

void CostPage::addChoosers()
{
    const auto chosen = [this](const CostSettings& next) { choose(next); };
    baseline_ = addChooser(header_, {}, tr("What savings are measured against"), [this, chosen](QMenu* menu) {
        fillBaselineMenu(menu, costs_->settings, worlds_, *costs_, preferences_, chosen,
            [this] { Q_EMIT rowActivated(QStringLiteral("prices"), QStringLiteral("baseline")); });
    });
    by_ = addChooser(header_, {}, tr("What costs are summed by"),
        [this, chosen](QMenu* menu) { fillGroupMenu(menu, costs_->settings, worlds_, *costs_, preferences_, chosen); });
    window_ = addChooser(header_, {}, tr("How far to look back"),
        [this, chosen](QMenu* menu) { fillWindowMenu(menu, costs_->settings, worlds_, *costs_, preferences_, chosen); });
    addButton(header_, tr("What if …"), tr("Change counts, prices and hours, and see the month change"),
        [this] { Q_EMIT rowActivated(QStringLiteral("what-if"), QString()); });
    header_->exports()->addEntry(tr("Cost &review as PDF …"), [this] { writeReview(); });
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
    if (costs->settings.by != costs_->settings.by)
        path_ = {};
    costs_ = costs;
    baseline_->setText(tr("Baseline: %1").arg(baselineWord(costs->settings.baseline)));
    by_->setText(tr("By %1").arg(groupTitle(costs->settings.by).toLower()));
    window_->setText(tr("%n d", "days", costs->settings.windowDays));
    derive();
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
    if (path_.open)
        goTo({});
    tables_->select(rowId);
}

void CostPage::setFilter(const QString& text)
{
    tables_->setFilter(text);
}

void CostPage::openExportMenu()
{
    header_->exports()->open();
}

void CostPage::derive()
{
    if (!shown_)
        return;
    job_.run([this, worlds = worlds_, preferences = preferences_, costs = costs_, path = path_]() -> LatestJob::Finish {
        auto report = std::make_shared<CostReport>(deriveCosts(worlds, preferences, *costs));
        auto drill = std::make_shared<CostDrill>(path.open ? drillCosts(worlds, preferences, *costs, path) : CostDrill());
        return [this, report, drill, worlds, costs] { take(std::move(*report), *drill, worlds, costs); };
    });
}

void CostPage::goTo(const CostPath& path)
{
    path_ = path;
    derive();
}

void CostPage::take(CostReport report, const CostDrill& drill, const Worlds& worlds, const CostsPtr& costs)
{
    report_ = std::move(report);
    drill_ = drill;
    derivedFrom_ = worlds;
    derivedCosts_ = costs;
    header_->setCount(windowText(report_, preferences_.utcTimes), 0);
    header_->setNotes(report_.notes.join(QLatin1Char('\n')));
    showMessage();
    if (!report_.runRate)
        return;
    showCards();
    showCharts();
    tables_->setReport(report_, drill_, baselineText(costs->settings.baseline), severalClusters(report_));
    QStringList footer {report_.pricesLine, report_.sourceLine};
    footer.removeAll(QString());
    if (const auto unknowns = costUnknowns(report_); !unknowns.isEmpty())
        footer << tr("Assumed or unknown: %1.").arg(unknowns.size());
    footer_->setText(footer.join(QLatin1Char(' ')));
}

// Without nodes there is no money; without pods there is nobody to charge it to.
void CostPage::showMessage()
{
    const PageNeeds needs {{KindId::Node}, {KindId::Pod}, tr("There are no nodes in %1."), tr("Machines are what costs money: without them nothing does.")};
    const bool any = report_.runRate.has_value();
    TableMessage message = pageMessage(derivedFrom_, needs, any ? 1 : 0, 1, {});
    if (!any && message.kind == TableMessage::Kind::Empty && !derivedFrom_.empty() && derivedCosts_->clusters.empty())
        message = {TableMessage::Kind::Loading, tr("Loading what the clusters cost."), {}, {}};
    stack_->setCurrentIndex(any ? 0 : 1);
    strip_->setVisible(any && message.kind != TableMessage::Kind::None);
    if (any)
        strip_->setMessage(message);
    else
        message_->setMessage(message);
}

void CostPage::writeReview()
{
    if (!derivedCosts_ || !report_.runRate)
        return Q_EMIT message(tr("There is nothing to review yet: what runs here costs is unknown."), true);
    const CostReview review = costReview(report_, derivedCosts_->settings.baseline);
    Q_EMIT fileWanted(QStringLiteral("pdf"), tr("PDF document (*.pdf)"), costReviewPdf(review, report_));
}

std::optional<ExportTable> CostPage::table() const
{
    if (!derivedCosts_)
        return std::nullopt;
    return tables_->table(derivedCosts_->settings.baseline);
}

QImage CostPage::picture(double scale) const
{
    const QImage page = Page::picture(scale);
    if (!derivedCosts_)
        return page;
    QStringList said = costCaption(report_, derivedCosts_->settings.baseline);
    said.prepend(tr("Clusters: %1").arg(report_.clusters.join(QStringLiteral(", "))));
    return captionedPicture(page, said, *this, scale);
}

bool CostPage::settled() const
{
    const auto told = [this](const WorldPtr& world) { return !world->state(KindId::Node).complete() || costs_->find(world->cluster); };
    return !job_.busy() && derivedFrom_.size() == worlds_.size() && derivedCosts_ == costs_ && report_.daysMissing == 0
        && std::all_of(worlds_.begin(), worlds_.end(), told);
}

QByteArray CostPage::saveState() const { return tables_->saveState(); }

void CostPage::restoreState(const QByteArray& state)
{
    tables_->restoreState(state);
}

} // namespace loadline
