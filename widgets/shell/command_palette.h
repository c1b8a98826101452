// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>

#include <vector>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace loadline {

// One thing the palette can find.
struct PaletteItem {
    QString command; // what run() gets: "page:hpa", "row:hpa/prod/ml/fraud-detector-hpa"
    QString title;
    QString subtitle; // where it is: "prod-us-east / ml-platform"
    QString kind; // "Page", "Command", "Context", "HPA"
    QString shortcut;
    bool operator==(const PaletteItem&) const = default;
};

// Ctrl+K: one line to go anywhere and do anything, from the keyboard alone. It lies over the window, not beside it.
class CommandPalette : public QFrame {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget* parent);
    void open(std::vector<PaletteItem> items);
    // Replaces the items while open, keeping what was typed.
    void setItems(std::vector<PaletteItem> items);
    [[nodiscard]] QStringList shownTitles() const;
    void place(); // over the parent's upper middle

Q_SIGNALS:
    void chosen(const QString& command);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refill();
    void choose();
    std::vector<PaletteItem> items_;
    QLineEdit* input_ = nullptr;
    QListView* list_ = nullptr;
    QStandardItemModel* model_ = nullptr;
};

} // namespace loadline
