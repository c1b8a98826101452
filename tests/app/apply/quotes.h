// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <string>

namespace loadline::test {

// JSON with single quotes, which moc reads better than raw strings.
inline std::string q(std::string text)
{
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

// The recorded conflict is with an earlier "loadline"; here it is somebody else.
inline std::string ofAnother(std::string recording)
{
    for (std::size_t at = 0; (at = recording.find("loadline", at)) != std::string::npos;)
        recording.replace(at, 8, "kubectl-edit");
    return recording;
}

} // namespace loadline::test
