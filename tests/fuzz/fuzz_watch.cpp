// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kind.h"
#include "cluster/watch_state.h"

#include <cstdlib>
#include <vector>

using namespace loadline;

namespace {

std::vector<std::string> linesOf(std::string_view first, std::string_view second)
{
    LineSplitter splitter(1u << 16);
    std::vector<std::string> lines;
    const auto take = [&](std::string& line) { lines.push_back(line); };
    if (splitter.feed(first, take))
        (void)splitter.feed(second, take);
    return lines;
}

// Every kind must cope with every object, whatever it was meant for; a seventh of the kinds at a time.
void parseSome(Json object, std::size_t turn)
{
    Interner interner;
    ParseContext context {interner};
    for (std::size_t i = turn % 7; i < kindCount; i += 7) {
        const Kind& kind = kinds()[i];
        const auto parsed = kind.parse(object, context);
        if (parsed ? !*parsed || (*parsed)->meta.name.empty() : plainText(parsed.error()).empty())
            std::abort();
    }
}

} // namespace

// A watch's bytes or a list's: the first byte says where the piece that arrives first ends, the
// last byte which kinds read it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t cut = data[0] % size, turn = data[size - 1];
    const std::vector<std::string> lines = linesOf(text, {});
    if (lines != linesOf(text.substr(0, cut), text.substr(cut)))
        std::abort();
    JsonDocument document;
    for (std::string line : lines) {
        const auto event = parseWatchEvent(document, line);
        if (event && event->type != WatchEvent::Type::Error)
            parseSome(event->object, turn);
    }
    if (const auto root = document.parse(text)) {
        (*root)["items"].eachItem([&](Json item) { parseSome(item, turn); });
        parseSome(*root, turn);
    }
    (void)errorOfStatus(data[0] * 2, text, "fuzz");
    return 0;
}
