// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/access.h"
#include "prom/source.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

// Looks for a Prometheus in a cluster with GETs alone: services of well-known names one by one (which needs no right
// to list), then by label, then the likeliest of all services; each that is there is asked what it can tell. Stops
// as soon as one can feed the replica and the usage charts; else takes the one that answers most.
class PromFinder {
public:
    struct Options {
        std::vector<std::string> namespaces; // where to list when listing everywhere is refused
        std::string matcher;
        std::optional<PromService> only; // set by hand: nothing else is tried
        Millis budget {Seconds {20}}; // for everything
    };
    using Done = std::function<void(PromDiscovery)>; // once, on the transport's thread
    PromFinder(Access& access, Options options, Done done);
    ~PromFinder(); // cancels; `done` is not called any more
    PromFinder(const PromFinder&) = delete;
    PromFinder& operator=(const PromFinder&) = delete;

private:
    struct State;
    std::shared_ptr<State> state_;
};

} // namespace loadline
