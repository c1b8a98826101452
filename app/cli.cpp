// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace loadline {
namespace {

struct Words { // what CLI11 fills; turned into an Invocation afterwards
    std::string demo, size = "1600x900", format = "csv", theme = "system", demoTime;
    int timeout = 30;
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
}

CLI::App* addExport(CLI::App& app, Invocation& invocation, Words& words)
{
    auto* command = app.add_subcommand("export", "Write a page's table and exit; needs no display");
    command->add_option("PAGE", invocation.page, "hpa, vpa, keda, pools, overview")->required();
    command->add_option("-o,--output", invocation.output, "File to write; standard output when left out")->type_name("FILE");
    command->add_option("--format", words.format, "csv or json")->check(CLI::IsMember({"csv", "json"}))->type_name("FORMAT");
    command->add_option("--filter", invocation.filter, "Words that rows must hold, as in the window's filter box")
        ->type_name("WORDS");
    command->add_option("--timeout", words.timeout, "Seconds to wait for the cluster")->check(CLI::Range(1, 3600));
    return command;
}

CLI::App* addPicture(CLI::App& app, Invocation& invocation, Words& words)
{
    auto* command = app.add_subcommand("picture", "Draw a page into a PNG file and exit; needs no display");
    command->add_option("PAGE", invocation.page, "hpa, vpa, keda, pools, overview")->required();
    command->add_option("-o,--output", invocation.output, "PNG file to write")->required()->type_name("FILE.png");
    command->add_option("--size", words.size, "Size of the window")->type_name("WxH")->capture_default_str();
    command->add_option("--scale", invocation.scale, "Pixels of the file per pixel of the window")
        ->check(CLI::Range(0.5, 8.0))
        ->type_name("FACTOR");
    command->add_option("--theme", words.theme, "light or dark")
        ->check(CLI::IsMember({"light", "dark", "system"}))
        ->type_name("THEME");
    command->add_option("--timeout", words.timeout, "Seconds to wait for the cluster")->check(CLI::Range(1, 3600));
    return command;
}

std::optional<std::pair<int, int>> parseSize(const std::string& text)
{
    int width = 0, height = 0;
    const char* end = text.data() + text.size();
    const auto [cross, first] = std::from_chars(text.data(), end, width);
    if (first != std::errc {} || cross == end || *cross != 'x')
        return std::nullopt;
    const auto [rest, second] = std::from_chars(cross + 1, end, height);
    if (second != std::errc {} || rest != end || width < 320 || height < 240 || width > 16000 || height > 16000)
        return std::nullopt;
    return std::pair {width, height};
}

PrintAndExit complaint(std::string text) { return {"loadline: " + std::move(text) + "\n", 2}; }

Parsed finish(Invocation invocation, const Words& words)
{
    if (!words.demo.empty()) {
        double speed = 0;
        const char* end = words.demo.data() + words.demo.size();
        const auto [rest, fault] = std::from_chars(words.demo.data(), end, speed);
        if (fault != std::errc {} || rest != end || !(speed >= 0 && speed <= 3600))
            return complaint("--demo=" + words.demo + ": the speed is a number from 0 (stands still) to 3600");
        invocation.demo = speed;
    }
    if (!words.demoTime.empty()) {
        const auto time = parseRfc3339(words.demoTime);
        if (!time)
            return complaint("--demo-time " + words.demoTime + ": write it as 2026-11-23T14:00:00Z");
        invocation.demoTime = *time;
    }
    const auto size = parseSize(words.size);
    if (!size)
        return complaint("--size " + words.size + ": write it as 1600x900, from 320x240 to 16000x16000");
    std::tie(invocation.width, invocation.height) = *size;
    invocation.format = words.format == "json" ? Invocation::Format::Json : Invocation::Format::Csv;
    invocation.theme = words.theme == "light" ? Invocation::Theme::Light
        : words.theme == "dark"               ? Invocation::Theme::Dark
                                              : Invocation::Theme::System;
    invocation.timeout = Seconds {words.timeout};
    return invocation;
}

} // namespace

namespace {

// CLI11 writes a flag's default as "--demo{1}"; people write it as below. Same width, so the columns stay.
std::string readable(std::string help)
{
    const std::string theirs = "--demo{1}     ", ours = "--demo[=SPEED]";
    if (const auto at = help.find(theirs); at != std::string::npos)
        help.replace(at, theirs.size(), ours);
    return help;
}

} // namespace

Parsed parseArguments(int argc, const char* const* argv)
{
    Invocation invocation;
    Words words;
    CLI::App app("Kubernetes autoscaling and its cost, live on the desktop.\n"
                 "Without a command it opens the window. Only the contexts that you open are contacted.",
        "loadline");
    app.set_version_flag("--version", "loadline " LOADLINE_VERSION);
    addCommon(app, invocation, words);
    app.add_option("--page", invocation.page, "Page to open first")->type_name("ID");
    auto* exporting = addExport(app, invocation, words);
    auto* picture = addPicture(app, invocation, words);
    auto* contexts = app.add_subcommand("contexts", "List the contexts of the kubeconfig and exit; contacts nobody");
    auto* pages = app.add_subcommand("pages", "List the pages' ids and exit");
    for (auto* command : {exporting, picture, contexts, pages})
        command->fallthrough();
    app.require_subcommand(0, 1);
    app.footer("Exit status: 0 done, 1 it could not be done (one line says why), 2 the command line is wrong.");
    try {
        app.parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        const auto chosen = app.get_subcommands();
        return PrintAndExit {readable(chosen.empty() ? app.help() : chosen.front()->help("loadline")), 0};
    } catch (const CLI::CallForVersion&) {
        return PrintAndExit {"loadline " LOADLINE_VERSION "\n", 0};
    } catch (const CLI::ParseError& error) {
        return complaint(std::string(error.what()) + "; see loadline --help");
    }
    if (exporting->parsed())
        invocation.command = Invocation::Command::Export;
    else if (picture->parsed())
        invocation.command = Invocation::Command::Picture;
    else if (contexts->parsed())
        invocation.command = Invocation::Command::Contexts;
    else if (pages->parsed())
        invocation.command = Invocation::Command::Pages;
    return finish(std::move(invocation), words);
}

} // namespace loadline
