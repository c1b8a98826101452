// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QVariant>

#include <optional>

class QDBusPendingCallWatcher;
class QDBusVariant;

namespace loadline {

// Whether the desktop prefers dark, as the XDG settings portal says it (org.freedesktop.appearance, color-scheme):
// GNOME, KDE and others alike, also where Qt 6.4 has no platform theme that knows. Asked without waiting.
class DesktopScheme : public QObject {
    Q_OBJECT
public:
    explicit DesktopScheme(QObject* parent = nullptr);
    void ask();
    // The portal's color-scheme: 0 no preference, 1 dark, 2 light; wrapped in one or two variants.
    [[nodiscard]] static std::optional<bool> parse(const QVariant& value);

Q_SIGNALS:
    void told(std::optional<bool> dark); // nothing: the desktop has no preference

private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void answered(QDBusPendingCallWatcher* call);
};

} // namespace loadline
