// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/applier.h"
#include "kube/feed.h"
#include "prom/client.h"

#include <QObject>

namespace loadline {

// One open cluster on the desk's thread: its feed, the newest World the feed published, and its Prometheus. Worlds come
// one at a time however fast the feed is: the mailbox keeps the newest only.
class Session : public QObject {
    Q_OBJECT
public:
    Session(Transport& transport, std::shared_ptr<CredentialSource> credentials, Feed::Scope scope, QObject* parent);
    ~Session() override;

    [[nodiscard]] const std::string& context() const { return scope_.context; }
    [[nodiscard]] const Feed::Scope& scope() const { return scope_; }
    [[nodiscard]] WorldPtr world() const { return world_; } // null before the first
    [[nodiscard]] TimePoint now() const { return transport_.now(); }
    void wake() { feed_->wake(); }
    void wantLive(std::vector<LiveMetricKey> keys) { feed_->wantLive(std::move(keys)); }
    // Asks the API server for a whole document; the answer comes on this object's thread.
    void get(const std::string& path, std::function<void(Result<std::string>)> done);

    // From the next request on; what is shown stays open.
    void setReadOnly(bool readOnly) { feed_->setReadOnly(readOnly); }
    // Writes to this cluster, as this user. `journal` outlives the session.
    void beginWriting(ApplyPlace place, Journal& journal);
    [[nodiscard]] Applier* applier() const { return applier_.get(); } // null before beginWriting

    // The cluster's Prometheus. Found is called on this object's thread.
    [[nodiscard]] PromClient& prometheus() { return *prometheus_; }
    void findPrometheus(const std::string& matcher);
    void usePrometheus(const PrometheusSetting& setting, const Secret& secret);

Q_SIGNALS:
    void worldChanged();
    void prometheusTold(const loadline::PromDiscovery& discovery);

private:
    void take();
    PromClient::Found found();
    Transport& transport_;
    Feed::Scope scope_;
    WorldPtr world_;
    std::unique_ptr<Feed> feed_;
    std::unique_ptr<PromClient> prometheus_;
    std::unique_ptr<Applier> applier_;
};

} // namespace loadline
