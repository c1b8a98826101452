// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql.h"

#include <algorithm>
#include <cctype>

namespace loadline {

namespace {

Error badMatcher(std::string_view text)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "\"%1\" is no list of label matchers."), {},
        LOADLINE_TR("Error", "Write it as Prometheus does, for example cluster=\"eu-1\"."), {std::string(text)}};
}

class MatcherReader {
public:
    explicit MatcherReader(std::string_view text)
        : rest_(text)
    {
    }
    std::optional<std::string> readAll()
    {
        std::string out;
        const bool braces = skip("{");
        while (blanks(), !rest_.empty() && rest_.front() != '}') {
            const auto one = readOne();
            if (!one)
                return std::nullopt;
            out += (out.empty() ? "" : ",") + *one;
            blanks();
            if (!skip(","))
                break;
        }
        blanks();
        if (braces && !skip("}"))
            return std::nullopt;
        blanks();
        return rest_.empty() ? std::optional(out) : std::nullopt;
    }

private:
    void blanks()
    {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
            rest_.remove_prefix(1);
    }
    bool skip(std::string_view what)
    {
        blanks();
        if (!rest_.starts_with(what))
            return false;
        rest_.remove_prefix(what.size());
        return true;
    }
    std::optional<std::string> readOne()
    {
        std::size_t end = 0;
        while (end < rest_.size() && (std::isalnum(static_cast<unsigned char>(rest_[end])) || rest_[end] == '_'))
            ++end;
        if (end == 0 || std::isdigit(static_cast<unsigned char>(rest_.front())))
            return std::nullopt;
        std::string out(rest_.substr(0, end));
        rest_.remove_prefix(end);
        for (const char* op : {"=~", "!~", "!=", "="}) {
            if (skip(op)) {
                const auto value = readValue();
                return value ? std::optional(out + op + *value) : std::nullopt;
            }
        }
        return std::nullopt;
    }
    // With its quotes, as it was escaped; a bare word is quoted.
    std::optional<std::string> readValue()
    {
        blanks();
        if (!rest_.starts_with('"')) {
            const auto end = std::min(rest_.find_first_of(", \t{}\"'\\`"), rest_.size());
            auto word = "\"" + std::string(rest_.substr(0, end)) + "\"";
            rest_.remove_prefix(end);
            return end == 0 ? std::nullopt : std::optional(word);
        }
        for (std::size_t at = 1; at < rest_.size(); ++at) {
            if (rest_[at] == '\n')
                return std::nullopt;
            if (rest_[at] == '\\') {
                ++at;
            } else if (rest_[at] == '"') {
                auto quoted = std::string(rest_.substr(0, at + 1));
                rest_.remove_prefix(at + 1);
                return quoted;
            }
        }
        return std::nullopt;
    }
    std::string_view rest_;
};

} // namespace

Result<std::string> parseMatcher(std::string_view text)
{
    auto read = MatcherReader(text).readAll();
    if (!read)
        return badMatcher(text);
    return *read;
}

} // namespace loadline
