// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/chart_plan.h"
#include "tables/overview.h"

#include <QWidget>

class QComboBox;
class QGridLayout;

namespace loadline {

class Card;
class ChartColumn;
class ElidedLabel;
class ItemList;
class StatesCard;
class ToneLabel;


// One cluster on the overview: what is in which state, what needs the eye, nodes over time, what was decided last.
// Its cards stand two or three abreast as the width allows.
class ClusterBlock : public QWidget {
    Q_OBJECT
public:
    explicit ClusterBlock(const std::string& cluster, QWidget* parent = nullptr);
    void setSummary(const ClusterSummary& summary, TimePoint now);
    [[nodiscard]] const std::string& cluster() const { return cluster_; }
    [[nodiscard]] ChartColumn* chart() const { return chart_; }

Q_SIGNALS:
    void rowWanted(const QString& page, const QString& row);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    void arrange(bool wide);
    void adapt(); // to its width
    void planChart();
    std::string cluster_;
    ClusterSummary summary_;
    TimePoint now_ {};
    bool wide_ = false;
    ElidedLabel* name_ = nullptr;
    ElidedLabel* server_ = nullptr;
    ToneLabel* trouble_ = nullptr;
    QGridLayout* states_ = nullptr;
    std::vector<StatesCard*> cards_;
    QGridLayout* grid_ = nullptr;
    Card* attentionCard_ = nullptr;
    ItemList* attention_ = nullptr;
    Card* nodesCard_ = nullptr;
    QComboBox* by_ = nullptr;
    ChartColumn* chart_ = nullptr;
    ElidedLabel* pools_ = nullptr;
    Card* decisionsCard_ = nullptr;
    ItemList* decisions_ = nullptr;
};

// Nodes over time as stacked areas: by capacity type, or by pool (the largest three and the rest).
ChartPlan nodesPlan(const std::string& cluster, const ClusterSummary& summary, bool byPool, TimePoint now);

} // namespace loadline
