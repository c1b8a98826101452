// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/apply_shown.h"

#include <QPointer>
#include <QWidget>

class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace loadline {

class ToneLabel;

// From "check with the server" to what became of it: where it goes, the dry run of each object, the button that names
// cluster, context and namespace, the result of each. Says what the user wants; sends nothing.
class ApplyPanel : public QWidget {
    Q_OBJECT
public:
    explicit ApplyPanel(QWidget* parent = nullptr);
    void setUndoing(bool undoing); // what is written puts something back: the button says so
    void setAgain(bool offered); // after it was applied too: it may be checked anew
    void setAsksWhy(bool asks); // for the journal; whoever asks elsewhere does not ask here
    [[nodiscard]] QString why() const; // trimmed; "" none was given
    void setPlace(const PlaceShown& place);
    void setObstacle(const QString& why); // what must be mended first ("" nothing)
    void setShown(const ApplyShown& shown);
    [[nodiscard]] const ApplyShown& shown() const { return shown_; }

Q_SIGNALS:
    void tryWanted(); // dry run
    void applyWanted();
    void conflictWay(std::size_t trial, loadline::ConflictWay way);
    void readOnlyOffWanted(const QString& context);

private:
    void refresh();
    void nameApply(const QString& context, const QString& in);
    void rebuild();
    void keepFocus(bool inside);
    [[nodiscard]] QString whereIn() const;
    void addTrials();
    void addResults();
    PlaceShown place_;
    QString obstacle_;
    ApplyShown shown_;
    ToneLabel* where_ = nullptr;
    ToneLabel* note_ = nullptr;
    QWidget* whyRow_ = nullptr;
    QLineEdit* why_ = nullptr;
    QPushButton* unlock_ = nullptr;
    QPushButton* try_ = nullptr;
    QPushButton* apply_ = nullptr;
    QWidget* list_ = nullptr;
    QVBoxLayout* column_ = nullptr;
    bool again_ = false;
    bool undoing_ = false;
    bool strayed_ = false; // the focus was here when it was lost
    QPointer<QWidget> strayedTo_;
};

} // namespace loadline
