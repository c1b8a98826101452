// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/change.h"

#include <QWidget>

class QPlainTextEdit;
class QTabBar;
class QTreeWidget;

namespace loadline {

// What differs between two states of an object: field by field, saying what the server added by itself, or as text.
class DiffView : public QWidget {
    Q_OBJECT
public:
    explicit DiffView(QWidget* parent = nullptr);
    void setSides(const QString& before, const QString& after); // "Now" and "Then" when not called
    // `object`: either state, for what the items of its lists are called; null: they go by their position.
    void setDiff(const std::vector<FieldDiff>& diff, const QString& before, const QString& after, const Value* object = nullptr);
    void setGrowing(int rows); // as tall as it needs, up to so many rows
    [[nodiscard]] QString text() const; // both ways, for tests and copying

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fitFields();
    void fitHeight();
    void fillFields(const std::vector<FieldDiff>& diff, const Value* object);
    void fillText(const QString& before, const QString& after);
    int most_ = 0; // rows that it grows to; 0: it is as tall as it is made
    QTabBar* ways_ = nullptr;
    QTreeWidget* fields_ = nullptr;
    QPlainTextEdit* text_ = nullptr;
};

// "spec.containers[app].image": with the names of items where they have some.
QString fieldWords(const FieldPath& path, const Value* object);
// "changed", "added (the server's default)" ...
QString diffWord(const FieldDiff& diff);
// One value in a line: a text as it is, anything else as JSON; "not set" for none.
QString valueText(const std::optional<Value>& value);

} // namespace loadline
