// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/bad_manifests.h"
#include "forms/yaml_editor.h"
#include "page_list.h"
#include "pages/draft_editor.h"
#include "pages/wizard_page.h"
#include "shell/main_window.h"
#include "wizard_desk.h"

#include <QDropEvent>
#include <QFileDialog>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace loadline;
using namespace loadline::test;

namespace {

// The program's window with the wizard in front, and what serves its files.
struct Bench {
    Bench()
        : window(pageList())
    {
        window.resize(1280, 800);
        window.show();
        window.showPage(QStringLiteral("wizard"));
        page = qobject_cast<WizardPage*>(window.currentPage());
        desk = new WizardDesk(page, {[](const std::string&) { return PlaceShown {}; }, [](const std::string&) { return std::optional<Writing>(); }}, &window);
        QObject::connect(&window, &MainWindow::filesDropped, desk, &WizardDesk::openFiles);
        QObject::connect(desk, &WizardDesk::failed, &window, [this](const Error& error) { failures << QString::fromStdString(plainText(error)); });
        QObject::connect(page, &WizardPage::filesWanted, &window, [this](const std::vector<BundleFile>& files, FilesAs) { saved = asStream(files); });
        page->setShown(true);
    }
    QString write(const char* name, const std::string& text)
    {
        const QString path = folder.filePath(QString::fromLatin1(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray::fromStdString(text)) != static_cast<qint64>(text.size()))
            return {};
        return path;
    }
    // As the desktop brings files: over a widget that would take their names for text.
    bool drop(QWidget* onto, const QStringList& files)
    {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& file : files)
            urls << QUrl::fromLocalFile(file);
        data.setUrls(urls);
        data.setText(files.join(QLatin1Char('\n')));
        const QPoint at = onto->rect().center();
        QDragEnterEvent enter(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(onto, &enter);
        QDropEvent event(at, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(onto, &event);
        return enter.isAccepted() && event.isAccepted() && event.dropAction() == Qt::CopyAction;
    }
    bool opened(std::size_t parts) const
    {
        return QTest::qWaitFor([&] { return page->parts().size() == parts; }, 60000);
    }
    [[nodiscard]] const DraftPart* broken() const
    {
        const auto& parts = page->parts();
        const auto at = std::find_if(parts.begin(), parts.end(), [](const DraftPart& part) { return part.broken.has_value(); });
        return at == parts.end() ? nullptr : &*at;
    }
    // What Save would write.
    std::string stream()
    {
        page->showStep(WizardPage::Review);
        for (auto* button : page->findChildren<QPushButton*>())
            if (button->text() == QStringLiteral("Save \u2026") && button->toolTip().contains(QLatin1String("one file")))
                button->click();
        return saved;
    }
    QTemporaryDir folder;
    MainWindow window;
    WizardPage* page = nullptr;
    WizardDesk* desk = nullptr;
    QStringList failures;
    std::string saved;
};

} // namespace

// Files brought to the window: what is wrong is said with its place, what is sound goes on, and nothing is lost.
class TestWizardFiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void unreadable_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("place");
        QTest::addColumn<int>("sound");
        for (const UnreadableFile& one : unreadableFiles())
            QTest::newRow(one.name) << QByteArray::fromStdString(one.text) << QString::fromLatin1(one.own) << one.sound;
    }
    void unreadable()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, place);
        QFETCH(int, sound);
        Bench bench;
        QVERIFY(bench.drop(&bench.window, {bench.write("mine.yaml", text.toStdString())}));
        QVERIFY2(bench.opened(static_cast<std::size_t>(sound) + 1), qPrintable(bench.page->notice().title));
        QVERIFY(bench.failures.isEmpty());
        const DraftPart* broken = bench.broken();
        QVERIFY(broken);
        QCOMPARE(QString::fromStdString(broken->broken->where), place);
        QVERIFY2(bench.page->notice().title.contains(QLatin1String("1 document(s) of mine.yaml")), qPrintable(bench.page->notice().title));
        const auto at = static_cast<std::size_t>(broken - bench.page->parts().data());
        bench.page->showStep(WizardPage::Scaling);
        bench.page->editor()->showPart(at);
        const QString said = bench.page->editor()->notice();
        const QString where = QStringLiteral("Line %1, column %2: ").arg(place.section(QLatin1Char(':'), 0, 0), place.section(QLatin1Char(':'), 1));
        QVERIFY2(said.startsWith(where), qPrintable(said));
        QVERIFY(!bench.page->editor()->yaml()->marks().empty());
        // The rest is there, and all of it is saved as it was.
        QCOMPARE(std::count_if(bench.page->parts().begin(), bench.page->parts().end(), [](const DraftPart& part) { return !part.broken && part.ref().name == "fine"; }), sound);
        const std::string saved = bench.stream();
        QVERIFY(saved.find(broken->text) != std::string::npos);
        QVERIFY(text.toStdString().find(broken->text) != std::string::npos);
        if (sound == 0)
            QVERIFY(saved == text.toStdString());
    }
    void wrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("rule");
        QTest::addColumn<int>("line");
        for (const WrongManifest& one : wrongManifests())
            QTest::newRow(one.name) << QByteArray::fromStdString(one.text) << QString::fromLatin1(one.rule) << one.line;
    }
    void wrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, rule);
        QFETCH(int, line);
        Bench bench;
        QVERIFY(bench.drop(&bench.window, {bench.write("mine.yaml", text.toStdString())}));
        QVERIFY(bench.opened(rule == QLatin1String("incomplete-manifest") || !text.contains("\n---\n") ? 1 : 2));
        const auto found = [&]() -> const Finding* {
            const auto& all = bench.page->findings();
            const auto at = std::find_if(all.begin(), all.end(), [&](const Finding& one) { return one.rule == rule.toStdString(); });
            return at == all.end() ? nullptr : &*at;
        };
        QTRY_VERIFY_WITH_TIMEOUT(found(), 20000);
        // It stands at its line of the text.
        const auto part = bench.page->parts().size() - 1;
        bench.page->editor()->showPart(part);
        const std::string before = text.toStdString().substr(0, text.toStdString().find(bench.page->parts()[part].text));
        const auto own = static_cast<std::size_t>(line) - static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
        const auto& marks = bench.page->editor()->yaml()->marks();
        QVERIFY2(std::any_of(marks.begin(), marks.end(), [&](const YamlMark& mark) { return mark.line == own; }), QByteArray::number(qsizetype(own)).constData());
        QVERIFY2(bench.stream() == text.toStdString(), bench.saved.c_str());
    }
    // Wherever they are dropped: also on what takes text, which stays as it is.
    void overTheEditor()
    {
        Bench bench;
        const QString first = bench.write("first.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: fine\n");
        const QString second = bench.write("second.yaml", "kind: [\n");
        QVERIFY(bench.drop(&bench.window, {first}));
        QVERIFY(bench.opened(1));
        YamlEditor* yaml = bench.page->editor()->yaml();
        const QString before = yaml->toPlainText();
        QVERIFY(bench.drop(yaml->viewport(), {first, second}));
        QVERIFY(bench.opened(3));
        QCOMPARE(QString::fromStdString(bench.page->parts()[0].text), before);
    }
    void throughTheButton()
    {
        Bench bench;
        const QString file = bench.write("mine.yaml", "kind: A\n\tb: 1\n");
        for (auto* button : bench.page->findChildren<QPushButton*>())
            if (button->text().startsWith(QLatin1String("Open files")))
                button->click();
        auto* dialog = bench.window.findChild<QFileDialog*>();
        QVERIFY(dialog);
        Q_EMIT dialog->filesSelected({file});
        dialog->close();
        QVERIFY(bench.opened(1));
        QCOMPARE(bench.broken()->broken->where, std::string("2:1"));
    }
    // What is no text, or no file, is said, and what is written stays.
    void noText()
    {
        Bench bench;
        const QString good = bench.write("good.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: fine\n");
        const QString binary = bench.write("binary.yaml", std::string("\x7f" "ELF\0\1\xff", 7));
        const QString huge = bench.write("huge.yaml", std::string(17 << 20, '#'));
        QVERIFY(bench.drop(&bench.window, {good, binary, huge, bench.folder.path()}));
        QVERIFY(bench.opened(1));
        QCOMPARE(bench.failures.size(), 2);
        QVERIFY2(bench.failures[0].contains(QLatin1String("16 MiB")) && bench.failures[0].contains(QLatin1String("huge.yaml")), qPrintable(bench.failures[0]));
        QVERIFY2(bench.page->notice().title.contains(QLatin1String("binary.yaml")) || bench.page->notice().cause.contains(QLatin1String("binary.yaml")),
            qPrintable(bench.page->notice().title + bench.page->notice().cause));
    }
};

QTEST_MAIN(TestWizardFiles)
#include "tst_wizard_files.moc"
