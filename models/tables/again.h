// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tables/order.h"

#include <string_view>
#include <unordered_map>

namespace loadline {

// Finds rows again in an earlier list of nearly the same. Asked in the list's own order it looks nothing up.
template <class Row>
class Again {
public:
    static constexpr std::size_t none = ~std::size_t(0);
    explicit Again(const Rows<Row>& rows)
        : rows_(rows)
    {
    }
    // The row whose turn it is when both lists go alike; null behind the last.
    [[nodiscard]] const Row* next() const { return at_ < rows_.size() ? rows_[at_].get() : nullptr; }
    std::size_t take() { return at_++; } // its place
    // The place of the row with this id, which then is the one before the next.
    std::size_t find(const std::string& id)
    {
        if (next() && next()->id == id)
            return take();
        if (places_.empty())
            for (std::size_t i = 0; i < rows_.size(); ++i)
                places_.emplace(rows_[i]->id, i);
        const auto known = places_.find(id);
        if (known == places_.end())
            return none;
        at_ = known->second + 1;
        return known->second;
    }

private:
    const Rows<Row>& rows_;
    std::size_t at_ = 0;
    std::unordered_map<std::string_view, std::size_t> places_;
};

// Rows with something laid over them, made once for each row: what comes as the very same row again, while `same` says
// that what is laid over it is the same as well, is answered with what was made of it.
template <class Row>
class RowLayer {
public:
    using RowPtr = std::shared_ptr<const Row>;
    template <class Same, class Make>
    void lay(Rows<Row>& rows, const Same& same, const Make& make) // bool(const Row&), RowPtr(const RowPtr&)
    {
        Rows<Row> next;
        next.reserve(rows.size());
        Again<Row> again(plain_);
        for (const RowPtr& row : rows) {
            const auto place = again.next() == row.get() ? again.take() : again.find(row->id);
            const bool stays = place != again.none && plain_[place] == row && same(*row);
            next.push_back(stays ? made_[place] : make(row));
        }
        plain_ = std::move(rows);
        made_ = next;
        rows = std::move(next);
    }

private:
    Rows<Row> plain_, made_;
};

} // namespace loadline
