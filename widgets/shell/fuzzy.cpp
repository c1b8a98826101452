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
    // Else letters that begin words or follow one that does, as "fdh" and "frdet" of fraud-detector-hpa: letters strewn
    // over a long text mean nothing.
    int score = 0;
    qsizetype last = -1;
    for (const QChar letter : word) {
        const bool runs = last >= 0 && last + 1 < text.size() && text.at(last + 1).toLower() == letter.toLower();
        qsizetype at = runs ? last + 1 : text.indexOf(letter, last + 1, Qt::CaseInsensitive);
        while (!runs && at >= 0 && !startsWord(text, at))
            at = text.indexOf(letter, at + 1, Qt::CaseInsensitive);
        if (at < 0)
            return std::nullopt;
        score += runs ? 8 : 12;
        last = at;
    }
    return score;
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
