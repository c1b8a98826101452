// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/demo_past.h"
#include "kube/kubeconfig.h"
#include "net/transport.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace loadline {

// The simulated clusters behind the same seam as real ones: production with everything, and a smaller staging cluster
// without KEDA and Prometheus whose nodes may not be listed. Deterministic from the seed and the epoch. Nothing leaves
// the process.
class SimTransport final : public Transport {
public:
    struct Options {
        std::uint64_t seed = 7;
        double speed = 1; // of its clock; 0 stands still
        std::optional<TimePoint> epoch {}; // when its clock begins; none: now
        std::vector<DemoWrite> past {}; // what was written to it before
    };
    explicit SimTransport(const Options& options);
    ~SimTransport() override;

    RequestToken start(Request request, Sink sink) override;
    void cancel(RequestToken token) override;
    void post(std::function<void()> task) override;
    void after(Millis delay, std::function<void()> task) override;
    [[nodiscard]] TimePoint now() const override;
    void stop() override;
    void setSpeed(double speed);

private:
    struct State;
    std::shared_ptr<State> state_;
};

// The contexts of the demo: prod-us-east and staging-eu.
Kubeconfig demoKubeconfig();

} // namespace loadline
