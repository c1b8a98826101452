// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"

#include "base/spelling.h"
#include "help_text.h"

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
        ->type_name("FILE")
        ->group(everyCommand);
    app.add_option("--context", invocation.contexts, "Context to open; may be given several times")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->group(everyCommand);
    app.add_option("--namespace,-n", invocation.namespaces, "Watch this namespace only; may be given several times")
        ->type_name("NAME")
        ->allow_extra_args(false)
        ->group(everyCommand);
    app.add_option("--prometheus", invocation.prometheus, "auto: look for it in the cluster; none: use none; or its URL")
        ->type_name("auto|none|URL")
        ->group(everyCommand);
    auto* readOnly = app.add_flag("--read-only", invocation.readOnly, "Refuse every change, whatever the settings say")->group(everyCommand);
    app.add_flag("--allow-changes", invocation.allowChanges, "Let this command change a context that is read-only by its name (prod ...) or by choice; the window asks for it instead: Ctrl+K, Allow changes")
        ->group(everyCommand)
        ->excludes(readOnly);
    app.add_flag("--demo{1}", words.demo, "Show a simulated cluster; --demo=60 runs it 60 times as fast. What is written to it is kept in a journal of its own, and is there again the next time")->group(everyCommand);
    app.add_option("--demo-time", words.demoTime, "Start the demo's clock at this moment (RFC 3339), without what was written to it before")
        ->type_name("TIME")
        ->group("");
    app.add_option("--page", invocation.page, "Page to open first, of those that loadline pages lists")->type_name("ID");
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

std::string didYouMean(const std::string& word, const std::vector<std::string_view>& known)
{
    const std::string near = nearestWord(word, known);
    return near.empty() ? near : " Did you mean " + near + '?';
}

// Words left over: a command that is none, or an option or a word that the command does not know.
std::string unknownWord(const CLI::App& app, const CLI::App& picked, const std::string& word)
{
    std::vector<std::string_view> known;
    if (&picked == &app && !word.starts_with('-')) {
        for (const CLI::App* command : app.get_subcommands({}))
            known.push_back(command->get_name());
        return "There is no command " + word + '.' + didYouMean(word, known) + " See loadline --help.";
    }
    std::vector<std::string> names;
    for (const CLI::App* of : {&picked, &app})
        for (const CLI::Option* option : of->get_options())
            for (const std::string& name : option->get_lnames())
                names.push_back("--" + name);
    known.assign(names.begin(), names.end());
    return (&picked == &app ? "There is no option " : picked.get_name() + " does not know ") + word + '.' + didYouMean(word.substr(0, word.find('=')), known);
}

} // namespace

Parsed parseArguments(int argc, const char* const* argv, const std::vector<CliCommand>& commands)
{
    Chosen chosen;
    Words words;
    CLI::App app("Kubernetes autoscaling and its cost, live on the desktop.\n"
                 "Without a command it opens the window. Only the contexts that you open are contacted.",
        "loadline");
    app.formatter(helpText());
    app.set_help_flag("-h,--help", "Print this and exit");
    app.set_version_flag("--version", "loadline " LOADLINE_VERSION, "Print the version and exit");
    addCommon(app, chosen.invocation, words);
    std::map<const CLI::App*, const CliCommand*> byApp;
    for (const CliCommand& command : commands) {
        CLI::App* sub = command.name.empty() ? &app : app.add_subcommand(command.name, command.does)->fallthrough()->group(command.group);
        if (command.options)
            command.options(*sub);
        byApp[sub] = &command;
    }
    app.require_subcommand(0, 1);
    app.footer("loadline COMMAND --help tells more of each.\n"
               "Exit status: 0 done, 1 it could not be done (one line says why), 2 the command line is wrong,\n"
               "3 a table was written without some of the contexts that were named.");
    const auto picked = [&]() -> CLI::App* {
        const auto named = app.get_subcommands();
        return named.empty() ? &app : named.front();
    };
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        return PrintAndExit {picked() == &app ? app.help() : picked()->help("loadline"), 0};
    } catch (const CLI::CallForVersion&) {
        return PrintAndExit {"loadline " LOADLINE_VERSION "\n", 0};
    } catch (const CLI::ExtrasError& error) {
        const auto left = app.remaining(true);
        return complaint(left.empty() ? error.what() : unknownWord(app, *picked(), left.front()));
    } catch (const CLI::ParseError& error) {
        return complaint(std::string(error.what()) + "; see loadline " + (picked() == &app ? "" : picked()->get_name() + ' ') + "--help");
    }
    const auto command = byApp.find(picked());
    if (command == byApp.end())
        return complaint("a command is missing; see loadline --help");
    chosen.command = *command->second;
    return finish(std::move(chosen), words);
}

} // namespace loadline
