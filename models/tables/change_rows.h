// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"
#include "manifest/change.h"
#include "tables/order.h"
#include "tables/state_word.h"

#include <QStringList>

#include <memory>

namespace loadline {

// One change that Loadline made or tried to make, as the journal kept it.
struct ChangeRow {
    std::string id; // the entry's number
    std::int64_t entry = 0;
    std::string cluster, server, user, person; // where and as whom
    ManifestRef object;
    std::string ns, name; // of the object
    TimePoint begun {};
    std::optional<TimePoint> ended; // none: nobody knows yet what came of it
    QString when; // begun, as people say it
    QString action; // "Create", "Change", "Delete", "Undo of 12"
    StateWord state; // what came of it; the cause explains a refusal or a crash
    QString why, hint;
    QStringList takenOver; // fields taken from others
    std::optional<std::int64_t> undoes, undoneBy;
    bool canUndo = false;
    std::shared_ptr<const Value> before, after; // the object before, and as it was stored or was to be; null: none
    std::string page, pageRow; // where the object is shown; "" nowhere
    bool operator==(const ChangeRow&) const = default;
};
Columns<ChangeRow> changeColumns(bool manyClusters);
// With `when` as of `now`.
Rows<ChangeRow> datedChanges(const Rows<ChangeRow>& rows, TimePoint now, bool utc);

// A pause that ends, as it waits for its moment.
struct PauseRow {
    std::int64_t reminder = 0;
    std::string cluster;
    ManifestRef object;
    TimePoint due {};
    bool past = false; // it should have ended
    bool over = false; // somebody else ended it
    bool operator==(const PauseRow&) const = default;
};

// The journal as its page shows it.
struct JournalRows {
    Rows<ChangeRow> changes; // newest first
    std::vector<PauseRow> pauses; // by due time
    std::optional<Error> problem; // why the journal cannot be used
    TimePoint now {};
};

} // namespace loadline
