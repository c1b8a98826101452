// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/intern.h"
#include "prom/source.h"
#include "json/json.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// Names under which charts and operators install something that answers PromQL.
struct WellKnownService {
    std::string_view ns;
    std::string_view name;
};
std::span<const WellKnownService> wellKnownServices();

// Label selectors by which such services are marked.
std::span<const std::string_view> promLabelSelectors();

// The little that discovery needs of a v1 Service.
struct ServiceFacts {
    struct Port {
        std::string name;
        int number = 0;
        std::string protocol; // "TCP" when silent
        std::string appProtocol;
    };
    std::string ns, name;
    std::vector<std::pair<std::string, std::string>> labels;
    std::vector<Port> ports;
    bool external = false; // ExternalName: nothing behind it in the cluster
    [[nodiscard]] const std::string* label(std::string_view key) const;
};
ServiceFacts readService(Json service);

// The ways in that are worth a try, best first: at most two ports, with the prefix and headers of its kind.
std::vector<PromService> waysInto(const ServiceFacts& service);

// How much speaks for a service being a Prometheus, and what; 0: nothing, or something that only looks like one.
struct Likeness {
    int score = 0;
    std::string reasons; // "label name=prometheus, port 9090"
};
Likeness likeness(const ServiceFacts& service);

} // namespace loadline
