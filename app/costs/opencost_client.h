// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cost/opencost.h"

#include <functional>

namespace loadline {

// OpenCost's figures of one cluster, and where they came from.
struct OpenCostAnswer {
    std::string source; // "opencost/opencost:9003"
    std::vector<OpenCostEntry> entries;
};

// Looks for OpenCost among the cluster's Services, by the port's name or number, and asks it through the API server's
// service proxy: /allocation/compute, else /allocation. `get` asks the API server for a path; `done` is called once, where
// `get` calls back. `window` as OpenCost has it ("24h", "7d"), `aggregate` "namespace" and the like.
// Errors: NotFound when there is none; Forbidden; Malformed when something else answers.
using OpenCostGet = std::function<void(const std::string& path, std::function<void(Result<std::string>)> done)>;
void askOpenCost(const OpenCostGet& get, const std::string& window, const std::string& aggregate,
    const std::function<void(Result<OpenCostAnswer>)>& done);

} // namespace loadline
