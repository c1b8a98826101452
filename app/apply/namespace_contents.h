// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/document.h"
#include "net/transport.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// What stands in a namespace, of every kind that the server serves: the first of each. Left out are events, what another
// object in it owns, what is on its way out, what every namespace has by itself, and Secrets, which are never looked at.
// Errors, when nothing was found and not all could be seen: Forbidden, Server, those of the transport.
using SendRequest = std::function<void(Request, std::function<void(Result<WholeReply>)>)>;
void lookInto(const std::string& ns, const SendRequest& send, std::function<void(Result<std::vector<ManifestRef>>)> done);

// Why a namespace is not deleted: it would take along what stands in it, but for `aside`, which goes before it.
std::optional<Error> whyKept(const std::string& ns, const Result<std::vector<ManifestRef>>& inside, const std::vector<ManifestRef>& aside);

} // namespace loadline
