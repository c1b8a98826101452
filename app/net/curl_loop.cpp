// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/curl_loop.h"

#include <QLoggingCategory>

#include <algorithm>

namespace loadline {

Q_LOGGING_CATEGORY(logNet, "loadline.net", QtInfoMsg)

namespace {

// libcurl (7.88 at least) now and then leaves what it has already taken from the socket for an HTTP/2 stream lying until
// the socket speaks again. So it is asked again at once as long as anything comes, and should that not be all, soon while
// an answer is under way and now and then while streams are.
constexpr Millis lookAgain {10}, lookAtStreams {200};

// A sink or task that throws must not unwind through curl, nor end the thread.
void guarded(const std::function<void()>& call)
{
    try {
        call();
    } catch (const std::exception& exception) {
        qCCritical(logNet, "a callback threw: %s", exception.what());
    }
}

} // namespace

CurlTransport::Loop::Loop()
{
    static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
    static_cast<void>(initialised);
    multi_ = curl_multi_init();
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
    thread_ = std::jthread([this] { run(); });
}

CurlTransport::Loop::~Loop()
{
    stop();
    curl_multi_cleanup(multi_);
}

void CurlTransport::Loop::stop()
{
    const std::lock_guard only(stopMutex_);
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    curl_multi_wakeup(multi_);
    if (thread_.joinable() && thread_.get_id() != std::this_thread::get_id())
        thread_.join();
}

void CurlTransport::Loop::post(std::function<void()> task)
{
    {
        const std::lock_guard lock(mutex_);
        if (closed_)
            return;
        posted_.push_back(std::move(task));
    }
    curl_multi_wakeup(multi_);
}

void CurlTransport::Loop::after(Millis delay, std::function<void()> task)
{
    const auto due = Clock::now() + std::max(delay, Millis(0));
    post([this, due, task = std::move(task)]() mutable { timers_.push({due, timerOrder_++, std::move(task)}); });
}

RequestToken CurlTransport::Loop::start(Request request, Sink sink)
{
    RequestToken token = 0;
    {
        const std::lock_guard lock(mutex_);
        token = next_++;
        live_.insert(token);
    }
    post([this, token, request = std::move(request), sink = std::move(sink)]() mutable {
        launch(token, std::move(request), std::move(sink));
    });
    return token;
}

void CurlTransport::Loop::cancel(RequestToken token)
{
    {
        std::unique_lock lock(mutex_);
        const bool known = live_.erase(token) > 0;
        if (std::this_thread::get_id() != thread_.get_id())
            told_.wait(lock, [&] { return telling_ != token; });
        if (!known)
            return;
    }
    post([this, token] { land(token); });
}

bool CurlTransport::Loop::tell(RequestToken token, bool last, const std::function<void()>& call)
{
    {
        const std::lock_guard lock(mutex_);
        const bool live = last ? live_.erase(token) > 0 : live_.contains(token);
        if (!live)
            return false;
        telling_ = token;
    }
    moving_ = true;
    guarded(call);
    const std::lock_guard lock(mutex_);
    telling_ = 0;
    told_.notify_all();
    return last || live_.contains(token);
}

void CurlTransport::Loop::finish(
    RequestToken token, const std::function<void(const std::optional<Error>&)>& end, const std::optional<Error>& error)
{
    tell(token, true, [&] {
        if (end)
            end(error);
    });
}

void CurlTransport::Loop::launch(RequestToken token, Request request, Sink sink)
{
    if (request.endpoint && request.endpoint->readOnly && mutates(request)) {
        finish(token, sink.end, readOnlyError(request, whereOf(request)));
        return;
    }
    const CurlFlight::Ears ears {[this, token](const ResponseHead& head) {
                                     return tell(token, false, [&] {
                                         if (const auto at = flights_.find(token);
                                             at != flights_.end() && at->second.sink.head)
                                             at->second.sink.head(head);
                                     });
                                 },
        [this, token](std::string_view bytes) {
            return tell(token, false, [&] {
                if (const auto at = flights_.find(token); at != flights_.end() && at->second.sink.bytes)
                    at->second.sink.bytes(bytes);
            });
        }};
    auto flight = std::make_unique<CurlFlight>(token, std::move(request), ears, sockets_);
    if (const auto error = flight->prepare()) {
        finish(token, sink.end, error);
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        if (!live_.contains(token))
            return;
    }
    curl_multi_add_handle(multi_, flight->easy());
    flights_.emplace(token, Entry {std::move(flight), std::move(sink)});
}

void CurlTransport::Loop::land(RequestToken token)
{
    const auto at = flights_.find(token);
    if (at == flights_.end())
        return;
    curl_multi_remove_handle(multi_, at->second.flight->easy());
    flights_.erase(at);
}

void CurlTransport::Loop::collectEnded()
{
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode code = message->data.result;
        CurlFlight* flight = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &flight);
        const RequestToken token = flight->token();
        const auto error = flight->ended(code);
        qCDebug(logNet, "%s: %s%s", flight->where().c_str(), flight->summary().c_str(),
            error ? (", " + plainText(*error)).c_str() : "");
        const auto end = std::move(flights_.at(token).sink.end);
        land(token);
        finish(token, end, error);
    }
}

void CurlTransport::Loop::endSilent()
{
    const auto now = Clock::now();
    std::vector<RequestToken> silent;
    for (const auto& [token, entry] : flights_) {
        if (entry.flight->deadline() <= now)
            silent.push_back(token);
    }
    for (const RequestToken token : silent) {
        const auto at = flights_.find(token);
        if (at == flights_.end())
            continue;
        const Error error = at->second.flight->silent();
        qCDebug(logNet, "%s: %s", at->second.flight->where().c_str(), plainText(error).c_str());
        const auto end = std::move(at->second.sink.end);
        land(token);
        finish(token, end, error);
    }
}

void CurlTransport::Loop::runPosted()
{
    std::vector<std::function<void()>> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(posted_);
    }
    for (const auto& task : tasks)
        guarded(task);
}

void CurlTransport::Loop::runTimers()
{
    const auto now = Clock::now();
    while (!timers_.empty() && timers_.top().due <= now) {
        const auto task = timers_.top().task;
        timers_.pop();
        guarded(task);
    }
}

int CurlTransport::Loop::pause() const
{
    if (moving_)
        return 0;
    {
        const std::lock_guard lock(mutex_);
        if (!posted_.empty())
            return 0;
    }
    auto until = Clock::now() + Seconds(60);
    if (!timers_.empty())
        until = std::min(until, timers_.top().due);
    const auto now = Clock::now();
    for (const auto& [token, entry] : flights_)
        until = std::min({until, entry.flight->deadline(), now + (entry.flight->streams() ? lookAtStreams : lookAgain)});
    const auto wait = std::chrono::ceil<Millis>(until - Clock::now());
    return static_cast<int>(std::max<Millis::rep>(0, wait.count()));
}

void CurlTransport::Loop::run()
{
    for (bool closing = false; !closing;) {
        {
            const std::lock_guard lock(mutex_);
            closing = closed_;
        }
        runPosted();
        if (closing)
            break;
        runTimers();
        moving_ = false;
        int running = 0;
        curl_multi_perform(multi_, &running);
        collectEnded();
        endSilent();
        curl_multi_poll(multi_, nullptr, 0, pause(), nullptr);
    }
    for (const auto& [token, entry] : flights_)
        curl_multi_remove_handle(multi_, entry.flight->easy());
    flights_.clear();
    timers_ = {};
}

} // namespace loadline
