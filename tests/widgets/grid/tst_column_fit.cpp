// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/column_fit.h"

#include <QtTest>

#include <numeric>

using namespace loadline;

namespace {

int total(const std::vector<int>& widths) { return std::accumulate(widths.begin(), widths.end(), 0); }

// A name, a state that never goes, a figure, and two columns that give way.
const std::vector<ColumnWish> table {{200, 120, 0, true}, {100, 100, 0, false}, {300, 160, 0, true}, {120, 80, 1, true}, {150, 90, 2, true}};

} // namespace

class TestColumnFit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void naturalWhereThereIsRoom() { QCOMPARE(fitted(table, 870), std::vector<int>({200, 100, 300, 120, 150})); }
    void whatIsLeftGoesToWords()
    {
        const auto widths = fitted(table, 1000);
        QCOMPARE(total(widths), 1000);
        QCOMPARE(widths[1], 100); // figures stay as wide as they are
        QVERIFY(widths[0] > 200 && widths[2] > 300);
    }
    void allShareWhatIsMissing()
    {
        const auto widths = fitted(table, 800);
        QCOMPARE(total(widths), 800);
        for (std::size_t i = 0; i < table.size(); ++i)
            QVERIFY(widths[i] >= table[i].least && widths[i] <= table[i].natural);
    }
    void theLeastImportantGoesFirst()
    {
        const auto widths = fitted(table, 550);
        QCOMPARE(widths[4], 0);
        QVERIFY(widths[3] > 0);
        QCOMPARE(total(widths), 550);
        const auto narrow = fitted(table, 450);
        QCOMPARE(narrow[3], 0);
        QCOMPARE(narrow[4], 0);
        QCOMPARE(total(narrow), 450);
    }
    void whatNeverGoesIsScrolledTo()
    {
        QCOMPARE(fitted(table, 200), std::vector<int>({120, 100, 160, 0, 0}));
        QCOMPARE(fitted({}, 200), std::vector<int>());
    }
};

QTEST_APPLESS_MAIN(TestColumnFit)
#include "tst_column_fit.moc"
