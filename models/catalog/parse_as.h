// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"

namespace loadline {

// Turns a kind's own parse function into the shape that Kind wants.
template <class T, Result<T> (*parse)(Json, ParseContext&)>
Result<ObjectPtr> parseAs(Json object, ParseContext& context)
{
    Result<T> parsed = parse(object, context);
    if (!parsed)
        return parsed.error();
    return ObjectPtr(std::make_shared<const T>(std::move(parsed).value()));
}

} // namespace loadline
