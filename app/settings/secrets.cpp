// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/secrets.h"

#include <QDBusConnection>

#include <qt6keychain/keychain.h>

namespace loadline {
namespace {

// libsecret has one error for all that can go wrong on the way to a keyring.
bool hasNoKeyring(const QKeychain::Job& job)
{
    if (job.error() == QKeychain::NoBackendAvailable || job.error() == QKeychain::NotImplemented)
        return true;
    return job.error() == QKeychain::OtherError
        && (job.errorString().contains(QLatin1String("org.freedesktop.secrets"))
            || !QDBusConnection::sessionBus().isConnected());
}

Error noKeyring(const std::string& name)
{
    return {Error::Kind::Unsupported, LOADLINE_TR("Error", "This desktop has no keyring to keep %1 in."), "keyring",
        LOADLINE_TR("Error",
            "Install gnome-keyring or KWallet; until then the secret is needed at every start, as it is written to no "
            "file."),
        {name}};
}

Error faultOf(const QKeychain::Job& job)
{
    const std::string name = job.key().toStdString();
    if (hasNoKeyring(job))
        return noKeyring(name);
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {Error::Kind::NotFound, LOADLINE_TR("Error", "The keyring has no entry %1."), "keyring",
            LOADLINE_TR("Error", "Enter the secret again."), {name}};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {Error::Kind::Forbidden, LOADLINE_TR("Error", "The keyring does not give access to %1."), "keyring",
            LOADLINE_TR("Error", "Unlock the keyring and try again."), {name}};
    default:
        return {Error::Kind::Server, LOADLINE_TR("Error", "The keyring failed at %1: %2"), "keyring",
            LOADLINE_TR("Error", "Check that the keyring's service runs."), {name, job.errorString().toStdString()}};
    }
}

template <class Job> void begin(Job* job, const QString& name)
{
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    job->setKey(name);
    job->start();
}

} // namespace

Secrets::Secrets(QString service, QObject* parent)
    : QObject(parent)
    , service_(std::move(service))
{
}

void Secrets::write(const QString& name, const Secret& secret, std::function<void(Done)> done)
{
    auto* job = new QKeychain::WritePasswordJob(service_, this);
    job->setTextData(QString::fromStdString(secret.reveal()));
    connect(job, &QKeychain::Job::finished, this, [done = std::move(done)](QKeychain::Job* finished) {
        done(finished->error() ? Done(faultOf(*finished)) : Done(std::monostate {}));
    });
    begin(job, name);
}

void Secrets::read(const QString& name, std::function<void(Result<Secret>)> done)
{
    auto* job = new QKeychain::ReadPasswordJob(service_, this);
    connect(job, &QKeychain::Job::finished, this, [job, done = std::move(done)](QKeychain::Job* finished) {
        if (finished->error())
            done(faultOf(*finished));
        else
            done(Secret(job->textData().toStdString()));
    });
    begin(job, name);
}

void Secrets::remove(const QString& name, std::function<void(Done)> done)
{
    auto* job = new QKeychain::DeletePasswordJob(service_, this);
    connect(job, &QKeychain::Job::finished, this, [done = std::move(done)](QKeychain::Job* finished) {
        const bool gone = !finished->error() || finished->error() == QKeychain::EntryNotFound;
        done(gone ? Done(std::monostate {}) : Done(faultOf(*finished)));
    });
    begin(job, name);
}

} // namespace loadline
