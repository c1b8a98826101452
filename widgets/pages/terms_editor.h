// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/terms.h"
#include "tables/cost_report.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace loadline {

class Card;
class DetailPane;
class DutyEditor;
class OptionalAmount;
class ToneLabel;

// The user's contract on top of list prices, and how amounts are shown. What it comes to stands beside it.
class TermsEditor : public QWidget {
    Q_OBJECT
public:
    explicit TermsEditor(QWidget* parent = nullptr);
    void setTerms(const Terms& terms);
    void setReport(const CostReport& report); // of now, with these terms
    [[nodiscard]] QDoubleSpinBox* negotiated() const { return negotiated_; }
    [[nodiscard]] OptionalAmount* controlPlane() const { return controlPlane_; }
    [[nodiscard]] QLineEdit* code() const { return code_; }
    [[nodiscard]] QDoubleSpinBox* rate() const { return rate_; }
    [[nodiscard]] QLineEdit* rateDate() const { return asOf_; }
    [[nodiscard]] DutyEditor* duty() const { return duty_; } // beside the terms, and none of them
    [[nodiscard]] QString complaint() const;

Q_SIGNALS:
    void termsChosen(const loadline::Terms& terms);

private:
    QWidget* buildContract();
    QWidget* buildLines();
    QWidget* buildCurrency();
    QWidget* buildWords();
    QFormLayout* cardForm(Card* card);
    void show();
    void choose();
    void offerRate(); // only another currency than the US dollar has one, and each its own: a new one starts without
    void showWords();
    [[nodiscard]] Result<Currency> currency() const;

    Terms terms_;
    std::optional<Money> listHourly_, paidHourly_, linesHourly_;
    bool showing_ = false;
    QDoubleSpinBox *list_ = nullptr, *negotiated_ = nullptr, *share_ = nullptr, *committed_ = nullptr;
    QCheckBox *gpus_ = nullptr, *google_ = nullptr;
    OptionalAmount *controlPlane_ = nullptr, *disk_ = nullptr, *balancer_ = nullptr, *volume_ = nullptr;
    QDoubleSpinBox *diskGb_ = nullptr, *volumeGb_ = nullptr;
    QSpinBox *balancers_ = nullptr, *hours_ = nullptr;
    QLineEdit *code_ = nullptr, *asOf_ = nullptr;
    QString rateOf_; // the currency whose rate stands there
    QDoubleSpinBox* rate_ = nullptr;
    DutyEditor* duty_ = nullptr;
    ToneLabel* complaint_ = nullptr;
    DetailPane* words_ = nullptr;
};

} // namespace loadline
