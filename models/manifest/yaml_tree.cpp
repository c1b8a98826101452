// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/yaml_tree.h"

#include "base/spelling.h"
#include "manifest/utf8.h"
#include "manifest/yaml_error.h"

#include <yaml.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>

namespace loadline {
namespace {

using Kind = YamlNode::Kind;
using Style = YamlNode::Style;

// libyaml counts characters, we count bytes. Marks come nearly in order, so a cursor is enough.
class ByteCursor {
public:
    explicit ByteCursor(std::string_view text)
        : text_(text)
    {
    }
    std::size_t byteOf(std::size_t index)
    {
        while (index_ < index && byte_ < text_.size()) {
            do
                ++byte_;
            while (byte_ < text_.size() && isTail(byte_));
            ++index_;
        }
        while (index_ > index && byte_ > 0) {
            do
                --byte_;
            while (byte_ > 0 && isTail(byte_));
            --index_;
        }
        return byte_;
    }

private:
    [[nodiscard]] bool isTail(std::size_t at) const { return (static_cast<unsigned char>(text_[at]) & 0xC0) == 0x80; }
    std::string_view text_;
    std::size_t index_ = 0, byte_ = 0;
};

struct Event {
    yaml_event_t event{};
    Event() = default;
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;
    ~Event() { yaml_event_delete(&event); }
};

std::string textOf(const yaml_char_t* text) { return text ? reinterpret_cast<const char*>(text) : std::string(); }

Style styleOf(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
        return Style::Single;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return Style::Double;
    case YAML_LITERAL_SCALAR_STYLE:
        return Style::Literal;
    case YAML_FOLDED_SCALAR_STYLE:
        return Style::Folded;
    default:
        return Style::Plain;
    }
}

// libyaml lets a block scalar end where the next token begins; ours ends with its last line, which only "keep"
// chomping lets be blank.
std::size_t blockScalarEnd(std::string_view text, std::size_t begin, std::size_t end)
{
    const std::string_view header = text.substr(begin, text.find('\n', begin) - begin);
    const std::size_t indicator = header.find_first_of("|>");
    const bool keep = indicator != std::string_view::npos && header.substr(indicator, 3).find('+') != std::string_view::npos;
    while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t'))
        --end;
    if (keep)
        return end > begin && text[end - 1] == '\n' ? end - (end - 1 > begin && text[end - 2] == '\r' ? 2 : 1) : end;
    while (end > begin && std::string_view(" \t\r\n").find(text[end - 1]) != std::string_view::npos)
        --end;
    return end;
}

// The pairs of surrogates that JSON writes for what lies beyond U+FFFF ("\\ud83d\\ude80"); YAML has no such escape.
// libyaml gets another character, twice, of the same length in the source and found nowhere else in it.
struct HiddenPairs {
    static constexpr std::size_t length = 12;
    std::vector<std::size_t> at; // in the source, ascending
    std::string escape; // as libyaml is given it
    std::string character; // as libyaml gives it back from a double-quoted string

    // Gives back in `text`, read from source[begin, end), what was taken out of there.
    void show(std::string& text, std::string_view source, std::size_t begin, std::size_t end, bool quoted) const;
};

std::optional<unsigned> hexAt(std::string_view text, std::size_t at)
{
    unsigned value = 0;
    const std::string_view digits = text.substr(std::min(at, text.size()), 4);
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return problem == std::errc() && end == digits.data() + 4 ? std::optional(value) : std::nullopt;
}

bool isPair(std::string_view text, std::size_t at)
{
    if (text.compare(at, 2, "\\u") != 0 || at + HiddenPairs::length > text.size() || text.compare(at + 6, 2, "\\u") != 0)
        return false;
    const std::optional<unsigned> high = hexAt(text, at + 2);
    const std::optional<unsigned> low = hexAt(text, at + 8);
    return high && low && *high >= 0xD800 && *high < 0xDC00 && *low >= 0xDC00 && *low < 0xE000;
}

std::size_t slashesBefore(std::string_view text, std::size_t at)
{
    std::size_t slashes = 0;
    while (slashes < at && text[at - 1 - slashes] == '\\')
        ++slashes;
    return slashes;
}

// Chooses the character that stands for them; none when the text holds every one of the private use area.
bool chooseStand(HiddenPairs& pairs, std::string_view text)
{
    const std::string lower = lowered(text);
    for (unsigned point = 0xE000; point <= 0xF8FF; ++point) {
        char digits[5] = {};
        std::to_chars(digits, digits + 4, point, 16);
        std::string raw;
        appendUtf8(raw, point);
        if (lower.find(digits) != std::string::npos || text.find(raw) != std::string_view::npos)
            continue;
        pairs.escape = std::string("\\u") + digits + "\\u" + digits;
        pairs.character = raw + raw;
        return true;
    }
    return false;
}

HiddenPairs hidePairs(std::string& text)
{
    HiddenPairs pairs;
    for (std::size_t at = text.find("\\u"); at != std::string::npos; at = text.find("\\u", at + 2))
        if (isPair(text, at) && slashesBefore(text, at) % 2 == 0) {
            pairs.at.push_back(at);
            at += HiddenPairs::length - 2;
        }
    if (pairs.at.empty() || !chooseStand(pairs, text))
        return {};
    for (const std::size_t at : pairs.at)
        text.replace(at, HiddenPairs::length, pairs.escape);
    return pairs;
}

void HiddenPairs::show(std::string& text, std::string_view source, std::size_t begin, std::size_t end, bool quoted) const
{
    const std::string& stand = quoted ? character : escape;
    std::size_t from = std::string::npos;
    // From the end: what stands in the comment after a block scalar's "|" is not in its text.
    const auto first = std::lower_bound(at.begin(), at.end(), begin);
    for (auto pair = std::lower_bound(first, at.end(), end); pair != first;) {
        --pair;
        std::string shown(source.substr(*pair, length));
        if (quoted) {
            const unsigned high = hexAt(source, *pair + 2).value_or(0) & 0x3FF;
            shown.clear();
            appendUtf8(shown, 0x10000 + (high << 10) + (hexAt(source, *pair + 8).value_or(0) & 0x3FF));
        }
        const std::size_t found = from == 0 ? std::string::npos : text.rfind(stand, from == std::string::npos ? from : from - 1);
        if (found == std::string::npos)
            return;
        text.replace(found, stand.size(), shown);
        from = found;
    }
}

class Builder {
public:
    Builder(const std::string& text, const YamlPlace& place)
        : text_(text)
        , place_(place)
        , base_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0)
        , cursor_(std::string_view(text).substr(base_))
    {
    }

    Result<YamlTree> build()
    {
        yaml_parser_t parser;
        if (yaml_parser_initialize(&parser) == 0)
            return yamlError(YamlFault::Other, place_, text_, 0, "out of memory");
        const std::unique_ptr<yaml_parser_t, void (*)(yaml_parser_t*)> owner(&parser, yaml_parser_delete);
        std::string hidden;
        std::string_view input = std::string_view(text_).substr(base_);
        if (text_.find("\\ud") != std::string::npos || text_.find("\\uD") != std::string::npos) {
            hidden = input;
            pairs_ = hidePairs(hidden);
            input = hidden;
        }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char*>(input.data()), input.size());
        tree_.end = text_.size();
        for (bool more = true; more;) {
            Event event;
            if (yaml_parser_parse(&parser, &event.event) == 0)
                return parserError(parser);
            more = event.event.type != YAML_STREAM_END_EVENT;
            if (!take(event.event))
                return std::move(*error_);
        }
        return std::move(tree_);
    }

private:
    bool fail(YamlFault fault, std::size_t at, std::string detail = {})
    {
        error_ = yamlError(fault, place_, text_, at, std::move(detail));
        return false;
    }

    Error parserError(const yaml_parser_t& parser)
    {
        const std::string problem = parser.problem ? parser.problem : "";
        if (parser.error == YAML_READER_ERROR)
            return yamlError(YamlFault::Control, place_, text_, std::min(base_ + parser.problem_offset, text_.size()));
        const bool keyWithoutColon = problem.find("could not find expected ':'") != std::string::npos;
        const yaml_mark_t& mark = keyWithoutColon ? parser.context_mark : parser.problem_mark;
        return yamlProblem(problem, place_, text_, base_ + cursor_.byteOf(mark.index));
    }

    bool take(const yaml_event_t& event)
    {
        const std::size_t begin = base_ + cursor_.byteOf(event.start_mark.index);
        switch (event.type) {
        case YAML_DOCUMENT_START_EVENT:
            return ++documents_ == 1 || fail(YamlFault::SeveralDocuments, begin);
        case YAML_DOCUMENT_END_EVENT:
            tree_.end = event.data.document_end.implicit ? text_.size() : begin;
            return true;
        case YAML_ALIAS_EVENT:
        case YAML_SCALAR_EVENT:
            return leaf(event, begin);
        case YAML_SEQUENCE_START_EVENT:
        case YAML_MAPPING_START_EVENT:
            return open(event, begin);
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
            return close(event);
        default:
            return true;
        }
    }

    bool leaf(const yaml_event_t& event, std::size_t begin)
    {
        YamlNode node;
        node.begin = begin;
        node.end = base_ + cursor_.byteOf(event.end_mark.index);
        if (event.type == YAML_ALIAS_EVENT) {
            node.kind = Kind::Alias;
            node.anchor = textOf(event.data.alias.anchor);
            return add(std::move(node));
        }
        const auto& scalar = event.data.scalar;
        node.style = styleOf(scalar.style);
        node.anchor = textOf(scalar.anchor);
        node.tag = textOf(scalar.tag);
        node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        if (node.style == Style::Literal || node.style == Style::Folded)
            node.end = blockScalarEnd(text_, node.begin, node.end);
        pairs_.show(node.text, std::string_view(text_).substr(base_), node.begin - base_, node.end - base_, node.style == Style::Double);
        return add(std::move(node));
    }

    bool open(const yaml_event_t& event, std::size_t begin)
    {
        YamlNode node;
        node.begin = node.end = begin;
        if (event.type == YAML_SEQUENCE_START_EVENT) {
            const auto& list = event.data.sequence_start;
            node.kind = Kind::List;
            node.style = list.style == YAML_FLOW_SEQUENCE_STYLE ? Style::Flow : Style::Block;
            node.anchor = textOf(list.anchor);
            node.tag = textOf(list.tag);
        } else {
            const auto& map = event.data.mapping_start;
            node.kind = Kind::Map;
            node.style = map.style == YAML_FLOW_MAPPING_STYLE ? Style::Flow : Style::Block;
            node.anchor = textOf(map.anchor);
            node.tag = textOf(map.tag);
        }
        if (open_.size() >= deepestYaml)
            return fail(YamlFault::TooDeep, begin, std::to_string(deepestYaml));
        if (expectsKey())
            return fail(YamlFault::KeyIsNoScalar, begin);
        open_.push_back(std::move(node));
        return true;
    }

    bool close(const yaml_event_t& event)
    {
        YamlNode node = std::move(open_.back());
        open_.pop_back();
        if (node.isFlow())
            node.end = base_ + cursor_.byteOf(event.end_mark.index);
        else if (!node.children.empty())
            node.end = std::max(node.end, node.children.back().end);
        return add(std::move(node));
    }

    [[nodiscard]] bool expectsKey() const
    {
        return !open_.empty() && open_.back().kind == Kind::Map && open_.back().children.size() % 2 == 0;
    }

    bool add(YamlNode node)
    {
        if (open_.empty()) {
            tree_.present = true;
            tree_.root = std::move(node);
        } else {
            open_.back().children.push_back(std::move(node));
        }
        return true;
    }

    const std::string& text_;
    const YamlPlace& place_;
    std::size_t base_;
    ByteCursor cursor_;
    YamlTree tree_;
    std::vector<YamlNode> open_;
    std::optional<Error> error_;
    std::size_t documents_ = 0;
    HiddenPairs pairs_;
};

} // namespace

LineStarts::LineStarts(std::string_view text)
    : starts_{0}
{
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        if (at + 1 < text.size())
            starts_.push_back(at + 1);
}

std::size_t LineStarts::lineOf(std::size_t byte) const
{
    return static_cast<std::size_t>(std::upper_bound(starts_.begin(), starts_.end(), byte) - starts_.begin());
}

Result<YamlTree> parseYaml(const std::string& text, const YamlPlace& place)
{
    if (const std::size_t at = findNonUtf8(text); at != std::string::npos)
        return yamlError(YamlFault::NotUtf8, place, text, at);
    return Builder(text, place).build();
}

} // namespace loadline
