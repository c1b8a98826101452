// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/access.h"
#include "support/recorded_cluster.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

class AccessTest : public QObject {
    Q_OBJECT
    std::shared_ptr<FixedCredentials> source_;
    std::unique_ptr<RecordedTransport> transport_;
    std::unique_ptr<Access> access_;
    std::vector<Result<std::string>> got_;
    std::function<void(Result<std::string>)> keep()
    {
        return [this](Result<std::string> text) { got_.push_back(std::move(text)); };
    }

private Q_SLOTS:
    void init()
    {
        access_.reset();
        source_ = std::make_shared<FixedCredentials>();
        transport_ = std::make_unique<RecordedTransport>();
        access_ = std::make_unique<Access>(*transport_, source_);
        got_.clear();
    }
    void cleanup() { access_.reset(); }

    void addsWhoWeAre()
    {
        source_->credentials.headers
            = {{"Impersonate-User", "jane"}, {"Impersonate-Group", "a"}, {"Impersonate-Group", "b"}};
        ExchangePtr seen;
        transport_->handle([&](const ExchangePtr& exchange) {
            seen = exchange;
            exchange->answer(200, "{}");
        });
        access_->get("/version", keep());
        QVERIFY(!seen); // nothing happens before the caller knows its token
        transport_->run();
        QCOMPARE(got_.size(), std::size_t(1));
        QCOMPARE(*got_[0], std::string("{}"));
        QCOMPARE(seen->request.authorization.reveal(), std::string("Bearer token-of-the-test"));
        QCOMPARE(seen->request.endpoint, source_->credentials.endpoint);
        QCOMPARE(seen->header("Accept"), std::string("application/json"));
        QCOMPARE(seen->header("User-Agent"), std::string("loadline/" LOADLINE_VERSION));
        QCOMPARE(seen->header("Impersonate-User"), std::string("jane"));
        std::vector<std::string> groups;
        for (const auto& [name, value] : seen->request.headers) {
            if (name == "Impersonate-Group")
                groups.push_back(value);
        }
        QCOMPARE(groups, (std::vector<std::string> {"a", "b"}));
    }

    void readOnlyIsSwitchedWithoutNewCredentials()
    {
        int writes = 0;
        transport_->handle([&](const ExchangePtr& exchange) {
            writes += exchange->request.method == Method::Get ? 0 : 1;
            exchange->answer(200, "{}");
        });
        const auto write = [&](Method method) {
            std::optional<Error> refused;
            Request request;
            request.method = method;
            request.path = "/apis/apps/v1/namespaces/a/deployments/x";
            access_->start(request, collect(1000, [&](const Result<WholeReply>& reply) {
                if (!reply)
                    refused = reply.error();
            }));
            transport_->run();
            return refused && refused->kind == Error::Kind::ReadOnly;
        };
        const Method mutating[] = {Method::Post, Method::Put, Method::Patch, Method::Delete};
        for (const Method method : mutating)
            QVERIFY(write(method)); // the credentials of the test are for reading
        QVERIFY(!write(Method::Get));
        QCOMPARE(writes, 0);
        access_->setReadOnly(false);
        for (const Method method : mutating)
            QVERIFY(!write(method));
        QCOMPARE(writes, 4);
        access_->setReadOnly(true);
        for (const Method method : mutating)
            QVERIFY(write(method));
        QCOMPARE(writes, 4);
        QCOMPARE(source_->rejections, 0);
    }

    void keepsItsOwnAccept()
    {
        ExchangePtr seen;
        transport_->handle([&](const ExchangePtr& exchange) { seen = exchange; });
        Request request;
        request.path = "/apis";
        request.headers = {{"Accept", "text/plain"}};
        access_->start(request, {});
        transport_->run();
        QCOMPARE(seen->header("Accept"), std::string("text/plain"));
    }

    void asksOnceMoreAfter401()
    {
        int asked = 0;
        transport_->handle([&](const ExchangePtr& exchange) {
            if (++asked == 1)
                exchange->answer(401, fixtureText("unauthorized.json"));
            else
                exchange->answer(200, "fresh");
        });
        access_->get("/version", keep());
        transport_->run();
        QCOMPARE(got_.size(), std::size_t(1));
        QCOMPARE(*got_[0], std::string("fresh"));
        QCOMPARE(source_->asked, 2);
        QCOMPARE(source_->rejections, 1);
    }

    void passesTheSecond401On()
    {
        transport_->handle(
            [&](const ExchangePtr& exchange) { exchange->answer(401, fixtureText("unauthorized.json")); });
        access_->get("/version", keep());
        transport_->run();
        QVERIFY(!got_.at(0));
        QCOMPARE(got_[0].error().kind, Error::Kind::Unauthorized);
        QCOMPARE(transport_->all().size(), std::size_t(2));
    }

    void a401FromBehindTheServiceProxyIsNotOurs()
    {
        transport_->handle([&](const ExchangePtr& exchange) { exchange->answer(401, "no"); });
        access_->get("/api/v1/namespaces/m/services/prometheus:9090/proxy/api/v1/query", keep());
        transport_->run();
        QVERIFY(!got_.at(0));
        QCOMPARE(source_->rejections, 0);
        QCOMPARE(transport_->all().size(), std::size_t(1));
    }

    void requestsThatFailTogetherRenewOnce()
    {
        source_->hold = false;
        bool renewed = false;
        transport_->handle([&](const ExchangePtr& exchange) {
            if (exchange->request.authorization.reveal() == "Bearer new")
                exchange->answer(200, "fresh");
            else
                exchange->answer(401, fixtureText("unauthorized.json"));
        });
        for (int i = 0; i < 20; ++i)
            access_->get("/version", keep());
        // The plugin takes its time; meanwhile all twenty are told 401.
        transport_->post([&] { source_->hold = true; });
        transport_->run();
        QCOMPARE(source_->rejections, 1);
        QVERIFY(got_.empty());
        source_->credentials.authorization = Secret("Bearer new");
        renewed = true;
        source_->release();
        transport_->run();
        QVERIFY(renewed);
        QCOMPARE(source_->rejections, 1);
        QCOMPARE(got_.size(), std::size_t(20));
        for (const auto& text : got_)
            QCOMPARE(*text, std::string("fresh"));
    }

    void errorsOfCredentialsComeAsEnd()
    {
        source_->error = Error {Error::Kind::Plugin, "the plugin failed", {}, {}, {}};
        access_->get("/version", keep());
        QVERIFY(got_.empty());
        transport_->run();
        QCOMPARE(got_.at(0).error().kind, Error::Kind::Plugin);
        QVERIFY(transport_->all().empty());
    }

    void cancelWhileCredentialsAreWaitedFor()
    {
        source_->hold = true;
        const auto token = access_->get("/version", keep());
        transport_->run();
        access_->cancel(token);
        source_->release();
        transport_->run();
        QVERIFY(got_.empty());
        QVERIFY(transport_->all().empty());
    }

    void goesAwayWithRequestsUnderWay()
    {
        access_->get("/one", keep());
        transport_->run();
        source_->hold = true;
        access_->get("/two", keep());
        transport_->run();
        QCOMPARE(transport_->open().size(), std::size_t(1));
        access_.reset();
        QVERIFY(transport_->open().empty());
        source_->release();
        transport_->run();
        QVERIFY(got_.empty());
    }

    void readOnlyIsRefusedByTheTransport()
    {
        Request request;
        request.method = Method::Patch;
        request.path = "/apis/apps/v1/namespaces/a/deployments/b";
        std::optional<Error> error;
        Sink sink;
        sink.end = [&](const std::optional<Error>& end) { error = end; };
        access_->start(request, sink);
        transport_->run();
        QVERIFY(error.has_value());
        QCOMPARE(error->kind, Error::Kind::ReadOnly);
    }
};

QTEST_APPLESS_MAIN(AccessTest)
#include "tst_access.moc"
