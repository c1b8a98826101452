// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_file.h"
#include "kube/kubeconfig_text.h"

namespace loadline {
namespace {

// Linux passes no longer text in one environment variable.
constexpr std::size_t largestExecConfig = 100'000;
constexpr std::string_view proxySchemes[] {"http://", "https://", "socks5://", "socks5h://"};

void checkServer(KubeconfigEntry& entry, KubeCluster& cluster)
{
    while (cluster.server.ends_with('/'))
        cluster.server.pop_back();
    const auto scheme = cluster.server.find("://");
    if (cluster.server.empty())
        entry.refuse(LOADLINE_TR("Error", "The cluster %1 names no server."),
            LOADLINE_TR("Error", "Add server: https://HOST:PORT to it."), {shown(cluster.name)});
    else if (scheme != std::string::npos && !cluster.server.starts_with("https://")
        && !cluster.server.starts_with("http://"))
        entry.refuse(LOADLINE_TR("Error", "The server of the cluster %1 is neither https nor http."),
            LOADLINE_TR("Error", "Write it as https://HOST:PORT."), {shown(cluster.name)}, "server");
    else if (cluster.server.find_first_of(std::string_view(" \t\r\n\"<>\\^`{|}\0", 15)) != std::string::npos)
        entry.refuse(LOADLINE_TR("Error", "The server of the cluster %1 is no URL."),
            LOADLINE_TR("Error", "Write it as https://HOST:PORT."), {shown(cluster.name)}, "server");
}

void checkProxy(KubeconfigEntry& entry, const KubeCluster& cluster)
{
    if (cluster.proxyUrl.empty())
        return;
    for (const std::string_view scheme : proxySchemes)
        if (cluster.proxyUrl.starts_with(scheme) && cluster.proxyUrl.size() > scheme.size())
            return;
    entry.refuse(LOADLINE_TR("Error", "The proxy-url of the cluster %1 is not a proxy's address."),
        LOADLINE_TR("Error", "It must begin with http://, https:// or socks5://."), {shown(cluster.name)}, "proxy-url");
}

void readExtensions(KubeconfigEntry& entry, KubeCluster& cluster)
{
    for (const auto& item : entry.list("extensions")) {
        KubeconfigEntry extension(item.get(), entry.file());
        if (item->kind != YamlValue::Kind::Mapping || extension.text("name") != "client.authentication.k8s.io/exec")
            continue;
        const YamlValue* config = item->field("extension");
        if (config && config->weight > largestExecConfig)
            entry.refuse(LOADLINE_TR("Error", "The exec extension of the cluster %1 is too large for a plugin."),
                LOADLINE_TR("Error", "Linux passes at most 128 KiB in one environment variable."),
                {shown(cluster.name)}, "extensions");
        else if (config)
            cluster.execConfigJson = yamlToJson(*config);
        return;
    }
}

} // namespace

KubeCluster readCluster(KubeconfigEntry& entry, std::string name)
{
    KubeCluster cluster;
    cluster.name = std::move(name);
    cluster.server = entry.text("server");
    cluster.tlsServerName = entry.text("tls-server-name");
    cluster.insecure = entry.flag("insecure-skip-tls-verify");
    cluster.caPem = entry.pem("certificate-authority", "certificate-authority-data", "CERTIFICATE");
    cluster.disableCompression = entry.flag("disable-compression");
    cluster.proxyUrl = entry.text("proxy-url");
    checkServer(entry, cluster);
    checkProxy(entry, cluster);
    readExtensions(entry, cluster);
    return cluster;
}

} // namespace loadline
