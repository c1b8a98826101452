// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/watch_state.h"

#include "../../support/fixtures.h"

#include <QtTest>

using namespace loadline;
using Kind = Error::Kind;

Q_DECLARE_METATYPE(loadline::Error::Kind)

class TestStatusError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kinds_data();
    void kinds();
    void recordings_data();
    void recordings();
    void wordsOfTheServer();
    void webPages();
    void longAndUgly();
};

void TestStatusError::kinds_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<Kind>("kind");
    const auto row = [](const char* name, int status, const char* body, Kind kind) {
        QTest::newRow(name) << status << QByteArray(body) << kind;
    };
    const char* empty = "";
    row("401", 401, empty, Kind::Unauthorized);
    row("403", 403, empty, Kind::Forbidden);
    row("404 of the group", 404, "404 page not found\n", Kind::Unsupported);
    row("404 of the resource", 404,
        R"({"kind":"Status","status":"Failure","message":"the server could not find the requested resource","reason":"NotFound","details":{},"code":404})",
        Kind::Unsupported);
    row("404 of an object", 404,
        R"({"kind":"Status","message":"pods \"x\" not found","reason":"NotFound","details":{"name":"x","kind":"pods"},"code":404})",
        Kind::NotFound);
    row("404 without a word", 404, empty, Kind::Unsupported);
    row("405", 405, empty, Kind::Unsupported);
    row("406", 406, empty, Kind::Unsupported);
    row("409", 409, empty, Kind::Conflict);
    row("410", 410, empty, Kind::Expired);
    row("422", 422, empty, Kind::Malformed);
    row("429", 429, "Too many requests, please try again later.\n", Kind::Throttled);
    row("500", 500, "boom", Kind::Server);
    row("502", 502, "<html>bad gateway</html>", Kind::Server);
    row("503", 503, empty, Kind::Server);
    row("504", 504, empty, Kind::Timeout);
    row("418", 418, empty, Kind::Server);
    row("404 as a page", 404, "<html>nginx</html>", Kind::Server);
}

void TestStatusError::kinds()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(Kind, kind);
    const Error error = errorOfStatus(status, body.toStdString(), "GET /x");
    QVERIFY(error.kind == kind);
    QCOMPARE(error.where, std::string("GET /x"));
    const std::string text = plainText(error);
    QVERIFY2(text.find('%') == std::string::npos, text.c_str()); // every argument is there
    QVERIFY2(text.find(": .") == std::string::npos && text.find("..") == std::string::npos, text.c_str());
    // Where something can be done about it, it says what.
    if (kind == Kind::Unauthorized || kind == Kind::Forbidden || kind == Kind::Throttled || kind == Kind::Expired)
        QVERIFY(!error.hint.empty());
}

void TestStatusError::recordings_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("says");
    QTest::newRow("forbidden.json") << 403 << Kind::Forbidden
                                    << QStringLiteral("User \"viewer\" cannot list resource \"horizontalpodautoscalers\"");
    QTest::newRow("unauthorized.json") << 401 << Kind::Unauthorized << QStringLiteral("Unauthorized");
    QTest::newRow("hpa-404.json") << 404 << Kind::NotFound << QStringLiteral("\"nope\" not found");
    QTest::newRow("custommetric-404.json") << 404 << Kind::NotFound << QStringLiteral("inference_latency_p95_seconds");
    QTest::newRow("apply-conflict.json") << 409 << Kind::Conflict << QStringLiteral("conflict");
    QTest::newRow("apply-invalid.json") << 422 << Kind::Malformed << QStringLiteral("invalid");
    QTest::newRow("apply-strict-unknown-field.json") << 500 << Kind::Server << QStringLiteral("field not declared in schema");
}

void TestStatusError::recordings()
{
    QFETCH(int, status);
    QFETCH(Kind, kind);
    QFETCH(QString, says);
    const std::string body = recording(QTest::currentDataTag());
    QVERIFY(!body.empty());
    const Error error = errorOfStatus(status, body, "where");
    QVERIFY(error.kind == kind);
    const QString text = QString::fromStdString(plainText(error));
    QVERIFY2(text.contains(says), qPrintable(text));
}

void TestStatusError::wordsOfTheServer()
{
    const Error error = errorOfStatus(403, R"({"kind":"Status","message":"no\n  way."})", "");
    QCOMPARE(fillIn(error.what, error.args), std::string("You may not do this: no way."));
    QCOMPARE(errorOfStatus(403, R"({"message":"« non »"})", "").args.front(), std::string("« non »"));
    // Prometheus and gateways say "error".
    QCOMPARE(errorOfStatus(500, R"({"error":"out of memory"})", "").args.front(), std::string("out of memory"));
    // Cut JSON is quoted as it is.
    QVERIFY(plainText(errorOfStatus(500, R"({"kind":"Sta)", "")).find("{\"kind\":\"Sta") != std::string::npos);
}

void TestStatusError::webPages()
{
    const Error error = errorOfStatus(200, "\n<!DOCTYPE html><title>Sign in</title>", "GET /api");
    QVERIFY(plainText(error).find("web page with HTTP status 200") != std::string::npos);
    QVERIFY(!error.hint.empty());
}

void TestStatusError::longAndUgly()
{
    std::string body = "bad\x01\x02 ";
    for (int i = 0; i < 5000; ++i)
        body += "é";
    const std::string text = plainText(errorOfStatus(500, body, ""));
    QVERIFY(text.size() < 400);
    QVERIFY(text.find('\x01') == std::string::npos);
    QVERIFY(!QString::fromStdString(text).contains(QChar::ReplacementCharacter)); // cut between characters
    QVERIFY(QString::fromStdString(text).endsWith(QStringLiteral("é….")));
}

QTEST_APPLESS_MAIN(TestStatusError)
#include "tst_status_error.moc"
