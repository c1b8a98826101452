// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "manifest/document.h"

#include <string>
#include <string_view>

namespace loadline {

// How a manifest becomes the typed object that a World would hold.
struct Readable {
    KindId id {};
    std::string_view apiVersion; // the one to write
    std::string_view kind;
    bool namespaced = true;
    // The object, in `ns` where it says none, with what it leaves open taken from the live one. `live` may be null.
    Result<ObjectPtr> (*read)(Json json, ParseContext& context, const std::string& ns, const World* live) = nullptr;
};
// By API group and kind, in whatever version; null: a kind that a World has no table for.
const Readable* readableAs(const ManifestRef& ref);
const Readable* readableAs(KindId id);

} // namespace loadline
