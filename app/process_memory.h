// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace loadline {

// Called first in main(). What one thread reads another lets go: with an arena for each thread the C library would keep
// what is free in one from the others, and a flood of events would make the process half as large again.
void shareMemoryAmongThreads();

} // namespace loadline
