// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

class QMenu;
class QToolButton;

namespace loadline {

class PageHeader;

// A button in a page's header whose menu is filled anew each time it opens. `name` says what it chooses: tooltip and
// accessible name; the text may change with the choice.
QToolButton* addChooser(PageHeader* header, const QString& text, const QString& name, std::function<void(QMenu*)> fill);
// The same without a menu.
QToolButton* addButton(PageHeader* header, const QString& text, const QString& name, std::function<void()> clicked);

} // namespace loadline
