// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loadline {

// Where a field stands in a manifest: "spec.metrics[0].resource.name"; keys with a dot, bracket or blank are written
// in quotes, as in metadata.annotations["autoscaling.keda.sh/paused"]. Empty: the whole document.
class FieldPath {
public:
    using Step = std::variant<std::string, std::size_t>;

    FieldPath() = default;
    // For paths written in code; a path that does not parse is a programmer's fault and asserts.
    FieldPath(std::string_view text);
    FieldPath(const char* text)
        : FieldPath(std::string_view(text))
    {
    }
    // Errors: Malformed, with the column.
    static Result<FieldPath> parse(std::string_view text);

    [[nodiscard]] FieldPath operator/(std::string key) const;
    [[nodiscard]] FieldPath operator/(std::size_t index) const;
    [[nodiscard]] FieldPath parent() const; // of the empty path: the empty path
    [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
    [[nodiscard]] bool empty() const { return steps_.empty(); }
    [[nodiscard]] bool startsWith(const FieldPath& prefix) const;
    [[nodiscard]] std::string text() const;
    // "/spec/metrics/0": RFC 6901.
    [[nodiscard]] std::string jsonPointer() const;
    auto operator<=>(const FieldPath&) const = default;
    bool operator==(const FieldPath&) const = default;

private:
    std::vector<Step> steps_;
};

} // namespace loadline
