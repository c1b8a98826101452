// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/order.h"

#include <cmath>
#include <string_view>

namespace loadline {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Takes the run of digits at `at` without its leading zeros, so that runs compare by length and then by text.
std::string_view takeNumber(std::string_view text, std::size_t& at)
{
    while (at < text.size() && text[at] == '0')
        ++at;
    const auto from = at;
    while (at < text.size() && isDigit(text[at]))
        ++at;
    return text.substr(from, at - from);
}

int sign(bool less, bool greater) { return less ? -1 : greater ? 1 : 0; }

bool unknownKey(const SortKey& key)
{
    const auto* number = std::get_if<double>(&key);
    return key.index() == 0 || (number && std::isnan(*number));
}

} // namespace

int compareNaturally(std::string_view a, std::string_view b)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (isDigit(a[i]) && isDigit(b[j])) {
            const auto x = takeNumber(a, i);
            const auto y = takeNumber(b, j);
            const int order = x.size() != y.size() ? sign(x.size() < y.size(), true) : x.compare(y);
            if (order != 0)
                return order;
            continue;
        }
        const auto x = static_cast<unsigned char>(lower(a[i++]));
        const auto y = static_cast<unsigned char>(lower(b[j++]));
        if (x != y)
            return x < y ? -1 : 1;
    }
    return sign(j < b.size(), i < a.size());
}

int compareKeys(const SortKey& a, const SortKey& b, bool descending)
{
    const bool noA = unknownKey(a);
    const bool noB = unknownKey(b);
    if (noA || noB)
        return sign(noB && !noA, noA && !noB);
    int order = 0;
    if (a.index() != b.index())
        order = sign(a.index() < b.index(), true);
    else if (const auto* x = std::get_if<double>(&a))
        order = sign(*x < std::get<double>(b), *x > std::get<double>(b));
    else
        order = compareNaturally(std::get<std::string>(a), std::get<std::string>(b));
    order = sign(order < 0, order > 0);
    return descending ? -order : order;
}

std::vector<FilterWord> parseFilter(const QString& filter)
{
    std::vector<FilterWord> words;
    qsizetype at = 0;
    const auto size = filter.size();
    while (at < size) {
        if (filter[at].isSpace()) {
            ++at;
            continue;
        }
        FilterWord word;
        QString text;
        bool quoted = false;
        bool quotedOnce = false;
        if (filter[at] == QLatin1Char('-')) {
            word.negated = true;
            ++at;
        }
        for (; at < size && (quoted || !filter[at].isSpace()); ++at) {
            if (filter[at] == QLatin1Char('"')) {
                quoted = !quoted;
                quotedOnce = true;
            } else if (filter[at] == QLatin1Char(':') && !quotedOnce && word.column.isEmpty() && !text.isEmpty()) {
                word.column = text.toLower();
                text.clear();
            } else {
                text += filter[at];
            }
        }
        word.word = text.toLower();
        if (!word.word.isEmpty()) // half typed: "-", "state:"
            words.push_back(std::move(word));
    }
    return words;
}

bool passes(const std::vector<FilterWord>& words, std::span<const QString> columnIds, std::span<const QString> texts)
{
    const auto occursAnywhere = [&](const QString& word) {
        return std::any_of(texts.begin(), texts.end(),
            [&](const QString& text) { return text.contains(word, Qt::CaseInsensitive); });
    };
    const auto occurs = [&](const FilterWord& word) {
        if (word.column.isEmpty())
            return occursAnywhere(word.word);
        for (std::size_t i = 0; i < columnIds.size() && i < texts.size(); ++i)
            if (columnIds[i].compare(word.column, Qt::CaseInsensitive) == 0)
                return texts[i].contains(word.word, Qt::CaseInsensitive);
        return occursAnywhere(word.column + QLatin1Char(':') + word.word); // "14:05" is no column
    };
    return std::all_of(words.begin(), words.end(), [&](const FilterWord& word) { return occurs(word) != word.negated; });
}

} // namespace loadline
