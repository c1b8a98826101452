// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/rows_page.h"
#include "tables/change_rows.h"

class QVBoxLayout;

namespace loadline {

class Card;
class DiffView;

// What Loadline changed, on all clusters, newest first: what each entry did field by field, what came of it, and its
// undo. Above it the pauses that end by themselves.
class ChangesPage : public RowsPage<ChangeRow> {
    Q_OBJECT
public:
    explicit ChangesPage(QWidget* parent = nullptr);
    void setJournal(const JournalRows& journal);

Q_SIGNALS:
    void resumeWanted(std::int64_t reminder); // at once
    void keepWanted(std::int64_t reminder); // paused, without an end

protected:
    [[nodiscard]] Derivation derivation() const override;
    RowDetail detailOf(const ChangeRow& row) override;
    [[nodiscard]] std::vector<RowAction> actionsOf(const ChangeRow& row) const override;
    [[nodiscard]] std::optional<ActionWish> wishOf(const QString& action, const ChangeRow& row) const override;
    [[nodiscard]] TableMessage emptyMessage() const override;

private:
    void showPauses();
    void act(const QString& action, const QString& rowId);
    // The entries that undo would take in one go: of what is selected, if `row` is, those of its cluster that can be.
    [[nodiscard]] std::vector<std::int64_t> selectedWith(const ChangeRow& row) const;
    JournalRows journal_;
    std::vector<PauseRow> pausesShown_;
    Card* pauses_ = nullptr;
    QWidget* pauseList_ = nullptr;
    QVBoxLayout* pauseColumn_ = nullptr;
    DiffView* diff_ = nullptr;
    std::string diffOf_; // the row whose difference is shown
};

} // namespace loadline
