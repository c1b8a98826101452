// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QString>
#include <QWidget>

#include <vector>

namespace loadline {

// One bar from a level to another; whole bars stand on zero.
struct WaterfallItem {
    QString name; // "Hours not run"
    QString amount; // above the bar: "−$2,810"
    double from = 0, to = 0;
    bool whole = false;
    Tone tone = Tone::Good; // of steps; whole bars are neutral, the last one in the first series colour
    bool operator==(const WaterfallItem&) const = default;
};

// From what would have been paid down to what is: each step hangs where the one before ended. Its words are its
// accessible description.
class WaterfallChart : public QWidget {
    Q_OBJECT
public:
    explicit WaterfallChart(QWidget* parent = nullptr);
    // `message` stands in place of the bars where there are none.
    void setItems(const std::vector<WaterfallItem>& items, const QString& message);
    [[nodiscard]] const std::vector<WaterfallItem>& items() const { return items_; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void paintBars(QPainter& painter) const;
    std::vector<WaterfallItem> items_;
    QString message_;
};

} // namespace loadline
