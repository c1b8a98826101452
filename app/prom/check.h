// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "prom/route.h"

#include <functional>
#include <memory>

namespace loadline {

// Asks one address whether it is a Prometheus and what it can tell: count(up), its version, which of the metrics the
// queries need exist (by the index of names where the server has it, else by counting), and the clusters in it.
// Calls `done` exactly once on the transport's thread, unless it is destroyed before.
class PromCheck {
public:
    using Done = std::function<void(Result<PromSource>)>;
    // `source` has service or url, rule and matcher filled in.
    PromCheck(Transport& transport, PromRoute route, PromSource source, Done done);
    ~PromCheck();
    PromCheck(const PromCheck&) = delete;
    PromCheck& operator=(const PromCheck&) = delete;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace loadline
