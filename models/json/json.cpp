// SPDX-License-Identifier: GPL-3.0-or-later
#include "json/json.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <type_traits>

namespace loadline {

namespace dom = simdjson::dom;

// An element is a pointer to its document and an index into it: the same two words as a Json.
struct JsonAccess {
    struct Words {
        const void* document;
        std::size_t index;
    };
    static_assert(sizeof(dom::element) == sizeof(Words) && std::is_trivially_copyable_v<dom::element>);
    static Json wrap(const dom::element& element)
    {
        const Words words = std::bit_cast<Words>(element);
        return Json(words.document, words.index);
    }
    static dom::element open(const Json& json) { return std::bit_cast<dom::element>(Words {json.document_, json.index_}); }
};

namespace {

constexpr std::size_t maxDepth = 256;
constexpr std::size_t maxText = 0xFFFFFFFFu - simdjson::SIMDJSON_PADDING;

dom::element_type typeOf(const Json& json) { return JsonAccess::open(json).type(); }

Error explain(simdjson::error_code code, std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (start == std::string_view::npos)
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The answer is empty."), "", "", {}};
    if (text[start] == '<')
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The answer is a web page, not JSON."), "",
            LOADLINE_TR("Error", "A proxy or a login page may stand between; check the address."), {}};
    switch (code) {
    case simdjson::TAPE_ERROR:
    case simdjson::INCOMPLETE_ARRAY_OR_OBJECT:
    case simdjson::UNCLOSED_STRING:
        if (text[start] == '{' || text[start] == '[')
            return {Error::Kind::Malformed, LOADLINE_TR("Error", "The JSON is cut off or broken after %1 bytes."), "",
                LOADLINE_TR("Error", "A proxy between may have cut it; try again."),
                {std::to_string(text.size())}};
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The answer is not JSON but begins with “%1”."), "", "",
            {std::string(text.substr(start, 40))}};
    case simdjson::DEPTH_ERROR:
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The JSON is nested too deeply."), "", "", {}};
    case simdjson::UTF8_ERROR:
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The JSON is not valid UTF-8."), "", "", {}};
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The JSON is too large."), "", "", {}};
    default:
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The JSON is broken: %1."), "", "",
            {simdjson::error_message(code)}};
    }
}

bool beyondNumbers(std::string_view token)
{
    double value = 0;
    const auto [end, fault] = std::from_chars(token.data(), token.data() + token.size(), value);
    if (end != token.data() + token.size())
        return false;
    const bool whole = token.find_first_of(".eE") == std::string_view::npos;
    return (fault == std::errc::result_out_of_range && token.find("e-") == std::string_view::npos
               && token.find("E-") == std::string_view::npos)
        || (whole && token.size() > 18);
}

// The text with numbers that JSON allows but no double or 64-bit integer holds put in quotes.
std::string quoteHugeNumbers(std::string_view text)
{
    std::string quoted;
    quoted.reserve(text.size() + 64 + simdjson::SIMDJSON_PADDING);
    for (std::size_t i = 0; i < text.size();) {
        std::size_t end = i + 1;
        if (text[i] == '"') {
            while (end < text.size() && text[end] != '"')
                end += text[end] == '\\' ? 2 : 1;
            end = std::min(end + 1, text.size());
        } else if (text[i] == '-' || (text[i] >= '0' && text[i] <= '9')) {
            end = std::min(text.find_first_not_of("0123456789+-.eE", i), text.size());
            if (beyondNumbers(text.substr(i, end - i))) {
                quoted.append(1, '"').append(text.substr(i, end - i)).append(1, '"');
                i = end;
                continue;
            }
        }
        quoted.append(text.substr(i, end - i));
        i = end;
    }
    return quoted;
}

} // namespace

bool Json::isNull() const { return present() && typeOf(*this) == dom::element_type::NULL_VALUE; }
bool Json::isObject() const { return present() && typeOf(*this) == dom::element_type::OBJECT; }
bool Json::isArray() const { return present() && typeOf(*this) == dom::element_type::ARRAY; }
bool Json::isString() const { return present() && typeOf(*this) == dom::element_type::STRING; }
bool Json::isNumber() const { return present() && JsonAccess::open(*this).is_number(); }

Json Json::operator[](std::string_view key) const
{
    if (!isObject())
        return {};
    dom::element found;
    if (JsonAccess::open(*this).at_key(key).get(found) != simdjson::SUCCESS)
        return {};
    return JsonAccess::wrap(found);
}

Json Json::at(std::size_t index) const
{
    if (!isArray())
        return {};
    dom::element found;
    if (JsonAccess::open(*this).at(index).get(found) != simdjson::SUCCESS)
        return {};
    return JsonAccess::wrap(found);
}

std::size_t Json::size() const
{
    dom::array array;
    dom::object object;
    if (!present())
        return 0;
    if (JsonAccess::open(*this).get(array) == simdjson::SUCCESS)
        return array.size();
    if (JsonAccess::open(*this).get(object) == simdjson::SUCCESS)
        return object.size();
    return 0;
}

std::string_view Json::text() const
{
    std::string_view text;
    if (!present() || JsonAccess::open(*this).get(text) != simdjson::SUCCESS)
        return {};
    return text;
}

std::optional<std::int64_t> Json::integer() const
{
    if (!present())
        return std::nullopt;
    std::int64_t whole = 0;
    if (JsonAccess::open(*this).get(whole) == simdjson::SUCCESS)
        return whole;
    double value = 0;
    constexpr double edge = 9.2e18;
    if (JsonAccess::open(*this).get(value) == simdjson::SUCCESS && std::fabs(value) < edge && value == std::trunc(value))
        return static_cast<std::int64_t>(value);
    return std::nullopt;
}

std::optional<double> Json::number() const
{
    double value = 0;
    if (!present() || JsonAccess::open(*this).get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value;
}

std::optional<bool> Json::boolean() const
{
    bool value = false;
    if (!present() || JsonAccess::open(*this).get(value) != simdjson::SUCCESS)
        return std::nullopt;
    return value;
}

std::optional<Quantity> Json::quantity() const
{
    if (!isString() && !isNumber())
        return std::nullopt;
    const auto quantity = isString() ? Quantity::parse(text()) : Quantity::parse(dump());
    return quantity ? std::optional(*quantity) : std::nullopt;
}

std::optional<TimePoint> Json::time() const
{
    if (!isString())
        return std::nullopt;
    const auto time = parseRfc3339(text());
    return time ? std::optional(*time) : std::nullopt;
}

void Json::visitItems(void* to, void (*visit)(void* to, Json item)) const
{
    dom::array array;
    if (!present() || JsonAccess::open(*this).get(array) != simdjson::SUCCESS)
        return;
    for (const dom::element item : array)
        visit(to, JsonAccess::wrap(item));
}

void Json::visitFields(void* to, void (*visit)(void* to, std::string_view key, Json value)) const
{
    dom::object object;
    if (!present() || JsonAccess::open(*this).get(object) != simdjson::SUCCESS)
        return;
    for (const auto field : object)
        visit(to, field.key, JsonAccess::wrap(field.value));
}

std::string Json::dump() const { return present() ? simdjson::minify(JsonAccess::open(*this)) : std::string(); }

struct JsonDocument::State {
    dom::parser parser;

    simdjson::error_code read(std::string& text, dom::element& root)
    {
        // simdjson reads a few bytes past the end: room for them spares it a copy of the text.
        if (text.capacity() < text.size() + simdjson::SIMDJSON_PADDING)
            text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
        if (parser.max_depth() != maxDepth || parser.capacity() < text.size()) { // else its buffers are used again
            const std::size_t capacity = std::max<std::size_t>(text.size() + text.size() / 4, 4096);
            if (const auto code = parser.allocate(std::min(capacity, maxText), maxDepth); code != simdjson::SUCCESS)
                return code;
        }
        return parser.parse(text.data(), text.size(), false).get(root);
    }
};

JsonDocument::JsonDocument()
    : state_(std::make_unique<State>())
{
}
JsonDocument::~JsonDocument() = default;
JsonDocument::JsonDocument(JsonDocument&&) noexcept = default;
JsonDocument& JsonDocument::operator=(JsonDocument&&) noexcept = default;

Result<Json> JsonDocument::parse(std::string& text)
{
    if (text.size() >= maxText)
        return explain(simdjson::CAPACITY, text);
    dom::element root;
    auto code = state_->read(text, root);
    if (code == simdjson::NUMBER_ERROR) {
        std::string quoted = quoteHugeNumbers(text);
        code = state_->read(quoted, root);
    }
    if (code != simdjson::SUCCESS)
        return explain(code, text);
    return JsonAccess::wrap(root);
}

Result<Json> JsonDocument::parse(std::string_view text)
{
    if (text.size() >= maxText)
        return explain(simdjson::CAPACITY, text);
    std::string copy;
    copy.reserve(text.size() + simdjson::SIMDJSON_PADDING);
    copy.assign(text);
    return parse(copy);
}

} // namespace loadline
