// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// A YAML text in which the long base64 values that end a line (certificates and keys, nearly all of a kubeconfig) stand
// as short marks: yaml-cpp takes a tenth of a microsecond for each character, and a thousand clusters have millions.
// Lines and columns stay as they are. The views are into the text that was given.
class LongText {
public:
    explicit LongText(std::string_view text);
    [[nodiscard]] std::string_view text() const { return short_.empty() ? whole_ : short_; }
    [[nodiscard]] std::string restored(const std::string& value) const; // with what its marks stand for

private:
    std::string_view whole_;
    std::string short_;
    std::string mark_; // is nowhere in the text
    std::vector<std::string_view> runs_;
};

} // namespace loadline
