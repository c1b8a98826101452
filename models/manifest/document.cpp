// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document.h"

#include "manifest/document_edit.h"
#include "manifest/emit.h"
#include "manifest/form_walk.h"
#include "manifest/yaml_text.h"
#include "manifest/yaml_value.h"

#include <algorithm>

namespace loadline {

struct Document::State {
    YamlText yaml;
};

Document::Document()
{
    static const auto empty = std::make_shared<const State>();
    state_ = empty;
}
Document::Document(const Document&) = default;
Document::Document(Document&& other) noexcept
    : state_(other.state_) // shared, so that what was moved from stays whole
{
}
Document& Document::operator=(const Document&) = default;
Document& Document::operator=(Document&& other) noexcept
{
    state_ = other.state_;
    return *this;
}
Document::~Document() = default;

Result<Document> Document::parse(std::string text, const std::string& source, std::size_t firstLine)
{
    Result<YamlText> yaml = readYaml(std::move(text), {source, firstLine});
    if (!yaml)
        return yaml.error();
    Document document;
    document.state_ = std::make_shared<const State>(State{std::move(*yaml)});
    return document;
}

Document Document::write(const Value& value)
{
    const std::string text = writeYaml(value);
    Result<Document> document = parse(text);
    if (document)
        return std::move(*document);
    // Only what is too large or too deep to be read back comes here: the text alone, so that it can be seen.
    Document whole;
    State state;
    state.yaml.text = text;
    state.yaml.value = value;
    state.yaml.lines = LineStarts(text);
    whole.state_ = std::make_shared<const State>(std::move(state));
    return whole;
}

const std::string& Document::text() const { return state_->yaml.text; }
const Value& Document::value() const { return state_->yaml.value; }

ManifestRef Document::ref() const
{
    const Value& value = state_->yaml.value;
    const Value& metadata = value["metadata"];
    return {value["apiVersion"].text(), value["kind"].text(), metadata["namespace"].text(), metadata["name"].text()};
}

const Value* Document::find(const FieldPath& path) const { return findIn(state_->yaml.value, path); }

Done Document::set(const FieldPath& path, const Value& value)
{
    Result<YamlText> edited = setField(state_->yaml, path, value);
    if (!edited)
        return edited.error();
    if (edited->text != state_->yaml.text)
        state_ = std::make_shared<const State>(State{std::move(*edited)});
    return std::monostate();
}

void Document::remove(const FieldPath& path)
{
    if (!find(path))
        return;
    YamlText edited = removeField(state_->yaml, path);
    state_ = std::make_shared<const State>(State{std::move(edited)});
}

Document::Lines Document::linesOf(const FieldPath& path) const
{
    const YamlText& yaml = state_->yaml;
    const YamlSpot spot = spotOf(yaml, path);
    if (!spot.node)
        return {1, std::max<std::size_t>(yaml.lines.count(), 1)};
    YamlSpan span{spot.node->begin, spot.node->end};
    if (spot.parent)
        span = entryOf(yaml, *spot.parent, spot.child);
    // A merged field stands where it is merged.
    if (spot.steps < path.steps().size() && spot.node->kind == YamlNode::Kind::Map && find(path))
        for (std::size_t i = 0; i + 1 < spot.node->children.size(); i += 2)
            if (isMergeKey(spot.node->children[i]))
                span = {spot.node->children[i].begin, spot.node->children[i + 1].end};
    return {yaml.lines.lineOf(span.begin), yaml.lines.lineOf(span.end > span.begin ? span.end - 1 : span.begin)};
}

FieldPath Document::pathAt(std::size_t line) const
{
    const YamlText& yaml = state_->yaml;
    FieldPath path;
    if (!yaml.tree.present || line == 0)
        return path;
    const YamlNode* node = &yaml.tree.root;
    for (;;) {
        const bool map = node->kind == YamlNode::Kind::Map;
        const std::size_t stride = map ? 2 : 1;
        const std::size_t count = node->children.size() / stride;
        const auto lastLine = [&](std::size_t entry) {
            const YamlSpan span = entryOf(yaml, *node, entry * stride + stride - 1);
            return yaml.lines.lineOf(span.end > span.begin ? span.end - 1 : span.begin);
        };
        const auto firstLine = [&](std::size_t entry) {
            return yaml.lines.lineOf(entryOf(yaml, *node, entry * stride + stride - 1).begin);
        };
        std::size_t low = 0, high = count; // the first entry that ends on the line or after it
        while (low < high)
            if (const std::size_t middle = (low + high) / 2; lastLine(middle) < line)
                low = middle + 1;
            else
                high = middle;
        // Several on one line ("{a: 1, b: 2}"): what holds them.
        if (low == count || firstLine(low) > line || (low + 1 < count && firstLine(low + 1) <= line))
            return path;
        if (map && isMergeKey(node->children[low * 2])) // what is merged are fields of the map
            return path;
        const YamlNode& child = node->children[low * stride + stride - 1];
        path = map ? path / keyOf(node->children[low * 2]) : path / low;
        node = &child;
    }
}

bool operator==(const Document& a, const Document& b) { return a.state_ == b.state_ || a.text() == b.text(); }

} // namespace loadline
