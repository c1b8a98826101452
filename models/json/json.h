// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/quantity.h"
#include "base/result.h"
#include "base/time.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace loadline {

// A view of one value inside a JsonDocument, two words wide. Absent is a value too: looking a key up in something that
// is no object, or that lacks it, gives an absent view, and so on down, so that readers need no checks between the
// steps. Valid while its document lives and until that document parses again. (simdjson stays out of headers.)
class Json {
public:
    Json() = default;
    [[nodiscard]] bool present() const { return document_ != nullptr; } // false for absent; JSON null is present
    [[nodiscard]] bool isNull() const;
    [[nodiscard]] bool isObject() const;
    [[nodiscard]] bool isArray() const;
    [[nodiscard]] bool isString() const;
    [[nodiscard]] bool isNumber() const;

    Json operator[](std::string_view key) const;
    [[nodiscard]] Json at(std::size_t index) const;
    [[nodiscard]] std::size_t size() const; // of an array or object, else 0

    // "" unless it is a string. The view lives as long as the document.
    [[nodiscard]] std::string_view text() const;
    [[nodiscard]] std::string str() const { return std::string(text()); }
    [[nodiscard]] std::optional<std::int64_t> integer() const; // also from a double without fraction
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] std::optional<bool> boolean() const;
    [[nodiscard]] std::int64_t integerOr(std::int64_t fallback) const { return integer().value_or(fallback); }
    [[nodiscard]] bool isTrue() const { return boolean().value_or(false); }
    // A quantity written as string or number; nullopt when absent or malformed.
    [[nodiscard]] std::optional<Quantity> quantity() const;
    // An RFC 3339 string; nullopt when absent, null or malformed.
    [[nodiscard]] std::optional<TimePoint> time() const;

    // visit(Json), in order; nothing unless an array.
    template <class Visit>
    void eachItem(Visit&& visit) const
    {
        visitItems(address(visit), [](void* to, Json item) { (*static_cast<std::remove_reference_t<Visit>*>(to))(item); });
    }
    // visit(std::string_view key, Json); nothing unless an object.
    template <class Visit>
    void eachField(Visit&& visit) const
    {
        visitFields(address(visit), [](void* to, std::string_view key, Json value) {
            (*static_cast<std::remove_reference_t<Visit>*>(to))(key, value);
        });
    }
    // As compact JSON text, for what must be kept verbatim (a YAML view, a metadata block).
    [[nodiscard]] std::string dump() const;

private:
    // One visitor without a std::function: lists of 100,000 pods are read through these.
    template <class Visit>
    static void* address(Visit& visit)
    {
        return const_cast<void*>(static_cast<const void*>(std::addressof(visit)));
    }
    void visitItems(void* to, void (*visit)(void* to, Json item)) const;
    void visitFields(void* to, void (*visit)(void* to, std::string_view key, Json value)) const;
    friend class JsonDocument;
    friend struct JsonAccess;
    Json(const void* document, std::size_t index)
        : document_(document)
        , index_(index)
    {
    }
    const void* document_ = nullptr;
    std::size_t index_ = 0;
};

// Parses one text at a time and owns its memory, which it reuses. Depth is limited to 256; a text over 4 GiB is refused.
class JsonDocument {
public:
    JsonDocument();
    ~JsonDocument();
    JsonDocument(JsonDocument&&) noexcept;
    JsonDocument& operator=(JsonDocument&&) noexcept;
    // Errors: Malformed, saying at least what kind of fault; HTML is recognised and said ("the answer is a web page").
    // Numbers beyond what a double holds ("1e400") are read as strings, so that one of them does not spoil a list.
    // Earlier views become invalid. May append padding to `text` to spare a copy; its content stays.
    Result<Json> parse(std::string& text);
    Result<Json> parse(std::string_view text);

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace loadline
