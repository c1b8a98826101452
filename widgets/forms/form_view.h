// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/field_row.h"
#include "lint/finding.h"
#include "manifest/form.h"

#include <QHash>
#include <QScrollArea>
#include <QSet>

#include <optional>

class QVBoxLayout;

namespace loadline {

// A form on the screen: its sections with a row for each question that shows now, lists with their items, what is
// rarely asked folded away. It holds no answers of its own: it says what was typed, and shows the Form it is given.
class FormView : public QScrollArea {
    Q_OBJECT
public:
    explicit FormView(QWidget* parent = nullptr);
    void setForm(const Form& form);
    void clear();
    void setFindings(std::vector<Finding> findings); // of this object; silenced ones are left out
    void setOffers(const FormOffers& offers);
    void focusField(const FieldPath& path, bool takeFocus = true); // unfolds and scrolls to it
    void focusList(const FieldPath& list); // its button that adds
    void focusFirst(); // the first question that is about more than names
    [[nodiscard]] FieldRow* row(const FieldPath& path) const; // null: does not show
    [[nodiscard]] std::vector<FieldRow*> rows() const; // in order
    [[nodiscard]] FieldPath current() const { return current_; }

Q_SIGNALS:
    void answered(const loadline::FieldPath& path, const QString& text);
    void itemAdded(const loadline::FieldPath& list);
    void itemRemoved(const loadline::FieldPath& item);
    void itemMoved(const loadline::FieldPath& item, std::size_t to);
    void fieldFocused(const loadline::FieldPath& path);
    void fixWanted(const loadline::Finding& finding);
    void helpChanged(const QString& title, const QString& help, const QString& notes);

private:
    struct Entry {
        enum class Kind { Section, More, List, Item, Row } kind = Kind::Row;
        QString key;
        FieldPath path;
        const Field* field = nullptr;
        std::size_t section = 0;
        std::size_t depth = 0;
        std::size_t index = 0, count = 0; // of an item: its place; of a list: how many; of More: how many are folded
        bool unfolded = false;
    };
    [[nodiscard]] std::vector<Entry> entries() const;
    [[nodiscard]] bool folded(const Question& question) const;
    void addItemsBefore(std::vector<Entry>& all, const Question& question) const;
    void arrange(std::vector<Entry> next);
    QWidget* widgetFor(const Entry& entry);
    QWidget* makeSection(const Entry& entry);
    QWidget* makeMore(const Entry& entry);
    QWidget* makeList(const Entry& entry);
    QWidget* makeItem(const Entry& entry);
    QWidget* makeRow(const Entry& entry);
    void chainFocus();
    void refresh();
    void fold(std::size_t section);
    void fill();
    void rowFocused(FieldRow* row);
    [[nodiscard]] const Finding* findingAt(const FieldPath& path) const;

    std::optional<Form> form_;
    std::vector<Finding> findings_;
    FormOffers offers_;
    QSet<std::size_t> unfolded_; // sections
    std::vector<Entry> entries_;
    QHash<QString, QWidget*> widgets_;
    FieldPath current_;
    QVBoxLayout* column_ = nullptr;
    bool filling_ = false;
};

} // namespace loadline
