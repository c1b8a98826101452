// SPDX-License-Identifier: GPL-3.0-or-later
// What the user arranged on a table page, kept between two runs, and the row that is shown when none was chosen.
#include "pages/table_page.h"

#include "grid/table_view.h"
#include "pages/detail_area.h"

#include <QDataStream>
#include <QIODevice>
#include <QSplitter>

#include <chrono>

namespace loadline {
namespace {

constexpr quint32 stateVersion = 1;
constexpr auto followFirst = std::chrono::seconds {5};

} // namespace

QByteArray TablePage::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out.setVersion(QDataStream::Qt_6_4);
    out << stateVersion << view()->state() << (splitByUser_ ? split_->saveState() : QByteArray()) << detail_->saveState();
    return bytes;
}

void TablePage::restoreState(const QByteArray& state)
{
    QDataStream in(state);
    in.setVersion(QDataStream::Qt_6_4);
    quint32 version = 0;
    QByteArray table;
    QByteArray split;
    QByteArray detail;
    in >> version >> table >> split >> detail;
    if (version != stateVersion || in.status() != QDataStream::Ok)
        return;
    view()->restoreState(table);
    if (!split.isEmpty())
        splitByUser_ = split_->restoreState(split);
    detail_->restoreState(detail);
    if (view()->table())
        order_.by = view()->table()->sorting();
    derive();
}

// Clusters answer one after the other: while they begin to, the first row stays the one that is shown.
void TablePage::chooseFirst()
{
    if (!view()->table() || view()->table()->rowCount() == 0)
        return;
    if (!shownSince_.isValid())
        shownSince_.start();
    const QString first = view()->table()->rowId(0);
    const bool follow = choseFirst_ && !shownSince_.hasExpired(std::chrono::milliseconds(followFirst).count());
    const QString chosen = view()->chosenRow();
    const bool filteredAway = !order_.filter.isEmpty() && !chosen.isEmpty() && view()->table()->rowOf(chosen) < 0;
    if (!chosen.isEmpty() && !filteredAway && (!follow || chosen == first))
        return;
    choseFirst_ = choosing_ = true;
    view()->choose(first);
    choosing_ = false;
}

} // namespace loadline
