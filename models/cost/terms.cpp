// SPDX-License-Identifier: GPL-3.0-or-later
#include "cost/terms.h"

#include <algorithm>
#include <array>

namespace loadline {

namespace {

constexpr Int128 one = 1'000'000'000; // nano-units of a share

Int128 times(Int128 a, Int128 b) { return a * b / one; }

bool isShare(Quantity quantity) { return quantity >= Quantity() && quantity.nano() <= one; }

// Google's classes (cost.md 1.3); nullopt: the user's list discount holds.
std::optional<Int128> googleDiscount(const Machine& machine)
{
    const std::string& type = machine.instanceType;
    if (machine.capacity == CapacityType::Spot)
        return 0;
    if (type.starts_with("e2") || type.starts_with("f1") || type.starts_with("g1"))
        return 0;
    if (type.starts_with("n2-") || type.starts_with("n2d-"))
        return one / 5;
    return std::nullopt;
}

Error wrong(const char* what, const char* field)
{
    return {Error::Kind::Malformed, what, field, {}, {}};
}

} // namespace

CostParts& CostParts::operator+=(const CostParts& other)
{
    cpu += other.cpu;
    memory += other.memory;
    gpu += other.gpu;
    return *this;
}

CostParts& CostParts::operator-=(const CostParts& other)
{
    cpu -= other.cpu;
    memory -= other.memory;
    gpu -= other.gpu;
    return *this;
}

Result<Currency> parseCurrency(std::string_view text)
{
    const Error bad {Error::Kind::Malformed, LOADLINE_TR("Error", "\"%1\" is no currency and rate."), {},
        LOADLINE_TR("Error", "Write the code, what a dollar is in it and the rate's date, such as EUR=0.92@2026-11-20."),
        {std::string(text)}};
    if (text == "USD")
        return Currency {};
    Currency currency;
    const auto equals = text.find('=');
    if (equals != 3 || !std::all_of(text.begin(), text.begin() + 3, [](char c) { return c >= 'A' && c <= 'Z'; }))
        return bad;
    currency.code = text.substr(0, 3);
    const auto at = text.find('@');
    const auto rate = Money::parse(text.substr(4, at == std::string_view::npos ? at : at - 4)); // decimals alone: no "92m"
    if (!rate || *rate <= Money() || *rate > Money::fromWhole(1'000'000'000))
        return bad;
    currency.perDollar = Quantity::fromNano(rate->pico() / 1000);
    if (currency.perDollar.isZero() || (currency.code == "USD" && currency.perDollar != Quantity::fromWhole(1)))
        return bad;
    if (at != std::string_view::npos) {
        currency.asOf = text.substr(at + 1);
        if (currency.asOf.size() != 10 || !parseRfc3339(currency.asOf + "T00:00:00Z"))
            return bad;
    }
    return currency;
}

Quantity Terms::discountOn(const Machine& machine) const
{
    const auto google = googleClasses && machine.provider == "gcp" ? googleDiscount(machine) : std::nullopt;
    const Int128 list = google.value_or(listDiscount.nano());
    Int128 left = times(one - list, one - negotiatedDiscount.nano());
    if (machine.capacity == CapacityType::Reserved)
        left = times(left, one - committedDiscount.nano());
    else if (machine.capacity != CapacityType::Spot)
        left = times(left, one - times(committedShare.nano(), committedDiscount.nano()));
    return Quantity::fromNano(one - left);
}

CostParts Terms::pay(const CostParts& list, const Machine& machine) const
{
    const Int128 left = one - discountOn(machine).nano();
    CostParts paid = list;
    if (left == one)
        return paid;
    paid.cpu = paid.cpu.scaled(left, one);
    paid.memory = paid.memory.scaled(left, one);
    if (discountsGpu)
        paid.gpu = paid.gpu.scaled(left, one);
    return paid;
}

Done Terms::check() const
{
    const std::array<std::pair<const char*, Quantity>, 4> shares {{{"listDiscount", listDiscount},
        {"negotiatedDiscount", negotiatedDiscount}, {"committedShare", committedShare},
        {"committedDiscount", committedDiscount}}};
    for (const auto& [field, share] : shares)
        if (!isShare(share))
            return wrong(LOADLINE_TR("Error", "A discount or share lies between 0 and 100 %."), field);
    const std::array<std::pair<const char*, std::optional<Money>>, 4> prices {{{"controlPlaneHourly", controlPlaneHourly},
        {"bootDiskGbMonth", bootDiskGbMonth}, {"loadBalancerHourly", loadBalancerHourly}, {"volumeGbMonth", volumeGbMonth}}};
    for (const auto& [field, price] : prices)
        if (price && price->negative())
            return wrong(LOADLINE_TR("Error", "A price is not negative."), field);
    if (bootDiskGb < Quantity() || volumeGb < Quantity() || loadBalancers < 0)
        return wrong(LOADLINE_TR("Error", "A size or number is not negative."), "bootDiskGb");
    if (hoursPerMonth < 1 || hoursPerMonth > 744)
        return wrong(LOADLINE_TR("Error", "A month has 1 to 744 hours."), "hoursPerMonth");
    if (currency.perDollar <= Quantity())
        return wrong(LOADLINE_TR("Error", "The rate of a currency is above zero."), "currency");
    return std::monostate {};
}

std::vector<CostLine> linesOf(const Terms& terms, std::int64_t nodes)
{
    std::vector<CostLine> lines;
    if (terms.controlPlaneHourly)
        lines.push_back({LOADLINE_TR("Cost", "control plane"), *terms.controlPlaneHourly});
    if (terms.bootDiskGbMonth)
        lines.push_back({LOADLINE_TR("Cost", "boot disks"),
            (terms.bootDiskGbMonth->times(terms.bootDiskGb) * nodes).scaled(1, terms.hoursPerMonth)});
    if (terms.loadBalancerHourly)
        lines.push_back({LOADLINE_TR("Cost", "load balancers"), *terms.loadBalancerHourly * terms.loadBalancers});
    if (terms.volumeGbMonth)
        lines.push_back({LOADLINE_TR("Cost", "volumes"),
            terms.volumeGbMonth->times(terms.volumeGb).scaled(1, terms.hoursPerMonth)});
    return lines;
}

} // namespace loadline
