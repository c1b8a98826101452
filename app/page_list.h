// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "shell/main_window.h"

#include <vector>

namespace loadline {

// THE list of pages, in the sidebar's order (pages.cpp).
std::vector<PageEntry> pageList();

} // namespace loadline
