// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace loadline {

// A credential plugin that waits for the user: what it wrote so far, perhaps a question (an MFA code), perhaps only
// what to do elsewhere (a page to open, a code to enter there).
struct PluginPrompt {
    std::uint64_t id = 0;
    std::vector<std::string> contexts; // that need its answer
    std::string command; // its name without folders
    std::string text;
    bool secret = false; // it switched the echo off: do not show what is typed
    bool operator==(const PluginPrompt&) const = default;
};

// Where plugins may ask. A window shows prompts, one at a time, and answers through PluginRuns::answer and cancel; a
// terminal is handed to the plugin as it is, one plugin at a time. All calls come on the thread of PluginRuns.
struct PluginPrompts {
    enum class Place { None, Window, Terminal };
    Place place = Place::None;
    std::function<void(const PluginPrompt&)> show; // again with the same id: more text
    std::function<void(std::uint64_t id)> close;
};

} // namespace loadline
