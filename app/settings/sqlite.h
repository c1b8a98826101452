// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QString>

namespace loadline {

// A new connection to an SQLite file, not yet open, for the thread that asks. Connections are added one at a time: Qt
// registers the clean-up of its drivers unguarded when the first is added, and with two registrations the end of the
// program cleans up for ever.
QSqlDatabase addSqlite(const QString& connection);

} // namespace loadline
