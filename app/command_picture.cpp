// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "picture_run.h"
#include "translations.h"

#include <CLI/CLI.hpp>
#include <QApplication>

#include <charconv>

namespace loadline {
namespace {

struct Options {
    std::string page, size = "1600x900", theme = "system";
    PictureRun::Wish wish;
    int timeout = 30;
};

std::optional<QSize> parseSize(const std::string& text)
{
    int width = 0, height = 0;
    const char* end = text.data() + text.size();
    const auto [cross, first] = std::from_chars(text.data(), end, width);
    if (first != std::errc {} || cross == end || *cross != 'x')
        return std::nullopt;
    const auto [rest, second] = std::from_chars(cross + 1, end, height);
    if (second != std::errc {} || rest != end || width < 320 || height < 240 || width > 16000 || height > 16000)
        return std::nullopt;
    return QSize {width, height};
}

void add(CLI::App& command, Options& options)
{
    command.add_option("PAGE", options.page, "An id that loadline pages lists")->required();
    command.add_option("-o,--output", options.wish.output, "PNG file to write")->required()->type_name("FILE.png");
    const auto isSize = [](const std::string& text) {
        return parseSize(text) ? std::string() : text + ": write it as 1600x900, from 320x240 to 16000x16000";
    };
    command.add_option("--row", options.wish.row, "What to choose on the page, as its links name it; of the wizard with its step: CLUSTER/NS/KIND/NAME#scaling")
        ->type_name("ID");
    command.add_option("--size", options.size, "Size of the window")->check(isSize)->type_name("WxH")->capture_default_str();
    command.add_option("--scale", options.wish.scale, "Pixels of the file per pixel of the window")
        ->check(CLI::Range(0.5, 8.0))
        ->type_name("FACTOR")
        ->capture_default_str();
    command.add_option("--theme", options.theme, "light, dark, or system: the desktop's")
        ->check(CLI::IsMember({"light", "dark", "system"}))
        ->type_name("THEME");
    addTimeout(command, options.timeout);
}

int run(Launch& launch, const Options& options)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    launch.invocation.page = options.page;
    launch.invocation.demoAnew = true;
    launch.invocation.theme = options.theme == "light" ? Invocation::Theme::Light
        : options.theme == "dark"                      ? Invocation::Theme::Dark
                                                       : Invocation::Theme::System;
    PictureRun::Wish wish = options.wish;
    wish.size = parseSize(options.size).value_or(wish.size);
    wish.timeout = Seconds {options.timeout};
    QApplication application(launch.argc, launch.argv);
    QApplication::setDesktopFileName(QStringLiteral("loadline"));
    setUpTranslations(application);
    Theme theme(application, ThemeChoice::System);
    SettingsStore store({});
    Backend backend(launch.invocation);
    Desk desk(backend, theme, store, launch.invocation);
    PictureRun picture(desk, wish);
    QObject::connect(&picture, &PictureRun::finished, &application, &QApplication::exit, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&picture, &PictureRun::start, Qt::QueuedConnection);
    return QApplication::exec();
}

} // namespace

CliCommand pictureCommand()
{
    const auto options = std::make_shared<Options>();
    return {"picture", "Draw a page into a PNG file and exit; needs no display",
        [options](CLI::App& command) { add(command, *options); },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
