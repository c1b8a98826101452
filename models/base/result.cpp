// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/result.h"

namespace loadline {

std::string fillIn(const std::string& text, const std::vector<std::string>& args)
{
    std::string filled;
    filled.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9') {
            const auto index = static_cast<std::size_t>(text[i + 1] - '1');
            if (index < args.size()) {
                filled += args[index];
                ++i;
                continue;
            }
        }
        filled += text[i];
    }
    return filled;
}

std::string plainText(const Error& error)
{
    std::string text = fillIn(error.what, error.args);
    if (!error.where.empty())
        text.insert(0, error.where + ": ");
    if (!error.hint.empty())
        text.append(1, ' ').append(fillIn(error.hint, error.args));
    return text;
}

} // namespace loadline
