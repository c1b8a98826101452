// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/field_editor.h"
#include "manifest/form_pairs.h"

#include <QPlainTextEdit>

#include <vector>

class QLineEdit;
class QStringListModel;
class QToolButton;
class QVBoxLayout;

namespace loadline {

class ToneLabel;

// A text as it is, also with several lines: as tall as it needs. Tab leaves it, Enter goes on, Shift+Enter is a new line.
class ExactEdit : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit ExactEdit(QWidget* parent = nullptr);
    void setExact(const QString& text); // what cannot be typed here shows, and stays as it is: read only
    [[nodiscard]] QString exact() const;

Q_SIGNALS:
    void entered();
    void edited(); // by the user

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void insertFromMimeData(const QMimeData* source) override;

private:
    void fit();
    QString kept_;
    bool quiet_ = false;
};

// Names with values, a row for each and an empty one to add with: what stands in a row is written, exactly. In a name,
// "=" goes on to its value, and "a=b,c=d" becomes two rows, so that what one knows how to type still works.
class PairsEditor : public FieldEditor {
    Q_OBJECT
public:
    PairsEditor(const Field& field, QWidget* parent);
    [[nodiscard]] QWidget* input() const override;
    [[nodiscard]] QString text() const override;
    void setText(const QString& text) override;
    [[nodiscard]] bool isTypedIn() const override;
    void setOffers(const QStringList& offers) override; // names
    void setNames(const QString& name, const QString& about) override;

private:
    struct Row {
        QWidget* holder = nullptr;
        QLineEdit* name = nullptr;
        ExactEdit* value = nullptr;
        QToolButton* remove = nullptr;
        QString before {}; // its name before the last key
        bool nameless = false; // its name is empty in the manifest too
    };
    Row& addRow(std::size_t at, const QString& name, const QString& value);
    void fill(const TextPairs& pairs);
    void takeAway(QWidget* holder);
    void nameTyped(QWidget* holder);
    void spread(QWidget* holder, const TextPairs& pairs);
    void goOn(QWidget* holder);
    void changed();
    void tellRows();
    [[nodiscard]] std::size_t indexOf(const QWidget* holder) const;
    [[nodiscard]] bool counts(std::size_t at) const; // it is written
    [[nodiscard]] bool isBlank(const Row& row) const;

    Field field_;
    QString called_, about_;
    std::vector<Row> rows_; // the last is empty
    QString odd_; // what the manifest holds instead of names with values
    QStringListModel* offers_ = nullptr;
    QVBoxLayout* column_ = nullptr;
    ToneLabel* note_ = nullptr;
};

} // namespace loadline
