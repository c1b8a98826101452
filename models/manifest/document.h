// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/name.h"
#include "manifest/field_path.h"
#include "manifest/value.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// What an object is, wherever it stands. `ns` is empty for cluster-scoped kinds, and where a manifest leaves it to the
// context it is applied in.
struct ManifestRef {
    std::string apiVersion; // "autoscaling/v2"
    std::string kind; // "HorizontalPodAutoscaler"
    std::string ns;
    std::string name;
    auto operator<=>(const ManifestRef&) const = default;
    bool operator==(const ManifestRef&) const = default;
};

// One manifest as text and as values at once. The text is the truth: reading keeps every comment, blank line, quote
// and unknown field, and an edit rewrites only the lines of the field it touches. Line and column count from 1.
class Document {
public:
    Document(); // empty
    Document(const Document&);
    Document(Document&&) noexcept;
    Document& operator=(const Document&);
    Document& operator=(Document&&) noexcept;
    ~Document();

    // One document of YAML 1.1 or JSON, read as kubectl reads it. Errors: Malformed with line and column in `where`:
    // not YAML, tabs, duplicate keys, a cycle of anchors, deeper than 100, over 3 MiB. `where` is "12:3", or
    // "hpa.yaml:12:3" with a source, counted from `firstLine`.
    static Result<Document> parse(std::string text, const std::string& source = {}, std::size_t firstLine = 1);
    // A new one, written as Kubernetes users write it: apiVersion, kind, metadata, spec first, lists at their key's
    // depth ("metrics:\n  - type:"), strings quoted where a YAML 1.1 or 1.2 reader would take them for anything else.
    static Document write(const Value& value);

    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] const Value& value() const;
    [[nodiscard]] std::string json() const { return value().json(); }
    [[nodiscard]] ManifestRef ref() const; // what is absent is empty
    [[nodiscard]] const Value* find(const FieldPath& path) const; // null: absent

    // Sets a field, making what is missing above it; keys that a kind orders are put in that order, others last.
    // A list index one past the end appends. Errors: Malformed, when the path leads through a scalar.
    Done set(const FieldPath& path, const Value& value);
    // Also removes maps and lists that become empty by it, up to `spec`. Absent is fine.
    void remove(const FieldPath& path);

    struct Lines {
        std::size_t first = 0, last = 0;
        bool operator==(const Lines&) const = default;
    };
    // Of the field with its key; of an absent field, those of the nearest ancestor that is there.
    [[nodiscard]] Lines linesOf(const FieldPath& path) const;
    [[nodiscard]] FieldPath pathAt(std::size_t line) const; // the innermost field that begins on or spans the line

    // Equal text.
    friend bool operator==(const Document& a, const Document& b);

private:
    struct State;
    std::shared_ptr<const State> state_; // shared until edited
};

// A file or stream of several documents. One that is broken does not hide the others, and every byte is kept.
struct DocumentStream {
    struct Entry {
        std::string text; // as it stood, without the "---" line
        std::size_t firstLine = 1; // of the stream
        Result<Document> document; // errors tell the line within the stream
    };
    std::vector<Entry> entries; // empty documents (comments only) are left out
};
// YAML with "---", or JSON, of which a List is taken apart into its items. `source` names it in errors ("hpa.yaml").
// Errors: Malformed, when it is no text at all (binary, not UTF-8) or over 16 MiB.
Result<DocumentStream> readStream(std::string_view text, const std::string& source);
// Joined by "---" lines.
std::string writeStream(const std::vector<Document>& documents);

// Whether YAML 1.1 and 1.2 readers both take this plain text for the string that it is.
bool plainIsSafe(std::string_view text);

} // namespace loadline
