// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_text.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loadline {
namespace {

constexpr std::chrono::seconds pipePatience {5};

struct Descriptor {
    int fd;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
    Descriptor(int opened)
        : fd(opened)
    {
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
};

Error cannotRead(const std::string& path, int code)
{
    if (code == ENOENT || code == ENOTDIR)
        return {Error::Kind::NotFound, LOADLINE_TR("Error", "The file %1 does not exist."), path,
            path.find('~') == std::string::npos
                ? LOADLINE_TR("Error", "Check the path.")
                : LOADLINE_TR("Error", "A ~ is not expanded in a kubeconfig: write the whole path."),
            {path}};
    if (code == EACCES || code == EPERM)
        return {Error::Kind::Forbidden, LOADLINE_TR("Error", "You may not read the file %1."), path,
            LOADLINE_TR("Error", "Change its permissions, as with chmod u+r."), {path}};
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The file %1 cannot be read: %2."), path, {},
        {path, std::strerror(code)}};
}

Error tooLarge(const std::string& path, const ReadLimits& limits)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The file %1 is larger than %2 MiB."), path,
        LOADLINE_TR("Error", "Check that this is the file you mean."), {path, std::to_string(limits.bytes >> 20)}};
}

// Waits for a pipe's writer, but not for ever. A regular file is always ready.
bool ready(int fd, std::chrono::steady_clock::time_point until)
{
    for (;;) {
        const auto left
            = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
        pollfd wait {fd, POLLIN, 0};
        const int answer = ::poll(&wait, 1, left < 0 ? 0 : static_cast<int>(left));
        if (answer < 0 && errno == EINTR)
            continue;
        return answer > 0;
    }
}

Result<std::string> readAll(int fd, const std::string& path, const ReadLimits& limits)
{
    const auto until = std::chrono::steady_clock::now() + pipePatience;
    std::string all;
    std::array<char, 65536> chunk;
    for (;;) {
        if (!ready(fd, until))
            return Error {Error::Kind::Timeout, LOADLINE_TR("Error", "Nothing came from %1 for five seconds."), path,
                LOADLINE_TR("Error", "Name a file there instead of a pipe."), {path}};
        const ssize_t got = ::read(fd, chunk.data(), chunk.size());
        if (got < 0 && (errno == EINTR || errno == EAGAIN))
            continue;
        if (got < 0)
            return cannotRead(path, errno);
        if (got == 0)
            return all;
        all.append(chunk.data(), static_cast<std::size_t>(got));
        if (all.size() > limits.bytes)
            return tooLarge(path, limits);
    }
}

int sextet(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

} // namespace

std::string shown(std::string_view text)
{
    constexpr std::size_t most = 120;
    std::string out;
    for (const char c : text.substr(0, most))
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    if (text.size() <= most)
        return out;
    while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0u) == 0x80u) // not in mid-character
        out.pop_back();
    if (!out.empty() && static_cast<unsigned char>(out.back()) >= 0xc0)
        out.pop_back();
    return out + "…";
}

std::string shownList(const std::vector<std::string>& names, std::size_t total)
{
    std::string out;
    for (std::size_t i = 0; i < names.size() && i < mostShown; ++i)
        out += (i ? ", " : "") + shown(names[i]);
    return total > mostShown ? out + ", … (" + std::to_string(total) + ')' : out;
}

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n\v\f");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n\v\f") - first + 1);
}

std::optional<std::string> decodeBase64(std::string_view text)
{
    std::string out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int digits = 0, padding = 0;
    for (const char c : text) {
        if (c == '\n' || c == '\r' || c == ' ' || c == '\t')
            continue;
        const int value = c == '=' ? 0 : sextet(c);
        if (value < 0 || (padding > 0 && c != '='))
            return std::nullopt;
        padding += c == '=' ? 1 : 0;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        if (++digits % 4 != 0)
            continue;
        out += static_cast<char>(bits >> 16 & 0xff);
        out += static_cast<char>(bits >> 8 & 0xff);
        out += static_cast<char>(bits & 0xff);
    }
    if (digits % 4 != 0 || padding > 2)
        return std::nullopt;
    out.resize(out.size() - static_cast<std::size_t>(padding));
    return out;
}

Result<std::string> readWholeFile(const std::string& path, const ReadLimits& limits)
{
    if (path.find('\0') != std::string::npos)
        return cannotRead(shown(path), ENOENT);
    struct stat status { };
    if (::stat(path.c_str(), &status) != 0)
        return cannotRead(path, errno);
    if (S_ISDIR(status.st_mode))
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 is a directory, not a file."), path,
            LOADLINE_TR("Error", "Name a file in it."), {path}};
    if (!S_ISREG(status.st_mode) && !limits.pipes)
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "%1 is not a regular file."), path,
            LOADLINE_TR("Error", "Check the path."), {path}};
    if (S_ISREG(status.st_mode) && static_cast<std::uintmax_t>(status.st_size) > limits.bytes)
        return tooLarge(path, limits);
    // Without O_NONBLOCK a pipe that nobody writes to would hold us here for ever.
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (file.fd < 0)
        return cannotRead(path, errno);
    return readAll(file.fd, path, limits);
}

} // namespace loadline
