// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/money.h"

#include <optional>
#include <string>
#include <string_view>

namespace loadline {

// So much an hour for a vCPU, a GiB and a GPU: the price of a machine that no list knows, and the proportion in which
// the price of any machine is split (cost.md 1.1, 1.2). Absent spot rates: no spot price is made from them.
struct Rates {
    std::string name; // "AWS defaults", "your rates"
    Money cpu, memory, gpu; // an hour: one core, one GiB, one GPU
    std::optional<Money> spotCpu, spotMemory, spotGpu;
    bool operator==(const Rates&) const = default;
};

// The defaults of OpenCost's configuration files for a provider ("aws", "gcp", "azure", "alibaba", "oracle"; others:
// its default.json).
Rates defaultRates(std::string_view provider);

// cores, bytes and GPUs at these rates; spot only where all the rates it needs are known.
std::optional<Money> priceAt(const Rates& rates, Quantity cores, Quantity bytes, Quantity gpus, bool spot);

} // namespace loadline
