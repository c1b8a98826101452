// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/watch_state.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr std::size_t longestQuote = 300;

// The server's own words in one line, without control characters and not too long to show.
std::string quotable(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        const bool blank = static_cast<unsigned char>(c) <= ' ' || c == 0x7F;
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
        if (line.size() > longestQuote)
            break;
    }
    if (line.size() > longestQuote) {
        std::size_t end = longestQuote;
        while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) // not within a character
            --end;
        return line.substr(0, end) + "…";
    }
    if (!line.empty() && line.back() == ' ')
        line.pop_back();
    return line;
}

// What stands in the body, whatever it is.
struct Answer {
    std::string message; // of a Status, or plain text
    std::string reason; // of a Status
    std::string object; // details.name
    bool status = false;
    bool webPage = false;
};

Answer readAnswer(std::string_view body)
{
    Answer answer;
    const std::size_t start = body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
    if (start == std::string_view::npos)
        return answer;
    if (body[start] == '<') {
        answer.webPage = true;
        return answer;
    }
    if (body[start] != '{') {
        answer.message = quotable(body);
        return answer;
    }
    JsonDocument document;
    const auto json = document.parse(body.substr(0, std::min<std::size_t>(body.size(), 1u << 20)));
    if (!json) {
        answer.message = quotable(body);
        return answer;
    }
    answer.status = (*json)["kind"].text() == "Status";
    answer.reason = (*json)["reason"].str();
    answer.object = (*json)["details"]["name"].str();
    // Prometheus and gateways before the server say `error`.
    answer.message = quotable((*json)["message"].isString() ? (*json)["message"].text() : (*json)["error"].text());
    return answer;
}

struct Meaning {
    Error::Kind kind;
    const char* what; // %1 the server's words
    const char* wordless; // where it has none; %2 the HTTP status
    const char* hint;
};

Meaning meaningOf(int status, const Answer& answer)
{
    switch (status) {
    case 401:
        return {Error::Kind::Unauthorized, LOADLINE_TR("Error", "The server does not accept your credentials: %1."),
            LOADLINE_TR("Error", "The server does not accept your credentials."),
            LOADLINE_TR("Error", "Log in again with your cloud's command, or check the user of this context in the kubeconfig.")};
    case 403:
        return {Error::Kind::Forbidden, LOADLINE_TR("Error", "You may not do this: %1."),
            LOADLINE_TR("Error", "You may not do this."),
            LOADLINE_TR("Error", "Ask for a role that allows it; Loadline's README holds a ClusterRole that only reads.")};
    case 404:
        if (answer.status && (!answer.object.empty() || answer.message.find("requested resource") == std::string::npos))
            return {Error::Kind::NotFound, LOADLINE_TR("Error", "The server does not have it: %1."),
                LOADLINE_TR("Error", "The server does not have it."), ""};
        return {Error::Kind::Unsupported, LOADLINE_TR("Error", "This cluster does not serve this API."),
            LOADLINE_TR("Error", "This cluster does not serve this API."),
            LOADLINE_TR("Error", "What serves it is not installed, or is installed in another version.")};
    case 405:
    case 406:
    case 415:
        return {Error::Kind::Unsupported, LOADLINE_TR("Error", "The server cannot do this: %1."),
            LOADLINE_TR("Error", "The server cannot do this."), ""};
    case 408:
    case 504:
        return {Error::Kind::Timeout, LOADLINE_TR("Error", "The server took too long: %1."),
            LOADLINE_TR("Error", "The server took too long."), LOADLINE_TR("Error", "It is asked again by itself.")};
    case 409:
        return {Error::Kind::Conflict, LOADLINE_TR("Error", "Somebody else changed it: %1."),
            LOADLINE_TR("Error", "Somebody else changed it."), LOADLINE_TR("Error", "Look at what changed and try again.")};
    case 410:
        return {Error::Kind::Expired, LOADLINE_TR("Error", "The list is too old to be continued: %1."),
            LOADLINE_TR("Error", "The list is too old to be continued."), LOADLINE_TR("Error", "It is read afresh by itself.")};
    case 429:
        return {Error::Kind::Throttled, LOADLINE_TR("Error", "The server is too busy and asks to wait: %1."),
            LOADLINE_TR("Error", "The server is too busy and asks to wait."),
            LOADLINE_TR("Error", "It is asked again by itself after the time it named.")};
    case 503:
        return {Error::Kind::Server, LOADLINE_TR("Error", "The server is not ready: %1."),
            LOADLINE_TR("Error", "The server is not ready."), LOADLINE_TR("Error", "It is asked again by itself.")};
    case 400:
    case 422:
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The server refuses the request as invalid: %1."),
            LOADLINE_TR("Error", "The server refuses the request as invalid."), ""};
    default:
        return {Error::Kind::Server, LOADLINE_TR("Error", "The server failed: %1."),
            LOADLINE_TR("Error", "The server failed with HTTP %2."), ""};
    }
}

} // namespace

Error errorOfStatus(int httpStatus, std::string_view body, std::string_view where)
{
    Answer answer = readAnswer(body);
    const Meaning meaning = meaningOf(httpStatus, answer);
    // What may follow the server's words is a full stop of ours.
    while (!answer.message.empty() && answer.message.back() == '.')
        answer.message.pop_back();
    Error error {meaning.kind, answer.message.empty() ? meaning.wordless : meaning.what, std::string(where), meaning.hint,
        {answer.message, std::to_string(httpStatus)}};
    if (answer.webPage) {
        // No API server answers so: something between, or another server altogether.
        if (meaning.kind == Error::Kind::Unsupported)
            error.kind = Error::Kind::Server;
        error.what = LOADLINE_TR("Error", "The answer is a web page with HTTP status %2, not an API server's answer.");
        error.hint = LOADLINE_TR("Error", "A proxy or a login page may stand between; check the server's address.");
    }
    return error;
}

} // namespace loadline
