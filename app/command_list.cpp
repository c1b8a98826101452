// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"

namespace loadline {

namespace {

std::vector<CliCommand> under(const char* group, std::vector<CliCommand> commands)
{
    for (CliCommand& command : commands)
        command.group = group;
    return commands;
}

} // namespace

std::vector<CliCommand> commandList()
{
    std::vector<CliCommand> list {windowCommand()};
    for (auto& group : {
             under("Commands that look",
                 {
                     exportCommand(),
                     pictureCommand(),
                     contextsCommand(),
                     pagesCommand(),
                 }),
             under("Commands for money",
                 {
                     costCommand(),
                     reviewCommand(),
                     openCostCommand(),
                 }),
             under("Commands that write and check manifests",
                 {
                     manifestCommand(),
                     lintCommand(),
                 }),
             under("Commands that change a cluster, each after a dry run and a question",
                 {
                     applyCommand(),
                     pauseCommand(),
                     resumeCommand(),
                     boundsCommand(),
                     scaleCommand(),
                     undoCommand(),
                     journalCommand(),
                 }),
         })
        list.insert(list.end(), group.begin(), group.end());
    return list;
}

} // namespace loadline
