// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/page.h"

#include <QPainter>

namespace loadline {

QImage Page::picture(double scale) const
{
    QImage image(size() * scale, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(palette().color(QPalette::Window));
    // QWidget::render paints and so is not const, but changes nothing that a caller can see.
    const_cast<Page*>(this)->render(&image);
    return image;
}

} // namespace loadline
