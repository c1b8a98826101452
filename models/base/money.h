// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/quantity.h"
#include "base/time.h"

#include <compare>
#include <span>
#include <string>
#include <vector>

namespace loadline {

// An amount of money, exact: a count of 10^-12 units of a currency in 128 bits. The currency itself is known from where
// the value stands (models reckon in US dollars; a view converts). Rounded only when shown. Rounding inside, where a
// product needs it, is half to even at 10^-12.
class Money {
public:
    constexpr Money() = default;
    static constexpr Money fromPico(Int128 pico) { return Money(pico); }
    static constexpr Money fromCents(std::int64_t cents) { return Money(Int128(cents) * 10'000'000'000); }
    static constexpr Money fromWhole(std::int64_t units) { return Money(Int128(units) * 1'000'000'000'000); }
    // For measured prices that only exist as a double (Prometheus); rounded to 10^-12. NaN and infinity give zero.
    static Money fromDouble(double value);
    // "0.0255", "12", "-3.5", ".5", "1e-3". No thousands separators, signs or currency symbols.
    // Errors: Malformed (also beyond 10^15 units).
    static Result<Money> parse(std::string_view text);

    [[nodiscard]] constexpr Int128 pico() const { return pico_; }
    [[nodiscard]] double value() const;
    [[nodiscard]] constexpr bool isZero() const { return pico_ == 0; }
    [[nodiscard]] constexpr bool negative() const { return pico_ < 0; }
    [[nodiscard]] constexpr Money absolute() const { return Money(negative() ? -pico_ : pico_); }
    // The shortest decimal text that parses back to the same amount: "0.0255", "12", "-3.5".
    [[nodiscard]] std::string decimal() const;
    // Rounded half to even to so many decimals (0 to 12), always that many: "0.03", "-3.50".
    [[nodiscard]] std::string rounded(int decimals) const;
    // Rounded half to even to so many decimals, as an amount.
    [[nodiscard]] Money toDecimals(int decimals) const;

    // amount * numerator / denominator (> 0), rounded once.
    [[nodiscard]] Money scaled(Int128 numerator, Int128 denominator) const;
    [[nodiscard]] Money times(Quantity quantity) const { return scaled(quantity.nano(), 1'000'000'000); }
    // For a price per hour: what it comes to over that time.
    [[nodiscard]] Money over(Millis time) const { return scaled(time.count(), 3'600'000); }

    friend constexpr auto operator<=>(const Money&, const Money&) = default;
    friend constexpr Money operator+(Money a, Money b) { return Money(a.pico_ + b.pico_); }
    friend constexpr Money operator-(Money a, Money b) { return Money(a.pico_ - b.pico_); }
    friend constexpr Money operator-(Money a) { return Money(-a.pico_); }
    friend constexpr Money operator*(Money a, std::int64_t n) { return Money(a.pico_ * n); }
    constexpr Money& operator+=(Money b)
    {
        pico_ += b.pico_;
        return *this;
    }
    constexpr Money& operator-=(Money b)
    {
        pico_ -= b.pico_;
        return *this;
    }

private:
    explicit constexpr Money(Int128 pico)
        : pico_(pico)
    {
    }
    Int128 pico_ = 0;
};

// Splits a total in proportion to the weights (not negative; all zero: evenly) so that the parts add up to it exactly:
// what rounding leaves goes to the largest remainders, earlier parts first. One part per weight; no weights, no parts.
std::vector<Money> split(Money total, std::span<const Int128> weights);

} // namespace loadline
