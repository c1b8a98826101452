// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/json_writer.h"

#include <array>
#include <cstdio>

namespace loadline {
namespace {

// The length of the UTF-8 sequence at the front, or 0 where there is none (also overlong forms and surrogates).
std::size_t sequence(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0u) == 0x80u; };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first < 0xE0)
        return tail(1) ? 2 : 0;
    if (first >= 0xE0 && first < 0xF0) {
        const bool narrow = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F);
        return !narrow && tail(1) && tail(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first < 0xF5) {
        const bool narrow = (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F);
        return !narrow && tail(1) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

void escape(std::string& out, char c)
{
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (c == '\n') {
        out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
        std::array<char, 8> code {};
        std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(c));
        out += code.data();
    } else {
        out += c;
    }
}

} // namespace

void JsonWriter::separate()
{
    if (!first_)
        out_ += ',';
    first_ = false;
}

JsonWriter& JsonWriter::open(char bracket)
{
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::close(char bracket)
{
    out_ += bracket;
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name)
{
    text(name);
    out_ += ':';
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value)
{
    separate();
    out_ += '"';
    while (!value.empty()) {
        const std::size_t length = sequence(value);
        if (length == 1)
            escape(out_, value.front());
        else if (length == 0)
            out_ += "\xEF\xBF\xBD";
        else
            out_ += value.substr(0, length);
        value.remove_prefix(length == 0 ? 1 : length);
    }
    out_ += '"';
    return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value)
{
    separate();
    out_ += std::to_string(value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value)
{
    separate();
    out_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::null()
{
    separate();
    out_ += "null";
    return *this;
}

} // namespace loadline
