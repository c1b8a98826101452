// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/sqlite.h"

#include <mutex>

namespace loadline {

QSqlDatabase addSqlite(const QString& connection)
{
    static std::mutex one;
    const std::lock_guard lock(one);
    return QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
}

} // namespace loadline
