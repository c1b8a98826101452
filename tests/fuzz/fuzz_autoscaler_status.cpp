// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/node.h"

#include <cstdlib>

using namespace loadline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto status = parseAutoscalerText(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!status && plainText(status.error()).empty())
        std::abort();
    return 0;
}
