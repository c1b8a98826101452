// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "../../support/walk.h"
#include "forms/field_editor.h"
#include "forms/form_view.h"
#include "manifest/scaler.h"
#include "sim/random.h"
#include "theme/theme.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

using namespace loadline;

namespace {

FormFacts facts()
{
    FormFacts known;
    known.target = TargetFacts {"shop", {"apps/v1", "Deployment", "api"}, 3, {{"app", "api"}},
        {{"api", Quantity::fromMilli(500), Quantity::fromWhole(512LL << 20)}}};
    return known;
}

// A window with one form, wired as the wizard wires it: what is typed goes into the Form, the Form into the view.
class Desk : public QWidget {
public:
    explicit Desk(const char* kind)
        : form(*formKind(kind), facts())
    {
        auto* column = new QVBoxLayout(this);
        view = new FormView(this);
        column->addWidget(view);
        connect(view, &FormView::answered, this, [this](const FieldPath& path, const QString& text) {
            done = form.setText(path, text.toStdString());
            view->setForm(form);
        });
        connect(view, &FormView::itemAdded, this, [this](const FieldPath& list) {
            done = form.addItem(list);
            view->setForm(form);
        });
        connect(view, &FormView::itemRemoved, this, [this](const FieldPath& item) {
            form.removeItem(item);
            view->setForm(form);
        });
        connect(view, &FormView::itemMoved, this, [this](const FieldPath& item, std::size_t to) {
            form.moveItem(item, to);
            view->setForm(form);
        });
        view->setForm(form);
        resize(620, 760);
        show();
        activateWindow();
        static_cast<void>(QTest::qWaitForWindowActive(this));
    }
    // Tab until what has the focus is called so; false after once around.
    bool tabTo(const QString& name)
    {
        for (int step = 0; step < 200; ++step) {
            if (QWidget* at = QApplication::focusWidget(); at && at->accessibleName() == name)
                return true;
            QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : this, Qt::Key_Tab);
        }
        return false;
    }
    void type(const QString& text)
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
        for (const QChar c : text) { // it may go on to another input
            if (c == QLatin1Char('=')) {
                comeBack();
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_End);
            }
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
            if (c == QLatin1Char('='))
                QTest::qWait(1); // what completes the name goes when its key is over
        }
    }
    // The offscreen platform makes a completer's popup the active window, as no window system does, and leaves none
    // active when it closes: what takes the focus then would not be where Tab goes on from.
    void comeBack()
    {
        if (QApplication::activePopupWidget())
            QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
        if (isActiveWindow())
            return;
        activateWindow();
        static_cast<void>(QTest::qWaitForWindowActive(this));
    }
    static void press(Qt::Key key)
    {
        QTest::keyClick(QApplication::focusWidget(), key);
        QTest::qWait(1); // what a button does happens after its click
    }
    std::string at(const char* path) const { return form.text(FieldPath(path)); }

    Form form;
    FormView* view = nullptr;
    Done done = std::monostate {};
};

FieldRow* rowOf(const FormView& view, const QWidget* widget)
{
    for (FieldRow* row : view.rows())
        if (row->isAncestorOf(widget))
            return row;
    return nullptr;
}

QString answerFor(const Field& field)
{
    switch (field.type) {
    case Field::Type::Integer:
    case Field::Type::Percent:
    case Field::Type::CountOrPercent:
        return QStringLiteral("7");
    case Field::Type::Number:
    case Field::Type::Quantity:
        return QStringLiteral("1.5");
    case Field::Type::Duration:
        return QStringLiteral("90s");
    case Field::Type::Cron:
        return QStringLiteral("0 9 * * 1-5");
    case Field::Type::TimeZone:
        return QStringLiteral("Europe/Berlin");
    case Field::Type::Selector:
    case Field::Type::TextMap:
        return QStringLiteral("app=web");
    case Field::Type::QuantityMap:
        return QStringLiteral("cpu=2");
    case Field::Type::Reference:
        return QStringLiteral("apps/v1/Deployment/web");
    case Field::Type::Url:
        return QStringLiteral("http://here:80");
    default:
        return QStringLiteral("web");
    }
}

// Answers the question whose input has the focus, by keys, and sees the answer in the manifest.
void answer(Desk& desk, const FieldRow& row)
{
    const FieldPath path = row.path();
    const Field field = row.field();
    const std::string before = desk.form.text(path);
    switch (field.type) {
    case Field::Type::Bool:
    case Field::Type::MultiChoice: {
        const QString shown = row.editor()->text();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY2(desk.form.text(path) != shown.toStdString(), path.text().c_str());
        return;
    }
    case Field::Type::Choice: {
        const auto* combo = qobject_cast<QComboBox*>(row.input());
        QVERIFY(combo);
        QTest::keyClick(QApplication::focusWidget(), combo->currentIndex() + 1 < combo->count() ? Qt::Key_Down : Qt::Key_Up);
        QVERIFY2(combo->count() < 2 || desk.form.text(path) != before, path.text().c_str());
        return;
    }
    default:
        break;
    }
    const QString text = answerFor(field);
    desk.type(text);
    desk.comeBack();
    QVERIFY2(desk.done.has_value(), path.text().c_str());
    const Value* given = desk.form.answer(path);
    QVERIFY2(given, path.text().c_str());
    const Value typed = valueFrom(field, text.toStdString());
    if (field.type == Field::Type::TextMap || field.type == Field::Type::QuantityMap) // a row of several
        QVERIFY2((*given)[typed.fields().front().key] == typed.fields().front().value, given->json().c_str());
    else
        QVERIFY2(*given == typed, path.text().c_str());
}

// Any text that a manifest can hold, of the characters that mean something to somebody.
std::string anyText(Dice& dice)
{
    static const std::vector<std::string> pieces = {",", "=", "\n", " ", "\"", "\\", "'", "#", ": ", "- ", "\t", "{", "a", "true", "0x1", "\u00a0",
        "\u2028", "\u00e9", "\U0001f600", "%", "|", "~", "\r"};
    std::string text;
    for (std::uint64_t i = dice.next() % 7; i > 0; --i)
        text += pieces[dice.next() % pieces.size()];
    return text;
}

// How many widgets Tab stops at.
std::size_t stops(QWidget& window)
{
    const auto all = walk::visible(window);
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(),
        [](const QWidget* one) { return (one->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && one->isEnabled(); }));
}

// Tab to whatever removes an item, until nothing does any more.
void removeAllItems(Desk& desk)
{
    const auto left = [&] {
        QStringList names;
        for (const auto* button : desk.findChildren<QAbstractButton*>())
            if (button->objectName().startsWith(QLatin1String("remove ")) && button->isVisibleTo(&desk))
                names << button->objectName();
        return names;
    };
    for (std::size_t quiet = 0; !left().isEmpty();) {
        QVERIFY2(quiet++ < stops(desk) + 10, qPrintable(left().join(u' ')));
        QWidget* at = QApplication::focusWidget();
        QVERIFY(at);
        if (!at->objectName().startsWith(QLatin1String("remove "))) {
            QTest::keyClick(at, Qt::Key_Tab);
            continue;
        }
        const auto before = left().size();
        Desk::press(Qt::Key_Space);
        QVERIFY(left().size() < before);
        quiet = 0;
    }
    QVERIFY(Document::parse(desk.form.document().text()));
}

} // namespace

class TestFormView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyKindHasNamedFields_data()
    {
        QTest::addColumn<QString>("kind");
        for (const FormKind& kind : formKinds())
            QTest::newRow(std::string(kind.id).c_str()) << QString::fromStdString(std::string(kind.id));
    }
    void everyKindHasNamedFields()
    {
        QFETCH(QString, kind);
        Desk desk(kind.toLatin1().constData());
        QVERIFY(!desk.view->rows().empty());
        QCOMPARE(walk::nameless(desk).join(QLatin1Char('\n')), QString());
        QCOMPARE(walk::unreachable(desk).join(QLatin1Char('\n')), QString());
        // What the form starts with is what the rows show.
        for (const FieldRow* row : desk.view->rows())
            if (row->field().type == Field::Type::Text || row->field().type == Field::Type::Integer)
                QCOMPARE(row->editor()->text(), QString::fromStdString(desk.form.text(row->path())));
    }
    void everyFormByKeyboardOnly_data() { everyKindHasNamedFields_data(); }
    // Tab, Space, the arrows and letters reach and answer every question of every form, also those that are folded away
    // and those that come with an answer; add an item to every list, also to lists in items; and remove them all.
    void everyFormByKeyboardOnly()
    {
        QFETCH(QString, kind);
        Desk desk(kind.toLatin1().constData());
        std::set<std::string> visited;
        std::set<QString> pressed;
        desk.view->focusField(desk.view->rows().front()->path());
        std::size_t quiet = 0; // steps since something new was met
        while (quiet < stops(desk) + 10) {
            QWidget* at = QApplication::focusWidget();
            QVERIFY(at);
            ++quiet;
            if (auto* button = qobject_cast<QAbstractButton*>(at); button && !qobject_cast<QCheckBox*>(at)) {
                const bool more = button->text().contains(QLatin1String("more setting"));
                const bool adds = button->objectName().startsWith(QLatin1String("add "));
                if ((more || adds) && pressed.insert(adds ? button->objectName() : button->accessibleName()).second) {
                    Desk::press(Qt::Key_Space);
                    quiet = 0;
                    continue;
                }
            }
            if (FieldRow* row = rowOf(*desk.view, at); row && visited.insert(row->path().text()).second) {
                answer(desk, *row);
                quiet = 0;
            }
            QVERIFY(QApplication::focusWidget());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QStringList missed;
        for (const FieldRow* row : desk.view->rows())
            if (!visited.contains(row->path().text()))
                missed << QString::fromStdString(row->path().text());
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u' ')));
        QVERIFY(visited.size() >= 4);
        QVERIFY(Document::parse(desk.form.document().text()));
        for (const auto* add : desk.findChildren<QPushButton*>())
            if (add->objectName().startsWith(QLatin1String("add ")) && add->isVisibleTo(&desk))
                QVERIFY2(pressed.contains(add->objectName()), qPrintable(add->objectName()));
        removeAllItems(desk);
    }
    void hpaByKeyboard()
    {
        Desk desk("hpa");
        QVERIFY(desk.tabTo(QStringLiteral("Name")));
        desk.type(QStringLiteral("web"));
        QVERIFY(desk.tabTo(QStringLiteral("Lowest number of pods, pods")));
        desk.type(QStringLiteral("4"));
        QVERIFY(desk.tabTo(QStringLiteral("Highest number of pods, pods")));
        desk.type(QStringLiteral("30"));
        QVERIFY(desk.tabTo(QStringLiteral("Add to Metrics")));
        Desk::press(Qt::Key_Space);
        QVERIFY(desk.done.has_value());
        QCOMPARE(desk.form.answer("spec.metrics")->items().size(), std::size_t(2));
        const QString yaml = QString::fromStdString(desk.form.document().text());
        QVERIFY2(yaml.contains(QLatin1String("  name: web\n")), qPrintable(yaml));
        QVERIFY2(yaml.contains(QLatin1String("  minReplicas: 4\n  maxReplicas: 30\n")), qPrintable(yaml));
        QVERIFY2(yaml.contains(QLatin1String("    name: api\n")), qPrintable(yaml));
    }
    void wrongAnswersAreKeptAndSaid()
    {
        Desk desk("hpa");
        FieldRow* row = desk.view->row("spec.maxReplicas");
        QVERIFY(row);
        row->input()->setFocus();
        desk.type(QStringLiteral("many"));
        QCOMPARE(desk.at("spec.maxReplicas"), std::string("many"));
        QVERIFY(!row->trouble().isEmpty());
        QVERIFY(row->input()->accessibleDescription().startsWith(row->trouble()));
        desk.type(QStringLiteral("1"));
        QVERIFY2(row->trouble().contains(QLatin1String("below the lowest")), qPrintable(row->trouble()));
        desk.type(QStringLiteral("12"));
        QCOMPARE(row->trouble(), QString());
        QCOMPARE(desk.form.answer("spec.maxReplicas")->integer(), std::int64_t(12));
    }
    void triggersFollowTheirType()
    {
        Desk desk("keda");
        QVERIFY(desk.form.kind().kind == "ScaledObject");
        const auto before = desk.view->rows().size();
        QVERIFY(desk.form.addItem("spec.triggers").has_value());
        QVERIFY(desk.form.set("spec.triggers[0].type", "rabbitmq").has_value());
        desk.view->setForm(desk.form);
        QVERIFY(desk.view->rows().size() > before);
        bool asks = false;
        for (const FieldRow* row : desk.view->rows())
            asks = asks || row->path() == FieldPath("spec.triggers[0].metadata.queueName");
        QVERIFY(asks);
    }
    void foldedFieldsOpenByKeyboard()
    {
        Desk desk("hpa");
        QVERIFY(!desk.view->row("metadata.labels"));
        for (int step = 0; step < 100 && !QApplication::focusWidget()->accessibleName().startsWith(QLatin1String("Name: ")); ++step)
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        Desk::press(Qt::Key_Space);
        QTRY_VERIFY(desk.view->row("metadata.labels"));
        QVERIFY(desk.tabTo(QStringLiteral("Labels: name")));
        desk.type(QStringLiteral("team=payments"));
        QCOMPARE(desk.form.answer("metadata.labels.team")->text(), std::string("payments"));
    }
    // What one knows how to type, and what only rows can tell apart: commas, line ends, blanks, equals signs.
    void pairsByKeyboard()
    {
        Desk desk("hpa");
        desk.view->focusField("metadata.annotations");
        desk.type(QStringLiteral("note=a,b=c"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(" more "));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("team"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("web"));
        const Value* given = desk.form.answer("metadata.annotations");
        QVERIFY(given);
        QCOMPARE(given->fields().size(), std::size_t(2));
        QCOMPARE((*given)["note"].text(), std::string("a,b=c\n more "));
        QCOMPARE((*given)["team"].text(), std::string("web"));
        // A second of one name says that it is not written, and takes nothing away.
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("team"));
        QCOMPARE((*desk.form.answer("metadata.annotations"))["team"].text(), std::string("web"));
        const auto labels = desk.view->row("metadata.annotations")->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* l) { return l->text().contains(QLatin1String("team stands twice")); }));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("s"));
        QCOMPARE(desk.form.answer("metadata.annotations")->fields().size(), std::size_t(3));
    }
    void pastedPairsBecomeRows()
    {
        Desk desk("hpa");
        desk.view->focusField("metadata.labels");
        QApplication::clipboard()->setText(QStringLiteral("team=web,tier=front"));
        QTest::keySequence(QApplication::focusWidget(), QKeySequence::Paste);
        QCOMPARE(desk.at("metadata.labels"), std::string("team=web,tier=front"));
    }
    // Changing one value in a row leaves every other as it is, whatever it holds.
    void oneOfManyPairsChanges()
    {
        Dice dice(4);
        for (int round = 0; round < 20; ++round) {
            Value map = Value::map();
            for (int i = 0; i < 4; ++i)
                map.set("key" + std::to_string(i), anyText(dice));
            map.set("multi", "one, two\n  three=3\n");
            Desk desk("hpa");
            QVERIFY(desk.form.set("metadata.annotations", map).has_value());
            desk.view->setForm(desk.form);
            desk.view->focusField("metadata.annotations");
            FieldRow* row = desk.view->row("metadata.annotations");
            QCOMPARE(valueFrom(row->field(), row->editor()->text().toStdString()).json(), map.json());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            auto* value = qobject_cast<QPlainTextEdit*>(QApplication::focusWidget());
            QVERIFY(value);
            value->moveCursor(QTextCursor::End);
            QTest::keyClicks(value, QStringLiteral(",x"));
            if (!value->isReadOnly())
                map.set("key0", map["key0"].text() + ",x");
            QCOMPARE(desk.form.answer("metadata.annotations")->json(), map.json());
            const auto back = Document::parse(desk.form.document().text());
            QVERIFY(back.has_value());
            QCOMPARE(back->value()["metadata"]["annotations"].json(), map.json());
        }
    }
    void itemsMoveAndGo()
    {
        Desk desk("hpa");
        QVERIFY(desk.form.addItem("spec.metrics").has_value());
        QVERIFY(desk.form.setText("spec.metrics[1].resource.name", "memory").has_value());
        desk.view->setForm(desk.form);
        QVERIFY(desk.tabTo(QStringLiteral("Move Metrics, 2 of 2 up")));
        Desk::press(Qt::Key_Space);
        QTRY_COMPARE(desk.at("spec.metrics[0].resource.name"), std::string("memory"));
        QVERIFY(desk.tabTo(QStringLiteral("Remove Metrics, 1 of 2")));
        Desk::press(Qt::Key_Space);
        QTRY_COMPARE(desk.form.answer("spec.metrics")->items().size(), std::size_t(1));
        QCOMPARE(desk.at("spec.metrics[0].resource.name"), std::string("cpu"));
    }
    void findingsStandAtTheirField()
    {
        Desk desk("hpa");
        Finding finding;
        finding.rule = "some-rule";
        finding.severity = Severity::Warning;
        finding.field = "spec.maxReplicas";
        finding.what = "The pools hold %1 pods.";
        finding.args = {"7"};
        desk.view->setFindings({finding});
        QCOMPARE(desk.view->row("spec.maxReplicas")->trouble(), QStringLiteral("Warning: The pools hold 7 pods."));
        finding.silenced = "known";
        desk.view->setFindings({finding});
        QCOMPARE(desk.view->row("spec.maxReplicas")->trouble(), QString());
    }
    void focusTellsFieldAndHelp()
    {
        Desk desk("hpa");
        QSignalSpy help(desk.view, &FormView::helpChanged);
        FieldPath told;
        connect(desk.view, &FormView::fieldFocused, &desk, [&](const FieldPath& path) { told = path; });
        desk.view->focusField("spec.maxReplicas");
        QCOMPARE(QString::fromStdString(desk.view->current().text()), QStringLiteral("spec.maxReplicas"));
        desk.view->row("spec.minReplicas")->input()->setFocus();
        QCOMPARE(QString::fromStdString(told.text()), QStringLiteral("spec.minReplicas"));
        QCOMPARE(help.last().at(0).toString(), QStringLiteral("Lowest number of pods"));
        QVERIFY(help.last().at(2).toString().contains(QLatin1String("Left out: 1")));
    }
    void unknownChoicesStay()
    {
        Desk desk("pdb");
        QVERIFY(desk.form.set("spec.unhealthyPodEvictionPolicy", "Someday").has_value());
        desk.view->setForm(desk.form);
        FieldRow* row = desk.view->row("spec.unhealthyPodEvictionPolicy");
        QVERIFY(row);
        QCOMPARE(row->editor()->text(), QStringLiteral("Someday"));
    }
    void typingCostsLittle()
    {
        Desk desk("hpa");
        FieldRow* row = desk.view->row("spec.maxReplicas");
        row->input()->setFocus();
        QBENCHMARK { desk.type(QStringLiteral("25")); }
        QCOMPARE(desk.form.answer("spec.maxReplicas")->integer(), std::int64_t(25));
    }
    void pictureOfPairs()
    {
        Theme theme(*qApp, ThemeChoice::Dark);
        Desk desk("hpa");
        QVERIFY(desk.form.setText("metadata.annotations", "team=web,sync=\"Prune=false,Replace=true\",note=\"one\\n  two\"").has_value());
        desk.view->setForm(desk.form);
        desk.view->focusField("metadata.annotations");
        QTest::qWait(30);
        QCOMPARE(walk::clipped(desk).join(QLatin1Char('\n')), QString());
        QVERIFY(screens::keep(screens::shot(desk, 1), QStringLiteral("form-pairs")));
    }
    void pictures_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void pictures()
    {
        QFETCH(bool, dark);
        Theme theme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        Desk desk("keda");
        QVERIFY(desk.form.addItem("spec.triggers").has_value());
        QVERIFY(desk.form.set("spec.triggers[0].type", "cron").has_value());
        desk.view->setForm(desk.form);
        QTest::qWait(30);
        QCOMPARE(walk::clipped(desk).join(QLatin1Char('\n')), QString());
        const auto image = screens::shot(desk, 1);
        QVERIFY(screens::colours(image) > 12);
        QVERIFY(screens::keep(image, QStringLiteral("form-") + QString::fromLatin1(QTest::currentDataTag())));
    }
};

QTEST_MAIN(TestFormView)
#include "tst_form_view.moc"
