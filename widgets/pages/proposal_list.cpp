// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/proposal_list.h"

#include "forms/form_words.h"
#include "grid/cards.h"
#include "grid/detail_pieces.h"
#include "manifest/form_walk.h"
#include "tables/cells.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

constexpr int linesAtOnce = 6;

// "type: cron, timezone: UTC": what it holds, in its order.
QString summary(const Value& value, const QString& key = {})
{
    QStringList said;
    for (const ValueField& field : value.fields())
        said << summary(field.value, qtext(field.key));
    for (const Value& item : value.items())
        said << summary(item, {});
    if (said.isEmpty()) {
        const QString text = value.isMap() ? QStringLiteral("{}") : value.isList() ? QStringLiteral("[]") : qtext(scalarText(value));
        return key.isEmpty() ? text : key + QStringLiteral(": ") + text;
    }
    return said.join(QStringLiteral(", "));
}

// "CPU, metric 1" of something within spec.metrics[0]; "" elsewhere.
QString metricOf(const Value& object, const FieldPath& path)
{
    const FieldPath metrics("spec.metrics");
    const auto* index = path.startsWith(metrics) && path.steps().size() > 3 ? std::get_if<std::size_t>(&path.steps()[2]) : nullptr;
    const auto* part = index ? std::get_if<std::string>(&path.steps()[3]) : nullptr;
    const Value* metric = part ? findIn(object, metrics / *index / *part) : nullptr;
    if (!metric)
        return {};
    const std::string& name = metric->find("metric") ? (*metric)["metric"]["name"].text() : (*metric)["name"].text();
    const QString word = name == "cpu" ? ProposalList::tr("CPU") : name == "memory" ? ProposalList::tr("Memory") : qtext(name);
    return ProposalList::tr("%1, metric %2").arg(word).arg(*index + 1);
}

QString labelOf(const DraftPart& part, const Proposal& proposal)
{
    const Field* field = part.form ? part.form->fieldAt(proposal.path) : nullptr;
    const std::string path = proposal.path.text();
    if (const QString metric = metricOf(part.document.value(), proposal.path); !metric.isEmpty())
        return path.ends_with(".target") || !field ? ProposalList::tr("Target of %1").arg(metric) : ProposalList::tr("%1 of %2").arg(formText(field->label), metric);
    return field ? formText(field->label) : qtext(path.starts_with("spec.") ? path.substr(5) : path);
}

// Whether it is in the manifest by now or not, the words are true.
QString changeText(const Proposal& proposal)
{
    if (proposal.more)
        return ProposalList::tr("one more: %1").arg(summary(proposal.wanted));
    if (!proposal.instead.empty())
        return ProposalList::tr("%1, and %2 goes").arg(summary(proposal.wanted), qtext(proposal.instead.text()));
    return proposal.now ? ProposalList::tr("%1 instead of %2").arg(summary(proposal.wanted), summary(*proposal.now))
                        : ProposalList::tr("%1, where nothing stood").arg(summary(proposal.wanted));
}

} // namespace

ProposalList::ProposalList(QWidget* before, QWidget* parent)
    : QWidget(parent)
    , before_(before)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    title_ = new ToneLabel(tr("It is there already. Of what the preset would have, what is ticked stands in the YAML:"), Tone::Normal, ToneLabel::Size::Strong, this);
    title_->setTextInteractionFlags(Qt::NoTextInteraction);
    scroll_ = new QScrollArea(this);
    scroll_->setWidgetResizable(true);
    scroll_->setFrameShape(QFrame::NoFrame);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    list_ = new QWidget(scroll_);
    grid_ = new QGridLayout(list_);
    grid_->setContentsMargins(0, 0, 6, 0);
    grid_->setVerticalSpacing(2);
    grid_->setColumnStretch(1, 1);
    scroll_->setWidget(list_);
    list_->setAutoFillBackground(false);
    scroll_->viewport()->setAutoFillBackground(false);
    column->addWidget(title_);
    column->addWidget(scroll_);
    column->addWidget(new Hairline(this));
    hide();
}

void ProposalList::setPart(const DraftPart* part)
{
    const bool any = part && !part->proposals.empty();
    setVisible(any);
    if (!any) {
        shown_.clear();
        return;
    }
    if (part->proposals != shown_ || boxes_.empty())
        arrange(*part);
    for (std::size_t i = 0; i < boxes_.size(); ++i) {
        const QSignalBlocker quiet(boxes_[i]);
        boxes_[i]->setChecked(isAccepted(part->document.value(), shown_[i]));
        boxes_[i]->setEnabled(!part->broken);
    }
}

void ProposalList::arrange(const DraftPart& part)
{
    emptyLayout(*grid_);
    boxes_.clear();
    shown_ = part.proposals;
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const int row = static_cast<int>(i);
        auto* box = new QCheckBox(labelOf(part, shown_[i]), list_);
        const QString said = changeText(shown_[i]);
        auto* what = new ToneLabel(said, Tone::Muted, ToneLabel::Size::Body, list_); // in as many lines as it takes
        box->setAccessibleName(tr("Take over: %1, %2").arg(box->text(), said));
        box->setToolTip(qtext(shown_[i].path.text()) + QLatin1Char('\n') + said);
        grid_->addWidget(box, row, 0, Qt::AlignTop);
        grid_->addWidget(what, row, 1);
        connect(box, &QCheckBox::toggled, this, [this, i](bool taken) { Q_EMIT decided(i, taken); }, Qt::QueuedConnection);
        setTabOrder(boxes_.empty() ? before_ : boxes_.back(), box);
        boxes_.push_back(box);
    }
    fitHeight();
}

// As high as what it says, up to some lines; then it scrolls.
void ProposalList::fitHeight()
{
    if (boxes_.empty())
        return;
    const int line = boxes_.front()->sizeHint().height() + grid_->verticalSpacing();
    const int whole = grid_->hasHeightForWidth() ? grid_->heightForWidth(scroll_->viewport()->width()) : grid_->sizeHint().height();
    scroll_->setFixedHeight(std::min(whole, line * linesAtOnce));
}

void ProposalList::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

} // namespace loadline
