// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/watch_state.h"

#include <algorithm>

namespace loadline {

LineSplitter::LineSplitter(std::size_t limit)
    : limit_(limit)
{
}

bool LineSplitter::feed(std::string_view bytes, const std::function<void(std::string& line)>& line)
{
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::string_view part = bytes.substr(0, end);
        if (rest_.size() + part.size() > limit_) {
            rest_.clear();
            return false;
        }
        if (end == std::string_view::npos) {
            rest_.append(part);
            return true;
        }
        bytes.remove_prefix(end + 1);
        rest_.append(part);
        line_.swap(rest_);
        rest_.clear();
        if (!line_.empty() && line_.back() == '\r')
            line_.pop_back();
        if (!line_.empty())
            line(line_);
    }
    return true;
}

Result<WatchEvent> parseWatchEvent(JsonDocument& document, std::string& line)
{
    const auto root = document.parse(line);
    if (!root)
        return root.error();
    const std::string_view type = (*root)["type"].text();
    WatchEvent event {};
    event.object = (*root)["object"];
    if (type == "ADDED")
        event.type = WatchEvent::Type::Added;
    else if (type == "MODIFIED")
        event.type = WatchEvent::Type::Modified;
    else if (type == "DELETED")
        event.type = WatchEvent::Type::Deleted;
    else if (type == "BOOKMARK")
        event.type = WatchEvent::Type::Bookmark;
    else if (type == "ERROR")
        event.type = WatchEvent::Type::Error;
    else
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The watch sent something that is no event."), "", "", {}};
    if (!event.object.isObject())
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The watch sent an event without an object."), "", "", {}};
    if (event.type == WatchEvent::Type::Error) {
        event.code = static_cast<int>(std::clamp<std::int64_t>(event.object["code"].integerOr(500), 0, 999));
        return event;
    }
    const Json meta = event.object["metadata"];
    event.resourceVersion = meta["resourceVersion"].str();
    event.initialEventsEnd = event.type == WatchEvent::Type::Bookmark
        && meta["annotations"]["k8s.io/initial-events-end"].text() == "true";
    return event;
}

} // namespace loadline
