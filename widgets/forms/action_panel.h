// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/action_shown.h"
#include "forms/apply_shown.h"

#include <QWidget>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace loadline {

class ActionForm;
class ApplyPanel;
class Card;
class ToneLabel;

// A quick action from its questions to what became of it: the same review as the wizard's, and undo at its end.
class ActionPanel : public QWidget {
    Q_OBJECT
public:
    explicit ActionPanel(QWidget* parent = nullptr);
    void setAction(const ActionShown& action);
    void setPlace(const PlaceShown& place);
    void setShown(const ApplyShown& shown);
    void setUndo(const QString& text); // what undoes what was just done; "" nothing
    [[nodiscard]] const ActionShown& action() const { return action_; }
    [[nodiscard]] ActionAnswer answer() const;
    [[nodiscard]] bool asks() const; // else the check need not wait for answers
    [[nodiscard]] ApplyPanel* apply() const { return apply_; }

Q_SIGNALS:
    void edited(); // nothing that was tried counts any more
    void tryWanted();
    void undoWanted();
    void closeWanted();

protected:
    bool focusNextPrevChild(bool next) override; // stays in the panel: what lies behind it is not what is being done

private:
    void build();
    void focusFirst();
    void renewNotes();
    void refresh();
    ActionShown action_;
    PlaceShown place_;
    ToneLabel* title_ = nullptr;
    ToneLabel* object_ = nullptr;
    QWidget* notes_ = nullptr;
    QVBoxLayout* noteColumn_ = nullptr;
    Card* questions_ = nullptr;
    ActionForm* form_ = nullptr;
    ApplyPanel* apply_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QPushButton* undo_ = nullptr;
    QPushButton* close_ = nullptr;
};

} // namespace loadline
