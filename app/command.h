// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "invocation.h"

#include <QString>

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace loadline {

// What a command starts from: the process's words and the options that every command shares.
struct Launch {
    int& argc;
    char** argv;
    Invocation invocation;
};

// A command of the command line. To add one: a file command_<name>.cpp with a function <name>Command() that returns a
// CliCommand, and its name in command_list.h and in the list of command_list.cpp.
//
// - Its own options live in a struct that options() binds and run() reads (a shared_ptr caught by both). Words that
//   only a wrong command line has are refused while parsing, by a check of CLI11: exit status 2.
// - The options of invocation.h (--kubeconfig, --context, --namespace, --prometheus, --demo ...) are there for every command,
//   before and behind its name: launch.invocation.
// - A command that needs clusters and no window calls runHeadless (headless.h). One that needs neither does its work at
//   once. Only `picture` and the window make a QApplication.
// - run() returns the exit status: 0 done, 1 it could not be done, 3 (exitPartial) done without some of the contexts. What
//   was asked for goes to standard output, all else to standard error; a failure is one line, by failed(error).
struct CliCommand {
    std::string name; // "": what happens without a command
    std::string does; // its line in --help
    std::function<void(CLI::App&)> options; // may be empty: it has none of its own
    std::function<int(Launch&)> run;
    std::string group {}; // its heading in --help; command_list.cpp sets it
};

// --timeout, for commands that wait for a cluster: 30 s when left out.
void addTimeout(CLI::App& command, int& seconds);
// What is to become of fields that others hold, for commands that write; as the server names them.
struct ConflictChoices {
    std::vector<std::string> takeOver; // from whoever holds them
    std::vector<std::string> drop; // left to them
    std::string patch; // a file: the change goes there for Git, and not to the cluster
};
// --take-over, --drop, --save-patch
void addConflictChoices(CLI::App& command, ConflictChoices& choices);
// -o, --output: a file, or standard output when it is left out or "-".
void addOutput(CLI::App& command, std::string& file);

inline constexpr int exitPartial = 3;

void say(std::FILE* out, const QString& line);
// One line: what, where, and how to mend it; as it stands in a text, and as the program says it.
QString inOneLine(const Error& error);
QString oneLine(const Error& error);
// Says why on standard error. Returns the exit status.
int failed(const Error& error);
// Writes the whole of it to the file, or to standard output for "" and "-". Returns the exit status.
int writeOutput(const std::string& file, const QByteArray& bytes);

} // namespace loadline
