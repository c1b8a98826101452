// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/latest_job.h"
#include "pages/page.h"
#include "tables/what_if_lines.h"

#include <QPointer>

class QAction;
class QLineEdit;
class QMenu;
class QStandardItemModel;
class QTableView;
class QToolButton;

namespace loadline {

class Card;
class FigureCard;
class PageHeader;
class ToneLabel;
class WaterfallChart;
class WhatIfForm;
class WhatIfModel;

// The calculator: starts from the clusters as they run, from history or from a preset; every line can be changed and
// the month answers at once. Scenarios are kept by name and stand side by side.
class WhatIfPage : public Page {
    Q_OBJECT
public:
    explicit WhatIfPage(QWidget* parent = nullptr);
    ~WhatIfPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("what-if"); }
    [[nodiscard]] QString title() const override { return tr("What if"); }
    void setWorlds(const Worlds& worlds) override;
    void setPreferences(const Preferences& preferences) override;
    void setCosts(const CostsPtr& costs) override;
    void setShown(bool shown) override;
    void select(const QString& rowId) override; // a preset's id
    [[nodiscard]] std::optional<ExportTable> table() const override;
    [[nodiscard]] bool settled() const override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray& state) override;
    void openExportMenu() override;
    [[nodiscard]] QImage picture(double scale) const override;

    void startFromNow();
    void startFromWindow();
    void open(Scenario scenario); // the user's choice: nothing replaces it unasked
    void save();
    void duplicate();
    void removeSaved();

    [[nodiscard]] WhatIfModel* lines() const { return model_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void addControls();
    QWidget* buildCards();
    QWidget* buildLines();
    QWidget* buildBelow();
    void fillStartMenu(QMenu* menu);
    void fillKeptMenu(QMenu* menu);
    void startOnce();
    void put(Scenario scenario);
    void choose(int row);
    void showFigures();
    void showKept();
    void fitLines();
    void keep(std::vector<Scenario> scenarios);
    [[nodiscard]] const std::vector<Scenario>& kept() const { return costs_->settings.scenarios; }
    [[nodiscard]] std::vector<Scenario> all() const; // the one at hand first

    Worlds worlds_;
    Preferences preferences_;
    CostsPtr costs_;
    bool shown_ = false;
    bool chosen_ = false; // by the user
    bool started_ = false; // from the clusters
    int row_ = -1;
    std::vector<ScenarioResult> keptResults_;
    LatestJob job_;
    PageHeader* header_ = nullptr;
    QToolButton *start_ = nullptr, *save_ = nullptr, *kept_ = nullptr, *remove_ = nullptr;
    QLineEdit* name_ = nullptr;
    FigureCard *month_ = nullptr, *year_ = nullptr, *saved_ = nullptr, *savedYear_ = nullptr, *released_ = nullptr;
    ToneLabel* assumptions_ = nullptr;
    QTableView* view_ = nullptr;
    WhatIfModel* model_ = nullptr;
    Card* formCard_ = nullptr;
    WhatIfForm* form_ = nullptr;
    WaterfallChart* waterfall_ = nullptr;
    QTableView* compareView_ = nullptr;
    QStandardItemModel* compare_ = nullptr;
};

} // namespace loadline
