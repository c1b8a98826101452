// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/table_message.h"
#include "pages/latest_job.h"
#include "pages/page.h"
#include "tables/overview.h"

class QScrollArea;
class QGridLayout;
class QStackedWidget;

namespace loadline {

class ClusterBlock;
class MessageCard;
class PageHeader;

// A block per cluster: what is in which state, what needs the eye first, nodes over time, the latest decisions.
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(QWidget* parent = nullptr);
    ~OverviewPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("overview"); }
    [[nodiscard]] QString title() const override { return tr("Overview"); }
    void setWorlds(const Worlds& worlds) override;
    void setPreferences(const Preferences& preferences) override;
    void setRange(const TimeRange& range, bool live) override;
    void setSeries(const QString& key, const SeriesAnswer& answer) override;
    void setShown(bool shown) override;
    void select(const QString& rowId) override;
    [[nodiscard]] std::optional<ExportTable> table() const override;
    [[nodiscard]] bool settled() const override;
    void openExportMenu() override;

    [[nodiscard]] const std::vector<ClusterSummary>& summaries() const { return summaries_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Outcome {
        std::vector<ClusterSummary> summaries;
        Rows<HpaRow> hpas;
        Preferences preferences; // that they were derived by
    };
    void build();
    void derive();
    void take(const Outcome& outcome, const Worlds& worlds);
    void showBlocks();
    void placeBlocks();
    ClusterBlock* makeBlock(const std::string& cluster);
    void renewWishes();

    Worlds worlds_;
    Worlds derivedFrom_;
    Preferences preferences_;
    TimeRange range_ {};
    bool live_ = true;
    bool shown_ = false;
    HpaMemory memory_;
    std::vector<ClusterSummary> summaries_;
    std::vector<SeriesWish> wishes_;
    LatestJob job_;
    PageHeader* header_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QGridLayout* grid_ = nullptr;
    MessageCard* message_ = nullptr;
    std::vector<ClusterBlock*> blocks_;
    int columns_ = 0;
};

} // namespace loadline
