// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

class QWidget;

namespace loadline {

// A widget with all that can be scrolled to: it is made as large as its contents for a moment, drawn at `scale` device
// pixels per point, and put back. Of a table at most 100 rows are drawn; a line at the end says so where there are more.
QImage wholePicture(QWidget& widget, double scale);

} // namespace loadline
