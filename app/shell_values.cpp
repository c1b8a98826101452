// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell_values.h"

#include "tables/wording.h"

#include <algorithm>

namespace loadline {
namespace {

QStringList knownNamespaces(const World& world)
{
    // Of the kinds that are few: pods alone may be a hundred thousand.
    constexpr KindId few[] = {KindId::Hpa, KindId::Vpa, KindId::ScaledObject, KindId::ScaledJob, KindId::Deployment,
        KindId::StatefulSet, KindId::Quota};
    std::vector<std::string> names;
    for (const KindId kind : few) {
        const auto& table = world.tables[static_cast<std::size_t>(kind)];
        if (!table)
            continue;
        const std::string* last = nullptr; // tables are sorted by namespace: each appears once in a row
        for (const ObjectPtr& object : *table) {
            const std::string& ns = object->meta.ns.str();
            if (!ns.empty() && (!last || *last != ns))
                names.push_back(ns);
            last = &ns;
        }
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    QStringList known;
    for (const auto& name : names)
        known << QString::fromStdString(name);
    return known;
}

// None where something is read of the whole cluster.
QStringList readNamespaces(const World& world)
{
    constexpr KindId kinds[] = {KindId::Hpa, KindId::Vpa, KindId::ScaledObject, KindId::Pod, KindId::Deployment, KindId::StatefulSet};
    QStringList names;
    for (const KindId kind : kinds) {
        const KindState& state = world.state(kind);
        if (state.namespaces.empty() && (state.presence == Presence::Live || state.presence == Presence::Stale))
            return {};
        for (const std::string& ns : state.namespaces)
            if (const QString name = QString::fromStdString(ns); !names.contains(name))
                names << name;
    }
    return names;
}

bool isAboutWho(Error::Kind kind)
{
    return kind == Error::Kind::Unauthorized || kind == Error::Kind::Forbidden || kind == Error::Kind::Plugin;
}

} // namespace

std::optional<TimePoint> lastHeard(const World& world)
{
    std::optional<TimePoint> last;
    for (const KindState& state : world.states)
        if (state.heard != TimePoint {} && (!last || state.heard > *last))
            last = state.heard;
    return last;
}

ContextLink linkOf(const World& world)
{
    const auto any = [&](Presence presence) {
        return std::any_of(world.states.begin(), world.states.end(), [&](const KindState& s) { return s.presence == presence; });
    };
    if (world.trouble) {
        if (isAboutWho(world.trouble->kind))
            return ContextLink::Refused;
        return lastHeard(world) ? ContextLink::Stale : ContextLink::Unreachable;
    }
    if (any(Presence::Live))
        return ContextLink::Live;
    if (any(Presence::Stale))
        return ContextLink::Stale;
    if (any(Presence::Loading) || any(Presence::NotAsked))
        return ContextLink::Connecting;
    return any(Presence::Refused) ? ContextLink::Refused : ContextLink::Unreachable;
}

ContextState contextState(
    const KubeContext& context, const Kubeconfig& kubeconfig, const Settings& settings, bool open, const World* world, TimePoint now)
{
    ContextState state;
    state.name = QString::fromStdString(context.name);
    if (context.broken) {
        state.brokenWhy = sentence(*context.broken);
        state.hint = hint(*context.broken);
    }
    if (const KubeCluster* cluster = kubeconfig.cluster(context.cluster)) {
        state.server = QString::fromStdString(cluster->server);
        state.insecure = cluster->insecure;
    }
    state.namespaces = settings.clusters.value(state.name).namespaces;
    state.readOnly = isReadOnly(settings, state.name);
    if (!open)
        return state;
    state.link = world ? linkOf(*world) : ContextLink::Connecting;
    if (!world)
        return state;
    state.knownNamespaces = knownNamespaces(*world);
    state.readNamespaces = readNamespaces(*world);
    if (world->trouble) {
        state.trouble = sentence(*world->trouble);
        state.hint = hint(*world->trouble);
    }
    if (const auto heard = lastHeard(*world))
        state.age = std::max(Millis {0}, now - *heard);
    return state;
}

PrometheusForm formOf(const QString& context, const PrometheusSetting& setting)
{
    PrometheusForm form;
    form.context = context;
    form.use = setting.mode == PrometheusSetting::Mode::None ? PrometheusForm::Use::None
        : setting.mode == PrometheusSetting::Mode::ByHand    ? PrometheusForm::Use::ByHand
                                                             : PrometheusForm::Use::Search;
    form.auth = setting.login == PrometheusSetting::Login::Bearer ? PrometheusForm::Auth::Bearer
        : setting.login == PrometheusSetting::Login::Basic        ? PrometheusForm::Auth::Basic
                                                                  : PrometheusForm::Auth::None;
    form.url = setting.url;
    form.user = setting.user;
    form.secretStored = !setting.keyringName.isEmpty();
    form.caFile = setting.caFile;
    form.matcher = setting.matcher;
    for (const QString& header : setting.headers) {
        const auto colon = header.indexOf(u':');
        if (colon > 0)
            form.headers.emplace_back(header.left(colon).trimmed(), header.mid(colon + 1).trimmed());
    }
    return form;
}

PrometheusSetting settingOf(const PrometheusForm& form, const QString& keyringName)
{
    PrometheusSetting setting;
    setting.mode = form.use == PrometheusForm::Use::None ? PrometheusSetting::Mode::None
        : form.use == PrometheusForm::Use::ByHand        ? PrometheusSetting::Mode::ByHand
                                                         : PrometheusSetting::Mode::Auto;
    setting.login = form.auth == PrometheusForm::Auth::Bearer ? PrometheusSetting::Login::Bearer
        : form.auth == PrometheusForm::Auth::Basic            ? PrometheusSetting::Login::Basic
                                                              : PrometheusSetting::Login::None;
    setting.url = fullUrl(form);
    setting.user = form.user;
    setting.caFile = form.caFile;
    setting.matcher = form.matcher;
    for (const auto& [name, value] : form.headers)
        setting.headers << name + QStringLiteral(": ") + value;
    setting.keyringName = keyringName;
    return setting;
}

QString fullUrl(const PrometheusForm& form)
{
    QString url = form.url.trimmed();
    while (url.endsWith(u'/'))
        url.chop(1);
    QString prefix = form.pathPrefix.trimmed();
    while (prefix.endsWith(u'/'))
        prefix.chop(1);
    if (!prefix.isEmpty() && !prefix.startsWith(u'/'))
        prefix.prepend(u'/');
    return url + prefix;
}

} // namespace loadline
