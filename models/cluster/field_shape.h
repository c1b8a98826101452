// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "json/json.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// What a field of an object may hold, from Loadline's own descriptions or from the schemas that a server publishes.
struct FieldShape {
    enum class Type {
        Any, // nothing is known of what is inside
        String,
        Integer,
        Number,
        Boolean,
        Quantity, // "500m" or 2
        IntOrString, // 1 or "25%"
        Object, // named fields
        List, // of `item`
        Table, // of `item`, under keys of the user's own
    };
    struct Field {
        std::string name;
        std::shared_ptr<const FieldShape> shape;
        std::string product, since; // "kubernetes", "1.33": older ones do not know it; "" always there
    };
    Type type = Type::Any;
    std::vector<Field> fields; // of Object, sorted by name
    bool open = false; // an Object may hold others too
    std::shared_ptr<const FieldShape> item;
    std::vector<std::string> choices; // of String: the only values; empty: any
    std::optional<std::int64_t> least, most; // of Integer and Number
    [[nodiscard]] const Field* field(std::string_view name) const; // null: none
};
using FieldShapePtr = std::shared_ptr<const FieldShape>; // never null

// An OpenAPI v3 schema, as a CRD has it and as /openapi/v3 tells; `components` is where its references lead (absent:
// there are none). What refers to itself is Any from there on.
FieldShapePtr readFieldShape(Json schema, Json components = {});

// The kinds of which a server told its schema: "autoscaling/v2 HorizontalPodAutoscaler".
using ClusterShapes = std::map<std::string, FieldShapePtr, std::less<>>;
std::string shapeKey(std::string_view apiVersion, std::string_view kind);
// Of one document of /openapi/v3, for the kinds wanted of it. Errors: Malformed.
Result<ClusterShapes> readClusterShapes(JsonDocument& document, std::string& body, const std::vector<std::string>& keys);

} // namespace loadline
