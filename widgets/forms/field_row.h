// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "lint/finding.h"
#include "manifest/form.h"
#include "tables/column.h"

#include <QHash>
#include <QStringList>
#include <QWidget>

class QGridLayout;
class QPushButton;

namespace loadline {

class FieldEditor;
class ToneLabel;

// What can be offered for fields beside typing.
struct FormOffers {
    QHash<int, QStringList> of; // by int(Offer), what they ask
    QHash<QString, QStringList> metadata; // of triggers, by their key: queues, topics, addresses that others name
    QStringList& operator[](Offer offer) { return of[static_cast<int>(offer)]; }
    bool operator==(const FormOffers&) const = default;
};

// One question on the screen: its label, an editor after its type, its unit, and below what is wrong with the answer
// or what lint found. Answers are texts, as Form::setText takes them.
class FieldRow : public QWidget {
    Q_OBJECT
public:
    FieldRow(const Question& question, QWidget* parent);
    [[nodiscard]] const FieldPath& path() const { return path_; }
    [[nodiscard]] const Field& field() const { return field_; }
    [[nodiscard]] QWidget* input() const; // what takes the focus
    [[nodiscard]] FieldEditor* editor() const { return editor_; }
    void setAnswer(const QString& text);
    void setOffers(const FormOffers& offers);
    // In words with its tone; "" clears. `why` is its tooltip; `fix` names what one click mends, "" nothing.
    void setTrouble(const QString& text, Tone tone, const QString& why = {}, const QString& fix = {});
    [[nodiscard]] QString trouble() const;
    void setCurrent(bool current); // it has the focus: its label says so

Q_SIGNALS:
    void typed(const QString& text);
    void focused();
    void fixWanted();

private:
    void tellAccessible();
    Field field_;
    FieldPath path_;
    FieldEditor* editor_ = nullptr;
    ToneLabel* label_ = nullptr;
    ToneLabel* trouble_ = nullptr;
    QPushButton* fix_ = nullptr;
};

} // namespace loadline
