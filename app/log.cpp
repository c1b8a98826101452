// SPDX-License-Identifier: GPL-3.0-or-later
#include "log.h"

#include <QLoggingCategory>

#include <algorithm>
#include <iterator>

namespace loadline {
namespace {

QtMessageHandler otherwise = nullptr;

// What Qt says of itself where there is no display, and nobody can mend.
void leaveOutChatter(QtMsgType type, const QMessageLogContext& context, const QString& text)
{
    static constexpr QLatin1String chatter[] {
        QLatin1String("This plugin does not support propagateSizeHints"),
        QLatin1String("QStandardPaths: XDG_RUNTIME_DIR not set"),
    };
    const auto begins = [&](QLatin1String start) { return text.startsWith(start); };
    if (std::none_of(std::begin(chatter), std::end(chatter), begins))
        otherwise(type, context, text);
}

} // namespace

void setUpLogging(LogFor whom)
{
    qSetMessagePattern(QStringLiteral("%{time hh:mm:ss.zzz} %{category} %{type}: %{message}"));
    QString rules = QStringLiteral("loadline.*.debug=false\nloadline.*.info=false");
    if (whom == LogFor::Command)
        rules += QStringLiteral("\nloadline.*.warning=false");
    QLoggingCategory::setFilterRules(rules);
    otherwise = qInstallMessageHandler(leaveOutChatter);
}

} // namespace loadline
