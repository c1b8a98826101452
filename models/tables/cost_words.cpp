// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/cost_report.h"
#include "tables/money_text.h"

#include <QCoreApplication>

#include <array>
#include <chrono>
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

QStringList discountsInWords(const Terms& terms)
{
    const Currency& currency = terms.currency;
    const auto percent = [](Quantity share) { return figure(std::round(share.value() * 10000) / 100, Unit::Percent); };
    const auto some = [](Quantity share) { return share > Quantity(); };
    QStringList lines;
    if (some(terms.listDiscount) != some(terms.negotiatedDiscount)) {
        const Quantity only = some(terms.listDiscount) ? terms.listDiscount : terms.negotiatedDiscount;
        lines << (terms.discountsGpu ? Words::tr("A discount of %1 on CPU, memory and GPU.") : Words::tr("A discount of %1 on CPU and memory; GPUs stay at list price."))
                     .arg(percent(only));
    } else if (some(terms.listDiscount)) {
        const double left = (1 - terms.listDiscount.value()) * (1 - terms.negotiatedDiscount.value());
        const QString off = figure(std::round((1 - left) * 10000) / 100, Unit::Percent);
        lines << (terms.discountsGpu ? Words::tr("A list discount of %1 and a negotiated one of %2 take %3 off CPU, memory and GPU.")
                                     : Words::tr("A list discount of %1 and a negotiated one of %2 take %3 off CPU and memory; GPUs stay at list price."))
                     .arg(percent(terms.listDiscount), percent(terms.negotiatedDiscount), off);
    } else {
        lines << Words::tr("No discount: what is paid is the list price.");
    }
    if (some(terms.committedShare) && some(terms.committedDiscount))
        lines << Words::tr("%1 of what runs on demand is under a commitment that takes %2 off; machines labelled reserved are wholly under it, spot never is.")
                     .arg(percent(terms.committedShare), percent(terms.committedDiscount));
    QStringList counted, left;
    const auto line = [&](const std::optional<Money>& price, const QString& name, const QString& text) {
        (price ? counted : left) << (price ? text.arg(moneyText(price, currency)) : name);
    };
    line(terms.controlPlaneHourly, Words::tr("the control plane"), Words::tr("the control plane at %1 an hour for each cluster"));
    line(terms.bootDiskGbMonth, Words::tr("boot disks"), Words::tr("boot disks of %2 GB at %1 a GB-month").replace(QLatin1String("%2"), qtext(terms.bootDiskGb.decimal())));
    line(terms.loadBalancerHourly, Words::tr("load balancers"), Words::tr("%n load balancer(s) at %1 an hour", nullptr, int(terms.loadBalancers)));
    line(terms.volumeGbMonth, Words::tr("volumes"), Words::tr("volumes of %2 GB at %1 a GB-month").replace(QLatin1String("%2"), qtext(terms.volumeGb.decimal())));
    if (!counted.isEmpty())
        lines << Words::tr("Beside the nodes: %1.").arg(listed(counted));
    if (!left.isEmpty())
        lines << Words::tr("Not counted: %1.").arg(listed(left));
    return lines;
}

QStringList termsInWords(const Terms& terms)
{
    const Currency& currency = terms.currency;
    QStringList lines = discountsInWords(terms);
    lines << (currency.converts() ? currency.asOf.empty()
                      ? Words::tr("Amounts are converted to %1 at %2 for a US dollar; the rate has no date.").arg(qtext(currency.code), qtext(currency.perDollar.decimal()))
                      : Words::tr("Amounts are converted to %1 at %2 for a US dollar, the rate of %3.")
                            .arg(qtext(currency.code), qtext(currency.perDollar.decimal()), qtext(currency.asOf))
                                  : Words::tr("Amounts are in US dollars."));
    lines << Words::tr("A month has %1 hours.").arg(terms.hoursPerMonth);
    return lines;
}

QString monthKnownText(const CostReport& report)
{
    const auto days = [](Millis time) { return QString::number(double(time.count()) / double(dayLength.count()), 'f', 1); };
    return report.monthWhole ? QString() : Words::tr("%1 of %2 d are known").arg(days(report.monthCovered), days(report.monthAsked));
}

QString rateText(const CostRow& row, const QString& rate)
{
    if (!row.hourly)
        return row.partly ? unknown() : rate;
    return row.partly ? Words::tr("≥ %1", "at least so much").arg(rate) : row.waits ? Words::tr("waits") : rate;
}

QString typesText(const std::vector<std::string>& types)
{
    QStringList names;
    for (const std::string& type : types) {
        QString name = groupName({GroupKind::WorkloadType, {}}, type, CostGroup::Special::None);
        if (name != qtext(type)) // within a sentence
            name.front() = name.front().toLower();
        names << name;
    }
    return listed(names);
}

QString dutyText(const DutyHours& duty)
{
    const std::array<QString, 7> names {Words::tr("Monday"), Words::tr("Tuesday"), Words::tr("Wednesday"), Words::tr("Thursday"), Words::tr("Friday"),
        Words::tr("Saturday"), Words::tr("Sunday")};
    QStringList days;
    for (std::size_t first = 0; first < names.size(); ++first) {
        if (!duty.days[first])
            continue;
        std::size_t last = first;
        while (last + 1 < names.size() && duty.days[last + 1])
            ++last;
        days << (last - first < 2 ? names[first] : Words::tr("%1 to %2", "days").arg(names[first], names[last]));
        if (last - first >= 2)
            first = last;
    }
    const auto clock = [](int minutes) {
        return QStringLiteral("%1:%2").arg(minutes / 60, 2, 10, QLatin1Char('0')).arg(minutes % 60, 2, 10, QLatin1Char('0'));
    };
    const int offset = int(duty.utcOffset.count());
    const QString zone = offset == 0 ? QStringLiteral("UTC") : QStringLiteral("UTC") + QLatin1Char(offset < 0 ? '-' : '+') + clock(std::abs(offset));
    return days.isEmpty() ? Words::tr("no day") : Words::tr("%1, %2 to %3 %4", "days, hours, time zone").arg(days.join(QStringLiteral(", ")), clock(duty.fromMinute), clock(duty.toMinute), zone);
}

QStringList potentialInWords(const CostReport& report)
{
    const Potential& potential = report.potential;
    const auto month = [&](const std::optional<Money>& amount) { return moneyText(amount, report.terms.currency, MoneyStyle::Cents); };
    QStringList lines;
    lines << (potential.rightSizing ? Words::tr("Right-sizing could save %1 a month: the requests of %n workload(s) lowered to the targets of their VPAs, at the replicas of the window.",
                                          nullptr, report.rightSized)
                                          .arg(month(potential.rightSizing))
                                    : Words::tr("What right-sizing could save is not known: no VPA recommends, or no history tells how many replicas ran."));
    lines << (!potential.schedules ? Words::tr("What schedules could save is not known: no history tells what ran while nobody was on duty (%1).").arg(dutyText(report.duty))
                  : report.scheduled == 0
                  ? report.dutyTypes.empty() ? Words::tr("Schedules could save nothing: no workload type is chosen for them.")
                                             : Words::tr("Schedules could save nothing: there is nothing of %1 that is never scaled to zero.").arg(typesText(report.dutyTypes))
                  : Words::tr("Schedules could save %1 a month: %n workload(s) of %3 that nothing scales to zero, asleep outside %2.", nullptr, report.scheduled)
                        .arg(month(potential.schedules), dutyText(report.duty), typesText(report.dutyTypes)));
    lines << (potential.spot ? Words::tr("Spot could save %1 a month: what ran on demand in the window, had it run on spot, as far as it can be interrupted.")
                                   .arg(month(potential.spot))
                             : Words::tr("What spot could save is not known: nothing ran on demand in the window, or it has no known spot price."));
    lines << Words::tr("These overlap and are not added up; none is part of what was saved, and each is money only when nodes go.");
    return lines;
}

namespace {

QString wordOf(WorkloadRule rule)
{
    switch (rule) {
    case WorkloadRule::Peak:
        break;
    case WorkloadRule::Max:
        return Words::tr("max");
    case WorkloadRule::AtLeastOne:
        return Words::tr("at least one");
    case WorkloadRule::AllHours:
        return Words::tr("24x7");
    case WorkloadRule::Recorded:
        return Words::tr("recorded date");
    }
    return Words::tr("peak");
}

} // namespace

QString scalerRuleWord(const CostRow& row) { return row.scalerRule ? wordOf(*row.scalerRule) : QString(); }

QString ruleWord(const CostRow& row)
{
    if (!row.baseline)
        return {};
    if (!row.otherRule.isEmpty())
        return row.otherRule;
    const QString word = row.rule ? wordOf(*row.rule) : Words::tr("fixed count");
    return row.ofNodes ? Words::tr("nodes, %1").arg(word) : word;
}

QString windowText(const CostReport& report, bool utc)
{
    if (report.window.length() <= Millis {0})
        return {};
    // Days say enough of weeks; of a day its hours do.
    const bool days = report.window.length() >= 2 * dayLength;
    const auto day = [&](TimePoint at) {
        // Seen from a month away in the same year a moment is told with its date and no year.
        const auto month = unsigned(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(at)).month());
        const QString text = moment(at, !days ? report.now : month < 7 ? at + 30 * dayLength : at - 30 * dayLength, utc);
        return days ? text.left(text.lastIndexOf(QLatin1Char(' '))) : text;
    };
    QStringList parts {Words::tr("%1 – %2, %3").arg(day(report.window.from), day(report.window.to), age(report.window.length()))};
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
