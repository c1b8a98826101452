// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace loadline {

// A token, password or key. It has no conversion and prints ***, so that it cannot slip into a log, a file, a picture
// or an error; the few places that put it on the wire call reveal(). Its memory is overwritten when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value)
        : value_(std::move(value))
    {
    }
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept
        : value_(std::move(other.value_))
    {
        other.wipe();
    }
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret() { wipe(); }

    [[nodiscard]] const std::string& reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }
    bool operator==(const Secret&) const = default;
    friend std::ostream& operator<<(std::ostream& out, const Secret& secret)
    {
        return out << (secret.empty() ? "" : "***");
    }

private:
    void wipe() noexcept;
    std::string value_;
};

} // namespace loadline
