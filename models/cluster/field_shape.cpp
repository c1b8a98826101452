// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/field_shape.h"

#include <algorithm>
#include <set>

namespace loadline {

namespace {

constexpr std::size_t deepest = 60; // far beyond any API

class Reader {
public:
    explicit Reader(Json components)
        : components_(components)
    {
    }

    FieldShapePtr read(Json schema)
    {
        if (depth_ >= deepest)
            return any();
        ++depth_;
        auto shape = step(schema);
        --depth_;
        return shape;
    }

private:
    using Type = FieldShape::Type;
    static FieldShapePtr any()
    {
        static const auto shape = std::make_shared<const FieldShape>();
        return shape;
    }
    static FieldShapePtr of(Type type, FieldShapePtr item = nullptr)
    {
        FieldShape shape;
        shape.type = type;
        shape.item = std::move(item);
        return std::make_shared<const FieldShape>(std::move(shape));
    }

    FieldShapePtr step(Json schema)
    {
        const auto ref = schema["$ref"].present() ? schema["$ref"].text() : schema["allOf"].at(0)["$ref"].text();
        if (!ref.empty())
            return referred(std::string(ref));
        if (schema["x-kubernetes-int-or-string"].isTrue() || schema["format"].text() == "int-or-string")
            return of(Type::IntOrString);
        const auto type = schema["type"].text();
        if (type == "object" || schema["properties"].present())
            return object(schema);
        if (type == "array")
            return of(Type::List, read(schema["items"]));
        if (type == "string")
            return string(schema);
        if (type == "integer" || type == "number")
            return number(schema, type == "integer" ? Type::Integer : Type::Number);
        return of(type == "boolean" ? Type::Boolean : Type::Any);
    }

    FieldShapePtr object(Json schema)
    {
        const auto more = schema["additionalProperties"];
        if (!schema["properties"].present() && more.isObject())
            return of(Type::Table, read(more));
        if (!schema["properties"].present())
            return any();
        FieldShape shape;
        shape.type = Type::Object;
        shape.open = schema["x-kubernetes-preserve-unknown-fields"].isTrue() || more.isTrue();
        schema["properties"].eachField([&](std::string_view name, Json value) { shape.fields.push_back({std::string(name), read(value), {}, {}}); });
        std::sort(shape.fields.begin(), shape.fields.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return std::make_shared<const FieldShape>(std::move(shape));
    }

    FieldShapePtr string(Json schema)
    {
        FieldShape shape;
        shape.type = Type::String;
        schema["enum"].eachItem([&](Json one) { shape.choices.push_back(one.str()); });
        return std::make_shared<const FieldShape>(std::move(shape));
    }

    // A bound that is no whole number, or that is itself excluded, is left to the server.
    static FieldShapePtr number(Json schema, Type type)
    {
        FieldShape shape;
        shape.type = type;
        if (!schema["exclusiveMinimum"].isTrue())
            shape.least = schema["minimum"].integer();
        if (!schema["exclusiveMaximum"].isTrue())
            shape.most = schema["maximum"].integer();
        return std::make_shared<const FieldShape>(std::move(shape));
    }

    FieldShapePtr referred(const std::string& ref)
    {
        const auto name = ref.substr(ref.rfind('/') + 1);
        if (name.ends_with("resource.Quantity"))
            return of(Type::Quantity);
        if (name.ends_with("intstr.IntOrString"))
            return of(Type::IntOrString);
        if (const auto known = known_.find(name); known != known_.end())
            return known->second;
        if (!components_[name].present() || !reading_.insert(name).second)
            return any();
        auto shape = read(components_[name]);
        reading_.erase(name);
        return known_.emplace(name, std::move(shape)).first->second;
    }

    Json components_;
    std::map<std::string, FieldShapePtr> known_;
    std::set<std::string> reading_;
    std::size_t depth_ = 0;
};

} // namespace

const FieldShape::Field* FieldShape::field(std::string_view name) const
{
    const auto at = std::lower_bound(fields.begin(), fields.end(), name, [](const Field& one, std::string_view wanted) { return one.name < wanted; });
    return at == fields.end() || at->name != name ? nullptr : &*at;
}

FieldShapePtr readFieldShape(Json schema, Json components) { return Reader(components).read(schema); }

std::string shapeKey(std::string_view apiVersion, std::string_view kind) { return std::string(apiVersion) + " " + std::string(kind); }

Result<ClusterShapes> readClusterShapes(JsonDocument& document, std::string& body, const std::vector<std::string>& keys)
{
    const auto root = document.parse(body);
    if (!root)
        return root.error();
    const Json components = (*root)["components"]["schemas"];
    ClusterShapes shapes;
    Reader reader(components);
    components.eachField([&](std::string_view, Json schema) {
        schema["x-kubernetes-group-version-kind"].eachItem([&](Json one) {
            const auto group = one["group"].str(), version = one["version"].str();
            const auto key = shapeKey(group.empty() ? version : group + "/" + version, one["kind"].text());
            if (std::find(keys.begin(), keys.end(), key) != keys.end())
                shapes.emplace(key, reader.read(schema));
        });
    });
    return shapes;
}

} // namespace loadline
