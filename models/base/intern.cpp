// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/intern.h"

#include <algorithm>
#include <functional>

namespace loadline {
namespace {

std::size_t combine(std::size_t seed, std::size_t value) { return seed ^ (value + 0x9e3779b97f4a7c15ull + (seed << 6) + (seed >> 2)); }

} // namespace

const std::string& Text::emptyString()
{
    static const std::string empty;
    return empty;
}

const std::string* find(const Labels& labels, std::string_view key)
{
    const auto at = std::lower_bound(
        labels.begin(), labels.end(), key, [](const auto& pair, std::string_view wanted) { return pair.first.str() < wanted; });
    return at != labels.end() && at->first.str() == key ? &at->second.str() : nullptr;
}

Text Interner::text(std::string_view text)
{
    if (text.empty())
        return {};
    const std::size_t hash = std::hash<std::string_view> {}(text);
    const auto [first, last] = texts_.equal_range(hash);
    for (auto it = first; it != last; ++it)
        if (*it->second == text)
            return Text(it->second);
    sweepIfGrown();
    auto shared = std::make_shared<const std::string>(text);
    texts_.emplace(hash, shared);
    return Text(std::move(shared));
}

std::shared_ptr<const Labels> Interner::labels(Labels labels)
{
    std::sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.first.str() < b.first.str(); });
    std::size_t hash = labels.size();
    for (const auto& [key, value] : labels)
        hash = combine(combine(hash, std::hash<std::string> {}(key.str())), std::hash<std::string> {}(value.str()));
    return share(hash, std::move(labels));
}

void Interner::sweepIfGrown()
{
    if (size() >= sweepAt_) {
        sweep();
        sweepAt_ = std::max<std::size_t>(4096, size() * 2);
    }
}

void Interner::sweep()
{
    // Values hold texts, so they go first.
    std::erase_if(cached_, [](const auto& entry) { return entry.second.shared.value.use_count() == 1; });
    std::erase_if(values_, [](const auto& entry) { return entry.second.value.use_count() == 1; });
    std::erase_if(texts_, [](const auto& entry) { return entry.second.use_count() == 1; });
}

} // namespace loadline
