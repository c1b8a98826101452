// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/prices_page.h"

#include "pages/baseline_editor.h"
#include "pages/duty_editor.h"
#include "pages/export_menu.h"
#include "pages/own_prices_editor.h"
#include "pages/page_header.h"
#include "pages/terms_editor.h"
#include "pages/types_editor.h"
#include "theme/measure.h"

#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

namespace loadline {
namespace {

constexpr std::array tabIds {"own", "terms", "types", "baseline"};

} // namespace

PricesPage::PricesPage(QWidget* parent)
    : Page(parent)
    , costs_(std::make_shared<Costs>())
{
    soon_.setSingleShot(true);
    soon_.setInterval(std::chrono::seconds {5});
    connect(&soon_, &QTimer::timeout, this, &PricesPage::derive);
    build();
    setCosts(costs_);
}

PricesPage::~PricesPage() = default;

void PricesPage::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 18, 14);
    column->setSpacing(10);
    header_ = new PageHeader(title(), this);
    header_->setCount(tr("kept in your settings, and printed with every figure"), 0);
    connect(header_->exports(), &ExportButton::exportWanted, this, &Page::exportWanted);
    tabs_ = new QTabBar(this);
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    tabs_->setAccessibleName(tr("What to set"));
    stack_ = new QStackedWidget(this);
    own_ = new OwnPricesEditor(stack_);
    terms_ = new TermsEditor(stack_);
    types_ = new TypesEditor(stack_);
    baseline_ = new BaselineEditor(stack_);
    addTab(tr("Your prices"), own_);
    addTab(tr("Terms and currency"), terms_);
    addTab(tr("Workload types"), types_);
    addTab(tr("Baseline"), baseline_);
    column->addWidget(header_);
    column->addWidget(tabs_, 0, Qt::AlignLeft);
    column->addWidget(stack_, 1);
    connect(tabs_, &QTabBar::currentChanged, this, &PricesPage::showTab);
    connect(own_, &OwnPricesEditor::pricesChosen, this,
        [this](const PriceSettings& prices) { change([&](CostSettings& next) { next.prices = prices; }); });
    connect(own_, &OwnPricesEditor::importWanted, this, &PricesPage::importWanted);
    connect(own_, &OwnPricesEditor::fileWanted, this, &PricesPage::fileWanted);
    connect(terms_->duty(), &DutyEditor::dutyChosen, this, [this](const DutyHours& duty) { change([&](CostSettings& next) { next.duty = duty; }); });
    connect(terms_->duty(), &DutyEditor::typesChosen, this,
        [this](const std::vector<std::string>& types) { change([&](CostSettings& next) { next.dutyTypes = types; }); });
    connect(terms_, &TermsEditor::termsChosen, this, [this](const Terms& terms) { change([&](CostSettings& next) { next.terms = terms; }); });
    connect(types_, &TypesEditor::typesChosen, this,
        [this](const WorkloadTypeRules& types) { change([&](CostSettings& next) { next.types = types; }); });
    connect(baseline_, &BaselineEditor::baselineChosen, this,
        [this](const Baseline& baseline) { change([&](CostSettings& next) { next.baseline = baseline; }); });
}

// Loadline's own types, those of the user's rules, and what was chosen before a rule went.
static std::vector<std::string> typesOf(const CostSettings& settings)
{
    using namespace workload_types;
    std::vector<std::string> types;
    const auto add = [&](std::string_view type) {
        if (std::find(types.begin(), types.end(), type) == types.end())
            types.emplace_back(type);
    };
    for (const std::string_view type : {serving, batchInference, training, featureStore, notebooks, other})
        add(type);
    for (const WorkloadTypeRule& rule : settings.types.rules)
        add(rule.type);
    for (const std::string& type : settings.dutyTypes)
        add(type);
    return types;
}

void PricesPage::addTab(const QString& title, QWidget* editor)
{
    tabs_->addTab(title);
    stack_->addWidget(editor);
}

void PricesPage::change(const std::function<void(CostSettings&)>& edit)
{
    CostSettings next = settings_;
    edit(next);
    if (next == settings_)
        return;
    settings_ = next;
    Q_EMIT costSettingsChosen(settings_);
    derive();
}

void PricesPage::setWorlds(const Worlds& worlds)
{
    const bool others = worlds.size() != worlds_.size();
    worlds_ = worlds;
    if (others)
        derive();
    else if (!soon_.isActive())
        soon_.start();
}

void PricesPage::setPreferences(const Preferences& preferences)
{
    preferences_ = preferences;
    derive();
}

void PricesPage::setCosts(const CostsPtr& costs)
{
    costs_ = costs;
    settings_ = costs->settings;
    own_->setPrices(settings_.prices, settings_.terms.currency);
    terms_->setTerms(settings_.terms);
    terms_->duty()->setDuty(settings_.duty);
    terms_->duty()->setTypes(typesOf(settings_), settings_.dutyTypes);
    types_->setTypes(settings_.types);
    baseline_->setBaseline(settings_.baseline, settings_.terms.currency);
    derive();
}

void PricesPage::setShown(bool shown)
{
    if (shown == shown_)
        return;
    shown_ = shown;
    if (!shown)
        return job_.forget();
    Q_EMIT costHistoryWanted();
    derive();
}

void PricesPage::select(const QString& rowId)
{
    for (std::size_t i = 0; i < tabIds.size(); ++i)
        if (rowId == QLatin1String(tabIds[i]))
            tabs_->setCurrentIndex(int(i));
    stack_->currentWidget()->setFocus();
}

void PricesPage::showTab(int tab)
{
    stack_->setCurrentIndex(tab);
}

// What the settings come to with the clusters that are open.
void PricesPage::derive()
{
    if (!shown_)
        return;
    job_.run([this, worlds = worlds_, preferences = preferences_, costs = costs_, settings = settings_]() -> LatestJob::Finish {
        Costs now = *costs;
        now.settings = settings;
        now.settings.by = {GroupKind::WorkloadType, {}};
        auto report = std::make_shared<const CostReport>(deriveCosts(worlds, preferences, now));
        auto pools = std::make_shared<const Rows<PoolRow>>(derivePools(worlds, preferences));
        return [this, report, pools, costs] {
            own_->setNodes(report->prices);
            terms_->setReport(*report);
            types_->setReport(*report);
            baseline_->setFacts(*report, *pools, *costs);
        };
    });
}

std::optional<ExportTable> PricesPage::table() const
{
    return own_->table();
}

bool PricesPage::settled() const { return !job_.busy(); }

void PricesPage::openExportMenu() { header_->exports()->open(); }

void PricesPage::importPrices(const QString& file, const QByteArray& text)
{
    tabs_->setCurrentIndex(0);
    own_->importText(file, text);
}

} // namespace loadline
