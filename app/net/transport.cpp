// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/transport.h"

#include <algorithm>

namespace loadline {

const std::string* ResponseHead::header(std::string_view lowerCaseName) const
{
    const auto at
        = std::find_if(headers.begin(), headers.end(), [&](const auto& entry) { return entry.first == lowerCaseName; });
    return at == headers.end() ? nullptr : &at->second;
}

Sink collect(std::size_t maxBytes, std::function<void(Result<WholeReply>)> done, std::string room)
{
    struct Collected {
        WholeReply reply;
        bool tooLong = false;
    };
    auto collected = std::make_shared<Collected>();
    room.clear();
    collected->reply.body = std::move(room);
    Sink sink;
    sink.head = [collected](const ResponseHead& head) { collected->reply.head = head; };
    sink.bytes = [collected, maxBytes](std::string_view bytes) {
        if (collected->tooLong || bytes.size() > maxBytes - collected->reply.body.size()) {
            collected->tooLong = true;
            collected->reply.body = {};
            return;
        }
        collected->reply.body.append(bytes);
    };
    sink.end = [collected, maxBytes, done = std::move(done)](const std::optional<Error>& error) {
        if (error)
            done(*error);
        else if (collected->tooLong)
            done(tooLongError(maxBytes, {}));
        else
            done(std::move(collected->reply));
    };
    return sink;
}

Error tooLongError(std::size_t maxBytes, std::string where)
{
    return {Error::Kind::Malformed,
        LOADLINE_TR("Error", "The answer is longer than %1 MiB and was not read to its end."), std::move(where), {},
        {std::to_string(maxBytes >> 20)}};
}

Error readOnlyError(const Request& request, std::string where)
{
    return {Error::Kind::ReadOnly, LOADLINE_TR("Error", "%1 is read-only in Loadline, so nothing was changed."), std::move(where),
        LOADLINE_TR("Error", "Allow them in the window (Ctrl+K, Allow changes), or for one command with --allow-changes and without --read-only."), {request.endpoint->label}};
}

bool mutates(const Request& request)
{
    if (request.method == Method::Get)
        return false;
    if (request.method != Method::Post)
        return true;
    // POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews asks and stores nothing. The whole path must be that,
    // so that no name elsewhere in a path can pass for it.
    constexpr std::string_view group = "/apis/authorization.k8s.io/";
    const std::string_view path = std::string_view(request.path).substr(0, request.path.find('?'));
    if (!path.starts_with(group))
        return true;
    const std::string_view rest = path.substr(group.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos)
        return true;
    const std::string_view resource = rest.substr(slash + 1);
    return resource != "selfsubjectaccessreviews" && resource != "selfsubjectrulesreviews";
}

} // namespace loadline
