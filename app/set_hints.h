// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

#include <string>
#include <vector>

namespace loadline {

// --set KEY=TEXT, apart.
struct Setting {
    std::string key, text;
};

// What a form said of --set, with how it is written instead where that is clear.

Error withWayToGive(Error error); // a field that is missing is given by --set
Error withWayToWrite(Error error, const FieldPath& path, const Form& form); // spec.metrics.0.type, annotations.a, a place beyond the next
Error withKeyInQuotes(Error error, const std::vector<Setting>& settings); // spec.hard.requests.cpu, whose key holds dots of its own

} // namespace loadline
