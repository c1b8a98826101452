// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/change_rows.h"

#include "tables/cells.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ChangeRows)
};

Column<ChangeRow> whenColumn()
{
    auto when = textColumn<ChangeRow>("when", Words::tr("When"), Words::tr("When Loadline began it."), 110, [](const ChangeRow& row) { return row.when; });
    when.key = [](const ChangeRow& row) { return SortKey(double(row.begun.time_since_epoch().count())); };
    when.exact = [](const ChangeRow& row) { return QJsonValue(isoUtc(row.begun)); };
    when.tip = [](const ChangeRow& row) { return isoUtc(row.begun); };
    return when;
}

} // namespace

Columns<ChangeRow> changeColumns(bool)
{
    using Row = ChangeRow;
    Columns<Row> columns;
    columns.push_back(whenColumn());
    columns.push_back(textColumn<Row>("action", Words::tr("Action"), Words::tr("What was to be done with the object."), 90, [](const Row& row) { return row.action; }));
    columns.push_back(textColumn<Row>("kind", Words::tr("Kind"), Words::tr("The object's kind."), 160, [](const Row& row) { return qtext(row.object.kind); }));
    columns.back().tone = [](const Row&) { return Tone::Muted; };
    // The journal spans clusters, so it always names them.
    auto identity = identityColumns<Row>(true, true, Words::tr("The object."));
    columns.insert(columns.end(), identity.begin(), identity.end());
    columns.push_back(stateColumn<Row>(Words::tr("Outcome"), Words::tr("What came of it, as the server answered."), 130));
    columns.push_back(textColumn<Row>("why", Words::tr("Why"), Words::tr("The reason that was given, or what was asked for."), 240, [](const Row& row) { return row.why; }));
    columns.push_back(textColumn<Row>("who", Words::tr("Who"), Words::tr("The person at this computer, and the user of the kubeconfig."), 130, [](const Row& row) {
        return row.user.empty() || row.user == row.person ? qtext(row.person) : Words::tr("%1 as %2").arg(qtext(row.person), qtext(row.user));
    }));
    columns.push_back(textColumn<Row>("entry", Words::tr("Entry"), Words::tr("The entry's number, as loadline undo takes it."), 60, [](const Row& row) { return QString::number(row.entry); }));
    columns.back().align = Align::Right;
    columns.back().key = [](const Row& row) { return SortKey(double(row.entry)); };
    columns.back().exact = [](const Row& row) { return QJsonValue(qint64(row.entry)); };
    const auto json = [](const std::shared_ptr<const Value>& value) { return value && !value->isNull() ? qtext(value->json()) : QString(); };
    columns.push_back(textColumn<Row>("server", Words::tr("Server"), Words::tr("The cluster's address."), 180, [](const Row& row) { return qtext(row.server); }));
    columns.back().shown = false;
    columns.push_back(textColumn<Row>("before", Words::tr("Before"), Words::tr("The object before, as JSON."), 200, [json](const Row& row) { return json(row.before); }));
    columns.back().shown = false;
    columns.push_back(textColumn<Row>("after", Words::tr("After"), Words::tr("The object as it was stored or was to be, as JSON."), 200, [json](const Row& row) { return json(row.after); }));
    columns.back().shown = false;
    giveRoom(columns, {{"when", 90, 0}, {"action", 100, 0}, {"kind", 140, 4}, {"name", 150, 0}, {"namespace", 90, 3}, {"cluster", 100, 1},
                          {"state", 150, 0}, {"why", 170, 2}, {"who", 100, 5}, {"entry", 50, 6}});
    return columns;
}

Rows<ChangeRow> datedChanges(const Rows<ChangeRow>& rows, TimePoint now, bool utc)
{
    Rows<ChangeRow> dated;
    for (const auto& row : rows) {
        auto copy = std::make_shared<ChangeRow>(*row);
        copy->when = moment(row->begun, now, utc);
        dated.push_back(std::move(copy));
    }
    return dated;
}

} // namespace loadline
