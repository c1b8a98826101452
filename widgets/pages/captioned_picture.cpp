// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/captioned_picture.h"

#include "theme/measure.h"

#include <QPainter>
#include <QWidget>

namespace loadline {

QImage captionedPicture(const QImage& picture, const QStringList& caption, const QWidget& page, double scale)
{
    const QString said = caption.join(QStringLiteral(" · "));
    const QFont small = smallFont(page.font());
    const double wide = picture.width() / picture.devicePixelRatio();
    const QRect bounds = QFontMetrics(small).boundingRect(QRect(0, 0, int(wide) - 36, 1000), Qt::TextWordWrap, said);
    QImage out(picture.width(), picture.height() + int((bounds.height() + 16) * scale), picture.format());
    out.setDevicePixelRatio(picture.devicePixelRatio());
    out.fill(page.palette().color(QPalette::Window));
    QPainter painter(&out);
    painter.drawImage(0, 0, picture);
    painter.setFont(small);
    painter.setPen(page.palette().color(QPalette::WindowText));
    painter.drawText(QRectF(18, picture.height() / picture.devicePixelRatio() + 4, wide - 36, bounds.height() + 8), Qt::TextWordWrap, said);
    return out;
}

} // namespace loadline
