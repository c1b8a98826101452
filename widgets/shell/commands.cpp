// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/commands.h"

#include "shell/range_picker.h"

#include <QCoreApplication>

namespace loadline {
namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("loadline::Commands", text);
}

} // namespace

std::vector<Command> commands()
{
    const QString window = tr("Window");
    const QString data = tr("Data");
    const QString time = tr("Time range");
    const QString out = tr("Export");
    std::vector<Command> list {
        {QStringLiteral("palette"), tr("Go to anything"), {QKeySequence(Qt::CTRL | Qt::Key_K)}, window, false},
        {QStringLiteral("filter"), tr("Filter the table"), {QKeySequence(Qt::CTRL | Qt::Key_F)}, data},
        {QStringLiteral("refresh"), tr("Ask the clusters again"), {QKeySequence(Qt::Key_F5)}, data},
        {QStringLiteral("contexts"), tr("Choose clusters"), {QKeySequence(Qt::CTRL | Qt::Key_O)}, data},
        {QStringLiteral("prometheus"), tr("Show the Prometheus source"), {QKeySequence(Qt::CTRL | Qt::Key_P)}, data},
        {QStringLiteral("export"), tr("Export this page"), {QKeySequence(Qt::CTRL | Qt::Key_E)}, out, false},
        {QStringLiteral("export:csv"), tr("Save the table as CSV"), {}, out},
        {QStringLiteral("export:json"), tr("Save the table as JSON"), {}, out},
        {QStringLiteral("export:text"), tr("Copy the table as text"), {}, out},
        {QStringLiteral("export:png"), tr("Save a picture of the page"), {}, out},
        {QStringLiteral("export:copy-png"), tr("Copy a picture of the page"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)}, out},
        {QStringLiteral("range"), tr("Choose the time range"), {QKeySequence(Qt::CTRL | Qt::Key_T)}, time, false},
    };
    for (const auto& last : presetRanges())
        list.push_back({QStringLiteral("range:%1").arg(last.count()), rangeText({last, {}}, {}, true), {}, time});
    list.push_back({QStringLiteral("theme:system"), tr("Theme of the desktop"), {}, window});
    list.push_back({QStringLiteral("theme:light"), tr("Light theme"), {}, window});
    list.push_back({QStringLiteral("theme:dark"), tr("Dark theme"), {}, window});
    list.push_back({QStringLiteral("utc"), tr("Switch between local time and UTC"), {}, window});
    list.push_back({QStringLiteral("help"), tr("Keyboard shortcuts and about"), {QKeySequence(Qt::Key_F1)}, window});
    return list;
}

std::vector<Command> widgetKeys()
{
    const QString table = tr("In a table");
    const QString chart = tr("In a chart");
    const auto keys = [](int a, int b) { return QList<QKeySequence> {QKeySequence(a), QKeySequence(b)}; };
    return {
        {QStringLiteral("pages"), tr("Go to page 1 to 9"),
            keys(QKeyCombination(Qt::CTRL | Qt::Key_1).toCombined(), QKeyCombination(Qt::CTRL | Qt::Key_9).toCombined()), tr("Window")},
        {QStringLiteral("escape"), tr("Close what is open, clear the filter"), {QKeySequence(Qt::Key_Escape)}, tr("Window")},
        {QStringLiteral("copy"), tr("Copy the selected rows as text"), {QKeySequence(Qt::CTRL | Qt::Key_C)}, table},
        {QStringLiteral("rows"), tr("Move between rows"), keys(Qt::Key_Up, Qt::Key_Down), table},
        {QStringLiteral("pan"), tr("Move along time"), keys(Qt::Key_Left, Qt::Key_Right), chart},
        {QStringLiteral("zoom"), tr("Zoom in and out"), keys(Qt::Key_Plus, Qt::Key_Minus), chart},
    };
}

} // namespace loadline
