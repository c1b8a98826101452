// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "clusters.h"
#include "invocation.h"
#include "kube/credentials.h"
#include "kube/exec_plugin_runs.h"
#include "kube/kubeconfig_watch.h"
#include "kube/login_shell.h"
#include "net/transport.h"
#include "shell/shell_state.h"

#include <QObject>

#include <memory>

namespace loadline {

class SimTransport;

// The journal of what is written: the demo's is a file of its own, from which a demo that starts anew takes what was
// written to it before. "": none is kept, for a demo whose clock is set, which is the same each time.
QString journalFile(const Invocation& invocation);

// Where clusters come from: the user's kubeconfig over libcurl, with credential plugins run in their login shell's
// environment; or the demo's simulation. Outlives every session.
class Backend : public QObject {
    Q_OBJECT
public:
    explicit Backend(const Invocation& invocation);
    ~Backend() override;

    [[nodiscard]] bool demo() const { return demo_; }
    [[nodiscard]] Transport& transport() { return *transport_; }
    [[nodiscard]] const Kubeconfig& kubeconfig() const { return kubeconfig_; }
    [[nodiscard]] QString kubeconfigName() const; // "~/.kube/config", for the window
    [[nodiscard]] Clusters::MakeCredentials makeCredentials();
    // What to open when the user has not chosen: the current context; in the demo, all of them.
    [[nodiscard]] std::vector<std::string> firstContexts() const;
    void retryCredentials(); // the user asks: forget failures and waits

    // Plugins' questions are shown in the window (asked, askingEnded) or, without one, put to the terminal.
    void askInWindow();
    void answer(const QString& prompt, const QString& text);
    void cancelPrompt(const QString& prompt);

Q_SIGNALS:
    void kubeconfigChanged();
    void asked(const loadline::PromptState& prompt);
    void askingEnded(const QString& prompt);

private:
    void readKubeconfig(const Invocation& invocation);
    bool demo_;
    Kubeconfig kubeconfig_;
    QStringList files_;
    std::unique_ptr<Transport> transport_;
    std::unique_ptr<LoginShell> shell_;
    std::unique_ptr<PluginRuns> plugins_;
    std::unique_ptr<CredentialServices> services_;
    std::unique_ptr<KubeconfigWatch> watch_;
};

} // namespace loadline
