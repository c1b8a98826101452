// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/change_flow.h"

namespace loadline {

bool ChangeFlow::busy() const
{
    return state_ == State::Checking || state_ == State::DryRunning || state_ == State::Confirmed || state_ == State::Applying;
}

bool ChangeFlow::edit(std::vector<Change> changes)
{
    if (state_ == State::Confirmed || state_ == State::Applying)
        return false;
    *this = ChangeFlow(std::move(changes));
    return true;
}

bool ChangeFlow::check()
{
    if (state_ != State::Editing || changes_.empty())
        return false;
    state_ = State::Checking;
    return true;
}

bool ChangeFlow::permitted()
{
    if (state_ != State::Checking)
        return false;
    state_ = State::DryRunning;
    return true;
}

bool ChangeFlow::dryRan(DryRunOutcome outcome)
{
    if (state_ != State::DryRunning)
        return false;
    outcomes_.push_back(std::move(outcome));
    if (outcomes_.size() < changes_.size()) {
        current_ = outcomes_.size();
        return true;
    }
    current_ = 0;
    state_ = State::Reviewed;
    return true;
}

bool ChangeFlow::confirm()
{
    if (state_ != State::Reviewed)
        return false;
    state_ = State::Confirmed;
    return true;
}

bool ChangeFlow::apply()
{
    if (state_ != State::Confirmed)
        return false;
    state_ = State::Applying;
    return true;
}

bool ChangeFlow::stored()
{
    if (state_ != State::Applying)
        return false;
    ++applied_;
    if (applied_ < changes_.size())
        current_ = applied_;
    else
        state_ = State::Finished;
    return true;
}

bool ChangeFlow::fail(Error error)
{
    if (state_ != State::Checking && state_ != State::DryRunning && state_ != State::Applying)
        return false;
    error_ = std::move(error);
    state_ = State::Failed;
    return true;
}

bool ChangeFlow::conflict(std::vector<OwnedConflict> conflicts)
{
    if (state_ != State::DryRunning && state_ != State::Applying)
        return false;
    conflicts_ = std::move(conflicts);
    state_ = State::Conflicted;
    return true;
}

} // namespace loadline
