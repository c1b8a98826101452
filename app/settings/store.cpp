// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/store.h"

#include "settings/cost_settings.h"

#include <QFile>
#include <QRegularExpression>
#include <QSettings>

#include <algorithm>

namespace loadline {
namespace {

constexpr int version = 1;

QString key(const char* name) { return QString::fromLatin1(name); }

Seconds seconds(const QSettings& file, const char* name, Seconds fallback)
{
    bool good = false;
    const qlonglong value = file.value(key(name)).toLongLong(&good);
    return good && value >= 0 ? Seconds(value) : fallback;
}

Preferences loadPreferences(QSettings& file)
{
    Preferences preferences;
    file.beginGroup(key("preferences"));
    preferences.hpaSyncPeriod = seconds(file, "hpaSyncPeriod", preferences.hpaSyncPeriod);
    preferences.hpaDownscaleStabilization
        = seconds(file, "hpaDownscaleStabilization", preferences.hpaDownscaleStabilization);
    preferences.usageWindow = seconds(file, "usageWindow", preferences.usageWindow);
    preferences.heldAtMaxWarning = seconds(file, "heldAtMaxWarning", preferences.heldAtMaxWarning);
    bool good = false;
    const double tolerance = file.value(key("hpaTolerance")).toDouble(&good);
    if (good && tolerance >= 0 && tolerance < 1)
        preferences.hpaTolerance = tolerance;
    preferences.poolLabel = file.value(key("poolLabel")).toString().toStdString();
    preferences.utcTimes = file.value(key("utcTimes"), false).toBool();
    file.endGroup();
    return preferences;
}

void savePreferences(QSettings& file, const Preferences& preferences)
{
    file.beginGroup(key("preferences"));
    file.setValue(key("hpaSyncPeriod"), qlonglong(preferences.hpaSyncPeriod.count()));
    file.setValue(key("hpaDownscaleStabilization"), qlonglong(preferences.hpaDownscaleStabilization.count()));
    file.setValue(key("usageWindow"), qlonglong(preferences.usageWindow.count()));
    file.setValue(key("heldAtMaxWarning"), qlonglong(preferences.heldAtMaxWarning.count()));
    file.setValue(key("hpaTolerance"), preferences.hpaTolerance);
    file.setValue(key("poolLabel"), QString::fromStdString(preferences.poolLabel));
    file.setValue(key("utcTimes"), preferences.utcTimes);
    file.endGroup();
}

PrometheusSetting loadPrometheus(const QSettings& file)
{
    PrometheusSetting setting;
    const QString mode = file.value(key("prometheus")).toString();
    setting.mode = mode == QLatin1String("none") ? PrometheusSetting::Mode::None
        : mode == QLatin1String("by-hand")       ? PrometheusSetting::Mode::ByHand
                                                 : PrometheusSetting::Mode::Auto;
    const QString login = file.value(key("prometheusLogin")).toString();
    setting.login = login == QLatin1String("bearer") ? PrometheusSetting::Login::Bearer
        : login == QLatin1String("basic")            ? PrometheusSetting::Login::Basic
                                                     : PrometheusSetting::Login::None;
    setting.url = file.value(key("prometheusUrl")).toString();
    setting.user = file.value(key("prometheusUser")).toString();
    setting.headers = file.value(key("prometheusHeaders")).toStringList();
    setting.caFile = file.value(key("prometheusCa")).toString();
    setting.matcher = file.value(key("prometheusMatcher")).toString();
    setting.keyringName = file.value(key("prometheusKeyring")).toString();
    return setting;
}

void savePrometheus(QSettings& file, const PrometheusSetting& setting)
{
    using Mode = PrometheusSetting::Mode;
    using Login = PrometheusSetting::Login;
    file.setValue(key("prometheus"),
        key(setting.mode == Mode::None ? "none" : setting.mode == Mode::ByHand ? "by-hand" : "auto"));
    file.setValue(key("prometheusLogin"),
        key(setting.login == Login::Bearer ? "bearer" : setting.login == Login::Basic ? "basic" : "none"));
    file.setValue(key("prometheusUrl"), setting.url);
    file.setValue(key("prometheusUser"), setting.user);
    file.setValue(key("prometheusHeaders"), setting.headers);
    file.setValue(key("prometheusCa"), setting.caFile);
    file.setValue(key("prometheusMatcher"), setting.matcher);
    file.setValue(key("prometheusKeyring"), setting.keyringName);
}

QHash<QString, ClusterSetting> loadClusters(QSettings& file)
{
    QHash<QString, ClusterSetting> clusters;
    const int count = file.beginReadArray(key("clusters"));
    for (int i = 0; i < count; ++i) {
        file.setArrayIndex(i);
        ClusterSetting cluster;
        cluster.namespaces = file.value(key("namespaces")).toStringList();
        if (const QVariant readOnly = file.value(key("readOnly")); readOnly.isValid())
            cluster.readOnly = readOnly.toBool();
        cluster.prometheus = loadPrometheus(file);
        if (const QString name = file.value(key("context")).toString(); !name.isEmpty())
            clusters.insert(name, cluster);
    }
    file.endArray();
    return clusters;
}

void saveClusters(QSettings& file, const QHash<QString, ClusterSetting>& clusters)
{
    file.remove(key("clusters"));
    file.beginWriteArray(key("clusters"), int(clusters.size()));
    QStringList names = clusters.keys();
    names.sort();
    for (int i = 0; i < int(names.size()); ++i) {
        const ClusterSetting& cluster = clusters[names[i]];
        file.setArrayIndex(i);
        file.setValue(key("context"), names[i]);
        file.setValue(key("namespaces"), cluster.namespaces);
        if (cluster.readOnly)
            file.setValue(key("readOnly"), *cluster.readOnly);
        savePrometheus(file, cluster.prometheus);
    }
    file.endArray();
}

} // namespace

bool looksLikeProduction(const QString& contextName)
{
    static const QRegularExpression words(
        QStringLiteral("(^|[^a-z])(prod|prd|production|live|p[0-9]+)([^a-z]|$)"), QRegularExpression::CaseInsensitiveOption);
    return words.match(contextName).hasMatch();
}

bool isReadOnly(const Settings& settings, const QString& contextName)
{
    return settings.clusters.value(contextName).readOnly.value_or(looksLikeProduction(contextName));
}

SettingsStore::SettingsStore(const QString& file)
    : settings_(file.isEmpty() ? std::make_unique<QSettings>(QStringLiteral("loadline"), QStringLiteral("loadline"))
                               : std::make_unique<QSettings>(file, QSettings::IniFormat))
{
    settings_->setFallbacksEnabled(false);
}

SettingsStore::~SettingsStore() = default;

QString SettingsStore::file() const { return settings_->fileName(); }

Settings SettingsStore::load() const
{
    QSettings& file = *settings_;
    if (file.value(key("version"), version).toInt() > version)
        QFile::copy(file.fileName(), file.fileName() + QStringLiteral(".newer"));
    Settings settings;
    settings.preferences = loadPreferences(file);
    if (const QString theme = file.value(key("theme")).toString();
        theme == QLatin1String("light") || theme == QLatin1String("dark"))
        settings.theme = theme;
    settings.rangeSeconds
        = std::clamp<qint64>(file.value(key("rangeSeconds"), settings.rangeSeconds).toLongLong(), 60, 400LL * 86400);
    settings.openContexts = file.value(key("openContexts")).toStringList();
    settings.windowState = file.value(key("windowState")).toByteArray();
    settings.clusters = loadClusters(file);
    settings.costs = readCostSettings(file.value(key("costs")).toByteArray()).settings;
    return settings;
}

Done SettingsStore::save(const Settings& settings)
{
    QSettings& file = *settings_;
    file.setValue(key("version"), version);
    savePreferences(file, settings.preferences);
    file.setValue(key("theme"), settings.theme);
    file.setValue(key("rangeSeconds"), settings.rangeSeconds);
    file.setValue(key("openContexts"), settings.openContexts);
    file.setValue(key("windowState"), settings.windowState);
    saveClusters(file, settings.clusters);
    file.setValue(key("costs"), writeCostSettings(settings.costs));
    file.sync();
    if (file.status() == QSettings::NoError)
        return std::monostate {};
    return Error {Error::Kind::Server, LOADLINE_TR("Error", "The settings cannot be saved to %1."),
        file.fileName().toStdString(),
        LOADLINE_TR("Error", "Check that you may write there and that the disk is not full."),
        {file.fileName().toStdString()}};
}

} // namespace loadline
