// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/meta.h"

#include <string_view>

namespace loadline {

// Parses one object from JSON text.
template <class T>
Result<T> parsed(std::string_view text, Result<T> (*parse)(Json, ParseContext&))
{
    static Interner interner;
    static ParseContext context {interner};
    static JsonDocument document;
    const auto root = document.parse(text);
    if (!root)
        return root.error();
    return parse(*root, context);
}

} // namespace loadline
