// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/secret.h"
#include "base/time.h"
#include "theme/theme.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace loadline {

// How an open context stands with its server.
enum class ContextLink {
    Closed, // the user has not opened it: nothing is sent to it
    Connecting,
    Live,
    Stale, // was live; heard of last `age` ago
    Refused, // 401, 403 or a credential plugin failed: about who the user is
    Unreachable, // about the way there
};

// One context of the kubeconfig as the picker and the bar show it.
struct ContextState {
    QString name;
    QString server; // URL without credentials
    QStringList namespaces; // chosen, watched one by one; empty: all
    QStringList readNamespaces; // what is read in truth: by --namespace, or because the whole is refused; empty: as chosen
    QStringList knownNamespaces; // seen so far, for the picker
    QString brokenWhy; // a fault in the kubeconfig: it cannot be opened; "" when it can
    QString trouble; // the sentence of what is wrong while Stale, Refused or Unreachable
    QString hint; // how to mend it
    ContextLink link = ContextLink::Closed;
    std::optional<Millis> age; // since the server last said anything
    bool readOnly = false;
    bool insecure = false; // insecure-skip-tls-verify
    [[nodiscard]] bool open() const { return link != ContextLink::Closed; }
    bool operator==(const ContextState&) const = default;
};

// What is known of one open cluster's Prometheus: found by which rule, what was tried, which panels it can fill.
struct PrometheusState {
    enum class Kind { Off, Searching, Found, ByHand, NotFound, Failed };
    struct Tried {
        QString where; // "monitoring/prometheus-server:80"
        QString rule; // "well-known name"
        QString outcome; // "answered", "404", "connection refused"
        bool chosen = false;
        bool operator==(const Tried&) const = default;
    };
    struct Panel {
        QString name; // "HPA replicas"
        QString series; // "kube_horizontalpodautoscaler_status_current_replicas"
        bool present = false;
        bool operator==(const Panel&) const = default;
    };
    QString context;
    Kind kind = Kind::Searching;
    QString where; // "monitoring/kube-prometheus-stack-prometheus:9090" or the URL without credentials
    QString rule;
    QString problem; // a sentence while NotFound or Failed
    QString hint;
    std::vector<Tried> tried;
    std::vector<Panel> panels;
    bool operator==(const PrometheusState&) const = default;
};

// Long work that the user may watch and stop.
struct WorkState {
    QString id;
    QString text; // "Reading 30 d of history"
    std::optional<double> progress; // 0 to 1; unknown length without
    bool cancellable = true;
    bool operator==(const WorkState&) const = default;
};

// The time range that all charts share: the last so long, its right edge moving with now, or a fixed stretch.
struct RangeChoice {
    Seconds last {std::chrono::hours {8}};
    std::optional<TimeRange> fixed;
    bool operator==(const RangeChoice&) const = default;
};

// All that the frame around the pages shows, as one value that desk fills and hands over whenever it changed.
struct ShellState {
    std::vector<ContextState> contexts; // in kubeconfig order
    std::vector<PrometheusState> prometheus; // one per open context
    std::vector<WorkState> work;
    QString kubeconfig; // where the contexts come from: "~/.kube/config", for the picker
    RangeChoice range;
    TimePoint now {}; // by the clock of the data: the demo has its own
    ThemeChoice theme = ThemeChoice::System;
    bool demo = false;
    bool utcTimes = false;
    bool operator==(const ShellState&) const = default;
};

// The settings of a Prometheus given by hand. Secrets travel as such; desk puts them into the keyring.
struct PrometheusForm {
    enum class Use { Search, ByHand, None };
    enum class Auth { None, Bearer, Basic };
    QString context;
    Use use = Use::Search;
    QString url;
    QString pathPrefix; // "/select/0/prometheus"
    Auth auth = Auth::None;
    QString user;
    Secret secret; // bearer token or password
    bool secretStored = false; // one is in the keyring; an empty `secret` keeps it
    std::vector<std::pair<QString, QString>> headers; // X-Scope-OrgID
    QString caFile; // PEM
    QString matcher; // cluster label matcher of a central Prometheus: cluster="eu-1"
    bool operator==(const PrometheusForm&) const = default;
};

// A question that a credential plugin asks on its terminal: shown with what it wrote so far.
struct PromptState {
    QString id;
    QString context;
    QString command; // "aws-iam-authenticator"
    QString text; // what it wrote
    bool secret = false; // do not echo the answer
    bool operator==(const PromptState&) const = default;
};

// Something the user must know, shown above the page until dismissed or withdrawn.
struct BannerMessage {
    enum class Kind { Info, Warning, Error };
    QString id; // the same id replaces; "" is made from the text
    Kind kind = Kind::Error;
    QString text; // what went wrong: a sentence
    QString hint; // how to mend it
    QString details; // long text behind a button: a plugin's stderr
    QString action; // a button's text; "" none
    bool operator==(const BannerMessage&) const = default;
};

} // namespace loadline
