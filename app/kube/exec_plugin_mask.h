// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"

#include <string>
#include <vector>

namespace loadline {

// What a program wrote to a terminal, as plain text: without escape sequences and overwritten parts of lines.
std::string terminalText(std::string text);

// With everything that looks like a token, key or password replaced by ***, and each of `known` wherever it stands.
std::string masked(std::string text, const std::vector<Secret>& known);
// Only what can be nothing but a secret, so that pages to open and codes to enter there stay readable.
std::string maskedLightly(std::string text, const std::vector<Secret>& known);

} // namespace loadline
