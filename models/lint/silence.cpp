// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/lint.h"

#include <algorithm>

namespace loadline {

namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool has(const Silences& silences, std::string_view rule)
{
    return std::any_of(silences.begin(), silences.end(), [&](const auto& entry) { return entry.first == rule; });
}

} // namespace

Silences parseSilences(std::string_view annotation)
{
    Silences silences;
    while (!annotation.empty()) {
        const auto end = annotation.find(';');
        const auto entry = annotation.substr(0, end);
        annotation = end == std::string_view::npos ? std::string_view() : annotation.substr(end + 1);
        const auto colon = entry.find(':');
        const auto rule = trimmed(entry.substr(0, colon));
        const auto reason = colon == std::string_view::npos ? std::string_view() : trimmed(entry.substr(colon + 1));
        if (!rule.empty() && !has(silences, rule))
            silences.emplace_back(rule, reason);
    }
    return silences;
}

void silence(Finding& finding, std::string_view annotation)
{
    for (const auto& [rule, reason] : parseSilences(annotation))
        if (rule == finding.rule && !reason.empty())
            finding.silenced = reason;
}

std::string silencesText(const Silences& silences)
{
    std::string text;
    for (auto [rule, reason] : silences) {
        std::replace(reason.begin(), reason.end(), ';', ',');
        text += (text.empty() ? "" : "; ") + rule + ": " + std::string(trimmed(reason));
    }
    return text;
}

FixEdit silencing(const Finding& finding, std::string_view annotation, const std::string& reason)
{
    auto silences = parseSilences(annotation);
    std::erase_if(silences, [&](const auto& entry) { return entry.first == finding.rule; });
    silences.emplace_back(finding.rule, reason);
    return {finding.object, FieldPath("metadata.annotations") / std::string(silenceAnnotation), Value(silencesText(silences))};
}

} // namespace loadline
