// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the desk that deals with money: prices and past days are brought together for the pages that show them.
#include "desk.h"

#include "pages/cost_page.h"
#include "pages/prices_page.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include <chrono>

namespace loadline {
namespace {

constexpr auto saveDelay = std::chrono::seconds {2};
constexpr qint64 largestPriceFile = (16 << 20) + 1; // one byte more than the import takes, so that it says so

// As with the recorder, a demonstration and a picture leave nothing behind.
QString dayFile(const Backend& backend, const Invocation& invocation)
{
    if (backend.demo() || !invocation.keeps)
        return {};
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/days.sqlite");
}

} // namespace

void Desk::connectCosts()
{
    costs_ = std::make_unique<CostFeed>(dayFile(backend_, invocation_),
        [this](const QString& owner, const std::vector<SeriesWish>& wishes) { broker_->want(owner, wishes); });
    costs_->setPoolLabel(settings_.preferences.poolLabel);
    costs_->setSettings(settings_.costs);
    costs_->setOpenCost(std::bind_front(&Clusters::get, clusters_.get()));
    connect(costs_.get(), &CostFeed::changed, this, [this](const CostsPtr& costs) {
        if (Page* page = window_->currentPage())
            page->setCosts(costs);
    });
    connect(costs_.get(), &CostFeed::problem, this,
        [this](const Error& error) { report(error, BannerMessage::Kind::Warning, QStringLiteral("days")); });
}

void Desk::connectPageCosts(Page* page)
{
    connect(page, &Page::costHistoryWanted, this, [this] { costs_->setWanted(true); });
    connect(page, &Page::costSettingsChosen, this, [this](const CostSettings& settings) {
        settings_.costs = settings;
        costs_->setSettings(settings);
        saving_.start(saveDelay);
    });
    const auto write = [this, id = page->id()](const QString& suffix, const QString& description, const QByteArray& bytes) {
        QStringList clusters;
        for (const Session* session : clusters_->sessions())
            clusters << QString::fromStdString(session->context());
        exporter_->exportBytes(fileStem(id, clusters, clusters_->now()), suffix, description, bytes);
    };
    if (auto* cost = qobject_cast<CostPage*>(page))
        connect(cost, &CostPage::fileWanted, this, write);
    if (auto* prices = qobject_cast<PricesPage*>(page)) {
        connect(prices, &PricesPage::fileWanted, this, write);
        connect(prices, &PricesPage::importWanted, this, [this, prices] { choosePrices(prices); });
    }
}

// A file that cannot be read is said; one that can is judged by the page, row by row.
void Desk::choosePrices(PricesPage* page)
{
    auto* dialog = new QFileDialog(window_.get(), tr("Import prices"), QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
        tr("CSV table (*.csv);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, page, [this, page](const QString& name) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            return report({Error::Kind::NotFound, LOADLINE_TR("Error", "%1 cannot be read: %2."), name.toStdString(), {},
                {name.toStdString(), file.errorString().toStdString()}});
        page->importPrices(QFileInfo(name).fileName(), file.read(largestPriceFile));
    });
    dialog->open();
}

} // namespace loadline
