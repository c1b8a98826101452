// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/workload_types.h"
#include "pages/live_facts.h"
#include "tables/column.h"

#include <QWidget>

#include <optional>

class QButtonGroup;
class QGridLayout;
class QScrollArea;
class QVBoxLayout;

namespace loadline {

class ToneLabel;

// The second step: what kind of workload it is, the decision matrix with what it says for this one, and why.
class WizardAdvice : public QWidget {
    Q_OBJECT
public:
    explicit WizardAdvice(QWidget* parent = nullptr);
    void setFacts(const WorkloadFacts& facts); // asks anew; what the user said of the type is forgotten
    void setSeen(const QString& text, Tone tone); // of its last week, or why nothing is known of it
    void setScalers(const std::vector<LiveScaler>& scalers); // what steers it already
    void focusType();
    [[nodiscard]] WorkloadType type() const { return advice_.type; }
    [[nodiscard]] const Advice& advice() const { return advice_; }

Q_SIGNALS:
    void presetChosen(loadline::WorkloadType type);
    void changeChosen(const QString& path); // a live scaler's, to change it instead

private:
    QWidget* buildTypes();
    QWidget* buildMatrix();
    void say(std::optional<WorkloadType> type);
    void refresh();
    void addItem(const AdviceItem& item);
    [[nodiscard]] const LiveScaler* inPlaceOf(const std::string& kind) const; // null: it is written anew
    void addScalers();
    WorkloadFacts facts_;
    std::vector<LiveScaler> scalers_;
    Advice advice_;
    QButtonGroup* types_ = nullptr;
    ToneLabel* because_ = nullptr;
    ToneLabel* seen_ = nullptr;
    ToneLabel* writes_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QWidget* list_ = nullptr;
    QVBoxLayout* items_ = nullptr;
    std::vector<std::vector<ToneLabel*>> cells_; // by type and autoscaler
};

// "the way to go", "helps", "depends", "does harm"
QString suitsWord(Suits suits);

} // namespace loadline
