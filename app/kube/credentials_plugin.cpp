// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/credentials_parts.h"
#include "kube/exec_plugin_runs.h"

namespace loadline {
namespace {

// Asks PluginRuns on its thread and answers on the transport's. A new client certificate is a new endpoint, so that no
// connection made with the old one is used again.
class PluginSource : public CredentialSource, public std::enable_shared_from_this<PluginSource> {
public:
    PluginSource(CredentialFrame frame, PluginRuns::Wish wish, CredentialServices& services)
        : frame_(std::move(frame))
        , endpoint_(std::make_shared<const Endpoint>(frame_.endpoint))
        , wish_(std::move(wish))
        , plugins_(*services.plugins)
        , back_(services.transport)
    {
    }

    void get(bool rejected, std::function<void(Result<Credentials>)> ready) override
    {
        PluginRuns::Wish wish = wish_;
        wish.rejected = rejected ? generation_ : 0;
        plugins_.get(std::move(wish),
            [self = weak_from_this(), ready = std::move(ready), post = back_.poster()](Result<PluginCredential> given) {
                post([self, ready, given = std::move(given)] {
                    if (const auto source = self.lock())
                        ready(source->take(given));
                });
            });
    }

private:
    Result<Credentials> take(const Result<PluginCredential>& given)
    {
        if (!given)
            return given.error();
        generation_ = given->generation;
        const bool newCertificate = !given->clientCertPem.empty()
            && (given->clientCertPem != endpoint_->clientCertPem || given->clientKeyPem != endpoint_->clientKeyPem);
        if (newCertificate) {
            Endpoint endpoint = frame_.endpoint;
            endpoint.clientCertPem = given->clientCertPem;
            endpoint.clientKeyPem = given->clientKeyPem;
            endpoint_ = std::make_shared<const Endpoint>(std::move(endpoint));
        }
        return Credentials {endpoint_, bearer(given->token), frame_.headers, given->expires};
    }

    CredentialFrame frame_;
    EndpointPtr endpoint_;
    PluginRuns::Wish wish_;
    std::uint64_t generation_ = 0; // of what was given last
    PluginRuns& plugins_;
    BackToTransport back_;
};

} // namespace

std::shared_ptr<CredentialSource> pluginSource(CredentialFrame frame, const KubeUser& user, const KubeCluster& cluster,
    const std::string& context, CredentialServices& services)
{
    if (!services.plugins)
        return failingSource({Error::Kind::Unsupported,
            LOADLINE_TR("Error", "The context %1 needs a credential plugin, which cannot be run here."), {},
            LOADLINE_TR("Error", "Open it in the window or on the command line."), {context}});
    return std::make_shared<PluginSource>(
        std::move(frame), PluginRuns::Wish {*user.exec, cluster, context, 0}, services);
}

} // namespace loadline
