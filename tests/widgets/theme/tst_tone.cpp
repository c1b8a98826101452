// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/theme.h"
#include "theme/tone.h"

#include <QTest>

using namespace loadline;

namespace {
const std::vector<Tone> allTones
    = {Tone::Normal, Tone::Muted, Tone::Accent, Tone::Good, Tone::Warn, Tone::Bad, Tone::Idle, Tone::Spot};
}

class TestTone : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrastIsThatOfWcag()
    {
        QCOMPARE(qRound(contrast(Qt::black, Qt::white) * 10), 210);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
        QCOMPARE(qRound(contrast(QColor(0x76, 0x76, 0x76), Qt::white) * 100), 454); // the known last grey that passes
    }
    void everyToneIsReadableOnEveryGround()
    {
        for (const auto& palette : {lightPalette(), darkPalette()}) {
            const Shades& shades = shadesOf(palette);
            for (const QColor& ground : {shades.surface, shades.window, shades.accentGround})
                for (const Tone tone : allTones)
                    QVERIFY2(contrast(ink(tone, palette, ground), ground) >= 4.5,
                        qPrintable(QStringLiteral("tone %1 on %2").arg(int(tone)).arg(ground.name())));
        }
    }
    void seriesNamesAreReadable()
    {
        for (const auto* shades : {&lightShades(), &darkShades()})
            for (const QColor& colour : shades->series)
                QVERIFY(contrast(readable(colour, shades->surface), shades->surface) >= 4.5);
    }
    void readableLeavesWhatIsReadable()
    {
        QCOMPARE(readable(lightShades().text, Qt::white), lightShades().text);
        QVERIFY(readable(QColor(0xA6, 0x6A, 0x00), Qt::white) != QColor(0xA6, 0x6A, 0x00)); // 4.49:1 as it stands
    }
    void paletteTextIsReadable()
    {
        for (const auto& p : {lightPalette(), darkPalette()}) {
            QVERIFY(contrast(p.color(QPalette::Text), p.color(QPalette::Base)) >= 4.5);
            QVERIFY(contrast(p.color(QPalette::WindowText), p.color(QPalette::Window)) >= 4.5);
            QVERIFY(contrast(p.color(QPalette::ButtonText), p.color(QPalette::Button)) >= 4.5);
            QVERIFY(contrast(p.color(QPalette::HighlightedText), p.color(QPalette::Highlight)) >= 4.5);
            QVERIFY(contrast(p.color(QPalette::PlaceholderText), p.color(QPalette::Base)) >= 4.5);
            QVERIFY(contrast(p.color(QPalette::ToolTipText), p.color(QPalette::ToolTipBase)) >= 4.5);
            QVERIFY(contrast(p.color(QPalette::Link), p.color(QPalette::Base)) >= 4.5);
        }
    }
    void darkIsKnownByItsPalette()
    {
        QVERIFY(!isDark(lightPalette()));
        QVERIFY(isDark(darkPalette()));
        QCOMPARE(&shadesOf(darkPalette()), &darkShades());
    }
    void wordsOfTheChoice()
    {
        for (const auto choice : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark})
            QCOMPARE(themeChoice(themeWord(choice)), std::optional(choice));
        QVERIFY(!themeChoice(QStringLiteral("sepia")));
        QVERIFY(!themeChoice(QString()));
    }
};

QTEST_GUILESS_MAIN(TestTone)
#include "tst_tone.moc"
