// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/curl_transport.h"
#include "support/call.h"
#include "support/http_server.h"
#include "support/relay.h"

#include <QTest>

#include <sys/socket.h>
#include <unistd.h>

#include <atomic>

using namespace loadline;
using namespace loadline::test;
using namespace std::chrono_literals;

namespace {

Request requestTo(const std::string& server, std::string path = "/version")
{
    Endpoint endpoint;
    endpoint.server = server;
    endpoint.label = "test";
    Request request;
    request.endpoint = std::make_shared<Endpoint>(endpoint);
    request.path = std::move(path);
    request.timeout = 10s;
    return request;
}

Request watchOf(const std::string& server, Millis silence = 10s)
{
    Request request = requestTo(server, "/watch");
    request.stream = true;
    request.silence = silence;
    return request;
}

// Runs on the transport's thread, between callbacks.
void settle(Transport& transport)
{
    std::promise<void> done;
    transport.post([&] { done.set_value(); });
    done.get_future().wait();
}

} // namespace

class CurlTransportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksAndAnswers()
    {
        HttpServer server([](const HttpRequest& request, HttpReply& reply) {
            reply.send(201, request.method + ' ' + request.target + ' ' + request.body, {{"X-Thing", "one"}});
        });
        CurlTransport transport;
        Request request = requestTo(server.url() + "/prefix", "/a/../b?x=1");
        request.headers = {{"X-Ask", "yes"}, {"X-Empty", ""}};
        request.authorization = Secret("Bearer abc");
        const auto reply = call(transport, request);
        QVERIFY(reply);
        QCOMPARE(reply->head.status, 201);
        QCOMPARE(*reply->head.header("x-thing"), std::string("one"));
        QCOMPARE(reply->body, std::string("GET /prefix/a/../b?x=1 "));
        const auto seen = server.requests().at(0);
        QCOMPARE(seen.header("x-ask"), std::string("yes"));
        QCOMPARE(seen.header("authorization"), std::string("Bearer abc"));
        QVERIFY(seen.header("accept-encoding").find("gzip") != std::string::npos);
    }

    void methodsAndBodies()
    {
        HttpServer server([](const HttpRequest& request, HttpReply& reply) {
            reply.send(200, request.method + ' ' + request.body + ' ' + request.header("content-type"));
        });
        CurlTransport transport;
        const auto say = [&](Method method, std::string body) {
            Request request = requestTo(server.url(), "/apis/x");
            auto endpoint = *request.endpoint;
            endpoint.readOnly = false;
            request.endpoint = std::make_shared<Endpoint>(endpoint);
            request.method = method;
            request.body = std::move(body);
            request.contentType = request.body.empty() ? "" : "application/json";
            return call(transport, request)->body;
        };
        QCOMPARE(say(Method::Post, "{}"), std::string("POST {} application/json"));
        QCOMPARE(say(Method::Put, "{}"), std::string("PUT {} application/json"));
        QCOMPARE(say(Method::Patch, "{}"), std::string("PATCH {} application/json"));
        QCOMPARE(say(Method::Delete, ""), std::string("DELETE  "));
        const std::string large(3u << 20, 'x');
        QCOMPARE(say(Method::Patch, large).size(), large.size() + 23);
    }

    void readOnlyLetsNothingMutatingLeave()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) { reply.send(200, "{}"); });
        CurlTransport transport;
        for (const Method method : {Method::Post, Method::Put, Method::Patch, Method::Delete}) {
            Request request = requestTo(server.url(), "/apis/apps/v1/namespaces/a/deployments/b?dryRun=All");
            request.method = method;
            const auto reply = call(transport, request);
            QVERIFY(!reply);
            QCOMPARE(reply.error().kind, Error::Kind::ReadOnly);
        }
        QCOMPARE(server.requests().size(), std::size_t(0));
        Request review = requestTo(server.url(), "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
        review.method = Method::Post;
        review.body = "{}";
        QVERIFY(call(transport, review));
        QCOMPARE(server.requests().size(), std::size_t(1));
    }

    void gzipAndItsLimit()
    {
        const std::string text(5u << 20, 'a');
        HttpServer server([&](const HttpRequest& request, HttpReply& reply) {
            if (request.path() == "/broken")
                reply.send(200, gzipped(text).substr(0, 900) + std::string(300, '?'), {{"Content-Encoding", "gzip"}});
            else
                reply.send(200, gzipped(text), {{"Content-Encoding", "gzip"}});
        });
        CurlTransport transport;
        QCOMPARE(call(transport, requestTo(server.url()))->body.size(), text.size());
        Request limited = requestTo(server.url());
        limited.maxBytes = 1u << 20;
        const auto tooLong = call(transport, limited);
        QVERIFY(!tooLong);
        QCOMPARE(said(tooLong.error()), std::string("The answer is longer than 1 MiB and was not read to its end."));
        const auto broken = call(transport, requestTo(server.url(), "/broken"));
        QVERIFY(!broken);
        QCOMPARE(broken.error().kind, Error::Kind::Malformed);
    }

    void streamsAsItComes()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            reply.write("one\n");
            reply.gone(50ms);
            reply.write("two\n");
            reply.gone(10s);
        });
        CurlTransport transport;
        Heard heard;
        const auto token = transport.start(watchOf(server.url()), heard.sink());
        QVERIFY(heard.waitForBytes(8));
        QCOMPARE(heard.body_, std::string("one\ntwo\n"));
        QCOMPARE(heard.ends_, 0);
        transport.cancel(token);
        settle(transport);
        QCOMPARE(heard.ends_, 0);
    }

    void headComesBeforeAnyByte()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.raw("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
            reply.begin(200, {{"X-Real", "yes"}});
            reply.gone(10s);
        });
        CurlTransport transport;
        Heard heard;
        const auto token = transport.start(watchOf(server.url()), heard.sink());
        QVERIFY(heard.waitForHead());
        QCOMPARE(heard.head_.status, 200);
        QVERIFY(heard.head_.header("link") == nullptr);
        QVERIFY(heard.head_.header("x-real") != nullptr);
        transport.cancel(token);
    }

    void redirectsAreNotFollowed()
    {
        HttpServer other([](const HttpRequest&, HttpReply& reply) { reply.send(200, "{}"); });
        HttpServer server([&](const HttpRequest&, HttpReply& reply) {
            reply.send(302, "", {{"Location", other.url() + "/"}});
        });
        CurlTransport transport;
        Request request = requestTo(server.url());
        request.authorization = Secret("Bearer abc");
        QCOMPARE(call(transport, request)->head.status, 302);
        QCOMPARE(other.requests().size(), std::size_t(0));
    }

    void breaksInTheMiddle()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            reply.write("{\"type\":\"ADD");
            reply.drop();
        });
        CurlTransport transport;
        Heard heard;
        transport.start(watchOf(server.url()), heard.sink());
        QVERIFY(heard.waitForEnd());
        QCOMPARE(heard.error_->kind, Error::Kind::Unreachable);
        QCOMPARE(heard.body_, std::string("{\"type\":\"ADD"));
    }

    void shortBodyIsAnError()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"items\":");
            reply.drop();
        });
        CurlTransport transport;
        const auto reply = call(transport, requestTo(server.url()));
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, Error::Kind::Unreachable);
    }

    void silenceEndsAStream()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            reply.write("x");
            reply.gone(30s);
        });
        CurlTransport transport;
        Heard heard;
        const auto from = std::chrono::steady_clock::now();
        transport.start(watchOf(server.url(), 300ms), heard.sink());
        QVERIFY(heard.waitForEnd());
        const auto took = std::chrono::steady_clock::now() - from;
        QCOMPARE(heard.error_->kind, Error::Kind::Timeout);
        QVERIFY(took >= 300ms && took < 3s);
        QVERIFY(said(*heard.error_).find("Nothing was heard from 127.0.0.1:") == 0);
    }

    void noSilenceWhileBytesCome()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            for (int i = 0; i < 10 && reply.write("x"); ++i)
                reply.gone(100ms);
            reply.end();
        });
        CurlTransport transport;
        Heard heard;
        transport.start(watchOf(server.url(), 500ms), heard.sink());
        QVERIFY(heard.waitForEnd());
        QVERIFY(!heard.error_);
        QCOMPARE(heard.body_.size(), std::size_t(10));
    }

    void wholeRequestsHaveALimit()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) { reply.gone(30s); });
        CurlTransport transport;
        Request request = requestTo(server.url());
        request.timeout = 300ms;
        const auto reply = call(transport, request);
        QVERIFY(!reply);
        QCOMPARE(reply.error().kind, Error::Kind::Timeout);
        QCOMPARE(reply.error().where, "GET 127.0.0.1:" + std::to_string(server.port()) + "/version");
    }

    void aDeadConnectionIsNotUsedAgain()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) { reply.send(200, "{}"); });
        Relay relay(Relay::Kind::Plain, server.port());
        CurlTransport transport;
        Request request = requestTo(relay.url());
        QVERIFY(call(transport, request));
        QVERIFY(call(transport, request));
        QCOMPARE(relay.connections(), 1); // kept alive
        relay.freeze();
        request.timeout = 500ms;
        const auto dead = call(transport, request);
        QVERIFY(!dead);
        QVERIFY2(said(dead.error()).find("did not answer within") != std::string::npos, said(dead.error()).c_str()); // it was reached
        relay.thaw();
        request.timeout = 10s;
        QVERIFY(call(transport, request));
    }

    void floodsArrive()
    {
        constexpr int lines = 200'000;
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            std::string piece;
            for (int i = 0; i < 1000; ++i)
                piece += std::string(99, 'x') + '\n';
            for (int i = 0; i < lines / 1000; ++i)
                reply.write(piece);
            reply.end();
        });
        CurlTransport transport;
        Heard heard;
        transport.start(watchOf(server.url()), heard.sink());
        QVERIFY(heard.waitForEnd());
        QVERIFY(!heard.error_);
        QCOMPARE(heard.body_.size(), std::size_t(lines) * 100);
    }

    void cancelMeansNothingComesAfter()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            while (reply.write(std::string(1000, 'x'))) { }
        });
        CurlTransport transport;
        for (int round = 0; round < 30; ++round) {
            auto calls = std::make_shared<std::atomic<int>>(0);
            auto over = std::make_shared<std::atomic<bool>>(false);
            auto late = std::make_shared<std::atomic<int>>(0);
            Sink sink;
            sink.bytes = [=](std::string_view) {
                ++*calls;
                *late += *over;
            };
            sink.end = [=](const std::optional<Error>&) { *late += *over; };
            const auto token = transport.start(watchOf(server.url()), sink);
            QTRY_VERIFY(round % 3 == 0 || *calls > 0);
            transport.cancel(token);
            *over = true;
            settle(transport);
            QCOMPARE(late->load(), 0);
        }
    }

    void cancelFromTheSinkItself()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            while (reply.write(std::string(100'000, 'x'))) { }
        });
        CurlTransport transport;
        std::atomic<int> calls {0};
        std::atomic<RequestToken> token {0};
        Sink sink;
        sink.bytes = [&](std::string_view) {
            ++calls;
            transport.cancel(token);
        };
        sink.end = [&](const std::optional<Error>&) { calls += 100; };
        transport.post([&] { token = transport.start(watchOf(server.url()), sink); });
        QTRY_COMPARE(calls.load(), 1);
        QVERIFY(call(transport, requestTo("http://127.0.0.1:1")).error().kind == Error::Kind::Unreachable);
        QCOMPARE(calls.load(), 1);
    }

    void tasksAndTimersKeepTheirOrder()
    {
        CurlTransport transport;
        std::vector<int> order;
        std::promise<void> done;
        transport.after(60ms, [&] { done.set_value(); });
        transport.after(40ms, [&] { order.push_back(4); });
        transport.after(20ms, [&] { order.push_back(2); });
        transport.after(20ms, [&] { order.push_back(3); });
        transport.post([&] { order.push_back(1); });
        done.get_future().wait();
        QCOMPARE(order, (std::vector<int> {1, 2, 3, 4}));
    }

    void stopRunsWhatWasPostedAndNothingAfter()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) {
            reply.begin(200);
            while (reply.write("x")) { }
        });
        CurlTransport transport;
        std::atomic<int> calls {0};
        Sink sink;
        sink.bytes = [&](std::string_view) { ++calls; };
        sink.end = [&](const std::optional<Error>&) { ++calls; };
        transport.start(watchOf(server.url()), sink);
        QTRY_VERIFY(calls > 0);
        std::atomic<bool> ran {false};
        transport.post([&] { ran = true; });
        transport.after(1h, [] {});
        transport.stop();
        QVERIFY(ran);
        const int before = calls;
        QTest::qSleep(50);
        QCOMPARE(calls.load(), before);
        transport.start(watchOf(server.url()), sink);
        transport.cancel(77);
        transport.stop();
    }

    void aThrowingSinkHarmsNobody()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) { reply.send(200, "{}"); });
        CurlTransport transport;
        Sink sink;
        sink.bytes = [](std::string_view) { throw std::runtime_error("boom"); };
        sink.end = [](const std::optional<Error>&) { throw std::runtime_error("boom"); };
        transport.start(requestTo(server.url()), sink);
        QVERIFY(call(transport, requestTo(server.url())));
    }

    void headersCannotBeSmuggled()
    {
        HttpServer server([](const HttpRequest&, HttpReply& reply) { reply.send(200, "{}"); });
        CurlTransport transport;
        Request token = requestTo(server.url());
        token.authorization = Secret("Bearer abc\r\nX-Evil: 1");
        const auto refused = call(transport, token);
        QVERIFY(!refused);
        QVERIFY(said(refused.error()).find("abc") == std::string::npos);
        Request header = requestTo(server.url());
        header.headers = {{"Impersonate-User", "a\nImpersonate-Group: system:masters"}};
        QVERIFY(!call(transport, header));
        QVERIFY(!call(transport, requestTo(server.url(), "/a b")));
        QVERIFY(!call(transport, requestTo(server.url(), "evil")));
        QCOMPARE(server.requests().size(), std::size_t(0));
    }

    void manyAtOnce()
    {
        HttpServer server([](const HttpRequest& request, HttpReply& reply) { reply.send(200, request.target); });
        CurlTransport transport;
        std::atomic<int> done {0};
        std::atomic<int> wrong {0};
        for (int i = 0; i < 200; ++i) {
            const std::string path = "/" + std::to_string(i);
            transport.start(requestTo(server.url(), path), collect(1000, [&, path](Result<WholeReply> reply) {
                wrong += !reply || reply->body != path;
                ++done;
            }));
        }
        QTRY_COMPARE_WITH_TIMEOUT(done.load(), 200, 20'000);
        QCOMPARE(wrong.load(), 0);
    }

    void refusedAndUnknown()
    {
        CurlTransport transport;
        int port = 0;
        const int listener = listenOnLoopback(port);
        ::close(listener);
        const auto refused = call(transport, requestTo("https://127.0.0.1:" + std::to_string(port)));
        QCOMPARE(refused.error().kind, Error::Kind::Unreachable);
        QCOMPARE(said(refused.error()), "127.0.0.1:" + std::to_string(port) + " refused the connection.");
        const auto unknown = call(transport, requestTo("https://no-such-host.invalid"));
        QCOMPARE(said(unknown.error()), std::string("No address is known for the name no-such-host.invalid."));
        const auto nowhere = call(transport, requestTo(""));
        QCOMPARE(nowhere.error().kind, Error::Kind::Malformed);
    }

    void whatSpeaksNoHttp()
    {
        int port = 0;
        const int listener = listenOnLoopback(port);
        std::jthread ssh([&] {
            const int client = ::accept(listener, nullptr, nullptr);
            const std::string banner = "SSH-2.0-OpenSSH_9.2\r\n";
            static_cast<void>(::write(client, banner.data(), banner.size()));
            char byte = 0;
            while (::read(client, &byte, 1) > 0) { }
            ::close(client);
        });
        CurlTransport transport;
        const auto reply = call(transport, requestTo("http://127.0.0.1:" + std::to_string(port)));
        QVERIFY(!reply);
        QCOMPARE(said(reply.error()), "127.0.0.1:" + std::to_string(port) + " does not speak HTTP.");
        ::close(listener);
    }
};

QTEST_GUILESS_MAIN(CurlTransportTest)
#include "tst_curl_transport.moc"
