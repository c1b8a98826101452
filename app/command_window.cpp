// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "desk.h"
#include "translations.h"

#include <QApplication>

namespace loadline {

CliCommand windowCommand()
{
    return {"", "Open the window", {}, [](Launch& launch) {
                launch.invocation.keeps = true;
                QApplication application(launch.argc, launch.argv);
                QApplication::setDesktopFileName(QStringLiteral("loadline"));
                setUpTranslations(application);
                Theme theme(application, ThemeChoice::System);
                SettingsStore store({});
                Backend backend(launch.invocation);
                Desk desk(backend, theme, store, launch.invocation);
                desk.window().show();
                QMetaObject::invokeMethod(&desk, &Desk::start, Qt::QueuedConnection);
                return QApplication::exec();
            }};
}

} // namespace loadline
