// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace loadline {

// Texts of documents as one stream, parted by "---" lines where they do not begin with one.
std::string joinStream(const std::vector<std::string>& texts);

} // namespace loadline
