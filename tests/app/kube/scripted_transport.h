// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace loadline::test {

// A transport whose thread is whoever calls run(), whose clock the test moves, and whose answers a function gives.
class ScriptedTransport : public Transport {
public:
    struct Answer {
        int status = 200;
        std::string body;
        std::optional<Error> error;
    };
    std::function<Answer(const Request&)> answer = [](const Request&) { return Answer {}; };
    std::vector<Request> asked;
    TimePoint time = std::chrono::sys_days {std::chrono::year {2026} / 11 / 24};

    RequestToken start(Request request, Sink sink) override
    {
        asked.push_back(request);
        const RequestToken token = ++last_;
        sinks_.emplace(token, std::move(sink));
        post([this, token, reply = answer(request)] {
            const auto at = sinks_.find(token);
            if (at == sinks_.end())
                return;
            const Sink to = at->second;
            if (!reply.error) {
                ResponseHead head;
                head.status = reply.status;
                if (to.head)
                    to.head(head);
                if (sinks_.contains(token) && to.bytes)
                    to.bytes(reply.body);
            }
            if (sinks_.erase(token) > 0 && to.end)
                to.end(reply.error);
        });
        return token;
    }
    void cancel(RequestToken token) override { sinks_.erase(token); }
    void post(std::function<void()> task) override
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    void after(Millis, std::function<void()> task) override { post(std::move(task)); }
    TimePoint now() const override { return time; }
    void stop() override { run(); }

    void run()
    {
        for (;;) {
            std::function<void()> task;
            {
                const std::lock_guard lock(mutex_);
                if (tasks_.empty())
                    return;
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            task();
        }
    }

private:
    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_;
    std::map<RequestToken, Sink> sinks_;
    RequestToken last_ = 0;
};

} // namespace loadline::test
