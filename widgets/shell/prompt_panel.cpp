// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/prompt_panel.h"

#include "grid/cards.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QAccessible>
#include <QCheckBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

PromptPanel::PromptPanel(QWidget* parent)
    : QFrame(parent)
{
    build();
    hide();
}

void PromptPanel::build()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 10, 12, 10);
    auto* heading = new QHBoxLayout;
    title_ = new ToneLabel({}, Tone::Normal, ToneLabel::Size::Strong, this);
    queue_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Small, this);
    heading->addWidget(title_, 1);
    heading->addWidget(queue_);
    column->addLayout(heading);
    text_ = new QPlainTextEdit(this);
    text_->setReadOnly(true);
    text_->setTabChangesFocus(true);
    text_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text_->setAccessibleName(tr("What the plugin wrote"));
    text_->setMaximumHeight(96);
    column->addWidget(text_);
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("&Answer"), this);
    answer_ = new QLineEdit(this);
    answer_->setMaximumWidth(scaled(360, font()));
    label->setBuddy(answer_);
    reveal_ = new QCheckBox(tr("&Show what I type"), this);
    send_ = new QPushButton(tr("Send"), this);
    cancel_ = new QPushButton(tr("Cancel"), this);
    row->addWidget(label);
    row->addWidget(answer_, 1);
    row->addWidget(reveal_);
    row->addWidget(send_);
    row->addWidget(cancel_);
    row->addStretch();
    column->addLayout(row);
    connect(answer_, &QLineEdit::returnPressed, this, &PromptPanel::send);
    connect(send_, &QPushButton::clicked, this, &PromptPanel::send);
    connect(cancel_, &QPushButton::clicked, this, &PromptPanel::cancel);
    connect(reveal_, &QCheckBox::toggled, this,
        [this](bool on) { answer_->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });
}

QString PromptPanel::currentId() const
{
    return waiting_.empty() ? QString() : waiting_.front().id;
}

void PromptPanel::ask(const PromptState& prompt)
{
    const auto at = std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& p) { return p.id == prompt.id; });
    const bool isNew = at == waiting_.end();
    if (isNew)
        waiting_.push_back(prompt);
    else
        *at = prompt;
    if (isNew && waiting_.size() == 1)
        answer_->clear();
    showFirst();
    if (isNew && waiting_.size() == 1) {
        answer_->setFocus(Qt::OtherFocusReason);
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void PromptPanel::close(const QString& id)
{
    const bool wasFirst = currentId() == id;
    std::erase_if(waiting_, [&](const auto& p) { return p.id == id; });
    if (wasFirst)
        answer_->clear();
    showFirst();
}

void PromptPanel::showFirst()
{
    setVisible(!waiting_.empty());
    if (waiting_.empty())
        return;
    const auto& prompt = waiting_.front();
    title_->setText(tr("%1 asks for cluster %2").arg(prompt.command, prompt.context));
    setAccessibleName(title_->text());
    queue_->setText(waiting_.size() > 1 ? tr("%1 more waiting").arg(int(waiting_.size()) - 1) : QString());
    if (text_->toPlainText() != prompt.text) {
        text_->setPlainText(prompt.text);
        text_->verticalScrollBar()->setValue(text_->verticalScrollBar()->maximum());
    }
    text_->setVisible(!prompt.text.isEmpty());
    reveal_->setVisible(prompt.secret);
    const bool hidden = prompt.secret && !reveal_->isChecked();
    answer_->setEchoMode(hidden ? QLineEdit::Password : QLineEdit::Normal);
}

void PromptPanel::send()
{
    if (waiting_.empty())
        return;
    const QString id = currentId();
    const QString answer = answer_->text();
    answer_->clear();
    reveal_->setChecked(false);
    Q_EMIT answered(id, answer);
    close(id);
}

void PromptPanel::cancel()
{
    if (waiting_.empty())
        return;
    const QString id = currentId();
    Q_EMIT cancelled(id);
    close(id);
}

void PromptPanel::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        cancel();
    else
        QFrame::keyPressEvent(event);
}

void PromptPanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& shades = shadesOf(palette());
    painter.fillRect(rect(), shades.surface);
    painter.fillRect(QRect(0, 0, 3, height()), shades.accent);
    painter.fillRect(QRect(0, height() - 1, width(), 1), shades.line);
}

} // namespace loadline
