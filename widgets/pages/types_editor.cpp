// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/types_editor.h"

#include "grid/cards.h"
#include "grid/detail.h"
#include "pages/write_table.h"
#include "tables/cells.h"
#include "tables/money_text.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <map>

namespace loadline {

TypesEditor::TypesEditor(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(cardGap);
    row->addWidget(buildRules(), 1);
    auto* card = new Card({}, this);
    card->setFixedWidth(scaled(300, font()));
    outcome_ = new DetailPane(card);
    card->body()->addWidget(outcome_, 1);
    row->addWidget(card);
    setFocusProxy(label_);
}

QWidget* TypesEditor::buildRules()
{
    auto* card = new Card({}, this);
    auto* first = new QHBoxLayout;
    auto* name = new QLabel(tr("Pod &label that says the type"), card);
    label_ = new QLineEdit(types_.label.empty() ? QString() : qtext(types_.label), card);
    label_->setAccessibleName(tr("Pod label that says the type"));
    label_->setPlaceholderText(QStringLiteral("example.com/workload-type"));
    label_->setToolTip(tr("A pod with this label is of the type that it names, whatever the rules say. Empty: rules alone."));
    name->setBuddy(label_);
    first->addWidget(name);
    first->addWidget(label_, 1);
    card->body()->addLayout(first);
    auto* second = new QHBoxLayout;
    second->addWidget(new ToneLabel(tr("Else the first rule that holds; where none does, it is other."), Tone::Muted, ToneLabel::Size::Body, card), 1);
    const auto button = [&](const QString& text, const QString& tip, std::function<void()> clicked) {
        auto* made = new QToolButton(card);
        made->setText(text);
        made->setToolTip(tip);
        made->setFocusPolicy(Qt::StrongFocus);
        connect(made, &QToolButton::clicked, this, std::move(clicked));
        second->addWidget(made);
    };
    button(tr("Add"), tr("One more rule, before the chosen one"), [this] { addRule(); });
    button(tr("Remove"), tr("Take the chosen rule out"), [this] {
        model_->remove(view_->currentIndex().row());
        choose();
    });
    button(tr("Up"), tr("Try the chosen rule earlier"), [this] { moveRule(-1); });
    button(tr("Down"), tr("Try the chosen rule later"), [this] { moveRule(1); });
    button(tr("Defaults"), tr("The rules that come with Loadline"), [this] {
        const WorkloadTypeRules usual = defaultWorkloadTypes();
        label_->setText(qtext(usual.label));
        model_->setRules(usual.rules);
        choose();
    });
    card->body()->addLayout(second);
    model_ = new TypeRulesModel(this);
    model_->setRules(types_.rules);
    view_ = writeTable(card, tr("Rules for workload types"));
    view_->setModel(model_);
    constexpr std::array widths {180, 160, 140, 180, 60};
    setColumnWidths(view_, widths);
    card->body()->addWidget(view_, 1);
    connect(model_, &TypeRulesModel::edited, this, &TypesEditor::choose);
    connect(label_, &QLineEdit::editingFinished, this, &TypesEditor::choose);
    return card;
}

void TypesEditor::addRule()
{
    WorkloadTypeRule rule;
    rule.type = std::string(workload_types::other);
    rule.words = {tr("word").toStdString()}; // an empty rule would hold for everything
    const int row = model_->add(std::move(rule), std::max(0, view_->currentIndex().row()));
    view_->setCurrentIndex(model_->index(row, TypeRulesModel::Type));
    view_->setFocus();
    choose();
}

void TypesEditor::moveRule(int by)
{
    const QModelIndex at = view_->currentIndex();
    if (!at.isValid() || !model_->move(at.row(), by))
        return;
    view_->setCurrentIndex(model_->index(at.row() + by, at.column()));
    choose();
}

void TypesEditor::setTypes(const WorkloadTypeRules& types)
{
    if (types == types_)
        return;
    types_ = types;
    label_->setText(qtext(types.label));
    model_->setRules(types.rules);
}

void TypesEditor::choose()
{
    WorkloadTypeRules next {label_->text().trimmed().toStdString(), model_->rules()};
    if (next == types_)
        return;
    types_ = std::move(next);
    Q_EMIT typesChosen(types_);
}

void TypesEditor::setReport(const CostReport& report)
{
    DetailSection section;
    section.title = tr("What runs now, by these rules");
    std::map<QString, std::pair<std::size_t, Money>> sums; // of all clusters
    for (const auto& row : report.rows) {
        if (row->special != CostGroup::Special::None || row->total)
            continue;
        auto& [pods, hourly] = sums[groupName(report.by, row->key, row->special)];
        pods += row->now.pods;
        hourly += row->hourly.value_or(Money());
    }
    for (const auto& [name, sum] : sums)
        section.pairs.push_back({name, moneyText(sum.second, report.terms.currency, MoneyStyle::Rate), Tone::Normal, tr("%n pod(s)", nullptr, int(sum.first))});
    if (section.pairs.empty())
        section.lines.push_back({tr("No cluster tells its pods and their price yet."), Tone::Muted, {}});
    outcome_->setSections({section});
}

} // namespace loadline
