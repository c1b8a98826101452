// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/latest_job.h"
#include "pages/live_facts.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace loadline {

class FilterEdit;
class TablePane;
template <class Row>
class RowModel;

// The first step: the workload to scale, searched among the live ones or written by hand; or files to open.
class WizardTarget : public QWidget {
    Q_OBJECT
public:
    explicit WizardTarget(QWidget* parent = nullptr);
    ~WizardTarget() override;
    void setWorlds(const Worlds& worlds);
    void setFilter(const QString& text);
    void focusSearch();
    bool takeChosen(); // the row that is chosen in the list; false: none is
    [[nodiscard]] bool settled() const { return !job_.busy(); }

Q_SIGNALS:
    void chosen(const std::string& cluster, const loadline::ManifestRef& ref);
    void openWanted(); // a file
    void emptyWanted(); // start without a target

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void intoList(); // the keys go on there, at the chosen row or the first
    QWidget* buildByHand();
    void derive();
    void take(Rows<TargetRow> rows, bool many);
    void choose(const QString& rowId);
    void useByHand();

    Worlds worlds_;
    Rows<TargetRow> rows_;
    bool any_ = false; // there were rows before a filter
    Order order_;
    LatestJob job_;
    RowModel<TargetRow>* model_ = nullptr;
    bool many_ = false;
    bool entered_ = false; // Enter was pressed in the search
    FilterEdit* search_ = nullptr;
    TablePane* pane_ = nullptr;
    QComboBox* cluster_ = nullptr;
    QComboBox* kind_ = nullptr;
    QLineEdit* ns_ = nullptr;
    QLineEdit* name_ = nullptr;
};

} // namespace loadline
