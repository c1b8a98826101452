// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "grid/table_view.h"
#include "pages/table_page.h"
#include "tables/state_word.h"

#include <QThreadPool>

#include <unordered_map>

namespace loadline {

// A table page of one row type. The pages say how rows are derived and what columns they have; this keeps the model.
template <class Row>
class RowsPage : public TablePage {
public:
    using RowPtr = std::shared_ptr<const Row>;
    using Derivation = std::function<Rows<Row>(const Worlds&, const Preferences&)>;
    using ById = std::unordered_map<std::string_view, RowPtr>; // the rows hold the names
    using MakeColumns = Columns<Row> (*)(bool manyClusters);

    RowsPage(Setup setup, MakeColumns makeColumns, QWidget* parent)
        : TablePage(std::move(setup), parent)
        , makeColumns_(makeColumns)
    {
        useColumns(false);
    }

protected:
    // The function runs on the pool; what it needs of the page it captures by value.
    [[nodiscard]] virtual Derivation derivation() const = 0;
    virtual RowDetail detailOf(const Row& row) = 0;
    [[nodiscard]] virtual std::vector<RowAction> actionsOf(const Row& row) const
    {
        Q_UNUSED(row)
        return {};
    }
    // The quick action that an action of this row means; none: the page does it by itself.
    [[nodiscard]] virtual std::optional<ActionWish> wishOf(const QString& action, const Row& row) const
    {
        Q_UNUSED(action)
        Q_UNUSED(row)
        return std::nullopt;
    }
    // All rows, before the filter, on the GUI thread.
    virtual void rowsArrived(const Rows<Row>& all, const Worlds& from)
    {
        Q_UNUSED(all)
        Q_UNUSED(from)
    }

    [[nodiscard]] RowPtr row(const QString& id) const
    {
        const auto at = byId_.find(std::string_view(id.toStdString()));
        return at == byId_.end() ? nullptr : at->second;
    }
    [[nodiscard]] const Rows<Row>& allRows() const { return all_; }

private:
    struct Outcome {
        Rows<Row> all, shown;
        ById byId;
        Counts counts;
    };

    LatestJob::Work deriving(const Asked& asked) final
    {
        const bool many = asked.worlds.size() > 1;
        return [this, asked, many, derive = derivation(), columns = makeColumns_(many)]() -> LatestJob::Finish {
            auto outcome = std::make_shared<Outcome>();
            outcome->all = derive(asked.worlds, asked.preferences);
            for (const auto& row : outcome->all)
                outcome->byId.emplace(row->id, row);
            countObjects(outcome->all, outcome->counts);
            outcome->shown = arrange(outcome->all, columns, asked.order);
            outcome->counts.rows = int(outcome->all.size());
            outcome->counts.shown = int(outcome->shown.size());
            // `this` is used on the GUI thread only, and not after the page has gone (LatestJob).
            return [this, outcome, worlds = asked.worlds, many] { take(std::move(*outcome), worlds, many); };
        };
    }

    // The rows of one object follow each other.
    static void countObjects(const Rows<Row>& rows, Counts& counts)
    {
        const Row* before = nullptr;
        bool counted = false; // the object is among those in need
        for (const auto& row : rows) {
            if (!before || !sameObject(*before, *row)) {
                ++counts.objects;
                counted = false;
            }
            before = row.get();
            if (counted || row->state.attention < Attention::Warning)
                continue;
            ++counts.attention;
            counted = true;
        }
    }
    static bool sameObject(const Row& a, const Row& b)
    {
        if constexpr (requires { a.group; })
            return a.group == b.group;
        else
            return a.id == b.id;
    }

    void take(Outcome outcome, const Worlds& worlds, bool many)
    {
        if (many != manyClusters_)
            useColumns(many);
        // What was shown before is let go on the pool: ten thousand rows take longer than a frame.
        auto old = std::make_shared<std::pair<Rows<Row>, ById>>(std::move(all_), std::move(byId_));
        all_ = std::move(outcome.all);
        byId_ = std::move(outcome.byId);
        model_->setRows(std::move(outcome.shown));
        QThreadPool::globalInstance()->start([old = std::move(old)]() mutable { old.reset(); });
        rowsArrived(all_, worlds);
        derived(outcome.counts, worlds);
    }

    void useColumns(bool many)
    {
        manyClusters_ = many;
        const QByteArray state = model_ ? view()->state() : QByteArray();
        const QString chosen = view()->chosenRow();
        auto* next = new RowModel<Row>(makeColumns_(many), this);
        pane()->setTable(next);
        if (model_)
            model_->deleteLater();
        model_ = next;
        if (!state.isEmpty())
            view()->restoreState(state);
        if (!chosen.isEmpty())
            view()->choose(chosen);
    }

    ExportTable exportShown(ExportHead head, const QStringList& columns) const final
    {
        return exportTable(std::move(head), model_->columns(), columns, model_->rows());
    }

    std::optional<RowDetail> chosenDetail(const QString& rowId) final
    {
        const auto found = row(rowId);
        return found ? std::optional(detailOf(*found)) : std::nullopt;
    }

    std::vector<RowAction> rowActions(const QString& rowId) const final
    {
        const auto found = row(rowId);
        return found ? actionsOf(*found) : std::vector<RowAction> {};
    }

    std::optional<ActionWish> rowWish(const QString& action, const QString& rowId) const final
    {
        const auto found = row(rowId);
        return found ? wishOf(action, *found) : std::nullopt;
    }

    MakeColumns makeColumns_;
    RowModel<Row>* model_ = nullptr;
    Rows<Row> all_;
    ById byId_;
    bool manyClusters_ = false;
};

} // namespace loadline
