// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "pages/latest_job.h"
#include "pages/page.h"
#include "tables/cost_report.h"

#include <QTimer>

class QStackedWidget;
class QTabBar;

namespace loadline {

class BaselineEditor;
class OwnPricesEditor;
class PageHeader;
class TermsEditor;
class TypesEditor;

// Everything the user says about money: own prices, terms, rules for workload types, and what savings are measured
// against. Each change is told at once and kept; nothing here is written to a cluster.
class PricesPage : public Page {
    Q_OBJECT
public:
    explicit PricesPage(QWidget* parent = nullptr);
    ~PricesPage() override;

    [[nodiscard]] QString id() const override { return QStringLiteral("prices"); }
    [[nodiscard]] QString title() const override { return tr("Prices and terms"); }
    void setWorlds(const Worlds& worlds) override;
    void setPreferences(const Preferences& preferences) override;
    void setCosts(const CostsPtr& costs) override;
    void setShown(bool shown) override;
    void select(const QString& rowId) override; // "own", "terms", "types", "baseline"
    [[nodiscard]] std::optional<ExportTable> table() const override; // the user's own prices
    [[nodiscard]] bool settled() const override;
    void openExportMenu() override;

    // The bytes of a file that the user chose after importWanted().
    void importPrices(const QString& file, const QByteArray& text);
    [[nodiscard]] OwnPricesEditor* own() const { return own_; }
    [[nodiscard]] TermsEditor* terms() const { return terms_; }
    [[nodiscard]] TypesEditor* types() const { return types_; }
    [[nodiscard]] BaselineEditor* baseline() const { return baseline_; }

Q_SIGNALS:
    void importWanted(); // let the user choose a file of prices
    void fileWanted(const QString& suffix, const QString& description, const QByteArray& bytes);

private:
    void build();
    void addTab(const QString& title, QWidget* editor);
    void change(const std::function<void(CostSettings&)>& edit);
    void showTab(int tab);
    void derive();

    Worlds worlds_;
    Preferences preferences_;
    CostsPtr costs_;
    CostSettings settings_; // the newest that were chosen: costs_ follow
    bool shown_ = false;
    LatestJob job_;
    QTimer soon_;
    PageHeader* header_ = nullptr;
    QTabBar* tabs_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    OwnPricesEditor* own_ = nullptr;
    TermsEditor* terms_ = nullptr;
    TypesEditor* types_ = nullptr;
    BaselineEditor* baseline_ = nullptr;
};

} // namespace loadline
