// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../models/tables/money_worlds.h"
#include "../../support/walk.h"
#include "pages/baseline_editor.h"
#include "pages/duty_editor.h"
#include "pages/own_prices_editor.h"
#include "pages/own_prices_model.h"
#include "pages/prices_page.h"
#include "pages/term_fields.h"
#include "pages/terms_editor.h"
#include "pages/types_editor.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>
#include <QTimeEdit>

using namespace loadline;
using namespace loadline::test;

namespace {

// The page as the desk holds it: what is chosen comes back.
struct Held {
    Held()
    {
        QObject::connect(&page, &Page::costSettingsChosen, &page, [this](const CostSettings& next) {
            settings = next;
            ++told;
            page.setCosts(moneyCosts(settings));
        });
        page.setShown(true);
        page.setCosts(moneyCosts(settings));
        page.setWorlds({moneyWorld()});
    }
    bool settle() { return QTest::qWaitFor([this] { return page.settled(); }, 10000); }
    bool write(int row, int column, const QVariant& value)
    {
        auto* model = page.own()->model();
        return model->setData(model->index(row, column), value, Qt::EditRole);
    }
    void import(const char* text) { page.importPrices(QStringLiteral("book.csv"), text); }
    [[nodiscard]] std::vector<OwnPrice> own() const { return settings.prices.own; }

    CostSettings settings;
    int told = 0;
    PricesPage page;
};

OwnPrice typePrice(const char* type, const char* hourly, CapacityType capacity = CapacityType::Unknown)
{
    OwnPrice price;
    price.match = OwnPrice::Match::InstanceType;
    price.value = type;
    price.hourly = money(hourly);
    price.capacity = capacity;
    return price;
}

} // namespace

class PricesPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void writesPrices();
    void jumpsWantConfirming();
    void spotAboveOnDemand();
    void importsRowByRow();
    void importsOpenCost();
    void refusesFiles();
    void exports();
    void rates();
    void terms();
    void dutyHours();
    void currencies();
    void types();
    void fixedCounts();
    void dayBefore();
    void keysAndNames();
};

void PricesPageTest::writesPrices()
{
    Held held;
    held.settings.prices.own = {typePrice("m5.large", "0.08")};
    held.page.setCosts(moneyCosts(held.settings));
    QCOMPARE(held.page.own()->model()->rowCount(), 1);
    QVERIFY(held.write(0, OwnPricesModel::Hourly, QStringLiteral("0.07")));
    QCOMPARE(held.own().at(0).hourly, money("0.07"));
    // By a label, of a pool, of a provider, with a date and a note.
    QVERIFY(held.write(0, OwnPricesModel::Match, int(OwnPrice::Match::Label)));
    QVERIFY(!held.write(0, OwnPricesModel::Value, QStringLiteral("no equals sign")));
    QVERIFY2(held.page.own()->says().contains(QStringLiteral("KEY=VALUE")), qPrintable(held.page.own()->says()));
    QVERIFY(held.write(0, OwnPricesModel::Value, QStringLiteral("team=search")));
    QVERIFY(held.write(0, OwnPricesModel::AsOf, QStringLiteral("2026-11-20")));
    QVERIFY(!held.write(0, OwnPricesModel::AsOf, QStringLiteral("yesterday")));
    QVERIFY(held.write(0, OwnPricesModel::Note, QStringLiteral("contract 7, \"renewed\"")));
    QVERIFY(held.write(0, OwnPricesModel::Capacity, int(CapacityType::OnDemand)));
    const OwnPrice kept = held.own().at(0);
    QCOMPARE(kept.match, OwnPrice::Match::Label);
    QCOMPARE(kept.labelKey, std::string("team"));
    QCOMPARE(kept.value, std::string("search"));
    QCOMPARE(kept.asOf, std::string("2026-11-20"));
    QCOMPARE(kept.note, std::string("contract 7, \"renewed\""));
    QCOMPARE(kept.capacity, CapacityType::OnDemand);
    for (const char* bad : {"-1", "1,5", "cheap", "", "nan"})
        QVERIFY2(!held.write(0, OwnPricesModel::Hourly, QString::fromLatin1(bad)), bad);
    QCOMPARE(held.own().at(0).hourly, money("0.07"));
}

void PricesPageTest::jumpsWantConfirming()
{
    Held held;
    held.settings.prices.own = {typePrice("m5.large", "0.08")};
    held.page.setCosts(moneyCosts(held.settings));
    QVERIFY(held.write(0, OwnPricesModel::Hourly, QStringLiteral("8")));
    QCOMPARE(held.own().at(0).hourly, money("0.08")); // the old one holds
    QVERIFY2(held.page.own()->says().contains(QStringLiteral("30 times or more off the 0.08")), qPrintable(held.page.own()->says()));
    QVERIFY(held.page.own()->confirmButton()->isVisibleTo(held.page.own()));
    // Asked again, it is still a jump.
    QVERIFY(held.write(0, OwnPricesModel::Note, QStringLiteral("really")));
    QCOMPARE(held.own().at(0).hourly, money("0.08"));
    held.page.own()->confirmButton()->click();
    QCOMPARE(held.own().at(0).hourly, money("8"));
    QCOMPARE(held.own().at(0).note, std::string("really"));
    QCOMPARE(held.page.own()->says(), QString());
    // Taken back instead, nothing changes.
    QVERIFY(held.write(0, OwnPricesModel::Hourly, QStringLiteral("0.001")));
    held.page.own()->backButton()->click();
    QCOMPARE(held.own().at(0).hourly, money("8"));
    QCOMPARE(held.page.own()->model()->prices().at(0).hourly, money("8"));
}

void PricesPageTest::spotAboveOnDemand()
{
    Held held;
    held.settings.prices.own = {typePrice("own.big", "1", CapacityType::OnDemand), typePrice("own.big", "0.4", CapacityType::Spot)};
    held.page.setCosts(moneyCosts(held.settings));
    QVERIFY(held.write(1, OwnPricesModel::Hourly, QStringLiteral("1.2")));
    QCOMPARE(held.own().at(1).hourly, money("0.4"));
    QVERIFY2(held.page.own()->says().contains(QStringLiteral("Spot at 1.2 is above the on-demand price 1.")), qPrintable(held.page.own()->says()));
    held.page.own()->confirmButton()->click();
    QCOMPARE(held.own().at(1).hourly, money("1.2"));
    // Confirmed once it stays so, whatever else is written.
    QVERIFY(held.write(0, OwnPricesModel::Note, QStringLiteral("list")));
    QCOMPARE(held.own().size(), std::size_t(2));
    QCOMPARE(held.page.own()->says(), QString());
    // The same thing twice is told, and the first holds.
    QVERIFY(held.write(1, OwnPricesModel::Capacity, int(CapacityType::OnDemand)));
    QVERIFY2(held.page.own()->says().contains(QStringLiteral("stands in line")), qPrintable(held.page.own()->says()));
    QVERIFY(!held.page.own()->confirmButton()->isVisibleTo(held.page.own()));
    QCOMPARE(held.own().size(), std::size_t(1));
}

void PricesPageTest::importsRowByRow()
{
    Held held;
    held.settings.prices.own = {typePrice("m5.large", "0.08")};
    held.page.setCosts(moneyCosts(held.settings));
    held.import("match,value,region,capacity_type,asset,usd_per_hour,as_of,note\r\n"
                "instance-type,m5.large,,,node,0.07,2026-11-01,\r\n"
                "pool,gpu,,spot,node,-1,,\r\n"
                "pool,cpu,,,node,many,,\r\n"
                "instance-type,c5.large,us-east-1,,node,99,,\r\n"
                "pool,general,,,node,0.09,,\r\n");
    QCOMPARE(held.own().size(), std::size_t(2));
    const QString says = held.page.own()->says();
    for (const char* wanted : {"book.csv (Loadline's columns): 2 row", "3 refused", "line 3", "line 4", "line 5", "30 times"})
        QVERIFY2(says.contains(QLatin1String(wanted)), qPrintable(QLatin1String(wanted) + QStringLiteral(" not in ") + says));
    held.page.own()->confirmButton()->click();
    QCOMPARE(held.own().size(), std::size_t(3));
    QCOMPARE(held.own().at(1).hourly, money("99"));
    QVERIFY(held.page.own()->says().contains(QStringLiteral("2 refused")));
    held.page.own()->backButton()->click();
    QCOMPARE(held.own().size(), std::size_t(1));
    QCOMPARE(held.own().at(0).hourly, money("0.08"));
}

void PricesPageTest::importsOpenCost()
{
    Held held;
    held.import("EndTimestamp,InstanceID,Region,AssetClass,InstanceIDField,InstanceType,MarketPriceHourly,Version\n"
                "2026-11-01 00:00:00 UTC,n1,us-east-1,node,metadata.name,m5.large,0.05,\n");
    QCOMPARE(held.own().size(), std::size_t(1));
    QCOMPARE(held.own().at(0).match, OwnPrice::Match::NodeName);
    QVERIFY(held.page.own()->says().contains(QStringLiteral("OpenCost's columns")));
    QVERIFY(held.settle());
    QTRY_VERIFY(walk::visible(*held.page.own()).size() > 5);
}

void PricesPageTest::refusesFiles()
{
    Held held;
    held.settings.prices.own = {typePrice("m5.large", "0.08")};
    held.page.setCosts(moneyCosts(held.settings));
    for (const char* bad : {"", "a,b,c\n1,2,3\n", "\xff\xfe m\0"}) {
        held.import(bad);
        QVERIFY2(held.page.own()->says().contains(QStringLiteral("Your prices stay as they are.")), qPrintable(held.page.own()->says()));
        QCOMPARE(held.own().size(), std::size_t(1));
    }
    held.page.importPrices(QStringLiteral("huge.csv"), QByteArray((16 << 20) + 1, 'a'));
    QVERIFY(held.page.own()->says().contains(QStringLiteral("larger than 16 MiB")));
}

void PricesPageTest::exports()
{
    Held held;
    held.settings.prices.own = {typePrice("m5.large", "0.08"), typePrice("m5.large", "0.02", CapacityType::Spot)};
    held.page.setCosts(moneyCosts(held.settings));
    const auto back = importPrices(exportPrices(held.settings.prices.own), {true, {}});
    QVERIFY(back);
    QCOMPARE(back->rows.size(), std::size_t(2));
    const auto table = held.page.table();
    QCOMPARE(table->texts.size(), std::size_t(2));
    QVERIFY(table->texts[1].contains(QStringLiteral("0.02")));
}

void PricesPageTest::rates()
{
    Held held;
    const auto boxes = held.page.own()->findChildren<QCheckBox*>();
    QCOMPARE(boxes.size(), 2);
    boxes[1]->setChecked(true);
    QVERIFY(held.settings.prices.rates.has_value());
    QCOMPARE(held.settings.prices.rates->cpu, defaultRates({}).cpu);
    boxes[0]->setChecked(false);
    QVERIFY(!held.settings.prices.useRates);
    boxes[1]->setChecked(false);
    QVERIFY(!held.settings.prices.rates.has_value());
}

void PricesPageTest::terms()
{
    Held held;
    TermsEditor* editor = held.page.terms();
    editor->negotiated()->setValue(12.5);
    QCOMPARE(held.settings.terms.negotiatedDiscount, quantity("0.125"));
    editor->controlPlane()->box()->setChecked(true);
    editor->controlPlane()->field()->setValue(0.1);
    QCOMPARE(*held.settings.terms.controlPlaneHourly, money("0.1"));
    editor->controlPlane()->box()->setChecked(false);
    QVERIFY(!held.settings.terms.controlPlaneHourly);
    const int told = held.told;
    held.page.setCosts(moneyCosts(held.settings)); // what comes back is no choice
    QCOMPARE(held.told, told);
    QVERIFY(held.settle());
    QStringList words;
    for (auto* widget : walk::visible(*editor))
        if (const auto* label = qobject_cast<const QLabel*>(widget))
            words << label->text();
    QVERIFY2(words.join(QLatin1Char(' ')).contains(QStringLiteral("12.5")), qPrintable(words.join(QLatin1Char('\n'))));
}

void PricesPageTest::dutyHours()
{
    Held held;
    DutyEditor* editor = held.page.terms()->duty();
    QCOMPARE(held.settings.duty, DutyHours());
    editor->day(5)->setChecked(true);
    editor->from()->setTime(QTime(7, 30));
    editor->to()->setTime(QTime(0, 0));
    editor->offset()->setValue(5.5);
    DutyHours wanted;
    wanted.days[5] = true;
    wanted.fromMinute = 450;
    wanted.toMinute = 0;
    wanted.utcOffset = std::chrono::minutes {330};
    QCOMPARE(held.settings.duty, wanted);
    // Which types sleep is the user's: of Loadline's own and of those that rules name.
    QVERIFY(editor->type("notebooks") && editor->type("notebooks")->isChecked());
    editor->type("model-training")->setChecked(true);
    QCOMPARE(held.settings.dutyTypes, (std::vector<std::string> {"model-training", "notebooks"}));
    editor->type("notebooks")->setChecked(false);
    QCOMPARE(held.settings.dutyTypes, std::vector<std::string> {"model-training"});
    held.settings.types.rules.push_back({"our-own", {"Job"}, {}, {}, WorkloadTypeRule::Gpu::Any});
    held.page.setCosts(moneyCosts(held.settings));
    QVERIFY(editor->type("our-own") && !editor->type("our-own")->isChecked());
    const int told = held.told;
    held.page.setCosts(moneyCosts(held.settings)); // what comes back is no choice
    QCOMPARE(held.told, told);
}

void PricesPageTest::currencies()
{
    Held held;
    TermsEditor* editor = held.page.terms();
    const auto type = [](QLineEdit* line, const QString& text) {
        line->setText(text);
        Q_EMIT line->editingFinished();
    };
    type(editor->code(), QStringLiteral("eur"));
    // A new currency has no rate: it is asked for, and until then amounts stay what they are.
    QCOMPARE(editor->rate()->text(), QStringLiteral("not told yet"));
    QVERIFY2(editor->complaint().contains(QStringLiteral("What a US dollar is in EUR is not known yet.")), qPrintable(editor->complaint()));
    QVERIFY(!held.settings.terms.currency.converts());
    editor->negotiated()->setValue(11); // nothing else waits for it
    QCOMPARE(held.settings.terms.negotiatedDiscount, quantity("110m"));
    editor->rate()->setValue(0.92);
    QVERIFY2(editor->complaint().contains(QStringLiteral("When the rate of EUR held is not known yet.")), qPrintable(editor->complaint()));
    QVERIFY(!held.settings.terms.currency.converts());
    type(editor->rateDate(), QStringLiteral("2026-11-20"));
    QCOMPARE(held.settings.terms.currency.code, std::string("EUR"));
    QCOMPARE(held.settings.terms.currency.perDollar, quantity("0.92"));
    QCOMPARE(held.settings.terms.currency.asOf, std::string("2026-11-20"));
    type(editor->code(), QStringLiteral("E1"));
    QVERIFY(!editor->complaint().isEmpty());
    QCOMPARE(held.settings.terms.currency.code, std::string("EUR"));
    type(editor->code(), QStringLiteral("CHF")); // not the euro's rate
    QCOMPARE(editor->rate()->value(), 0.0);
    QCOMPARE(editor->rateDate()->text(), QString());
    QVERIFY(!editor->complaint().isEmpty());
    QCOMPARE(held.settings.terms.currency.code, std::string("EUR"));
    type(editor->code(), QStringLiteral("EUR"));
    QCOMPARE(editor->rate()->value(), 0.92);
    QCOMPARE(editor->complaint(), QString());
    type(editor->code(), QStringLiteral("CHF"));
    editor->rate()->setValue(0.88);
    type(editor->rateDate(), QStringLiteral("20.11."));
    QVERIFY(!editor->complaint().isEmpty());
    QCOMPARE(held.settings.terms.currency.code, std::string("EUR"));
    type(editor->rateDate(), QStringLiteral("2026-11-21"));
    QCOMPARE(editor->complaint(), QString());
    QCOMPARE(held.settings.terms.currency.code, std::string("CHF"));
    QCOMPARE(held.settings.terms.currency.perDollar, quantity("0.88"));
    type(editor->rateDate(), {}); // a rate of no date is not taken
    QCOMPARE(held.settings.terms.currency.asOf, std::string("2026-11-21"));
    type(editor->code(), QStringLiteral("USD"));
    QVERIFY(!held.settings.terms.currency.converts());
    QCOMPARE(held.settings.terms.currency.perDollar, quantity("1"));
}

void PricesPageTest::types()
{
    Held held;
    TypesEditor* editor = held.page.types();
    TypeRulesModel* model = editor->model();
    QCOMPARE(model->rules(), defaultWorkloadTypes().rules);
    editor->label()->setText(QStringLiteral("example.com/kind"));
    Q_EMIT editor->label()->editingFinished();
    QCOMPARE(held.settings.types.label, std::string("example.com/kind"));
    model->add({}, 0);
    const auto set = [&](int column, const char* text) { return model->setData(model->index(0, column), QString::fromLatin1(text), Qt::EditRole); };
    QVERIFY(set(TypeRulesModel::Type, "reporting"));
    QVERIFY(set(TypeRulesModel::Kinds, "Job, CronJob"));
    QVERIFY(set(TypeRulesModel::Scalers, "cron,"));
    QVERIFY(set(TypeRulesModel::Words, " report , "));
    QVERIFY(set(TypeRulesModel::Gpu, "without"));
    const WorkloadTypeRule& kept = held.settings.types.rules.at(0);
    QCOMPARE(kept.type, std::string("reporting"));
    QCOMPARE(kept.kinds, (std::vector<std::string> {"Job", "CronJob"}));
    QCOMPARE(kept.scalers, std::vector<std::string> {"cron"});
    QCOMPARE(kept.words, std::vector<std::string> {"report"});
    QCOMPARE(kept.gpu, WorkloadTypeRule::Gpu::Without);
    QCOMPARE(workloadTypeOf(held.settings.types, {"x", "Job", "daily-report", false, {"cron"}}, nullptr), std::string("reporting"));
    QVERIFY(model->move(0, 1));
    QVERIFY(!model->move(0, -1));
    QCOMPARE(model->rules().at(1).type, std::string("reporting"));
}

void PricesPageTest::fixedCounts()
{
    Held held;
    QVERIFY(held.settle());
    BaselineEditor* editor = held.page.baseline();
    PoolCountsModel* counts = editor->counts();
    QTRY_COMPARE(counts->rowCount(), 2);
    QCOMPARE(counts->lines().at(0).pool, std::string("general"));
    QCOMPARE(*counts->lines().at(0).count, 2); // what runs now
    editor->choice(BaselineKind::Fixed)->click();
    QCOMPARE(held.settings.baseline.kind, BaselineKind::Fixed);
    QCOMPARE(held.settings.baseline.pools.size(), std::size_t(2));
    const auto set = [&](int row, int column, const char* text) { return counts->setData(counts->index(row, column), QString::fromLatin1(text), Qt::EditRole); };
    QVERIFY(set(0, PoolCountsModel::Count, "10"));
    QVERIFY(set(0, PoolCountsModel::Price, "0.2"));
    QVERIFY(set(1, PoolCountsModel::Count, ""));
    QVERIFY(!set(0, PoolCountsModel::Count, "-3"));
    QVERIFY(!set(0, PoolCountsModel::Count, "1.5"));
    QVERIFY(!set(0, PoolCountsModel::Price, "cheap"));
    QVERIFY(!set(0, PoolCountsModel::Pool, "other"));
    const std::vector<BaselinePool> wanted {{"general", 10, money("0.2")}};
    QCOMPARE(held.settings.baseline.pools, wanted);
    QVERIFY(held.settle());
    QCOMPARE(counts->pools(), wanted); // what came back is what was written
    // None at all is no baseline.
    QVERIFY(set(0, PoolCountsModel::Count, ""));
    QCOMPARE(held.settings.baseline.pools, wanted);
    editor->choice(BaselineKind::Peak)->click();
    QCOMPARE(held.settings.baseline, Baseline {});
}

void PricesPageTest::dayBefore()
{
    Held held;
    QVERIFY(held.settle());
    BaselineEditor* editor = held.page.baseline();
    QTRY_VERIFY(editor->choice(BaselineKind::Before)->isEnabled());
    editor->choice(BaselineKind::Before)->click();
    QCOMPARE(held.settings.baseline.kind, BaselineKind::Before);
    QVERIFY(!held.settings.baseline.machines.empty());
    QCOMPARE(isoUtc(held.settings.baseline.before).left(10), QStringLiteral("2026-11-26")); // today is not known at noon yet
}

void PricesPageTest::keysAndNames()
{
    Held held;
    held.settings.prices.own = {typePrice("m5.large", "0.08")};
    held.page.setCosts(moneyCosts(held.settings));
    held.page.resize(1060, 740);
    held.page.show();
    QVERIFY(QTest::qWaitForWindowActive(&held.page));
    auto* tabs = held.page.findChild<QTabBar*>();
    for (const char* tab : {"own", "terms", "types", "baseline"}) {
        held.page.select(QString::fromLatin1(tab));
        QVERIFY(held.settle());
        QCOMPARE(walk::nameless(held.page).join(QLatin1Char('\n')), QString());
        QCOMPARE(walk::unreachable(held.page).join(QLatin1Char('\n')), QString());
        QCOMPARE(walk::clipped(held.page).join(QLatin1Char('\n')), QString());
    }
    QCOMPARE(tabs->currentIndex(), 3);
}

QTEST_MAIN(PricesPageTest)
#include "tst_prices_page.moc"
