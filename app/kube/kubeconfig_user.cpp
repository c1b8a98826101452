// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_file.h"
#include "kube/kubeconfig_text.h"

namespace loadline {
namespace {

void checkExecVersion(KubeconfigEntry& entry, const std::string& version)
{
    if (version == "client.authentication.k8s.io/v1" || version == "client.authentication.k8s.io/v1beta1")
        return;
    if (version.empty())
        entry.refuse(LOADLINE_TR("Error", "The exec plugin names no apiVersion."),
            LOADLINE_TR("Error", "Add apiVersion: client.authentication.k8s.io/v1 or v1beta1, as the plugin answers."),
            {});
    else if (version == "client.authentication.k8s.io/v1alpha1")
        entry.refuse(LOADLINE_TR("Error", "The exec plugin uses %1, which Kubernetes removed in 1.24."),
            LOADLINE_TR("Error",
                "Update the plugin and write the kubeconfig anew, as with aws eks update-kubeconfig, or change it to "
                "v1beta1."),
            {version}, "apiVersion");
    else
        entry.refuse(LOADLINE_TR("Error", "The exec plugin uses the apiVersion %1, which is not known."),
            LOADLINE_TR("Error", "It must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1."),
            {shown(version)}, "apiVersion");
}

void checkInteractiveMode(KubeconfigEntry& entry, ExecPlugin& plugin)
{
    const std::string& mode = plugin.interactiveMode;
    if (mode.empty() && plugin.apiVersion != "client.authentication.k8s.io/v1")
        plugin.interactiveMode = "IfAvailable";
    else if (mode.empty())
        entry.refuse(LOADLINE_TR("Error", "The exec plugin %1 does not say its interactiveMode, which v1 demands."),
            LOADLINE_TR("Error", "Add interactiveMode: IfAvailable (or Never, or Always)."), {shown(plugin.command)});
    else if (mode != "Never" && mode != "IfAvailable" && mode != "Always")
        entry.refuse(LOADLINE_TR("Error", "The exec plugin has the interactiveMode %1, which is not known."),
            LOADLINE_TR("Error", "It must be Never, IfAvailable or Always."), {shown(mode)}, "interactiveMode");
}

ExecPlugin readExec(KubeconfigEntry& entry)
{
    ExecPlugin plugin;
    plugin.apiVersion = entry.text("apiVersion");
    plugin.command = entry.text("command");
    // kubectl: a command with a slash is relative to the kubeconfig, one without is looked for in PATH.
    if (plugin.command.find('/') != std::string::npos)
        plugin.command = entry.resolved(plugin.command);
    plugin.args = entry.texts("args");
    plugin.installHint = entry.text("installHint");
    plugin.interactiveMode = entry.text("interactiveMode");
    plugin.provideClusterInfo = entry.flag("provideClusterInfo");
    for (const auto& item : entry.list("env")) {
        KubeconfigEntry variable(item.get(), entry.file());
        std::string name = variable.text("name");
        Secret value = variable.secret("value");
        if (name.empty() || name.find_first_of(std::string_view("=\0", 2)) != std::string::npos)
            variable.refuse(LOADLINE_TR("Error", "An environment variable of the exec plugin has no usable name."),
                LOADLINE_TR("Error", "Give each entry of env a name and a value."), {});
        entry.take(variable);
        plugin.env.emplace_back(std::move(name), std::move(value));
    }
    if (plugin.command.empty())
        entry.refuse(LOADLINE_TR("Error", "The exec plugin names no command."),
            LOADLINE_TR("Error", "Add command: with the program that gives the credentials."), {});
    checkExecVersion(entry, plugin.apiVersion);
    checkInteractiveMode(entry, plugin);
    return plugin;
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = text.find(separator);
        if (const auto part = trimmed(text.substr(0, end)); !part.empty())
            out.emplace_back(part);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

OidcProvider readOidc(KubeconfigEntry& config)
{
    OidcProvider oidc;
    oidc.issuer = config.text("idp-issuer-url");
    oidc.clientId = config.text("client-id");
    oidc.clientSecret = config.secret("client-secret");
    oidc.idToken = config.secret("id-token");
    oidc.refreshToken = config.secret("refresh-token");
    oidc.caPem = config.pem("idp-certificate-authority", "idp-certificate-authority-data", "CERTIFICATE");
    oidc.scopes = split(config.text("extra-scopes"), ',');
    if (oidc.issuer.empty() || oidc.clientId.empty())
        config.refuse(LOADLINE_TR("Error", "The auth-provider oidc needs idp-issuer-url and client-id."),
            LOADLINE_TR("Error", "Add both to its config."), {});
    return oidc;
}

void readAuthProvider(KubeconfigEntry& entry, KubeUser& user)
{
    KubeconfigEntry provider(entry.mapping("auth-provider"), entry.file());
    const std::string name = provider.text("name");
    if (name == "oidc") {
        KubeconfigEntry config(provider.mapping("config"), entry.file());
        user.oidc = readOidc(config);
        provider.take(config);
    } else if (name == "gcp")
        provider.refuse(LOADLINE_TR("Error", "The auth-provider gcp was removed from Kubernetes in 1.26."),
            LOADLINE_TR(
                "Error", "Install gke-gcloud-auth-plugin and run gcloud container clusters get-credentials again."),
            {});
    else if (name == "azure")
        provider.refuse(LOADLINE_TR("Error", "The auth-provider azure was removed from Kubernetes in 1.26."),
            LOADLINE_TR("Error", "Install kubelogin and run kubelogin convert-kubeconfig."), {});
    else
        provider.refuse(LOADLINE_TR("Error", "The auth-provider %1 is not known."),
            LOADLINE_TR("Error", "Use an exec plugin instead; only oidc is still supported here."), {shown(name)});
    entry.take(provider);
}

void readImpersonation(KubeconfigEntry& entry, KubeUser& user)
{
    user.asUser = entry.text("as");
    user.asUid = entry.text("as-uid");
    user.asGroups = entry.texts("as-groups");
    if (const YamlValue* extra = entry.mapping("as-user-extra"))
        for (const auto& field : extra->fields) {
            KubeconfigEntry values(extra, entry.file());
            user.asExtra.emplace_back(field.first, values.texts(field.first));
            entry.take(values);
        }
    if (user.asUser.empty() && (!user.asUid.empty() || !user.asGroups.empty() || !user.asExtra.empty()))
        entry.refuse(LOADLINE_TR("Error", "The user %1 impersonates a group, uid or extra without a user."),
            LOADLINE_TR("Error", "Kubernetes needs as: beside as-groups, as-uid and as-user-extra."),
            {shown(user.name)});
}

// What kubectl refuses as ambiguous or half given.
void checkUser(KubeconfigEntry& entry, const KubeUser& user)
{
    const bool basic = !user.username.empty() || !user.password.empty();
    if (basic && !user.token.empty())
        entry.refuse(LOADLINE_TR("Error", "The user %1 has both a token and a username."),
            LOADLINE_TR("Error", "Remove one of them."), {shown(user.name)});
    if (user.exec && entry.has("auth-provider"))
        entry.refuse(LOADLINE_TR("Error", "The user %1 has both an exec plugin and an auth-provider."),
            LOADLINE_TR("Error", "Remove one of them."), {shown(user.name)});
    if (user.clientCertPem.empty() != user.clientKeyPem.empty())
        entry.refuse(LOADLINE_TR("Error", "The user %1 has a client certificate or a key, but not both."),
            LOADLINE_TR("Error", "Add the missing one: client-certificate and client-key belong together."),
            {shown(user.name)});
}

} // namespace

KubeUser readUser(KubeconfigEntry& entry, std::string name)
{
    KubeUser user;
    user.name = std::move(name);
    user.clientCertPem = Secret(entry.pem("client-certificate", "client-certificate-data", "CERTIFICATE"));
    user.clientKeyPem = Secret(entry.pem("client-key", "client-key-data", "PRIVATE KEY"));
    user.token = Secret(std::string(trimmed(entry.text("token"))));
    user.tokenFile = entry.resolved(entry.text("tokenFile"));
    user.username = entry.text("username");
    user.password = entry.secret("password");
    readImpersonation(entry, user);
    if (entry.has("auth-provider"))
        readAuthProvider(entry, user);
    if (entry.has("exec")) {
        KubeconfigEntry exec(entry.mapping("exec"), entry.file());
        user.exec = readExec(exec);
        entry.take(exec);
    }
    checkUser(entry, user);
    return user;
}

} // namespace loadline
