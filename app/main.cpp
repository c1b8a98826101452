// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend.h"
#include "cli.h"
#include "headless.h"
#include "log.h"
#include "page_list.h"
#include "picture_run.h"
#include "translations.h"

#include <QApplication>

#include <cstdio>

using namespace loadline;

namespace {

int runPages()
{
    for (const PageEntry& page : pageList())
        std::printf("%s\n", qPrintable(page.id));
    return 0;
}

int runWithoutWindow(int argc, char** argv, const Invocation& invocation)
{
    QCoreApplication application(argc, argv);
    setUpTranslations(application);
    SettingsStore store({});
    Backend backend(invocation);
    if (invocation.command == Invocation::Command::Contexts)
        return listContexts(backend);
    ExportRun run(backend, invocation, store.load().preferences);
    QObject::connect(&run, &ExportRun::finished, &application, &QCoreApplication::exit, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&run, &ExportRun::start, Qt::QueuedConnection);
    return application.exec();
}

int runWindow(int argc, char** argv, const Invocation& invocation)
{
    const bool picture = invocation.command == Invocation::Command::Picture;
    if (picture && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QApplication::setDesktopFileName(QStringLiteral("loadline"));
    setUpTranslations(application);
    Theme theme(application, ThemeChoice::System);
    SettingsStore store({});
    Backend backend(invocation);
    Desk desk(backend, theme, store, invocation);
    if (!picture) {
        desk.window().show();
        QMetaObject::invokeMethod(&desk, &Desk::start, Qt::QueuedConnection);
        return application.exec();
    }
    PictureRun run(desk, invocation);
    QObject::connect(&run, &PictureRun::finished, &application, &QApplication::exit, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&run, &PictureRun::start, Qt::QueuedConnection);
    return application.exec();
}

} // namespace

int main(int argc, char** argv)
{
    const Parsed parsed = parseArguments(argc, argv);
    if (const auto* print = std::get_if<PrintAndExit>(&parsed)) {
        std::fputs(print->text.c_str(), print->code == 0 ? stdout : stderr);
        return print->code;
    }
    const auto& invocation = std::get<Invocation>(parsed);
    setUpLogging();
    QCoreApplication::setApplicationName(QStringLiteral("loadline"));
    QCoreApplication::setOrganizationName(QStringLiteral("loadline"));
    QCoreApplication::setApplicationVersion(QStringLiteral(LOADLINE_VERSION));
    if (invocation.command == Invocation::Command::Pages)
        return runPages();
    const bool windowless
        = invocation.command == Invocation::Command::Export || invocation.command == Invocation::Command::Contexts;
    return windowless ? runWithoutWindow(argc, argv, invocation) : runWindow(argc, argv, invocation);
}
