// SPDX-License-Identifier: GPL-3.0-or-later
#include "theme/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cmath>

// In the global namespace, as rcc names it: a static library's resources are only linked when somebody asks.
static void initIcons() { Q_INIT_RESOURCE(icons); }

namespace loadline {

namespace {

    QByteArray strokes(const QString& name)
    {
        static const bool linked = (initIcons(), true);
        Q_UNUSED(linked)
        QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    void draw(QPainter& painter, const QString& name, const QRectF& rect, const QColor& colour)
    {
        QByteArray svg = strokes(name);
        svg.replace("currentColor", colour.name().toLatin1());
        QSvgRenderer renderer(svg);
        if (renderer.isValid())
            renderer.render(&painter, rect);
    }

    class StrokeIcon : public QIconEngine {
    public:
        explicit StrokeIcon(QString name)
            : name_(std::move(name))
        {
        }
        void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
        {
            painter->drawPixmap(rect.topLeft(), made(rect.size(), mode, painter->device()->devicePixelRatioF()));
        }
        QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return made(size, mode, 1); }
        QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State, qreal scale) override
        {
            // Qt hands the size in device pixels.
            return made(size / scale, mode, scale);
        }
        QIconEngine* clone() const override { return new StrokeIcon(name_); }
        QString key() const override { return QStringLiteral("loadline-strokes"); }
        QString iconName() override { return name_; }
        QSize actualSize(const QSize& size, QIcon::Mode, QIcon::State) override { return size; }

    private:
        QPixmap made(const QSize& size, QIcon::Mode mode, qreal ratio) const
        {
            const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
            return iconPixmap(name_, std::min(size.width(), size.height()),
                QGuiApplication::palette().color(group, QPalette::WindowText), ratio);
        }
        QString name_;
    };

} // namespace

QIcon icon(const QString& name) { return QIcon(new StrokeIcon(name)); }

QPixmap iconPixmap(const QString& name, int size, const QColor& colour, qreal ratio)
{
    const QString key = QStringLiteral("loadline/%1/%2/%3/%4").arg(name).arg(size).arg(colour.rgba()).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    const int side = std::max(1, static_cast<int>(std::ceil(size * ratio)));
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    {
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        draw(painter, name, QRectF(0, 0, side, side), colour);
    }
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

} // namespace loadline
