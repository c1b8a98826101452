// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"

#include <string>
#include <vector>

namespace loadline {

// What --from names: documents that know where they stand.
struct AnswersFile {
    std::string name; // "answers.yaml"
    struct Part {
        Document document;
        std::size_t firstLine = 1; // of the file
    };
    std::vector<Part> parts;

    // "-" is standard input. Errors: NotFound (no file), Malformed with line and column.
    static Result<AnswersFile> read(const std::string& file);
    [[nodiscard]] Value first() const; // an empty map where it holds nothing
};
// Whether it is the answers for a workload or a platform, and no manifest.
bool holdsAnswers(const Value& value);

// "answers.yaml:7:3", of a field's key; "" where the part has no such field.
std::string placeOf(const AnswersFile& file, std::size_t part, const FieldPath& path);
// The error with the place in the file of what its `where` names as a path of the first part, at the end or after a name and a colon.
Error placed(Error error, const AnswersFile& file);

} // namespace loadline
