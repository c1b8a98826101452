// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/cells.h"
#include "tables/finding_rows.h"

#include <QCoreApplication>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FindingColumns)
};

} // namespace

Columns<FindingRow> findingColumns(bool manyClusters)
{
    Columns<FindingRow> columns;
    columns.push_back(stateColumn<FindingRow>(Words::tr("Severity"),
        Words::tr("Error: refused, or it does not work. Warning: it works, with a trap. Note: worth knowing."), 90));
    columns.back().key = [](const FindingRow& row) { return SortKey(-double(static_cast<int>(row.state.attention))); };
    columns.push_back(textColumn<FindingRow>("title", Words::tr("Finding"), Words::tr("The rule; the pane below says why it matters."), 300,
        [](const FindingRow& row) { return row.title; }));
    columns.back().strong = true;
    columns.back().tip = [](const FindingRow& row) { return row.what; };
    auto identity = identityColumns<FindingRow>(manyClusters, true, Words::tr("The object that it is about."));
    identity.front().title = Words::tr("Object");
    identity.front().strong = false;
    columns.insert(columns.end(), identity.begin(), identity.end());
    columns.push_back(textColumn<FindingRow>("kind", Words::tr("Kind"), Words::tr("The object's kind."), 150,
        [](const FindingRow& row) { return qtext(row.kind); }));
    columns.back().tone = [](const FindingRow&) { return Tone::Muted; };
    columns.push_back(textColumn<FindingRow>("field", Words::tr("Field"), Words::tr("Where to look in the object."), 200,
        [](const FindingRow& row) { return qtext(row.finding->field.text()); }));
    columns.back().tone = [](const FindingRow&) { return Tone::Muted; };
    columns.push_back(textColumn<FindingRow>("what", Words::tr("What"), Words::tr("What is wrong here."), 380,
        [](const FindingRow& row) { return row.what; }));
    columns.push_back(textColumn<FindingRow>("fix", Words::tr("Fix"), Words::tr("What one click changes; or, muted, the field that it opens where only you can tell."), 180,
        [](const FindingRow& row) { return row.mend; }));
    columns.back().tone = [](const FindingRow& row) { return row.finding->fix ? Tone::Normal : Tone::Muted; };
    columns.push_back(textColumn<FindingRow>("rule", Words::tr("Rule"), Words::tr("The id by which the annotation loadline.dev/silence names it."), 170,
        [](const FindingRow& row) { return qtext(row.finding->rule); }));
    columns.back().shown = false;
    giveRoom(columns, {{"state", 80, 0}, {"title", 270, 0}, {"name", 150, 0}, {"namespace", 90, 3}, {"cluster", 90, 2}, {"kind", 150, 4},
                          {"field", 160, 6}, {"what", 330, 1}, {"fix", 160, 5}});
    return columns;
}

} // namespace loadline
