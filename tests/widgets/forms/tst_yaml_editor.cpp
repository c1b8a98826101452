// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "forms/diff_view.h"
#include "forms/yaml_editor.h"
#include "theme/theme.h"

#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace loadline;

class TestYamlEditor : public QObject {
    Q_OBJECT

    static QString sample()
    {
        return QStringLiteral("apiVersion: autoscaling/v2 # the stable one\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: api\n"
                              "spec:\n  minReplicas: 2\n  maxReplicas: 10\n");
    }

private Q_SLOTS:
    void showingKeepsTheCursorAndSaysNothing()
    {
        YamlEditor editor;
        editor.showText(sample());
        QSignalSpy edited(&editor, &YamlEditor::edited);
        QTextCursor cursor = editor.textCursor();
        cursor.setPosition(int(editor.toPlainText().indexOf(QLatin1String("minReplicas"))));
        editor.setTextCursor(cursor);
        QString next = sample();
        next.replace(QLatin1String("maxReplicas: 10"), QLatin1String("maxReplicas: 20"));
        editor.showText(next);
        QCOMPARE(editor.toPlainText(), next);
        QCOMPARE(editor.line(), std::size_t(6));
        QCOMPARE(edited.count(), 0);
        editor.undo(); // also what the form wrote can be undone in the text
        QCOMPARE(editor.toPlainText(), sample());
        QCOMPARE(edited.count(), 1);
    }
    void typingIsSaid()
    {
        YamlEditor editor;
        editor.showText(sample());
        QSignalSpy edited(&editor, &YamlEditor::edited);
        editor.moveCursor(QTextCursor::End);
        QTest::keyClicks(&editor, QStringLiteral("#"));
        QCOMPARE(edited.count(), 1);
        QCOMPARE(edited.first().at(0).toString(), sample() + QLatin1Char('#'));
    }
    void linesAreToldByKeyboard()
    {
        YamlEditor editor;
        editor.resize(400, 300);
        editor.showText(sample());
        editor.show();
        editor.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&editor));
        editor.setFocus();
        std::vector<std::size_t> told;
        connect(&editor, &YamlEditor::lineFocused, &editor, [&](std::size_t line) { told.push_back(line); });
        editor.moveCursor(QTextCursor::Start);
        QTest::keyClick(&editor, Qt::Key_Down);
        QTest::keyClick(&editor, Qt::Key_Down);
        QTest::keyClick(&editor, Qt::Key_Right); // the same line is not said again
        QVERIFY(told.size() >= 2);
        QCOMPARE(told.back(), std::size_t(3));
    }
    void marksAreReadOut()
    {
        YamlEditor editor;
        editor.showText(sample());
        editor.setMarks({{7, Severity::Error, QStringLiteral("More than the pools hold.")}});
        QCOMPARE(editor.accessibleDescription(), QStringLiteral("Line 7, Error: More than the pools hold."));
        editor.setMarks({{99, Severity::Warning, QStringLiteral("beyond the text")}}); // must not crash
    }
    void differencesAreSaid()
    {
        DiffView view;
        std::vector<FieldDiff> diff {{FieldDiff::Kind::Changed, FieldDiff::Origin::Wanted, "spec.maxReplicas", Value(10), Value(20)},
            {FieldDiff::Kind::Added, FieldDiff::Origin::Defaulted, "spec.minReplicas", std::nullopt, Value(1)}};
        view.setDiff(diff, QStringLiteral("a: 1\nb: 2\n"), QStringLiteral("a: 1\nb: 3\n"));
        const QString text = view.text();
        QVERIFY2(text.contains(QLatin1String("spec.maxReplicas | 10 | 20 | changed\n")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("spec.minReplicas | not set | 1 | added, the server's default\n")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("- b: 2\n+ b: 3")), qPrintable(text));
        view.setDiff({}, QStringLiteral("a: 1\n"), QStringLiteral("a: 1\n"));
        QCOMPARE(view.text().count(QLatin1String("Nothing differs.")), 2);
    }
    // A long value is not cut while the last column stands empty.
    void valuesTakeTheRoomThatIsLeft()
    {
        const std::string query = "sum(rate(http_requests_total{namespace='shop'}[2m]))";
        DiffView view;
        view.resize(1000, 200);
        view.setDiff({{FieldDiff::Kind::Changed, FieldDiff::Origin::Wanted, "spec.query", Value("a"), Value(query)}}, {}, {});
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto* tree = view.findChild<QTreeWidget*>();
        QTRY_VERIFY(tree->columnWidth(2) >= QFontMetrics(tree->font()).horizontalAdvance(QString::fromStdString(query)));
        QVERIFY(tree->columnWidth(0) + tree->columnWidth(1) + tree->columnWidth(2) < tree->viewport()->width()); // and the last is there
    }
    // A new object is told leaf by leaf, items by their names, and nothing of a name is cut off where it can go on below.
    void namesAreWhole()
    {
        const Value object = Document::parse("spec:\n  template:\n    spec:\n      containers:\n      - name: side\n      - name: app\n        resources:\n          requests:\n"
                                             "            cpu: 250m\n  metrics:\n  - type: Resource\n    resource:\n      name: cpu\n  args: [a, b]\n")->value();
        std::vector<FieldDiff> diff {{FieldDiff::Kind::Changed, FieldDiff::Origin::Defaulted, "spec.template.spec.containers[1].resources.requests.cpu", Value("100m"), Value("250m")},
            {FieldDiff::Kind::Added, FieldDiff::Origin::Wanted, "spec.metrics", std::nullopt, object["spec"]["metrics"]},
            {FieldDiff::Kind::Added, FieldDiff::Origin::Wanted, "spec.args", std::nullopt, object["spec"]["args"]}};
        DiffView view;
        view.resize(500, 300);
        view.setDiff(diff, {}, {}, &object);
        view.setGrowing(12);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const QString text = view.text();
        QVERIFY2(text.contains(QLatin1String("spec.template.spec.containers[app].resources.requests.cpu | 100m | 250m | ")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("spec.metrics[0].type | not set | Resource | added\nspec.metrics[0].resource.name | not set | cpu | added\n")), qPrintable(text));
        QVERIFY2(text.contains(QLatin1String("spec.args | not set | [\"a\",\"b\"] | added\n")), qPrintable(text));
        const auto* tree = view.findChild<QTreeWidget*>();
        QVERIFY(tree);
        QTRY_VERIFY(tree->columnWidth(0) > 200); // not squeezed to what it was before it had a size
        const auto lines = [&](int row, int column) {
            const QFontMetrics metrics(tree->font());
            return tree->visualItemRect(tree->topLevelItem(row)).height() / metrics.lineSpacing() >= metrics.horizontalAdvance(tree->topLevelItem(row)->text(column)) / tree->columnWidth(column);
        };
        for (int row = 0; row < tree->topLevelItemCount(); ++row)
            for (int column = 0; column < 4; ++column)
                QVERIFY2(lines(row, column), qPrintable(tree->topLevelItem(row)->text(column)));
        QVERIFY(screens::keep(screens::shot(view, 1), QStringLiteral("diff-narrow")));
    }
    void pictures()
    {
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            Theme theme(*qApp, choice);
            YamlEditor editor;
            editor.resize(420, 220);
            editor.showText(sample());
            editor.showLines(6, 6);
            editor.setMarks({{7, Severity::Warning, QStringLiteral("More than the pools hold.")}});
            editor.show();
            QTest::qWait(20);
            const auto image = screens::shot(editor, 2);
            QVERIFY(screens::colours(image) > 10);
            QVERIFY(screens::keep(image, QStringLiteral("yaml-editor-") + themeWord(choice)));
        }
    }
};

QTEST_MAIN(TestYamlEditor)
#include "tst_yaml_editor.moc"
