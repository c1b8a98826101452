// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_review.h"

#include "forms/apply_panel.h"
#include "forms/form_words.h"
#include "forms/yaml_editor.h"
#include "grid/cards.h"
#include "grid/elided_button.h"
#include "grid/tab_order.h"
#include "pages/wizard_around.h"
#include "tables/finding_rows.h"
#include "theme/measure.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

WizardReview::WizardReview(QWidget* parent)
    : QWidget(parent)
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(cardGap);
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 8, 8);
    column->setSpacing(cardGap);
    apply_ = new ApplyPanel(content);
    apply_->setAgain(true);
    apply_->setAsksWhy(true);
    found_ = new Card(tr("Checks"), content);
    list_ = new QWidget(found_);
    column_ = new QVBoxLayout(list_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(8);
    found_->body()->addWidget(list_);
    column->addWidget(buildPlace());
    column->addWidget(apply_);
    column->addWidget(found_);
    around_ = new WizardAround(content);
    column->addWidget(around_);
    column->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    row->addWidget(scroll, 6);
    row->addWidget(buildFiles(), 5);
    setFindings({});
}

QWidget* WizardReview::buildPlace()
{
    place_ = new QWidget(this);
    auto* row = new QHBoxLayout(place_);
    row->setContentsMargins(0, 0, 0, 0);
    auto* name = new QLabel(tr("Into which &cluster"), place_);
    cluster_ = new QComboBox(place_);
    cluster_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    cluster_->setMinimumContentsLength(16);
    cluster_->setAccessibleName(tr("Into which cluster"));
    name->setBuddy(cluster_);
    row->addWidget(name);
    row->addWidget(cluster_, 1);
    place_->hide();
    connect(cluster_, &QComboBox::activated, this, [this] { Q_EMIT clusterChosen(cluster_->currentData().toString()); });
    return place_;
}

void WizardReview::setClusters(const QStringList& open, const QString& chosen, bool free)
{
    QStringList known;
    for (int i = 1; i < cluster_->count(); ++i)
        known << cluster_->itemText(i);
    if (known != open || cluster_->count() == 0) {
        cluster_->clear();
        cluster_->addItem(tr("none: files only"), QString());
        for (const QString& name : open)
            cluster_->addItem(name, name);
    }
    cluster_->setCurrentIndex(std::max(0, cluster_->findData(chosen)));
    cluster_->setToolTip(cluster_->currentText());
    place_->setVisible(free && !open.isEmpty());
}

QWidget* WizardReview::buildFiles()
{
    auto* card = new Card(tr("Files"), this);
    names_ = new QListWidget(card);
    names_->setFrameShape(QFrame::NoFrame);
    names_->setAccessibleName(tr("Files, in the order they are applied"));
    text_ = new YamlEditor(card);
    text_->setReadOnly(true);
    text_->setAccessibleName(tr("The chosen file"));
    nothing_ = new ToneLabel(tr("Nothing is written yet: choose a workload, and start from the advice."), Tone::Muted, ToneLabel::Size::Body, card);
    nothing_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    card->body()->addWidget(nothing_, 1);
    card->body()->addWidget(names_);
    card->body()->addWidget(text_, 1);
    auto* buttons = new QHBoxLayout;
    const auto add = [&](const QString& text, const QString& about, FilesAs as) {
        auto* button = new QPushButton(text, card);
        button->setToolTip(about);
        buttons->addWidget(button);
        handOut_.push_back(button);
        connect(button, &QPushButton::clicked, this, [this, as] { Q_EMIT filesWanted(files_, as); });
    };
    add(tr("Copy"), tr("All files as one stream, to the clipboard"), FilesAs::Copy);
    add(tr("Save \u2026"), tr("All in one file, the documents parted by ---"), FilesAs::Stream);
    add(tr("Save files \u2026"), tr("A file for each, numbered for kubectl apply -f"), FilesAs::Folder);
    add(tr("Kustomize \u2026"), tr("A folder with a kustomization.yaml"), FilesAs::Kustomize);
    buttons->addStretch(1);
    card->body()->addLayout(buttons);
    showWhetherAny();
    connect(names_, &QListWidget::currentRowChanged, this, &WizardReview::showFile);
    return card;
}

void WizardReview::setDraft(const std::vector<DraftPart>& parts)
{
    if (std::vector<ManifestRef> own = refsOf(parts); own != own_) {
        own_ = std::move(own);
        renewFindings();
    }
    auto files = filesOf(parts);
    if (files == files_)
        return;
    files_ = std::move(files);
    showWhetherAny();
    const int row = names_->currentRow();
    {
        const QSignalBlocker quiet(names_);
        names_->clear();
        for (const BundleFile& file : files_)
            names_->addItem(QString::fromStdString(file.name));
        names_->setCurrentRow(std::clamp(row, 0, std::max(0, names_->count() - 1)));
        names_->setFixedHeight(std::clamp(names_->count(), 1, 6) * std::max(24, names_->sizeHintForRow(0)) + 6);
    }
    showFile(names_->currentRow());
}

void WizardReview::showWhetherAny()
{
    const bool any = !files_.empty();
    nothing_->setVisible(!any);
    names_->setVisible(any);
    text_->setVisible(any);
    for (QPushButton* button : handOut_)
        button->setEnabled(any);
}

void WizardReview::showFile(int row)
{
    const bool there = row >= 0 && static_cast<std::size_t>(row) < files_.size();
    text_->showText(there ? beginningOf(files_[static_cast<std::size_t>(row)].text()) : QString());
}

void WizardReview::setFindings(const std::vector<Finding>& findings)
{
    if (everFound_ && findings == findings_)
        return;
    everFound_ = true;
    findings_ = findings;
    renewFindings();
}

void WizardReview::renewFindings()
{
    emptyLayout(*column_);
    const auto open = std::count_if(findings_.begin(), findings_.end(), [](const Finding& f) { return !f.silenced; });
    found_->setTitle(tr("Checks"), open == 0 ? tr("nothing found") : tr("%n finding(s)", nullptr, static_cast<int>(open)));
    for (const Finding& finding : findings_)
        addFinding(finding);
    list_->setVisible(!findings_.empty());
    tieTabs();
}

void WizardReview::tieTabs()
{
    std::vector<QWidget*> parts {place_, apply_, found_, around_, names_, text_};
    parts.insert(parts.end(), handOut_.begin(), handOut_.end());
    tabThrough(parts);
}

bool WizardReview::isOwn(const ManifestRef& object) const
{
    return std::any_of(own_.begin(), own_.end(), [&](const ManifestRef& ref) { return ref.kind == object.kind && ref.name == object.name; });
}

const ManifestRef* WizardReview::foreignIn(const Fix& fix) const
{
    const auto at = std::find_if(fix.edits.begin(), fix.edits.end(), [this](const FixEdit& edit) { return !(edit.path.empty() && edit.value) && !isOwn(edit.object); });
    return at == fix.edits.end() ? nullptr : &at->object;
}

void WizardReview::addFinding(const Finding& finding)
{
    auto* holder = new QWidget(list_);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    const QString what = whatText(finding);
    column->addWidget(new ToneLabel(tr("%1: %2").arg(finding.silenced ? tr("Silenced") : severityName(finding.severity), what),
        finding.silenced ? Tone::Idle : severityTone(finding.severity), ToneLabel::Size::Body, holder));
    QString where = objectText(finding.object);
    if (!finding.field.empty())
        where += QStringLiteral(", ") + QString::fromStdString(finding.field.text());
    column->addWidget(new ToneLabel(where, Tone::Muted, ToneLabel::Size::Small, holder));
    QString why = lintText(finding.why, finding.args);
    if (finding.silenced)
        why += tr(" Silenced: %1").arg(QString::fromStdString(*finding.silenced));
    column->addWidget(new ToneLabel(why, Tone::Muted, ToneLabel::Size::Small, holder));
    addButtons(finding, what, column, holder);
    if (silencing_ && silencing_->rule == finding.rule && silencing_->object == finding.object && !finding.silenced)
        addReason(finding, column, holder);
    column_->addWidget(holder);
}

// Queued: what is clicked goes with the old list.
void WizardReview::addButtons(const Finding& finding, const QString& what, QVBoxLayout* column, QWidget* holder)
{
    auto* row = new QHBoxLayout;
    const auto add = [&](const QString& text, const QString& name, auto then) {
        auto* button = new ElidedButton(text, holder); // a fix may take a sentence to name
        button->setAccessibleName(name);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, then, Qt::QueuedConnection);
    };
    const bool own = isOwn(finding.object);
    const ManifestRef* foreign = finding.fix ? foreignIn(*finding.fix) : nullptr;
    const auto open = [&](const ManifestRef& object, const FieldPath& field) {
        add(tr("Open %1 too").arg(objectText(object)), tr("Open %1 for change").arg(objectText(object)), [this, object, field] { Q_EMIT openWanted(object, field); });
    };
    if (finding.fix && !foreign && !finding.silenced) {
        const QString label = mendText(finding);
        add(label, tr("%1: mends %2").arg(label, what), [this, finding] { Q_EMIT fixWanted(finding); });
    }
    if (finding.edit && own && isOwn(finding.edit->object))
        add(mendText(finding), tr("%1: %2").arg(mendText(finding), what), [this, edit = *finding.edit] { Q_EMIT fieldWanted(edit.object, edit.field); });
    else if (own)
        add(tr("Show"), tr("Show where: %1").arg(what), [this, finding] { Q_EMIT fieldWanted(finding.object, finding.field); });
    if (foreign)
        open(*foreign, {});
    else if (finding.edit && !isOwn(finding.edit->object))
        open(finding.edit->object, finding.edit->field);
    else if (!own)
        open(finding.object, finding.field);
    if (finding.silenced && own)
        add(tr("Speak of it again"), tr("Speak again of: %1").arg(what), [this, finding] { Q_EMIT silenceWanted(finding, {}); });
    else if (own)
        add(tr("Silence \u2026"), tr("Silence: %1").arg(what), [this, finding] {
            silencing_ = Silencing {finding.rule, finding.object, {}};
            renewFindings();
            if (auto* edit = list_->findChild<QLineEdit*>(QStringLiteral("reason")))
                edit->setFocus(Qt::OtherFocusReason);
        });
    if (!finding.link.empty())
        add(tr("Read on"), tr("Read on about: %1").arg(what), [this, link = QString::fromStdString(finding.link)] { Q_EMIT linkWanted(link); });
    row->addStretch(1);
    column->addLayout(row);
}

// The reason stands in the object, for whoever reads it next: without one nothing is silenced.
void WizardReview::addReason(const Finding& finding, QVBoxLayout* column, QWidget* holder)
{
    auto* row = new QHBoxLayout;
    auto* edit = new QLineEdit(silencing_->reason, holder);
    edit->setObjectName(QStringLiteral("reason"));
    edit->setPlaceholderText(tr("Why it is right here: who reads the manifest will see it"));
    edit->setAccessibleName(tr("Reason for silencing"));
    auto* button = new QPushButton(tr("Silence it"), holder);
    button->setEnabled(!silencing_->reason.trimmed().isEmpty());
    auto* leave = new QPushButton(tr("Leave it"), holder);
    row->addWidget(edit, 1);
    row->addWidget(button);
    row->addWidget(leave);
    column->addLayout(row);
    connect(edit, &QLineEdit::textChanged, this, [this, button](const QString& text) {
        if (silencing_)
            silencing_->reason = text;
        button->setEnabled(!text.trimmed().isEmpty());
    });
    const auto say = [this, finding] {
        const QString reason = silencing_ ? silencing_->reason.trimmed() : QString();
        if (reason.isEmpty())
            return;
        silencing_.reset();
        Q_EMIT silenceWanted(finding, reason);
    };
    connect(button, &QPushButton::clicked, this, say, Qt::QueuedConnection);
    connect(edit, &QLineEdit::returnPressed, this, say, Qt::QueuedConnection);
    connect(leave, &QPushButton::clicked, this, [this] {
        silencing_.reset();
        renewFindings();
    }, Qt::QueuedConnection);
}

} // namespace loadline
