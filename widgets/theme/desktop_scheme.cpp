// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/desktop_scheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>

namespace loadline {

namespace {

    const QString portal = QStringLiteral("org.freedesktop.portal.Desktop");
    const QString portalPath = QStringLiteral("/org/freedesktop/portal/desktop");
    const QString settings = QStringLiteral("org.freedesktop.portal.Settings");
    const QString appearance = QStringLiteral("org.freedesktop.appearance");
    const QString colorScheme = QStringLiteral("color-scheme");

} // namespace

DesktopScheme::DesktopScheme(QObject* parent)
    : QObject(parent)
{
}

void DesktopScheme::ask()
{
    // Without a session bus there is nobody to ask, and Qt would look for one to launch.
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") && qEnvironmentVariableIsEmpty("XDG_RUNTIME_DIR"))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    // D-Bus signals are connected by name: there is no generated interface whose signal one could point to.
    bus.connect(portal, portalPath, settings, QStringLiteral("SettingChanged"), this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage read = QDBusMessage::createMethodCall(portal, portalPath, settings, QStringLiteral("Read"));
    read.setAutoStartService(false);
    read << appearance << colorScheme;
    auto* call = new QDBusPendingCallWatcher(bus.asyncCall(read, 2000), this);
    connect(call, &QDBusPendingCallWatcher::finished, this, &DesktopScheme::answered);
}

void DesktopScheme::answered(QDBusPendingCallWatcher* call)
{
    call->deleteLater();
    const QDBusPendingReply<QVariant> reply = *call;
    if (reply.isValid())
        Q_EMIT told(parse(reply.value()));
}

void DesktopScheme::settingChanged(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == appearance && key == colorScheme)
        Q_EMIT told(parse(value.variant()));
}

std::optional<bool> DesktopScheme::parse(const QVariant& value)
{
    QVariant inner = value;
    for (int depth = 0; depth < 3 && inner.canConvert<QDBusVariant>() && inner.metaType() == QMetaType::fromType<QDBusVariant>();
         ++depth)
        inner = inner.value<QDBusVariant>().variant();
    bool isNumber = false;
    const uint scheme = inner.toUInt(&isNumber);
    if (!isNumber || scheme < 1 || scheme > 2)
        return std::nullopt;
    return scheme == 1;
}

} // namespace loadline
