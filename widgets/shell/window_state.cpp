// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/window_state.h"

#include <QDataStream>
#include <QIODevice>

namespace loadline {
namespace {

constexpr quint32 magic = 0x4c4c5731; // "LLW1"

} // namespace

QByteArray write(const WindowState& state)
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << magic << state.geometry << state.page << state.pages;
    return bytes;
}

std::optional<WindowState> readWindowState(const QByteArray& bytes)
{
    QDataStream in(bytes);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 mark = 0;
    in >> mark;
    if (mark != magic)
        return std::nullopt;
    WindowState state;
    in >> state.geometry >> state.page >> state.pages;
    if (in.status() != QDataStream::Ok)
        return std::nullopt;
    return state;
}

} // namespace loadline
