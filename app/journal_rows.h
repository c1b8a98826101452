// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/journal.h"
#include "cluster/world.h"
#include "tables/change_rows.h"
#include "tables/export.h"

namespace loadline {

// The journal for its page: `worlds` tell where an object is shown.
JournalRows journalRows(const JournalState& journal, const Worlds& worlds, TimePoint now);
JournalRows journalRows(const Journal& journal, const Worlds& worlds, TimePoint now); // reads all of it first
// The page's table without its page, for `loadline export changes`.
// `columns`: ids; empty or "all": every one, with the documents.
ExportTable changesTable(const Journal& journal, bool utc, const QString& filter, const QStringList& columns = {});

} // namespace loadline
