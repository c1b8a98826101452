// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "grid/cards.h"
#include "grid/detail.h"
#include "grid/filter_edit.h"
#include "grid/table_view.h"
#include "sample_rows.h"
#include "theme/theme.h"

#include <QHBoxLayout>
#include <QTest>
#include <QVBoxLayout>

using namespace loadline;

namespace {

std::vector<DetailSection> explanation()
{
    const auto u = [](const char* text) { return QString::fromUtf8(text); };
    DetailSection why {u("Why"), {{u("CPU is 140 % of the request, above 70 % and its 10 % tolerance: 4 × 140 / 70 = <b>8</b>."),
                                      Tone::Normal, {}},
                                     {u("Scale-up may double every 60 s (4 → 8). Nothing holds it back."), Tone::Muted, {}}},
        {}, {}, {}, {}};
    DetailSection behaviour {u("Behaviour in force"), {}, {{u("Up"), u("+100 % per 60 s, no window"), Tone::Normal, {}},
                                                              {u("Down"), u("−50 % per 60 s, window 300 s"), Tone::Normal, {}}},
        {}, {}, {}};
    DetailSection conditions {u("Conditions"), {}, {},
        {{DetailCondition::State::True, u("AbleToScale"), u("ReadyForNewScale, 3 d"), Tone::Good, {}},
            {DetailCondition::State::Unknown, u("ScalingActive"), u("ValidMetricFound (cpu), 3 d"), Tone::Warn, {}},
            {DetailCondition::State::False, u("ScalingLimited"), u("DesiredWithinRange, 40 min"), Tone::Idle, {}}},
        {}, {}};
    DetailSection metrics {u("Metrics"), {}, {}, {}, {{sample::rows()[1]->chips}}, {{u("Show in Prometheus"), u("prom")}}};
    return {why, behaviour, conditions, metrics};
}

// A page's lower and upper half, as it would be put together.
class Sheet : public QWidget {
public:
    Sheet()
        : model(sample::columns())
    {
        auto* column = new QVBoxLayout(this);
        column->setSpacing(cardGapAsInt());
        auto* head = new QHBoxLayout;
        head->addWidget(new ToneLabel(QStringLiteral("Horizontal pod autoscalers"), Tone::Normal, ToneLabel::Size::Title));
        head->addWidget(new ToneLabel(QStringLiteral("24 · 2 need attention"), Tone::Muted), 1);
        head->addWidget(new FilterEdit(QStringLiteral("Filter: name, target, state")));
        column->addLayout(head);
        pane.setTable(&model);
        model.setRows(sample::rows());
        model.setSorting({{QStringLiteral("state"), true}, {QStringLiteral("cost"), false}});
        pane.setMessage({TableMessage::Kind::Stale, QStringLiteral("The last answer is 3 min old."),
            QStringLiteral("Connection refused by 127.0.0.1:6443."), QStringLiteral("Try again")});
        pane.setFixedHeight(252);
        column->addWidget(&pane);
        auto* figures = new QHBoxLayout;
        const struct {
            const char *label, *figure, *note;
            Tone tone;
        } all[] = {{"Run rate", "$3.41/h", "$2,489 a month", Tone::Muted}, {"Month to date", "$1,871", "projected $2,310", Tone::Muted},
            {"Realised savings", "$4,218", "63 % of always-on at peak", Tone::Good},
            {"Released, not yet realised", "$512", "pods shrank, 2 nodes could go", Tone::Warn}};
        for (const auto& one : all) {
            auto* card = new FigureCard(QString::fromUtf8(one.label));
            card->setFigure(QString::fromUtf8(one.figure), QString::fromUtf8(one.note), one.tone);
            figures->addWidget(card);
        }
        column->addLayout(figures);
        auto* lower = new QHBoxLayout;
        auto* emptyTable = new TableView;
        emptyTable->setTable(&empty);
        emptyTable->setMessage({TableMessage::Kind::Refused, QStringLiteral("You may not list nodes in prod-us-east."),
            QStringLiteral("The server answered 403 to GET /api/v1/nodes."), QStringLiteral("Show the ClusterRole")});
        lower->addWidget(emptyTable, 2);
        auto* card = new Card;
        auto* detail = new DetailPane;
        detail->setSections(explanation());
        card->body()->addWidget(detail);
        lower->addWidget(card, 1);
        column->addLayout(lower, 1);
        resize(1420, 860);
        pane.view()->choose(QStringLiteral("prod/ml/fraud-detector-hpa"));
    }
    static int cardGapAsInt() { return 12; }
    RowModel<sample::Row> model;
    RowModel<sample::Row> empty {sample::columns()};
    TablePane pane;
};

} // namespace

class TestGridScreens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void picturesInBothThemes()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            theme.choose(choice);
            Sheet sheet;
            screens::shot(sheet, 1); // lays out
            QCoreApplication::processEvents();
            for (const int scale : {1, 2}) {
                const QImage image = screens::shot(sheet, scale);
                QVERIFY(screens::colours(image) >= 30);
                QVERIFY(screens::keep(image, QStringLiteral("grid-%1-%2x").arg(themeWord(choice)).arg(scale)));
            }
        }
    }
    void picturesOfScalesAndNarrowChips()
    {
        Theme theme(*qApp, ThemeChoice::Light);
        for (const auto choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            theme.choose(choice);
            RowModel<sample::Row> model(sample::columns());
            model.setRows(sample::rows());
            TableView view;
            view.setTable(&model);
            view.restoreState(QByteArrayLiteral(
                R"({"columns":[{"id":"name","width":180},{"id":"bounds","width":260},{"id":"metrics","width":190},{"id":"replicas","width":120},{"id":"trend","width":130},{"id":"state","shown":false},{"id":"target","shown":false}]})"));
            view.resize(1000, 240);
            const QImage image = screens::shot(view, 2);
            QVERIFY(screens::colours(image) >= 30);
            QVERIFY(screens::keep(image, QStringLiteral("grid-narrow-%1").arg(themeWord(choice))));
        }
    }
};

QTEST_MAIN(TestGridScreens)
#include "tst_grid_screens.moc"
