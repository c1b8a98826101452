// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripted_transport.h"

#include "kube/credentials.h"
#include "kube/oidc.h"

#include <QtTest>

#include <memory>
#include <optional>

using namespace loadline;
using test::ScriptedTransport;
using Reply = ScriptedTransport::Answer;

namespace {

std::string message(const Error& error)
{
    return fillIn(error.what, error.args) + " | " + fillIn(error.hint, error.args) + " | " + error.where;
}

#define HAS(text, part)                                                                                                \
    QVERIFY2((text).find(part) != std::string::npos,                                                                   \
        qPrintable(QString::fromStdString("'" + std::string(part) + "' is not in: " + (text))))

std::string jwt(TimePoint expires, const char* who = "me")
{
    const QByteArray claims = QByteArray("{\"sub\":\"") + who
        + "\",\"exp\":" + QByteArray::number(static_cast<qint64>(toUnixSeconds(expires))) + "}";
    return "eyJhbGciOiJub25lIn0."
        + claims.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString() + ".c2ln";
}

} // namespace

class OidcTest : public QObject {
    Q_OBJECT

    struct Bench {
        ScriptedTransport transport;
        CredentialServices services {transport, nullptr};
        Reply document {
            200, "{\"issuer\":\"https://idp/realm\",\"token_endpoint\":\"https://idp/realm/token?x=1\"}", {}};
        Reply tokens;
        std::string idToken, refreshToken = "r1+/=";

        Bench()
        {
            transport.answer = [this](const Request& request) {
                return request.path.find("openid-configuration") != std::string::npos ? document : tokens;
            };
            idToken = jwt(transport.time + Seconds {300});
            renewTo(jwt(transport.time + std::chrono::hours {1}, "new"), "r2");
        }
        void renewTo(const std::string& id, const std::string& refresh)
        {
            tokens = {200, "{\"id_token\":\"" + id + "\",\"refresh_token\":\"" + refresh + "\"}", {}};
        }
        std::shared_ptr<CredentialSource> source()
        {
            const std::string config = "clusters: [{name: c, cluster: {server: 'https://h'}}]\n"
                                       "contexts: [{name: x, context: {cluster: c, user: u}}]\n"
                                       "users: [{name: u, user: {auth-provider: {name: oidc, config: {idp-issuer-url: "
                                       "'https://idp/realm/', client-id: me, client-secret: s&s, id-token: '"
                + idToken + "', refresh-token: '" + refreshToken + "'}}}}]\n";
            return makeCredentialSource(parseKubeconfig(config, "/k"), "x", true, services);
        }
        Result<Credentials> get(const std::shared_ptr<CredentialSource>& source, bool rejected = false)
        {
            std::optional<Result<Credentials>> given;
            source->get(rejected, [&](Result<Credentials> result) { given.emplace(std::move(result)); });
            transport.run();
            return given ? *given : Error {Error::Kind::Cancelled, "nothing was given", {}, {}, {}};
        }
        std::string bearer(const std::shared_ptr<CredentialSource>& source, bool rejected = false)
        {
            const auto given = get(source, rejected);
            return given ? given->authorization.reveal() : message(given.error());
        }
    };

private Q_SLOTS:
    void readsWhenATokenEnds()
    {
        const TimePoint end = std::chrono::sys_days {std::chrono::year {2030} / 1 / 2};
        QCOMPARE(expiryOfJwt(jwt(end)), std::optional(end));
        QVERIFY(!expiryOfJwt(""));
        QVERIFY(!expiryOfJwt("a.b"));
        QVERIFY(!expiryOfJwt("a.!!.c"));
        QVERIFY(!expiryOfJwt("a.e30.c")); // {}
        QVERIFY(!expiryOfJwt("a.eyJleHAiOjFlOTl9.c")); // {"exp":1e99}
    }

    void usesTheIdTokenWhileItLasts()
    {
        Bench bench;
        const auto source = bench.source();
        QCOMPARE(bench.bearer(source), "Bearer " + bench.idToken);
        QVERIFY(bench.transport.asked.empty());
    }

    void renewsItBeforeItEnds()
    {
        Bench bench;
        const auto source = bench.source();
        bench.transport.time += Seconds {295};
        const std::string first = bench.bearer(source);
        HAS(first, "Bearer eyJ");
        QVERIFY(first != "Bearer " + bench.idToken);
        QCOMPARE(bench.transport.asked.size(), 2u);
        QCOMPARE(bench.transport.asked[0].endpoint->server, std::string("https://idp"));
        QCOMPARE(bench.transport.asked[0].path, std::string("/realm/.well-known/openid-configuration"));
        const Request& post = bench.transport.asked[1];
        QCOMPARE(post.path, std::string("/realm/token?x=1"));
        QVERIFY(post.method == Method::Post && !post.endpoint->readOnly);
        QCOMPARE(post.contentType, std::string("application/x-www-form-urlencoded"));
        QCOMPARE(post.body,
            std::string("grant_type=refresh_token&refresh_token=r1%2B%2F%3D&client_id=me&client_secret=s%26s"));
        // The refresh token was rotated, the document is known.
        bench.transport.time += std::chrono::hours {1};
        bench.renewTo(jwt(bench.transport.time + std::chrono::hours {1}, "third"), "r3");
        HAS(bench.bearer(source), "Bearer eyJ");
        QCOMPARE(bench.transport.asked.size(), 3u);
        HAS(bench.transport.asked[2].body, "refresh_token=r2&");
    }

    void contextsShareOneLogin()
    {
        Bench bench;
        bench.transport.time += Seconds {400};
        const auto a = bench.source(), b = bench.source();
        int given = 0;
        for (const auto& source : {a, b, a})
            source->get(false, [&](const Result<Credentials>& result) { given += result ? 1 : 0; });
        bench.transport.run();
        QCOMPARE(given, 3);
        QCOMPARE(bench.transport.asked.size(), 2u);
        QCOMPARE(bench.services.oidc.size(), 1u);
    }

    void aRejectedTokenIsRenewedOnce()
    {
        Bench bench;
        const auto source = bench.source();
        QVERIFY(bench.get(source));
        const std::string second = bench.bearer(source, true);
        QVERIFY(second != "Bearer " + bench.idToken);
        const auto refused = bench.get(source, true);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
        QCOMPARE(bench.transport.asked.size(), 2u);
        bench.transport.time += Seconds {31};
        QVERIFY(bench.get(source, true));
        QCOMPARE(bench.transport.asked.size(), 3u);
    }

    void saysWhatWentWrong_data()
    {
        QTest::addColumn<int>("documentStatus");
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("part");
        const QByteArray good("{\"token_endpoint\":\"https://idp/token\"}");
        QTest::newRow("no document") << 404 << QByteArray("nope") << 200 << QByteArray() << QByteArray("HTTP 404");
        QTest::newRow("a web page") << 200 << QByteArray("<html>") << 200 << QByteArray()
                                    << QByteArray("no usable discovery");
        QTest::newRow("not https") << 200 << QByteArray("{\"token_endpoint\":\"http://evil/token\"}") << 200
                                   << QByteArray() << QByteArray("not https");
        QTest::newRow("refused") << 200 << good << 400
                                 << QByteArray("{\"error\":\"invalid_grant\",\"error_description\":\"r1+/= expired\"}")
                                 << QByteArray("(HTTP 400): invalid_grant: *** expired");
        QTest::newRow("HTML error") << 200 << good << 502 << QByteArray("<html>") << QByteArray("(HTTP 502)");
        QTest::newRow("no token") << 200 << good << 200 << QByteArray("{\"access_token\":\"x\"}")
                                  << QByteArray("without a usable ID token");
        QTest::newRow("expired token") << 200 << good << 200
                                       << QByteArray::fromStdString(
                                              "{\"id_token\":\"" + jwt(TimePoint {Seconds {1000}}) + "\"}")
                                       << QByteArray("expired at 1970");
    }
    void saysWhatWentWrong()
    {
        QFETCH(int, documentStatus);
        QFETCH(QByteArray, document);
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, part);
        Bench bench;
        bench.document = {documentStatus, document.toStdString(), {}};
        bench.tokens = {status, body.toStdString(), {}};
        bench.transport.time += Seconds {400};
        const auto source = bench.source();
        const std::string said = bench.bearer(source);
        HAS(said, part.constData());
        QVERIFY(said.find("r1+/=") == std::string::npos && said.find("s&s") == std::string::npos);
        const auto asked = bench.transport.asked.size();
        bench.transport.time += Seconds {29};
        QCOMPARE(bench.bearer(source), said); // said again, not asked again
        QCOMPARE(bench.transport.asked.size(), asked);
        retryCredentials(bench.services);
        bench.transport.run();
        (void)bench.get(source);
        QVERIFY(bench.transport.asked.size() > asked);
    }

    void passesOnThatItCannotBeReached()
    {
        Bench bench;
        bench.document.error = Error {Error::Kind::Unreachable, "no route", "https://idp", {}, {}};
        bench.transport.time += Seconds {400};
        const auto given = bench.get(bench.source());
        QVERIFY(!given);
        QCOMPARE(given.error().kind, Error::Kind::Unreachable);
    }

    void saysThatThereIsNothingToRenewWith()
    {
        Bench bench;
        bench.refreshToken.clear();
        bench.transport.time += Seconds {400};
        HAS(bench.bearer(bench.source()), "has expired");
        HAS(bench.bearer(bench.source()), "no refresh-token");
        QVERIFY(bench.transport.asked.empty());
    }
};

QTEST_GUILESS_MAIN(OidcTest)
#include "tst_oidc.moc"
