// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/yaml_error.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

struct Sentence {
    YamlFault fault;
    const char* what;
    const char* hint;
};

constexpr Sentence sentences[] = {
    {YamlFault::Other, LOADLINE_TR("Error", "This is not YAML: %1."), ""},
    {YamlFault::NotUtf8, LOADLINE_TR("Error", "This is not text in UTF-8."),
        LOADLINE_TR("Error", "Save the file as UTF-8, or check that it is a manifest at all.")},
    {YamlFault::Control, LOADLINE_TR("Error", "A control character stands here, which YAML does not allow."),
        LOADLINE_TR("Error", "Remove it, or write it as an escape in double quotes.")},
    {YamlFault::Tab, LOADLINE_TR("Error", "A tab stands where the line is indented."),
        LOADLINE_TR("Error", "YAML is indented by spaces only: replace the tab.")},
    {YamlFault::Colon, LOADLINE_TR("Error", "A colon stands where no key can begin."),
        LOADLINE_TR("Error", "Check how this line is indented, and quote a value that holds a colon and a blank.")},
    {YamlFault::KeyWithoutColon, LOADLINE_TR("Error", "This line is neither a field nor a list item."),
        LOADLINE_TR("Error", "Write “key: value”, with a blank after the colon.")},
    {YamlFault::Indentation, LOADLINE_TR("Error", "This line is not indented as those it belongs to."),
        LOADLINE_TR("Error", "Fields of one object and items of one list begin at the same column.")},
    {YamlFault::Bracket, LOADLINE_TR("Error", "A bracket or brace is not closed, or a comma is missing before this."), ""},
    {YamlFault::Quote, LOADLINE_TR("Error", "A quote is opened and never closed."), ""},
    {YamlFault::Start, LOADLINE_TR("Error", "No value can begin with this character."),
        LOADLINE_TR("Error", "Put the value into quotes.")},
    {YamlFault::TooDeep, LOADLINE_TR("Error", "The document is nested deeper than %1 levels."), ""},
    {YamlFault::TooLarge, LOADLINE_TR("Error", "The document is larger than %1 MiB."),
        LOADLINE_TR("Error", "No API server would take it: etcd stores objects of at most 1.5 MiB.")},
    {YamlFault::SeveralDocuments, LOADLINE_TR("Error", "A second document begins here."),
        LOADLINE_TR("Error", "One object is edited at a time.")},
    {YamlFault::KeyIsNoScalar, LOADLINE_TR("Error", "A list or an object stands where a key should."),
        LOADLINE_TR("Error", "Templates in {{ }} must be filled in first; values that begin with { or [ need quotes.")},
    {YamlFault::KeyIsNull, LOADLINE_TR("Error", "A key is empty or null."),
        LOADLINE_TR("Error", "Put it into quotes if that is its name.")},
    {YamlFault::DuplicateKey, LOADLINE_TR("Error", "The key “%1” stands twice in one object."),
        LOADLINE_TR("Error", "Remove one of them: kubectl would silently take the last.")},
    {YamlFault::UnknownAnchor, LOADLINE_TR("Error", "“*%1” points to an anchor that is not there."),
        LOADLINE_TR("Error", "Quote a value that begins with an asterisk.")},
    {YamlFault::AnchorCycle, LOADLINE_TR("Error", "The anchor “%1” contains itself."), ""},
    {YamlFault::AliasBomb, LOADLINE_TR("Error", "The anchors of this document expand to too much."), ""},
    {YamlFault::MergeOfNoMap, LOADLINE_TR("Error", "“<<” merges objects only."), ""},
    {YamlFault::Infinity, LOADLINE_TR("Error", "“%1” is not a number that JSON knows."),
        LOADLINE_TR("Error", "Quote it if it is a text.")},
    {YamlFault::WrongTag, LOADLINE_TR("Error", "The value does not fit its tag %1."), ""},
};

const Sentence& sentenceOf(YamlFault fault)
{
    const auto found
        = std::find_if(std::begin(sentences), std::end(sentences), [fault](const Sentence& s) { return s.fault == fault; });
    return found == std::end(sentences) ? sentences[0] : *found;
}

bool tabIndents(std::string_view text, std::size_t at)
{
    const std::size_t line = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
    const std::size_t end = text.find_first_not_of(" \t", line);
    return text.substr(line, std::min(end, text.size()) - line).find('\t') != std::string_view::npos;
}

struct Known {
    const char* part;
    YamlFault fault;
};
constexpr Known known[] = {
    {"tab character", YamlFault::Tab},
    {"mapping values are not allowed", YamlFault::Colon},
    {"could not find expected ':'", YamlFault::KeyWithoutColon},
    {"expected ',' or", YamlFault::Bracket},
    {"did not find expected key", YamlFault::Indentation},
    {"did not find expected '-'", YamlFault::Indentation},
    {"block sequence entries are not allowed", YamlFault::Indentation},
    {"found unexpected end of stream", YamlFault::Quote},
    {"cannot start any token", YamlFault::Start},
    {"control characters", YamlFault::Control},
};

} // namespace

std::string placeOf(const YamlPlace& place, std::string_view text, std::size_t at)
{
    at = std::min(at, text.size());
    const std::string_view before = text.substr(0, at);
    const std::size_t line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t start = before.rfind('\n') + 1;
    std::size_t column = 1;
    for (const char c : before.substr(start))
        column += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return (place.source.empty() ? "" : place.source + ':') + std::to_string(line + place.firstLine) + ':'
        + std::to_string(column);
}

Error yamlError(YamlFault fault, const YamlPlace& place, std::string_view text, std::size_t at, std::string detail)
{
    const Sentence& sentence = sentenceOf(fault);
    Error error{Error::Kind::Malformed, sentence.what, placeOf(place, text, at), sentence.hint, {}};
    if (std::string_view(sentence.what).find("%1") != std::string_view::npos)
        error.args.push_back(std::move(detail));
    return error;
}

Error yamlProblem(const std::string& problem, const YamlPlace& place, std::string_view text, std::size_t at)
{
    YamlFault fault = YamlFault::Other;
    for (const Known& each : known)
        if (fault == YamlFault::Other && problem.find(each.part) != std::string::npos)
            fault = each.fault;
    const bool blamesIndentation = fault == YamlFault::Start || fault == YamlFault::KeyWithoutColon || fault == YamlFault::Indentation;
    if (blamesIndentation && tabIndents(text, at))
        fault = YamlFault::Tab;
    return yamlError(fault, place, text, at, problem);
}

} // namespace loadline
