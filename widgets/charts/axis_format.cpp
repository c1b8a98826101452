// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/axis_format.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <array>
#include <cmath>

namespace loadline {

namespace {

    constexpr QChar thinSpace(0x2009);
    constexpr int mostSteps = 4;

    bool isCount(Unit unit) { return unit == Unit::Replicas || unit == Unit::Nodes; }

    // What one label's number counts in: 1 GiB, 1 core or 1 m, 1 h.
    struct Measure {
        double size = 1;
        QString suffix;
    };

    Measure measureFor(double top, Unit unit)
    {
        const auto pick = [top](std::initializer_list<std::pair<double, const char*>> sizes) {
            Measure chosen;
            for (const auto& [size, suffix] : sizes)
                if (top >= size || chosen.suffix.isEmpty())
                    chosen = {size, thinSpace + QString::fromLatin1(suffix)};
            return chosen;
        };
        switch (unit) {
        case Unit::Percent:
            return {1, thinSpace + QStringLiteral("%")};
        case Unit::PerSecond:
            if (top >= 1e6)
                return {1e6, thinSpace + QStringLiteral("M/s")};
            return {1, QStringLiteral("/s")};
        case Unit::Cores:
            if (top < 1)
                return {0.001, thinSpace + QStringLiteral("m")};
            return {1, thinSpace + QCoreApplication::translate("Wording", "cores")};
        case Unit::Bytes:
            return pick({{1.0, "B"}, {1024.0, "KiB"}, {1048576.0, "MiB"}, {1073741824.0, "GiB"}, {1099511627776.0, "TiB"},
                {1125899906842624.0, "PiB"}});
        case Unit::Duration:
            return pick({{0.001, "ms"}, {1.0, "s"}, {600.0, "min"}, {7200.0, "h"}, {172800.0, "d"}});
        case Unit::None:
        case Unit::Replicas:
        case Unit::Nodes:
            break;
        }
        return top >= 1e6 ? Measure {1e6, thinSpace + QStringLiteral("M")} : Measure {};
    }

    double measureSize(double top, Unit unit)
    {
        if (unit == Unit::Duration) { // the sizes at which one changes are not the sizes themselves
            if (top >= 172800)
                return 86400;
            if (top >= 7200)
                return 3600;
            if (top >= 600)
                return 60;
        }
        return measureFor(top, unit).size;
    }

    // The smallest step of which `mostSteps` reach `span`.
    double niceStep(double span, Unit unit)
    {
        const double size = measureSize(span, unit);
        const double wanted = span / size / mostSteps;
        const bool clock = unit == Unit::Duration && (size == 1 || size == 60);
        if (clock && wanted > 1)
            for (const double step : {2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0})
                if (step >= wanted)
                    return step * size;
        if (unit == Unit::Bytes) {
            double step = 1;
            while (step < wanted)
                step *= 2;
            while (step / 2 >= wanted)
                step /= 2;
            return step * size;
        }
        const double power = std::pow(10.0, std::floor(std::log10(wanted)));
        for (const double factor : {1.0, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0}) {
            const double step = factor * power;
            if (isCount(unit) && step != std::floor(step))
                continue;
            if ((factor == 6 || factor == 8) && power < 1) // 0.6, 0.8: one more decimal than the 1.0 that follows
                continue;
            if (step >= wanted * (1 - 1e-9))
                return step * size;
        }
        return 10 * power * size;
    }

    QString number(double value, double step)
    {
        int decimals = 0;
        for (double s = step; decimals < 6 && std::abs(s - std::round(s)) > 1e-6 * std::max(1.0, s); s *= 10)
            ++decimals;
        QLocale english(QLocale::C);
        english.setNumberOptions(QLocale::DefaultNumberOptions); // groups by thousands, as figures do everywhere
        const QString text = english.toString(std::abs(value), 'f', decimals);
        return value < 0 ? QChar(0x2212) + text : text;
    }

} // namespace

ValueAxis valueAxis(double lowest, double highest, Unit unit)
{
    ValueAxis axis;
    const double low = std::isfinite(lowest) ? std::min(0.0, lowest) : 0.0;
    double high = std::isfinite(highest) ? std::max(0.0, highest) : 0.0;
    if (high - low <= 0)
        high = unit == Unit::Percent ? 100 : 1;
    double step = niceStep(high - low, unit);
    if (isCount(unit))
        step = std::max(1.0, step);
    const auto last = [step](double value) { return std::ceil(value / step - 1e-9); };
    double up = last(high);
    double down = last(-low);
    while (up + down > mostSteps) { // zero lies between two steps: one step too many
        step = niceStep(step * mostSteps * 1.01, unit);
        up = std::ceil(high / step - 1e-9);
        down = std::ceil(-low / step - 1e-9);
    }
    axis.top = up * step;
    axis.bottom = -down * step;
    const double size = measureSize(axis.top - axis.bottom, unit);
    const QString suffix = measureFor(axis.top - axis.bottom, unit).suffix;
    for (int i = -static_cast<int>(down); i <= static_cast<int>(up); ++i) {
        const bool top = i == static_cast<int>(up);
        axis.ticks.push_back({i * step, number(i * step / size, step / size) + (top ? suffix : QString())});
    }
    return axis;
}

QDateTime zoned(TimePoint at, bool utc)
{
    const qint64 millis = at.time_since_epoch().count();
    return utc ? QDateTime::fromMSecsSinceEpoch(millis, QTimeZone::utc()) : QDateTime::fromMSecsSinceEpoch(millis);
}

namespace {

    constexpr qint64 minute = 60'000, hour = 60 * minute, day = 24 * hour;

    QDateTime atClock(const QDateTime& like, const QDate& date, int seconds)
    {
        QDateTime moment = like;
        moment.setDate(date);
        moment.setTime(QTime::fromMSecsSinceStartOfDay(seconds * 1000));
        return moment;
    }

    // Round clock times: of every day anew, so that 06:00 is 06:00 on both sides of a change of summer time.
    std::vector<Tick> clockTicks(TimeRange range, bool utc, int stepSeconds)
    {
        std::vector<Tick> ticks;
        const QDateTime from = zoned(range.from, utc);
        const QDate lastDay = zoned(range.to, utc).date();
        const QLocale locale;
        for (QDate date = from.date(); date <= lastDay; date = date.addDays(1)) {
            const int start = date == from.date() ? from.time().msecsSinceStartOfDay() / 1000 / stepSeconds : 0;
            for (int i = start; i * stepSeconds < 86400; ++i) {
                const QDateTime at = atClock(from, date, i * stepSeconds);
                const qint64 millis = at.toMSecsSinceEpoch();
                if (millis > range.to.time_since_epoch().count())
                    break;
                if (millis < range.from.time_since_epoch().count())
                    continue;
                const bool midnight = i == 0;
                ticks.push_back({double(millis),
                    midnight ? locale.dayName(date.dayOfWeek(), QLocale::ShortFormat)
                             : at.toString(stepSeconds < 60 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"))});
            }
        }
        return ticks;
    }

    std::vector<Tick> dayTicks(TimeRange range, bool utc, int stepDays)
    {
        std::vector<Tick> ticks;
        const QDateTime from = zoned(range.from, utc);
        const QLocale locale;
        const bool weekdays = range.length().count() <= 8 * day;
        const QDate lastDay = zoned(range.to, utc).date();
        for (QDate date = from.date(); date <= lastDay; date = date.addDays(1)) {
            // Weeks start on Monday; Julian day 0 was one.
            if (stepDays > 1 && date.toJulianDay() % stepDays != 0)
                continue;
            const qint64 millis = atClock(from, date, 0).toMSecsSinceEpoch();
            if (millis < range.from.time_since_epoch().count() || millis > range.to.time_since_epoch().count())
                continue;
            ticks.push_back({double(millis),
                weekdays ? locale.dayName(date.dayOfWeek(), QLocale::ShortFormat)
                         : QStringLiteral("%1 %2").arg(date.day()).arg(locale.monthName(date.month(), QLocale::ShortFormat))});
        }
        return ticks;
    }

} // namespace

std::vector<Tick> timeTicks(TimeRange range, bool live, bool utc, int labels)
{
    const qint64 length = range.length().count();
    if (length <= 0 || labels < 1)
        return {};
    constexpr std::array<qint64, 16> clock {1000, 5000, 10'000, 30'000, minute, 2 * minute, 5 * minute, 10 * minute,
        15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 4 * hour, 6 * hour, 12 * hour};
    const int most = std::max(1, live ? labels - 1 : labels);
    // "now" needs its room: what stands too near gives way.
    const double edge = double(range.to.time_since_epoch().count());
    const double room = live ? double(length) / (labels * 2.0) : -1;
    const auto fits = [&](std::vector<Tick>& ticks) {
        std::erase_if(ticks, [&](const Tick& tick) { return edge - tick.at < room; });
        return static_cast<int>(ticks.size()) <= most;
    };
    std::vector<Tick> ticks;
    bool found = false;
    for (const qint64 step : clock) {
        if (found || length / step > most + 1)
            continue;
        ticks = clockTicks(range, utc, static_cast<int>(step / 1000));
        found = fits(ticks);
    }
    for (int days = 1; !found; days = days == 1 ? 2 : (days == 2 ? 7 : days * 2)) {
        if (length / (days * day) > most + 1)
            continue;
        ticks = dayTicks(range, utc, days);
        found = fits(ticks);
    }
    if (live)
        ticks.push_back({edge, QCoreApplication::translate("Wording", "now")});
    return ticks;
}

QString timeUnderPointer(TimePoint at, TimeRange range, bool utc)
{
    const QDateTime moment = zoned(at, utc);
    const qint64 length = range.length().count();
    const QString clock = moment.toString(length <= 10 * minute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
    const QDate date = moment.date();
    if (date == zoned(range.to, utc).date() && length <= day)
        return clock;
    const QLocale locale;
    const QString weekday = locale.dayName(date.dayOfWeek(), QLocale::ShortFormat);
    if (length <= 6 * day)
        return QStringLiteral("%1 %2").arg(weekday, clock);
    return QStringLiteral("%1 %2 %3, %4")
        .arg(weekday)
        .arg(date.day())
        .arg(locale.monthName(date.month(), QLocale::ShortFormat), clock);
}

} // namespace loadline
