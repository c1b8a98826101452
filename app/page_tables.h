// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "pages/step_wishes.h"
#include "tables/costs.h"
#include "tables/export.h"
#include "tables/vpa_money.h"

#include <span>
#include <vector>

namespace loadline {

// What a table is made from, and what of it is wanted.
struct TableWish {
    Worlds worlds;
    Preferences preferences;
    CostsPtr costs = std::make_shared<Costs>();
    AverageReplicas replicas; // what `replicas` of a PageTable asks for
    SizeHistory sizes; // what `steps` of it asks for
    QString filter;
    QStringList columns; // ids in the order wanted; empty: those that are shown by default; "all": every one
};

// A page's table without its page: what `loadline export` writes, made by the same derivation as the screen's.
struct PageTable {
    const char* id; // as the page's
    const char* title; // in English, translated by exportHead
    std::vector<KindId> needs; // without these there is nothing to write: an error
    std::vector<KindId> wants; // waited for, but their absence is only said in the notes
    // Errors: NotFound, for a column that the page has not.
    Result<ExportTable> (*derive)(const TableWish& wish, ExportHead head);
    bool live = false; // shows external metrics, which are read for what is shown
    bool money = false; // shows costs
    bool replicas = false; // reckons with replicas averaged over time
    std::optional<StepsOf> steps {}; // says what the last change of size came to
};

std::span<const PageTable> pageTables();
const PageTable* pageTable(std::string_view id); // null: no such page

// The head of a page's export: clusters, namespaces, and a sentence for each kind that is missing, refused or old.
ExportHead exportHead(const PageTable& table, const Worlds& worlds, const QString& filter);

} // namespace loadline
