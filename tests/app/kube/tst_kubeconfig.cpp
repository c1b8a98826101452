// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <unistd.h>

using namespace loadline;

namespace {

constexpr const char* certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
constexpr const char* key = "-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n";

std::string base64(const char* text)
{
    return QByteArray(text).toBase64().toStdString();
}

// A kubeconfig with one context x around the fields of its cluster and its user.
std::string around(const std::string& cluster, const std::string& user)
{
    return "clusters:\n- name: c\n  cluster: {server: 'https://h:6443'" + (cluster.empty() ? "" : ", " + cluster)
        + "}\nusers:\n- name: u\n  user: {" + user + "}\ncontexts:\n- {name: x, context: {cluster: c, user: u}}\n";
}

std::string message(const Error& error)
{
    return plainText(error) + " | " + fillIn(error.hint, error.args) + " | " + error.where;
}

std::string brokenWhy(const Kubeconfig& config, const char* name = "x")
{
    const KubeContext* context = config.context(name);
    return !context ? "no such context" : context->broken ? message(*context->broken) : std::string();
}

bool has(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

#define HAS(text, part)                                                                                                \
    QVERIFY2(has(text, part), qPrintable(QString::fromStdString("'" + std::string(part) + "' is not in: " + (text))))

class KubeconfigTest : public QObject {
    Q_OBJECT
    QTemporaryDir dir_;

    std::string write(const char* name, const std::string& text)
    {
        QFile file(dir_.filePath(QString::fromLatin1(name)));
        if (!QDir().mkpath(QFileInfo(file).path()) || !file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", name);
        file.write(QByteArray::fromStdString(text));
        return file.fileName().toStdString();
    }

private Q_SLOTS:
    void choosesTheFilesAsKubectlDoes()
    {
        using Files = std::vector<std::string>;
        QCOMPARE(kubeconfigFiles("/a/b", "/c:/d", "/home/me"), Files {"/a/b"});
        QCOMPARE(kubeconfigFiles("", "/c::/d:/c", "/home/me"), (Files {"/c", "/d"}));
        QCOMPARE(kubeconfigFiles("", nullptr, "/home/me"), Files {"/home/me/.kube/config"});
        QCOMPARE(kubeconfigFiles("", "", "/home/me"), Files {"/home/me/.kube/config"});
        const std::string here = QDir::currentPath().toStdString();
        QCOMPARE(kubeconfigFiles("conf", nullptr, ""), Files {here + "/conf"});
    }

    void readsEveryField()
    {
        const auto config = parseKubeconfig(R"(apiVersion: v1
kind: Config
current-context: x
preferences: {colors: true}
unknown: {a: [b]}
clusters:
- name: c
  cluster:
    server: https://h:6443/k8s/clusters/c-1/
    certificate-authority-data: )"
                + base64(certificate) + R"(
    tls-server-name: other.example
    insecure-skip-tls-verify: false
    disable-compression: true
    proxy-url: socks5://me:secret@proxy:1080
    extensions:
    - {name: other, extension: {no: 1}}
    - name: client.authentication.k8s.io/exec
      extension: {audience: "06e3", n: 0x10, f: .5, ok: yes, off: "yes", none: ~, list: [a, 1.5e3, "\u0001"]}
users:
- name: u
  user:
    client-certificate-data: )"
                + base64(certificate) + "\n    client-key-data: " + base64(key) + R"(
    token: " abc "
    tokenFile: run/token
    as: bob
    as-uid: "7"
    as-groups: [dev, ops]
    as-user-extra: {scopes: [a, b], "example.org/x": [c]}
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: bin/plugin
      args: [get-token, --id, 0123]
      env: [{name: AWS_PROFILE, value: dev}]
      installHint: Install it from example.org
      interactiveMode: Never
      provideClusterInfo: true
contexts:
- name: x
  context: {cluster: c, user: u, namespace: payments}
)",
            "/etc/kube/conf");
        QCOMPARE(config.problems.size(), 0u);
        QCOMPARE(brokenWhy(config), std::string());
        const KubeContext context {"x", "c", "u", "payments", "/etc/kube/conf", {}};
        QVERIFY(*config.context("x") == context);
        const KubeCluster cluster {"c", "https://h:6443/k8s/clusters/c-1", "other.example", certificate, false, true,
            "socks5://me:secret@proxy:1080",
            R"({"audience":"06e3","f":0.5,"list":["a",1.5e3,"\u0001"],"n":16,"none":null,"off":"yes","ok":true})"};
        QCOMPARE(config.cluster("c")->execConfigJson, cluster.execConfigJson);
        QVERIFY(*config.cluster("c") == cluster);
        KubeUser user;
        user.name = "u";
        user.clientCertPem = Secret(certificate);
        user.clientKeyPem = Secret(key);
        user.token = Secret("abc");
        user.tokenFile = "/etc/kube/run/token";
        user.asUser = "bob";
        user.asUid = "7";
        user.asGroups = {"dev", "ops"};
        user.asExtra = {{"scopes", {"a", "b"}}, {"example.org/x", {"c"}}};
        user.exec
            = ExecPlugin {"client.authentication.k8s.io/v1", "/etc/kube/bin/plugin", {"get-token", "--id", "0123"},
                {{"AWS_PROFILE", Secret("dev")}}, "Install it from example.org", "Never", true};
        QVERIFY(*config.user("u") == user);
        QCOMPARE(config.currentContext, std::string("x"));
    }

    void readsOidc()
    {
        const auto config = parseKubeconfig(around("",
                                                "auth-provider: {name: oidc, config: {idp-issuer-url: "
                                                "'https://idp/x', client-id: me, client-secret: s, id-token: i, "
                                                "refresh-token: r, extra-scopes: 'groups, email', "
                                                "idp-certificate-authority-data: "
                                                    + base64(certificate) + "}}"),
            "/k");
        QCOMPARE(brokenWhy(config), std::string());
        const OidcProvider expected {
            "https://idp/x", "me", Secret("s"), Secret("i"), Secret("r"), certificate, {"groups", "email"}};
        QVERIFY(config.user("u")->oidc == expected);
    }

    void readsFilesRelativeToTheFileThatNamesThem()
    {
        write("deep/pki/ca.pem", certificate);
        write("deep/pki/key.pem", key);
        const std::string path = write("deep/conf",
            around("certificate-authority: pki/ca.pem", "client-certificate: pki/ca.pem, client-key: ./pki/key.pem"));
        const auto config = loadKubeconfig({path}, true);
        QCOMPARE(brokenWhy(config), std::string());
        QCOMPARE(config.cluster("c")->caPem, std::string(certificate));
        QCOMPARE(config.user("u")->clientKeyPem.reveal(), std::string(key));
        QCOMPARE(config.referenced.size(), 3u);
        QCOMPARE(config.files, std::vector<std::string> {path});
    }

    void dataWinsOverThePath()
    {
        const auto config = parseKubeconfig(
            around("certificate-authority: /not/there, certificate-authority-data: " + base64(certificate), ""), "/k");
        QCOMPARE(brokenWhy(config), std::string());
        QCOMPARE(config.cluster("c")->caPem, std::string(certificate));
    }

    void resolvesExecCommandsAsKubectlDoes_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QByteArray>("resolved");
        QTest::newRow("in PATH") << QByteArray("aws") << QByteArray("aws");
        QTest::newRow("beside the file") << QByteArray("./aws") << QByteArray("/etc/kube/aws");
        QTest::newRow("above the file") << QByteArray("../bin/aws") << QByteArray("/etc/bin/aws");
        QTest::newRow("absolute") << QByteArray("/opt/aws") << QByteArray("/opt/aws");
    }
    void resolvesExecCommandsAsKubectlDoes()
    {
        QFETCH(QByteArray, command);
        QFETCH(QByteArray, resolved);
        const auto config = parseKubeconfig(
            around(
                "", "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: " + command.toStdString() + "}"),
            "/etc/kube/conf");
        QCOMPARE(brokenWhy(config), std::string());
        QCOMPARE(config.user("u")->exec->command, resolved.toStdString());
        QCOMPARE(config.user("u")->exec->interactiveMode, std::string("IfAvailable"));
    }

    void saysWhyAContextCannotBeUsed_data()
    {
        QTest::addColumn<QByteArray>("cluster");
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArrayList>("parts");
        const auto row = [](const char* name, const QByteArray& cluster, const QByteArray& user,
                             const QByteArrayList& parts) { QTest::newRow(name) << cluster << user << parts; };
        const QByteArray exec("exec: {apiVersion: client.authentication.k8s.io/v1, command: p");
        row("base64", "certificate-authority-data: '?!'", "", {"not base64", "/k:3:"});
        row("base64 cut", "certificate-authority-data: aGFsbG", "", {"not base64"});
        row("not PEM", "certificate-authority-data: aGFsbG8=", "", {"no CERTIFICATE in PEM form"});
        row("CA missing", "certificate-authority: /no/ca.pem", "", {"/no/ca.pem does not exist"});
        row("home", "certificate-authority: ~/ca.pem", "", {"A ~ is not expanded"});
        row("directory", "certificate-authority: /tmp", "", {"is a directory"});
        row("device", "certificate-authority: /dev/zero", "", {"not a regular file"});
        row("proxy", "proxy-url: 'ftp://x'", "", {"proxy-url", "socks5://"});
        row("flag", "insecure-skip-tls-verify: maybe", "", {"must be true or false"});
        row("quoted flag", "insecure-skip-tls-verify: 'true'", "", {"without quotes"});
        row("list for text", "proxy-url: [a]", "", {"proxy-url must be text", "/k:3:"});
        row("certificate without key", "", "client-certificate-data: " + QByteArray::fromStdString(base64(certificate)),
            {"but not both"});
        row("key with passphrase", "",
            "client-key-data: " + QByteArray::fromStdString(base64("-----BEGIN ENCRYPTED PRIVATE KEY-----\nx")),
            {"passphrase", "openssl pkey"});
        row("token and password", "", "token: a, username: b", {"both a token and a username"});
        row("group alone", "", "as-groups: [a]", {"without a user"});
        row("gcp", "", "auth-provider: {name: gcp}", {"removed", "gke-gcloud-auth-plugin"});
        row("azure", "", "auth-provider: {name: azure}", {"removed", "kubelogin"});
        row("other provider", "", "auth-provider: {name: abc}", {"auth-provider abc"});
        row("oidc bare", "", "auth-provider: {name: oidc}", {"idp-issuer-url and client-id"});
        row("v1alpha1", "", "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: p}",
            {"removed in 1.24", "Update the plugin"});
        row("no version", "", "exec: {command: p}", {"no apiVersion"});
        row("odd version", "", "exec: {apiVersion: v7, command: p}", {"v7", "not known"});
        row("no mode in v1", "", exec + "}", {"interactiveMode", "IfAvailable"});
        row("odd mode", "", exec + ", interactiveMode: Maybe}", {"Maybe", "Never"});
        row("no command", "", "exec: {apiVersion: client.authentication.k8s.io/v1beta1}", {"names no command"});
        row("nameless variable", "", exec + ", interactiveMode: Never, env: [{value: x}]}", {"no usable name"});
    }
    void saysWhyAContextCannotBeUsed()
    {
        QFETCH(QByteArray, cluster);
        QFETCH(QByteArray, user);
        QFETCH(QByteArrayList, parts);
        const auto config = parseKubeconfig(around(cluster.toStdString(), user.toStdString()), "/k");
        QCOMPARE(config.problems.size(), 0u);
        for (const QByteArray& part : parts)
            HAS(brokenWhy(config), part.constData());
    }

    void saysWhichServerIsNone_data()
    {
        QTest::addColumn<QByteArray>("server");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("none") << QByteArray("''") << QByteArray("names no server");
        QTest::newRow("scheme") << QByteArray("ftp://h") << QByteArray("neither https nor http");
        QTest::newRow("blank") << QByteArray("'https://h h'") << QByteArray("is no URL");
    }
    void saysWhichServerIsNone()
    {
        QFETCH(QByteArray, server);
        QFETCH(QByteArray, part);
        const auto config = parseKubeconfig("clusters: [{name: c, cluster: {server: " + server.toStdString()
                + "}}]\ncontexts: [{name: x, context: {cluster: c}}]",
            "/k");
        HAS(brokenWhy(config), part.constData());
    }

    void namesWhatIsMissingAndWhatThereIs()
    {
        const auto config
            = parseKubeconfig("clusters: [{name: c1, cluster: {server: h}}, {name: c2, cluster: {server: h}}]\n"
                              "users: [{name: u1, user: {}}]\ncurrent-context: nowhere\ncontexts:\n"
                              "- {name: a, context: {cluster: gone, user: u1}}\n"
                              "- {name: b, context: {cluster: c1, user: nobody}}\n"
                              "- {name: c, context: {user: u1}}\n"
                              "- {name: d, context: {cluster: c1}}\n"
                              "- {name: e, context: {cluster: c1, namespace: 'a/../b'}}\n",
                "/k");
        HAS(brokenWhy(config, "a"), "gone");
        HAS(brokenWhy(config, "a"), "c1, c2");
        HAS(brokenWhy(config, "b"), "nobody");
        HAS(brokenWhy(config, "b"), "u1");
        HAS(brokenWhy(config, "c"), "names no cluster");
        QCOMPARE(brokenWhy(config, "d"), std::string());
        HAS(brokenWhy(config, "e"), "namespace");
        QCOMPARE(config.problems.size(), 1u);
        HAS(message(config.problems[0]), "nowhere");
        HAS(message(config.problems[0]), "a, b, c, d, e");
    }

    void refusesWhatIsNoKubeconfig_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArrayList>("parts");
        QTest::newRow("empty") << QByteArray() << QByteArrayList {"is empty"};
        QTest::newRow("blank") << QByteArray("\n \n") << QByteArrayList {"is empty"};
        QTest::newRow("word") << QByteArray("hallo") << QByteArrayList {"not a kubeconfig"};
        QTest::newRow("list") << QByteArray("[a]") << QByteArrayList {"not a kubeconfig"};
        QTest::newRow("a pod") << QByteArray("kind: Pod\napiVersion: v1") << QByteArrayList {"is a Pod of v1"};
        QTest::newRow("not YAML") << QByteArray("a: b\n  c: d\n")
                                  << QByteArrayList {"not valid YAML at line 2", "/k:2:"};
        QTest::newRow("tab") << QByteArray("a:\n\tb: c\n") << QByteArrayList {"tab", "use spaces"};
        QTest::newRow("open quote") << QByteArray("a: \"b\n") << QByteArrayList {"ends inside a quoted text"};
        QTest::newRow("binary") << QByteArray("\x7f"
                                              "ELF\0\1",
            6) << QByteArrayList {"binary file"};
        QTest::newRow("cycle") << QByteArray("users: &a [*a]") << QByteArrayList {"contains itself", "/k:1:"};
        QTest::newRow("cycle in a map") << QByteArray("a: &a\n  b: {c: *a}")
                                        << QByteArrayList {"contains itself", "line 2"};
        QTest::newRow("deep") << QByteArray(700, '[') << QByteArrayList {"nested too deeply", "/k:1:"};
        QTest::newRow("bottomless") << QByteArray(15 << 20, '[') << QByteArrayList {"nested too deeply"};
        QTest::newRow("key") << QByteArray("? [a]\n: b") << QByteArrayList {"key", "no text"};
        QTest::newRow("clusters") << QByteArray("clusters: {a: b}") << QByteArrayList {"clusters must be a list"};
        QTest::newRow("nameless") << QByteArray("users: [{user: {}}]") << QByteArrayList {"no name and is left out"};
        QTest::newRow("twice") << QByteArray("users: [{name: a}, {name: a}]")
                               << QByteArrayList {"used twice", "kubectl refuses"};
        QByteArray bomb("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 30; ++i) {
            const QByteArray n = QByteArray::number(i), p = QByteArray::number(i - 1);
            bomb += "a" + n + ": &a" + n + " [*a" + p + ",*a" + p + ",*a" + p + ",*a" + p + ",*a" + p + ",*a" + p
                + "]\n";
        }
        QTest::newRow("alias bomb") << bomb << QByteArrayList {"grows beyond all measure", "aliases"};
    }
    void refusesWhatIsNoKubeconfig()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArrayList, parts);
        const auto config = parseKubeconfig(text.toStdString(), "/k");
        QCOMPARE(config.problems.size(), 1u);
        for (const QByteArray& part : parts)
            HAS(message(config.problems[0]), part.constData());
    }

    void cutAnywhereItNeverCrashes()
    {
        const std::string whole = around("certificate-authority-data: " + base64(certificate),
            "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: p, env: [{name: a, value: b}]}");
        for (std::size_t i = 0; i <= whole.size(); ++i) {
            const auto config = parseKubeconfig(whole.substr(0, i), "/k");
            if (i == whole.size())
                QCOMPARE(brokenWhy(config), std::string());
        }
    }

    void followsAliasesAndMergeKeys()
    {
        const auto config = parseKubeconfig("\xef\xbb\xbf"
                                            "common: &common {server: 'https://h', proxy-url: 'http://p'}\n"
                                            "clusters: [{name: c, cluster: {<<: *common, server: 'https://own'}}]\n"
                                            "contexts: [{name: x, context: {cluster: c}}]\n",
            "/k");
        QCOMPARE(config.problems.size(), 0u);
        QCOMPARE(config.cluster("c")->server, std::string("https://own"));
        QCOMPARE(config.cluster("c")->proxyUrl, std::string("http://p"));
    }

    void longValuesComeWholeWhereverTheyStand()
    {
        const std::string pem
            = "-----BEGIN CERTIFICATE-----\n" + std::string(600, 'A') + "\n-----END CERTIFICATE-----\n";
        const std::string data = base64(pem.c_str()), mark = "loadline-run-0.";
        const auto config = parseKubeconfig("clusters:\n- name: block\n  cluster:\n    server: https://h\n"
                                            "    certificate-authority-data: "
                + data + "\n    tls-server-name: " + mark
                + "\n- name: flow\n  cluster: {server: h, certificate-authority-data: " + data
                + "}\n- name: text\n  cluster:\n"
                  "    server: h\n    proxy-url: |\n      a: "
                + data + "\n      b: " + data
                + "\n"
                  "users:\n- name: u\n  user:\n    token: "
                + data + "\n    password: " + data + "\n    as: [oops]\n",
            "/k");
        QCOMPARE(config.problems.size(), 0u);
        QCOMPARE(config.cluster("block")->caPem, pem);
        QCOMPARE(config.cluster("block")->tlsServerName, mark);
        QCOMPARE(config.cluster("flow")->caPem, pem);
        QCOMPARE(config.cluster("text")->proxyUrl, "a: " + data + "\nb: " + data + "\n");
        QCOMPARE(config.user("u")->token.reveal(), data);
        QCOMPARE(config.user("u")->password.reveal(), data);
        // Without a line's end, and with one of Windows.
        for (const char* end : {"", "\r\n", " \n"})
            QCOMPARE(
                parseKubeconfig("users:\n- name: u\n  user:\n    token: " + data + end, "/k").user("u")->token.reveal(),
                data);
    }

    void readsAThousandClustersInNoTime()
    {
        std::string text = "clusters:\n";
        const std::string data = base64(("-----BEGIN CERTIFICATE-----\n" + std::string(1100, 'A')).c_str());
        for (int i = 0; i < 1000; ++i)
            text += "- name: c" + std::to_string(i)
                + "\n  cluster:\n    server: https://h\n    certificate-authority-data: " + data + "\n";
        QElapsedTimer timer;
        timer.start();
        const auto config = parseKubeconfig(text, "/k");
        QCOMPARE(config.clusters.size(), 1000u);
        qInfo("1,000 clusters in %lld ms", static_cast<long long>(timer.elapsed()));
        QVERIFY(timer.elapsed() < 3000); // with sanitizers, on a busy machine
    }

    void refusesLargeFilesQuickly()
    {
        const std::string path = write("large", "");
        QVERIFY(QFile::resize(QString::fromStdString(path), 50 << 20));
        QElapsedTimer timer;
        timer.start();
        const auto config = loadKubeconfig({path}, true);
        QVERIFY2(timer.elapsed() < 200, qPrintable(QString::number(timer.elapsed())));
        QCOMPARE(config.problems.size(), 1u);
        HAS(message(config.problems[0]), "larger than 16 MiB");
        HAS(message(config.problems[0]), path.c_str());
    }

    void saysWhatIsWrongWithFiles()
    {
        const std::string directory = dir_.path().toStdString(), missing = directory + "/none";
        const std::string good = write("good", around("", "token: t"));
        HAS(message(loadKubeconfig({directory}, true).problems.at(0)), "is a directory");
        HAS(message(loadKubeconfig({missing}, true).problems.at(0)), "does not exist");
        HAS(message(loadKubeconfig({missing}, false).problems.at(0)), "There is no kubeconfig");
        QCOMPARE(loadKubeconfig({missing, good}, false).problems.size(), 0u);
        const std::string bad = write("bad", "a: b: c");
        const auto rest = loadKubeconfig({bad, good, write("empty", "")}, false);
        QCOMPARE(rest.problems.size(), 1u);
        HAS(message(rest.problems[0]), "/bad:1:");
        QCOMPARE(brokenWhy(rest), std::string());
        QVERIFY(QFile::setPermissions(QString::fromStdString(good), {}));
        const bool root = ::geteuid() == 0; // may read every file
        QVERIFY(!root || ::seteuid(65534) == 0);
        const auto refused = loadKubeconfig({good}, true);
        QVERIFY(!root || ::seteuid(0) == 0);
        HAS(message(refused.problems.at(0)), "may not read");
    }

    void neverPrintsASecret()
    {
        const std::string broken[] {around("", "token: s3cr3t, username: b"), around("", "password: s3cr3t, token: x"),
            around("proxy-url: 'ftp://me:s3cr3t@x'", ""), around("", "client-key-data: s3cr3t"),
            around("", "exec: {env: [{name: '', value: s3cr3t}], command: p}"), "token: s3cr3t: x"};
        for (const std::string& text : broken) {
            const auto config = parseKubeconfig(text, "/k");
            std::string all = brokenWhy(config);
            for (const Error& problem : config.problems)
                all += message(problem);
            QVERIFY(all.find("s3cr3t") == std::string::npos);
        }
    }

    void mergesAsKubectlDoes_data()
    {
        QTest::addColumn<QByteArrayList>("order");
        QTest::newRow("a b c") << QByteArrayList {"a", "b", "c"};
        QTest::newRow("c b a") << QByteArrayList {"c", "b", "a"};
        QTest::newRow("b none a") << QByteArrayList {"b", "none", "a"};
        QTest::newRow("empty b") << QByteArrayList {"empty", "b"};
        QTest::newRow("a twice") << QByteArrayList {"a", "a"};
    }
    void mergesAsKubectlDoes()
    {
        const QString kubectl = QStandardPaths::findExecutable(QStringLiteral("kubectl"));
        if (kubectl.isEmpty())
            QSKIP("kubectl is not installed: nothing to compare with");
        QFETCH(QByteArrayList, order);
        write("m/a",
            "current-context: ''\nclusters:\n- {name: c1, cluster: {server: 'https://one'}}\n"
            "- {name: only-a, cluster: {server: 'https://a', tls-server-name: t}}\n"
            "users:\n- {name: u1, user: {token: aaa, as: bob, as-groups: [g, h]}}\n"
            "contexts:\n- {name: x, context: {cluster: c1, user: u1}}\n");
        write("m/b",
            "current-context: z\nclusters:\n- {name: c1, cluster: {server: 'https://two', "
            "insecure-skip-tls-verify: true, proxy-url: 'http://p'}}\n"
            "users:\n- {name: u1, user: {username: me, password: pw}}\n"
            "- {name: u2, user: {exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: p}}}\n"
            "contexts:\n- {name: x, context: {cluster: c1, user: u2, namespace: bns}}\n"
            "- {name: z, context: {cluster: only-a, user: u2}}\n");
        write("m/c",
            "{\"current-context\": \"x\", \"contexts\": [{\"name\": \"z\", \"context\": {\"cluster\": \"c1\", "
            "\"user\": \"u1\", \"namespace\": \"cns\"}}]}");
        write("m/empty", "");
        QStringList paths;
        std::vector<std::string> files;
        for (const QByteArray& name : order) {
            paths << dir_.filePath(QStringLiteral("m/") + QString::fromLatin1(name));
            files.push_back(paths.last().toStdString());
        }
        QProcess process;
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("KUBECONFIG"), paths.join(QLatin1Char(':')));
        process.setProcessEnvironment(environment);
        process.start(kubectl,
            {QStringLiteral("config"), QStringLiteral("view"), QStringLiteral("--merge"), QStringLiteral("--raw"),
                QStringLiteral("-o"), QStringLiteral("json")});
        QVERIFY(process.waitForFinished());
        const QJsonObject theirs = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
        QVERIFY2(!theirs.isEmpty(), process.readAllStandardError().constData());
        compare(loadKubeconfig(files, false), theirs);
    }

private:
    static std::string text(const QJsonValue& value, const char* name)
    {
        return value[QLatin1String(name)].toString().toStdString();
    }
    static QJsonArray list(const QJsonObject& object, const char* name)
    {
        return object.value(QLatin1String(name)).toArray();
    }

    static void compare(const Kubeconfig& ours, const QJsonObject& theirs)
    {
        QCOMPARE(ours.currentContext, text(theirs, "current-context"));
        QCOMPARE(ours.contexts.size(), static_cast<std::size_t>(list(theirs, "contexts").size()));
        for (const QJsonValue entry : list(theirs, "contexts")) {
            const KubeContext* context = ours.context(text(entry, "name"));
            QVERIFY(context);
            const QJsonValue fields = entry[QLatin1String("context")];
            QCOMPARE(context->cluster, text(fields, "cluster"));
            QCOMPARE(context->user, text(fields, "user"));
            QCOMPARE(context->ns, text(fields, "namespace"));
        }
        QCOMPARE(ours.clusters.size(), static_cast<std::size_t>(list(theirs, "clusters").size()));
        for (const QJsonValue entry : list(theirs, "clusters")) {
            const KubeCluster* cluster = ours.cluster(text(entry, "name"));
            QVERIFY(cluster);
            const QJsonValue fields = entry[QLatin1String("cluster")];
            QCOMPARE(cluster->server, text(fields, "server"));
            QCOMPARE(cluster->tlsServerName, text(fields, "tls-server-name"));
            QCOMPARE(cluster->proxyUrl, text(fields, "proxy-url"));
            QCOMPARE(cluster->insecure, fields[QLatin1String("insecure-skip-tls-verify")].toBool());
        }
        QCOMPARE(ours.users.size(), static_cast<std::size_t>(list(theirs, "users").size()));
        for (const QJsonValue entry : list(theirs, "users")) {
            const KubeUser* user = ours.user(text(entry, "name"));
            QVERIFY(user);
            const QJsonValue fields = entry[QLatin1String("user")];
            QCOMPARE(user->token.reveal(), text(fields, "token"));
            QCOMPARE(user->username, text(fields, "username"));
            QCOMPARE(user->password.reveal(), text(fields, "password"));
            QCOMPARE(user->asUser, text(fields, "as"));
            QCOMPARE(
                user->asGroups.size(), static_cast<std::size_t>(fields[QLatin1String("as-groups")].toArray().size()));
            const QJsonValue exec = fields[QLatin1String("exec")];
            QCOMPARE(user->exec ? user->exec->command : std::string(), text(exec, "command"));
            QCOMPARE(user->exec ? user->exec->interactiveMode : std::string(), text(exec, "interactiveMode"));
        }
    }
};

QTEST_GUILESS_MAIN(KubeconfigTest)
#include "tst_kubeconfig.moc"
