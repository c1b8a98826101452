// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/formula.h"

#include <algorithm>
#include <array>
#include <vector>

namespace loadline {
namespace {

Error wrong(const char* what, std::vector<std::string> args, const char* hint = "")
{
    return {.kind = Error::Kind::Malformed, .what = what, .where = {}, .hint = hint, .args = std::move(args)};
}

struct Token {
    enum class Kind { Name, Figure, Text, Mark };
    Kind kind = Kind::Mark;
    std::string text;
};

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || static_cast<unsigned char>(c) > 127;
}

std::size_t endOfText(std::string_view formula, std::size_t at)
{
    for (std::size_t i = at + 1; i < formula.size(); ++i) {
        if (formula[i] == '\\' && formula[at] != '`')
            ++i;
        else if (formula[i] == formula[at])
            return i + 1;
    }
    return std::string_view::npos;
}

// 1, 1.5, .5, 1e3, 0x1f, 1_000; but the 1 of 1..3.
std::size_t endOfFigure(std::string_view formula, std::size_t at)
{
    std::size_t i = at;
    while (i < formula.size()) {
        const char c = formula[i];
        const bool sign = (c == '-' || c == '+') && (formula[i - 1] == 'e' || formula[i - 1] == 'E')
            && formula.substr(at, 2) != "0x";
        const bool point = c == '.' && i + 1 < formula.size() && isDigit(formula[i + 1]);
        if (!isDigit(c) && !isLetter(c) && !(i > at && sign) && !point)
            break;
        ++i;
    }
    return i;
}

std::size_t endOfMark(std::string_view formula, std::size_t at)
{
    static constexpr std::array<std::string_view, 11> doubles {
        "**", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "..", "::"};
    const std::string_view two = formula.substr(at, 2);
    return at + (std::find(doubles.begin(), doubles.end(), two) != doubles.end() ? 2 : 1);
}

Result<std::vector<Token>> tokensOf(std::string_view formula)
{
    std::vector<Token> tokens;
    for (std::size_t at = 0; at < formula.size();) {
        const char c = formula[at];
        std::size_t end = at + 1;
        Token::Kind kind = Token::Kind::Mark;
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            at = end;
            continue;
        }
        if (const std::string_view two = formula.substr(at, 2); two == "//" || two == "/*") {
            const auto after = formula.find(two == "//" ? "\n" : "*/", at + 2);
            at = after == std::string_view::npos ? formula.size() : after + (two == "//" ? 1 : 2);
            continue;
        }
        if (c == '"' || c == '\'' || c == '`') {
            kind = Token::Kind::Text;
            end = endOfText(formula, at);
            if (end == std::string_view::npos)
                return wrong(LOADLINE_TR("Error", "A quotation in the formula does not end."), {});
        } else if (isDigit(c) || (c == '.' && at + 1 < formula.size() && isDigit(formula[at + 1]))) {
            kind = Token::Kind::Figure;
            end = endOfFigure(formula, at);
        } else if (isLetter(c)) {
            kind = Token::Kind::Name;
            while (end < formula.size() && (isLetter(formula[end]) || isDigit(formula[end])))
                ++end;
        } else {
            end = endOfMark(formula, at);
        }
        tokens.push_back({kind, std::string(formula.substr(at, end - at))});
        at = end;
    }
    return tokens;
}

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> all)
{
    return std::find(all.begin(), all.end(), text) != all.end();
}

// Goes through the words and knows at each whether a value or an operator must come.
class Reading {
public:
    Reading(std::vector<Token> tokens, const std::set<std::string>& names)
        : tokens_(std::move(tokens))
        , names_(names)
    {
    }

    std::optional<Error> fault()
    {
        for (at_ = 0; at_ < tokens_.size(); ++at_) {
            auto found = tokens_[at_].kind == Token::Kind::Mark ? mark() : word();
            if (found)
                return found;
        }
        if (!open_.empty())
            return wrong(LOADLINE_TR("Error", "The formula lacks a closing %1."), {std::string(1, open_.back())});
        if (!hasValue_)
            return wrong(LOADLINE_TR("Error", "The formula ends where a figure must follow."), {});
        return {};
    }

private:
    [[nodiscard]] std::string_view near(std::ptrdiff_t by) const
    {
        const auto i = static_cast<std::ptrdiff_t>(at_) + by;
        return i < 0 || i >= static_cast<std::ptrdiff_t>(tokens_.size()) ? std::string_view()
                                                                        : tokens_[static_cast<std::size_t>(i)].text;
    }

    std::optional<Error> word()
    {
        const Token& token = tokens_[at_];
        const bool name = token.kind == Token::Kind::Name;
        const bool joins = name
            && isOneOf(token.text, {"and", "or", "in", "not", "contains", "matches", "startsWith", "endsWith", "else"});
        if (joins && (hasValue_ || token.text == "not")) {
            if (token.text == "not" && hasValue_ && near(1) == "in")
                ++at_;
            hasValue_ = false;
            return {};
        }
        if (name && isOneOf(token.text, {"let", "if"}) && !hasValue_) {
            if (token.text == "let" && near(2) == "=") {
                bound_.insert(std::string(near(1)));
                at_ += 2;
            }
            return {};
        }
        if (hasValue_)
            return wrong(LOADLINE_TR("Error", "An operator is missing before “%1”."), {token.text},
                LOADLINE_TR("Error", "Write a + b, a * 2 or max(a, b)."));
        hasValue_ = true;
        return name ? nameFault(token.text) : std::nullopt;
    }

    std::optional<Error> nameFault(const std::string& name) const
    {
        const bool member = isOneOf(near(-1), {".", "?.", "#"});
        const bool call = near(1) == "(" || near(1) == "::" || near(-1) == "::";
        const bool key = near(1) == ":" && !open_.empty() && open_.back() == '}';
        const bool word = isOneOf(name, {"true", "false", "nil", "$env"});
        if (member || call || key || word || names_.contains(name) || bound_.contains(name))
            return {};
        return wrong(LOADLINE_TR("Error", "The formula names “%1”, but no trigger is called so."), {name},
            LOADLINE_TR("Error", "Give a trigger that name; CPU and memory cannot be in a formula."));
    }

    std::optional<Error> mark()
    {
        const std::string& text = tokens_[at_].text;
        if (isOneOf(text, {"(", "[", "{"})) {
            open_ += text == "(" ? ')' : text == "[" ? ']' : '}';
            hasValue_ = false;
            return {};
        }
        if (isOneOf(text, {")", "]", "}"})) {
            if (open_.empty() || open_.back() != text[0])
                return wrong(LOADLINE_TR("Error", "The formula closes with %1 what it did not open."), {text});
            const bool emptyPair = isOneOf(near(-1), {"(", "[", "{", ",", ":"});
            if (!hasValue_ && !emptyPair)
                return early(text);
            open_.pop_back();
            hasValue_ = true;
            return {};
        }
        if (text == "#") {
            hasValue_ = !isOneOf(near(1), {"acc", "index"});
            return {};
        }
        const bool prefix = isOneOf(text, {"-", "+", "!", ".", "::"});
        // A slice may lack either end: x[1:], x[:2].
        if (!hasValue_ && !prefix && text != ":")
            return early(text);
        hasValue_ = false;
        return {};
    }

    static Error early(const std::string& text)
    {
        return wrong(LOADLINE_TR("Error", "A figure is missing before “%1” in the formula."), {text});
    }

    std::vector<Token> tokens_;
    const std::set<std::string>& names_;
    std::set<std::string> bound_ {};
    std::string open_ {}; // the brackets that must still close
    std::size_t at_ = 0;
    bool hasValue_ = false;
};

} // namespace

std::optional<Error> formulaFault(std::string_view formula, const std::set<std::string>& names)
{
    Result<std::vector<Token>> tokens = tokensOf(formula);
    if (!tokens)
        return tokens.error();
    return Reading(std::move(*tokens), names).fault();
}

} // namespace loadline
