// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"
#include "command_list.h"

#include <CLI/CLI.hpp>
#include <QtTest>

using namespace loadline;
using Words = std::vector<const char*>;

class CliTest : public QObject {
    Q_OBJECT

    static Parsed parse(Words words)
    {
        words.insert(words.begin(), "loadline");
        return parseArguments(int(words.size()), words.data(), commandList());
    }
    static Chosen chosen(const Words& words)
    {
        const Parsed parsed = parse(words);
        if (const auto* refused = std::get_if<PrintAndExit>(&parsed))
            qFatal("%s", refused->text.c_str());
        return std::get<Chosen>(parsed);
    }
    static Invocation good(const Words& words) { return chosen(words).invocation; }
    static PrintAndExit refused(const Words& words)
    {
        const Parsed parsed = parse(words);
        return std::holds_alternative<PrintAndExit>(parsed) ? std::get<PrintAndExit>(parsed) : PrintAndExit {"ran", -1};
    }

private Q_SLOTS:
    void opensTheWindow()
    {
        const Invocation plain = good({});
        QCOMPARE(chosen({}).command.name, std::string());
        QVERIFY(!plain.demo && !plain.readOnly && plain.contexts.empty());
        const Invocation full = good({"--kubeconfig", "f", "--context", "a", "--context", "b", "-n", "x", "--namespace", "y",
            "--prometheus", "none", "--read-only", "--page", "keda"});
        QCOMPARE(full.kubeconfig, std::string("f"));
        QCOMPARE(full.contexts, (std::vector<std::string> {"a", "b"}));
        QCOMPARE(full.namespaces, (std::vector<std::string> {"x", "y"}));
        QCOMPARE(full.prometheus, std::string("none"));
        QVERIFY(full.readOnly);
        QCOMPARE(full.page, std::string("keda"));
    }

    void takesTheDemoBeforeAndAfterACommand()
    {
        QCOMPARE(good({"--demo"}).demo, std::optional(1.0));
        QCOMPARE(good({"--demo=60"}).demo, std::optional(60.0));
        for (const Words& words : {Words {"--demo", "export", "hpa"}, Words {"export", "hpa", "--demo"}, Words {"export", "--demo", "hpa"}}) {
            QCOMPARE(chosen(words).command.name, std::string("export"));
            const Invocation invocation = good(words);
            QCOMPARE(invocation.demo, std::optional(1.0));
        }
        QCOMPARE(good({"--demo=0"}).demo, std::optional(0.0));
    }

    void aCommandIsAFunctionAndALine()
    {
        struct Options {
            std::string who;
            int times = 1;
        };
        const auto options = std::make_shared<Options>();
        const CliCommand greet {"greet", "Greets", [options](CLI::App& command) {
                                 command.add_option("WHO", options->who)->required();
                                 command.add_option("--times", options->times);
                             },
            [options](Launch& launch) { return int(options->who.size()) * options->times + int(launch.invocation.contexts.size()); }};
        const std::vector<const char*> words {"loadline", "--context", "a", "greet", "you", "--times", "2", "--context", "b"};
        const Parsed parsed = parseArguments(int(words.size()), words.data(), {greet});
        QVERIFY(std::holds_alternative<Chosen>(parsed));
        int argc = 0;
        Launch launch {argc, nullptr, std::get<Chosen>(parsed).invocation};
        QCOMPARE(std::get<Chosen>(parsed).command.run(launch), 8);
        const char* alone[] {"loadline"};
        QCOMPARE(std::get<PrintAndExit>(parseArguments(1, alone, {greet})).code, 2); // no window to fall back on
    }

    void namesAreTheirOwn()
    {
        std::set<std::string> names;
        for (const CliCommand& command : commandList()) {
            QVERIFY2(names.insert(command.name).second, command.name.c_str());
            QVERIFY2(!command.does.empty() && command.run, command.name.c_str());
        }
        QVERIFY(names.contains(""));
    }

    void refusesInOneLine_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("holds");
        const auto row = [](const char* name, const QStringList& words, const char* holds) {
            QTest::newRow(name) << words << QString::fromLatin1(holds);
        };
        row("unknown word", {QStringLiteral("bogus")}, "bogus");
        row("export without a page", {QStringLiteral("export")}, "PAGE is required");
        row("picture without a file", {QStringLiteral("picture"), QStringLiteral("hpa")}, "--output is required");
        row("speed", {QStringLiteral("--demo=fast")}, "--demo=fast: the speed is a number");
        row("negative speed", {QStringLiteral("--demo=-1")}, "the speed is a number");
        row("size", {QStringLiteral("picture"), QStringLiteral("hpa"), QStringLiteral("-o"), QStringLiteral("f"), QStringLiteral("--size"), QStringLiteral("12x")}, "--size: 12x: write it as 1600x900");
        row("format", {QStringLiteral("export"), QStringLiteral("hpa"), QStringLiteral("--format"), QStringLiteral("xml")}, "xml");
        row("timeout", {QStringLiteral("export"), QStringLiteral("hpa"), QStringLiteral("--timeout"), QStringLiteral("0")}, "--timeout: Value 0 not in range");
        row("time", {QStringLiteral("--demo-time"), QStringLiteral("noon")}, "--demo-time noon");
    }
    void refusesInOneLine()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, holds);
        std::vector<QByteArray> bytes;
        for (const QString& word : words)
            bytes.push_back(word.toUtf8());
        Words raw;
        for (const QByteArray& word : bytes)
            raw.push_back(word.constData());
        const PrintAndExit answer = refused(raw);
        QCOMPARE(answer.code, 2);
        const QString text = QString::fromStdString(answer.text);
        QVERIFY2(text.contains(holds), qPrintable(text));
        QVERIFY2(text.startsWith(QLatin1String("loadline: ")) && text.count(u'\n') == 1, qPrintable(text));
    }

    void helpReadsWell()
    {
        const PrintAndExit help = refused({"--help"});
        QCOMPARE(help.code, 0);
        for (const char* word : {"--demo[=SPEED]", "--kubeconfig", "export", "picture", "contexts", "Exit status"})
            QVERIFY2(help.text.find(word) != std::string::npos, word);
        QVERIFY(refused({"export", "--help"}).text.find("loadline export") != std::string::npos);
        QCOMPARE(refused({"--version"}).text, std::string("loadline " LOADLINE_VERSION "\n"));
    }
};

QTEST_GUILESS_MAIN(CliTest)
#include "tst_cli.moc"
