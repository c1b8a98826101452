// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_page.h"

#include "forms/apply_panel.h"
#include "grid/messages.h"
#include "pages/chart_column.h"
#include "pages/draft_editor.h"
#include "pages/export_menu.h"
#include "pages/page_header.h"
#include "pages/wizard_advice.h"
#include "pages/wizard_around.h"
#include "pages/wizard_target.h"
#include "tables/cells.h"
#include "theme/measure.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

namespace loadline {

WizardPage::WizardPage(QWidget* parent)
    : Page(parent)
{
    build();
    connectSteps();
    connectEditor();
    connectReview();
    connectAround();
    charting_.setSingleShot(true);
    charting_.setInterval(std::chrono::milliseconds {400});
    connect(&charting_, &QTimer::timeout, this, &WizardPage::renewCharts);
    showStep(Target);
}

WizardPage::~WizardPage() = default;

void WizardPage::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 12, 18, 12);
    column->setSpacing(10);
    header_ = new PageHeader(title(), this);
    header_->exports()->setHasTable(false);
    QWidget* steps = buildSteps();
    notice_ = new MessageStrip(this);
    notice_->hide();
    stack_ = new QStackedWidget(this);
    targetStep_ = new WizardTarget(stack_);
    adviceStep_ = new WizardAdvice(stack_);
    editor_ = new DraftEditor(stack_);
    review_ = new WizardReview(stack_);
    for (QWidget* page : std::initializer_list<QWidget*> {targetStep_, adviceStep_, editor_, review_})
        stack_->addWidget(page);
    column->addWidget(header_);
    column->addWidget(steps);
    column->addWidget(notice_);
    column->addWidget(stack_, 1);
    column->addWidget(buildFoot());
    editor_->charts()->hide();
}

QWidget* WizardPage::buildSteps()
{
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    int number = 0;
    for (const QString& name : {tr("Target"), tr("Advice"), tr("Scaling"), tr("Safety"), tr("Review")}) {
        auto* button = new QToolButton(bar);
        button->setText(tr("%1  %2").arg(number + 1).arg(name));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setAccessibleName(tr("Step %1 of 5: %2").arg(number + 1).arg(name));
        steps_.push_back(button); // in no group: Tab would stop at one of them only
        ++number;
        row->addWidget(button);
    }
    row->addStretch(1);
    return bar;
}

QWidget* WizardPage::buildFoot()
{
    auto* foot = new QWidget(this);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(0, 0, 0, 0);
    back_ = new QPushButton(tr("&Back"), foot);
    next_ = new QPushButton(tr("&Next"), foot);
    another_ = new QPushButton(tr("&Add another workload \u2026"), foot);
    another_->setToolTip(tr("Its manifests join these: a platform of several workloads, checked, applied and saved as one."));
    row->addWidget(another_);
    row->addStretch(1);
    row->addWidget(back_);
    row->addWidget(next_);
    return foot;
}

void WizardPage::connectSteps()
{
    for (std::size_t i = 0; i < steps_.size(); ++i)
        connect(steps_[i], &QToolButton::clicked, this, [this, i] { goTo(static_cast<Step>(i)); });
    connect(back_, &QPushButton::clicked, this, [this] { showStep(static_cast<Step>(std::max(0, step_ - 1))); });
    connect(next_, &QPushButton::clicked, this, &WizardPage::goOn);
    connect(another_, &QPushButton::clicked, this, &WizardPage::addAnother);
    connect(header_->exports(), &ExportButton::exportWanted, this, &Page::exportWanted);
    connect(targetStep_, &WizardTarget::chosen, this, &WizardPage::chooseTarget);
    connect(targetStep_, &WizardTarget::openWanted, this, &WizardPage::openWanted);
    connect(targetStep_, &WizardTarget::emptyWanted, this, [this] { showStep(Scaling); });
    connect(adviceStep_, &WizardAdvice::presetChosen, this, [this](WorkloadType type) { startPreset(type); });
    connect(adviceStep_, &WizardAdvice::changeChosen, this, [this](const QString& path) { openLive(cluster_, path, false); });
    connect(notice_, &MessageStrip::action, this, [this] {
        if (!otherwise_.empty())
            return chooseOther();
        parts_.swap(replaced_);
        std::swap(writtenFor_, replacedFor_);
        if (writtenForAnother())
            aim(writtenFor_); // the title names what is written
        note({}, {});
        showStep(step_);
        edited();
    });
}

void WizardPage::connectEditor()
{
    connect(editor_, &DraftEditor::answered, this, [this](std::size_t part, const FieldPath& path, const QString& text) {
        changeForm(part, [&](Form& form) { return form.setText(path, text.toStdString()); });
    });
    connect(editor_, &DraftEditor::itemAdded, this, [this](std::size_t part, const FieldPath& list) {
        changeForm(part, [&](Form& form) { return form.addItem(list); });
    });
    connect(editor_, &DraftEditor::itemRemoved, this, [this](std::size_t part, const FieldPath& item) {
        changeForm(part, [&](Form& form) -> Done {
            form.removeItem(item);
            return std::monostate {};
        });
    });
    connect(editor_, &DraftEditor::itemMoved, this, [this](std::size_t part, const FieldPath& item, std::size_t to) {
        changeForm(part, [&](Form& form) -> Done {
            form.moveItem(item, to);
            return std::monostate {};
        });
    });
    connect(editor_, &DraftEditor::textEdited, this, [this](std::size_t part, const QString& text) {
        if (part < parts_.size()) {
            setText(parts_[part], text.toStdString(), facts_);
            edited();
        }
    });
    connect(editor_, &DraftEditor::partWanted, this, &WizardPage::addPart);
    connect(editor_, &DraftEditor::partRemoved, this, &WizardPage::removePart);
    connect(editor_, &DraftEditor::decided, this, &WizardPage::decideOn);
    connect(editor_, &DraftEditor::partShown, this, &WizardPage::renewCharts);
    connect(editor_, &DraftEditor::fieldShown, this, &WizardPage::renewCharts);
    connect(editor_, &DraftEditor::fixWanted, this, &WizardPage::fix);
    connect(editor_->charts(), &ChartColumn::wishesChanged, this, &WizardPage::sayWishes);
    connect(editor_->charts(), &ChartColumn::pictureWanted, this, &Page::pictureWanted);
}

void WizardPage::connectReview()
{
    connect(review_, &WizardReview::fixWanted, this, &WizardPage::fix);
    connect(review_, &WizardReview::clusterChosen, this, [this](const QString& cluster) { sendTo(cluster.toStdString()); });
    connect(review_, &WizardReview::fieldWanted, this, &WizardPage::showField);
    connect(review_, &WizardReview::silenceWanted, this, &WizardPage::silence);
    connect(review_, &WizardReview::openWanted, this, &WizardPage::openOther);
    connect(review_, &WizardReview::linkWanted, this, &WizardPage::linkWanted);
    connect(review_, &WizardReview::filesWanted, this, &WizardPage::filesWanted);
    ApplyPanel* panel = review_->apply();
    connect(panel, &ApplyPanel::tryWanted, this, &WizardPage::tryAll);
    connect(panel, &ApplyPanel::applyWanted, this, [this] { Q_EMIT applyWanted(cluster_, review_->apply()->why().toStdString()); });
    connect(panel, &ApplyPanel::conflictWay, this,
        [this](std::size_t trial, ConflictWay way) { Q_EMIT conflictWay(cluster_, trial, way); });
    connect(panel, &ApplyPanel::readOnlyOffWanted, this, &WizardPage::readOnlyOffWanted);
}

void WizardPage::connectAround()
{
    connect(review_->around(), &WizardAround::copyWanted, this, &WizardPage::copyWanted);
    connect(review_->around(), &WizardAround::saveWanted, this, &WizardPage::saveWanted);
    connect(review_->around(), &WizardAround::partWanted, this, &WizardPage::takeIn);
}

// From the first step on with the workload that is chosen in the list, if one is.
void WizardPage::goOn()
{
    if (step_ == Target && targetStep_->takeChosen())
        return;
    if (step_ == Advise && (parts_.empty() || adding_ || writtenForAnother()))
        return startPreset(adviceStep_->type());
    showStep(static_cast<Step>(std::min<int>(Review, step_ + 1)));
}

// Past the advice with another workload than the one that was written for: its own manifests, as Next brings them.
void WizardPage::goTo(Step step)
{
    if (step > Advise && !adding_ && !starting_ && !opening_ && writtenForAnother())
        return startPreset(adviceStep_->type(), step);
    showStep(step);
}

// Where the keys go on: what the step is about.
void WizardPage::focusStep()
{
    if (step_ == Target)
        focusFilter();
    else if (step_ == Advise)
        adviceStep_->focusType();
    else if (step_ == Scaling || step_ == Safety)
        editor_->focusFirst();
}

void WizardPage::showStep(Step step)
{
    step_ = step;
    if (step > Advise && std::exchange(adding_, false)) { // back to what is written, without another
        note({}, {});
        if (writtenForAnother())
            aim(writtenFor_);
    }
    refreshSteps();
    if (step == Scaling || step == Safety)
        editor_->setDraft(parts_, step == Safety);
    else if (step == Review)
        review_->setDraft(parts_);
    showPlaces();
    focusStep();
    renewCharts();
}

void WizardPage::refreshSteps()
{
    for (std::size_t i = 0; i < steps_.size(); ++i)
        steps_[i]->setChecked(static_cast<Step>(i) == step_);
    stack_->setCurrentIndex(step_ <= Scaling ? step_ : step_ - 1);
    back_->setEnabled(step_ > Target);
    next_->setVisible(step_ < Review);
    another_->setVisible(step_ == Review && !parts_.empty());
    QString about = tr("No workload chosen");
    if (target_)
        about = cluster_.empty() ? qtext(target_->kind + ' ' + target_->ns + '/' + target_->name)
                                 : tr("%1 in %2").arg(qtext(target_->kind + ' ' + target_->ns + '/' + target_->name), qtext(cluster_));
    header_->setCount(about, 0);
}

void WizardPage::setShown(bool shown)
{
    if (shown == shown_)
        return;
    shown_ = shown;
    if (!shown)
        return;
    Q_EMIT placeWanted(cluster_);
    sayWishes();
    check();
}

void WizardPage::setFilter(const QString& text)
{
    targetStep_->setFilter(text);
}

void WizardPage::focusFilter()
{
    targetStep_->focusSearch();
}

void WizardPage::openExportMenu()
{
    header_->exports()->open();
}

bool WizardPage::settled() const
{
    return !opening_ && !starting_ && !checks_.busy() && !reading_.busy() && !charting_.isActive() && targetStep_->settled() && (step_ != Scaling || editor_->charts()->settled());
}

} // namespace loadline
