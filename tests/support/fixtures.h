// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <iterator>
#include <string>

namespace loadline {

// The text of a file below tests/fixtures; empty when it is not there, which a test must not accept.
inline std::string fixture(const std::string& name)
{
    std::ifstream file(std::string(LOADLINE_FIXTURES "/") + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// A recorded answer of a Kubernetes 1.36 API server.
inline std::string recording(const std::string& name) { return fixture("apiserver-1.36/" + name); }

} // namespace loadline
