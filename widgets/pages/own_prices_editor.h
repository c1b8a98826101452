// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/price_import.h"
#include "cost/terms.h"
#include "tables/export.h"
#include "tables/price_rows.h"

#include <QWidget>

class QCheckBox;
class QDoubleSpinBox;
class QMenu;
class QPushButton;
class QSpinBox;
class QTableView;
class QToolButton;

namespace loadline {

class Card;
class DetailPane;
class MessageCard;
class OwnPricesModel;
class ToneLabel;

// The user's price book: rows to write in, files to import and export, and what holds for machines that no list knows.
// What does not read, stands twice or jumps is said and not used until it is mended or confirmed.
class OwnPricesEditor : public QWidget {
    Q_OBJECT
public:
    explicit OwnPricesEditor(QWidget* parent = nullptr);
    void setPrices(const PriceSettings& prices, const Currency& currency);
    void setNodes(const Rows<PriceRow>& nodes); // of now: what rows can be of
    void importText(const QString& file, const QByteArray& text); // replaces the book by the file's good rows
    [[nodiscard]] std::optional<ExportTable> table() const;
    [[nodiscard]] OwnPricesModel* model() const { return model_; }
    [[nodiscard]] QString says() const; // what stands below the table
    [[nodiscard]] QPushButton* confirmButton() const { return confirm_; }
    [[nodiscard]] QPushButton* backButton() const { return takeBack_; }

Q_SIGNALS:
    void pricesChosen(const loadline::PriceSettings& prices);
    void importWanted();
    void fileWanted(const QString& suffix, const QString& description, const QByteArray& bytes);

private:
    QWidget* buildBook();
    QWidget* buildBelow(Card* card);
    QWidget* buildRates();
    void fillAddMenu(QMenu* menu);
    void add(OwnPrice price);
    void removeChosen();
    void check(); // what of the rows can be used; that is chosen
    void confirm();
    void takeBack();
    void replace(std::vector<OwnPrice> rows);
    void showImport(const QString& file, const PriceImport& import);
    void say(const QString& title, const QStringList& lines, bool confirmable);
    void chooseRates();
    void showRates();
    void showUse();

    PriceSettings known_; // as kept
    std::optional<std::vector<OwnPrice>> before_; // what "Take back" brings back
    QByteArray waiting_; // a file whose rows want confirming
    QString waitingName_;
    Currency currency_;
    Rows<PriceRow> nodes_;
    OwnPricesModel* model_ = nullptr;
    QTableView* view_ = nullptr;
    MessageCard* nothing_ = nullptr;
    QToolButton* remove_ = nullptr;
    ToneLabel* use_ = nullptr;
    QWidget* below_ = nullptr;
    ToneLabel* told_ = nullptr;
    DetailPane* faults_ = nullptr;
    QPushButton *confirm_ = nullptr, *takeBack_ = nullptr;
    QCheckBox *useRates_ = nullptr, *ownRates_ = nullptr;
    QDoubleSpinBox *cpu_ = nullptr, *memory_ = nullptr, *gpu_ = nullptr;
    QSpinBox* stale_ = nullptr;
};

} // namespace loadline
