// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/column.h"

#include <QListView>

class QStandardItemModel;

namespace loadline {

// One line of a list that leads somewhere: a sentence with its tone, why below it, since when at the right.
struct ListItem {
    QString text;
    QString note; // a second line; "" none
    QString right;
    Tone tone = Tone::Normal;
    QString icon; // a shape beside the tone; "" none
    QString page, row; // where it leads
    bool operator==(const ListItem&) const = default;
};

// A list that is read from top to bottom and acted on with a click or Enter.
class ItemList : public QListView {
    Q_OBJECT
public:
    explicit ItemList(const QString& name, const QString& whenEmpty, QWidget* parent = nullptr);
    void setItems(const std::vector<ListItem>& items);
    [[nodiscard]] const std::vector<ListItem>& items() const { return items_; }
    void setWhenEmpty(const QString& sentence);
    void setShownRows(int most); // as high as it needs up to so many
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void itemActivated(const QString& page, const QString& row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void activateItem(const QModelIndex& index);
    std::vector<ListItem> items_;
    QString whenEmpty_;
    QStandardItemModel* model_ = nullptr;
    int most_ = 8;
};

} // namespace loadline
