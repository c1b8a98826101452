// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"

namespace loadline {

// What the wanted clusters lack of what autoscaling rests on, and the commands that bring it: a script to read and to
// run. `output`: a file; "" standard output. Returns the exit status.
int writeInstallNotes(Launch& launch, const std::string& output);

} // namespace loadline
