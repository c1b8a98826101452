// SPDX-License-Identifier: GPL-3.0-or-later
#include "grid/tab_order.h"

#include <QWidget>

namespace loadline {

void tabThrough(const std::vector<QWidget*>& parts)
{
    QWidget* before = nullptr;
    const auto go = [&before](QWidget* stop) {
        if ((stop->focusPolicy() & Qt::TabFocus) != Qt::TabFocus || stop->focusProxy() || (before && stop->window() != before->window()))
            return;
        if (before)
            QWidget::setTabOrder(before, stop);
        before = stop;
    };
    for (QWidget* part : parts) {
        go(part);
        for (auto* child : part->findChildren<QWidget*>())
            go(child);
    }
}

} // namespace loadline
