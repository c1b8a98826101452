// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/what_if_comparison.h"

#include "tables/cells.h"
#include "tables/money_text.h"

#include <QCoreApplication>
#include <QStandardItemModel>

#include <cmath>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WhatIfPage)
};

struct Term {
    QString name;
    QString help;
    std::function<QString(const ScenarioResult&)> text;
};

std::vector<Term> terms(const ScenarioResult& first, const Currency& currency)
{
    const auto money = [currency](auto of) {
        return [of, currency](const ScenarioResult& one) { return moneyText(of(one), currency); };
    };
    const auto share = [](const ScenarioResult& one) {
        const auto percent = one.pools.savedPercent();
        return percent ? figure(std::round(percent->value()), Unit::Percent) : unknown();
    };
    const Money paid = first.pools.monthly();
    return {
        {Words::tr("A month"), Words::tr("What is paid for the pools."), money([](const auto& one) { return one.pools.monthly(); })},
        {Words::tr("Less than this"), Words::tr("How much less a month than the scenario at hand."),
            [paid, currency, mine = &first](const ScenarioResult& one) { return &one == mine ? QStringLiteral("–") : moneyChange(paid - one.pools.monthly(), currency); }},
        {Words::tr("A year"), Words::tr("Twelve such months."), money([](const auto& one) { return one.pools.yearly(); })},
        {Words::tr("Always on"), Words::tr("A month of what would always run, on demand."), money([](const auto& one) { return one.pools.saving.baseline; })},
        {Words::tr("Saved a month"), Words::tr("Always on, less what is paid."), money([](const auto& one) { return one.pools.saved(); })},
        {Words::tr("Saved %"), Words::tr("Of always on."), share},
        {Words::tr("by hours not run"), Words::tr("Of what is saved; these steps add up to it."), money([](const auto& one) { return one.pools.saving.hoursNotRun; })},
        {Words::tr("of it at zero"), Words::tr("While nothing is to do."), money([](const auto& one) { return one.pools.saving.whileAtZero(); })},
        {Words::tr("by spot"), Words::tr("On the hours that run."), money([](const auto& one) { return one.pools.saving.spot; })},
        {Words::tr("by machine types"), Words::tr("The machine mix against the machines of always on."), money([](const auto& one) { return one.pools.saving.machineTypes; })},
        {Words::tr("by right-sizing"), Words::tr("Requests brought down to what is needed."), money([](const auto& one) { return one.pools.rightSizing; })},
        {Words::tr("by discount"), Words::tr("Negotiated, on what runs on demand."), money([](const auto& one) { return one.pools.discount; })},
        {Words::tr("Released"), Words::tr("By workloads, beside the saving and never added to it."), money([](const auto& one) { return one.workloads.saved(); })},
    };
}

void say(QStandardItemModel& model, int row, int column, const QString& text, const QString& tip)
{
    QStandardItem* item = model.item(row, column);
    if (!item) {
        item = new QStandardItem;
        item->setEditable(false);
        item->setTextAlignment((column > 0 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        model.setItem(row, column, item);
    }
    if (item->text() != text)
        item->setText(text);
    if (item->toolTip() != tip)
        item->setToolTip(tip);
}

} // namespace

void showSideBySide(QStandardItemModel& model, std::span<const ScenarioResult> scenarios, const Currency& currency)
{
    if (scenarios.empty())
        return;
    model.setColumnCount(int(scenarios.size()) + 1);
    const auto all = terms(scenarios.front(), currency);
    for (std::size_t row = 0; row < all.size(); ++row) {
        say(model, int(row), 0, all[row].name, all[row].help);
        for (std::size_t i = 0; i < scenarios.size(); ++i)
            say(model, int(row), int(i) + 1, all[row].text(scenarios[i]), all[row].help);
    }
    model.setHeaderData(0, Qt::Horizontal, Words::tr("Figure"));
    model.setHeaderData(0, Qt::Horizontal, int(Qt::AlignLeft | Qt::AlignVCenter), Qt::TextAlignmentRole);
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        const QString name = qtext(scenarios[i].name);
        const int column = int(i) + 1;
        model.setHeaderData(column, Qt::Horizontal, name.isEmpty() ? Words::tr("without a name") : name);
        model.setHeaderData(column, Qt::Horizontal, name, Qt::UserRole);
        model.setHeaderData(column, Qt::Horizontal, i == 0 ? Words::tr("%1: the scenario at hand").arg(name) : Words::tr("%1: open it by a double click").arg(name), Qt::ToolTipRole);
        model.setHeaderData(column, Qt::Horizontal, int(Qt::AlignRight | Qt::AlignVCenter), Qt::TextAlignmentRole);
    }
}

} // namespace loadline
