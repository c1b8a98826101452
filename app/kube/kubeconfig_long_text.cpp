// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_long_text.h"

#include <algorithm>
#include <charconv>

namespace loadline {
namespace {

constexpr std::size_t longRun = 200;

bool isBase64(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/'
        || c == '=';
}

// Where in the line a long plain value after ": " begins that goes on to its end; npos without.
std::size_t runIn(std::string_view line)
{
    if (line.size() < longRun)
        return std::string_view::npos;
    std::size_t begin = line.size();
    while (begin > 0 && isBase64(line[begin - 1]))
        --begin;
    const bool value = line.size() - begin >= longRun && line.substr(0, begin).ends_with(": ");
    return value ? begin : std::string_view::npos;
}

} // namespace

LongText::LongText(std::string_view text)
    : whole_(text)
    , mark_("loadline-run-")
{
    while (text.find(mark_) != std::string_view::npos)
        mark_ += "x-";
    std::size_t copied = 0;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::size_t begin = runIn(text.substr(at, end - at));
        if (begin != std::string_view::npos) {
            short_.append(text.substr(copied, at + begin - copied));
            short_.append(mark_).append(std::to_string(runs_.size())).append(".");
            runs_.push_back(text.substr(at + begin, end - at - begin));
            copied = end;
        }
        at = end + 1;
    }
    if (!runs_.empty())
        short_.append(text.substr(copied));
}

std::string LongText::restored(const std::string& value) const
{
    if (runs_.empty())
        return value;
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; (at = value.find(mark_, copied)) != std::string::npos;) {
        out.append(value, copied, at - copied);
        std::size_t number = runs_.size();
        const auto read = std::from_chars(value.data() + at + mark_.size(), value.data() + value.size(), number);
        if (number < runs_.size())
            out.append(runs_[number]);
        copied = std::min(static_cast<std::size_t>(read.ptr - value.data()) + 1, value.size());
    }
    return out.append(value, copied);
}

} // namespace loadline
