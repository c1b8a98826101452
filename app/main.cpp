// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"
#include "command_list.h"
#include "log.h"
#include "process_memory.h"

#include <QCoreApplication>

using namespace loadline;

int main(int argc, char** argv)
{
    shareMemoryAmongThreads();
    const Parsed parsed = parseArguments(argc, argv, commandList());
    if (const auto* print = std::get_if<PrintAndExit>(&parsed)) {
        std::fputs(print->text.c_str(), print->code == 0 ? stdout : stderr);
        return print->code;
    }
    QCoreApplication::setApplicationName(QStringLiteral("loadline"));
    QCoreApplication::setOrganizationName(QStringLiteral("loadline"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOADLINE_VERSION));
    const auto& chosen = std::get<Chosen>(parsed);
    setUpLogging(chosen.command.name.empty() ? LogFor::Window : LogFor::Command);
    Launch launch {argc, argv, chosen.invocation};
    return chosen.command.run(launch);
}
