// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loadline {

// What the command line asks for, as a value.
struct Invocation {
    enum class Command { Window, Export, Picture, Contexts, Pages };
    enum class Format { Csv, Json };
    enum class Theme { System, Light, Dark };
    Command command = Command::Window;
    std::string kubeconfig; // "": KUBECONFIG or ~/.kube/config
    std::vector<std::string> contexts; // empty: the current one, or those open last time
    std::vector<std::string> namespaces;
    std::string prometheus = "auto"; // "auto", "none" or a URL
    bool readOnly = false;
    std::optional<double> demo; // the speed
    std::string page;
    std::string output; // "" or "-": standard output
    Format format = Format::Csv;
    std::string filter;
    int width = 1600, height = 900; // of a picture
    double scale = 1;
    Theme theme = Theme::System;
    Seconds timeout {30}; // of export and picture
    std::optional<TimePoint> demoTime; // fixes the demo's clock, for pictures that stay the same
};

// What is printed instead of running: help, version, or a complaint with its exit code.
struct PrintAndExit {
    std::string text;
    int code = 0; // 0 to standard output, others to standard error
};

using Parsed = std::variant<Invocation, PrintAndExit>;
Parsed parseArguments(int argc, const char* const* argv);

} // namespace loadline
