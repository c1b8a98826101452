// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "api_server.h"
#include "metrics/promql.h"

#include <functional>
#include <string>
#include <vector>

namespace loadline::test {

// A Prometheus that has the series it is told, and answers range queries as a test wants.
class ScriptedPrometheus {
public:
    using Range = std::function<void(const HttpRequest& request, HttpReply& reply)>;
    // `index`: whether it has the page of label values, as everything but a small imitation has.
    explicit ScriptedPrometheus(std::vector<std::string> names, Range range = {}, bool index = true);
    void answer(const std::string& target, const HttpRequest& request, HttpReply& reply) const;
    [[nodiscard]] ApiServer::Backend backend(const std::string& prefix = {}) const;
    // Everything that some query needs.
    static std::vector<std::string> allNames();
    // A matrix of one series with a sample at each step of the request.
    static std::string matrixFor(const HttpRequest& request, const std::string& value = "1");

private:
    std::vector<std::string> names_;
    Range range_;
    bool index_;
};

} // namespace loadline::test
