// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/rates.h"

#include <array>

namespace loadline {

namespace {

constexpr Money micro(std::int64_t millionths) { return Money::fromPico(Int128(millionths) * 1'000'000); }
constexpr Money nano(std::int64_t billionths) { return Money::fromPico(Int128(billionths) * 1'000); }

} // namespace

// cost.md 1.2: the hourly figures of OpenCost's configs/*.json. GPUs have no spot rate there, and gcp.json has no GPU.
Rates defaultRates(std::string_view provider)
{
    Rates rates {LOADLINE_TR("Cost", "default rates"), micro(31611), micro(4237), micro(950'000), micro(6655), micro(892), {}};
    if (provider == "aws")
        rates.name = LOADLINE_TR("Cost", "AWS default rates");
    else if (provider == "gcp")
        rates.name = LOADLINE_TR("Cost", "Google Cloud default rates");
    else if (provider == "alibaba")
        rates.name = LOADLINE_TR("Cost", "Alibaba Cloud default rates");
    else if (provider == "azure")
        rates = {LOADLINE_TR("Cost", "Azure default rates"), micro(39'000), micro(1917), nano(42'892'500), micro(7764),
            micro(382), {}};
    else if (provider == "oracle")
        rates = {LOADLINE_TR("Cost", "Oracle Cloud default rates"), micro(15'000), micro(2000), micro(2'000'000), {}, {}, {}};
    return rates;
}

std::optional<Money> priceAt(const Rates& rates, Quantity cores, Quantity bytes, Quantity gpus, bool spot)
{
    constexpr Int128 nanoGib = Int128(1'000'000'000) << 30;
    const bool known = rates.spotCpu && rates.spotMemory && (gpus.isZero() || rates.spotGpu);
    if (spot && !known)
        return std::nullopt;
    const Money cpu = spot ? *rates.spotCpu : rates.cpu;
    const Money memory = spot ? *rates.spotMemory : rates.memory;
    const Money gpu = spot ? rates.spotGpu.value_or(Money()) : rates.gpu;
    return cpu.times(cores) + memory.scaled(bytes.nano(), nanoGib) + gpu.times(gpus);
}

} // namespace loadline
