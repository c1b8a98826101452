// SPDX-License-Identifier: GPL-3.0-or-later
#include "process_memory.h"

#include <malloc.h>

namespace loadline {

void shareMemoryAmongThreads()
{
#ifdef M_ARENA_MAX
    mallopt(M_ARENA_MAX, 2); // one would make the window wait for the network's thread
#endif
}

} // namespace loadline
