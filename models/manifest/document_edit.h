// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/yaml_text.h"

namespace loadline {

// Sets a field in the text with as few lines touched as can be; maps and lists are edited inside, so that the comments
// of what stays the same stay too. Every edit is read back: what it says is exactly what was asked, or the next larger
// part of the text is written anew. Where the field is shared by an anchor, the aliases get copies first, so that no
// other field changes. Errors: Malformed, when the path leads through a scalar or past the end of a list.
Result<YamlText> setField(const YamlText& yaml, const FieldPath& path, const Value& value);
// Takes it out, and what becomes empty by it below the first level. Of what is absent: the same text.
YamlText removeField(const YamlText& yaml, const FieldPath& path);

} // namespace loadline
