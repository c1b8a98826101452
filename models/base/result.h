// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

// Marks a text for translation without Qt: lupdate knows it as an alias of QT_TRANSLATE_NOOP (installer/translate),
// and tables/wording looks the translation up.
#define LOADLINE_TR(scope, text) text

namespace loadline {

// What went wrong, as a value that travels up to the page that shows it. `what` and `hint` are whole sentences in
// English, marked with LOADLINE_TR("Error", ...), in which %1 to %9 stand for `args`, so that they can be
// translated at the edge (tables/wording). No error carries a secret.
struct Error {
    enum class Kind {
        Malformed, // what was read is not what it should be
        NotFound, // an object, file or API is not there
        Unauthorized, // 401: who you are was not accepted
        Forbidden, // 403: you may not
        Plugin, // an exec credential plugin failed
        Unreachable, // refused, DNS, reset, proxy
        Tls, // certificate or handshake
        Timeout, // connected, then silence
        Throttled, // 429, or 503 with Retry-After
        Conflict, // 409
        Expired, // 410: list again
        Server, // any other answer that is an error
        ReadOnly, // refused here: the cluster is read-only
        Cancelled,
        Unsupported, // this server or build cannot
    };
    Kind kind = Kind::Malformed;
    std::string what;
    std::string where; // file:line, URL path without secrets, object, field
    std::string hint; // how to mend it; may be empty
    std::vector<std::string> args;

    bool operator==(const Error&) const = default;
};

// `what` with its args filled in, in English: for logs, tests and the command line's last resort.
std::string plainText(const Error& error);
std::string fillIn(const std::string& text, const std::vector<std::string>& args);

// A value or an Error, shaped after std::expected (C++23) so that it can be swapped for it.
template <class T>
class [[nodiscard]] Result {
public:
    Result(T value)
        : state_(std::in_place_index<0>, std::move(value))
    {
    }
    Result(Error error)
        : state_(std::in_place_index<1>, std::move(error))
    {
    }
    [[nodiscard]] bool has_value() const { return state_.index() == 0; }
    explicit operator bool() const { return has_value(); }
    const T& value() const& { return std::get<0>(state_); }
    T& value() & { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    const T& operator*() const& { return value(); }
    T& operator*() & { return value(); }
    T&& operator*() && { return std::get<0>(std::move(state_)); }
    const T* operator->() const { return &std::get<0>(state_); }
    T* operator->() { return &std::get<0>(state_); }
    const Error& error() const { return std::get<1>(state_); }
    T value_or(T fallback) const { return has_value() ? value() : std::move(fallback); }

private:
    std::variant<T, Error> state_;
};

// Success or an Error where there is no value to give.
using Done = Result<std::monostate>;

} // namespace loadline
