// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugin_scripts.h"

#include "kube/exec_plugin_mask.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>

#include <map>
#include <optional>

using namespace loadline;
using test::PluginHome;

namespace {

const TimePoint start = std::chrono::sys_days {std::chrono::year {2026} / 11 / 24};
using Answer = Result<PluginCredential>;

std::string message(const Error& error)
{
    return fillIn(error.what, error.args) + " | " + fillIn(error.hint, error.args) + " | " + error.where;
}

bool has(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

#define HAS(text, part)                                                                                                \
    QVERIFY2(has(text, part), qPrintable(QString::fromStdString("'" + std::string(part) + "' is not in: " + (text))))

// PluginRuns with a clock that the test moves.
struct Bench {
    PluginHome home;
    LoginShell shell {home.desktop()};
    TimePoint now = start;
    std::unique_ptr<PluginRuns> runs;
    std::vector<PluginPrompt> shown;
    std::vector<std::uint64_t> closed;

    explicit Bench(PluginRuns::Limits limits = PluginRuns::usualLimits())
    {
        runs = std::make_unique<PluginRuns>(
            shell, [this] { return now; }, limits);
    }
    void window()
    {
        runs->setPrompts({PluginPrompts::Place::Window, [this](const PluginPrompt& prompt) { shown.push_back(prompt); },
            [this](std::uint64_t id) { closed.push_back(id); }});
    }
    std::shared_ptr<std::optional<Answer>> ask(
        const ExecPlugin& plugin, std::uint64_t rejected = 0, const char* context = "x", KubeCluster cluster = {})
    {
        auto got = std::make_shared<std::optional<Answer>>();
        runs->get({plugin, std::move(cluster), context, rejected}, [got](Answer answer) { got->emplace(answer); });
        return got;
    }
    Answer wait(const std::shared_ptr<std::optional<Answer>>& got) const
    {
        if (!QTest::qWaitFor([&] { return got->has_value(); }, 20000))
            return Error {Error::Kind::Cancelled, "the test waited for 20 s", {}, {}, {}};
        return **got;
    }
    Answer get(const ExecPlugin& plugin, std::uint64_t rejected = 0) { return wait(ask(plugin, rejected)); }
    std::string failure(const ExecPlugin& plugin)
    {
        const Answer answer = get(plugin);
        return answer ? "it succeeded" : message(answer.error());
    }
};

constexpr const char* pair = "\"clientCertificateData\":\"-----BEGIN CERTIFICATE-----\\nA\\n\","
                             "\"clientKeyData\":\"-----BEGIN PRIVATE KEY-----\\nB\\n\"";

} // namespace

std::string logged; // all that was logged during a test

void keepLog(QtMsgType, const QMessageLogContext&, const QString& text)
{
    logged += text.toStdString() + '\n';
}

class ExecPluginTest : public QObject {
    Q_OBJECT
    QtMessageHandler before_ = nullptr;

private Q_SLOTS:
    void init()
    {
        logged.clear();
        before_ = qInstallMessageHandler(keepLog);
    }
    void cleanup() { qInstallMessageHandler(before_); }

    void givesATokenFromAPathThatOnlyTheShellKnows()
    {
        Bench bench;
        const auto plugin = bench.home.plugin("p", "answer \"\\\"token\\\":\\\"tok-$FROM_RC-$1-$EXTRA\\\"\"\n");
        ExecPlugin wish = plugin;
        wish.args = {"a_b"};
        wish.env = {{"EXTRA", Secret("e")}};
        const Answer answer = bench.get(wish);
        QVERIFY2(answer, answer ? "" : message(answer.error()).c_str());
        QCOMPARE(answer->token.reveal(), std::string("tok-yes-a_b-e"));
    }

    void givesACertificate()
    {
        Bench bench;
        const Answer answer = bench.get(bench.home.plugin("p", QByteArray("answer '") + pair + "'\n"));
        QVERIFY2(answer, answer ? "" : message(answer.error()).c_str());
        QCOMPARE(answer->clientCertPem.reveal(), std::string("-----BEGIN CERTIFICATE-----\nA\n"));
        QCOMPARE(answer->clientKeyPem.reveal(), std::string("-----BEGIN PRIVATE KEY-----\nB\n"));
    }

    void tellsThePluginWhatKubectlTells()
    {
        Bench bench;
        auto plugin = bench.home.plugin(
            "p", "printf %s \"$KUBERNETES_EXEC_INFO\" > " + bench.home.path("info") + "\nanswer '\"token\":\"t\"'\n");
        plugin.provideClusterInfo = true;
        KubeCluster cluster;
        cluster.server = "https://h:6443";
        cluster.tlsServerName = "other";
        cluster.caPem = "PEM";
        cluster.insecure = true;
        cluster.proxyUrl = "socks5://p:1";
        cluster.execConfigJson = R"({"audience":"06e3"})";
        QVERIFY(bench.wait(bench.ask(plugin, 0, "x", cluster)));
        QFile file(QString::fromUtf8(bench.home.path("info")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray expected("{'kind':'ExecCredential','apiVersion':'client.authentication.k8s.io/v1','spec':{"
                                  "'interactive':false,'cluster':{'server':'https://h:6443','tls-server-name':'other',"
                                  "'insecure-skip-tls-verify':true,'certificate-authority-data':'UEVN',"
                                  "'proxy-url':'socks5://p:1','config':{'audience':'06e3'}}}}");
        QCOMPARE(QJsonDocument::fromJson(file.readAll()).object(),
            QJsonDocument::fromJson(QByteArray(expected).replace('\'', '"')).object());
    }

    // The same kubeconfig through kubectl: what its plugin is told and ours must be the same document.
    void tellsThePluginTheSameAsKubectl()
    {
        const QString kubectl = QStandardPaths::findExecutable(QStringLiteral("kubectl"));
        if (kubectl.isEmpty())
            QSKIP("kubectl is not installed: nothing to compare with");
        const PluginHome home;
        const QByteArray info = home.path("info");
        home.write("plugin", "#!/bin/sh\nprintf %s \"$KUBERNETES_EXEC_INFO\" > " + info + "\nexit 1\n", true);
        home.write("ca.pem", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", false);
        for (const char* version : {"v1", "v1beta1"}) {
            QFile::remove(QString::fromUtf8(info));
            const QByteArray text
                = "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\n"
                  "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1/a/b', tls-server-name: "
                  "t, insecure-skip-tls-verify: true, proxy-url: 'http://127.0.0.1:1', "
                  "disable-compression: true, extensions: [{name: client.authentication.k8s.io/exec, "
                  "extension: {audience: 06e3, hex: 0x10, oct: 017, list: [1.5, -.5, 1.5E3, 1_000, on, ~, 'on', 1.2.3, "
                  "0x], deep: {a: b}}}]}}]\n"
                  "users: [{name: u, user: {exec: {command: ./plugin, provideClusterInfo: true, "
                  "interactiveMode: IfAvailable, apiVersion: client.authentication.k8s.io/"
                + QByteArray(version) + "}}}]\n";
            home.write("config", text, false);
            QProcess process;
            process.setStandardInputFile(QProcess::nullDevice());
            process.start(kubectl,
                {QStringLiteral("get"), QStringLiteral("--raw"), QStringLiteral("/version"),
                    QStringLiteral("--kubeconfig"), QString::fromUtf8(home.path("config"))});
            QVERIFY(process.waitForFinished());
            QFile file(QString::fromUtf8(info));
            QVERIFY2(file.open(QIODevice::ReadOnly), process.readAllStandardError().constData());
            const auto theirs = QJsonDocument::fromJson(file.readAll()).object();
            const Kubeconfig config = loadKubeconfig({home.path("config").toStdString()}, true);
            QVERIFY(config.problems.empty() && !config.context("x")->broken);
            const std::string ours = execInfo(*config.user("u")->exec, *config.cluster("c"), false);
            QVERIFY(!theirs.isEmpty());
            QCOMPARE(QJsonDocument::fromJson(QByteArray::fromStdString(ours)).object(), theirs);
        }
    }

    void saysWhatWentWrong_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArrayList>("parts");
        const auto row = [](const char* name, const QByteArray& body, const QByteArrayList& parts) {
            QTest::newRow(name) << body << parts;
        };
        const QByteArray good = "answer '\"token\":\"t0k3n-secret\"'\n";
        row("exit 255", "echo 'Error: SSO session expired' >&2; exit 255\n",
            {"exit code 255", "SSO session expired", "Sign in"});
        row("exit 1, silent", "exit 1\n", {"exit code 1", "said nothing"});
        row("killed", "kill -9 $$\n", {"crashed"});
        row("nothing", "true\n", {"printed nothing"});
        row("nothing, with words", "echo 'no account' >&2\n", {"gave no credentials", "no account"});
        row("noise before", "echo 'Welcome to the plugin'\n" + good,
            {"other text before its answer", "Welcome", "kubectl"});
        row("noise after", good + "echo 'bye bye'\n", {"other text after its answer", "bye bye"});
        row("no JSON", "echo '<html>'\n", {"no valid JSON"});
        row("cut", "printf '{\"apiVersion\":\"client'\n", {"no valid JSON"});
        row("version",
            "printf '{\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"kind\":\"ExecCredential\"}'\n",
            {"answered in the apiVersion client.authentication.k8s.io/v1beta1",
                "asks for client.authentication.k8s.io/v1"});
        row("kind", "printf '{\"apiVersion\":\"v1\",\"kind\":\"Status\"}'\n",
            {"a Status instead of an ExecCredential"});
        row("no status", "printf '{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\"}'\n",
            {"without a status"});
        row("neither", "answer '\"expirationTimestamp\":null'\n", {"neither a token nor a certificate"});
        row("half a pair", "answer '\"clientCertificateData\":\"x\"'\n", {"only one of"});
        row("not PEM", "answer '\"clientCertificateData\":\"x\",\"clientKeyData\":\"y\"'\n", {"not PEM"});
        row("expired", "answer '\"token\":\"t\",\"expirationTimestamp\":\"2026-11-23T00:00:00Z\"'\n",
            {"expired at 2026-11-23T00:00:00Z", "Sign in again"});
        row("no time", "answer '\"token\":\"t\",\"expirationTimestamp\":\"soon\"'\n", {"no time: soon"});
        row("blank in token", "answer '\"token\":\"a b\"'\n", {"blanks or line breaks"});
        row("10 MB", "head -c 10000000 /dev/zero | tr '\\0' x\n", {"more than 1 MiB"});
        row("secrets in words",
            "echo 'token=t0k3n-secret Bearer t0k3n-secret-longer password: \"t0k3n-secret\" "
            "eyJhbGciOiJ.eyJzdWIiOiJ0.c2lnbmF0dXJl http://me:t0k3n-secret@proxy AKIA0123456789ABCDEF' >&2; exit 1\n",
            {"token=***", "Bearer ***", "http://me:***@proxy"});
    }
    void saysWhatWentWrong()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArrayList, parts);
        Bench bench;
        const Answer answer = bench.get(bench.home.plugin("p", body));
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Error::Kind::Plugin);
        const std::string said = message(answer.error());
        for (const QByteArray& part : parts)
            HAS(said, part.constData());
        for (const char* secret : {"t0k3n-secret", "eyJhbGci", "AKIA0123"})
            QVERIFY2(!has(said + logged, secret), said.c_str());
    }

    void saysHowToInstallWhatIsMissing()
    {
        Bench bench;
        ExecPlugin plugin = bench.home.plugin("there", "");
        plugin.command = "not-there";
        plugin.installHint = "Get it from https://example.org/install";
        std::string said = bench.failure(plugin);
        HAS(said, "not-there is in no folder of the PATH that /bin/bash sets");
        HAS(said, "https://example.org/install");
        plugin.command = "/no/such/plugin";
        HAS(bench.failure(plugin), "/no/such/plugin is not there");
        plugin.command = bench.home.path("home/.bashrc").toStdString(); // not executable
        HAS(bench.failure(plugin), "may not be run");
    }

    void stopsOneThatHangs()
    {
        PluginRuns::Limits limits;
        limits.patience = Millis {400};
        Bench bench(limits);
        QElapsedTimer timer;
        const auto plugin = bench.home.plugin("p", "echo 'contacting the mothership' >&2\ntrap '' TERM\nsleep 300\n");
        QVERIFY(bench.get(bench.home.plugin("warm", "answer '\"token\":\"t\"'\n"))); // the shell was asked
        timer.start();
        const std::string said = bench.failure(plugin);
        HAS(said, "did not answer within 0 seconds");
        HAS(said, "contacting the mothership");
        QVERIFY(timer.elapsed() < 5000); // 0.4 s, 2 s of mercy
    }

    void keepsWhatItGotUntilItExpires()
    {
        Bench bench;
        const auto plugin
            = bench.home.plugin("p", "answer '\"token\":\"t\",\"expirationTimestamp\":\"2026-11-24T00:10:00Z\"'\n");
        QVERIFY(bench.get(plugin));
        bench.now = start + std::chrono::minutes {9};
        QVERIFY(bench.get(plugin));
        QCOMPARE(bench.home.runs("p"), 1);
        bench.now = start + std::chrono::minutes {9} + Seconds {40}; // a little before the end
        QVERIFY(bench.get(plugin));
        QCOMPARE(bench.home.runs("p"), 2);
        bench.now = start + std::chrono::minutes {11};
        HAS(bench.failure(plugin), "expired at");
        QCOMPARE(bench.home.runs("p"), 3);
    }

    void runsOnceMoreWhenRejectedAndThenWaits()
    {
        Bench bench;
        const auto plugin = bench.home.plugin("p", "answer '\"token\":\"t\"'\n");
        auto given = bench.get(plugin);
        QVERIFY(given);
        const auto first = given->generation;
        bench.now += std::chrono::minutes {5};
        given = bench.get(plugin, first); // 401
        QVERIFY(given && given->generation != first);
        QCOMPARE(bench.home.runs("p"), 2);
        const auto second = given->generation;
        // One that was late with its 401 gets the newer one without a run.
        QCOMPARE(bench.get(plugin, first)->generation, second);
        QCOMPARE(bench.home.runs("p"), 2);
        // 401 again: now it waits, 30 s, then 60 s, at most 10 min.
        std::uint64_t last = second;
        Seconds length {30};
        for (int i = 0; i < 8; ++i) {
            const auto refused = bench.get(plugin, last);
            QVERIFY(!refused);
            QCOMPARE(refused.error().kind, Error::Kind::Unauthorized);
            bench.now += length - Seconds {1};
            QVERIFY(!bench.get(plugin, last));
            QCOMPARE(bench.home.runs("p"), 2 + i);
            bench.now += Seconds {1};
            given = bench.get(plugin, last);
            QVERIFY(given);
            QCOMPARE(bench.home.runs("p"), 3 + i);
            last = given->generation;
            length = std::min(length * 2, Seconds {600});
        }
        // What the server took for a while starts over.
        bench.now += std::chrono::minutes {30};
        QVERIFY(bench.get(plugin, last));
        QCOMPARE(bench.home.runs("p"), 11);
        // And the user may always ask.
        last = bench.get(plugin)->generation;
        QVERIFY(!bench.get(plugin, last));
        bench.runs->retry();
        QVERIFY(bench.get(plugin));
        QCOMPARE(bench.home.runs("p"), 12);
    }

    void waitsLongerAfterEachFailure()
    {
        Bench bench;
        const auto plugin = bench.home.plugin(
            "p", "[ -e " + bench.home.path("mended") + " ] && { answer '\"token\":\"t\"'; exit; }\nexit 3\n");
        Seconds length {30};
        for (int i = 1; i <= 3; ++i) {
            HAS(bench.failure(plugin), "exit code 3");
            QCOMPARE(bench.home.runs("p"), i);
            bench.now += length - Seconds {1};
            HAS(bench.failure(plugin), "exit code 3"); // said again, not run again
            QCOMPARE(bench.home.runs("p"), i);
            bench.now += Seconds {1};
            length *= 2;
        }
        bench.home.write("mended", "", false);
        QVERIFY(bench.get(plugin));
        QCOMPARE(bench.home.runs("p"), 4);
    }

    void stopsByItselfWhatMayOpenWindowsAllNight()
    {
        Bench bench;
        const auto plugin
            = bench.home.plugin("p", "while [ ! -e " + bench.home.path("go") + " ]; do sleep 0.02; done; exit 1\n");
        for (int i = 0; i < 3; ++i) {
            QFile::remove(QString::fromUtf8(bench.home.path("go")));
            const auto got = bench.ask(plugin);
            QTRY_COMPARE(bench.home.runs("p"), i + 1);
            bench.now += Seconds {170}; // as long as its window was open
            bench.home.write("go", "", false);
            QVERIFY(!bench.wait(got));
            bench.now += std::chrono::minutes {11};
        }
        for (int hour = 0; hour < 12; ++hour) {
            bench.now += std::chrono::hours {1};
            HAS(bench.failure(plugin), "not run again by itself");
        }
        QCOMPARE(bench.home.runs("p"), 3);
        bench.runs->retry();
        HAS(bench.failure(plugin), "exit code 1");
        QCOMPARE(bench.home.runs("p"), 4);
    }

    void sharesOneRun()
    {
        Bench bench;
        const auto plugin = bench.home.plugin("p", "sleep 0.2; answer '\"token\":\"t\"'\n");
        KubeCluster other;
        other.server = "https://other";
        const auto a = bench.ask(plugin, 0, "a"), b = bench.ask(plugin, 0, "b"), c = bench.ask(plugin, 0, "c", other);
        QVERIFY(bench.wait(a) && bench.wait(b) && bench.wait(c));
        QCOMPARE(bench.home.runs("p"), 1);
        // With cluster information each cluster is a run of its own, one after the other.
        auto telling = bench.home.plugin("q",
            "mkdir " + bench.home.path("lock") + " || exit 9\nsleep 0.2; rmdir " + bench.home.path("lock")
                + "\nanswer '\"token\":\"t\"'\n");
        telling.provideClusterInfo = true;
        const auto d = bench.ask(telling, 0, "a"), e = bench.ask(telling, 0, "c", other),
                   f = bench.ask(telling, 0, "b");
        QVERIFY(bench.wait(d) && bench.wait(e) && bench.wait(f));
        QCOMPARE(bench.home.runs("q"), 2);
    }

    void oneThatHangsHoldsNoOtherBack()
    {
        Bench bench;
        const auto hanging = bench.ask(bench.home.plugin("hangs", "sleep 300\n"));
        QVERIFY(bench.get(bench.home.plugin("works", "answer '\"token\":\"t\"'\n")));
        QVERIFY(!hanging->has_value());
    }

    void asksInTheWindow_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("secret");
        QTest::newRow("standard input") << QByteArray("printf 'MFA code: ' >&2; read code\n") << false;
        QTest::newRow("terminal") << QByteArray("printf 'MFA code: ' > /dev/tty; read code < /dev/tty\n") << false;
        QTest::newRow("without echo") << QByteArray("stty -echo; printf 'MFA code: ' >&2; read code; stty echo\n")
                                      << true;
    }
    void asksInTheWindow()
    {
        QFETCH(QByteArray, body);
        QFETCH(bool, secret);
        Bench bench;
        bench.window();
        auto plugin
            = bench.home.plugin("p", "test -t 0 || exit 7\n" + body + "answer \"\\\"token\\\":\\\"t-$code\\\"\"\n");
        plugin.interactiveMode = "Always";
        const auto got = bench.ask(plugin, 0, "prod");
        QTRY_COMPARE(bench.shown.size(), 1u);
        const PluginPrompt prompt = bench.shown[0];
        QCOMPARE(prompt.contexts, std::vector<std::string> {"prod"});
        QCOMPARE(prompt.command, std::string("p"));
        QCOMPARE(prompt.text, std::string("MFA code: "));
        QCOMPARE(prompt.secret, secret);
        bench.runs->answer(prompt.id, Secret("123456"));
        const Answer answer = bench.wait(got);
        QVERIFY2(answer, answer ? "" : message(answer.error()).c_str());
        QCOMPARE(answer->token.reveal(), std::string("t-123456"));
        QCOMPARE(bench.closed, std::vector<std::uint64_t> {prompt.id});
    }

    void neverRepeatsAnAnswer()
    {
        Bench bench;
        bench.window();
        const auto plugin
            = bench.home.plugin("p", "printf 'Code: ' >&2; read code; echo \"wrong code $code\" >&2; exit 1\n");
        const auto got = bench.ask(plugin);
        QTRY_COMPARE(bench.shown.size(), 1u);
        bench.runs->answer(bench.shown[0].id, Secret("987654"));
        const Answer answer = bench.wait(got);
        QVERIFY(!answer);
        HAS(message(answer.error()), "wrong code ***");
        QVERIFY(!has(message(answer.error()), "987654"));
    }

    void showsOnePromptAtATime()
    {
        Bench bench;
        bench.window();
        const QByteArray body = "printf 'Code: ' >&2; read code; answer \"\\\"token\\\":\\\"$code\\\"\"\n";
        const auto a = bench.ask(bench.home.plugin("a", body)), b = bench.ask(bench.home.plugin("b", body));
        QTRY_COMPARE(bench.shown.size(), 1u);
        QTest::qWait(1200); // the other asks as well by now
        QCOMPARE(bench.shown.size(), 1u);
        bench.runs->answer(bench.shown[0].id, Secret("one"));
        QTRY_COMPARE(bench.shown.size(), 2u);
        QVERIFY(bench.shown[0].id != bench.shown[1].id);
        bench.runs->answer(bench.shown[1].id, Secret("two"));
        QVERIFY(bench.wait(a) && bench.wait(b));
        QCOMPARE(bench.closed.size(), 2u);
    }

    void cancelledItStaysQuietUntilAsked()
    {
        Bench bench;
        bench.window();
        const auto plugin = bench.home.plugin("p", "printf 'Code: ' >&2; read code; exit 1\n");
        const auto got = bench.ask(plugin);
        QTRY_COMPARE(bench.shown.size(), 1u);
        bench.runs->cancel(bench.shown[0].id);
        const Answer answer = bench.wait(got);
        QVERIFY(!answer);
        HAS(message(answer.error()), "was cancelled");
        QCOMPARE(bench.closed.size(), 1u);
        bench.now += std::chrono::hours {9};
        HAS(bench.failure(plugin), "was cancelled");
        QCOMPARE(bench.home.runs("p"), 1);
    }

    void anUnansweredPromptEnds()
    {
        PluginRuns::Limits limits;
        limits.patience = Millis {1500};
        limits.answerPatience = Millis {2500};
        Bench bench(limits);
        bench.window();
        const auto plugin = bench.home.plugin("p", "printf 'Code: ' >&2; read code; exit 1\n");
        const auto got = bench.ask(plugin);
        QTRY_COMPARE(bench.shown.size(), 1u);
        QTest::qWait(1600); // longer than the patience with those that do not ask
        QVERIFY(!got->has_value());
        const Answer answer = bench.wait(got);
        QVERIFY(!answer);
        HAS(message(answer.error()), "was not answered: Code:");
    }

    void refusesToAskWhereNobodyAnswers()
    {
        Bench bench;
        auto plugin = bench.home.plugin("p", "answer '\"token\":\"t\"'\n");
        plugin.interactiveMode = "Always";
        HAS(bench.failure(plugin), "no window or terminal");
        QCOMPARE(bench.home.runs("p"), 0);
        plugin.interactiveMode = "IfAvailable";
        QVERIFY(bench.get(plugin));
        // It has no terminal to hang on either.
        const auto asks = bench.home.plugin("q", "read x < /dev/tty || exit 4\n");
        HAS(bench.failure(asks), "exit code 4");
    }

    void handsTheTerminalToOneAtATime()
    {
        Bench bench;
        bench.runs->setPrompts({PluginPrompts::Place::Terminal, {}, {}});
        const QByteArray body = "case $KUBERNETES_EXEC_INFO in *'\"interactive\":true'*) ;; *) exit 8;; esac\nmkdir "
            + bench.home.path("lock") + " || exit 9\nsleep 0.2; rmdir " + bench.home.path("lock")
            + "\nanswer '\"token\":\"t\"'\n";
        auto first = bench.home.plugin("a", body), second = bench.home.plugin("b", body);
        first.interactiveMode = "Always";
        const auto a = bench.ask(first), b = bench.ask(second);
        const Answer one = bench.wait(a), two = bench.wait(b);
        QVERIFY2(one, one ? "" : message(one.error()).c_str());
        QVERIFY2(two, two ? "" : message(two.error()).c_str());
    }

    void endsItsPluginsWithItself()
    {
        qint64 pid = 0;
        {
            Bench bench;
            const auto plugin = bench.home.plugin("p", "echo $$ > " + bench.home.path("pid") + "\nsleep 300\n");
            const auto got = bench.ask(plugin);
            QFile file(QString::fromUtf8(bench.home.path("pid")));
            QTRY_VERIFY(file.size() > 1);
            QVERIFY(file.open(QIODevice::ReadOnly));
            pid = file.readAll().trimmed().toLongLong();
        }
        QVERIFY(pid > 1);
        QTRY_VERIFY(!QFile::exists(QStringLiteral("/proc/%1").arg(pid)));
    }

    void readsTerminalsAsPeopleDo()
    {
        QCOMPARE(terminalText("\x1b[1;31mred\x1b[0m plain\r\n"), std::string("red plain\n"));
        QCOMPARE(terminalText("10%\r50%\r100%\ndone"), std::string("100%\ndone"));
        QCOMPARE(terminalText("\x1b]0;title\x07text\x01"), std::string("text"));
        QCOMPARE(terminalText("\xff\xfe\x1b["), terminalText("\xff\xfe\x1b[")); // whatever it is, it ends
    }

    void masksWhatLooksSecret()
    {
        const std::vector<Secret> known {Secret("hunter22")};
        QCOMPARE(masked("pass hunter22 end", known), std::string("pass *** end"));
        QCOMPARE(masked("id 0123456789abcdef0123456789abcdef0123456789 end", {}), std::string("id *** end"));
        QCOMPARE(masked("open https://login.example.org/device and enter ABCD-EFGH", {}),
            std::string("open https://login.example.org/device and enter ABCD-EFGH"));
        const std::string page
            = "https://idp/authorize?client_id=0123456789abcdef0123456789abcdef01234567&code=x&state=abc";
        QCOMPARE(maskedLightly(page, {}), page);
        QCOMPARE(maskedLightly("k8s-aws-v1.aHR0cHM6 Bearer abcdefgh", {}), std::string("*** Bearer ***"));
        const std::string huge(2'000'000, 'a');
        QVERIFY(masked(huge, {}).size() <= huge.size());
    }
};

QTEST_GUILESS_MAIN(ExecPluginTest)
#include "tst_exec_plugin.moc"
