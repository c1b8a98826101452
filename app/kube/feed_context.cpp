// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/feed_context.h"

#include <charconv>

namespace loadline {

bool isAboutCredentials(Error::Kind kind)
{
    return kind == Error::Kind::Unauthorized || kind == Error::Kind::Forbidden || kind == Error::Kind::Plugin;
}

std::string percentEncoded(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view("-._~").find(c) != std::string_view::npos;
        if (plain) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4];
            encoded += digits[byte & 15];
        }
    }
    return encoded;
}

std::optional<Seconds> retryAfter(const ResponseHead& head, std::string_view body)
{
    if (const std::string* text = head.header("retry-after")) {
        int seconds = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), seconds);
        if (error == std::errc() && seconds >= 0)
            return Seconds(seconds);
    }
    if (!body.starts_with('{'))
        return std::nullopt;
    JsonDocument document;
    const auto status = document.parse(body);
    if (!status)
        return std::nullopt;
    const auto seconds = (*status)["details"]["retryAfterSeconds"].integer();
    return seconds && *seconds > 0 && *seconds < 86'400 ? std::optional(Seconds(*seconds)) : std::nullopt;
}

std::string pathOf(const Share& share)
{
    std::string path = pathOf(share.kind, percentEncoded(share.ns)) + '?';
    if (!share.selector.empty())
        path += "fieldSelector=" + percentEncoded(share.selector) + '&';
    return path;
}

void fold(FeedContext& context, const Share& share, Shard& shard, Json object, bool listing)
{
    const Json meta = object["metadata"];
    const std::string_view ns = meta["namespace"].text();
    const std::string_view name = meta["name"].text();
    if (auto known = shard.known(ns, name, meta["resourceVersion"].text())) {
        shard.put(std::move(known), listing);
        return;
    }
    ParseContext parsing {context.interner};
    auto parsed = share.kind.parse(object, parsing);
    if (parsed) {
        shard.put(std::move(parsed).value(), listing);
        return;
    }
    Error why = parsed.error();
    if (why.where.empty())
        why.where = std::string(share.kind.kind) + ' ' + (ns.empty() ? "" : std::string(ns) + '/') + std::string(name);
    shard.malformed(ns, name, std::move(why), listing);
}

Result<ListPage> readPage(JsonDocument& document, std::string& body)
{
    const auto root = document.parse(body);
    if (!root)
        return root.error();
    ListPage page;
    page.items = (*root)["items"];
    // Go writes an empty list as null where nobody made it an empty one.
    if (!(*root)["kind"].text().ends_with("List") || !(page.items.isArray() || page.items.isNull()))
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The answer is no list of objects."), {},
            LOADLINE_TR("Error", "Something between may answer in the server's place; check the address."), {}};
    const Json meta = (*root)["metadata"];
    page.resourceVersion = meta["resourceVersion"].str();
    page.continueToken = meta["continue"].str();
    return page;
}

} // namespace loadline
