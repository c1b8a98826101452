// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

class QStandardItemModel;

namespace loadline {

// The list of pages with what each counts and what needs the user's eye. Plain up and down moves between pages.
class Sidebar : public QListView {
    Q_OBJECT
public:
    explicit Sidebar(QWidget* parent = nullptr);
    void addPage(const QString& id, const QString& title, const QString& icon);
    void setCurrent(const QString& id);
    void setBadge(const QString& id, int count, int attention);
    [[nodiscard]] QString badgeText(const QString& id) const; // as read out: "24, 2 need attention"
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void pageChosen(const QString& id);

protected:
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    [[nodiscard]] int rowOf(const QString& id) const;
    QStandardItemModel* pages_ = nullptr;
    bool choosing_ = false; // while setCurrent runs: no signal
};

} // namespace loadline
