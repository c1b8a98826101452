// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/action_form.h"

#include "grid/cards.h"
#include "tables/wording.h"
#include "theme/measure.h"

#include <QAbstractItemView>
#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QRadioButton>
#include <QSpinBox>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

constexpr int mostReplicas = 1'000'000;

QString meaning(ActionAnswer::Way way)
{
    switch (way) {
    case ActionAnswer::Way::AtReplicas:
        return ActionForm::tr("It goes to that number, and then nothing reacts to load.");
    case ActionAnswer::Way::ScaleIn:
        return ActionForm::tr("More load still brings more pods; they stay when it falls.");
    case ActionAnswer::Way::ScaleOut:
        return ActionForm::tr("Less load still takes pods away; more load brings none.");
    case ActionAnswer::Way::Fully:
        break;
    }
    return ActionForm::tr("While it is paused nothing reacts to load.");
}

constexpr int untilATime = -1;
constexpr qint64 longestPause = 366 * 24 * 60; // minutes

// What ends a pause, and on which terms.
QString pauseTerms(int minutes)
{
    if (minutes <= 0)
        return ActionForm::tr("It stays paused until somebody resumes it.");
    const TimePoint now {Millis {QDateTime::currentMSecsSinceEpoch()}};
    return ActionForm::tr("Until %1. Loadline must run then, and be allowed to write there: it resumes it. If it does not run, it reminds you at its next start.")
        .arg(moment(now + std::chrono::minutes {minutes}, now, false));
}

} // namespace

ActionForm::ActionForm(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
}

void ActionForm::ask(const ActionShown& action)
{
    if (fields_) {
        fields_->hide();
        fields_->deleteLater();
    }
    containers_.clear();
    ways_ = nullptr;
    replicas_ = min_ = max_ = nullptr;
    time_ = nullptr;
    until_ = nullptr;
    reason_ = nullptr;
    action_ = action.action;
    asks_ = false;
    fields_ = new QWidget(this);
    column_ = new QVBoxLayout(fields_);
    column_->setContentsMargins(0, 0, 0, 0);
    form_ = nullptr;
    layout()->addWidget(fields_);
    if (!action.moved.empty())
        showMoved(action);
    if (action.reading || !action.problem.isEmpty() || !action.moved.empty())
        return;
    form_ = new QFormLayout;
    form_->setFieldGrowthPolicy(QFormLayout::FieldsStayAtSizeHint);
    if (action.action == QuickAction::Pause)
        askPause(action);
    if (action.action == QuickAction::Recommendation)
        askContainers(action);
    if (action.action == QuickAction::Bounds) {
        min_ = row(tr("At &least"), action.min, 0);
        max_ = row(tr("At &most"), action.max, 1);
    }
    if (action.action == QuickAction::Scale)
        replicas_ = row(tr("Re&plicas"), action.replicas, 0);
    askReason(action);
    column_->addLayout(form_);
}

QSpinBox* ActionForm::number(int value, int least, const QString& label)
{
    auto* box = new QSpinBox(fields_);
    box->setRange(least, mostReplicas);
    box->setValue(value);
    box->setAccessibleName(label);
    box->setGroupSeparatorShown(true);
    connect(box, &QSpinBox::valueChanged, this, &ActionForm::edited);
    return box;
}

QSpinBox* ActionForm::row(const QString& label, int value, int least)
{
    QString name = label;
    auto* box = number(value, least, name.remove(QLatin1Char('&')));
    form_->addRow(label, box);
    asks_ = true;
    return box;
}

void ActionForm::askPause(const ActionShown& action)
{
    asks_ = true;
    ways_ = new QButtonGroup(fields_);
    const auto add = [&](const QString& text, ActionAnswer::Way way) {
        auto* button = new QRadioButton(text, fields_);
        ways_->addButton(button, static_cast<int>(way));
        return button;
    };
    auto* fully = add(tr("&Fully: its replicas stay as they are"), ActionAnswer::Way::Fully);
    fully->setChecked(true);
    column_->addWidget(fully);
    if (!action.onlyFully) {
        auto* at = add(tr("&At a number of replicas:"), ActionAnswer::Way::AtReplicas);
        replicas_ = number(action.replicas, 0, tr("Replicas while it is paused"));
        auto* line = new QHBoxLayout;
        line->addWidget(at);
        line->addWidget(replicas_);
        line->addStretch(1);
        column_->addLayout(line);
        connect(replicas_, &QSpinBox::valueChanged, at, [at] { at->setChecked(true); });
        column_->addWidget(add(tr("Never scale &in, still scale out"), ActionAnswer::Way::ScaleIn));
        column_->addWidget(add(tr("Never scale &out, still scale in"), ActionAnswer::Way::ScaleOut));
    }
    auto* means = new ToneLabel(meaning(ActionAnswer::Way::Fully), Tone::Muted, ToneLabel::Size::Small, fields_);
    means->setObjectName(QStringLiteral("means"));
    column_->addWidget(means);
    connect(ways_, &QButtonGroup::idToggled, means, [means](int way, bool on) {
        if (on)
            means->setText(meaning(static_cast<ActionAnswer::Way>(way)));
    });
    connect(ways_, &QButtonGroup::idClicked, this, &ActionForm::edited);
    askTime();
}

void ActionForm::askTime()
{
    auto* line = new QWidget(fields_);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    time_ = new QComboBox(line);
    time_->addItem(tr("until it is resumed"), 0);
    for (const int minutes : {5, 15, 30})
        time_->addItem(tr("for %n minute(s)", nullptr, minutes), minutes);
    for (const int hours : {1, 2, 4, 8, 12, 24, 72})
        time_->addItem(tr("for %n hour(s)", nullptr, hours), hours * 60);
    time_->addItem(tr("until a time"), untilATime);
    time_->setAccessibleName(tr("How long"));
    time_->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    time_->view()->setTextElideMode(Qt::ElideNone);
    time_->view()->setMinimumWidth(time_->view()->sizeHintForColumn(0) + scaled(40, font())); // with its scroll bar
    until_ = new QDateTimeEdit(QDateTime::currentDateTime().addSecs(3600), line);
    until_->setDisplayFormat(QStringLiteral("ddd d MMM HH:mm"));
    until_->setCalendarPopup(true);
    until_->setAccessibleName(tr("Until when"));
    until_->hide();
    row->addWidget(time_);
    row->addWidget(until_);
    row->addStretch(1);
    auto* name = new QLabel(tr("How &long"), fields_);
    name->setBuddy(time_);
    form_->addRow(name, line);
    auto* terms = new ToneLabel(pauseTerms(0), Tone::Muted, ToneLabel::Size::Small, fields_);
    terms->setObjectName(QStringLiteral("terms"));
    form_->addRow(terms);
    const auto renew = [this, terms] {
        until_->setVisible(time_->currentData().toInt() == untilATime);
        terms->setText(pauseTerms(answer().minutes));
    };
    connect(time_, &QComboBox::currentIndexChanged, terms, renew);
    connect(time_, &QComboBox::activated, this, &ActionForm::edited);
    connect(until_, &QDateTimeEdit::dateTimeChanged, terms, renew);
    connect(until_, &QDateTimeEdit::dateTimeChanged, this, &ActionForm::edited);
}

void ActionForm::askContainers(const ActionShown& action)
{
    asks_ = action.containers.size() > 1;
    for (const OfferedContainer& container : action.containers) {
        auto* box = new QCheckBox(tr("%1: %2").arg(container.name, container.target), fields_);
        box->setObjectName(container.name);
        box->setChecked(container.chosen);
        connect(box, &QCheckBox::toggled, this, &ActionForm::edited);
        column_->addWidget(box);
        containers_.push_back(box);
    }
}

void ActionForm::askReason(const ActionShown& action)
{
    const bool silence = action.action == QuickAction::Silence;
    asks_ = asks_ || silence;
    reason_ = new QLineEdit(fields_);
    reason_->setMinimumWidth(scaled(360, font()));
    reason_->setPlaceholderText(silence ? tr("Why it is right here: others will read it in the object") : tr("For the journal; may stay empty"));
    QString name = silence ? tr("&Reason") : tr("&Why");
    form_->addRow(name, reason_);
    reason_->setAccessibleName(name.remove(QLatin1Char('&')));
    if (silence) // else it is a word for the journal, which changes nothing of the change
        connect(reason_, &QLineEdit::textEdited, this, &ActionForm::edited);
}

void ActionForm::showMoved(const ActionShown& action)
{
    auto* tree = new QTreeWidget(fields_);
    tree->setRootIsDecorated(false);
    tree->setUniformRowHeights(true);
    tree->setTextElideMode(Qt::ElideMiddle); // the ends of a path tell most
    tree->setFrameShape(QFrame::NoFrame);
    tree->setHeaderLabels({tr("Field"), tr("Before"), tr("Loadline wrote"), tr("Now")});
    tree->setAccessibleName(tr("What the journal and the cluster say of each field"));
    for (const MovedShown& field : action.moved) {
        auto* item = new QTreeWidgetItem(tree, {field.field, field.before, field.written, field.now});
        for (int column = 0; column < 4; ++column)
            item->setToolTip(column, item->text(column));
    }
    for (int column = 0; column < 3; ++column) {
        tree->resizeColumnToContents(column);
        tree->setColumnWidth(column, std::min(tree->columnWidth(column) + 12, scaled(column == 0 ? 240 : 130, font())));
    }
    tree->setFixedHeight((std::min<int>(static_cast<int>(action.moved.size()), 8) + 1) * rowHeight(font()) + 12);
    column_->addWidget(tree);
}

ActionAnswer ActionForm::answer() const
{
    ActionAnswer answer;
    if (ways_)
        answer.way = static_cast<ActionAnswer::Way>(std::max(0, ways_->checkedId()));
    if (replicas_)
        answer.replicas = replicas_->value();
    if (time_)
        answer.minutes = time_->currentData().toInt();
    if (answer.minutes == untilATime) // whole minutes, none lost; past: 0, which missing() tells of
        answer.minutes = static_cast<int>(std::clamp<qint64>((QDateTime::currentDateTime().secsTo(until_->dateTime()) + 59) / 60, 0, longestPause));
    if (min_)
        answer.min = min_->value();
    if (max_)
        answer.max = max_->value();
    for (const QCheckBox* box : containers_)
        if (box->isChecked())
            answer.containers << box->objectName();
    if (reason_)
        answer.reason = reason_->text().trimmed();
    return answer;
}

QString ActionForm::missing() const
{
    const ActionAnswer now = answer();
    if (action_ == QuickAction::Silence && now.reason.isEmpty())
        return tr("Give a reason first: without one nobody knows later why it was silenced.");
    if (time_ && time_->currentData().toInt() == untilATime && now.minutes == 0)
        return tr("Choose a time that is still to come.");
    if (action_ == QuickAction::Bounds && now.min > now.max)
        return tr("The least is above the most.");
    if (action_ == QuickAction::Recommendation && now.containers.isEmpty())
        return tr("Choose a container first.");
    return {};
}

} // namespace loadline
