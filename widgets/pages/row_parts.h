// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/kind.h"
#include "cluster/workload.h"
#include "grid/detail.h"
#include "pages/row_detail.h"
#include "tables/cells.h"
#include "tables/state_word.h"

#include <functional>

namespace loadline {

// What the detail panes of several pages are put together from.
QString placeText(const std::string& ns, const std::string& cluster); // "ml-platform in prod-us-east"
QString objectPath(KindId kind, const std::string& ns, const std::string& name); // for documentWanted

// A section of plain sentences; empty ones are left out, and nothing comes of none.
void addLines(std::vector<DetailSection>& sections, const QString& title, const QStringList& lines, Tone tone = Tone::Normal);
void addConditions(std::vector<DetailSection>& sections, const QString& title, const std::vector<ConditionLine>& conditions);
void addState(std::vector<DetailSection>& sections, const StateWord& state);
void addLink(std::vector<DetailSection>& sections, const QString& title, const QString& text, const QString& id);

// What every written object offers: to be changed and to be cloned in the wizard. `owner`: who writes it instead ("" nobody).
std::vector<RowAction> writeActions(const QString& owner = {});

// The events that are about what `concerns` says, newest first.
std::vector<const Event*> eventsOf(const World& world, const std::function<bool(const Event&)>& concerns);
bool isAbout(const Event& event, std::string_view kind, const std::string& ns, const std::string& name);
// As a section of a pane, the words of the cluster beside them; says why where there are none.
DetailSection eventSection(const World& world, const std::vector<const Event*>& events, TimePoint now);
// Ticks on a chart: rescales with their size, warnings with their reason.
std::vector<ChartMark> marksOf(const std::vector<const Event*>& events);

} // namespace loadline
