// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/whole_picture.h"

#include "theme/measure.h"
#include "theme/tone.h"

#include <QAbstractItemView>
#include <QBoxLayout>
#include <QCoreApplication>
#include <QHeaderView>
#include <QPainter>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WholePicture)
};

constexpr int mostRows = 100;
constexpr int mostLines = 400;
constexpr int mostWidth = 4000;
constexpr int mostHeight = 12000;

// How much taller and wider an area would have to be for nothing to be scrolled away.
QSize hiddenOf(const QAbstractScrollArea& area)
{
    int down = area.verticalScrollBar()->maximum();
    if (const auto* table = qobject_cast<const QTableView*>(&area); table && table->model()) {
        const int row = table->verticalHeader()->defaultSectionSize();
        down = std::min(down, std::max(0, mostRows * row - table->viewport()->height()));
    } else if (const auto* text = qobject_cast<const QPlainTextEdit*>(&area)) {
        down = std::min(down, mostLines) * text->fontMetrics().lineSpacing(); // its bar counts lines
    }
    return {area.horizontalScrollBar()->maximum(), down};
}

class Unrolling {
public:
    explicit Unrolling(QWidget& root)
        : root_(root)
    {
        for (auto* area : root.findChildren<QAbstractScrollArea*>())
            areas_.push_back({area, area->horizontalScrollBar()->value(), area->verticalScrollBar()->value()});
        for (auto* splitter : root.findChildren<QSplitter*>())
            splitters_.push_back({splitter, splitter->sizes()});
    }

    // What the widget lacks, by how its parts lie: beside each other the most of them, one above the other their sum.
    QSize lack(QWidget& widget)
    {
        if (auto* area = qobject_cast<QAbstractScrollArea*>(&widget)) {
            const auto* scrolled = qobject_cast<QScrollArea*>(area);
            const QSize inside = scrolled && scrolled->widget() ? lack(*scrolled->widget()) : QSize(0, 0);
            return hiddenOf(*area) + inside;
        }
        QSize sum(0, 0);
        QSize most(0, 0);
        for (auto* child : widget.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
            if (!child->isVisibleTo(&widget) || child->isWindow())
                continue;
            const QSize one = lack(*child);
            sum += one;
            most = most.expandedTo(one);
        }
        const auto* splitter = qobject_cast<QSplitter*>(&widget);
        const auto* box = qobject_cast<QBoxLayout*>(widget.layout());
        const bool below = splitter ? splitter->orientation() == Qt::Vertical
                                    : box && (box->direction() == QBoxLayout::TopToBottom);
        const bool beside = splitter ? !below : box && !below;
        return {beside ? sum.width() : most.width(), below ? sum.height() : most.height()};
    }

    void grow()
    {
        constexpr int passes = 3; // what is wider may be less tall
        for (int pass = 0; pass < passes; ++pass) {
            std::vector<QList<int>> sizes;
            for (const auto& [splitter, before] : splitters_)
                sizes.push_back(wanted(*splitter));
            const QSize more = lack(root_);
            if (more.width() <= 0 && more.height() <= 0)
                return;
            root_.resize((root_.size() + more).boundedTo({mostWidth, mostHeight}));
            for (std::size_t i = 0; i < splitters_.size(); ++i)
                splitters_[i].splitter->setSizes(sizes[i]);
            layOut();
        }
    }

    void putBack(const QSize& size)
    {
        root_.resize(size);
        for (const auto& [splitter, sizes] : splitters_)
            splitter->setSizes(sizes);
        layOut();
        for (const auto& [area, across, down] : areas_) {
            area->horizontalScrollBar()->setValue(across);
            area->verticalScrollBar()->setValue(down);
        }
    }

    // "100 of 1,000 rows are shown", of the longest table; "" all are.
    [[nodiscard]] QString leftOut() const
    {
        int most = 0;
        for (const auto& [area, across, down] : areas_)
            if (const auto* table = qobject_cast<const QTableView*>(area); table && table->model() && table->isVisibleTo(&root_)
                && table->verticalScrollBar()->maximum() > 0)
                most = std::max(most, table->model()->rowCount());
        return most == 0 ? QString() : Words::tr("Not all of the %1 rows are pictured; the CSV and JSON exports hold them all.").arg(most);
    }

private:
    struct Area {
        QAbstractScrollArea* area;
        int across, down;
    };
    struct Split {
        QSplitter* splitter;
        QList<int> sizes;
    };

    // Of what is inside only: the layout around it would put its size back.
    void layOut()
    {
        for (auto* widget : root_.findChildren<QWidget*>())
            QCoreApplication::sendPostedEvents(widget, QEvent::LayoutRequest);
        QCoreApplication::sendPostedEvents(&root_, QEvent::LayoutRequest);
    }

    QList<int> wanted(QSplitter& splitter)
    {
        QList<int> sizes = splitter.sizes();
        for (int i = 0; i < splitter.count(); ++i) {
            const QSize more = splitter.widget(i)->isVisibleTo(&splitter) ? lack(*splitter.widget(i)) : QSize(0, 0);
            sizes[i] += splitter.orientation() == Qt::Vertical ? more.height() : more.width();
        }
        return sizes;
    }

    QWidget& root_;
    std::vector<Area> areas_;
    std::vector<Split> splitters_;
};

} // namespace

QImage wholePicture(QWidget& widget, double scale)
{
    const QSignalBlocker quiet(widget); // nothing is asked for rows that show for a moment only
    const QSize before = widget.size();
    Unrolling unrolling(widget);
    unrolling.grow();
    const QString note = unrolling.leftOut();
    const int strip = note.isEmpty() ? 0 : rowHeight(widget.font());
    QImage image((QSizeF(widget.size() + QSize(0, strip)) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(scale);
    image.fill(widget.palette().color(QPalette::Window));
    widget.render(&image);
    if (strip > 0) {
        QPainter painter(&image);
        painter.setFont(widget.font());
        painter.setPen(ink(Tone::Muted, widget.palette()));
        painter.drawText(QRect(18, widget.height(), widget.width() - 36, strip), Qt::AlignVCenter | Qt::AlignLeft, note);
    }
    unrolling.putBack(before);
    return image;
}

} // namespace loadline
