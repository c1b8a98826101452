// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/what_if_page.h"

#include "cost/preset.h"
#include "grid/cards.h"
#include "pages/captioned_picture.h"
#include "pages/export_menu.h"
#include "pages/page_header.h"
#include "pages/what_if_form.h"
#include "pages/what_if_model.h"
#include "tables/money_text.h"

#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QTableView>
#include <QToolButton>

namespace loadline {

WhatIfPage::WhatIfPage(QWidget* parent)
    : Page(parent)
    , costs_(std::make_shared<Costs>())
{
    build();
    // Until a cluster tells its prices there is something to try out.
    put(costPresets().front().scenario);
}

WhatIfPage::~WhatIfPage() = default;

void WhatIfPage::setWorlds(const Worlds& worlds)
{
    worlds_ = worlds;
    startOnce();
}

void WhatIfPage::setPreferences(const Preferences& preferences) { preferences_ = preferences; }

void WhatIfPage::setCosts(const CostsPtr& costs)
{
    const bool keptChanged = costs->settings.scenarios != costs_->settings.scenarios || costs->settings.terms != costs_->settings.terms;
    costs_ = costs;
    model_->setCurrency(costs->settings.terms.currency);
    if (keptChanged || keptResults_.size() != kept().size()) {
        keptResults_.clear();
        for (const Scenario& scenario : kept())
            keptResults_.push_back(evaluate(scenario));
        showFigures();
    }
    startOnce();
}

void WhatIfPage::setShown(bool shown)
{
    shown_ = shown;
    if (!shown)
        return job_.forget();
    Q_EMIT costHistoryWanted();
    startOnce();
}

void WhatIfPage::select(const QString& rowId)
{
    if (const CostPreset* preset = findCostPreset(rowId.toStdString()))
        open(preset->scenario);
}

void WhatIfPage::startOnce()
{
    if (!shown_ || chosen_ || started_ || worlds_.empty() || job_.busy())
        return;
    job_.run([this, worlds = worlds_, preferences = preferences_, costs = costs_]() -> LatestJob::Finish {
        auto found = std::make_shared<Scenario>(scenarioOfNow(worlds, preferences, *costs));
        return [this, found] {
            if (found->pools.empty() || chosen_)
                return;
            started_ = true;
            put(std::move(*found));
        };
    });
}

void WhatIfPage::startFromNow()
{
    job_.run([this, worlds = worlds_, preferences = preferences_, costs = costs_]() -> LatestJob::Finish {
        auto found = std::make_shared<Scenario>(scenarioOfNow(worlds, preferences, *costs));
        return [this, found] {
            if (found->pools.empty())
                Q_EMIT message(tr("No open cluster tells what its nodes cost, so there is nothing to start from."), true);
            else
                open(std::move(*found));
        };
    });
}

void WhatIfPage::startFromWindow()
{
    job_.run([this, worlds = worlds_, costs = costs_]() -> LatestJob::Finish {
        auto found = std::make_shared<Scenario>(scenarioOfWindow(worlds, *costs));
        return [this, found] {
            if (found->pools.empty() && found->workloads.empty())
                Q_EMIT message(tr("No history is known yet, so there is no window to start from. It grows while Loadline runs, or comes from Prometheus."), true);
            else
                open(std::move(*found));
        };
    });
}

void WhatIfPage::open(Scenario scenario)
{
    chosen_ = true;
    put(std::move(scenario));
}

void WhatIfPage::put(Scenario scenario)
{
    {
        const QSignalBlocker quiet(name_);
        name_->setText(QString::fromStdString(scenario.name));
    }
    QStringList assumptions;
    for (const Phrase& phrase : scenario.assumptions)
        assumptions << phraseText(phrase);
    assumptions_->setText(assumptions.join(QStringLiteral(". ")));
    assumptions_->setVisible(!assumptions.isEmpty());
    model_->setScenario(std::move(scenario));
    choose(model_->rowCount() > 0 ? 0 : -1);
}

std::vector<Scenario> WhatIfPage::all() const
{
    std::vector<Scenario> scenarios {model_->scenario()};
    for (const Scenario& scenario : kept())
        if (scenario.name != model_->scenario().name)
            scenarios.push_back(scenario);
    return scenarios;
}

void WhatIfPage::keep(std::vector<Scenario> scenarios)
{
    CostSettings next = costs_->settings;
    next.scenarios = std::move(scenarios);
    Q_EMIT costSettingsChosen(next);
}

void WhatIfPage::save()
{
    Scenario mine = model_->scenario();
    if (mine.name.empty()) {
        mine.name = freeName(kept(), tr("Scenario").toStdString());
        name_->setText(QString::fromStdString(mine.name));
        model_->rename(mine.name);
    }
    std::vector<Scenario> scenarios = kept();
    const auto at = std::find_if(scenarios.begin(), scenarios.end(), [&](const Scenario& one) { return one.name == mine.name; });
    if (at != scenarios.end())
        *at = std::move(mine);
    else
        scenarios.push_back(std::move(mine));
    chosen_ = true;
    keep(std::move(scenarios));
    Q_EMIT message(tr("Kept as \u201c%1\u201d.").arg(QString::fromStdString(model_->scenario().name)), false);
}

void WhatIfPage::duplicate()
{
    Scenario copy = model_->scenario();
    std::vector<Scenario> taken = kept();
    taken.push_back(copy);
    copy.name = freeName(taken, copy.name.empty() ? tr("Scenario").toStdString() : copy.name);
    open(copy);
    save();
}

void WhatIfPage::removeSaved()
{
    std::vector<Scenario> scenarios = kept();
    std::erase_if(scenarios, [&](const Scenario& one) { return one.name == model_->scenario().name; });
    keep(std::move(scenarios));
}

void WhatIfPage::fillStartMenu(QMenu* menu)
{
    menu->addAction(tr("The clusters as they run now"), this, &WhatIfPage::startFromNow)->setEnabled(!worlds_.empty());
    menu->addAction(tr("The last %n day(s) of history", nullptr, costs_->settings.windowDays), this, &WhatIfPage::startFromWindow)->setEnabled(!worlds_.empty());
    menu->addSeparator();
    for (const CostPreset& preset : costPresets()) {
        QStringList why {phraseText(preset.about)};
        for (const Phrase& phrase : preset.scenario.assumptions)
            why << phraseText(phrase);
        QAction* action = menu->addAction(phraseText(preset.title), this, [this, &preset] { open(preset.scenario); });
        action->setToolTip(why.join(QLatin1Char('\n')));
    }
    menu->addSeparator();
    menu->addAction(tr("An empty scenario"), this, [this] {
        Scenario empty;
        empty.name = freeName(kept(), tr("Scenario").toStdString());
        empty.hoursPerMonth = Quantity::fromWhole(costs_->settings.terms.hoursPerMonth);
        open(std::move(empty));
    });
}

void WhatIfPage::fillKeptMenu(QMenu* menu)
{
    menu->addAction(tr("Duplicate this one"), this, &WhatIfPage::duplicate);
    const bool saved = std::any_of(kept().begin(), kept().end(), [&](const Scenario& one) { return one.name == model_->scenario().name; });
    menu->addAction(tr("Delete the saved “%1”").arg(QString::fromStdString(model_->scenario().name)), this, &WhatIfPage::removeSaved)->setEnabled(saved);
    menu->addSeparator();
    for (const Scenario& scenario : kept())
        menu->addAction(QString::fromStdString(scenario.name), this, [this, scenario] { open(scenario); });
    if (kept().empty())
        menu->addAction(tr("None is saved yet"))->setEnabled(false);
}

std::optional<ExportTable> WhatIfPage::table() const
{
    QStringList clusters;
    TimePoint at {};
    for (const WorldPtr& world : worlds_) {
        clusters << QString::fromStdString(world->cluster);
        at = std::max(at, world->now);
    }
    ExportTable table = whatIfExport(all(), costs_->settings.terms, clusters, at);
    for (const Phrase& phrase : model_->scenario().assumptions)
        table.head.notes << phraseText(phrase);
    return table;
}

QImage WhatIfPage::picture(double scale) const
{
    const Currency& currency = costs_->settings.terms.currency;
    const Scenario& scenario = model_->scenario();
    QStringList said {tr("Scenario: %1").arg(QString::fromStdString(scenario.name))};
    for (const Phrase& phrase : scenario.assumptions)
        said << phraseText(phrase);
    said << tr("A month has %1 hours").arg(QString::fromStdString(scenario.hoursPerMonth.decimal()));
    said << (currency.converts() ? tr("Currency: %1, %2 for a US dollar").arg(QString::fromStdString(currency.code), QString::fromStdString(currency.perDollar.decimal()))
                                 : tr("Currency: USD"));
    return captionedPicture(Page::picture(scale), said, *this, scale);
}

// Where no prices are known there is nothing to start from: the desk waits for those itself.
bool WhatIfPage::settled() const { return !job_.busy(); }

QByteArray WhatIfPage::saveState() const
{
    if (!chosen_)
        return {};
    const std::string json = writeScenarios(std::span(&model_->scenario(), 1));
    return QByteArray(json.data(), qsizetype(json.size()));
}

void WhatIfPage::restoreState(const QByteArray& state)
{
    if (state.isEmpty())
        return;
    auto scenarios = readScenarios(std::string_view(state.constData(), std::size_t(state.size())));
    if (scenarios && scenarios->size() == 1)
        open(std::move(scenarios->front()));
}

void WhatIfPage::openExportMenu() { header_->exports()->open(); }

} // namespace loadline
