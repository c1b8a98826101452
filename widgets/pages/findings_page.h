// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/finding_evidence.h"
#include "pages/rows_page.h"
#include "tables/finding_rows.h"
#include "tables/fix_lines.h"

namespace loadline {

// What lint finds in the live clusters, worst first; the chosen one explained, with what its fix would change.
class FindingsPage : public RowsPage<FindingRow> {
    Q_OBJECT
public:
    explicit FindingsPage(QWidget* parent = nullptr);
    void setDocument(const QString& path, const Result<std::string>& json) override;
    [[nodiscard]] bool settled() const override;

Q_SIGNALS:
    void editWanted(const std::string& cluster, const QString& path, const loadline::FieldPath& field); // in the wizard
    void fixWanted(const std::string& cluster, const loadline::Fix& fix, const loadline::Finding& finding);
    void linkWanted(const QString& url); // the documentation, in a browser
    void silenceWanted(const std::string& cluster, const loadline::Finding& finding); // with a reason yet to be given

protected:
    [[nodiscard]] Derivation derivation() const override;
    RowDetail detailOf(const FindingRow& row) override;
    [[nodiscard]] std::vector<RowAction> actionsOf(const FindingRow& row) const override;

    [[nodiscard]] std::vector<SeriesWish> moreWishes() const override;
    void takeAnswer(const QString& key, const SeriesAnswer& answer) override;
    void followLink(const QString& id) override;
    void rowsArrived(const Rows<FindingRow>& all, const Worlds& from) override;

private:
    void act(const QString& action, const QString& rowId);
    void mend(const FindingRow& row);
    [[nodiscard]] std::pair<std::string, std::string> placeOfEdit(const FindingRow& row) const; // page and row; "" none
    void askWhatIs(const FindingRow& row);
    void tellStory(const FindingRow& row);
    struct Asked { // objects that the chosen fix changes, by the path of their documents; none known yet: asked for
        std::string row;
        std::map<QString, ManifestRef> paths;
        KnownObjects known;
    };
    Asked asked_;
    FindingEvidence evidence_;
    DetailPane* story_ = nullptr; // what is wrong, why, and what the fix changes
};

} // namespace loadline
