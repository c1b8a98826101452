// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace loadline {

struct ValueField;

// A tree of plain values as JSON has them, with keys in the order they were written. What manifests are built from and
// compared by; the text of a manifest (comments, quoting) lives in Document.
class Value {
public:
    enum class Type { Null, Bool, Integer, Number, String, List, Map };
    using List = std::vector<Value>;
    using Map = std::vector<ValueField>;

    Value() = default; // null
    Value(bool value);
    Value(std::int64_t value);
    Value(int value);
    Value(double value);
    Value(std::string value);
    Value(const char* value);
    static Value list();
    static Value list(List items);
    static Value map();
    static Value map(Map fields);

    [[nodiscard]] Type type() const { return static_cast<Type>(data_.index()); }
    [[nodiscard]] bool isNull() const { return type() == Type::Null; }
    [[nodiscard]] bool isMap() const { return type() == Type::Map; }
    [[nodiscard]] bool isList() const { return type() == Type::List; }
    [[nodiscard]] bool isString() const { return type() == Type::String; }

    // Wrong types give false, 0, "", an empty list: readers need no checks between the steps.
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] std::int64_t integer() const; // also of a number without fraction
    [[nodiscard]] double number() const;
    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] const List& items() const;
    [[nodiscard]] const Map& fields() const;
    [[nodiscard]] const Value* find(std::string_view key) const; // null: absent
    [[nodiscard]] const Value& operator[](std::string_view key) const; // absent: a null value
    Value& set(std::string_view key, Value value); // makes a map of a null; replaces in place, else appends
    void remove(std::string_view key);
    void add(Value item); // makes a list of a null

    // Compact JSON; strings are escaped, keys stay in order.
    [[nodiscard]] std::string json() const;

    // Maps compare without regard to the order of keys; 1 and 1.0 are equal.
    friend bool operator==(const Value& a, const Value& b);

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, List, Map> data_;
};

struct ValueField {
    std::string key;
    Value value;
};

} // namespace loadline
