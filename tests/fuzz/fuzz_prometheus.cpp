// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/reply.h"

#include <cmath>
#include <cstdlib>

using namespace loadline;

// The first byte chooses the HTTP status, the rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    constexpr int statuses[] = {200, 200, 200, 200, 400, 404, 422, 503};
    const int status = statuses[data[0] % 8];
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto reply = parsePromReply(body, status, Seconds(60), 50);
    if (!reply && plainText(reply.error()).empty())
        std::abort();
    (void)parsePromNames(body, status);
    (void)parsePromVersion(body, status);
    return 0;
}
