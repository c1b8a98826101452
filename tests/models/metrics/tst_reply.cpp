// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/reply.h"

#include <QElapsedTimer>
#include <QTest>

using namespace loadline;

namespace {

constexpr Millis minute = Seconds {60};

Result<PromReply> reply(std::string_view body, int status = 200, std::size_t maxSeries = 5000)
{
    return parsePromReply(body, status, minute, maxSeries);
}

QString whatOf(const Error& error)
{
    return QString::fromStdString(fillIn(error.what, error.args));
}

std::string matrixOf(int series, int points, std::int64_t from, int step)
{
    std::string body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
    for (int s = 0; s < series; ++s) {
        body += s ? "," : "";
        body += R"({"metric":{"pod":"recommendation-api-7d9f8b6c5d-)" + std::to_string(10'000 + s) + R"("},"values":[)";
        for (int p = 0; p < points; ++p) {
            body += p ? ",[" : "[";
            body += std::to_string(from + p * step) + ",\"" + std::to_string(0.25 + (s * 31 + p * 7) % 1000 * 0.00173)
                + "\"]";
        }
        body += "]}";
    }
    return body + "]}}";
}

} // namespace

class TestReply : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void matrix();
    void vectorAndScalar();
    void whatIsNoNumberIsAbsent();
    void warningsAreKept();
    void tooManySeries();
    void errors_data();
    void errors();
    void cutAnywhere();
    void wrongShapes_data();
    void wrongShapes();
    void names();
    void version();
    void aMonthOfSeries();
};

void TestReply::matrix()
{
    const auto read = reply(R"({"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"pod":"a","container":"app"},"values":[[1700000000,"1.5"],[1700000060.25,"2"],[1700000120,"-3e-5"]]},
        {"metric":{},"values":[[1700000000,"7"]]}]}})");
    QVERIFY(read);
    QCOMPARE(read->series.size(), 2u);
    const auto& one = read->series[0];
    QCOMPARE(one.labels[0].first, std::string("container"));
    QCOMPARE(*one.label("pod"), std::string("a"));
    const std::vector<Sample> expected {{TimePoint {Millis {1'700'000'000'000}}, 1.5},
        {TimePoint {Millis {1'700'000'060'250}}, 2}, {TimePoint {Millis {1'700'000'120'000}}, -3e-5}};
    QVERIFY(one.samples == expected);
    QCOMPARE(one.gapAfter, gapAfterStep(minute));
}

void TestReply::vectorAndScalar()
{
    const auto vector = reply(
        R"({"status":"success","data":{"resultType":"vector","result":[{"metric":{"x":"1"},"value":[5,"42"]}]}})");
    QVERIFY(vector);
    QCOMPARE(vector->series.at(0).last(), std::optional(42.0));
    const auto scalar = reply(R"({"status":"success","data":{"resultType":"scalar","result":[5,"0.1"]}})");
    QVERIFY(scalar);
    QCOMPARE(scalar->series.at(0).last(), std::optional(0.1));
    QVERIFY(scalar->series.at(0).labels.empty());
}

void TestReply::whatIsNoNumberIsAbsent()
{
    const auto read = reply(R"({"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"a":"1"},"values":[[1,"NaN"],[2,"+Inf"],[3,"-Inf"],[4,"1"],[5,""],[6,"1x"],[7,8],["9","9"],[1e300,"1"],
        [10],[],null,"x"]},
        {"metric":{"a":"2"},"values":[[1,"NaN"]]}]}})");
    QVERIFY(read);
    QCOMPARE(read->series.size(), 1u);
    QCOMPARE(read->series[0].samples.size(), 1u);
    QCOMPARE(read->series[0].samples[0].value, 1.0);
}

void TestReply::warningsAreKept()
{
    const auto read
        = reply(R"({"status":"success","data":{"resultType":"matrix","result":[]},"warnings":["a store is down"]})");
    QVERIFY(read);
    QVERIFY(read->series.empty());
    QCOMPARE(read->warnings, std::vector<std::string> {"a store is down"});
}

void TestReply::tooManySeries()
{
    const auto body = matrixOf(20'000, 1, 1'700'000'000, 60);
    const auto read = reply(body);
    QVERIFY(!read);
    QCOMPARE(
        whatOf(read.error()), QStringLiteral("Prometheus answered with 20000 series; more than 5000 cannot be drawn."));
    QVERIFY(!read.error().hint.empty());
    QVERIFY(reply(body, 200, 20'000));
}

void TestReply::errors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("what");
    const auto row = [](const char* name, int status, const char* body, Error::Kind kind, const char* what) {
        QTest::newRow(name) << status << QString::fromUtf8(body) << static_cast<int>(kind) << QString::fromUtf8(what);
    };
    using K = Error::Kind;
    row("422", 422,
        R"({"status":"error","errorType":"execution","error":"query processing would load too many samples into memory in query execution"})",
        K::Server,
        "Prometheus could not answer: query processing would load too many samples into memory in query execution.");
    row("422 of VictoriaMetrics", 422, R"({"status":"error","errorType":"422","error":"cannot parse \"rate(\""})",
        K::Server, "Prometheus could not answer: cannot parse \"rate(\".");
    row("400", 400,
        R"({"status":"error","errorType":"bad_data","error":"exceeded maximum resolution of 11,000 points per timeseries."})",
        K::Malformed, "Prometheus could not answer: exceeded maximum resolution of 11,000 points per timeseries.");
    row("success with error inside", 200, R"({"status":"error","errorType":"internal","error":"boom"})", K::Server,
        "Prometheus could not answer: boom.");
    row("503 starting", 503, "Service Unavailable", K::Throttled, "Prometheus cannot answer now: Service Unavailable.");
    row("503 timeout", 503,
        R"({"status":"error","errorType":"timeout","error":"query timed out in expression evaluation"})", K::Timeout,
        "Prometheus could not answer: query timed out in expression evaluation.");
    row("503 no endpoints", 503,
        R"({"kind":"Status","message":"no endpoints available for service \"prometheus\"","reason":"ServiceUnavailable","code":503})",
        K::Unreachable, "No pod of this Prometheus is ready: no endpoints available for service \"prometheus\".");
    row("502 page", 502, "<html><body>Bad Gateway</body></html>", K::Unreachable,
        "Something before Prometheus cannot reach it: 502 Bad Gateway.");
    row("429", 429, "", K::Throttled, "Prometheus asks for fewer questions: 429.");
    row("401", 401, "Unauthorized\n", K::Unauthorized, "Prometheus did not accept the credentials.");
    row("403", 403,
        R"({"kind":"Status","message":"services \"p\" is forbidden: User \"dev\" cannot get resource \"services/proxy\"","code":403})",
        K::Forbidden,
        "Asking this Prometheus was refused: services \"p\" is forbidden: User \"dev\" cannot get resource "
        "\"services/proxy\".");
    row("404", 404, "404 page not found", K::NotFound, "There is no Prometheus API at this address.");
    row("504", 504, "", K::Timeout, "Prometheus could not answer: 504 Gateway Timeout.");
    row("418", 418, "", K::Server, "Prometheus could not answer: 418.");
    row("page", 200, "<!doctype html><title>Sign in</title>", K::Malformed, "The answer is a web page, not JSON.");
    row("empty", 200, "", K::Malformed, "The answer is empty.");
    row("other JSON", 200, R"({"hello":"world"})", K::Malformed, "The answer is JSON, but not of a Prometheus.");
    row("array", 200, "[]", K::Malformed, "The answer is JSON, but not of a Prometheus.");
}

void TestReply::errors()
{
    QFETCH(const int, status);
    QFETCH(const QString, body);
    QFETCH(const int, kind);
    QFETCH(const QString, what);
    const auto read = reply(body.toStdString(), status);
    QVERIFY(!read);
    QCOMPARE(whatOf(read.error()), what);
    QCOMPARE(static_cast<int>(read.error().kind), kind);
    if (status != 418 && body != QStringLiteral(R"({"status":"error","errorType":"internal","error":"boom"})")
        && !body.contains(QLatin1String("cannot parse")))
        QVERIFY2(!read.error().hint.empty(), "no hint");
}

void TestReply::cutAnywhere()
{
    const std::string whole
        = R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{"a":"ü"},"values":[[1,"2"]]}]}})";
    QVERIFY(reply(whole));
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY(!reply(std::string_view(whole).substr(0, length)));
}

void TestReply::wrongShapes_data()
{
    QTest::addColumn<QString>("data");
    for (const char* data : {"null", "7", "\"x\"", "{}", R"({"resultType":"matrix"})",
             R"({"resultType":"matrix","result":{}})", R"({"resultType":"streams","result":[]})", R"({"result":[]})"})
        QTest::newRow(data) << QString::fromUtf8(data);
}

void TestReply::wrongShapes()
{
    QFETCH(const QString, data);
    QVERIFY(!reply(R"({"status":"success","data":)" + data.toStdString() + "}"));
    // Wrong things inside the list are left out, not believed.
    const auto inside
        = reply(R"({"status":"success","data":{"resultType":"matrix","result":[)" + data.toStdString() + "]}}");
    QVERIFY(inside);
    QVERIFY(inside->series.empty());
}

void TestReply::names()
{
    const auto values = parsePromNames(R"({"status":"success","data":["up","a","up"]})", 200);
    QVERIFY(values);
    QCOMPARE(*values, (std::vector<std::string> {"a", "up"}));
    const auto series = parsePromNames(R"({"status":"success","data":[{"__name__":"b","x":"y"},{"x":"y"},3]})", 200);
    QVERIFY(series);
    QCOMPARE(*series, (std::vector<std::string> {"b"}));
    QVERIFY(!parsePromNames(R"({"status":"success","data":{}})", 200));
    QVERIFY(!parsePromNames("", 404));
}

void TestReply::version()
{
    QCOMPARE(*parsePromVersion(R"({"status":"success","data":{"version":"2.42.0"}})", 200), std::string("2.42.0"));
    QVERIFY(!parsePromVersion(R"({"status":"success","data":{}})", 200));
    QCOMPARE(parsePromVersion("404 page not found", 404).error().kind, Error::Kind::NotFound);
}

// Thirty days of 200 series at five minutes, as they come: in slices of a day.
void TestReply::aMonthOfSeries()
{
    std::vector<std::string> days;
    std::size_t bytes = 0;
    for (int day = 0; day < 30; ++day) {
        days.push_back(matrixOf(200, 288, 1'700'006'400 + day * 86'400, 300));
        bytes += days.back().size();
    }
    QElapsedTimer timer;
    timer.start();
    std::vector<Series> all;
    for (const auto& day : days) {
        auto read = parsePromReply(day, 200, Seconds {300});
        QVERIFY(read);
        append(all, std::move(read->series));
    }
    qInfo("parsed and joined %.1f MB in %lld ms", static_cast<double>(bytes) / 1e6,
        static_cast<long long>(timer.elapsed()));
    QCOMPARE(all.size(), 200u);
    std::size_t samples = 0;
    for (const auto& series : all)
        samples += series.samples.size();
    QCOMPARE(samples, 1'728'000u);
}

QTEST_APPLESS_MAIN(TestReply)
#include "tst_reply.moc"
