// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/cron.h"

#include <date/tz.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <exception>

namespace loadline {

namespace {

using Names = std::array<std::string_view, 12>;
constexpr Names monthNames {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr Names dayNames {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Field {
    const char* name;
    unsigned low, high;
    const Names* names; // of values from `low` on
};
constexpr std::array<Field, 5> fields {{{"minute", 0, 59, nullptr},
                                        {"hour", 0, 23, nullptr},
                                        {"day of month", 1, 31, nullptr},
                                        {"month", 1, 12, &monthNames},
                                        {"day of week", 0, 6, &dayNames}}};

struct Bits {
    std::uint64_t set = 0;
    bool star = false;
};

bool sameIgnoringCase(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x + 32 : x) == y; });
}

std::optional<unsigned> number(std::string_view text)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
        return {};
    return value;
}

std::optional<unsigned> valueOf(std::string_view text, const Field& field)
{
    if (field.names)
        for (unsigned i = 0; i < field.names->size(); ++i)
            if (!(*field.names)[i].empty() && sameIgnoringCase(text, (*field.names)[i]))
                return i + field.low;
    return number(text);
}

// One item of a list: "*", "5", "1-5", "*/10", "9-17/2", "10/5" (from 10 to the end).
bool addItem(std::string_view item, const Field& field, Bits& bits)
{
    unsigned step = 1;
    const auto slash = item.find('/');
    if (slash != std::string_view::npos) {
        const auto given = number(item.substr(slash + 1));
        if (!given || *given == 0)
            return false;
        step = *given;
    }
    const auto range = item.substr(0, slash);
    unsigned low = field.low;
    unsigned high = field.high;
    if (range == "*" || range == "?") {
        bits.star = bits.star || step == 1;
    } else {
        const auto dash = range.find('-');
        const auto first = valueOf(range.substr(0, dash), field);
        if (!first)
            return false;
        low = *first;
        if (dash != std::string_view::npos) {
            const auto last = valueOf(range.substr(dash + 1), field);
            if (!last)
                return false;
            high = *last;
        } else if (slash == std::string_view::npos) {
            high = low;
        }
    }
    if (low < field.low || high > field.high || low > high)
        return false;
    for (unsigned v = low; v <= high; v += step)
        bits.set |= std::uint64_t {1} << v;
    return true;
}

std::optional<Bits> parseField(std::string_view text, const Field& field)
{
    Bits bits;
    while (true) {
        const auto comma = text.find(',');
        if (!addItem(text.substr(0, comma), field, bits))
            return {};
        if (comma == std::string_view::npos)
            return bits;
        text.remove_prefix(comma + 1);
    }
}

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> result;
    while (true) {
        const auto start = text.find_first_not_of(" \t");
        if (start == std::string_view::npos)
            return result;
        text.remove_prefix(start);
        const auto end = std::min(text.find_first_of(" \t"), text.size());
        result.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

Error malformed(std::string what, std::vector<std::string> args)
{
    return {Error::Kind::Malformed, std::move(what), {},
            LOADLINE_TR("Error", "Write five fields: minute, hour, day of month, month, day of week."),
            std::move(args)};
}

// The zone, or an Error: the database may lack it, or lack altogether.
Result<const date::time_zone*> findZone(const std::string& name)
{
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) {
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The time zone \"%1\" is not known."), {},
                      LOADLINE_TR("Error", "Use a name of the IANA time zone database, such as Europe/Berlin."),
                      {name}};
    }
}

// Local times of one zone, asked in rising order: one look-up per change of its offset.
class LocalClock {
public:
    explicit LocalClock(const date::time_zone* zone)
        : zone_(zone)
    {
    }
    std::chrono::seconds offset(std::chrono::sys_seconds at)
    {
        if (!known_ || at < info_.begin || at >= info_.end) {
            info_ = zone_->get_info(at);
            known_ = true;
        }
        return info_.offset;
    }
    // The first instant of a local day, wherever its midnight went.
    std::chrono::sys_seconds dayStart(date::local_days day)
    {
        const auto info = zone_->get_info(date::local_seconds(day));
        if (info.result == date::local_info::nonexistent)
            return info.first.end;
        return std::chrono::sys_seconds(date::local_seconds(day).time_since_epoch() - info.first.offset);
    }

private:
    const date::time_zone* zone_;
    date::sys_info info_ {};
    bool known_ = false;
};

bool dayMatches(const CronSchedule& schedule, date::local_days day)
{
    const date::year_month_day ymd(day);
    const bool inMonth = (schedule.days >> static_cast<unsigned>(ymd.day())) & 1u;
    const bool inWeek = (schedule.weekdays >> date::weekday(day).c_encoding()) & 1u;
    return schedule.anyDay || schedule.anyWeekday ? inMonth && inWeek : inMonth || inWeek;
}

bool monthMatches(const CronSchedule& schedule, date::local_days day)
{
    return (schedule.months >> static_cast<unsigned>(date::year_month_day(day).month())) & 1u;
}

std::optional<TimePoint> next(const CronSchedule& schedule, LocalClock& clock, TimePoint after)
{
    using namespace std::chrono;
    // No offset in use today has seconds, so local minutes begin on UTC minutes.
    sys_seconds at = floor<minutes>(after) + minutes(1);
    const sys_seconds end = at + hours(24 * 366 * 5);
    while (at < end) {
        const date::local_seconds local((at + clock.offset(at)).time_since_epoch());
        const auto day = date::floor<date::days>(local);
        const auto timeOfDay = local - day;
        const auto hour = static_cast<unsigned>(timeOfDay / hours(1));
        const auto minute = static_cast<unsigned>((timeOfDay % hours(1)) / minutes(1));
        if (!monthMatches(schedule, day)) {
            const date::year_month_day ymd(day);
            at = clock.dayStart(date::local_days((ymd.year() / ymd.month() + date::months(1)) / 1));
        } else if (!dayMatches(schedule, day)) {
            at = clock.dayStart(day + date::days(1));
        } else if (!((schedule.hours >> hour) & 1u)) {
            at += minutes(60 - minute);
        } else if (!((schedule.minutes >> minute) & 1u)) {
            at += minutes(1);
        } else {
            return TimePoint(at);
        }
    }
    return {};
}

struct Clocked {
    const CronWindow& window;
    LocalClock clock;
    CronState at(TimePoint now)
    {
        CronState state;
        state.nextStart = next(window.start, clock, now);
        state.nextEnd = next(window.end, clock, now);
        // Where a schedule never fires KEDA compares with the zero time, which comes first.
        state.active = !state.nextStart || (state.nextEnd && *state.nextEnd <= *state.nextStart);
        return state;
    }
};

} // namespace

Result<CronSchedule> parseCron(std::string_view text)
{
    const auto parts = words(text);
    if (parts.size() != fields.size())
        return malformed(LOADLINE_TR("Error", "The schedule \"%1\" has %2 fields instead of 5."),
                         {std::string(text), std::to_string(parts.size())});
    std::array<Bits, 5> bits;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto parsed = parseField(parts[i], fields[i]);
        if (!parsed)
            return malformed(LOADLINE_TR("Error", "In the schedule \"%1\" the %2 \"%3\" is not valid."),
                             {std::string(text), fields[i].name, std::string(parts[i])});
        bits[i] = *parsed;
    }
    CronSchedule schedule;
    schedule.minutes = bits[0].set;
    schedule.hours = static_cast<std::uint32_t>(bits[1].set);
    schedule.days = static_cast<std::uint32_t>(bits[2].set);
    schedule.months = static_cast<std::uint32_t>(bits[3].set);
    schedule.weekdays = static_cast<std::uint32_t>(bits[4].set);
    schedule.anyDay = bits[2].star;
    schedule.anyWeekday = bits[4].star;
    return schedule;
}

Result<std::optional<TimePoint>> nextFire(const CronSchedule& schedule, const std::string& zone, TimePoint after)
{
    const auto found = findZone(zone);
    if (!found)
        return found.error();
    LocalClock clock(*found);
    return next(schedule, clock, after);
}

Result<CronWindow> cronWindow(const Trigger& trigger)
{
    CronWindow window;
    for (const auto* key : {"timezone", "start", "end", "desiredReplicas"})
        if (!trigger.get(key) || trigger.get(key)->empty())
            return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The cron trigger has no \"%1\"."), {},
                          LOADLINE_TR("Error", "It needs timezone, start, end and desiredReplicas."), {key}};
    if (*trigger.get("start") == *trigger.get("end"))
        return malformed(LOADLINE_TR("Error", "The cron trigger starts and ends at the same time: \"%1\"."),
                         {*trigger.get("start")});
    const auto start = parseCron(*trigger.get("start"));
    if (!start)
        return start.error();
    const auto end = parseCron(*trigger.get("end"));
    if (!end)
        return end.error();
    const auto desired = Quantity::parse(*trigger.get("desiredReplicas"));
    if (!desired)
        return desired.error();
    window.start = *start;
    window.end = *end;
    window.zone = *trigger.get("timezone");
    window.desiredReplicas = *desired;
    const auto zone = findZone(window.zone);
    if (!zone)
        return zone.error();
    return window;
}

CronState stateAt(const CronWindow& window, TimePoint now)
{
    const auto zone = findZone(window.zone);
    return zone ? Clocked {window, LocalClock(*zone)}.at(now) : CronState {};
}

std::vector<TimeRange> activeSpans(const CronWindow& window, TimeRange range)
{
    std::vector<TimeRange> spans;
    const auto zone = findZone(window.zone);
    if (!zone)
        return spans;
    Clocked clocked {window, LocalClock(*zone)};
    // The state can only change where a schedule fires.
    for (TimePoint at = range.from; at < range.to;) {
        const auto state = clocked.at(at);
        auto until = range.to;
        for (const auto& fire : {state.nextStart, state.nextEnd})
            if (fire)
                until = std::min(until, *fire);
        if (state.active) {
            if (!spans.empty() && spans.back().to == at)
                spans.back().to = until;
            else
                spans.push_back({at, until});
        }
        at = until;
    }
    return spans;
}

Result<TimeRange> weekOf(const std::string& zone, TimePoint now)
{
    const auto found = findZone(zone);
    if (!found)
        return found.error();
    LocalClock clock(*found);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    const date::local_seconds local((seconds + clock.offset(seconds)).time_since_epoch());
    const auto day = date::floor<date::days>(local);
    const auto monday = day - (date::weekday(day) - date::Monday);
    return TimeRange {clock.dayStart(monday), clock.dayStart(monday + date::days(7))};
}

Result<Seconds> offsetAt(const std::string& zone, TimePoint at)
{
    const auto found = findZone(zone);
    if (!found)
        return found.error();
    return Seconds(LocalClock(*found).offset(std::chrono::floor<std::chrono::seconds>(at)));
}

std::vector<ClockChange> clockChanges(const std::string& zone, TimeRange range)
{
    using namespace std::chrono;
    std::vector<ClockChange> changes;
    const auto found = findZone(zone);
    if (!found)
        return changes;
    auto info = (*found)->get_info(floor<seconds>(range.from));
    while (TimePoint(floor<Millis>(info.end)) < range.to) {
        const auto later = (*found)->get_info(info.end);
        if (later.offset != info.offset)
            changes.push_back({TimePoint(floor<Millis>(info.end)), Seconds(info.offset), Seconds(later.offset)});
        info = later;
    }
    return changes;
}

bool isHitBy(const CronSchedule& schedule, const ClockChange& change)
{
    using namespace std::chrono;
    const auto [least, most] = std::minmax(change.before, change.after);
    const auto at = floor<minutes>(change.at.time_since_epoch());
    for (auto time = at + least; time < at + most; time += minutes(1)) {
        const date::local_seconds local(time);
        const auto day = date::floor<date::days>(local);
        const auto timeOfDay = local - day;
        const auto hour = static_cast<unsigned>(timeOfDay / hours(1));
        const auto minute = static_cast<unsigned>((timeOfDay % hours(1)) / minutes(1));
        if (monthMatches(schedule, day) && dayMatches(schedule, day) && ((schedule.hours >> hour) & 1u)
            && ((schedule.minutes >> minute) & 1u))
            return true;
    }
    return false;
}

} // namespace loadline
