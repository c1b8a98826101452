// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loadline {

// Names with values, and lists, as one types them: "a=b,c=d" and "a,b", parted by commas or line ends, blanks around
// them dropped. What would not come back so stands in quotes, "x,y" or " y", with \" \\ \n \r \t in them: every text
// there is comes back as it was.
using TextPairs = std::vector<std::pair<std::string, std::string>>;
std::string pairsText(const TextPairs& pairs);
std::optional<TextPairs> pairsFrom(std::string_view text); // none: a part has no "=", or a quote does not end
std::string listText(const std::vector<std::string>& items);
std::optional<std::vector<std::string>> listedIn(std::string_view text); // none: a quote does not end

} // namespace loadline
