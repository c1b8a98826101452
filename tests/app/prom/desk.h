// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api_server.h"
#include "net/curl_transport.h"
#include "prom/client.h"

#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <vector>

namespace loadline::test {

// One cluster with its Prometheus client over the real transport, for a test's own thread to wait on.
class Desk {
public:
    explicit Desk(const std::string& apiServer = "http://127.0.0.1:1")
        : credentials_(std::make_shared<ProxyCredentials>(apiServer))
    {
        std::promise<void> made;
        transport.post([&] {
            access_ = std::make_unique<Access>(transport, credentials_);
            made.set_value();
        });
        made.get_future().wait();
        client = std::make_unique<PromClient>(transport, [this]() -> Access& { return *access_; });
    }
    ~Desk()
    {
        client.reset();
        transport.post([this] { access_.reset(); });
        transport.stop();
    }
    Desk(const Desk&) = delete;
    Desk& operator=(const Desk&) = delete;

    template <class Start> PromDiscovery discovery(Start start)
    {
        auto promise = std::make_shared<std::promise<PromDiscovery>>();
        auto future = promise->get_future();
        start([promise](const PromDiscovery& found) { promise->set_value(found); });
        return future.wait_for(Seconds {60}) == std::future_status::ready ? future.get() : PromDiscovery {};
    }
    PromDiscovery find(PromFinder::Options options = {})
    {
        return discovery([&](auto done) { client->find(options, done); });
    }
    PromDiscovery use(const std::string& url, const std::string& matcher = {})
    {
        PrometheusSetting setting;
        setting.mode = PrometheusSetting::Mode::ByHand;
        setting.url = QString::fromStdString(url);
        setting.matcher = QString::fromStdString(matcher);
        return discovery([&](auto done) { client->use(setting, {}, done); });
    }

    // What was answered, as it grew; waits for the whole.
    struct Answers {
        std::mutex mutex;
        std::condition_variable changed;
        std::vector<SeriesAnswerPtr> all;
        bool wait(Millis limit = Seconds {60})
        {
            std::unique_lock lock(mutex);
            return changed.wait_for(lock, limit, [&] { return !all.empty() && all.back()->complete; });
        }
    };
    std::shared_ptr<Answers> start(const SeriesRequest& request, PromClient::RequestId* id = nullptr)
    {
        auto answers = std::make_shared<Answers>();
        const auto given = client->ask(request, [answers](SeriesAnswerPtr answer) {
            const std::lock_guard lock(answers->mutex);
            answers->all.push_back(std::move(answer));
            answers->changed.notify_all();
        });
        if (id)
            *id = given;
        return answers;
    }
    SeriesAnswer ask(const SeriesRequest& request)
    {
        const auto answers = start(request);
        if (!answers->wait()) {
            SeriesAnswer none;
            none.error = Error {Error::Kind::Cancelled, "the test waited for 60 s", {}, {}, {}};
            return none;
        }
        return *answers->all.back();
    }

    CurlTransport transport;
    std::unique_ptr<PromClient> client;

private:
    std::shared_ptr<ProxyCredentials> credentials_;
    std::unique_ptr<Access> access_;
};

} // namespace loadline::test
