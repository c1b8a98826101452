// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QObject>
#include <QString>

#include <functional>

namespace loadline {

// Secrets in the desktop's keyring (Secret Service or KWallet), each by a name that settings may hold. Where there is
// no keyring they are refused, never written anywhere else. A keyring may first ask the user to open it, so answers
// may take as long as that. `done` comes once, on this object's thread, after the call; not at all once `this` is gone.
class Secrets : public QObject {
    Q_OBJECT
public:
    explicit Secrets(QString service = QStringLiteral("loadline"), QObject* parent = nullptr);

    // Errors of all: Unsupported without a keyring, Forbidden when it stays closed, Server for other faults.
    void write(const QString& name, const Secret& secret, std::function<void(Done)> done);
    void read(const QString& name, std::function<void(Result<Secret>)> done); // NotFound too
    void remove(const QString& name, std::function<void(Done)> done); // one that is not there is removed

private:
    QString service_;
};

} // namespace loadline
