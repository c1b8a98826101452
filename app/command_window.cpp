// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "command_list.h"
#include "desk.h"
#include "translations.h"

#include <QApplication>

namespace loadline {

CliCommand windowCommand()
{
    return {"", "Open the window", {}, [](Launch& launch) {
                if (launch.invocation.allowChanges) {
                    failed({Error::Kind::Unsupported, LOADLINE_TR("Error", "--allow-changes is for commands."), "", LOADLINE_TR("Error", "In the window it is Ctrl+K, Allow changes."), {}});
                    return 2;
                }
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
