// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <array>

namespace loadline {

// The near end of a pseudo terminal. The far end becomes the controlling terminal and standard input of a child, so
// that programs find the user on /dev/tty as well.
class PseudoTerminal {
public:
    PseudoTerminal();
    ~PseudoTerminal();
    PseudoTerminal(const PseudoTerminal&) = delete;
    PseudoTerminal& operator=(const PseudoTerminal&) = delete;

    [[nodiscard]] bool valid() const { return near_ >= 0; }
    [[nodiscard]] int descriptor() const { return near_; }
    [[nodiscard]] bool echoOff() const;
    QByteArray read(); // what is there now
    [[nodiscard]] bool atEnd() const { return atEnd_; } // nobody holds the far end any more
    void write(const QByteArray& bytes);
    // Between fork and exec, in a session of its own: only what is safe there.
    void adopt() const;

private:
    int near_ = -1;
    std::array<char, 128> farName_ {};
    bool atEnd_ = false;
};

} // namespace loadline
