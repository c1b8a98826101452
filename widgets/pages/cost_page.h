// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/latest_job.h"
#include "pages/page.h"
#include "tables/cost_drill.h"

#include <QTimer>

class QStackedWidget;
class QToolButton;

namespace loadline {

class Card;
class CostTables;
class FigureCard;
class MessageCard;
class MessageStrip;
class PageHeader;
class TimeChart;
class ToneLabel;
class WaterfallChart;

// What the open clusters cost and what autoscaling saved, against a baseline the user chose: cards, cost over time,
// where the saving comes from, and a table by group with what stands behind each line.
class CostPage : public Page {
    Q_OBJECT
public:
    explicit CostPage(QWidget* parent = nullptr);
    ~CostPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("cost"); }
    [[nodiscard]] QString title() const override { return tr("Cost"); }
    void setWorlds(const Worlds& worlds) override;
    void setPreferences(const Preferences& preferences) override;
    void setCosts(const CostsPtr& costs) override;
    void setShown(bool shown) override;
    void select(const QString& rowId) override;
    void setFilter(const QString& text) override;
    [[nodiscard]] std::optional<ExportTable> table() const override;
    [[nodiscard]] QImage picture(double scale) const override;
    [[nodiscard]] bool settled() const override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;
    void openExportMenu() override;

    [[nodiscard]] const CostReport& report() const { return report_; }

Q_SIGNALS:
    void fileWanted(const QString& suffix, const QString& description, const QByteArray& bytes); // save this, where the user says

private:
    void build();
    QWidget* buildCards();
    QWidget* buildCharts();
    void addChoosers();
    void choose(const CostSettings& settings);
    void derive();
    void take(CostReport report, const CostDrill& drill, const Worlds& worlds, const CostsPtr& costs);
    void showMessage();
    void goTo(const CostPath& path);
    void writeReview();
    void showCards();
    void showCharts();

    Worlds worlds_, derivedFrom_;
    QTimer soon_;
    Preferences preferences_;
    CostsPtr costs_, derivedCosts_;
    bool shown_ = false;
    CostReport report_;
    CostPath path_; // what the table shows, or is on its way to
    CostDrill drill_;
    LatestJob job_;
    PageHeader* header_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    MessageCard* message_ = nullptr;
    MessageStrip* strip_ = nullptr;
    QToolButton *baseline_ = nullptr, *by_ = nullptr, *window_ = nullptr;
    FigureCard *rate_ = nullptr, *today_ = nullptr, *month_ = nullptr, *realised_ = nullptr, *released_ = nullptr, *potential_ = nullptr;
    TimeChart* chart_ = nullptr;
    Card* waterfallCard_ = nullptr;
    WaterfallChart* waterfall_ = nullptr;
    CostTables* tables_ = nullptr;
    ToneLabel* footer_ = nullptr;
};

} // namespace loadline
