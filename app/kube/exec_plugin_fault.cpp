// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/exec_plugin_fault.h"

#include "kube/exec_plugin_answer.h"
#include "kube/exec_plugin_mask.h"
#include "kube/kubeconfig_text.h"
#include "kube/login_shell.h"

namespace loadline {
namespace {

using End = ExecPluginProcess::End;
constexpr std::size_t mostSaid = 1500;

// The end of what it said: the reason comes last.
std::string lastWords(const ExecPlugin& plugin, const ExecPluginProcess::Outcome& outcome)
{
    std::vector<Secret> secrets = outcome.answers;
    for (const auto& [name, value] : plugin.env)
        secrets.push_back(value);
    const std::string all = masked(outcome.said, secrets);
    std::string_view words = trimmed(all);
    if (words.size() <= mostSaid)
        return std::string(words);
    words.remove_prefix(words.size() - mostSaid);
    while (!words.empty() && (static_cast<unsigned char>(words.front()) & 0xc0u) == 0x80u)
        words.remove_prefix(1);
    return "…" + std::string(words);
}

Error fault(const ExecPlugin& plugin, std::string what, std::string hint, std::vector<std::string> more = {})
{
    more.insert(more.begin(), shown(pluginName(plugin)));
    return {Error::Kind::Plugin, std::move(what), plugin.command, std::move(hint), std::move(more)};
}

Error timedOut(const ExecPlugin& plugin, const std::string& said, Millis patience)
{
    const std::string seconds = std::to_string(std::chrono::duration_cast<Seconds>(patience).count());
    return fault(plugin,
        said.empty()
            ? LOADLINE_TR("Error", "The credential plugin %1 did not answer within %2 seconds and was stopped.")
            : LOADLINE_TR("Error", "The credential plugin %1 did not answer within %2 seconds and was stopped: %3"),
        LOADLINE_TR("Error", "Sign in with its own login command first, then refresh."), {seconds, said});
}

Error failed(const ExecPlugin& plugin, const std::string& said, int code)
{
    return fault(plugin,
        said.empty() ? LOADLINE_TR("Error", "The credential plugin %1 failed with exit code %2 and said nothing.")
                     : LOADLINE_TR("Error", "The credential plugin %1 failed with exit code %2: %3"),
        LOADLINE_TR("Error", "Sign in with its own login command, then refresh."), {std::to_string(code), said});
}

} // namespace

Error pluginFault(const ExecPlugin& plugin, const ExecPluginProcess::Outcome& outcome, Millis patience)
{
    const std::string said = lastWords(plugin, outcome);
    switch (outcome.end) {
    case End::TimedOut:
        return timedOut(plugin, said, patience);
    case End::AnswerTimedOut:
        return fault(plugin, LOADLINE_TR("Error", "The question of the credential plugin %1 was not answered: %2"),
            LOADLINE_TR("Error", "Refresh when you are ready to answer it."), {said});
    case End::Cancelled:
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 was cancelled."),
            LOADLINE_TR("Error", "Refresh to run it again."));
    case End::TooMuchOutput:
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 printed more than 1 MiB and was stopped."),
            LOADLINE_TR("Error", "It must print one ExecCredential; check its arguments in the kubeconfig."));
    case End::NotStarted:
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 cannot be started: %2"),
            LOADLINE_TR("Error", "Check that it is a program for this computer."), {outcome.startFault.toStdString()});
    case End::Crashed:
        return fault(plugin,
            said.empty() ? LOADLINE_TR("Error", "The credential plugin %1 crashed.")
                         : LOADLINE_TR("Error", "The credential plugin %1 crashed: %2"),
            LOADLINE_TR("Error", "Run it in a terminal to see why."), {said});
    case End::Exited:
        break;
    }
    return failed(plugin, said, outcome.exitCode);
}

Error pluginUseless(const ExecPlugin& plugin, const ExecPluginProcess::Outcome& outcome, Error why)
{
    const std::string said = lastWords(plugin, outcome);
    if (said.empty() || !outcome.printed.trimmed().isEmpty())
        return why;
    return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 gave no credentials: %2"),
        LOADLINE_TR("Error", "Sign in with its own login command, then refresh."), {said});
}

Error pluginNotFound(const ExecPlugin& plugin, const LoginEnvironment& environment)
{
    const bool byPath = plugin.command.find('/') != std::string::npos;
    const std::string hint = trimmed(plugin.installHint).empty()
        ? LOADLINE_TR("Error", "Install it, or write its whole path into the kubeconfig.")
        : LOADLINE_TR("Error", "%3");
    const std::string install = masked(terminalText(std::string(trimmed(plugin.installHint).substr(0, 2000))), {});
    if (byPath)
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %2 is not there, or may not be run."), hint,
            {shown(plugin.command), install});
    return fault(plugin,
        environment.problem
            ? LOADLINE_TR(
                "Error", "The credential plugin %1 is not in PATH. Your shell could not be asked for its PATH: %2")
            : LOADLINE_TR("Error", "The credential plugin %1 is in no folder of the PATH that %2 sets."),
        hint, {environment.problem ? plainText(*environment.problem) : environment.shell.toStdString(), install});
}

Error pluginMayNotAsk(const ExecPlugin& plugin)
{
    return fault(plugin,
        LOADLINE_TR(
            "Error", "The credential plugin %1 must ask a question, and there is no window or terminal for it."),
        LOADLINE_TR("Error", "Use the window, or set interactiveMode to IfAvailable in the kubeconfig."));
}

Error pluginRejected(const ExecPlugin& plugin)
{
    Error error = fault(plugin, LOADLINE_TR("Error", "The server does not accept what the credential plugin %1 gives."),
        LOADLINE_TR("Error",
            "Check that you are signed in to the right account; the plugin is run again later, and at once when you "
            "refresh."));
    error.kind = Error::Kind::Unauthorized;
    return error;
}

} // namespace loadline
