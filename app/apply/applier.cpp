// SPDX-License-Identifier: GPL-3.0-or-later
#include "apply/applier_state.h"

#include <QCoreApplication>

#include <utility>

namespace loadline {

Carry carryToMainThread()
{
    return [](std::function<void()> call) {
        QMetaObject::invokeMethod(QCoreApplication::instance(), std::move(call), Qt::QueuedConnection);
    };
}

// The wire's side, on the transport's thread. The cluster's Access is touched under the lock that closing takes alone.
struct Applier::State::Wire : std::enable_shared_from_this<Wire> {
    Wire(Transport& transportIn, std::function<Access&()> accessIn, std::string nsIn)
        : transport(transportIn)
        , access(std::move(accessIn))
        , ns(std::move(nsIn))
    {
    }
    void with(std::function<void(ObjectClient&)> call)
    {
        transport.post([self = shared_from_this(), call = std::move(call)] {
            if (!self->client)
                self->client = std::make_unique<ObjectClient>(
                    [raw = self.get()](const auto& use) { raw->withAccess(use); }, self->transport, self->ns);
            call(*self->client);
        });
    }
    void withAccess(const std::function<void(Access&)>& use)
    {
        const std::lock_guard lock(mutex);
        if (!stopped)
            use(access());
    }
    Transport& transport;
    std::function<Access&()> access;
    std::string ns;
    std::mutex mutex;
    bool stopped = false;
    std::unique_ptr<ObjectClient> client; // made and destroyed on the transport's thread
};

Applier::State::State(Transport& transport, std::function<Access&()> access, ApplyPlace placeIn, Journal* journalIn, Carry carryIn)
    : place(std::move(placeIn))
    , journal(journalIn)
    , carry(std::move(carryIn))
    , transport_(transport)
    , wire_(std::make_shared<Wire>(transport, std::move(access), place.ns))
{
}

void Applier::State::setPatience(Seconds wanted)
{
    patience = wanted;
    wire_->with([patience = wanted](ObjectClient& client) { client.setPatience(patience); });
}

void Applier::State::stop()
{
    {
        const std::lock_guard lock(wire_->mutex);
        wire_->stopped = true;
    }
    gone = true;
    pen.reset();
    if (journal && writing != 0)
        journal->abandon(writing);
    wire_->transport.post([wire = wire_] { wire->client.reset(); });
}

template <class Answer>
std::function<void(Answer)> Applier::State::back(std::function<void(Answer)> done)
{
    return [carry = carry, weak = weak_from_this(), done = std::move(done)](Answer answer) {
        carry([weak, done, answer = std::move(answer)]() mutable {
            const auto state = weak.lock();
            if (state && !state->gone)
                done(std::move(answer));
        });
    };
}

void Applier::State::locate(const ManifestRef& ref, std::function<void(Result<ManifestRef>)> done)
{
    wire_->with([ref, done = back(std::move(done))](ObjectClient& client) {
        client.find(ref, [done](const Result<ServedResource>& resource, const ManifestRef& found) {
            done(resource ? Result<ManifestRef>(found) : Result<ManifestRef>(resource.error()));
        });
    });
}

void Applier::State::get(const ManifestRef& ref, std::function<void(Result<Value>)> done)
{
    wire_->with([ref, done = back(std::move(done))](ObjectClient& client) { client.get(ref, done); });
}

// After a delay, and told within `atMost` of it, whatever the server does.
void Applier::State::getLater(Millis delay, Millis atMost, const ManifestRef& ref, std::function<void(Result<Value>)> done)
{
    wire_->with([delay, atMost, ref, done = back(std::move(done))](ObjectClient& client) {
        client.later(delay, [&client, atMost, ref, done] {
            const auto tell = [done, told = std::make_shared<bool>(false)](Result<Value> live) {
                if (!std::exchange(*told, true))
                    done(std::move(live));
            };
            client.get(ref, tell);
            client.later(atMost, [tell] { tell(Error {Error::Kind::Timeout, LOADLINE_TR("Error", "The server did not answer."), "", "", {}}); });
        });
    });
}

void Applier::State::lookInside(const std::string& ns, std::function<void(Result<std::vector<ManifestRef>>)> done)
{
    wire_->with([ns, done = back(std::move(done))](ObjectClient& client) { client.contents(ns, done); });
}

void Applier::State::write(ObjectClient::Order order, std::function<void(ObjectClient::Answer)> done)
{
    wire_->with([order = std::move(order), done = back(std::move(done))](ObjectClient& client) { client.write(order, done); });
}

void Applier::State::review(std::vector<ObjectClient::Question> questions, std::function<void(std::vector<Permission>)> done)
{
    struct Answers {
        std::vector<Permission> permissions;
        std::size_t open;
    };
    auto answers = std::make_shared<Answers>(Answers {std::vector<Permission>(questions.size()), questions.size()});
    wire_->with([questions = std::move(questions), answers, done = back(std::move(done))](ObjectClient& client) {
        for (std::size_t i = 0; i < questions.size(); ++i)
            client.review(questions[i], [answers, i, done](Permission permission) {
                answers->permissions[i] = std::move(permission);
                if (--answers->open == 0)
                    done(answers->permissions);
            });
    });
}

Applier::Applier(Transport& transport, std::function<Access&()> access, ApplyPlace place, Journal* journal, Carry carry)
    : place_(place)
    , state_(std::make_shared<State>(transport, std::move(access), std::move(place), journal, std::move(carry)))
{
}

Applier::~Applier()
{
    state_->stop();
}

void Applier::setPatience(Seconds patience)
{
    state_->setPatience(patience);
}

void Applier::read(const ManifestRef& ref, std::function<void(Result<Value>)> done)
{
    if (ref.kind == "Secret") {
        state_->carry([weak = std::weak_ptr(state_), ref, done = std::move(done)] {
            if (const auto state = weak.lock(); state && !state->gone)
                done(secretRefused(ref));
        });
        return;
    }
    state_->get(ref, std::move(done));
}

bool Applier::busy() const
{
    return state_->busy;
}

} // namespace loadline
