// SPDX-License-Identifier: GPL-3.0-or-later
#include "session.h"

#include <QCoreApplication>
#include <QPointer>

namespace loadline {
namespace {

// Carries a call from the transport's thread to the desk's, where the session may be gone by then.
template <class Call>
void toDesk(const QPointer<Session>& session, Call call)
{
    QMetaObject::invokeMethod(
        QCoreApplication::instance(),
        [session, call = std::move(call)] {
            if (session)
                call(*session);
        },
        Qt::QueuedConnection);
}

} // namespace

Session::Session(Transport& transport, std::shared_ptr<CredentialSource> credentials, Feed::Scope scope, QObject* parent)
    : QObject(parent)
    , transport_(transport)
    , scope_(scope)
{
    const QPointer<Session> self(this);
    feed_ = std::make_unique<Feed>(transport, std::move(credentials), std::move(scope),
        [self] { toDesk(self, [](Session& session) { session.take(); }); });
    prometheus_ = std::make_unique<PromClient>(transport, [feed = feed_.get()]() -> Access& { return feed->access(); });
    feed_->start();
}

Session::~Session()
{
    applier_.reset();
    prometheus_->stop();
    feed_->stop();
}

void Session::take()
{
    if (auto world = feed_->take()) {
        world_ = std::move(world);
        Q_EMIT worldChanged();
    }
}

void Session::get(const std::string& path, std::function<void(Result<std::string>)> done)
{
    const QPointer<Session> self(this);
    feed_->get(path, [self, done = std::move(done)](Result<std::string> answer) {
        toDesk(self, [done, answer = std::move(answer)](Session&) { done(answer); });
    });
}

void Session::beginWriting(ApplyPlace place, Journal& journal)
{
    applier_ = std::make_unique<Applier>(
        transport_, [feed = feed_.get()]() -> Access& { return feed->access(); }, std::move(place), &journal, carryToMainThread());
}

PromClient::Found Session::found()
{
    const QPointer<Session> self(this);
    return [self](const PromDiscovery& discovery) {
        toDesk(self, [discovery](Session& session) { Q_EMIT session.prometheusTold(discovery); });
    };
}

void Session::findPrometheus(const std::string& matcher)
{
    PromFinder::Options options;
    options.namespaces = scope_.namespaces;
    options.matcher = matcher;
    prometheus_->find(std::move(options), found());
}

void Session::usePrometheus(const PrometheusSetting& setting, const Secret& secret)
{
    prometheus_->use(setting, secret, found());
}

} // namespace loadline
