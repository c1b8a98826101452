// SPDX-License-Identifier: GPL-3.0-or-later
#include "../../support/screens.h"
#include "../../support/walk.h"
#include "plain_page.h"
#include "sample_state.h"
#include "shell/context_bar.h"
#include "shell/context_picker.h"
#include "shell/help_panel.h"
#include "shell/main_window.h"
#include "shell/prometheus_dialog.h"
#include "shell/prometheus_panel.h"
#include "theme/theme.h"

#include <QTest>

using namespace loadline;

// The frame, light and dark, at two sizes, calm and in trouble.
class TestShellScreens : public QObject {
    Q_OBJECT

    static std::vector<PageEntry> entries()
    {
        std::vector<PageEntry> list;
        for (const auto& [id, title] : {std::pair("overview", "Overview"), std::pair("hpa", "HPA"), std::pair("vpa", "VPA"),
                 std::pair("keda", "KEDA"), std::pair("pools", "Node pools")})
            list.push_back({QLatin1String(id), QLatin1String(title), QLatin1String(id),
                [id = QString(QLatin1String(id))](QWidget* parent) { return new PlainPage(id, parent); }});
        return list;
    }

private Q_SLOTS:
    void frame_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("trouble");
        for (const bool dark : {false, true})
            for (const QSize size : {QSize(1280, 800), QSize(1920, 1080)})
                for (const bool trouble : {false, true})
                    QTest::addRow("%s-%d-%s", dark ? "dark" : "light", size.width(), trouble ? "trouble" : "calm") << dark << size << trouble;
    }
    void frame()
    {
        QFETCH(bool, dark);
        QFETCH(bool, trouble);
        QFETCH(QSize, size);
        Theme theme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        MainWindow window(entries());
        window.resize(size);
        window.setShellState(trouble ? sample::troubled() : sample::calm());
        window.showPage(QStringLiteral("hpa"));
        window.setBadge(QStringLiteral("hpa"), 24, 2);
        window.setBadge(QStringLiteral("vpa"), 11, 0);
        window.setBadge(QStringLiteral("keda"), 9, 0);
        window.setBadge(QStringLiteral("pools"), 4, 1);
        if (trouble) {
            window.banner({{}, BannerMessage::Kind::Error, QStringLiteral("The credential plugin aws failed for cluster staging."),
                QStringLiteral("Run \u201caws sso login\u201d in a terminal, then press F5."), QStringLiteral("exit code 255\nToken has expired"), QStringLiteral("Try again")});
            window.banner({{}, BannerMessage::Kind::Warning, QStringLiteral("2 of the events of prod-eu-west could not be read and are left out."), {}, {}, {}});
            window.ask({QStringLiteral("1"), QStringLiteral("prod-eu-west"), QStringLiteral("aws-iam-authenticator"),
                QStringLiteral("Enter MFA code for arn:aws:iam::123456789012:mfa/me:"), true});
        }
        window.show();
        QTest::qWait(30);
        QCOMPARE(walk::clipped(window).join(QLatin1Char('\n')), QString());
        const auto image = screens::shot(window, 1);
        QVERIFY(screens::colours(image) > 20);
        QVERIFY(screens::keep(image, QStringLiteral("shell-") + QString::fromLatin1(QTest::currentDataTag())));
    }
    void popups_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void popups()
    {
        QFETCH(bool, dark);
        const QString tag = QString::fromLatin1(QTest::currentDataTag());
        Theme theme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
        MainWindow window(entries());
        window.resize(1280, 800);
        window.setShellState(sample::troubled());
        window.showPage(QStringLiteral("hpa"));
        window.show();
        QTest::qWait(20);
        window.findChild<ContextBar*>()->openContexts();
        QTest::qWait(20);
        auto* picker = window.findChild<ContextPicker*>();
        QVERIFY(picker->isVisible());
        QCOMPARE(walk::nameless(*picker).join(QLatin1Char('\n')), QString());
        QVERIFY(screens::keep(screens::shot(*picker, 1), QStringLiteral("shell-contexts-") + tag));
        picker->hide();
        window.findChild<ContextBar*>()->openPrometheus();
        QTest::qWait(20);
        auto* panel = window.findChild<PrometheusPanel*>();
        QVERIFY(panel->isVisible());
        QCOMPARE(walk::nameless(*panel).join(QLatin1Char('\n')), QString());
        QCOMPARE(walk::clipped(*panel).join(QLatin1Char('\n')), QString());
        QVERIFY(screens::keep(screens::shot(*panel, 1), QStringLiteral("shell-prometheus-") + tag));
        panel->hide();
        QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
        QTest::qWait(20);
        QVERIFY(screens::keep(screens::shot(window, 1), QStringLiteral("shell-palette-") + tag));
        PrometheusDialog dialog;
        PrometheusForm form;
        form.context = QStringLiteral("prod-us-east");
        form.use = PrometheusForm::Use::ByHand;
        form.auth = PrometheusForm::Auth::Basic;
        dialog.setForm(form);
        dialog.show();
        QTest::qWait(20);
        QVERIFY(screens::keep(screens::shot(dialog, 1), QStringLiteral("shell-form-") + tag));
        HelpPanel help;
        help.show();
        QTest::qWait(20);
        QCOMPARE(walk::nameless(help).join(QLatin1Char('\n')), QString());
        QCOMPARE(walk::clipped(help).join(QLatin1Char('\n')), QString());
        QVERIFY(screens::keep(screens::shot(help, 1), QStringLiteral("shell-help-") + tag));
    }
};

QTEST_MAIN(TestShellScreens)
#include "tst_shell_screens.moc"
