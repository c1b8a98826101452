// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/list_gate.h"

namespace loadline {

ListGate::ListGate(Transport& transport, int atOnce)
    : state_(std::make_shared<State>(State {transport, atOnce, {}}))
{
}

ListGate::Permit::~Permit()
{
    if (!granted_)
        return;
    ++state_->free;
    ListGate::grant(*state_);
}

std::shared_ptr<ListGate::Permit> ListGate::request(std::function<void()> go)
{
    auto permit = std::make_shared<Permit>(state_, std::move(go));
    state_->waiting.push_back(permit);
    grant(*state_);
    return permit;
}

void ListGate::grant(State& state)
{
    while (state.free > 0 && !state.waiting.empty()) {
        const auto permit = state.waiting.front().lock();
        state.waiting.pop_front();
        if (!permit)
            continue;
        permit->granted_ = true;
        --state.free;
        state.transport.post([weak = std::weak_ptr(permit)] {
            if (const auto granted = weak.lock())
                granted->go_();
        });
    }
}

} // namespace loadline
