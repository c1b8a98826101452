// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/wording.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <array>
#include <cmath>
#include <span>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

constexpr QChar thinSpace(0x2009);
constexpr QChar minusSign(0x2212);

QString grouped(double wholeNumber)
{
    if (wholeNumber >= 1e15)
        return QString::number(wholeNumber, 'g', 3);
    QString digits = QString::number(wholeNumber, 'f', 0);
    for (auto at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QLatin1Char(','));
    return digits;
}

// Of a number that is not negative: three significant digits; whole numbers keep all of theirs.
QString digits(double value)
{
    if (value == std::floor(value))
        return grouped(value);
    value *= 1 + 1e-12; // 1.525 is a little less as a double, and still reads 1.53
    if (value >= 99.95)
        return grouped(std::round(value));
    if (value < 0.0001)
        return QString::number(value, 'g', 2);
    int decimals = 1;
    for (double limit = 9.995; value < limit && decimals < 7; limit /= 10)
        ++decimals;
    QString text = QString::number(value, 'f', decimals);
    while (text.endsWith(QLatin1Char('0')))
        text.chop(1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    return text;
}

// The parts of a figure, so that "1.2 of 2 GiB" can name the unit once.
struct Figure {
    QString number;
    QString unit; // with the space that belongs before it
};

Figure spaced(const QString& number, const QString& unit) { return {number, thinSpace + unit}; }

// Steps up a unit where rounding would give "1,024 KiB".
Figure stepped(double value, double step, std::span<const char* const> units)
{
    std::size_t unit = 0;
    while (unit + 1 < units.size() && std::round(value) >= step) {
        value /= step;
        ++unit;
    }
    return spaced(digits(value), QLatin1String(units[unit]));
}

Figure count(double value)
{
    static constexpr std::array<const char*, 4> units {"M", "G", "T", "P"};
    return value < 999'999.5 ? Figure {digits(value), {}} : stepped(value / 1e6, 1000, units);
}

Figure cores(double value)
{
    if (value > 0 && value < 0.9995)
        return spaced(digits(value * 1000), QStringLiteral("m"));
    const auto number = digits(value);
    return spaced(number, number == QLatin1String("1") ? Words::tr("core") : Words::tr("cores"));
}

Figure seconds(double value)
{
    if (value > 0 && value < 0.9995)
        return spaced(digits(value * 1000), QStringLiteral("ms"));
    if (value < 600)
        return spaced(digits(value), QStringLiteral("s"));
    if (value < 2 * 3600)
        return spaced(digits(value / 60), QStringLiteral("min"));
    if (value < 48 * 3600)
        return spaced(digits(value / 3600), QStringLiteral("h"));
    return spaced(digits(value / 86400), QStringLiteral("d"));
}

Figure partsOf(double value, Unit unit)
{
    static constexpr std::array<const char*, 7> bytes {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    switch (unit) {
    case Unit::None:
    case Unit::Replicas:
    case Unit::Nodes:
        return count(value);
    case Unit::Cores:
        return cores(value);
    case Unit::Bytes:
        return stepped(value, 1024, bytes);
    case Unit::Percent:
        return spaced(digits(value), QStringLiteral("%"));
    case Unit::PerSecond: {
        const auto figure = count(value);
        return {figure.number, figure.unit + QStringLiteral("/s")};
    }
    case Unit::Duration:
        return seconds(value);
    }
    return count(value);
}

std::optional<Figure> figureParts(const std::optional<double>& value, Unit unit)
{
    if (!value || !std::isfinite(*value))
        return {};
    auto figure = partsOf(std::abs(*value), unit);
    if (*value < 0)
        figure.number.prepend(minusSign);
    return figure;
}

QString whole(const std::optional<Figure>& figure) { return figure ? figure->number + figure->unit : unknown(); }

QString counted(Millis::rep value, const char* unit)
{
    return QString::number(value) + thinSpace + QLatin1String(unit);
}

struct Step {
    Millis length;
    const char* unit;
};
constexpr std::array<Step, 4> steps {
    {{std::chrono::hours {24}, "d"}, {std::chrono::hours {1}, "h"}, {std::chrono::minutes {1}, "min"}, {Seconds {1}, "s"}}};

} // namespace

QString figure(double value, Unit unit) { return whole(figureParts(value, unit)); }
QString figure(Quantity value, Unit unit) { return figure(value.value(), unit); }

QString figureOf(const std::optional<double>& value, const std::optional<double>& of, Unit unit)
{
    const auto left = figureParts(value, unit);
    const auto right = figureParts(of, unit);
    const bool isWord = left && left->unit.startsWith(thinSpace) && unit != Unit::Percent;
    const bool once = isWord && right && left->unit == right->unit;
    return Words::tr("%1 of %2").arg(once ? left->number : whole(left), whole(right));
}

QString unknown() { return Words::tr("unknown"); }

QString age(Millis length)
{
    for (const auto& step : steps)
        if (length >= step.length)
            return counted(length / step.length, step.unit);
    return Words::tr("now");
}

QString ageSince(const std::optional<TimePoint>& since, TimePoint now)
{
    return since ? age(now - *since) : unknown();
}

QString length(Millis length)
{
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (length < steps[i].length)
            continue;
        const auto first = counted(length / steps[i].length, steps[i].unit);
        if (i + 1 == steps.size())
            return first;
        const auto rest = (length % steps[i].length) / steps[i + 1].length;
        return rest == 0 ? first : first + QLatin1Char(' ') + counted(rest, steps[i + 1].unit);
    }
    return counted(0, "s");
}

QString moment(TimePoint time, TimePoint now, bool utc)
{
    const auto zoned = [utc](TimePoint at) {
        const qint64 millis = at.time_since_epoch().count();
        return utc ? QDateTime::fromMSecsSinceEpoch(millis, QTimeZone::utc()) : QDateTime::fromMSecsSinceEpoch(millis);
    };
    const auto at = zoned(time);
    const auto today = zoned(now);
    const auto clock = at.toString(QStringLiteral("HH:mm"));
    const auto days = std::abs(at.date().daysTo(today.date()));
    const QLocale locale;
    if (days == 0)
        return clock;
    if (days < 7)
        return locale.dayName(at.date().dayOfWeek(), QLocale::ShortFormat) + QLatin1Char(' ') + clock;
    auto day = QString::number(at.date().day()) + QLatin1Char(' ')
        + locale.monthName(at.date().month(), QLocale::ShortFormat);
    if (at.date().year() != today.date().year())
        day += QLatin1Char(' ') + QString::number(at.date().year());
    return day + QLatin1Char(' ') + clock;
}

QString isoUtc(TimePoint time)
{
    return QString::fromStdString(formatRfc3339(std::chrono::floor<Seconds>(time)));
}

QString sentence(const Error& error)
{
    const auto text = QCoreApplication::translate("Error", error.what.c_str());
    return QString::fromStdString(fillIn(text.toStdString(), error.args));
}

QString hint(const Error& error)
{
    if (error.hint.empty())
        return {};
    const auto text = QCoreApplication::translate("Error", error.hint.c_str());
    return QString::fromStdString(fillIn(text.toStdString(), error.args));
}

QString unitName(Unit unit)
{
    switch (unit) {
    case Unit::None:
        return {};
    case Unit::Replicas:
        return Words::tr("replicas");
    case Unit::Nodes:
        return Words::tr("nodes");
    case Unit::Cores:
        return Words::tr("cores");
    case Unit::Bytes:
        return Words::tr("bytes");
    case Unit::Percent:
        return QStringLiteral("%");
    case Unit::PerSecond:
        return Words::tr("per second");
    case Unit::Duration:
        return Words::tr("seconds");
    }
    return {};
}

} // namespace loadline
