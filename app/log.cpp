// SPDX-License-Identifier: GPL-3.0-or-later
#include "log.h"

#include <QLoggingCategory>

namespace loadline {

void setUpLogging()
{
    qSetMessagePattern(QStringLiteral("%{time hh:mm:ss.zzz} %{category} %{type}: %{message}"));
    QLoggingCategory::setFilterRules(QStringLiteral("loadline.*.debug=false\nloadline.*.info=false"));
}

} // namespace loadline
