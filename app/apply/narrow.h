// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/change.h"

namespace loadline {

// The change to an object that was opened whole (`before`), edited, and is given back whole (`after`): what differs,
// with what Loadline holds already. So fields that nobody touched stay with whoever wrote them. What was removed is a
// null, where others hold it too. A new object stays as it is.
Change narrowed(const Change& whole);

} // namespace loadline
