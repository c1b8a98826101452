// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace loadline {

// What a table (or any page) says in place of rows, or above them: a sentence, a cause, a thing to do.
struct TableMessage {
    enum class Kind { None, Empty, Loading, Stale, Failed, Refused } kind = Kind::None;
    QString title; // "You may not list nodes in prod-eu."
    QString cause; // "The server answered 403 to GET /api/v1/nodes."
    QString action; // the button's text: "Show the ClusterRole"; "" no button
    bool operator==(const TableMessage&) const = default;
};

} // namespace loadline
