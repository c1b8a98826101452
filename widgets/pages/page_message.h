// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "grid/table_message.h"

#include <QStringList>

#include <span>

namespace loadline {

// What a table page rests on.
struct PageNeeds {
    std::vector<KindId> rows; // without these there are no rows
    std::vector<KindId> figures; // without these some figures are unknown
    QString none; // "There are no horizontal pod autoscalers in %1."
    QString meaning; // what one would be: said under `none`
};

// What stands in place of the rows, or above them: only the clusters concerned are named. `rows` counts all that was
// derived, `shown` what the filter left.
TableMessage pageMessage(const Worlds& worlds, const PageNeeds& needs, int rows, int shown, const QString& filter);
// All rows are hidden by the filter.
TableMessage nothingMatches(int rows, const QString& filter);
// The same as sentences for the head of an export: everything that makes the table less than the whole truth.
QStringList pageNotes(const Worlds& worlds, const PageNeeds& needs);
// How many objects there are, for the title: "24", "24 in 31 rows", "3 of 24" where a filter hides the rest, "at least
// 24" where a cluster does not tell all, or the word for why nobody can tell ("not installed", "refused"); "" while loading.
QString countWords(const Worlds& worlds, const PageNeeds& needs, int rows, int shown, int objects);
// Whether any cluster tells how many rows there are: else a count of none is no count.
bool countKnown(const Worlds& worlds, const PageNeeds& needs);
// Whether the rows of every cluster have arrived, or it is known that they will not.
bool pageLoaded(const Worlds& worlds, const PageNeeds& needs);

} // namespace loadline
