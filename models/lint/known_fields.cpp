// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/known_fields.h"

#include "field_files.h"

#include <algorithm>
#include <set>

namespace loadline {

namespace {

using Type = FieldShape::Type;
using Shapes = std::map<std::string, FieldShapePtr, std::less<>>;

constexpr std::pair<std::string_view, Type> types[] = {{"string", Type::String}, {"integer", Type::Integer}, {"number", Type::Number}, {"boolean", Type::Boolean},
    {"quantity", Type::Quantity}, {"intorstring", Type::IntOrString}, {"any", Type::Any}};

FieldShapePtr plain(Type type)
{
    FieldShape shape;
    shape.type = type;
    return std::make_shared<const FieldShape>(std::move(shape));
}

struct Line {
    std::size_t number = 0, depth = 0;
    std::string_view name, type, product, since;
    char many = 0; // '[' a list, '{' a table
};

Error faultIn(const Line& line, const char* what)
{
    return {Error::Kind::Malformed, what, std::to_string(line.number), "", {std::string(line.name), std::string(line.type)}};
}

// "  limits{}: quantity @kubernetes 1.33"
std::optional<Line> lineOf(std::string_view text, std::size_t number)
{
    Line line;
    line.number = number;
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos || text[first] == '#')
        return std::nullopt;
    line.depth = first / 2;
    text.remove_prefix(first);
    const auto colon = text.find(':');
    line.name = text.substr(0, colon);
    if (line.name.ends_with("[]") || line.name.ends_with("{}")) {
        line.many = line.name[line.name.size() - 2];
        line.name.remove_suffix(2);
    }
    auto rest = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    if (const auto at = rest.find('@'); at != std::string_view::npos) {
        const auto since = rest.substr(at + 1);
        const auto blank = since.find(' ');
        line.product = since.substr(0, blank);
        line.since = blank == std::string_view::npos ? std::string_view() : since.substr(blank + 1);
        rest = rest.substr(0, at);
    }
    const auto begin = rest.find_first_not_of(' ');
    if (begin != std::string_view::npos)
        line.type = rest.substr(begin, rest.find_last_not_of(' ') - begin + 1);
    return line;
}

std::vector<Line> linesOf(std::string_view text)
{
    std::vector<Line> lines;
    for (std::size_t at = 0, number = 1; at < text.size(); ++number) {
        const auto end = std::min(text.find('\n', at), text.size());
        if (const auto line = lineOf(text.substr(at, end - at), number))
            lines.push_back(*line);
        at = end + 1;
    }
    return lines;
}

class Description {
public:
    Description(std::string_view text, const Shapes& shapes)
        : lines_(loadline::linesOf(text))
        , shapes_(shapes)
    {
    }

    // The fields at a depth, up to the end of their parent.
    Result<FieldShapePtr> object(std::size_t depth)
    {
        FieldShape shape;
        shape.type = Type::Object;
        while (next_ < lines_.size() && lines_[next_].depth == depth) {
            const Line line = lines_[next_++];
            auto of = inner(line, depth);
            if (!of)
                return of.error();
            shape.fields.push_back({std::string(line.name), many(line, *of), std::string(line.product), std::string(line.since)});
        }
        if (next_ < lines_.size() && lines_[next_].depth > depth)
            return faultIn(lines_[next_], LOADLINE_TR("Error", "The field %1 is indented too far."));
        std::sort(shape.fields.begin(), shape.fields.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return std::make_shared<const FieldShape>(std::move(shape));
    }

private:
    Result<FieldShapePtr> inner(const Line& line, std::size_t depth)
    {
        if (line.type.empty())
            return object(depth + 1);
        for (const auto& [name, type] : types)
            if (name == line.type)
                return plain(type);
        const auto known = shapes_.find(line.type);
        if (known == shapes_.end())
            return faultIn(line, LOADLINE_TR("Error", "The field %1 has a shape that is not described: %2."));
        return known->second;
    }

    static FieldShapePtr many(const Line& line, FieldShapePtr of)
    {
        if (line.many == 0)
            return of;
        FieldShape shape;
        shape.type = line.many == '[' ? Type::List : Type::Table;
        shape.item = std::move(of);
        return std::make_shared<const FieldShape>(std::move(shape));
    }

    std::vector<Line> lines_;
    const Shapes& shapes_;
    std::size_t next_ = 0;
};

// Shapes may name those that stand before or behind them: they are read until nothing more becomes known.
void addShapes(std::string_view text, Shapes& shapes)
{
    std::vector<std::pair<std::string, std::string>> blocks;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = text.substr(at, end - at + (end < text.size() ? 1 : 0));
        at = end + 1;
        if (line.starts_with('#'))
            continue;
        if (!line.starts_with(' '))
            blocks.emplace_back(line.substr(0, line.find(':')), std::string());
        else if (!blocks.empty())
            blocks.back().second += line.substr(2);
    }
    for (std::size_t before = blocks.size() + 1; !blocks.empty() && blocks.size() < before;) {
        before = blocks.size();
        std::erase_if(blocks, [&](const auto& block) {
            const auto shape = parseFields(block.second, shapes);
            return shape && shapes.emplace(block.first, *shape).second;
        });
    }
}

bool isShapes(std::string_view file) { return file == "shapes" || file == "pod" || file == "keda"; }

// apiVersion, kind, metadata and status, which every kind has.
FieldShapePtr whole(const FieldShape& own, const Shapes& shapes)
{
    FieldShape shape = own;
    shape.fields.push_back({"apiVersion", plain(Type::String), {}, {}});
    shape.fields.push_back({"kind", plain(Type::String), {}, {}});
    shape.fields.push_back({"metadata", shapes.at("ObjectMeta"), {}, {}});
    shape.fields.push_back({"status", plain(Type::Any), {}, {}});
    std::sort(shape.fields.begin(), shape.fields.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return std::make_shared<const FieldShape>(std::move(shape));
}

// The first line: "# autoscaling/v2, https://...".
std::string versionIn(std::string_view text) { return std::string(text.substr(2, text.find(',') - 2)); }

const Shapes& described()
{
    static const Shapes all = [] {
        Shapes shapes, kinds;
        for (int pass = 0; pass < 2; ++pass) // those of pods use those of all
            for (const EmbeddedFile& file : field_files())
                if (isShapes(file.name))
                    addShapes(file.text, shapes);
        for (const EmbeddedFile& file : field_files()) {
            if (isShapes(file.name))
                continue;
            if (const auto shape = parseFields(file.text, shapes))
                kinds.emplace(shapeKey(versionIn(file.text), file.name), whole(**shape, shapes));
        }
        return kinds;
    }();
    return all;
}

void walk(const WrittenField& at, const std::function<void(const WrittenField&)>& visit)
{
    visit(at);
    if (!at.shape || !isOf(at.value, at.shape->type))
        return;
    const FieldShape& shape = *at.shape;
    if (shape.type == Type::Object)
        for (const auto& field : at.value.fields()) {
            const auto* known = shape.field(field.key);
            if (known || !shape.open)
                walk({field.value, at.path / field.key, known ? known->shape.get() : nullptr, &shape, known}, visit);
        }
    if (shape.type == Type::Table && shape.item)
        for (const auto& field : at.value.fields())
            walk({field.value, at.path / field.key, shape.item.get(), &shape, nullptr}, visit);
    if (shape.type == Type::List && shape.item)
        for (std::size_t i = 0; i < at.value.items().size(); ++i)
            walk({at.value.items()[i], at.path / i, shape.item.get(), &shape, nullptr}, visit);
}

} // namespace

Result<FieldShapePtr> parseFields(std::string_view text, const Shapes& shapes)
{
    return Description(text, shapes).object(0);
}

FieldShapePtr describedShape(std::string_view apiVersion, std::string_view kind)
{
    const auto at = described().find(shapeKey(apiVersion, kind));
    return at == described().end() ? nullptr : at->second;
}

std::vector<std::string> describedKinds()
{
    std::vector<std::string> keys;
    for (const auto& [key, shape] : described())
        keys.push_back(key);
    return keys;
}

FieldShapePtr shapeOf(const LintScope& scope, const ManifestRef& ref)
{
    if (const auto& shapes = scope.overlay().shapes)
        if (const auto at = shapes->find(shapeKey(ref.apiVersion, ref.kind)); at != shapes->end())
            return at->second;
    return describedShape(ref.apiVersion, ref.kind);
}

bool isDescribed(const FieldShapePtr& shape, const FieldPath& path)
{
    FieldShapePtr at = shape;
    for (const auto& step : path.steps()) {
        if (!at)
            return false;
        if (at->type == Type::Any)
            return true;
        const auto* key = std::get_if<std::string>(&step);
        const bool inside = (at->type == Type::List && !key) || (at->type == Type::Table && key);
        const auto* field = at->type == Type::Object && key ? at->field(*key) : nullptr;
        if (at->type == Type::Object && !field)
            return at->open;
        at = inside ? at->item : field ? field->shape : nullptr;
    }
    return at != nullptr;
}

bool isOf(const Value& value, Type type)
{
    using V = Value::Type;
    switch (value.type()) {
    case V::Null: // as if it were absent
        return true;
    case V::Bool:
        return type == Type::Boolean || type == Type::Any;
    case V::Integer:
        return type == Type::Integer || type == Type::Number || type == Type::Quantity || type == Type::IntOrString || type == Type::Any;
    case V::Number:
        return type == Type::Number || type == Type::Quantity || type == Type::Any;
    case V::String:
        return type == Type::String || type == Type::IntOrString || type == Type::Any || (type == Type::Quantity && Quantity::parse(value.text()));
    case V::List:
        return type == Type::List || type == Type::Any;
    case V::Map:
        break;
    }
    return type == Type::Object || type == Type::Table || type == Type::Any;
}

void eachWrittenField(const Value& document, const FieldShape& shape, const std::function<void(const WrittenField&)>& visit)
{
    walk({document, {}, &shape, nullptr, nullptr}, visit);
}

namespace {

bool isOfCrd(std::string_view apiVersion)
{
    constexpr std::string_view groups[] = {"autoscaling.k8s.io/", "karpenter.sh/", "keda.sh/"};
    return std::any_of(std::begin(groups), std::end(groups), [&](std::string_view group) { return apiVersion.starts_with(group); });
}

} // namespace

std::vector<std::string> doubtfulVersions(const std::vector<Document>& documents)
{
    std::set<std::string> versions;
    for (const Document& document : documents) {
        const auto ref = document.ref();
        const auto shape = describedShape(ref.apiVersion, ref.kind);
        if (!shape || versions.contains(ref.apiVersion))
            continue;
        if (isOfCrd(ref.apiVersion))
            versions.insert(ref.apiVersion);
        eachWrittenField(document.value(), *shape, [&](const WrittenField& at) {
            if (!at.shape || (at.field && !at.field->since.empty()))
                versions.insert(ref.apiVersion);
        });
    }
    return {versions.begin(), versions.end()};
}

void eachDescribed(const LintScope& scope, const std::function<void(std::size_t, const FieldShape&)>& visit)
{
    const auto& documents = scope.overlay().documents;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        if (!scope.isJudged(documents[i]))
            continue;
        if (const auto shape = shapeOf(scope, documents[i].ref()))
            visit(i, *shape);
    }
}

} // namespace loadline
