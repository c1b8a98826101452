// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/preset.h"

#include <algorithm>

namespace loadline {
namespace {

WhatIfLine monthly(const char* name, std::int64_t baseline, std::int64_t average, std::int64_t dollars)
{
    WhatIfLine line;
    line.name = name;
    line.baselineCount = Quantity::fromWhole(baseline);
    line.averageCount = Quantity::fromWhole(average);
    line.price = Money::fromWhole(dollars);
    line.per = PricePer::Month;
    return line;
}

Scenario scenario(const char* name, std::vector<WhatIfLine> pools, std::vector<Phrase> assumptions)
{
    Scenario made;
    made.name = name;
    made.pools = std::move(pools);
    made.assumptions = std::move(assumptions);
    return made;
}

CostPreset textbook()
{
    return {"textbook",
            {LOADLINE_TR("Cost", "Autoscaled nodes instead of always-on ones"), {}},
            {LOADLINE_TR("Cost", "A cluster sized for its peak, against the nodes it needs on average."), {}},
            scenario("Textbook",
                     {monthly("CPU nodes", 10, 4, 100), monthly("GPU nodes", 5, 1, 1000)},
                     {{LOADLINE_TR("Cost", "10 CPU nodes at 100 $ and 5 GPU nodes at 1,000 $ a month, always on"), {}},
                      {LOADLINE_TR("Cost", "On average 4 CPU nodes and 1 GPU node run"), {}}})};
}

CostPreset scaleToZero()
{
    WhatIfLine batch = monthly("Batch inference", 4, 4, 100);
    batch.hoursAtZero = Quantity::fromMilli(134'400);
    WhatIfLine training = monthly("Training", 2, 2, 1000);
    training.hoursOnDuty = Quantity::fromMilli(67'200);
    WhatIfLine development = monthly("Development", 5, 5, 100);
    development.hoursOnDuty = Quantity::fromWhole(45);
    development.hoursAtZero = Quantity::fromMilli(28'200);
    return {"scale-to-zero",
            {LOADLINE_TR("Cost", "Scale to zero when there is nothing to do"), {}},
            {LOADLINE_TR("Cost", "Workloads that need no machine for most of the week, against the same always on."), {}},
            scenario("Scale to zero", {batch, training, development},
                     {{LOADLINE_TR("Cost", "Batch inference runs 33.6 of 168 hours a week (4.8 a day): 80 % at zero"), {}},
                      {LOADLINE_TR("Cost", "Training runs 67.2 of 168 hours a week: Monday to Friday 9 to 18 (45 hours), and "
                                           "22.2 hours of runs that last into the evening: 60 % not run"),
                       {}},
                      {LOADLINE_TR("Cost", "Development is on duty Monday to Friday 9 to 18 (45 hours) and in use for 16.8 of "
                                           "them; nights, weekends and idle hours are at zero: 90 % not run"),
                       {}},
                      {LOADLINE_TR("Cost", "The nodes go when the pods go"), {}}})};
}

CostPreset spotGpus()
{
    WhatIfLine gpus = monthly("GPU nodes", 5, 5, 1000);
    gpus.spotPercent = Quantity::fromWhole(100);
    gpus.spotDiscountPercent = Quantity::fromWhole(70);
    return {"spot-gpus",
            {LOADLINE_TR("Cost", "GPU nodes on spot"), {}},
            {LOADLINE_TR("Cost", "The same GPU nodes at the spot price, for work that can be interrupted."), {}},
            scenario("Spot GPUs", {gpus},
                     {{LOADLINE_TR("Cost", "5 GPU nodes at 1,000 $ a month, always on, all of them on spot"), {}},
                      {LOADLINE_TR("Cost", "Spot costs 70 % less than on demand; the real discount differs by type and zone"),
                       {}}})};
}

CostPreset rightSizing()
{
    WhatIfLine less = monthly("Requests 40 % too high", 10, 10, 100);
    less.requestsTooHighPercent = Quantity::fromWhole(40);
    WhatIfLine more = monthly("Requests 60 % too high", 10, 10, 100);
    more.requestsTooHighPercent = Quantity::fromWhole(60);
    return {"right-sizing",
            {LOADLINE_TR("Cost", "Requests sized by what is used"), {}},
            {LOADLINE_TR("Cost", "Nodes that are full of requests nobody uses, against requests at what is needed."), {}},
            scenario("Right-sizing", {less, more},
                     {{LOADLINE_TR("Cost", "40 % too high: 1.4 is asked for where 1 is needed, so 2 of 7 nodes can go"), {}},
                      {LOADLINE_TR("Cost", "60 % too high: 1.6 is asked for where 1 is needed, so 3 of 8 nodes can go"), {}},
                      {LOADLINE_TR("Cost", "The pods are packed anew, and the nodes that this frees really go"), {}}})};
}

} // namespace

std::span<const CostPreset> costPresets()
{
    static const CostPreset all[] = {textbook(), scaleToZero(), spotGpus(), rightSizing()};
    return all;
}

const CostPreset* findCostPreset(std::string_view id)
{
    const auto all = costPresets();
    const auto at = std::find_if(all.begin(), all.end(), [&](const CostPreset& preset) { return preset.id == id; });
    return at != all.end() ? &*at : nullptr;
}

} // namespace loadline
