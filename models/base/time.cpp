// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/time.h"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace loadline {
namespace {

Error malformed(std::string_view text, const char* what)
{
    return {Error::Kind::Malformed, what, "", "", {std::string(text.substr(0, 64))}};
}

// Reads pieces off the front of a text; `good` turns false at the first that does not fit.
struct Reader {
    std::string_view rest;
    bool good = true;

    int digits(std::size_t count)
    {
        int value = 0;
        if (rest.size() < count)
            good = false;
        for (std::size_t i = 0; good && i < count; ++i) {
            if (rest[i] < '0' || rest[i] > '9')
                good = false;
            else
                value = value * 10 + (rest[i] - '0');
        }
        if (good)
            rest.remove_prefix(count);
        return value;
    }
    bool take(char c)
    {
        if (rest.empty() || rest[0] != c)
            return false;
        rest.remove_prefix(1);
        return true;
    }
    void expect(char c) { good = good && take(c); }
    // ".123456789" as milliseconds, truncated.
    Millis fraction()
    {
        if (!good || !take('.'))
            return Millis {0};
        int value = 0, place = 100;
        bool any = false;
        while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
            value += place * (rest[0] - '0');
            place /= 10;
            any = true;
            rest.remove_prefix(1);
        }
        good = any;
        return Millis {value};
    }
    // "+02:00" or "+0200"
    std::chrono::minutes offset()
    {
        const bool west = !rest.empty() && rest[0] == '-';
        good = good && (take('+') || take('-'));
        const int hours = digits(2);
        take(':');
        const int minutes = digits(2);
        good = good && hours < 24 && minutes < 60;
        return std::chrono::minutes((west ? -1 : 1) * (hours * 60 + minutes));
    }
    TimePoint dateAndTime(char between)
    {
        const int year = digits(4);
        expect('-');
        const int month = digits(2);
        expect('-');
        const int day = digits(2);
        expect(between);
        const int hour = digits(2);
        expect(':');
        const int minute = digits(2);
        expect(':');
        const int second = digits(2);
        const Millis milli = fraction();
        const std::chrono::year_month_day date {std::chrono::year {year},
            std::chrono::month {static_cast<unsigned>(month)}, std::chrono::day {static_cast<unsigned>(day)}};
        good = good && date.ok() && hour < 24 && minute < 60 && second <= 60;
        if (!good)
            return {};
        return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute)
            + Seconds(second) + milli;
    }
};

} // namespace

Result<TimePoint> parseRfc3339(std::string_view text)
{
    Reader reader {text};
    TimePoint time = reader.dateAndTime(text.size() > 10 && (text[10] == 't' || text[10] == ' ') ? text[10] : 'T');
    if (!reader.take('Z') && !reader.take('z'))
        time -= reader.offset();
    if (!reader.good || !reader.rest.empty())
        return malformed(text, LOADLINE_TR("Error", "“%1” is not a time as 2026-11-23T14:00:00Z."));
    return time;
}

std::string formatRfc3339(TimePoint time)
{
    const auto days = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(days);
    const std::chrono::hh_mm_ss clock(time - days);
    char text[64];
    int length = std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    std::string result(text, static_cast<std::size_t>(length));
    if (const auto milli = clock.subseconds().count(); milli != 0) {
        length = std::snprintf(text, sizeof text, ".%03d", static_cast<int>(milli));
        result.append(text, static_cast<std::size_t>(length));
    }
    return result + "Z";
}

Result<TimePoint> parseGoTime(std::string_view text)
{
    Reader reader {text};
    TimePoint time = reader.dateAndTime(' ');
    reader.expect(' ');
    time -= reader.offset();
    // The zone's name ("UTC") and a monotonic reading ("m=+0.1") may follow and say nothing more.
    if (!reader.good || (!reader.rest.empty() && reader.rest[0] != ' '))
        return malformed(text, LOADLINE_TR("Error", "“%1” is not a time as Go writes it."));
    return time;
}

Result<Millis> parseGoDuration(std::string_view text)
{
    const auto fault = [&] { return malformed(text, LOADLINE_TR("Error", "“%1” is not a duration as 1h30m or 15.5s.")); };
    std::string_view rest = text;
    const bool negative = !rest.empty() && rest[0] == '-';
    if (!rest.empty() && (rest[0] == '-' || rest[0] == '+'))
        rest.remove_prefix(1);
    if (rest == "0")
        return Millis {0};
    if (rest.empty())
        return fault();
    double total = 0; // milliseconds
    while (!rest.empty()) {
        double value = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value, std::chars_format::fixed);
        if (error != std::errc {} || value < 0)
            return fault();
        rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
        constexpr std::pair<std::string_view, double> units[] = {{"ms", 1}, {"us", 1e-3}, {"µs", 1e-3}, {"μs", 1e-3},
            {"ns", 1e-6}, {"h", 3.6e6}, {"m", 6e4}, {"s", 1e3}};
        bool known = false;
        for (const auto& [name, millis] : units) {
            if (rest.substr(0, name.size()) == name) {
                total += value * millis;
                rest.remove_prefix(name.size());
                known = true;
                break;
            }
        }
        if (!known || !(total < 9e15))
            return fault();
    }
    return Millis(static_cast<Millis::rep>(std::llround(negative ? -total : total)));
}

TimePoint fromUnixSeconds(double seconds)
{
    if (!(std::fabs(seconds) < 9e15 / 1000))
        return {};
    return TimePoint(Millis(std::llround(seconds * 1000)));
}

double toUnixSeconds(TimePoint time) { return static_cast<double>(time.time_since_epoch().count()) / 1000; }

} // namespace loadline
