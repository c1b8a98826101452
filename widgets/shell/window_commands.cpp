// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does by name, and what its palette finds.
#include "shell/commands.h"
#include "shell/context_bar.h"
#include "shell/context_picker.h"
#include "shell/help_panel.h"
#include "shell/main_window.h"

#include <algorithm>

namespace loadline {
namespace {

std::optional<ExportAs> exportAs(const QString& word)
{
    if (word == QLatin1String("csv"))
        return ExportAs::Csv;
    if (word == QLatin1String("json"))
        return ExportAs::Json;
    if (word == QLatin1String("text"))
        return ExportAs::CopyText;
    if (word == QLatin1String("png"))
        return ExportAs::Png;
    if (word == QLatin1String("copy-png"))
        return ExportAs::CopyPng;
    return std::nullopt;
}

} // namespace

void MainWindow::run(const QString& command)
{
    const auto colon = command.indexOf(QLatin1Char(':'));
    const QString verb = colon < 0 ? command : command.left(colon);
    const QString rest = colon < 0 ? QString() : command.mid(colon + 1);
    if (verb == QLatin1String("palette"))
        openPalette();
    else if (verb == QLatin1String("page"))
        showPage(rest);
    else if (verb == QLatin1String("row"))
        showRow(rest.section(QLatin1Char('/'), 0, 0), rest.section(QLatin1Char('/'), 1));
    else if (verb == QLatin1String("open") || verb == QLatin1String("close"))
        Q_EMIT contextToggled(rest, verb == QLatin1String("open"));
    else if (verb == QLatin1String("allow") || verb == QLatin1String("protect"))
        Q_EMIT readOnlyChosen(rest, verb == QLatin1String("protect"));
    else if (verb == QLatin1String("refresh"))
        Q_EMIT refreshWanted();
    else if (verb == QLatin1String("filter") && currentPage())
        currentPage()->focusFilter();
    else if (verb == QLatin1String("contexts"))
        bar_->openContexts();
    else if (verb == QLatin1String("prometheus"))
        bar_->openPrometheus();
    else if (verb == QLatin1String("range") && rest.isEmpty())
        bar_->openRange();
    else if (verb == QLatin1String("range"))
        Q_EMIT rangeChosen({Seconds {rest.toLongLong()}, {}});
    else if (verb == QLatin1String("theme"))
        Q_EMIT themeChosen(themeChoice(rest).value_or(ThemeChoice::System));
    else if (verb == QLatin1String("utc"))
        Q_EMIT utcChosen(!state_.utcTimes);
    else if (verb == QLatin1String("export") && rest.isEmpty() && currentPage())
        currentPage()->openExportMenu();
    else if (const auto as = exportAs(rest); verb == QLatin1String("export") && as && currentPage())
        Q_EMIT exportWanted(current_, {*as, 2});
    else if (verb == QLatin1String("help")) {
        auto* help = new HelpPanel(this);
        help->setAttribute(Qt::WA_DeleteOnClose);
        help->open();
    }
}

void MainWindow::openPalette()
{
    Q_EMIT paletteOpened();
    palette_->open(paletteItems());
}

std::vector<PaletteItem> MainWindow::paletteItems() const
{
    std::vector<PaletteItem> items;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const QString keys = i < 9 ? QKeySequence(QKeyCombination(Qt::CTRL, Qt::Key(Qt::Key_1 + int(i)))).toString(QKeySequence::NativeText)
                                   : QString();
        items.push_back({QStringLiteral("page:") + entries_[i].id, entries_[i].title, {}, tr("Page"), keys});
    }
    items.insert(items.end(), objects_.begin(), objects_.end());
    for (const auto& context : state_.contexts) {
        if (!context.brokenWhy.isEmpty())
            continue;
        const QString verb = context.open() ? QStringLiteral("close:") : QStringLiteral("open:");
        const QString title = context.open() ? tr("Close cluster %1").arg(context.name) : tr("Open cluster %1").arg(context.name);
        items.push_back({verb + context.name, title, linkText(context), tr("Cluster"), {}});
        if (context.open() && context.readOnly)
            items.push_back({QStringLiteral("allow:") + context.name, tr("Allow changes to %1").arg(context.name), {}, tr("Cluster"), {}});
        else if (context.open())
            items.push_back({QStringLiteral("protect:") + context.name, tr("Make %1 read-only").arg(context.name), {}, tr("Cluster"), {}});
    }
    for (const auto& command : commands()) {
        if (!command.inPalette)
            continue;
        const QString keys = command.shortcuts.isEmpty() ? QString() : command.shortcuts.front().toString(QKeySequence::NativeText);
        items.push_back({command.id, command.title, {}, command.group, keys});
    }
    return items;
}

} // namespace loadline
