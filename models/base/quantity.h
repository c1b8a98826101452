// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace loadline {

__extension__ typedef __int128 Int128;

// A Kubernetes resource.Quantity, exact: a count of nano-units in 128 bits (k8s.io/apimachinery/pkg/api/resource keeps
// nano precision and rounds up what is finer; magnitudes stop at 2^63-1 whole units). The unit itself (cores, bytes,
// requests/s) is known from where the value stands.
class Quantity {
public:
    constexpr Quantity() = default;
    static constexpr Quantity fromNano(Int128 nano) { return Quantity(nano); }
    static constexpr Quantity fromMilli(std::int64_t milli) { return Quantity(Int128(milli) * 1'000'000); }
    static constexpr Quantity fromWhole(std::int64_t whole) { return Quantity(Int128(whole) * 1'000'000'000); }
    // Rounded to the nearest nano-unit; NaN and out of range give zero. For estimates only.
    static Quantity fromDouble(double value);
    // "250m", "1.5Gi", "1e3", "12500m", "100u", "+2", ".5". Errors: Malformed (empty, letters, unknown suffix, out of
    // range: finite decimals beyond 2^63-1 such as "1e400" are refused, not capped).
    static Result<Quantity> parse(std::string_view text);

    [[nodiscard]] constexpr Int128 nano() const { return nano_; }
    // Rounded up (away from zero), as the HPA controller does (MilliValue). Saturates at the ends of int64.
    [[nodiscard]] std::int64_t milli() const;
    [[nodiscard]] std::int64_t whole() const;
    [[nodiscard]] double value() const;
    [[nodiscard]] constexpr bool isZero() const { return nano_ == 0; }

    // The shortest decimal text that parses back to the same value: "0.25", "1.5", "100", "-0.000000001". No suffix.
    [[nodiscard]] std::string decimal() const;

    friend constexpr auto operator<=>(const Quantity&, const Quantity&) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.nano_ + b.nano_); }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.nano_ - b.nano_); }
    friend constexpr Quantity operator*(Quantity a, std::int64_t n) { return Quantity(a.nano_ * n); }
    constexpr Quantity& operator+=(Quantity b)
    {
        nano_ += b.nano_;
        return *this;
    }
    constexpr Quantity& operator-=(Quantity b)
    {
        nano_ -= b.nano_;
        return *this;
    }

private:
    explicit constexpr Quantity(Int128 nano)
        : nano_(nano)
    {
    }
    Int128 nano_ = 0;
};

} // namespace loadline
