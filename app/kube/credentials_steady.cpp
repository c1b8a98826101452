// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/credentials_parts.h"
#include "kube/kubeconfig_text.h"

#include <QByteArray>
#include <QThreadPool>

#include <algorithm>
#include <mutex>

namespace loadline {

struct BackToTransport::Door {
    std::mutex mutex;
    Transport* transport = nullptr; // null: the source is gone
};

BackToTransport::BackToTransport(Transport& transport)
    : door_(std::make_shared<Door>())
{
    door_->transport = &transport;
}

BackToTransport::~BackToTransport()
{
    const std::lock_guard lock(door_->mutex);
    door_->transport = nullptr;
}

std::function<void(std::function<void()>)> BackToTransport::poster() const
{
    return [door = door_](std::function<void()> task) {
        const std::lock_guard lock(door->mutex);
        if (door->transport)
            door->transport->post(std::move(task));
    };
}

bool fitsHeader(const std::string& value)
{
    return std::ranges::none_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Secret bearer(const Secret& token)
{
    return token.empty() ? Secret() : Secret("Bearer " + token.reveal());
}

namespace {

constexpr std::size_t largestToken = 1u << 20;
constexpr Seconds tokenFileAge {60}; // client-go re-reads after a minute too

Error refusedByServer(const std::string& user)
{
    return {Error::Kind::Unauthorized,
        user.empty() ? LOADLINE_TR("Error", "The server wants to know who you are, and the context names no user.")
                     : LOADLINE_TR("Error", "The server does not accept the credentials of the user %1."),
        {}, LOADLINE_TR("Error", "They may have expired: get new ones with your provider's tool."), {shown(user)}};
}

class FailingSource : public CredentialSource {
public:
    explicit FailingSource(Error error)
        : error_(std::move(error))
    {
    }
    void get(bool, std::function<void(Result<Credentials>)> ready) override { ready(error_); }

private:
    Error error_;
};

// Token, password or client certificate, as they stand in the kubeconfig.
class SteadySource : public CredentialSource {
public:
    SteadySource(CredentialFrame frame, Secret authorization)
        : user_(std::move(frame.user))
        , given_ {std::make_shared<const Endpoint>(std::move(frame.endpoint)), std::move(authorization),
              std::move(frame.headers), {}}
    {
    }
    void get(bool rejected, std::function<void(Result<Credentials>)> ready) override
    {
        if (rejected)
            ready(refusedByServer(user_));
        else
            ready(given_);
    }

private:
    std::string user_;
    Credentials given_;
};

// Files are read on a pool's thread: one on a network share must not hold up every cluster.
class TokenFileSource : public CredentialSource, public std::enable_shared_from_this<TokenFileSource> {
public:
    TokenFileSource(CredentialFrame frame, const KubeUser& user, Transport& transport)
        : user_(std::move(frame.user))
        , file_(user.tokenFile)
        , instead_(user.token)
        , given_ {std::make_shared<const Endpoint>(std::move(frame.endpoint)), {}, std::move(frame.headers), {}}
        , transport_(transport)
        , back_(transport)
    {
    }

    void get(bool rejected, std::function<void(Result<Credentials>)> ready) override
    {
        if (!rejected && readAt_ && transport_.now() - *readAt_ < tokenFileAge) {
            ready(given_);
            return;
        }
        waiting_.push_back({rejected, std::move(ready)});
        if (waiting_.size() > 1)
            return;
        QThreadPool::globalInstance()->start([self = weak_from_this(), file = file_, post = back_.poster()] {
            auto text = readWholeFile(file, {largestToken, true});
            post([self, text = std::move(text)] {
                if (const auto source = self.lock())
                    source->take(text);
            });
        });
    }

private:
    struct Waiting {
        bool rejected;
        std::function<void(Result<Credentials>)> ready;
    };

    [[nodiscard]] Result<Secret> tokenOf(const Result<std::string>& text) const
    {
        if (!text && !instead_.empty())
            return instead_;
        if (!text)
            return text.error();
        Secret token {std::string(trimmed(*text))};
        if (!token.empty() && fitsHeader(token.reveal()))
            return token;
        return Error {Error::Kind::Malformed,
            token.empty() ? LOADLINE_TR("Error", "The token file %1 is empty.")
                          : LOADLINE_TR("Error", "The token file %1 holds more than a token."),
            file_, LOADLINE_TR("Error", "It must hold the bearer token and nothing else."), {file_}};
    }

    void take(const Result<std::string>& text)
    {
        const auto token = tokenOf(text);
        const bool changed = token && *token != token_;
        if (token) {
            token_ = *token;
            given_.authorization = bearer(token_);
            readAt_ = transport_.now();
        }
        const auto waiting = std::move(waiting_);
        waiting_.clear();
        for (const Waiting& one : waiting) {
            if (!token)
                one.ready(token.error());
            else if (one.rejected && !changed)
                one.ready(refusedByServer(user_));
            else
                one.ready(given_);
        }
    }

    std::string user_;
    std::string file_;
    Secret instead_; // `token` beside `tokenFile`
    Credentials given_;
    Secret token_;
    std::optional<TimePoint> readAt_;
    std::vector<Waiting> waiting_;
    Transport& transport_;
    BackToTransport back_;
};

} // namespace

std::shared_ptr<CredentialSource> failingSource(Error error)
{
    return std::make_shared<FailingSource>(std::move(error));
}

std::shared_ptr<CredentialSource> steadySource(CredentialFrame frame, const KubeUser& user)
{
    Secret authorization = bearer(user.token);
    if (user.token.empty() && (!user.username.empty() || !user.password.empty())) {
        const std::string both = user.username + ':' + user.password.reveal();
        authorization = Secret("Basic " + QByteArray::fromStdString(both).toBase64().toStdString());
    }
    if (!fitsHeader(authorization.reveal()))
        return failingSource({Error::Kind::Malformed,
            LOADLINE_TR("Error", "The token of the user %1 has control characters and cannot be sent."), {},
            LOADLINE_TR("Error", "Write it anew into the kubeconfig, on one line."), {shown(user.name)}});
    return std::make_shared<SteadySource>(std::move(frame), std::move(authorization));
}

std::shared_ptr<CredentialSource> tokenFileSource(CredentialFrame frame, const KubeUser& user, Transport& transport)
{
    return std::make_shared<TokenFileSource>(std::move(frame), user, transport);
}

} // namespace loadline
