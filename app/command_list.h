// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"

namespace loadline {

// THE list of commands, in the order of --help (command_list.cpp). How to add one: command.h.
std::vector<CliCommand> commandList();

CliCommand applyCommand();
CliCommand boundsCommand();
CliCommand contextsCommand();
CliCommand costCommand();
CliCommand exportCommand();
CliCommand lintCommand();
CliCommand manifestCommand();
CliCommand journalCommand();
CliCommand openCostCommand();
CliCommand pagesCommand();
CliCommand pauseCommand();
CliCommand pictureCommand();
CliCommand resumeCommand();
CliCommand scaleCommand();
CliCommand undoCommand();
CliCommand reviewCommand();
CliCommand windowCommand();

} // namespace loadline
