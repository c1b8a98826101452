// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "manifest/document.h"
#include "manifest/scalar.h"
#include "manifest/utf8.h"

#include <algorithm>

namespace loadline {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// What YAML readers take as it stands: no controls, no line breaks of YAML 1.1 (U+0085, U+2028, U+2029), no BOM.
bool isPrintable(char32_t point)
{
    if (point < 0x20 || point == 0x7F || (point >= 0x80 && point < 0xA0))
        return false;
    return point != 0x2028 && point != 0x2029 && point != 0xFEFF && point != 0xFFFE && point != 0xFFFF;
}

bool allPrintable(std::string_view text, std::string_view besides)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text.substr(at));
        if (length == 0)
            return false;
        if (!isPrintable(utf8Point(text.substr(at))) && besides.find(text[at]) == std::string_view::npos)
            return false;
        at += length;
    }
    return true;
}

// YAML 1.1 sexagesimals ("1:30"), timestamps ("2001-12-14") and numbers of any reader: text that begins as a number
// and holds nothing but what numbers are written with.
bool looksNumeric(std::string_view text)
{
    const std::string_view body = text.substr(text[0] == '-' || text[0] == '+' ? 1 : 0);
    if (body.empty() || !(isDigit(body[0]) || body[0] == '.'))
        return false;
    if (body.size() > 1 && body[0] == '0' && std::string_view("xXoObB").find(body[1]) != std::string_view::npos)
        return body.find_first_not_of("0123456789abcdefABCDEF_", 2) == std::string_view::npos;
    if (body.find_first_not_of("0123456789._:") == std::string_view::npos)
        return body.find_first_of("0123456789") != std::string_view::npos && std::count(body.begin(), body.end(), '.') < 2;
    const std::size_t mantissa = body.find_first_not_of("0123456789._");
    return (body[mantissa] == 'e' || body[mantissa] == 'E')
        && body.find_first_not_of("0123456789+-_", mantissa + 1) == std::string_view::npos;
}

bool looksLikeDate(std::string_view text)
{
    return text.size() >= 8 && std::all_of(text.begin(), text.begin() + 4, isDigit) && text[4] == '-' && isDigit(text[5]);
}

bool looksLikeWord(std::string_view text)
{
    static constexpr std::string_view taken[] = {"~", "=", "<<", "y", "n", "yes", "no", "on", "off", "true", "false", "null",
        ".inf", "+.inf", "-.inf", ".nan", "-", "?", "---", "..."};
    if (text.size() > 5)
        return false;
    const std::string lower = lowered(text);
    return std::find(std::begin(taken), std::end(taken), lower) != std::end(taken);
}

bool beginsPlain(std::string_view text)
{
    static constexpr std::string_view indicators = "?:,[]{}#&*!|>'\"%@` \t=";
    if (text[0] == '-')
        return text.size() > 1 && text[1] != ' ' && text[1] != '\t' && !text.starts_with("---");
    return indicators.find(text[0]) == std::string_view::npos && !text.starts_with("...");
}

} // namespace

bool plainIsSafe(std::string_view text)
{
    if (text.empty() || !beginsPlain(text) || text.back() == ' ' || text.back() == ':' || !allPrintable(text, ""))
        return false;
    if (text.find(": ") != std::string_view::npos || text.find(" #") != std::string_view::npos)
        return false;
    return !looksLikeWord(text) && !looksNumeric(text) && !looksLikeDate(text);
}

bool plainIsSafeInFlow(std::string_view text)
{
    return plainIsSafe(text) && text.find_first_of(",[]{}") == std::string_view::npos
        && text.find(":") == std::string_view::npos && text.find('#') == std::string_view::npos;
}

bool canSingleQuote(std::string_view text) { return allPrintable(text, ""); }

std::string singleQuoted(std::string_view text)
{
    std::string quoted = "'";
    for (const char c : text)
        quoted.append(c == '\'' ? 2 : 1, c);
    return quoted += '\'';
}

std::string doubleQuoted(std::string_view text)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string quoted = "\"";
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8Length(text.substr(at));
        const char32_t point = utf8Point(text.substr(at));
        if (length == 0)
            quoted += "\xEF\xBF\xBD";
        else if (point == '"' || point == '\\')
            (quoted += '\\') += static_cast<char>(point);
        else if (point == '\n')
            quoted += "\\n";
        else if (point == '\t')
            quoted += "\\t";
        else if (point == '\r')
            quoted += "\\r";
        else if (isPrintable(point))
            quoted.append(text, at, length);
        else {
            quoted += "\\u";
            for (int shift = 12; shift >= 0; shift -= 4)
                quoted += hex[(point >> shift) & 15];
        }
        at += std::max<std::size_t>(length, 1);
    }
    return quoted += '"';
}

std::string yamlString(std::string_view text, bool block)
{
    if (block ? plainIsSafe(text) : plainIsSafeInFlow(text))
        return std::string(text);
    const bool escapes = text.find_first_of("\"\\") != std::string_view::npos;
    return escapes && canSingleQuote(text) ? singleQuoted(text) : doubleQuoted(text);
}

bool fitsLiteral(std::string_view text)
{
    const std::size_t first = text.find('\n');
    if (first == std::string_view::npos || first == 0 || text.ends_with("\n\n") || !allPrintable(text, "\n\t"))
        return false;
    if (text[0] == ' ' || text.find_first_not_of(" \t\n") == std::string_view::npos)
        return false;
    // A line that begins with a tab, or that ends in blanks, is where readers and editors differ.
    for (std::size_t at = 0; at != std::string_view::npos; at = text.find('\n', at)) {
        at += text[at] == '\n' ? 1 : 0;
        if (at < text.size() && text[at] == '\t')
            return false;
    }
    return text.find(" \n") == std::string_view::npos && text.find("\t\n") == std::string_view::npos && text.back() != ' ';
}

} // namespace loadline
