// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"

#include <variant>

namespace loadline {

// What the command line asks for: a command, and the options that all share.
struct Chosen {
    Invocation invocation;
    CliCommand command;
};

// What is printed instead of running: help, version, or a complaint with its exit code.
struct PrintAndExit {
    std::string text;
    int code = 0; // 0 to standard output, others to standard error
};

using Parsed = std::variant<Chosen, PrintAndExit>;
// The command without a name is the one that runs when none is given.
Parsed parseArguments(int argc, const char* const* argv, const std::vector<CliCommand>& commands);

} // namespace loadline
