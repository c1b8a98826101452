// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/exec_plugin_answer.h"

#include "kube/exec_plugin_mask.h"
#include "kube/kubeconfig_text.h"
#include "json/json.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace loadline {
namespace {

QString text(const std::string& value)
{
    return QString::fromStdString(value);
}

void setWhenGiven(QJsonObject& object, const char* name, const std::string& value)
{
    if (!value.empty())
        object.insert(QLatin1String(name), text(value));
}

std::string clusterInfo(const KubeCluster& cluster)
{
    QJsonObject object {{QStringLiteral("server"), text(cluster.server)}};
    setWhenGiven(object, "tls-server-name", cluster.tlsServerName);
    setWhenGiven(object, "proxy-url", cluster.proxyUrl);
    if (cluster.insecure)
        object.insert(QStringLiteral("insecure-skip-tls-verify"), true);
    if (cluster.disableCompression)
        object.insert(QStringLiteral("disable-compression"), true);
    if (!cluster.caPem.empty())
        object.insert(QStringLiteral("certificate-authority-data"),
            QString::fromLatin1(QByteArray::fromStdString(cluster.caPem).toBase64()));
    std::string json = QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
    json.pop_back();
    return json + ",\"config\":" + (cluster.execConfigJson.empty() ? "null" : cluster.execConfigJson) + '}';
}

Error fault(const ExecPlugin& plugin, std::string what, std::string hint, std::vector<std::string> more = {})
{
    more.insert(more.begin(), shown(pluginName(plugin)));
    return {Error::Kind::Plugin, std::move(what), plugin.command, std::move(hint), std::move(more)};
}

// kubectl demands exactly one JSON document on standard output.
Error noJson(const ExecPlugin& plugin, std::string_view printed, const Error& why)
{
    const std::string_view all = trimmed(printed);
    if (all.empty())
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 printed nothing."),
            LOADLINE_TR("Error", "Run it in a terminal to see what it misses; it must print an ExecCredential."));
    const auto begin = all.find('{');
    if (all.find("ExecCredential") != std::string_view::npos) {
        const bool before = begin != 0;
        std::string_view noise = before ? all.substr(0, begin) : all.substr(all.rfind('}') + 1);
        noise = trimmed(noise.substr(0, 4000));
        if (!noise.empty())
            return fault(plugin,
                before ? LOADLINE_TR("Error", "The credential plugin %1 printed other text before its answer: %2")
                       : LOADLINE_TR("Error", "The credential plugin %1 printed other text after its answer: %2"),
                LOADLINE_TR("Error",
                    "Only the answer may go to standard output, kubectl refuses anything else too: send the rest to "
                    "standard error."),
                {shown(masked(terminalText(std::string(noise)), {}))});
    }
    return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 printed no valid JSON: %2"),
        LOADLINE_TR("Error", "It must print an ExecCredential; check its arguments in the kubeconfig."),
        {shown(plainText(why))});
}

bool sendable(const std::string& token)
{
    return std::ranges::none_of(token, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; });
}

std::optional<Error> checkEnvelope(const ExecPlugin& plugin, Json answer)
{
    if (answer["kind"].text() != "ExecCredential")
        return fault(plugin,
            LOADLINE_TR("Error", "The credential plugin %1 printed a %2 instead of an ExecCredential."),
            LOADLINE_TR("Error", "Check its arguments in the kubeconfig."),
            {answer["kind"].text().empty() ? "JSON document" : shown(answer["kind"].text())});
    const auto version = answer["apiVersion"].text();
    if (version != plugin.apiVersion)
        return fault(plugin,
            LOADLINE_TR("Error", "The credential plugin %1 answered in the apiVersion %2, the kubeconfig asks for %3."),
            LOADLINE_TR("Error", "Write the plugin's version into the kubeconfig, or update the plugin."),
            {shown(version), plugin.apiVersion});
    if (!answer["status"].isObject())
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 answered without a status."),
            LOADLINE_TR("Error", "Run it in a terminal: its status must hold a token or a certificate."));
    return std::nullopt;
}

std::optional<Error> checkContent(const ExecPlugin& plugin, const PluginCredential& credential)
{
    if (credential.clientCertPem.empty() != credential.clientKeyPem.empty())
        return fault(plugin,
            LOADLINE_TR("Error", "The credential plugin %1 gave only one of a client certificate and its key."),
            LOADLINE_TR("Error", "Update the plugin: both belong together."));
    if (credential.token.empty() && credential.clientCertPem.empty())
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 gave neither a token nor a certificate."),
            LOADLINE_TR("Error", "Sign in again with its own login command."));
    if (!sendable(credential.token.reveal()))
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 gave a token with blanks or line breaks."),
            LOADLINE_TR("Error", "Update the plugin: such a token cannot be sent."));
    if (!credential.clientCertPem.empty()
        && (credential.clientCertPem.reveal().find("-----BEGIN CERTIFICATE") == std::string::npos
            || credential.clientKeyPem.reveal().find("PRIVATE KEY-----") == std::string::npos))
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 gave a certificate that is not PEM."),
            LOADLINE_TR("Error", "Update the plugin: certificate and key must be PEM text, not base64 of it."));
    return std::nullopt;
}

std::optional<Error> readExpiry(const ExecPlugin& plugin, Json status, TimePoint now, PluginCredential& credential)
{
    const Json given = status["expirationTimestamp"];
    if (!given.present() || given.isNull())
        return std::nullopt;
    credential.expires = given.time();
    if (!credential.expires)
        return fault(plugin,
            LOADLINE_TR("Error", "The credential plugin %1 gave an expirationTimestamp that is no time: %2"),
            LOADLINE_TR("Error", "It must look like 2030-01-31T12:00:00Z; update the plugin."), {shown(given.text())});
    if (*credential.expires <= now)
        return fault(plugin, LOADLINE_TR("Error", "The credential plugin %1 gave credentials that expired at %2."),
            LOADLINE_TR("Error", "Sign in again with its own login command, and check this computer's clock."),
            {formatRfc3339(*credential.expires)});
    return std::nullopt;
}

} // namespace

std::string pluginName(const ExecPlugin& plugin)
{
    return plugin.command.substr(plugin.command.rfind('/') + 1);
}

std::string execInfo(const ExecPlugin& plugin, const KubeCluster& cluster, bool interactive)
{
    std::string info = R"({"kind":"ExecCredential","apiVersion":")" + plugin.apiVersion + R"(","spec":{)";
    if (plugin.provideClusterInfo)
        info += "\"cluster\":" + clusterInfo(cluster) + ',';
    return info + "\"interactive\":" + (interactive ? "true" : "false") + "}}";
}

Result<PluginCredential> readExecCredential(const ExecPlugin& plugin, std::string_view printed, TimePoint now)
{
    JsonDocument document;
    std::string copy(printed);
    const auto answer = document.parse(copy);
    if (!answer)
        return noJson(plugin, printed, answer.error());
    if (auto error = checkEnvelope(plugin, *answer))
        return *error;
    const Json status = (*answer)["status"];
    PluginCredential credential;
    credential.token = Secret(status["token"].str());
    credential.clientCertPem = Secret(status["clientCertificateData"].str());
    credential.clientKeyPem = Secret(status["clientKeyData"].str());
    if (auto error = checkContent(plugin, credential))
        return *error;
    if (auto error = readExpiry(plugin, status, now, credential))
        return *error;
    return credential;
}

} // namespace loadline
