// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "base/result.h"
#include "tables/costs.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

class QSettings;

namespace loadline {

// How a Prometheus was set by hand. Secrets are in the desktop's keyring under `keyringName`, never here.
struct PrometheusSetting {
    enum class Mode { Auto, None, ByHand } mode = Mode::Auto;
    enum class Login { None, Bearer, Basic } login = Login::None;
    QString url; // with path prefix
    QString user; // Basic
    QStringList headers; // "X-Scope-OrgID: team"; values that are secrets belong into the keyring's entry
    QString caFile;
    QString matcher; // cluster="eu-1"
    QString keyringName; // "" when there is no secret
    bool operator==(const PrometheusSetting&) const = default;
};

struct ClusterSetting {
    QStringList namespaces; // watched one by one; empty: all
    std::optional<bool> readOnly; // not chosen: looksLikeProduction decides
    PrometheusSetting prometheus;
    bool operator==(const ClusterSetting&) const = default;
};

// Everything that is kept between two starts, as one value.
struct Settings {
    Preferences preferences;
    CostSettings costs;
    QString theme = QStringLiteral("system"); // "system", "light", "dark"
    qint64 rangeSeconds = 8 * 3600;
    QStringList openContexts;
    QHash<QString, ClusterSetting> clusters; // by context name
    QByteArray windowState; // geometry, page, columns, sorting, splitters: MainWindow::saveState
    bool operator==(const Settings&) const = default;
};

// A context whose name has a word that people use for production: it is read-only until the user says otherwise.
bool looksLikeProduction(const QString& contextName);
bool isReadOnly(const Settings& settings, const QString& contextName);

// Loads and saves Settings. What cannot be understood in the file falls back to its default, value by value; a
// newer version's file is kept aside before it is written over.
class SettingsStore {
public:
    explicit SettingsStore(const QString& file); // "": the desktop's place
    ~SettingsStore();
    [[nodiscard]] Settings load() const;
    // Errors: Server with the file's name when it cannot be written.
    Done save(const Settings& settings);
    [[nodiscard]] QString file() const;

private:
    std::unique_ptr<QSettings> settings_;
};

} // namespace loadline
