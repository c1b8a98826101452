// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/csv_reader.h"

#include "base/result.h"

#include <algorithm>

namespace loadline {

namespace {

// Takes one line end off the front: CRLF, LF or CR.
bool takeLineEnd(std::string_view& text)
{
    if (text.starts_with("\r\n")) {
        text.remove_prefix(2);
        return true;
    }
    if (text.starts_with('\n') || text.starts_with('\r')) {
        text.remove_prefix(1);
        return true;
    }
    return false;
}

std::size_t lineEndsIn(std::string_view text)
{
    std::size_t ends = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')))
            ++ends;
    return ends;
}

} // namespace

CsvReader::CsvReader(std::string_view text)
    : rest_(text)
{
    if (rest_.starts_with("\xEF\xBB\xBF"))
        rest_.remove_prefix(3);
}

// The field after its opening quote; the closing one is taken too.
std::string_view CsvReader::quoted()
{
    const std::string_view from = rest_;
    std::size_t end = 0;
    bool doubled = false;
    for (;; ++end) {
        end = from.find('"', end);
        if (end == std::string_view::npos) {
            fault_ = LOADLINE_TR("Error", "A quote is opened and never closed.");
            end = from.size();
            break;
        }
        if (end + 1 >= from.size() || from[end + 1] != '"')
            break;
        doubled = true;
        ++end;
    }
    std::string_view field = from.substr(0, end);
    nextLine_ += lineEndsIn(field);
    rest_.remove_prefix(std::min(from.size(), end + 1));
    if (!doubled)
        return field;
    std::string& plain = unquoted_.emplace_back();
    for (std::size_t i = 0; i < field.size(); ++i) {
        plain += field[i];
        if (field[i] == '"')
            ++i;
    }
    return plain;
}

bool CsvReader::next(std::vector<std::string_view>& fields)
{
    fields.clear();
    fault_ = {};
    while (takeLineEnd(rest_))
        ++nextLine_;
    if (rest_.empty())
        return false;
    line_ = nextLine_;
    for (;;) {
        std::string_view field;
        if (rest_.starts_with('"')) {
            rest_.remove_prefix(1);
            field = quoted();
            const auto after = std::min(rest_.size(), rest_.find_first_of(",\r\n"));
            if (after != 0) {
                fault_ = LOADLINE_TR("Error", "Text follows a closing quote.");
                rest_.remove_prefix(after);
            }
        } else {
            const auto end = std::min(rest_.size(), rest_.find_first_of(",\r\n"));
            field = rest_.substr(0, end);
            rest_.remove_prefix(end);
        }
        fields.push_back(field);
        if (rest_.starts_with(',')) {
            rest_.remove_prefix(1);
            continue;
        }
        if (takeLineEnd(rest_))
            ++nextLine_;
        return true;
    }
}

std::string csvField(std::string_view text)
{
    if (text.find_first_of(",\"\r\n") == std::string_view::npos)
        return std::string(text);
    std::string field = "\"";
    for (const char c : text) {
        field += c;
        if (c == '"')
            field += c;
    }
    return field + '"';
}

} // namespace loadline
