// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "metrics/series.h"

#include <string>
#include <string_view>
#include <vector>

namespace loadline {

struct PromReply {
    std::vector<Series> series; // of a matrix or a vector; a scalar is one series without labels
    std::vector<std::string> warnings;
};
// /api/v1/query and query_range. NaN and infinite samples are left out (a gap). More than `maxSeries` series are an
// error that says so. Errors: Malformed, or what Prometheus, a proxy before it or the API server says, by `httpStatus`.
Result<PromReply> parsePromReply(std::string_view body, int httpStatus, Millis step, std::size_t maxSeries = 5000);
// /api/v1/label/__name__/values or /api/v1/series: the metric names, sorted, each once.
Result<std::vector<std::string>> parsePromNames(std::string_view body, int httpStatus);
// /api/v1/status/buildinfo: "2.42.0". Errors as above; NotFound where the server has no such page.
Result<std::string> parsePromVersion(std::string_view body, int httpStatus);

} // namespace loadline
