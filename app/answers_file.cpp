// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers_file.h"

#include "manifest/form_walk.h"
#include "manifest_files.h"

namespace loadline {
namespace {

// The path as the error names it, and in every workload of a platform.
std::vector<FieldPath> meant(const std::string& where, const Value& answers)
{
    const auto colon = where.find(": ");
    const Result<FieldPath> path = FieldPath::parse(colon == std::string::npos ? where : where.substr(colon + 2));
    if (!path || path->empty())
        return {};
    std::vector<FieldPath> paths {*path};
    const std::string name = colon == std::string::npos ? "" : where.substr(0, colon);
    for (std::size_t i = 0; i < answers["workloads"].items().size(); ++i)
        if (name.empty() || answers["workloads"].items()[i]["name"].text() == name)
            paths.push_back(joined(FieldPath("workloads") / i, *path));
    return paths;
}

} // namespace

Result<AnswersFile> AnswersFile::read(const std::string& file)
{
    const Result<std::string> text = fileText(file);
    if (!text)
        return text.error();
    const Result<DocumentStream> stream = readStream(*text, file);
    if (!stream)
        return stream.error();
    AnswersFile read {file, {}};
    for (const DocumentStream::Entry& entry : stream->entries) {
        if (!entry.document)
            return entry.document.error();
        read.parts.push_back({*entry.document, entry.firstLine});
    }
    return read;
}

Value AnswersFile::first() const
{
    return parts.empty() ? Value::map() : parts.front().document.value();
}

bool holdsAnswers(const Value& value)
{
    return value.isMap() && !value.find("spec") && !value.find("metadata") && (value.find("workloads") || value.find("preset"));
}

std::string placeOf(const AnswersFile& file, std::size_t part, const FieldPath& path)
{
    if (part >= file.parts.size() || path.empty() || !file.parts[part].document.find(path))
        return {};
    const auto& [document, firstLine] = file.parts[part];
    return placeOf(ManifestFiles::Place {file.name, firstLine}, document, path);
}

Error placed(Error error, const AnswersFile& file)
{
    for (const FieldPath& path : meant(error.where, file.first()))
        if (const std::string place = placeOf(file, 0, path); !place.empty()) {
            error.where = place;
            break;
        }
    return error;
}

} // namespace loadline
