// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "tables/costs.h"
#include "tables/export.h"

#include <QStringList>

namespace loadline {

// What one line of the calculator can be told.
enum class WhatIfField : unsigned char {
    Name,
    Baseline,
    Average,
    Price,
    Per,
    Spot,
    SpotDiscount,
    OnDuty,
    AtZero,
    TooHigh,
    Discount,
    Mix,
};
struct WhatIfFieldInfo {
    WhatIfField field = WhatIfField::Name;
    QString id, title, help;
    QString suffix; // after its number, " %"
    double most = 0; // of a number; 0: a text or a choice
    int decimals = 0;
};
const std::vector<WhatIfFieldInfo>& whatIfFields(); // in the order in which tables show them, translated once

double whatIfNumber(const WhatIfLine& line, WhatIfField field); // 0 for what is no number
void setWhatIfNumber(WhatIfLine& line, WhatIfField field, double value); // exact to six decimals
QString whatIfText(const WhatIfLine& line, WhatIfField field); // prices in US dollars, as they are typed
// Name, unit of the price ("hour", "month") and machine mix. Errors: Malformed, with what was expected.
Done setWhatIfText(WhatIfLine& line, WhatIfField field, const QString& text);

// "m7g.large 60 at 0.08; m6i.large 40 at 0.1": share and price of each machine; "" the baseline's machines.
QString mixText(const std::vector<MixPart>& mix);
Result<std::vector<MixPart>> parseMix(const QString& text);

// The open clusters as they run now: pools at today's counts, workloads of autoscalers against their maximum.
// No pools where nothing tells what nodes cost.
Scenario scenarioOfNow(const Worlds& worlds, const Preferences& preferences, const Costs& costs);
// What ran in the window against the chosen baseline. No pools where history is not known.
Scenario scenarioOfWindow(const Worlds& worlds, const Costs& costs);

// "As it runs now 2": the first such name that none of the scenarios has.
std::string freeName(std::span<const Scenario> scenarios, const std::string& wanted);

// Every line of the scenarios with its assumptions and its month, and a total for each. Amounts are converted to the
// user's currency; prices stay as typed.
ExportTable whatIfExport(std::span<const Scenario> scenarios, const Terms& terms, const QStringList& clusters, TimePoint at);

} // namespace loadline
