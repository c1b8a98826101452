// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/transport.h"

#include <functional>
#include <memory>

namespace loadline {

// One task that runs after a while on the transport's thread, unless it is set anew, cleared or gone by then.
class Alarm {
public:
    explicit Alarm(Transport& transport)
        : transport_(transport)
    {
    }
    void set(Millis delay, std::function<void()> task)
    {
        task_ = std::make_shared<std::function<void()>>(std::move(task));
        transport_.after(delay, [weak = std::weak_ptr(task_)] {
            if (const auto due = weak.lock())
                (*due)();
        });
    }
    void clear() { task_.reset(); }

private:
    Transport& transport_;
    std::shared_ptr<std::function<void()>> task_;
};

} // namespace loadline
