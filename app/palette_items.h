// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "shell/command_palette.h"

namespace loadline {

// The autoscalers of all open clusters, for the command palette. Commands are "row:PAGE:ROW-ID".
std::vector<PaletteItem> paletteItems(const Worlds& worlds);

} // namespace loadline
