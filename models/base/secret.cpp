// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/secret.h"

namespace loadline {

void Secret::wipe() noexcept
{
    // The whole buffer: a short text that was moved away leaves its characters behind. Through a volatile pointer, so
    // that the writes are not optimised away before the memory is given back.
    value_.resize(value_.capacity());
    volatile char* memory = value_.data();
    for (std::size_t i = 0; i < value_.size(); ++i)
        memory[i] = 0;
    value_.clear();
}

Secret& Secret::operator=(const Secret& other)
{
    if (this != &other) {
        wipe();
        value_ = other.value_;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept
{
    if (this != &other) {
        wipe();
        value_ = std::move(other.value_);
        other.wipe();
    }
    return *this;
}

} // namespace loadline
