// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/detail.h"

#include "grid/cards.h"
#include "grid/detail_pieces.h"
#include "theme/measure.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace loadline {

namespace {

    // A figure and its unit stay on one line: thin spaces would let it break between them.
    QString unbroken(QString text) { return text.replace(QChar(0x2009), QChar(0x202f)); }
    // HTML makes every space but this one a plain one.
    QString unbrokenRich(QString html) { return html.replace(QChar(0x2009), QChar(0x00a0)); }

    void addLines(QVBoxLayout* column, const DetailSection& section)
    {
        for (const DetailLine& line : section.lines) {
            auto* label = new ToneLabel({}, line.tone);
            label->setRich(unbrokenRich(line.text));
            label->setToolTip(line.tip);
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
            column->addWidget(label);
        }
    }

    void addPairs(QVBoxLayout* column, const DetailSection& section)
    {
        if (section.pairs.empty())
            return;
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(cardGap);
        grid->setVerticalSpacing(3);
        grid->setColumnStretch(1, 1);
        int row = 0;
        for (const DetailPair& pair : section.pairs) {
            auto* name = new ToneLabel(pair.name, Tone::Muted);
            auto* value = new ToneLabel(unbroken(pair.value), pair.tone);
            name->setWordWrap(false);
            value->setTextInteractionFlags(Qt::TextSelectableByMouse);
            for (ToneLabel* label : {name, value})
                label->setToolTip(pair.tip);
            grid->addWidget(name, row, 0, Qt::AlignTop);
            grid->addWidget(value, row++, 1, Qt::AlignTop);
        }
        column->addLayout(grid);
    }

    void addConditions(QVBoxLayout* column, const DetailSection& section)
    {
        if (section.conditions.empty())
            return;
        auto* grid = new QGridLayout;
        grid->setHorizontalSpacing(6);
        grid->setVerticalSpacing(3);
        grid->setColumnStretch(2, 1);
        int row = 0;
        for (const DetailCondition& condition : section.conditions) {
            auto* type = new ToneLabel(condition.type);
            auto* note = new ToneLabel(conditionNote(condition), Tone::Muted);
            type->setWordWrap(false);
            for (ToneLabel* label : {type, note})
                label->setToolTip(condition.tip);
            grid->addWidget(new ConditionDot(condition), row, 0, Qt::AlignTop);
            grid->addWidget(type, row, 1, Qt::AlignTop);
            grid->addWidget(note, row++, 2);
        }
        column->addLayout(grid);
    }

} // namespace

DetailPane::DetailPane(QWidget* parent)
    : QWidget(parent)
    , column_(new QVBoxLayout)
{
    auto* inside = new QWidget;
    inside->setLayout(column_);
    column_->setContentsMargins(0, 0, 10, 0); // clear of the scroll bar
    column_->setSpacing(10);
    column_->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidget(inside);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    inside->setAutoFillBackground(false); // the card's ground shows through
    scroll->viewport()->setAutoFillBackground(false);
    scroll->setAccessibleName(tr("Details"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
}

void DetailPane::setSections(const std::vector<DetailSection>& sections)
{
    if (sections == sections_)
        return;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        if (i < sections_.size() && sections_[i] == sections[i])
            continue;
        auto* made = sectionWidget(sections[i], i == 0);
        if (i < widgets_.size()) {
            delete column_->replaceWidget(widgets_[i], made);
            widgets_[i]->deleteLater();
            widgets_[i]->hide();
            widgets_[i] = made;
        } else {
            column_->insertWidget(static_cast<int>(i), made);
            widgets_.push_back(made);
        }
        made->show();
    }
    while (widgets_.size() > sections.size()) {
        column_->removeWidget(widgets_.back());
        widgets_.back()->hide();
        widgets_.back()->deleteLater();
        widgets_.pop_back();
    }
    sections_ = sections;
}

QWidget* DetailPane::sectionWidget(const DetailSection& section, bool first)
{
    auto* widget = new QWidget;
    auto* column = new QVBoxLayout(widget);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    if (!first) {
        column->addWidget(new Hairline);
        column->addSpacing(4);
    }
    if (!section.title.isEmpty())
        column->addWidget(new ToneLabel(section.title, Tone::Normal, ToneLabel::Size::Strong));
    addLines(column, section);
    addPairs(column, section);
    addConditions(column, section);
    for (const DetailChips& chips : section.chips)
        column->addWidget(new ChipFlow(chips.chips));
    for (const DetailLink& link : section.links) {
        auto* label = new ToneLabel;
        label->setRich(QStringLiteral("<a href=\"%1\">%2</a>").arg(link.id.toHtmlEscaped(), link.text.toHtmlEscaped()));
        label->setTextInteractionFlags(Qt::TextBrowserInteraction);
        label->setAccessibleName(link.text);
        connect(label, &QLabel::linkActivated, this, &DetailPane::linkActivated);
        column->addWidget(label);
    }
    return widget;
}

QString DetailPane::text() const
{
    QStringList lines;
    for (const DetailSection& section : sections_) {
        if (!section.title.isEmpty())
            lines << section.title;
        for (const DetailLine& line : section.lines)
            lines << plainWords(line.text);
        for (const DetailPair& pair : section.pairs)
            lines << QStringLiteral("%1: %2").arg(pair.name, pair.value);
        for (const DetailCondition& condition : section.conditions)
            lines << QStringLiteral("%1: %2").arg(condition.type, conditionNote(condition));
        for (const DetailChips& chips : section.chips)
            for (const Chip& chip : chips.chips)
                lines << QStringLiteral("%1 %2").arg(chip.label, chip.value).trimmed();
        for (const DetailLink& link : section.links)
            lines << link.text;
        lines << QString();
    }
    return lines.join(QLatin1Char('\n')).trimmed();
}

} // namespace loadline
