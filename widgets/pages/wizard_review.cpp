// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_review.h"

#include "forms/apply_panel.h"
#include "forms/form_words.h"
#include "forms/yaml_editor.h"
#include "grid/cards.h"
#include "theme/measure.h"

#include <QHBoxLayout>
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
    found_ = new Card(tr("Checks"), content);
    list_ = new QWidget(found_);
    column_ = new QVBoxLayout(list_);
    column_->setContentsMargins(0, 0, 0, 0);
    column_->setSpacing(8);
    found_->body()->addWidget(list_);
    apply_ = new ApplyPanel(content);
    column->addWidget(apply_);
    column->addWidget(found_);
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

QWidget* WizardReview::buildFiles()
{
    auto* card = new Card(tr("Files"), this);
    names_ = new QListWidget(card);
    names_->setFrameShape(QFrame::NoFrame);
    names_->setAccessibleName(tr("Files, in the order they are applied"));
    names_->setMaximumHeight(rowHeight(font()) * 5);
    text_ = new YamlEditor(card);
    text_->setReadOnly(true);
    text_->setAccessibleName(tr("The chosen file"));
    card->body()->addWidget(names_);
    card->body()->addWidget(text_, 1);
    auto* buttons = new QHBoxLayout;
    const auto add = [&](const QString& text, const QString& about, FilesAs as) {
        auto* button = new QPushButton(text, card);
        button->setToolTip(about);
        buttons->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, as] { Q_EMIT filesWanted(files_, as); });
    };
    add(tr("Copy"), tr("All files as one stream, to the clipboard"), FilesAs::Copy);
    add(tr("Save \u2026"), tr("All in one file, the documents parted by ---"), FilesAs::Stream);
    add(tr("Save files \u2026"), tr("A file for each, numbered for kubectl apply -f"), FilesAs::Folder);
    add(tr("Kustomize \u2026"), tr("A folder with a kustomization.yaml"), FilesAs::Kustomize);
    buttons->addStretch(1);
    card->body()->addLayout(buttons);
    connect(names_, &QListWidget::currentRowChanged, this, &WizardReview::showFile);
    return card;
}

void WizardReview::setDraft(const std::vector<DraftPart>& parts)
{
    auto files = bundleOf(documentsOf(parts));
    if (files == files_)
        return;
    files_ = std::move(files);
    const int row = names_->currentRow();
    {
        const QSignalBlocker quiet(names_);
        names_->clear();
        for (const BundleFile& file : files_)
            names_->addItem(QString::fromStdString(file.name));
        names_->setCurrentRow(std::clamp(row, 0, std::max(0, names_->count() - 1)));
    }
    showFile(names_->currentRow());
}

void WizardReview::showFile(int row)
{
    const bool there = row >= 0 && static_cast<std::size_t>(row) < files_.size();
    text_->showText(there ? QString::fromStdString(files_[static_cast<std::size_t>(row)].text()) : QString());
}

void WizardReview::setFindings(const std::vector<Finding>& findings)
{
    if (everFound_ && findings == findings_)
        return;
    everFound_ = true;
    findings_ = findings;
    while (column_->count() > 0) {
        QLayoutItem* item = column_->takeAt(0);
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const auto open = std::count_if(findings_.begin(), findings_.end(), [](const Finding& f) { return !f.silenced; });
    found_->setTitle(tr("Checks"), open == 0 ? tr("nothing found") : tr("%n finding(s)", nullptr, static_cast<int>(open)));
    for (const Finding& finding : findings_)
        addFinding(finding);
    list_->setVisible(!findings_.empty());
}

void WizardReview::addFinding(const Finding& finding)
{
    auto* holder = new QWidget(list_);
    auto* column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    const QString what = findingText(finding.what, finding.args);
    auto* text = new ToneLabel(tr("%1: %2").arg(finding.silenced ? tr("Silenced") : severityWord(finding.severity), what),
        finding.silenced ? Tone::Idle : severityTone(finding.severity), ToneLabel::Size::Body, holder);
    column->addWidget(text);
    QString why = findingText(finding.why, finding.args);
    if (finding.silenced)
        why += tr(" Silenced: %1").arg(QString::fromStdString(*finding.silenced));
    column->addWidget(new ToneLabel(QStringLiteral("%1 \u2013 %2").arg(objectText(finding.object), why), Tone::Muted, ToneLabel::Size::Small, holder));
    auto* row = new QHBoxLayout;
    if (finding.fix && !finding.silenced) {
        auto* fix = new QPushButton(findingText(finding.fix->label, finding.fix->args), holder);
        row->addWidget(fix);
        connect(fix, &QPushButton::clicked, this, [this, finding] { Q_EMIT fixWanted(finding); }, Qt::QueuedConnection);
    }
    auto* show = new QPushButton(tr("Show"), holder);
    show->setAccessibleName(tr("Show where: %1").arg(what));
    row->addWidget(show);
    row->addStretch(1);
    column->addLayout(row);
    connect(show, &QPushButton::clicked, this, [this, finding] { Q_EMIT fieldWanted(finding); }, Qt::QueuedConnection);
    column_->addWidget(holder);
}

} // namespace loadline
