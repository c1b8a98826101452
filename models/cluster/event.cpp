// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/hpa_fields.h"
#include "cluster/workload.h"

#include <charconv>
#include <tuple>

namespace loadline {
namespace {

// Events come in two hands: firstTimestamp, lastTimestamp and count from the older recorder; eventTime and series from
// events.k8s.io, which leaves the others empty.
void readTimes(Event& event, Json object, Fault& fault)
{
    const Json series = object["series"];
    const auto made = timeAt(object, "eventTime", fault);
    const auto first = timeAt(object, "firstTimestamp", fault);
    const auto last = timeAt(object, "lastTimestamp", fault);
    const auto observed = timeAt(series, "lastObservedTime", fault);
    event.first = first ? *first : made ? *made : event.meta.created;
    event.last = observed ? *observed : last ? *last : event.first;
    event.count = integerAt(series, "count", fault).value_or(integerAt(object, "count", fault).value_or(1));
}

} // namespace

bool Event::operator==(const Event& other) const
{
    const auto members = [](const Event& e) {
        return std::tie(e.meta, e.about, e.type, e.reason, e.message, e.source, e.count, e.first, e.last);
    };
    return members(*this) == members(other);
}

Result<Event> parseEvent(Json object, ParseContext& context)
{
    const auto read = [&](Event& event, Fault& fault) {
        event.about = readRef(object["involvedObject"], fault);
        event.type = context.interner.text(textAt(object, "type", fault));
        event.reason = context.interner.text(textAt(object, "reason", fault));
        event.message = stringAt(object, "message", fault);
        std::string_view source = object["source"]["component"].text();
        if (source.empty())
            source = object["reportingComponent"].text();
        event.source = context.interner.text(source);
        readTimes(event, object, fault);
    };
    return readObject<Event>("Event", object, context, read);
}

std::optional<std::int64_t> newSizeOf(const Event& event)
{
    constexpr std::string_view start = "New size: ";
    if (event.reason != std::string_view("SuccessfulRescale") || event.message.compare(0, start.size(), start) != 0)
        return std::nullopt;
    const char* const begin = event.message.data() + start.size();
    const char* const end = event.message.data() + event.message.size();
    std::int64_t size = 0;
    const auto [stop, fault] = std::from_chars(begin, end, size);
    if (fault != std::errc {} || size < 0 || (stop != end && *stop != ';'))
        return std::nullopt;
    return size;
}

} // namespace loadline
