// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/autoscaler_status.h"

#include <charconv>

namespace loadline {
namespace {

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::string known(std::string_view text) { return text == "<unknown>" ? std::string() : std::string(text); }

// "... minSize=1, ..." -> 1 for "minSize"; the key must stand alone, as ready= is also the end of another key.
std::optional<std::int64_t> countIn(std::string_view text, std::string_view key)
{
    for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
        const std::size_t end = at + key.size();
        const bool alone = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(';
        std::int64_t value = 0;
        if (alone && end < text.size() && text[end] == '='
            && std::from_chars(text.data() + end + 1, text.data() + text.size(), value).ec == std::errc {})
            return value;
    }
    return std::nullopt;
}

// Follows the sections line by line. What is not known is passed over: each version wrote a little more.
class LinesReader {
public:
    void read(std::string_view line)
    {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            return;
        const std::string_view key = trimmed(line.substr(0, colon));
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (key == "NodeGroups") {
            inGroups_ = true;
        } else if (key == "Name" && inGroups_) {
            status.groups.emplace_back();
            status.groups.back().name = known(value);
        } else if (key == "Health" || key == "ScaleUp" || key == "ScaleDown") {
            condition_ = key == "ScaleUp" ? 'u' : 'o';
            readCondition(key, value);
        } else if (key == "LastTransitionTime" && condition_ == 'u' && group()) {
            if (const auto time = parseGoTime(value))
                group()->scaleUpSince = *time;
        }
    }
    AutoscalerStatus status;

private:
    AutoscalerGroup* group() { return status.groups.empty() ? nullptr : &status.groups.back(); }

    void readCondition(std::string_view key, std::string_view value)
    {
        const std::string word = known(value.substr(0, value.find(' ')));
        if (inGroups_ && !group())
            return;
        std::string& health = inGroups_ ? group()->health : status.health;
        std::string& scaleUp = inGroups_ ? group()->scaleUp : status.scaleUp;
        std::string& scaleDown = inGroups_ ? group()->scaleDown : status.scaleDown;
        (key == "Health" ? health : key == "ScaleUp" ? scaleUp : scaleDown) = word;
        if (key == "Health" && inGroups_) {
            group()->ready = countIn(value, "ready");
            group()->registered = countIn(value, "registered");
            group()->target = countIn(value, "cloudProviderTarget");
            group()->minSize = countIn(value, "minSize");
            group()->maxSize = countIn(value, "maxSize");
        }
    }

    bool inGroups_ = false;
    char condition_ = 0; // whose times follow
};

} // namespace

Result<AutoscalerStatus> parseAutoscalerLines(std::string_view text)
{
    constexpr std::string_view start = "Cluster-autoscaler status at ";
    const std::string_view title = text.substr(0, text.find('\n'));
    LinesReader reader;
    if (title.size() > start.size()) {
        std::string_view time = trimmed(title.substr(start.size()));
        if (!time.empty() && time.back() == ':')
            time.remove_suffix(1);
        if (const auto written = parseGoTime(time))
            reader.status.written = *written;
    }
    bool sections = false;
    for (std::string_view rest = text; !rest.empty();) {
        const std::size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        sections = sections || trimmed(line) == "Cluster-wide:";
        if (sections)
            reader.read(line);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    if (!sections)
        return Error {Error::Kind::Malformed,
            LOADLINE_TR("Error", "The cluster autoscaler's status has no section “Cluster-wide”."), "line 1", "", {}};
    return std::move(reader.status);
}

} // namespace loadline
