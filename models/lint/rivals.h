// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/scope.h"

#include <algorithm>

namespace loadline {

// Of several objects of one kind on one target (pointers, in the order of their names): tell(one, other) for each that
// is judged and another of them. The first is told of only where it alone is meant: else the others tell.
template <typename Objects, typename Tell>
void eachRival(const LintScope& scope, const Objects& objects, const Tell& tell)
{
    if (objects.size() < 2)
        return;
    const auto meant = [&](const auto& object) { return scope.isMeant(*object); };
    if (meant(objects.front()) && std::none_of(objects.begin() + 1, objects.end(), meant))
        return tell(*objects.front(), *objects[1]);
    for (auto at = objects.begin() + 1; at != objects.end(); ++at)
        if (scope.isJudged(**at))
            tell(**at, *objects.front());
}

} // namespace loadline
