// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/rows_page.h"
#include "tables/finding_rows.h"

namespace loadline {

// What lint finds in the live clusters, worst first; the chosen one explained, with what its fix would change.
class FindingsPage : public RowsPage<FindingRow> {
    Q_OBJECT
public:
    explicit FindingsPage(QWidget* parent = nullptr);

Q_SIGNALS:
    void fixWanted(const std::string& cluster, const loadline::Fix& fix, const loadline::Finding& finding);
    void linkWanted(const QString& url); // the documentation, in a browser
    void silenceWanted(const std::string& cluster, const loadline::Finding& finding); // with a reason yet to be given

protected:
    [[nodiscard]] Derivation derivation() const override;
    RowDetail detailOf(const FindingRow& row) override;
    [[nodiscard]] std::vector<RowAction> actionsOf(const FindingRow& row) const override;

    void followLink(const QString& id) override;
    void rowsArrived(const Rows<FindingRow>& all, const Worlds& from) override;

private:
    void act(const QString& action, const QString& rowId);
    DetailPane* story_ = nullptr; // what is wrong, why, and what the fix changes
};

} // namespace loadline
