// SPDX-License-Identifier: GPL-3.0-or-later
// What the user arranged on a table page, kept between two runs.
#include "pages/table_page.h"

#include "grid/table_view.h"
#include "pages/detail_area.h"

#include <QDataStream>
#include <QIODevice>
#include <QSplitter>

namespace loadline {
namespace {

constexpr quint32 stateVersion = 1;

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

} // namespace loadline
