// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/exec_plugin_terminal.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace loadline {

PseudoTerminal::PseudoTerminal()
{
    near_ = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (near_ < 0)
        return;
    if (::grantpt(near_) != 0 || ::unlockpt(near_) != 0 || ::ptsname_r(near_, farName_.data(), farName_.size()) != 0) {
        ::close(near_);
        near_ = -1;
        return;
    }
    const winsize size {24, 120, 0, 0};
    ::ioctl(near_, TIOCSWINSZ, &size);
}

PseudoTerminal::~PseudoTerminal()
{
    if (near_ >= 0)
        ::close(near_);
}

bool PseudoTerminal::echoOff() const
{
    termios settings {};
    return valid() && ::tcgetattr(near_, &settings) == 0 && (settings.c_lflag & static_cast<tcflag_t>(ECHO)) == 0;
}

QByteArray PseudoTerminal::read()
{
    QByteArray all;
    std::array<char, 4096> chunk;
    for (;;) {
        const ssize_t got = ::read(near_, chunk.data(), chunk.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            atEnd_ = got == 0 || errno == EIO;
            return all;
        }
        all.append(chunk.data(), got);
    }
}

void PseudoTerminal::write(const QByteArray& bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t put = ::write(near_, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return; // a terminal takes a line of 4 KiB at once; longer ones have no reader
        done += put;
    }
}

void PseudoTerminal::adopt() const
{
    const int far = ::open(farName_.data(), O_RDWR);
    if (far < 0)
        return;
    ::ioctl(far, TIOCSCTTY, 0);
    ::dup2(far, STDIN_FILENO);
    if (far > STDERR_FILENO)
        ::close(far);
}

} // namespace loadline
