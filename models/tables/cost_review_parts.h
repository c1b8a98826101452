// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/cells.h"
#include "tables/cost_review.h"
#include "tables/money_text.h"

namespace loadline {

QString reviewPercent(const std::optional<double>& percent); // "75 %", as in the CSV

// Writes amounts as the review does.
class ReviewTeller {
public:
    explicit ReviewTeller(const CostReport& report)
        : report_(report)
    {
    }
    [[nodiscard]] QString cents(const std::optional<Money>& dollars) const
    {
        return moneyText(dollars, report_.terms.currency, MoneyStyle::Cents);
    }
    [[nodiscard]] QString cell(const std::optional<Money>& dollars) const { return dollars ? cents(dollars) : QStringLiteral("–"); }
    [[nodiscard]] QString rate(const std::optional<Money>& dollars) const
    {
        return moneyText(dollars, report_.terms.currency, MoneyStyle::Rate);
    }
    [[nodiscard]] Money baseline() const { return report_.whole.baseline; }
    [[nodiscard]] QString savedPercent() const
    {
        if (!report_.haveLedger || baseline() <= Money())
            return unknown();
        return reviewPercent(report_.whole.total().value() / baseline().value() * 100);
    }

private:
    const CostReport& report_;
};

ReviewTable reviewGroups(const CostReport& report, const ReviewTeller& tell, const ReviewLimits& limits);
ReviewTable reviewSources(const CostReport& report);
ReviewTable reviewMachines(const CostReport& report, const ReviewTeller& tell, const ReviewLimits& limits);
ReviewTable reviewOpenCost(const CostReport& report, const ReviewLimits& limits);

} // namespace loadline
