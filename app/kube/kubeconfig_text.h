// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// Text of a file as it may stand in a message: no control characters, at most 120 bytes.
std::string shown(std::string_view text);
// "a, b, c, … (12)" with the first few of `total` names.
inline constexpr std::size_t mostShown = 8;
std::string shownList(const std::vector<std::string>& names, std::size_t total);
std::string_view trimmed(std::string_view text);

// Standard alphabet with padding, as Go reads []byte; line breaks and blanks between are skipped.
std::optional<std::string> decodeBase64(std::string_view text);

struct ReadLimits {
    std::size_t bytes = 0;
    bool pipes = false; // also what is no regular file: a shell's <(...)
};
// A whole file. Errors, with `path` as %1: NotFound, Forbidden, Malformed (a directory, too large, a device).
Result<std::string> readWholeFile(const std::string& path, const ReadLimits& limits);

} // namespace loadline
