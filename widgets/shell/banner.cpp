// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/banner.h"

#include "grid/cards.h"
#include "theme/icons.h"
#include "theme/measure.h"
#include "theme/tone.h"

#include <QAccessible>
#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

constexpr std::size_t mostShown = 3;

Tone toneOf(BannerMessage::Kind kind)
{
    switch (kind) {
    case BannerMessage::Kind::Info:
        return Tone::Accent;
    case BannerMessage::Kind::Warning:
        return Tone::Warn;
    case BannerMessage::Kind::Error:
        break;
    }
    return Tone::Bad;
}

} // namespace

Banner::Banner(const QString& id, QWidget* parent)
    : QFrame(parent)
{
    message_.id = id;
    build();
}

void Banner::build()
{
    setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 8, 8);
    row->setSpacing(8);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    kind_ = new ToneLabel({}, Tone::Bad, ToneLabel::Size::Strong, this);
    kind_->setWordWrap(false);
    text_ = new ToneLabel({}, Tone::Normal, ToneLabel::Size::Body, this);
    kind_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    text_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    line->addWidget(kind_);
    line->addWidget(text_, 1);
    // The first line stands beside the buttons' words.
    const int beside = std::max(0, (controlHeight(font()) - fontMetrics().height()) / 2);
    words->setContentsMargins(0, beside, 0, beside);
    hint_ = new ToneLabel({}, Tone::Muted, ToneLabel::Size::Body, this);
    details_ = new QPlainTextEdit(this);
    details_->setReadOnly(true);
    details_->setAccessibleName(tr("Details"));
    details_->setTabChangesFocus(true);
    details_->setMaximumHeight(140);
    details_->hide();
    words->addLayout(line);
    words->addWidget(hint_);
    words->addWidget(details_);
    row->addLayout(words, 1);
    action_ = new QToolButton(this);
    more_ = new QToolButton(this);
    more_->setText(tr("Details"));
    more_->setCheckable(true);
    close_ = new QToolButton(this);
    close_->setIcon(icon(QStringLiteral("close")));
    close_->setAutoRaise(true);
    close_->setToolTip(tr("Dismiss (Esc)"));
    for (auto* button : {action_, more_, close_}) {
        button->setFocusPolicy(Qt::StrongFocus);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    connect(more_, &QToolButton::toggled, details_, &QWidget::setVisible);
    connect(action_, &QToolButton::clicked, this, [this] { Q_EMIT actionWanted(message_.id); });
    connect(close_, &QToolButton::clicked, this, [this] { Q_EMIT dismissed(message_.id); });
}

QString Banner::kindWord() const
{
    switch (message_.kind) {
    case BannerMessage::Kind::Info:
        return tr("Note");
    case BannerMessage::Kind::Warning:
        return tr("Warning");
    case BannerMessage::Kind::Error:
        break;
    }
    return tr("Error");
}

void Banner::setMessage(const BannerMessage& message)
{
    message_ = message;
    kind_->setText(kindWord());
    static_cast<ToneLabel*>(kind_)->setTone(toneOf(message.kind));
    text_->setText(message.text);
    hint_->setText(message.hint);
    hint_->setVisible(!message.hint.isEmpty());
    if (details_->toPlainText() != message.details)
        details_->setPlainText(message.details);
    more_->setVisible(!message.details.isEmpty());
    if (message.details.isEmpty())
        more_->setChecked(false);
    action_->setText(message.action);
    action_->setVisible(!message.action.isEmpty());
    const QString sentence = kindWord() + QStringLiteral(": ") + message.text;
    setAccessibleName(message.hint.isEmpty() ? sentence : sentence + QLatin1Char(' ') + message.hint);
    more_->setAccessibleName(tr("Details of: %1").arg(message.text));
    close_->setAccessibleName(tr("Dismiss: %1").arg(message.text));
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
    update();
}

void Banner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const auto& shades = shadesOf(palette());
    const QColor tone = shades.of(toneOf(message_.kind));
    painter.fillRect(rect(), shades.surface);
    painter.fillRect(QRect(0, 0, 3, height()), tone);
    painter.fillRect(QRect(0, height() - 1, width(), 1), shades.line);
    if (hasFocus()) {
        painter.setPen(QPen(shades.accent, 1));
        painter.drawRect(rect().adjusted(3, 0, -1, -2));
    }
}

void Banner::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT dismissed(message_.id);
    else
        QFrame::keyPressEvent(event);
}

BannerStack::BannerStack(QWidget* parent)
    : QWidget(parent)
{
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(0);
    rest_ = new QToolButton(this);
    rest_->setAutoRaise(true);
    rest_->setFocusPolicy(Qt::StrongFocus);
    rest_->hide();
    layout_->addWidget(rest_, 0, Qt::AlignHCenter);
    // Whoever answers a message goes on where they were.
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget* old, QWidget* now) {
        if (now && isAncestorOf(now) && old && !isAncestorOf(old))
            before_ = old;
    });
    connect(rest_, &QToolButton::clicked, this, [this] {
        expanded_ = !expanded_;
        arrange();
    });
    hide();
}

void BannerStack::put(const BannerMessage& given)
{
    BannerMessage message = given;
    if (message.id.isEmpty())
        message.id = message.text;
    auto at = std::find_if(banners_.begin(), banners_.end(), [&](auto* b) { return b->message().id == message.id; });
    if (at != banners_.end()) {
        if ((*at)->message() != message)
            (*at)->setMessage(message);
        return;
    }
    auto* banner = new Banner(message.id, this);
    banner->setMessage(message);
    connect(banner, &Banner::dismissed, this, &BannerStack::withdraw);
    connect(banner, &Banner::actionWanted, this, &BannerStack::actionWanted);
    banners_.insert(banners_.begin(), banner);
    layout_->insertWidget(0, banner);
    arrange();
}

void BannerStack::withdraw(const QString& id)
{
    const auto at = std::find_if(banners_.begin(), banners_.end(), [&](auto* b) { return b->message().id == id; });
    if (at == banners_.end())
        return;
    Banner* banner = *at;
    banners_.erase(at);
    const QWidget* focused = QApplication::focusWidget();
    if (focused && (focused == banner || banner->isAncestorOf(focused)) && before_ && before_->isVisible() && before_->isEnabled())
        before_->setFocus(Qt::OtherFocusReason);
    banner->hide();
    banner->deleteLater();
    arrange();
}

bool BannerStack::dismissNewest()
{
    if (banners_.empty())
        return false;
    withdraw(banners_.front()->message().id);
    return true;
}

std::vector<BannerMessage> BannerStack::messages() const
{
    std::vector<BannerMessage> all;
    for (const auto* banner : banners_)
        all.push_back(banner->message());
    return all;
}

void BannerStack::arrange()
{
    if (banners_.size() <= mostShown)
        expanded_ = false;
    for (std::size_t i = 0; i < banners_.size(); ++i)
        banners_[i]->setVisible(expanded_ || i < mostShown);
    rest_->setVisible(banners_.size() > mostShown);
    rest_->setText(expanded_ ? tr("Show fewer messages") : tr("%1 more messages").arg(int(banners_.size() - std::min(banners_.size(), mostShown))));
    setVisible(!banners_.empty());
}

} // namespace loadline
