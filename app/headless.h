// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend.h"
#include "cli.h"
#include "clusters.h"
#include "page_tables.h"
#include "settings/store.h"

#include <QTimer>

namespace loadline {

// `loadline contexts`: a line per context; contacts nobody. Returns the exit status.
int listContexts(const Backend& backend);

// Which contexts a command is about: those named, else the current one. Errors: NotFound when there is none.
Result<std::vector<std::string>> wantedContexts(const Kubeconfig& kubeconfig, const Invocation& invocation);

// Whether a page's table can be written: nothing yet (wait), an error, or all is there.
struct Readiness {
    bool ready = false;
    std::optional<Error> error;
};
Readiness readiness(const PageTable& table, const Worlds& worlds, std::size_t clusters);

// `loadline export PAGE`: opens the contexts, waits until what the page needs has loaded, writes its table, and says
// so by finished(exit status).
class ExportRun : public QObject {
    Q_OBJECT
public:
    ExportRun(Backend& backend, Invocation invocation, const Preferences& preferences);
    void start();

Q_SIGNALS:
    void finished(int status);

private:
    void look();
    void wantLive(const Worlds& worlds);
    [[nodiscard]] bool liveAnswered(const Worlds& worlds) const;
    void write(const Worlds& worlds);
    void fail(const Error& error);
    Backend& backend_;
    Invocation invocation_;
    Preferences preferences_;
    Clusters clusters_;
    const PageTable* table_ = nullptr;
    std::size_t wanted_ = 0;
    std::map<std::string, std::vector<LiveMetricKey>> live_; // by cluster
    QTimer limit_;
    bool done_ = false;
};

} // namespace loadline
