// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/range_picker.h"

#include <QActionGroup>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QFrame>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QTimeZone>

namespace loadline {
namespace {

constexpr Seconds presets[] {std::chrono::hours {1}, std::chrono::hours {3}, std::chrono::hours {8},
    std::chrono::hours {24}, std::chrono::hours {24 * 7}, std::chrono::hours {24 * 30}};

QDateTime toDateTime(TimePoint time, bool utc)
{
    const auto stamp = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), QTimeZone::utc());
    return utc ? stamp : stamp.toLocalTime();
}

TimePoint fromDateTime(const QDateTime& time)
{
    return TimePoint(Millis {time.toMSecsSinceEpoch()});
}

QDateTimeEdit* timeEdit(const QString& name, QWidget* parent)
{
    auto* edit = new QDateTimeEdit(parent);
    edit->setCalendarPopup(true);
    edit->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    edit->setAccessibleName(name);
    return edit;
}

} // namespace

std::span<const Seconds> presetRanges()
{
    return presets;
}

QString rangeText(const RangeChoice& choice, TimePoint now, bool utc)
{
    if (!choice.fixed) {
        const auto hours = choice.last.count() / 3600;
        if (choice.last.count() % 3600 != 0)
            return RangePicker::tr("Last %1 min").arg(choice.last.count() / 60);
        return hours > 24 ? RangePicker::tr("Last %1 d").arg(hours / 24) : RangePicker::tr("Last %1 h").arg(hours);
    }
    const QLocale locale;
    const auto from = toDateTime(choice.fixed->from, utc);
    const auto to = toDateTime(choice.fixed->to, utc);
    const bool thisYear = now.time_since_epoch().count() == 0 || toDateTime(now, utc).date().year() == from.date().year();
    const QString day = thisYear ? QStringLiteral("d MMM") : QStringLiteral("d MMM yyyy");
    const QString time = QStringLiteral("HH:mm");
    const QString start = locale.toString(from.date(), day) + QLatin1Char(' ') + from.time().toString(time);
    const QString end = from.date() == to.date() ? to.time().toString(time)
                                                 : locale.toString(to.date(), day) + QLatin1Char(' ') + to.time().toString(time);
    return start + QStringLiteral(" \u2013 ") + end;
}

RangePicker::RangePicker(QWidget* parent)
    : QToolButton(parent)
{
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextOnly);
    setFocusPolicy(Qt::StrongFocus);
    setToolTip(tr("Time range of all charts (Ctrl+T)"));
    buildMenu();
    setChoice({}, {}, false);
}

void RangePicker::buildMenu()
{
    auto* menu = new QMenu(this);
    auto* group = new QActionGroup(menu);
    for (const auto& last : presets) {
        auto* action = menu->addAction(rangeText({last, {}}, {}, true));
        action->setCheckable(true);
        action->setData(qlonglong(last.count()));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, last] { Q_EMIT rangeChosen({last, {}}); });
    }
    menu->addSeparator();
    auto* custom = menu->addAction(tr("From – to …"));
    custom->setCheckable(true);
    group->addAction(custom);
    connect(custom, &QAction::triggered, this, &RangePicker::openCustom);
    setMenu(menu);
}

void RangePicker::setChoice(const RangeChoice& choice, TimePoint now, bool utc)
{
    choice_ = choice;
    now_ = now;
    utc_ = utc;
    setText(rangeText(choice, now, utc));
    setAccessibleName(tr("Time range: %1").arg(text()));
    for (auto* action : menu()->actions()) {
        const bool isCustom = action->data().isNull();
        action->setChecked(isCustom ? choice.fixed.has_value()
                                    : !choice.fixed && action->data().toLongLong() == choice.last.count());
    }
}

void RangePicker::open()
{
    setFocus(Qt::ShortcutFocusReason);
    showMenu();
}

void RangePicker::openCustom()
{
    if (!custom_) {
        custom_ = new QFrame(this, Qt::Popup);
        custom_->setFrameShape(QFrame::StyledPanel);
        auto* form = new QFormLayout(custom_);
        from_ = timeEdit(tr("From"), custom_);
        to_ = timeEdit(tr("To"), custom_);
        complaint_ = new QLabel(custom_);
        complaint_->setWordWrap(true);
        complaint_->hide();
        auto* apply = new QPushButton(tr("Show"), custom_);
        apply->setDefault(true);
        form->addRow(tr("&From"), from_);
        form->addRow(tr("&To"), to_);
        form->addRow(complaint_);
        form->addRow(apply);
        connect(apply, &QPushButton::clicked, this, &RangePicker::applyCustom);
    }
    const TimeRange range = choice_.fixed.value_or(TimeRange {now_ - choice_.last, now_});
    for (auto* edit : {from_, to_})
        edit->setTimeSpec(utc_ ? Qt::UTC : Qt::LocalTime);
    from_->setDateTime(toDateTime(range.from, utc_));
    to_->setDateTime(toDateTime(range.to, utc_));
    complaint_->hide();
    custom_->adjustSize();
    custom_->move(mapToGlobal(QPoint(width() - custom_->width(), height() + 4)));
    custom_->show();
    from_->setFocus();
}

void RangePicker::applyCustom()
{
    const TimeRange range {fromDateTime(from_->dateTime()), fromDateTime(to_->dateTime())};
    if (range.to - range.from < std::chrono::minutes {1}) {
        complaint_->setText(tr("The end must be at least a minute after the start."));
        complaint_->show();
        custom_->adjustSize();
        return;
    }
    custom_->hide();
    Q_EMIT rangeChosen({choice_.last, range});
}

} // namespace loadline
