// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/fuzzy.h"

#include <QStringList>

#include <algorithm>

namespace loadline {
namespace {

bool startsWord(const QString& text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text.at(at - 1);
    return !before.isLetterOrNumber() || (before.isLower() && text.at(at).isUpper());
}

std::optional<int> wordScore(const QString& word, const QString& text)
{
    // A contiguous occurrence beats any scattered one.
    for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        if (startsWord(text, at))
            return int(200 + 10 * word.size() - std::min<qsizetype>(at, 60));
    }
    if (const auto at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0)
        return int(120 + 6 * word.size() - std::min<qsizetype>(at, 60));
    int score = 0;
    qsizetype from = 0;
    qsizetype last = -2;
    for (const QChar letter : word) {
        const auto at = text.indexOf(letter, from, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        score += startsWord(text, at) ? 12 : at == last + 1 ? 8 : 1;
        last = at;
        from = at + 1;
    }
    // Letters strewn over a long text mean nothing.
    return score >= 5 * word.size() ? std::optional(score) : std::nullopt;
}

} // namespace

std::optional<int> fuzzyScore(const QString& query, const QString& text)
{
    int total = 0;
    const auto words = query.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    for (const auto& word : words) {
        const auto score = wordScore(word, text);
        if (!score)
            return std::nullopt;
        total += *score;
    }
    return total - int(std::min<qsizetype>(text.size(), 80)) / 8;
}

} // namespace loadline
