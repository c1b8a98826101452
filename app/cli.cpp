// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace loadline {
namespace {

struct Words { // what CLI11 fills and an Invocation holds as values
    std::string demo, demoTime;
};

void addCommon(CLI::App& app, Invocation& invocation, Words& words)
{
    app.add_option("--kubeconfig", invocation.kubeconfig, "Kubeconfig to read instead of KUBECONFIG and ~/.kube/config")
        ->type_name("FILE");
    app.add_option("--context", invocation.contexts, "Context to open; may be given several times")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_option("--namespace,-n", invocation.namespaces, "Watch this namespace only; may be given several times")
        ->type_name("NAME")
        ->allow_extra_args(false);
    app.add_option("--prometheus", invocation.prometheus, "auto: look for it in the cluster; none; or its URL")
        ->type_name("auto|none|URL");
    app.add_flag("--read-only", invocation.readOnly, "Refuse every change, whatever the settings say");
    app.add_flag("--demo{1}", words.demo, "Show a simulated cluster; --demo=60 runs it 60 times as fast");
    app.add_option("--demo-time", words.demoTime, "Start the demo's clock at this moment (RFC 3339)")
        ->type_name("TIME")
        ->group("");
    app.add_option("--page", invocation.page, "Page to open first")->type_name("ID");
}

PrintAndExit complaint(std::string text) { return {"loadline: " + std::move(text) + "\n", 2}; }

Parsed finish(Chosen chosen, const Words& words)
{
    if (!words.demo.empty()) {
        double speed = 0;
        const char* end = words.demo.data() + words.demo.size();
        const auto [rest, fault] = std::from_chars(words.demo.data(), end, speed);
        if (fault != std::errc {} || rest != end || !(speed >= 0 && speed <= 3600))
            return complaint("--demo=" + words.demo + ": the speed is a number from 0 (stands still) to 3600");
        chosen.invocation.demo = speed;
    }
    if (!words.demoTime.empty()) {
        const auto time = parseRfc3339(words.demoTime);
        if (!time)
            return complaint("--demo-time " + words.demoTime + ": write it as 2026-11-23T14:00:00Z");
        chosen.invocation.demoTime = *time;
    }
    return chosen;
}

// CLI11 writes a flag's default as "--demo{1}"; people write it as below. Same width, so the columns stay.
std::string readable(std::string help)
{
    const std::string theirs = "--demo{1}     ", ours = "--demo[=SPEED]";
    if (const auto at = help.find(theirs); at != std::string::npos)
        help.replace(at, theirs.size(), ours);
    return help;
}

} // namespace

Parsed parseArguments(int argc, const char* const* argv, const std::vector<CliCommand>& commands)
{
    Chosen chosen;
    Words words;
    CLI::App app("Kubernetes autoscaling and its cost, live on the desktop.\n"
                 "Without a command it opens the window. Only the contexts that you open are contacted.",
        "loadline");
    app.set_version_flag("--version", "loadline " LOADLINE_VERSION);
    addCommon(app, chosen.invocation, words);
    std::map<const CLI::App*, const CliCommand*> byApp;
    for (const CliCommand& command : commands) {
        CLI::App* sub = command.name.empty() ? &app : app.add_subcommand(command.name, command.does)->fallthrough();
        if (command.options)
            command.options(*sub);
        byApp[sub] = &command;
    }
    app.require_subcommand(0, 1);
    app.footer("Exit status: 0 done, 1 it could not be done (one line says why), 2 the command line is wrong.");
    const auto picked = [&]() -> CLI::App* {
        const auto named = app.get_subcommands();
        return named.empty() ? &app : named.front();
    };
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return PrintAndExit {readable(picked() == &app ? app.help() : picked()->help("loadline")), 0};
    } catch (const CLI::CallForVersion&) {
        return PrintAndExit {"loadline " LOADLINE_VERSION "\n", 0};
    } catch (const CLI::ParseError& error) {
        const CLI::App* meant = picked();
        const std::string name = meant == &app ? "" : meant->get_name() + " ";
        return complaint(std::string(error.what()) + "; see loadline " + name + "--help");
    }
    const auto command = byApp.find(picked());
    if (command == byApp.end())
        return complaint("a command is missing; see loadline --help");
    chosen.command = *command->second;
    return finish(std::move(chosen), words);
}

} // namespace loadline
