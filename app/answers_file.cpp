// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers_file.h"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace loadline {
namespace {

// The column of a key in its line: after blanks and the "- " of a list's item.
std::size_t columnOf(const std::string& text, std::size_t line, const FieldPath& path)
{
    std::size_t at = 0;
    for (std::size_t i = 1; i < line && at != std::string::npos; ++i)
        at = text.find('\n', at) == std::string::npos ? std::string::npos : text.find('\n', at) + 1;
    if (at == std::string::npos)
        return 1;
    const std::string whole = text.substr(at, text.find('\n', at) - at);
    const auto* key = std::get_if<std::string>(&path.steps().back());
    const std::size_t found = key ? whole.find(*key) : std::string::npos;
    const std::size_t first = whole.find_first_not_of(" -");
    return (found != std::string::npos ? found : first == std::string::npos ? 0 : first) + 1;
}

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
        if (name.empty() || answers["workloads"].items()[i]["name"].text() == name) {
            FieldPath inside = FieldPath("workloads") / i;
            for (const FieldPath::Step& step : path->steps())
                inside = std::visit([&](const auto& s) { return inside / s; }, step);
            paths.push_back(std::move(inside));
        }
    return paths;
}

} // namespace

Result<AnswersFile> AnswersFile::read(const std::string& file)
{
    std::string text;
    if (file == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream stream(file, std::ios::binary);
        if (!stream || std::filesystem::is_directory(file))
            return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 cannot be read."), "", "", {file}};
        text.assign(std::istreambuf_iterator<char>(stream), {});
    }
    const Result<DocumentStream> stream = readStream(text, file);
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
    const std::size_t line = document.linesOf(path).first;
    return file.name + ':' + std::to_string(firstLine + line - 1) + ':' + std::to_string(columnOf(document.text(), line, path));
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
