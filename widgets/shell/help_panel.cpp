// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/help_panel.h"

#include "grid/cards.h"
#include "shell/commands.h"
#include "theme/measure.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace loadline {
namespace {

QString keyText(const Command& command)
{
    QStringList keys;
    for (const auto& key : command.shortcuts)
        keys << key.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(" \u2026 "));
}

QWidget* keySheet(QWidget* parent)
{
    auto* sheet = new QWidget(parent);
    auto* grid = new QGridLayout(sheet);
    grid->setColumnStretch(1, 1);
    grid->setHorizontalSpacing(24);
    auto all = widgetKeys();
    const auto named = commands();
    all.insert(all.begin(), named.begin(), named.end());
    QStringList groups;
    for (const auto& command : all)
        if (!command.shortcuts.isEmpty() && !groups.contains(command.group))
            groups << command.group;
    int row = 0;
    for (const auto& group : groups) {
        auto* heading = new ToneLabel(group, Tone::Normal, ToneLabel::Size::Strong, sheet);
        grid->addWidget(heading, row++, 0, 1, 2);
        for (const auto& command : all) {
            if (command.group != group || command.shortcuts.isEmpty())
                continue;
            auto* keys = new ToneLabel(keyText(command), Tone::Muted, ToneLabel::Size::Body, sheet);
            keys->setWordWrap(false);
            grid->addWidget(keys, row, 0);
            grid->addWidget(new ToneLabel(command.title, Tone::Normal, ToneLabel::Size::Body, sheet), row++, 1);
        }
    }
    return sheet;
}

} // namespace

HelpPanel::HelpPanel(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Loadline help"));
    auto* column = new QVBoxLayout(this);
    column->addWidget(new ToneLabel(tr("Keyboard"), Tone::Normal, ToneLabel::Size::Title, this));
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Keyboard shortcuts"));
    scroll->setWidget(keySheet(scroll));
    column->addWidget(scroll, 1);
    column->addWidget(new ToneLabel(tr("About"), Tone::Normal, ToneLabel::Size::Title, this));
    column->addWidget(new ToneLabel(tr("Loadline %1 reads Kubernetes clusters through your kubeconfig and their Prometheus, "
                                       "and shows what every autoscaler does and why. It sends nothing anywhere else. It "
                                       "changes a cluster only when asked to: it shows first what would change, and each change "
                                       "can be undone on the page Changes.")
                                        .arg(QStringLiteral(LOADLINE_VERSION)),
        Tone::Normal, ToneLabel::Size::Body, this));
    column->addWidget(new ToneLabel(tr("Free software under the GNU General Public License, version 3 or later."), Tone::Muted,
        ToneLabel::Size::Small, this));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
    resize(scaled(560, font()), scaled(620, font()));
}

} // namespace loadline
