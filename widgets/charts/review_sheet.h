// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QPdfWriter>
#include <QPolygonF>
#include <QString>

namespace loadline {

struct ReviewLook {
    double size = 9; // points
    QFont::Weight weight = QFont::Normal;
    QColor colour;
};

// Pages of a PDF with a cursor that goes down them. All lengths are points within the margins.
class ReviewSheet {
public:
    // `pages` is printed beside each page's number; 0 while nobody has counted them.
    ReviewSheet(QPdfWriter& writer, QString footer, int pages);
    [[nodiscard]] double width() const { return width_; }
    [[nodiscard]] int pages() const { return page_; }
    double y = 0;
    void room(double height); // a new page where so much does not fit on this one
    [[nodiscard]] double left() const { return height_ - y; }

    [[nodiscard]] double textWidth(const QString& text, const ReviewLook& look) const;
    [[nodiscard]] double textHeight(const QString& text, const ReviewLook& look, double width) const;
    // The text cut in its middle so that it takes no more than so many lines; the look made smaller so that it fits on one.
    [[nodiscard]] QString cut(const QString& text, const ReviewLook& look, double width, int lines = 1) const;
    [[nodiscard]] ReviewLook fitted(const QString& text, ReviewLook look, double width) const;
    // `flags` of Qt::Alignment; wraps between words, and within those that are wider than the rect.
    void text(const QRectF& rect, const QString& text, const ReviewLook& look, int flags = Qt::AlignLeft | Qt::AlignTop);
    void paragraph(const QString& words, const ReviewLook& look, double indent = 0, double after = 3);
    void fill(const QRectF& rect, const QColor& colour, double radius = 0);
    void fill(const QPolygonF& shape, const QColor& colour);
    void line(QPointF from, QPointF to, const QColor& colour, double thick = 0.5, bool dashed = false);

private:
    [[nodiscard]] QFont font(const ReviewLook& look) const;
    [[nodiscard]] int wrapOf(const QString& text, const ReviewLook& look, double width) const;
    [[nodiscard]] QRectF device(const QRectF& rect) const { return {rect.x() * unit_, rect.y() * unit_, rect.width() * unit_, rect.height() * unit_}; }
    void footer();
    QPdfWriter& writer_;
    QPainter painter_;
    QString footer_;
    int pages_, page_ = 1;
    double unit_, width_, height_;
};

} // namespace loadline
