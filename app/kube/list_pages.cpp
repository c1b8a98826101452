// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/list_pages.h"

namespace loadline {

namespace {

constexpr std::size_t longestBeginning = 64 * 1024; // a list's kind, version and metadata are a few hundred bytes

std::string continueTokenOf(std::string_view metadata)
{
    JsonDocument document;
    const auto root = document.parse(metadata);
    return root ? (*root)["continue"].str() : std::string();
}

} // namespace

std::optional<std::string> continueTokenIn(std::string_view beginning)
{
    int depth = 0;
    std::string_view text, key;
    std::size_t metadata = 0;
    for (std::size_t i = 0; i < beginning.size(); ++i) {
        switch (beginning[i]) {
        case '"': {
            std::size_t end = i + 1;
            while (end < beginning.size() && beginning[end] != '"')
                end += beginning[end] == '\\' ? 2 : 1;
            text = beginning.substr(i + 1, end - i - 1);
            i = end;
            break;
        }
        case ':':
            key = depth == 1 ? text : key;
            break;
        case '{':
        case '[':
            if (depth == 1 && (key != "metadata" || beginning[i] != '{'))
                return std::string(); // the items come first
            metadata = depth == 1 ? i : metadata;
            ++depth;
            break;
        case '}':
        case ']':
            if (--depth == 1)
                return continueTokenOf(beginning.substr(metadata, i + 1 - metadata));
            if (depth < 1)
                return std::string();
            break;
        default:
            break;
        }
    }
    return std::nullopt;
}

ListPages::ListPages(FeedContext& context, Came came)
    : context_(context)
    , came_(std::move(came))
    , delivering_(context.transport())
{
}

ListPages::~ListPages()
{
    cancel();
}

void ListPages::cancel()
{
    delivering_.clear();
    drop(wanted_);
    drop(ahead_);
}

void ListPages::drop(PagePtr& page)
{
    if (page)
        context_.access.cancel(page->request);
    page.reset();
}

void ListPages::fetch(const std::string& path, const std::string& continueToken)
{
    drop(wanted_);
    if (ahead_ && !continueToken.empty() && ahead_->token == continueToken && ahead_->path == path) {
        wanted_ = std::move(ahead_);
    } else {
        drop(ahead_);
        wanted_ = begin(path, continueToken);
    }
    if (wanted_->reply)
        delivering_.set(Millis(0), [this] { deliver(); });
    askAhead();
}

ListPages::PagePtr ListPages::begin(const std::string& path, const std::string& token)
{
    auto page = std::make_unique<Page>();
    page->path = path;
    page->token = token;
    Request request;
    request.path = token.empty() ? path : path + "&continue=" + percentEncoded(token);
    std::string room;
    if (!context_.bodies.empty()) {
        room = std::move(context_.bodies.back());
        context_.bodies.pop_back();
    }
    Sink sink = collect(
        request.maxBytes, [this, raw = page.get()](Result<WholeReply> reply) { arrived(*raw, std::move(reply)); }, std::move(room));
    sink.head = [raw = page.get(), head = std::move(sink.head)](const ResponseHead& told) {
        raw->told = told.status != 200; // the Status of an expired list has a token too, of another list
        head(told);
    };
    sink.bytes = [this, raw = page.get(), bytes = std::move(sink.bytes)](std::string_view piece) {
        look(*raw, piece);
        bytes(piece);
    };
    page->request = context_.access.start(std::move(request), std::move(sink));
    return page;
}

void ListPages::look(Page& page, std::string_view bytes)
{
    if (page.told)
        return;
    page.beginning.append(bytes.substr(0, longestBeginning));
    const auto next = continueTokenIn(page.beginning);
    page.told = next || page.beginning.size() > longestBeginning;
    if (!page.told)
        return;
    page.next = next.value_or(std::string());
    page.beginning = {};
    askAhead();
}

void ListPages::askAhead()
{
    if (wanted_ && !ahead_ && !wanted_->next.empty())
        ahead_ = begin(wanted_->path, wanted_->next);
}

void ListPages::arrived(Page& page, Result<WholeReply> reply)
{
    page.request = 0;
    page.reply = std::move(reply);
    if (&page == wanted_.get())
        deliver();
}

void ListPages::deliver()
{
    delivering_.clear();
    const PagePtr page = std::move(wanted_);
    if (!*page->reply || (*page->reply)->head.status != 200)
        drop(ahead_);
    came_(std::move(*page->reply));
}

} // namespace loadline
