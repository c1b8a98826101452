// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/own_prices_editor.h"

#include "cost/price_columns.h"
#include "grid/cards.h"
#include "grid/detail.h"
#include "pages/own_prices_model.h"
#include "tables/cells.h"

#include <QPushButton>
#include <QTableView>

#include <algorithm>
#include <map>

namespace loadline {
namespace {

constexpr std::size_t mostLines = 200; // of faults that are listed

// Whether both are prices of the same thing.
bool sameThing(const OwnPrice& a, const OwnPrice& b)
{
    return a.asset == b.asset && a.match == b.match && a.labelKey == b.labelKey && a.value == b.value && a.region == b.region && a.capacity == b.capacity;
}

const OwnPrice* findThing(const std::vector<OwnPrice>& prices, const OwnPrice& thing)
{
    const auto at = std::find_if(prices.begin(), prices.end(), [&](const OwnPrice& one) { return sameThing(one, thing); });
    return at == prices.end() ? nullptr : &*at;
}

// "line 12, column usd_per_hour" -> 12.
std::size_t lineOf(const std::string& where)
{
    const auto digit = where.find_first_of("0123456789");
    return digit == std::string::npos ? 0 : std::size_t(std::atoll(where.c_str() + digit));
}

} // namespace

void OwnPricesEditor::setPrices(const PriceSettings& prices, const Currency& currency)
{
    currency_ = currency;
    if (prices == known_)
        return;
    known_ = prices;
    model_->setRows(prices.own);
    showRates();
    showUse();
}

void OwnPricesEditor::add(OwnPrice price)
{
    before_ = model_->prices();
    const int row = model_->add(std::move(price));
    view_->setCurrentIndex(model_->index(row, model_->prices()[std::size_t(row)].value.empty() ? OwnPricesModel::Value : OwnPricesModel::Hourly));
    view_->setFocus();
    check();
}

void OwnPricesEditor::removeChosen()
{
    before_ = model_->prices();
    model_->remove(view_->currentIndex().row());
    check();
}

void OwnPricesEditor::check()
{
    std::vector<OwnPrice> plain = model_->prices();
    for (OwnPrice& price : plain) // a note may hold anything, and says nothing of the price
        price.note.clear();
    const auto checked = importPrices(exportPrices(plain), {false, known_.own});
    std::map<std::size_t, const Error*> faults; // by row of the table
    if (checked)
        for (const Error& error : checked->errors)
            faults.emplace(lineOf(error.where) - 2, &error);
    std::vector<OwnPrice> good;
    QStringList lines;
    std::size_t wanting = 0;
    for (std::size_t i = 0; i < plain.size(); ++i) {
        const auto fault = faults.find(i);
        const OwnPrice& price = model_->prices()[i];
        const OwnPrice* kept = findThing(known_.own, price); // what was confirmed once stays so
        const bool twice = findThing(good, price) != nullptr;
        if (!twice && (fault == faults.end() || (kept && kept->hourly == price.hourly))) {
            good.push_back(price);
            continue;
        }
        if (kept && !twice)
            good.push_back(*kept); // the old price holds until the new one is confirmed
        if (fault == faults.end())
            continue;
        lines << tr("Row %1: %2").arg(i + 1).arg(joined({sentence(*fault->second), hint(*fault->second)}));
        wanting += fault->second->hint.empty() ? 0 : 1;
    }
    if (lines.isEmpty())
        below_->hide();
    else
        say(tr("%n row(s) are not used yet", nullptr, int(lines.size())), lines, checked && checked->unconfirmed > 0 && wanting > 0);
    waiting_.clear();
    replace(std::move(good));
}

void OwnPricesEditor::replace(std::vector<OwnPrice> rows)
{
    PriceSettings next = known_;
    next.own = std::move(rows);
    if (next == known_)
        return;
    known_ = next;
    Q_EMIT pricesChosen(known_);
}

void OwnPricesEditor::confirm()
{
    const bool file = !waiting_.isEmpty();
    const std::string text = file ? waiting_.toStdString() : exportPrices(model_->prices());
    const auto import = importPrices(text, {true, known_.own});
    waiting_.clear();
    below_->hide();
    if (!import)
        return say(sentence(import.error()), {hint(import.error())}, false);
    model_->setRows(import->rows);
    replace(import->rows);
    if (!import->errors.empty())
        showImport(file ? waitingName_ : QString(), *import);
    showUse();
}

void OwnPricesEditor::takeBack()
{
    if (!before_)
        return;
    model_->setRows(*before_);
    before_.reset();
    check();
    below_->hide();
}

void OwnPricesEditor::importText(const QString& file, const QByteArray& text)
{
    before_ = model_->prices();
    const auto import = importPrices(std::string_view(text.constData(), std::size_t(text.size())), {false, known_.own});
    if (!import)
        return say(file + QStringLiteral(": ") + sentence(import.error()), {hint(import.error()), tr("Your prices stay as they are.")}, false);
    waiting_ = import->unconfirmed > 0 ? text : QByteArray();
    waitingName_ = file;
    if (!import->rows.empty()) {
        model_->setRows(import->rows);
        replace(import->rows);
    }
    showImport(file, *import);
    showUse();
}

void OwnPricesEditor::showImport(const QString& file, const PriceImport& import)
{
    QStringList lines;
    std::vector<Error> inOrder = import.errors; // of the file: spot is checked when all is read
    std::stable_sort(inOrder.begin(), inOrder.end(), [](const Error& a, const Error& b) { return lineOf(a.where) < lineOf(b.where); });
    for (const Error& error : inOrder)
        if (std::size_t(lines.size()) < mostLines)
            lines << qtext(error.where) + QStringLiteral(": ") + joined({sentence(error), hint(error)});
    const std::size_t more = import.errors.size() + import.left - std::size_t(lines.size());
    if (more > 0)
        lines << tr("%n more", nullptr, int(more));
    const QString schema = import.schema == PriceImport::Schema::Ours ? tr("Loadline's columns") : tr("OpenCost's columns");
    QString title = tr("%n row(s) read", nullptr, int(import.rows.size()));
    if (!file.isEmpty())
        title = QStringLiteral("%1 (%2): %3").arg(file, schema, title);
    if (const auto refused = import.errors.size() + import.left; refused > 0)
        title += QStringLiteral(", ") + tr("%n refused", nullptr, int(refused));
    if (import.unconfirmed > 0)
        title += QStringLiteral(", ") + tr("%n of them only want confirming", nullptr, int(import.unconfirmed));
    if (import.rows.empty())
        lines.prepend(tr("No row can be used, so your prices stay as they are."));
    say(title, lines, import.unconfirmed > 0);
}

void OwnPricesEditor::say(const QString& title, const QStringList& lines, bool confirmable)
{
    told_->setText(title);
    DetailSection section;
    for (const QString& line : lines)
        if (!line.isEmpty())
            section.lines.push_back({line, Tone::Warn, {}});
    faults_->setSections(section.lines.empty() ? std::vector<DetailSection>() : std::vector {section});
    faults_->setVisible(!section.lines.empty());
    confirm_->setVisible(confirmable);
    takeBack_->setVisible(before_.has_value());
    below_->show();
}

QString OwnPricesEditor::says() const
{
    return below_->isVisibleTo(this) ? told_->text() + QLatin1Char('\n') + faults_->text() : QString();
}

std::optional<ExportTable> OwnPricesEditor::table() const
{
    ExportTable table;
    table.head.page = tr("Your prices");
    table.head.notes << tr("US dollars an hour, before discounts.");
    for (int column = 0; column < model_->columnCount(); ++column) {
        table.ids << QString::number(column);
        table.titles << model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    }
    for (int row = 0; row < model_->rowCount(); ++row) {
        QStringList texts;
        for (int column = 0; column < model_->columnCount(); ++column)
            texts << model_->index(row, column).data().toString();
        table.exact.emplace_back(std::size_t(texts.size()), QJsonValue(QJsonValue::Undefined));
        table.texts.push_back(std::move(texts));
    }
    return table;
}

void OwnPricesEditor::setNodes(const Rows<PriceRow>& nodes)
{
    nodes_ = nodes;
    showUse();
}

void OwnPricesEditor::showUse()
{
    const auto used = std::count_if(nodes_.begin(), nodes_.end(), [](const auto& row) { return row->price.source == PriceSource::User; });
    const auto without = std::count_if(nodes_.begin(), nodes_.end(), [](const auto& row) { return row->price.source == PriceSource::Unknown; });
    QString text = nodes_.empty() ? tr("No cluster tells its nodes yet.") : tr("Your prices hold for %1 of %2 nodes.").arg(used).arg(nodes_.size());
    if (without > 0)
        text += QLatin1Char(' ') + tr("%n node(s) have no price from anywhere.", nullptr, int(without));
    use_->setText(text);
    use_->setTone(without > 0 ? Tone::Warn : Tone::Muted);
}

} // namespace loadline
