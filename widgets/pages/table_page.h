// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/latest_job.h"
#include "pages/page.h"
#include "pages/page_message.h"
#include "pages/row_detail.h"

#include <QElapsedTimer>
#include <QSet>

class QMenu;
class QSplitter;

namespace loadline {

class DetailArea;
class PageHeader;
class TableView;
class TablePane;

// What all table pages share: header with filter, columns and export; a table over rows derived off the GUI thread; the
// state of the clusters in words; a pane for the chosen row. What differs is in RowsPage<Row> and its pages.
class TablePage : public Page {
    Q_OBJECT
public:
    struct Setup {
        QString id;
        QString title;
        QString filterHint; // "Filter: name, target, state …"
        QString nothingChosen; // "Choose an autoscaler to see why it did what it did."
        PageNeeds needs;
        bool longTable = false; // more room for the table than for what is told of a row
        bool ofClusters = true; // else its rows come from elsewhere, and emptyMessage says why there are none
    };
    explicit TablePage(Setup setup, QWidget* parent = nullptr);
    ~TablePage() override;

    [[nodiscard]] QString id() const override { return setup_.id; }
    [[nodiscard]] QString title() const override { return setup_.title; }
    void setWorlds(const Worlds& worlds) override;
    void setPreferences(const Preferences& preferences) override;
    void setRange(const TimeRange& range, bool live) override;
    void setSeries(const QString& key, const SeriesAnswer& answer) override;
    void setDocument(const QString& path, const Result<std::string>& json) override;
    void setShown(bool shown) override;
    void select(const QString& rowId) override;
    void setFilter(const QString& text) override;
    [[nodiscard]] std::optional<ExportTable> table() const override;
    [[nodiscard]] bool settled() const override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;
    void focusFilter() override;
    void openExportMenu() override;

    [[nodiscard]] bool restsOnClusters() const { return setup_.ofClusters; }
    [[nodiscard]] QString countText() const; // "24 · 2 need attention"
    [[nodiscard]] TableMessage message() const;
    [[nodiscard]] QString chosenRow() const;

protected:
    // How many rows there are, how many the filter left; how many objects they are rows of, and how many of those need
    // the user's eye.
    struct Counts {
        int rows = 0;
        int shown = 0;
        int objects = 0;
        int attention = 0;
    };
    struct Asked { // what one derivation is made from
        Worlds worlds;
        Preferences preferences;
        Order order;
    };

    // Of RowsPage: starts a derivation; the work captures values only.
    virtual LatestJob::Work deriving(const Asked& asked) = 0;
    virtual ExportTable exportShown(ExportHead head, const QStringList& columns) const = 0;
    // Of the pages: what to say of the chosen row; nothing when there is none any more.
    virtual std::optional<RowDetail> chosenDetail(const QString& rowId) = 0;
    // Wishes beside those of the charts, and answers to them.
    [[nodiscard]] virtual std::vector<SeriesWish> moreWishes() const { return {}; }
    virtual void takeAnswer(const QString& key, const SeriesAnswer& answer)
    {
        Q_UNUSED(key)
        Q_UNUSED(answer)
    }
    virtual void visibleRowsChanged() { }
    // What can be done with a row: in its menu and below its explanation.
    [[nodiscard]] virtual std::vector<RowAction> rowActions(const QString& rowId) const
    {
        Q_UNUSED(rowId)
        return {};
    }
    // The quick action that it means; none: rowActionWanted says what was chosen.
    [[nodiscard]] virtual std::optional<ActionWish> rowWish(const QString& action, const QString& rowId) const
    {
        Q_UNUSED(action)
        Q_UNUSED(rowId)
        return std::nullopt;
    }
    [[nodiscard]] virtual TableMessage emptyMessage() const { return {}; }
    virtual void followLink(const QString& id);

    void derive(); // soon, off the GUI thread; only while shown
    void derived(const Counts& counts, const Worlds& worlds); // rows are in the model: update all that hangs on them
    void renewDetail();
    void renewWishes();

    [[nodiscard]] const Worlds& worlds() const { return worlds_; }
    [[nodiscard]] const Preferences& preferences() const { return preferences_; }
    [[nodiscard]] const TimeRange& range() const { return range_; }
    [[nodiscard]] bool isShown() const { return shown_; }
    [[nodiscard]] TableView* view() const;
    [[nodiscard]] TablePane* pane() const { return pane_; }
    [[nodiscard]] DetailArea* detail() const { return detail_; }
    [[nodiscard]] PageHeader* header() const { return header_; }
    [[nodiscard]] QStringList visibleRowIds() const; // of the rows on screen
    [[nodiscard]] const World* world(const std::string& cluster) const; // null when it is not open
    [[nodiscard]] TimePoint now(const std::string& cluster) const;

    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void connectParts();
    void act(const QString& action, const QString& rowId);
    void wish(const QString& action, const QString& rowId);
    void addRowAction(QMenu* menu, const RowAction& action, const QString& rowId);
    void showMessage();
    void messageAction();
    bool chooseWanted();
    void chooseFirst();
    [[nodiscard]] ExportHead exportHead() const;

    Setup setup_;
    Worlds worlds_;
    Worlds derivedFrom_; // what the rows in the model rest on
    Preferences preferences_;
    Order order_;
    Counts counts_;
    TimeRange range_ {};
    bool live_ = true;
    bool shown_ = false;
    bool everDerived_ = false;
    bool splitByUser_ = false;
    bool choosing_ = false; // the row is chosen by the page, not by the user
    bool choseFirst_ = false; // nobody has chosen a row yet: the first is shown
    QElapsedTimer shownSince_; // the first rows
    std::vector<SeriesWish> wishes_; // last told
    QString wanted_; // a row to choose as soon as it is there
    QSet<QString> awaited_; // keys of moreWishes that are not answered whole
    LatestJob job_;
    PageHeader* header_ = nullptr;
    QSplitter* split_ = nullptr;
    TablePane* pane_ = nullptr;
    DetailArea* detail_ = nullptr;
};

} // namespace loadline
