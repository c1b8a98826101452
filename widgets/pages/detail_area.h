// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/row_detail.h"

#include <QSplitter>

class QPushButton;
class QScrollArea;
class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace loadline {

class Card;
class ChartColumn;
class ElidedLabel;
class YamlView;

// Below a table: the chosen row over time on the left, explained on the right, with its events and its YAML.
class DetailArea : public QSplitter {
    Q_OBJECT
public:
    explicit DetailArea(QWidget* parent = nullptr);
    void setDetail(const RowDetail& detail);
    void setNothing(const QString& sentence); // no row is chosen
    void setDocument(const QString& path, const Result<std::string>& json);
    [[nodiscard]] ChartColumn* charts() const { return charts_; }
    void addBelowCharts(QWidget* widget, int stretch);
    [[nodiscard]] bool waitsForDocument() const;

Q_SIGNALS:
    void documentWanted(const std::string& cluster, const QString& path);
    void linkActivated(const QString& id);
    void actionWanted(const QString& action);

private:
    QWidget* buildLeft();
    QWidget* buildRight();
    QPushButton* moreButton(std::size_t from);
    void showActions(const std::vector<RowAction>& actions);
    void showTab(int index);
    void askForDocument();
    std::string cluster_;
    QString document_; // of the chosen row
    QString asked_; // the path last asked for
    QString given_; // the path whose answer is shown
    ElidedLabel* title_ = nullptr;
    ElidedLabel* subtitle_ = nullptr;
    ChartColumn* charts_ = nullptr;
    QScrollArea* chartScroll_ = nullptr;
    QVBoxLayout* left_ = nullptr;
    QTabBar* tabs_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    DetailPane* explanation_ = nullptr;
    DetailPane* events_ = nullptr;
    YamlView* yaml_ = nullptr;
    QWidget* actionRow_ = nullptr; // below the tabs; hidden while nothing can be done
    std::vector<RowAction> actions_;
};

} // namespace loadline
