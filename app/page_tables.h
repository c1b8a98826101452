// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "tables/export.h"

#include <span>
#include <vector>

namespace loadline {

// A page's table without its page: what `loadline export` writes, made by the same derivation as the screen's.
struct PageTable {
    const char* id; // as the page's
    const char* title; // in English, translated by exportHead
    std::vector<KindId> needs; // without these there is nothing to write: an error
    std::vector<KindId> wants; // waited for, but their absence is only said in the notes
    ExportTable (*derive)(const Worlds& worlds, const Preferences& preferences, ExportHead head, const QString& filter);
    bool live = false; // shows external metrics, which are read for what is shown
};

std::span<const PageTable> pageTables();
const PageTable* pageTable(std::string_view id); // null: no such page

// The head of a page's export: clusters, namespaces, and a sentence for each kind that is missing, refused or old.
ExportHead exportHead(const PageTable& table, const Worlds& worlds, const QString& filter);

} // namespace loadline
