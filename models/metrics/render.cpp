// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/promql.h"

#include <algorithm>

namespace loadline {

namespace {

// One place of a query's text.
struct Piece {
    enum class Type { Literal, Text, Raw, Regex, Optional, Window, Matcher, Scope } type = Type::Literal;
    std::string_view text {}; // the literal, the parameter's name, or the label of an optional matcher
    std::string_view pattern {}; // Regex: what follows the parameter up to the closing quote
    // `$and_exported_container` is the label exported_container and the parameter container.
    [[nodiscard]] std::string_view param() const
    {
        constexpr std::string_view prefix = "exported_";
        return type == Type::Optional && text.starts_with(prefix) ? text.substr(prefix.size()) : text;
    }
};

bool isNameChar(char c)
{
    return (c >= 'a' && c <= 'z') || c == '_';
}

Piece placeholder(std::string_view name)
{
    if (name == "matcher")
        return {Piece::Type::Matcher, name};
    if (name == "scope")
        return {Piece::Type::Scope, "matcher"};
    if (name == "window")
        return {Piece::Type::Window, name};
    if (name.starts_with("and_"))
        return {Piece::Type::Optional, name.substr(4)};
    if (name.starts_with("raw_"))
        return {Piece::Type::Raw, name.substr(4)};
    if (name.starts_with("re_"))
        return {Piece::Type::Regex, name.substr(3)};
    return {Piece::Type::Text, name};
}

std::vector<Piece> piecesOf(std::string_view text)
{
    std::vector<Piece> pieces;
    std::size_t from = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '$' || at + 1 == text.size() || !isNameChar(text[at + 1]))
            continue;
        auto end = at + 1;
        while (end < text.size() && isNameChar(text[end]))
            ++end;
        if (at > from)
            pieces.push_back({Piece::Type::Literal, text.substr(from, at - from)});
        pieces.push_back(placeholder(text.substr(at + 1, end - at - 1)));
        if (pieces.back().type == Piece::Type::Regex) {
            const auto quote = std::min(text.find('"', end), text.size());
            pieces.back().pattern = text.substr(end, quote - end);
            end = quote;
        }
        from = end;
        at = end - 1;
    }
    if (from < text.size())
        pieces.push_back({Piece::Type::Literal, text.substr(from)});
    return pieces;
}

constexpr std::string_view hexDigits = "0123456789abcdef";

// For between the double quotes of a PromQL string, which has Go's escapes.
std::string escaped(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\\' || c == '"') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7f) {
            out += "\\x";
            out += hexDigits[byte >> 4];
            out += hexDigits[byte & 15];
        } else {
            out += c;
        }
    }
    return out;
}

constexpr std::string_view regexSpecial = R"(\.+*?()|[]{}^$)";

std::string regexEscaped(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        if (regexSpecial.find(c) != std::string_view::npos)
            out += '\\';
        out += c;
    }
    return out;
}

std::optional<std::string> regexUnescaped(std::string_view text)
{
    std::string value;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\\' && ++at == text.size())
            return std::nullopt;
        value += text[at];
    }
    if (regexEscaped(value) != text)
        return std::nullopt;
    return value;
}

bool isDuration(std::string_view text)
{
    if (text.empty())
        return false;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto digits = text.find_first_not_of("0123456789", at);
        if (digits == at || digits == std::string_view::npos)
            return false;
        at = digits;
        if (text.substr(at).starts_with("ms"))
            at += 2;
        else if (std::string_view("smhdwy").find(text[at]) != std::string_view::npos)
            at += 1;
        else
            return false;
    }
    return true;
}

const std::string& valueOf(const QueryParams& params, std::string_view key)
{
    static const std::string none;
    const auto at = params.find(key);
    return at == params.end() ? none : at->second;
}

// Reads a rendered text along the pieces of a variant.
class Reader {
public:
    Reader(std::string_view text, const QueryParams& given)
        : text_(text)
        , params_(given)
    {
    }
    bool read(const Piece& piece)
    {
        switch (piece.type) {
        case Piece::Type::Literal:
            return skip(piece.text);
        case Piece::Type::Text:
            return readText(piece.text);
        case Piece::Type::Raw:
            return false; // of a text as it stands nothing can be known
        case Piece::Type::Regex:
            return readRegex(piece);
        case Piece::Type::Optional:
            return readOptional(piece);
        case Piece::Type::Window:
            return readWindow();
        case Piece::Type::Matcher:
            return readMatcher(',');
        case Piece::Type::Scope:
            return readMatcher('{');
        }
        return false;
    }
    [[nodiscard]] bool done() const { return text_.empty(); }
    QueryParams take() { return std::move(params_); }

private:
    bool skip(std::string_view literal)
    {
        if (!text_.starts_with(literal))
            return false;
        text_.remove_prefix(literal.size());
        return true;
    }
    // Every place of a parameter must say the same, and so must every place that leaves it out.
    bool put(std::string_view key, std::optional<std::string> value)
    {
        const auto at = params_.find(key);
        if (at != params_.end())
            return value && at->second == *value;
        if (!value) {
            absent_.emplace_back(key);
            return true;
        }
        if (std::find(absent_.begin(), absent_.end(), key) != absent_.end())
            return false;
        params_.emplace(key, std::move(*value));
        return true;
    }
    // Up to the closing quote, with the escapes of `escaped` undone.
    std::optional<std::string> untilQuote()
    {
        std::string value;
        std::size_t at = 0;
        for (; at < text_.size() && text_[at] != '"'; ++at) {
            if (text_[at] != '\\') {
                value += text_[at];
                continue;
            }
            if (++at == text_.size())
                return std::nullopt;
            if (text_[at] == 'n') {
                value += '\n';
            } else if (text_[at] == 'x') {
                const auto high = at + 1 < text_.size() ? hexDigits.find(text_[at + 1]) : std::string_view::npos;
                const auto low = at + 2 < text_.size() ? hexDigits.find(text_[at + 2]) : std::string_view::npos;
                if (high == std::string_view::npos || low == std::string_view::npos)
                    return std::nullopt;
                value += static_cast<char>(high << 4 | low);
                at += 2;
            } else {
                value += text_[at];
            }
        }
        if (at == text_.size())
            return std::nullopt;
        text_.remove_prefix(at);
        return value;
    }
    bool readText(std::string_view key)
    {
        auto value = untilQuote();
        return value && put(key, std::move(value));
    }
    bool readRegex(const Piece& piece)
    {
        const auto whole = untilQuote();
        if (!whole || !whole->ends_with(piece.pattern))
            return false;
        auto value = regexUnescaped(std::string_view(*whole).substr(0, whole->size() - piece.pattern.size()));
        return value && put(piece.text, std::move(value));
    }
    bool readOptional(const Piece& piece)
    {
        const std::string start = "," + std::string(piece.text) + "=\"";
        if (!text_.starts_with(start))
            return put(piece.param(), std::nullopt);
        skip(start);
        auto value = untilQuote();
        return value && skip("\"") && put(piece.param(), std::move(value));
    }
    bool readWindow()
    {
        const auto end = std::min(text_.find_first_not_of("0123456789smhdwy"), text_.size());
        const auto value = text_.substr(0, end);
        text_.remove_prefix(end);
        return isDuration(value) && put("window", std::string(value));
    }
    // A matcher list up to the closing brace; braces inside quotes do not close.
    bool readMatcher(char opening)
    {
        if (text_.empty() || text_.front() != opening)
            return put("matcher", std::nullopt);
        bool quoted = false;
        for (std::size_t at = 1; at < text_.size(); ++at) {
            if (quoted && text_[at] == '\\')
                ++at;
            else if (text_[at] == '"')
                quoted = !quoted;
            else if (!quoted && text_[at] == '}') {
                std::string value(text_.substr(1, at - 1));
                text_.remove_prefix(opening == '{' ? at + 1 : at);
                return put("matcher", std::move(value));
            }
        }
        return false;
    }

    std::string_view text_;
    QueryParams params_;
    std::vector<std::string> absent_;
};

} // namespace

std::string render(const NamedQuery& query, std::size_t variant, const QueryParams& params)
{
    std::string out;
    if (variant >= query.variants.size())
        return out;
    for (const Piece& piece : piecesOf(query.variants[variant].text)) {
        const std::string& value = valueOf(params, piece.param());
        switch (piece.type) {
        case Piece::Type::Literal:
            out += piece.text;
            break;
        case Piece::Type::Text:
            out += escaped(value);
            break;
        case Piece::Type::Raw:
            out += value;
            break;
        case Piece::Type::Regex:
            out += escaped(regexEscaped(value).append(piece.pattern));
            break;
        case Piece::Type::Optional:
            if (!value.empty())
                out.append(",").append(piece.text).append("=\"").append(escaped(value)).append("\"");
            break;
        case Piece::Type::Window:
            out += isDuration(value) ? value : query.window;
            break;
        case Piece::Type::Matcher:
            if (!value.empty())
                out.append(",").append(value);
            break;
        case Piece::Type::Scope:
            if (!value.empty())
                out.append("{").append(value).append("}");
            break;
        }
    }
    return out;
}

std::string anyOf(std::span<const std::string> texts)
{
    std::string out;
    for (const std::string& text : texts)
        out.append(out.empty() ? "" : "|").append(regexEscaped(text));
    return out;
}

std::optional<Recognised> recognise(std::string_view text)
{
    for (const NamedQuery& query : namedQueries()) {
        for (std::size_t i = 0; i < query.variants.size(); ++i) {
            Reader reader(text, query.variants[i].given);
            const auto pieces = piecesOf(query.variants[i].text);
            const bool fits
                = std::all_of(pieces.begin(), pieces.end(), [&](const Piece& piece) { return reader.read(piece); });
            if (fits && reader.done())
                return Recognised {query.id, i, reader.take()};
        }
    }
    return std::nullopt;
}

} // namespace loadline
