// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QDir>
#include <QImage>
#include <QPainter>
#include <QWidget>

#include <set>

namespace loadline::screens {

// The widget as a picture at `scale` device pixels per point, laid out but never on a display.
inline QImage shot(QWidget& widget, double scale)
{
    QImage image((QSizeF(widget.size()) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(widget.palette().color(QPalette::Window));
    widget.render(&image);
    return image;
}

// Kept beside the build for people to look at: screens/NAME.png.
inline bool keep(const QImage& image, const QString& name)
{
    const QDir folder(QCoreApplication::applicationDirPath() + QStringLiteral("/../screens"));
    return folder.mkpath(QStringLiteral(".")) && image.save(folder.filePath(name + QStringLiteral(".png")));
}

// How many different colours it has, counted up to 64: a blank picture has one.
inline int colours(const QImage& image)
{
    std::set<QRgb> seen;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (seen.insert(image.pixel(x, y)).second && seen.size() >= 64)
                return 64;
    return static_cast<int>(seen.size());
}

} // namespace loadline::screens
