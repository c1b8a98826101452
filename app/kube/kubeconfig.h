// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loadline {

// A user's exec credential plugin (client-go credential plugins, v1 and v1beta1).
struct ExecPlugin {
    std::string apiVersion; // "client.authentication.k8s.io/v1"
    std::string command; // absolute when the file wrote it relative to itself
    std::vector<std::string> args;
    std::vector<std::pair<std::string, Secret>> env; // values may be secrets
    std::string installHint;
    std::string interactiveMode; // "Never", "IfAvailable", "Always"
    bool provideClusterInfo = false;
    bool operator==(const ExecPlugin&) const = default;
};

struct OidcProvider {
    std::string issuer, clientId;
    Secret clientSecret, idToken, refreshToken;
    std::string caPem;
    std::vector<std::string> scopes;
    bool operator==(const OidcProvider&) const = default;
};

// What a kubeconfig cluster entry says. Files are already read: PEM text, not paths.
struct KubeCluster {
    std::string name;
    std::string server;
    std::string tlsServerName;
    std::string caPem;
    bool insecure = false;
    bool disableCompression = false;
    std::string proxyUrl;
    std::string execConfigJson; // the extension client.authentication.k8s.io/exec, as JSON; "" none
    bool operator==(const KubeCluster&) const = default;
};

struct KubeUser {
    std::string name;
    Secret clientCertPem, clientKeyPem;
    Secret token;
    std::string tokenFile; // absolute; wins over token; re-read
    std::string username;
    Secret password;
    std::string asUser, asUid;
    std::vector<std::string> asGroups;
    std::vector<std::pair<std::string, std::vector<std::string>>> asExtra;
    std::optional<OidcProvider> oidc;
    std::optional<ExecPlugin> exec;
    bool operator==(const KubeUser&) const = default;
};

struct KubeContext {
    std::string name;
    std::string cluster; // names
    std::string user;
    std::string ns; // "" none
    std::string file; // that defined it
    std::optional<Error> broken; // names a cluster or user that is not there, or whose files cannot be read
    bool operator==(const KubeContext&) const = default;
};

// All files of the list, merged as kubectl does: the first file wins per named entry and for current-context.
struct Kubeconfig {
    std::vector<KubeContext> contexts; // in file order
    std::vector<KubeCluster> clusters;
    std::vector<KubeUser> users;
    std::string currentContext;
    std::vector<std::string> files; // that were looked for, in order; to be watched
    std::vector<std::string> referenced; // certificates and keys that were read for them; to be watched too
    std::vector<Error> problems; // files that could not be read or parsed; the rest stands
    [[nodiscard]] const KubeContext* context(std::string_view name) const;
    [[nodiscard]] const KubeCluster* cluster(std::string_view name) const;
    [[nodiscard]] const KubeUser* user(std::string_view name) const;
    bool operator==(const Kubeconfig&) const = default;
};

// The files to read: `explicitFile` alone when given, else KUBECONFIG split at ':', else ~/.kube/config.
std::vector<std::string> kubeconfigFiles(
    const std::string& explicitFile, const char* environment, const std::string& home);
// Never fails as a whole: what is wrong is in `problems` and in a context's `broken`. Files over 16 MiB, YAML aliases
// that expand without end and cycles are refused with a message. An explicit file that is missing is a problem; one of
// a list is skipped, as kubectl does.
Kubeconfig loadKubeconfig(const std::vector<std::string>& files, bool explicitFile);
// One file's text, for tests and fuzzing; `path` is what relative paths are relative to.
Kubeconfig parseKubeconfig(std::string_view text, const std::string& path);

} // namespace loadline
