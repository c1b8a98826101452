// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"

#include <QtTest>

using namespace loadline;

class SpellingTest : public QObject {
    Q_OBJECT

    static std::string nearest(std::string_view word) { return nearestWord(word, {"export", "picture", "cost", "review", "lint"}); }

private Q_SLOTS:
    void knowsASlip()
    {
        QCOMPARE(nearest("exprot"), std::string("export"));
        QCOMPARE(nearest("expor"), std::string("export"));
        QCOMPARE(nearest("pictures"), std::string("picture"));
        QCOMPARE(nearest("costs"), std::string("cost"));
        QCOMPARE(nearest("lnit"), std::string("lint")); // two letters that changed places
        QCOMPARE(nearest("lint"), std::string("lint"));
    }
    void doesNotGuess()
    {
        QCOMPARE(nearest("bogus"), std::string());
        QCOMPARE(nearest("li"), std::string());
        QCOMPARE(nearest(""), std::string());
        QCOMPARE(nearest(std::string(1000, 'x')), std::string());
        QCOMPARE(nearestWord("cost", {}), std::string());
    }
};

QTEST_GUILESS_MAIN(SpellingTest)
#include "tst_spelling.moc"
