// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prom/source.h"
#include "settings/store.h"

namespace loadline {

// What the user set, made ready: the URL checked ("/graph" and "/api/v1" of a copied address are taken off), the CA
// file read, `secret` from the keyring put where `login` says (with Login::None it is header lines "Name: value").
// Errors: Malformed (no URL, credentials inside it, a header without a colon), NotFound (the CA file).
Result<PromByHand> promByHand(const PrometheusSetting& setting, const Secret& secret);

} // namespace loadline
