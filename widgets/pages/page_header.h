// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

#include <QWidget>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace loadline {

class ElidedLabel;
class ExportButton;
class FilterEdit;
class ToneLabel;

// A page's first line: its one title, what it counts, and what can be done with the table.
class PageHeader : public QWidget {
    Q_OBJECT
public:
    explicit PageHeader(const QString& title, QWidget* parent = nullptr);
    // Adds the filter and the Columns menu, which `fill` builds anew each time.
    void addTableControls(const QString& filterHint, std::function<void(QMenu*)> fill);
    void addControl(QWidget* control); // before the Export button
    // "24", "3 of 24", or a word where the count is not known; how many rows need the user's eye.
    void setCount(const QString& count, int attention);
    void setNotes(const QString& tip); // what makes the count less than the whole truth
    [[nodiscard]] FilterEdit* filter() const { return filter_; }
    [[nodiscard]] ExportButton* exports() const { return exports_; }
    [[nodiscard]] QString countText() const;

private:
    ToneLabel* title_ = nullptr;
    ElidedLabel* count_ = nullptr;
    ElidedLabel* attention_ = nullptr;
    FilterEdit* filter_ = nullptr;
    QToolButton* columns_ = nullptr;
    ExportButton* exports_ = nullptr;
    QHBoxLayout* row_ = nullptr;
};

} // namespace loadline
