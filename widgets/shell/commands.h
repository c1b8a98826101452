// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QKeySequence>
#include <QList>
#include <QString>

#include <vector>

namespace loadline {

// Everything the window can do by name: the menu, the palette, the shortcuts and the sheet of F1 read this one list.
struct Command {
    QString id; // "refresh", "range:28800", "export:csv", "theme:dark"
    QString title;
    QList<QKeySequence> shortcuts; // may be empty; the first is shown
    QString group; // heading on the shortcuts sheet
    bool inPalette = true;
};
std::vector<Command> commands();
// Keys that widgets handle themselves: for the shortcuts sheet only.
std::vector<Command> widgetKeys();

} // namespace loadline
