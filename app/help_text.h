// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

namespace CLI {
class FormatterBase;
}

namespace loadline {

// The group of the options that go with every command: --help of a command only names them.
inline constexpr const char* everyCommand = "Options of every command";

// Lays out --help: what it does, how it is called, and two columns of words and what they mean. No line is longer than
// 100 characters. Defaults are said in words; commands stand under their groups.
std::shared_ptr<CLI::FormatterBase> helpText();

} // namespace loadline
