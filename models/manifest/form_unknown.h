// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

namespace loadline {

// Where a form has fields at all, whatever of them shows.
class KnownPlaces {
public:
    KnownPlaces(const FormSpec& spec, const Value& object);
    [[nodiscard]] bool knows(const FieldPath& path) const; // at, above or inside a field
    [[nodiscard]] std::string nearest(const FieldPath& path) const; // a path's text; "" none

private:
    [[nodiscard]] std::vector<std::string_view> keysBelow(const FieldPath& path) const;
    std::vector<std::pair<FieldPath, bool>> fields_; // and whether it has an inside that it does not ask about
};

} // namespace loadline
