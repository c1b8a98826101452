// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"

namespace loadline {

std::vector<CliCommand> commandList()
{
    return {
        windowCommand(),
        exportCommand(),
        applyCommand(),
        undoCommand(),
        journalCommand(),
        pauseCommand(),
        resumeCommand(),
        boundsCommand(),
        scaleCommand(),
        pictureCommand(),
        lintCommand(),
        contextsCommand(),
        costCommand(),
        reviewCommand(),
        openCostCommand(),
        pagesCommand(),
        manifestCommand(),
    };
}

} // namespace loadline
