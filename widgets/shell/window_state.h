// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QString>

#include <optional>

namespace loadline {

// What the window remembers across runs, as versioned bytes.
struct WindowState {
    QByteArray geometry;
    QString page;
    QHash<QString, QByteArray> pages; // each page's own state by id
    bool operator==(const WindowState&) const = default;
};
QByteArray write(const WindowState& state);
// Nothing for bytes of another version, cut off or not ours.
std::optional<WindowState> readWindowState(const QByteArray& bytes);

} // namespace loadline
