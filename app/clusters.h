// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kube/kubeconfig.h"
#include "session.h"

#include <QObject>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace loadline {

// The clusters that the user opened: a session each, none holding another back, nobody else contacted.
class Clusters : public QObject {
    Q_OBJECT
public:
    struct Options {
        std::vector<std::string> namespaces; // empty: all, and the context's own where that is refused
        bool readOnly = false;
        bool operator==(const Options&) const = default;
    };
    // Makes the credentials of one context.
    using MakeCredentials
        = std::function<std::shared_ptr<CredentialSource>(const KubeContext&, const Kubeconfig&, bool readOnly)>;

    Clusters(Transport& transport, MakeCredentials make, QObject* parent = nullptr);
    ~Clusters() override;

    [[nodiscard]] const Kubeconfig& kubeconfig() const { return kubeconfig_; }
    // Sessions whose context, cluster or user entry changed begin anew; those whose context went are closed.
    void setKubeconfig(Kubeconfig kubeconfig);
    // Opens a context, or opens it anew when the options changed. Errors: NotFound, or what is broken about it.
    Done open(const std::string& context, const Options& options);
    void close(const std::string& context);
    // At once, without opening it anew.
    void setReadOnly(const std::string& context, bool readOnly);
    // Sessions opened from now on can write, by Session::applier(). It outlives this.
    void setJournal(Journal* journal) { journal_ = journal; }
    void wakeAll();

    [[nodiscard]] Session* session(const std::string& context) const; // null: not open
    // As Session::get() of that context; never answered where it is not open.
    void get(const std::string& context, const std::string& path, std::function<void(Result<std::string>)> done) const;
    [[nodiscard]] std::vector<Session*> sessions() const; // in the kubeconfig's order
    [[nodiscard]] Worlds worlds() const; // of those that have one, in the same order
    [[nodiscard]] TimePoint now() const { return transport_.now(); }

Q_SIGNALS:
    void opened(loadline::Session* session);
    void closed(const std::string& context);
    void worldsChanged();

private:
    struct Entry {
        Options options;
        KubeContext context;
        std::optional<KubeCluster> cluster;
        std::optional<KubeUser> user;
        std::unique_ptr<Session> session;
    };
    [[nodiscard]] bool changed(const Entry& entry) const;
    void begin(Entry entry);
    Transport& transport_;
    MakeCredentials make_;
    Kubeconfig kubeconfig_;
    Journal* journal_ = nullptr;
    std::map<std::string, Entry, std::less<>> entries_;
};

} // namespace loadline
