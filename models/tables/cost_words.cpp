// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/cost_report.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <cmath>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Cost)
};

} // namespace

QString baselineText(const Baseline& baseline)
{
    return phraseText(describe(baseline));
}

QString windowText(const CostReport& report, bool utc)
{
    if (report.window.length() <= Millis {0})
        return {};
    QStringList parts {Words::tr("%1 – %2, %3")
                           .arg(moment(report.window.from, report.now, utc), moment(report.window.to, report.window.to, utc),
                               age(report.window.length()))};
    if (report.daysMissing > 0)
        parts << Words::tr("reading history, %1 of %2 days").arg(report.daysAll - report.daysMissing).arg(report.daysAll);
    if (!report.haveLedger) {
        if (report.daysMissing == 0)
            parts << Words::tr("no history is known");
    } else {
        const double covered = report.ledger.coveredPercent().value();
        parts << Words::tr("covered %1").arg(figure(covered >= 99.95 ? 100 : std::floor(covered * 10) / 10, Unit::Percent));
        if (const Millis unknown = report.ledger.asked - report.ledger.covered; unknown >= Millis {Seconds {600}})
            parts << Words::tr("%1 unknown and excluded").arg(length(unknown));
    }
    return parts.join(QStringLiteral(" · "));
}

} // namespace loadline
