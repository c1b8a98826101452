// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

namespace loadline {

// What a form of this kind asks. Where the server's own schema is among the facts, its enumerations are the choices, and
// its bounds hold beside the form's own: a newer server offers what it has, an older one no more than that.
FormSpec specFor(const FormKind& kind, const FormFacts& facts);

} // namespace loadline
