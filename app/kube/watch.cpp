// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/watch.h"

#include <QLoggingCategory>

namespace loadline {

Q_LOGGING_CATEGORY(logWatch, "loadline.watch", QtInfoMsg)

namespace {

constexpr std::size_t longestRefusal = 64 * 1024;
// Bookmarks come about once a minute. The feed's heartbeat notices a dead connection long before; this is for a single
// stream that died alone.
constexpr Seconds streamSilence {150};
// A list sent as a stream never pauses for so long; a server that ignores sendInitialEvents does, after the objects.
constexpr Seconds listSilence {30};

WatchState::Options optionsOf(FeedContext& context)
{
    WatchState::Options options;
    options.streamingList = context.streamingLists;
    options.jitterSeed = static_cast<std::uint32_t>(context.random());
    return options;
}

} // namespace

Watch::Watch(FeedContext& context, Share share, std::function<void()> changed)
    : context_(context)
    , share_(std::move(share))
    , changed_(std::move(changed))
    , watch_(optionsOf(context))
    , alarm_(context.transport())
    , pages_(context, [this](Result<WholeReply> reply) { pageCame(std::move(reply)); })
    , folding_(context.transport())
{
}

Watch::~Watch()
{
    page_.reset(); // nobody is left to read it for
    leave();
}

void Watch::start()
{
    step();
}

void Watch::wake()
{
    if (!waiting_)
        return;
    watch_.wake();
    step();
}

void Watch::drop(const Error& why)
{
    if (request_ == 0 && !pages_.fetching())
        return;
    leave();
    lost(why);
    // What is known to be dead is said at once, without waiting for the first retry to fail as well.
    if (watch_.complete())
        show(Presence::Stale, why);
    step();
}

void Watch::leave()
{
    foldPage();
    context_.access.cancel(std::exchange(request_, 0));
    pages_.cancel();
    permit_.reset();
    alarm_.clear();
    waiting_ = false;
    state_.open = false;
}

void Watch::step()
{
    // Whoever is woken before its time must not be asked again when that time comes: it would open a second stream.
    alarm_.clear();
    waiting_ = false;
    const auto action = watch_.next();
    if (const auto* wait = std::get_if<WatchState::Wait>(&action)) {
        waiting_ = true;
        permit_.reset();
        alarm_.set(wait->delay, [this] { step(); });
    } else if (const auto* list = std::get_if<WatchState::List>(&action)) {
        // The pages of one list keep their turn.
        if (permit_)
            this->list(list->continueToken);
        else
            permit_ = context_.lists.request([this, token = list->continueToken] { this->list(token); });
    } else if (const auto* open = std::get_if<WatchState::Watch>(&action)) {
        if (open->initialEvents)
            permit_ = context_.lists.request([this] { watch({}, true); });
        else
            watch(open->resourceVersion, false);
    }
}

void Watch::list(const std::string& continueToken)
{
    pages_.fetch(pathOf(share_) + "limit=" + std::to_string(watch_.options().pageSize), continueToken);
}

void Watch::pageCame(Result<WholeReply> reply)
{
    foldPage();
    if (!reply) {
        lost(reply.error());
        step();
        return;
    }
    if (reply->head.status != 200) {
        refused(reply->head.status, reply->body, retryAfter(reply->head, reply->body));
        step();
        return;
    }
    auto document = context_.pages.empty() ? std::make_unique<JsonDocument>() : std::move(context_.pages.back());
    if (!context_.pages.empty())
        context_.pages.pop_back();
    auto page = readPage(*document, reply->body);
    if (!page) {
        garbled(page.error());
        return;
    }
    context_.bodies.push_back(std::move(reply->body)); // the document holds all it read
    if (!watch_.collecting())
        shard_.begin();
    items_ = page->items;
    page_ = std::move(document);
    const auto effect = watch_.page(page->resourceVersion, page->continueToken);
    heardNow();
    if (effect == WatchState::Effect::Complete) {
        foldPage();
        apply(effect);
        step();
    } else {
        // The next page is asked for first: the request leaves between the two turns.
        step();
        folding_.set(Millis(0), [this] { folding_.set(Millis(0), [this] { foldPage(); }); });
    }
}

void Watch::foldPage()
{
    folding_.clear();
    if (!page_)
        return;
    items_.eachItem([&](Json item) { fold(context_, share_, shard_, item, true); });
    context_.pages.push_back(std::move(page_));
}

void Watch::watch(const std::string& resourceVersion, bool initialEvents)
{
    Request request;
    // A random length, so that the server does not meet all watches again at one moment.
    const auto length = context_.jittered(Seconds(270), Seconds(40)) / Seconds(1);
    request.path = pathOf(share_) + "watch=1&allowWatchBookmarks=true&timeoutSeconds=" + std::to_string(length);
    if (initialEvents)
        request.path += "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan";
    else
        request.path += "&resourceVersion=" + percentEncoded(resourceVersion);
    request.stream = true;
    request.silence = initialEvents ? listSilence : streamSilence;
    lines_ = LineSplitter();
    head_ = {};
    refusal_.clear();
    Sink sink;
    sink.head = [this](const ResponseHead& head) {
        head_ = head;
        if (head.status != 200)
            return;
        state_.open = true;
        opened_ = context_.now();
        if (watch_.complete())
            show(Presence::Live, std::nullopt);
        heardNow();
    };
    sink.bytes = [this](std::string_view bytes) {
        if (head_.status != 200) {
            refusal_.append(bytes.substr(0, longestRefusal - std::min(longestRefusal, refusal_.size())));
            return;
        }
        bool going = true;
        const bool fits = lines_.feed(bytes, [&](std::string& text) { going = going && line(text); });
        if (going && !fits)
            garbled({Error::Kind::Malformed, LOADLINE_TR("Error", "The watch sent a line of more than %1 MiB."),
                pathOf(share_.kind, share_.ns), {}, {"16"}});
    };
    sink.end = [this](const std::optional<Error>& error) { watchEnded(error); };
    request_ = context_.access.start(std::move(request), std::move(sink));
}

bool Watch::line(std::string& text)
{
    auto event = parseWatchEvent(context_.document, text);
    if (!event) {
        garbled(event.error());
        return false;
    }
    heardNow();
    const bool wasListing = watch_.collecting();
    switch (event->type) {
    case WatchEvent::Type::Error:
        eventOfError(*event);
        return false;
    case WatchEvent::Type::Bookmark: {
        const auto effect = watch_.bookmark(event->resourceVersion, event->initialEventsEnd);
        if (effect == WatchState::Effect::Complete && !wasListing)
            shard_.begin();
        apply(effect);
        return true;
    }
    case WatchEvent::Type::Added:
    case WatchEvent::Type::Modified:
    case WatchEvent::Type::Deleted:
        break;
    }
    apply(watch_.event(event->resourceVersion));
    const bool listing = watch_.collecting();
    if (event->type == WatchEvent::Type::Deleted) {
        const Json meta = event->object["metadata"];
        shard_.remove(meta["namespace"].text(), meta["name"].text(), listing);
    } else {
        fold(context_, share_, shard_, event->object, listing);
    }
    if (!listing)
        changed_();
    return true;
}

void Watch::eventOfError(const WatchEvent& event)
{
    const int code = event.code == 0 ? 500 : event.code;
    const std::string status = event.object.dump();
    leave();
    refused(code, status, retryAfter({}, status));
    // Not from within the line that said so.
    alarm_.set(Millis(0), [this] { step(); });
}

void Watch::watchEnded(const std::optional<Error>& error)
{
    request_ = 0;
    const bool wasOpen = std::exchange(state_.open, false);
    permit_.reset();
    if (error) {
        // One stream among living ones that said nothing for long is opened again without a fuss.
        if (error->kind == Error::Kind::Timeout && wasOpen && watch_.complete())
            apply(watch_.closed());
        else
            lost(*error);
    } else if (head_.status != 200) {
        refused(head_.status, refusal_, retryAfter(head_, refusal_));
    } else {
        if (context_.now() - opened_ > Seconds(60))
            garbled_ = 0;
        apply(watch_.closed());
    }
    step();
}

void Watch::refused(int status, const std::string& body, std::optional<Seconds> wait)
{
    const Error error = errorOfStatus(status, body, "GET " + pathOf(share_.kind, share_.ns));
    qCDebug(logWatch, "%s", plainText(error).c_str());
    const bool known = watch_.complete();
    const bool expected = status == 410 || ((status == 400 || status == 422) && watch_.options().streamingList);
    apply(watch_.failed(status, wait));
    if (expected)
        return; // the state machine knows what to do instead
    if (error.kind == Error::Kind::Unsupported && status == 404) {
        shard_.clear();
        show(Presence::Missing, error);
    } else if (known) {
        if (isAboutCredentials(error.kind) || watch_.failuresInARow() > 1)
            show(Presence::Stale, error);
    } else if (isAboutCredentials(error.kind)) {
        show(Presence::Refused, error);
    } else if (error.kind != Error::Kind::Throttled || watch_.failuresInARow() > 2) {
        show(Presence::Failed, error);
    }
}

void Watch::lost(const Error& error)
{
    qCDebug(logWatch, "%s: %s", pathOf(share_.kind, share_.ns).c_str(), plainText(error).c_str());
    const bool credentials = isAboutCredentials(error.kind);
    apply(credentials ? watch_.failed(401, std::nullopt) : watch_.broken());
    if (!watch_.complete())
        show(credentials ? Presence::Refused : Presence::Failed, error);
    else if (credentials || watch_.failuresInARow() > 1)
        show(Presence::Stale, error); // a first break usually mends within a second
}

void Watch::garbled(Error why)
{
    if (why.where.empty())
        why.where = pathOf(share_.kind, share_.ns);
    qCWarning(logWatch, "%s", plainText(why).c_str());
    leave();
    apply(watch_.failed(410, std::nullopt));
    show(watch_.complete() ? Presence::Stale : Presence::Failed, std::move(why));
    garbled_ = std::min(garbled_ + 1, 6);
    waiting_ = true;
    alarm_.set(context_.jittered(Seconds(1 << garbled_), Seconds(1)), [this] { step(); });
}

void Watch::apply(WatchState::Effect effect)
{
    switch (effect) {
    case WatchState::Effect::None:
        return;
    case WatchState::Effect::Reset:
        shard_.begin();
        return;
    case WatchState::Effect::Restart:
        shard_.drop();
        return;
    case WatchState::Effect::Complete:
        shard_.swap();
        permit_.reset();
        show(Presence::Live, std::nullopt);
        changed_();
        return;
    }
}

void Watch::heardNow()
{
    state_.heard = context_.now();
    context_.heard = state_.heard;
}

void Watch::show(Presence presence, std::optional<Error> error)
{
    if (state_.presence == presence && state_.error == error)
        return;
    state_.presence = presence;
    state_.error = std::move(error);
    changed_();
}

} // namespace loadline
