// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/document.h"

#include <cstdio>
#include <cstdlib>

using namespace loadline;

namespace {

void require(bool held, const char* what)
{
    if (held)
        return;
    std::fprintf(stderr, "broken: %s\n", what);
    std::abort();
}

// A path that is there, chosen by the bytes, and one step beyond it for an odd last byte.
FieldPath somewhere(const Value& root, std::string_view choice)
{
    FieldPath path;
    const Value* at = &root;
    for (const char c : choice) {
        const std::size_t pick = static_cast<unsigned char>(c);
        if (at->isList()) {
            const std::size_t index = pick % (at->items().size() + 1);
            path = path / index;
            if (index == at->items().size())
                return path;
            at = &at->items()[index];
        } else if (at->isMap() && pick % 4 != 0 && !at->fields().empty()) {
            const ValueField& field = at->fields()[pick % at->fields().size()];
            path = path / field.key;
            at = &field.value;
        } else if (at->isMap() || at->isNull()) {
            return path / (pick % 3 == 0 ? "name" : pick % 3 == 1 ? "y" : "new key");
        } else {
            return path;
        }
    }
    return path;
}

Value somewhat(unsigned pick)
{
    switch (pick % 7) {
    case 0:
        return Value();
    case 1:
        return Value(7);
    case 2:
        return Value("on");
    case 3:
        return Value("a\n  b\n");
    case 4:
        return Value::map({{"a", 1}, {"b", Value::list({"x", Value::map({{"c", "d: e"}})})}});
    case 5:
        return Value::list({Value::list({1}), "# x"});
    default:
        return Value::map();
    }
}

void check(const Document& document)
{
    const Result<Document> again = Document::parse(document.text());
    require(again && again->value() == document.value(), "the text says the value");
    for (std::size_t line = 1; line < 40; ++line)
        require(document.find(document.pathAt(line)) != nullptr, "the path of a line is there");
}

} // namespace

// The first bytes choose what is edited, the rest is the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::size_t choices = 8;
    const std::string_view all(reinterpret_cast<const char*>(data), size);
    const std::string_view choice = all.substr(0, choices);
    const std::string_view text = all.substr(choice.size());
    if (const Result<DocumentStream> stream = readStream(text, "x"))
        for (const DocumentStream::Entry& entry : stream->entries)
            require(entry.firstLine >= 1, "lines count from 1");
    Result<Document> document = Document::parse(std::string(text));
    if (!document) {
        require(!document.error().where.empty() && !plainText(document.error()).empty(), "an error tells where");
        return 0;
    }
    check(*document);
    const Document written = Document::write(document->value());
    if (const Result<Document> again = Document::parse(written.text()))
        require(again->value() == document->value() || document->value().isNull(), "what is written is what was read");
    for (std::size_t i = 0; i + 4 <= choice.size(); i += 4) {
        const FieldPath path = somewhere(document->value(), choice.substr(i, 3));
        const unsigned pick = static_cast<unsigned char>(choice[i + 3]);
        if (pick % 3 == 0) {
            document->remove(path);
        } else if (const Value value = somewhat(pick); document->set(path, value)) {
            const Value* found = document->find(path);
            require((found && *found == value) || (path.empty() && value.fields().empty()), "what was set is there");
            const Document::Lines lines = document->linesOf(path);
            require(lines.first >= 1 && lines.last >= lines.first, "a field has lines");
        }
        check(*document);
    }
    return 0;
}
