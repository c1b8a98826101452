// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <deque>
#include <functional>
#include <memory>

namespace loadline {

// Lets a few lists through at a time: lists are what an API server's priority and fairness counts dear
// (autoscaling.md 6.1).
class ListGate {
    struct State;

public:
    // To hold while listing; dropping it lets the next one through, or gives up the place in the queue.
    class Permit {
    public:
        Permit(std::shared_ptr<State> state, std::function<void()> go)
            : state_(std::move(state))
            , go_(std::move(go))
        {
        }
        Permit(const Permit&) = delete;
        Permit& operator=(const Permit&) = delete;
        ~Permit();

    private:
        friend class ListGate;
        std::shared_ptr<State> state_;
        std::function<void()> go_;
        bool granted_ = false;
    };
    ListGate(Transport& transport, int atOnce);
    // `go` is posted once it is this one's turn.
    [[nodiscard]] std::shared_ptr<Permit> request(std::function<void()> go);

private:
    struct State {
        Transport& transport;
        int free;
        std::deque<std::weak_ptr<Permit>> waiting;
    };
    static void grant(State& state);
    std::shared_ptr<State> state_;
};

} // namespace loadline
