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
    void setDiff(const std::vector<FieldDiff>& diff, const QString& before, const QString& after);
    [[nodiscard]] QString text() const; // both ways, for tests and copying

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitFields();
    void fillFields(const std::vector<FieldDiff>& diff);
    void fillText(const QString& before, const QString& after);
    QTabBar* ways_ = nullptr;
    QTreeWidget* fields_ = nullptr;
    QPlainTextEdit* text_ = nullptr;
};

// Maps that came or went whole, as the fields in them.
std::vector<FieldDiff> leafwise(const std::vector<FieldDiff>& diff);
// "changed", "added (the server's default)" ...
QString diffWord(const FieldDiff& diff);
// One value in a line: a text as it is, anything else as JSON; "not set" for none.
QString valueText(const std::optional<Value>& value);

} // namespace loadline
