// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/page.h"

#include <QToolButton>

namespace loadline {

// A page's Export button: its table as CSV, JSON or text, its picture at a chosen scale, saved or copied.
class ExportButton : public QToolButton {
    Q_OBJECT
public:
    explicit ExportButton(QWidget* parent = nullptr);
    void setHasTable(bool has);
    void open();
    void addEntry(const QString& title, std::function<void()> chosen); // of this page alone, after the table's

Q_SIGNALS:
    void exportWanted(const loadline::ExportWish& wish);

private:
    void add(const QString& title, ExportAs as);
    std::vector<QAction*> ofTable_;
    double scale_ = 2;
};

} // namespace loadline
