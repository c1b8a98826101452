// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

class QWidget;

namespace loadline {

// Simple strokes of one set (resources/icons/NAME.svg). They take the colour of the text beside them when they are
// painted: nothing has to be reloaded when the theme changes. Names:
// overview hpa vpa keda pools cost findings timeline settings search filter export columns warning error info check
// refresh lock unlock camera copy close chevron-down chevron-right chevron-left chevron-up calendar play pause cluster
// namespace prometheus zoom-in zoom-out reset sleep pin menu clock palette write.
QIcon icon(const QString& name);
// One icon in one colour, for painters; `size` in points, sharp at `ratio` device pixels per point.
QPixmap iconPixmap(const QString& name, int size, const QColor& colour, qreal ratio);

} // namespace loadline
