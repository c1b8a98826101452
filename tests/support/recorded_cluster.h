// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/access.h"
#include "support/recorded_transport.h"

#include <map>
#include <string>

namespace loadline::test {

std::string fixtureText(const std::string& name); // of tests/fixtures/apiserver-1.36

// Answers as the recorded API server did: lists whole, in pages or streamed, watches that stay open. A test puts its
// own answer in the place of a path's, or talks to an open watch.
class RecordedCluster {
public:
    RecordedCluster();
    RecordedTransport transport;
    int minor = 36; // of the server's version; before 32 there are no streaming lists
    // By path without query; "" in a value means the usual answer. Set to {} to go back to that.
    std::map<std::string, RecordedTransport::Handler> instead;
    // The open watch of a path, or null; with the newest first where there are several.
    [[nodiscard]] ExchangePtr watchOf(const std::string& path) const;
    [[nodiscard]] std::size_t asked(const std::string& path) const; // how often, in all
    void usual(const ExchangePtr& exchange);
    // The recorded list of a path, or one without items; its bytes.
    static std::string listOf(const std::string& path);
    // One line of a watch.
    static std::string event(const std::string& type, const std::string& object);
    // Minimal objects.
    static std::string hpa(const std::string& ns, const std::string& name, const std::string& version, int max = 10);
    static std::string hpaList(const std::string& items, const std::string& version, const std::string& more = {});
    static std::string endOfInitialEvents(const std::string& version);
    static std::string apis(const std::string& group, const std::string& groupVersion); // a cluster that has no other
    static std::string nodeMetrics(const std::string& node, const std::string& more = {});
    static std::string externalMetric(const std::vector<std::string>& values);
    static std::string status(int code, const std::string& reason, const std::string& message);

private:
    void list(const ExchangePtr& exchange, const std::string& body);
};

// Credentials that a test gives or withholds.
class FixedCredentials final : public CredentialSource {
public:
    explicit FixedCredentials(bool readOnly = true);
    void get(bool rejected, std::function<void(Result<Credentials>)> ready) override;
    Credentials credentials;
    std::optional<Error> error; // given instead
    bool hold = false; // answers only when released
    void release();
    int asked = 0;
    int rejections = 0;

private:
    std::vector<std::function<void(Result<Credentials>)>> held_;
};

} // namespace loadline::test
