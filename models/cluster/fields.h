// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/meta.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace loadline {

// The first field of a document that holds what it must not. Absent and null are no fault: a reader that needs the
// field asks for it with `missing`.
struct Fault {
    std::optional<Error> first;
    void wrong(std::string_view field, Json found, const char* what);
    void missing(std::string_view field);
};

std::string_view textAt(Json object, std::string_view key, Fault& fault); // "" when absent
std::string stringAt(Json object, std::string_view key, Fault& fault);
std::optional<std::int64_t> integerAt(Json object, std::string_view key, Fault& fault);
std::optional<Quantity> quantityAt(Json object, std::string_view key, Fault& fault);
std::optional<Quantity> quantityOf(std::string_view field, Json value, Fault& fault);
bool flagAt(Json object, std::string_view key, Fault& fault);
std::optional<TimePoint> timeAt(Json object, std::string_view key, Fault& fault);
// An integer or a percentage as text ("3", "25%"); "" when absent.
std::string intOrPercentAt(Json object, std::string_view key, Fault& fault);
std::vector<std::string> textsAt(Json object, std::string_view key, Fault& fault);

// Reads metadata, then what `read(object, fault)` reads; the object, or the first fault with the object's name.
template <class T, class Read>
Result<T> readObject(const char* kind, Json json, ParseContext& context, Read&& read, bool keepAnnotations = true)
{
    auto meta = parseMeta(json, context, keepAnnotations);
    if (!meta) {
        Error error = meta.error();
        error.where = kind + (error.where.empty() ? "" : " " + error.where);
        return error;
    }
    T object;
    object.meta = *std::move(meta);
    Fault fault;
    read(object, fault);
    if (!fault.first)
        return object;
    Error error = *std::move(fault.first);
    std::string where = std::string(kind) + " " + (object.meta.ns.empty() ? "" : object.meta.ns.str() + "/") + object.meta.name;
    error.where = error.where.empty() ? std::move(where) : std::move(where) + ", " + error.where;
    return error;
}

} // namespace loadline
