// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/work_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

WorkStrip::WorkStrip(QWidget* parent)
    : QWidget(parent)
{
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(18, 4, 18, 4);
    layout_->setSpacing(2);
    hide();
}

WorkStrip::Line WorkStrip::makeLine(const QString& id)
{
    auto* row = new QWidget(this);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    auto* text = new QLabel(row);
    auto* bar = new QProgressBar(row);
    bar->setTextVisible(false);
    bar->setFixedSize(180, 6);
    auto* cancel = new QToolButton(row);
    cancel->setText(tr("Cancel"));
    cancel->setFocusPolicy(Qt::StrongFocus);
    connect(cancel, &QToolButton::clicked, this, [this, id] { Q_EMIT cancelled(id); });
    line->addWidget(text);
    line->addWidget(bar);
    line->addWidget(cancel);
    line->addStretch();
    layout_->addWidget(row);
    return {id, row, text, bar, cancel};
}

void WorkStrip::setWork(const std::vector<WorkState>& work)
{
    std::erase_if(lines_, [&](const Line& line) {
        const bool gone = std::none_of(work.begin(), work.end(), [&](const auto& w) { return w.id == line.id; });
        if (gone)
            line.row->deleteLater();
        return gone;
    });
    for (const auto& one : work) {
        auto line = std::find_if(lines_.begin(), lines_.end(), [&](const Line& l) { return l.id == one.id; });
        if (line == lines_.end())
            line = lines_.insert(lines_.end(), makeLine(one.id));
        line->text->setText(one.text);
        line->bar->setAccessibleName(one.text);
        line->bar->setRange(0, one.progress ? 1000 : 0);
        line->bar->setValue(one.progress ? int(*one.progress * 1000) : 0);
        line->cancel->setVisible(one.cancellable);
        line->cancel->setAccessibleName(tr("Cancel: %1").arg(one.text));
    }
    setVisible(!work.empty());
}

} // namespace loadline
