// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"

#include <optional>
#include <string>
#include <vector>

namespace loadline {

// The options that every command shares, as a value: which clusters, and how they are read.
struct Invocation {
    enum class Theme { System, Light, Dark };
    std::string kubeconfig; // "": KUBECONFIG or ~/.kube/config
    std::vector<std::string> contexts; // empty: the current one, or those open last time
    std::vector<std::string> namespaces;
    std::string prometheus = "auto"; // "auto", "none" or a URL
    bool readOnly = false;
    bool allowChanges = false; // by a command, to contexts that are read-only by name or by choice
    std::optional<double> demo; // the speed
    std::optional<TimePoint> demoTime; // fixes the demo's clock, for pictures that stay the same
    bool demoAnew = false; // without what earlier runs wrote to the demo
    std::string page; // the page to open first
    Theme theme = Theme::System; // System: what the settings say
    bool keeps = false; // settings and history are kept: the window's are, those of a picture are not
};

} // namespace loadline
