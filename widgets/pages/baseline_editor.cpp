// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/baseline_editor.h"

#include "grid/cards.h"
#include "grid/detail.h"
#include "pages/cost_choosers.h"
#include "pages/write_table.h"
#include "tables/cells.h"
#include "tables/money_text.h"
#include "theme/measure.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace loadline {

BaselineEditor::BaselineEditor(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(cardGap);
    row->addWidget(buildChoices(), 1);
    auto* card = new Card({}, this);
    card->setFixedWidth(scaled(300, font()));
    outcome_ = new DetailPane(card);
    card->body()->addWidget(outcome_, 1);
    row->addWidget(card);
    showKind();
    setFocusProxy(choice(BaselineKind::Peak));
}

QWidget* BaselineEditor::buildChoices()
{
    auto* card = new Card(tr("Savings are measured against"), this);
    auto* column = card->body();
    kinds_ = new QButtonGroup(this);
    const auto add = [&](BaselineKind kind, const QString& text, const QString& why) {
        auto* button = new QRadioButton(text, card);
        button->setToolTip(why);
        kinds_->addButton(button, int(kind));
        column->addWidget(button);
        auto* note = new ToneLabel(why, Tone::Muted, ToneLabel::Size::Small, card);
        note->setContentsMargins(scaled(24, font()), 0, 0, 2);
        column->addWidget(note);
    };
    add(BaselineKind::Peak, tr("&Always on at the peak of the window"), tr("Of each pool the most nodes that ran at once, around the clock, on demand."));
    add(BaselineKind::PinnedAtMax, tr("Autoscalers &pinned at their maximum"), tr("Each pool at its own maximum; where none is known, at its peak."));
    add(BaselineKind::Before, tr("What ran on a &day before"), tr("The machines of that day, around the clock; pools that came later had none."));
    days_ = new QComboBox(card);
    days_->setAccessibleName(tr("The day before"));
    days_->setMaximumWidth(scaled(280, font()));
    auto* indented = new QHBoxLayout;
    indented->addSpacing(scaled(24, font()));
    indented->addWidget(days_, 1);
    indented->addStretch(1);
    column->addLayout(indented);
    add(BaselineKind::Fixed, tr("&Fixed counts per pool"), tr("So many nodes, around the clock, on demand. Pools without a count stand on both sides as they ran."));
    counts_ = new PoolCountsModel(this);
    view_ = writeTable(card, tr("Fixed counts per pool"));
    view_->setModel(counts_);
    constexpr std::array widths {190, 90, 90, 110, 140};
    setColumnWidths(view_, widths);
    column->addWidget(view_, 1);
    complaint_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Body, card);
    complaint_->hide();
    column->addWidget(complaint_);
    connect(kinds_, &QButtonGroup::idClicked, this, [this](int id) { chooseKind(static_cast<BaselineKind>(id)); });
    connect(days_, &QComboBox::activated, this, &BaselineEditor::chooseDay);
    connect(counts_, &PoolCountsModel::edited, this, &BaselineEditor::chooseCounts);
    connect(counts_, &PoolCountsModel::refused, this, &BaselineEditor::say);
    return card;
}

QRadioButton* BaselineEditor::choice(BaselineKind kind) const
{
    return qobject_cast<QRadioButton*>(kinds_->button(int(kind)));
}

void BaselineEditor::say(const QString& why)
{
    complaint_->setText(why);
    complaint_->setVisible(!why.isEmpty());
}

void BaselineEditor::setBaseline(const Baseline& baseline, const Currency& currency)
{
    currency_ = currency;
    if (baseline == baseline_)
        return;
    baseline_ = baseline;
    fillCounts();
    showKind();
}

void BaselineEditor::setFacts(const CostReport& report, const Rows<PoolRow>& pools, const Costs& costs)
{
    report_ = report;
    pools_ = pools;
    costs_ = std::make_shared<const Costs>(costs);
    fillCounts();
    fillDays();
    showKind();
    showOutcome();
}

// Pools of several clusters that have one name are one pool of the baseline.
void BaselineEditor::fillCounts()
{
    std::map<std::string, PoolCountsModel::Line> lines;
    const bool fixed = baseline_.kind == BaselineKind::Fixed;
    for (const auto& row : pools_) {
        auto& line = lines[row->name];
        line.pool = row->name;
        if (row->nodes)
            line.now = line.now.value_or(0) + *row->nodes;
        if (row->max)
            line.most = line.most.value_or(0) + *row->max;
        if (!fixed && line.now) // what most people mean: what runs now, never less than one; what is unknown is not guessed
            line.count = std::max<std::int64_t>(1, *line.now);
    }
    if (fixed)
        for (const BaselinePool& pool : baseline_.pools) {
            auto& line = lines[pool.pool];
            line.pool = pool.pool;
            line.count = pool.nodes;
            line.price = pool.nodeHourly;
        }
    std::vector<PoolCountsModel::Line> list;
    for (auto& [name, line] : lines)
        list.push_back(std::move(line));
    counts_->setLines(std::move(list));
}

void BaselineEditor::fillDays()
{
    const std::vector<TimePoint> known = knownNoons(*costs_);
    const QSignalBlocker quiet(days_);
    days_->clear();
    for (const TimePoint noon : known)
        days_->addItem(isoUtc(noon).left(10), qlonglong(noon.time_since_epoch().count()));
    if (known.empty())
        days_->addItem(costs_->clusters.size() > 1 ? tr("Open one cluster only") : tr("No history is known yet"));
    if (baseline_.kind == BaselineKind::Before) {
        const qlonglong chosen = baseline_.before.time_since_epoch().count();
        if (days_->findData(chosen) < 0)
            days_->insertItem(0, isoUtc(baseline_.before).left(10), chosen);
        days_->setCurrentIndex(days_->findData(chosen));
    }
}

void BaselineEditor::showKind()
{
    choice(baseline_.kind)->setChecked(true);
    const bool days = days_->currentData().isValid();
    choice(BaselineKind::Before)->setEnabled(days || baseline_.kind == BaselineKind::Before);
    days_->setEnabled(days && baseline_.kind == BaselineKind::Before);
    view_->setEnabled(baseline_.kind == BaselineKind::Fixed);
    choice(BaselineKind::PinnedAtMax)
        ->setEnabled(baseline_.kind == BaselineKind::PinnedAtMax || std::any_of(pools_.begin(), pools_.end(), [](const auto& row) { return row->max.has_value(); }));
}

void BaselineEditor::choose(Baseline baseline)
{
    say({});
    if (baseline == baseline_)
        return showKind();
    baseline_ = std::move(baseline);
    showKind();
    Q_EMIT baselineChosen(baseline_);
}

void BaselineEditor::chooseKind(BaselineKind kind)
{
    Baseline next;
    next.kind = kind;
    switch (kind) {
    case BaselineKind::Peak:
        return choose(next);
    case BaselineKind::PinnedAtMax:
        for (const auto& row : pools_)
            if (row->max)
                next.pools.push_back({row->name, *row->max, {}});
        return choose(next);
    case BaselineKind::Fixed:
        return chooseCounts();
    case BaselineKind::Before:
        return chooseDay();
    }
}

void BaselineEditor::chooseCounts()
{
    Baseline next;
    next.kind = BaselineKind::Fixed;
    next.pools = counts_->pools();
    if (next.pools.empty()) {
        showKind();
        return say(tr("Give at least one pool a count."));
    }
    choose(std::move(next));
}

void BaselineEditor::chooseDay()
{
    const QVariant at = days_->currentData();
    const auto* known = costs_ ? onlyDays(*costs_) : nullptr;
    if (!at.isValid() || !known)
        return showKind();
    const auto next = baselineBefore(*known, TimePoint(Millis(at.toLongLong())));
    if (next)
        return choose(*next);
    showKind();
    say(joined({sentence(next.error()), hint(next.error())}));
}

void BaselineEditor::showOutcome()
{
    std::vector<DetailSection> sections;
    DetailSection now;
    now.title = baselineText(baseline_);
    if (report_ && report_->haveLedger) {
        const Saving& saving = report_->whole;
        const auto pair = [&](const QString& name, const Money& amount) { now.pairs.push_back({name, moneyText(amount, currency_, MoneyStyle::Cents), Tone::Normal, {}}); };
        pair(tr("Baseline"), saving.baseline);
        pair(tr("Actual"), saving.actual);
        pair(tr("Saved"), saving.total());
        pair(tr("Realised"), saving.realised());
        pair(tr("Released by pods"), report_->ledger.released);
        if (!report_->ledger.outside.isZero())
            pair(tr("Pools on both sides"), report_->ledger.outside);
        if (!report_->lines.isZero())
            pair(tr("Fees and disks on both sides"), report_->lines);
        now.lines.push_back({windowText(*report_, true), Tone::Muted, {}});
    } else {
        now.lines.push_back({tr("What it comes to is not known yet: no history covers the window."), Tone::Muted, {}});
    }
    sections.push_back(std::move(now));
    if (report_ && report_->haveLedger && !report_->ledger.reference.pools.empty()) {
        DetailSection pools;
        pools.title = tr("Always on");
        for (const PoolReference& pool : report_->ledger.reference.pools)
            pools.pairs.push_back({pool.pool.empty() ? tr("no pool label") : qtext(pool.pool), tr("%n node(s)", nullptr, int(pool.nodes)), Tone::Normal, {}});
        sections.push_back(std::move(pools));
    }
    outcome_->setSections(sections);
}

} // namespace loadline
