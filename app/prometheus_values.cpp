// SPDX-License-Identifier: GPL-3.0-or-later
#include "prometheus_values.h"

#include "tables/wording.h"

#include <QCoreApplication>

namespace loadline {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("Prometheus", text); }

QString where(const PromService& service)
{
    return QString::fromStdString(service.ns + "/" + service.name + ":" + service.port + service.prefix);
}

PrometheusState::Tried triedOf(const PromCandidate& candidate, const std::optional<PromSource>& chosen)
{
    PrometheusState::Tried tried;
    tried.where = where(candidate.service);
    tried.rule = QString::fromStdString(describe(candidate.rule));
    tried.outcome = candidate.error ? sentence(*candidate.error)
        : candidate.source          ? tr("answered; %1 of the panels' questions can be asked").arg(candidate.source->answered())
                                    : tr("answered");
    tried.chosen = chosen && chosen->service && *chosen->service == candidate.service;
    return tried;
}

// The panels of the pages, each by the query that it cannot do without.
constexpr QueryId panels[] = {QueryId::HpaCurrent, QueryId::HpaDesired, QueryId::HpaMetricCurrent, QueryId::WorkloadReady,
    QueryId::ContainerCpu, QueryId::ContainerMemory, QueryId::ContainerRequest, QueryId::VpaTarget, QueryId::KedaValue,
    QueryId::KedaActive, QueryId::NodesByPool, QueryId::NodeCount, QueryId::PoolUsage, QueryId::PodsPending};

PrometheusState::Panel panelOf(QueryId query, const PromSource& source)
{
    PrometheusState::Panel panel;
    panel.name = panelName(query);
    panel.present = source.answers(query);
    QStringList names;
    const auto& variants = queryOf(query).variants;
    const auto missing = source.missing(query);
    for (const std::string& name : panel.present || missing.empty() ? (variants.empty() ? missing : variants.front().needs) : missing)
        names << QString::fromStdString(name);
    panel.series = names.join(QStringLiteral(", "));
    return panel;
}

} // namespace

QString panelName(QueryId query)
{
    switch (query) {
    case QueryId::HpaCurrent:
        return tr("HPA replicas");
    case QueryId::HpaDesired:
        return tr("HPA desired replicas");
    case QueryId::HpaMetricCurrent:
        return tr("HPA metrics");
    case QueryId::WorkloadReady:
        return tr("Ready replicas");
    case QueryId::ContainerCpu:
        return tr("CPU usage");
    case QueryId::ContainerMemory:
        return tr("Memory usage");
    case QueryId::ContainerRequest:
        return tr("Requests");
    case QueryId::VpaTarget:
        return tr("VPA recommendations");
    case QueryId::KedaValue:
        return tr("KEDA trigger values");
    case QueryId::KedaActive:
        return tr("KEDA triggers active");
    case QueryId::NodesByPool:
        return tr("Nodes by pool");
    case QueryId::NodeCount:
        return tr("Nodes");
    case QueryId::PoolUsage:
        return tr("Karpenter pool usage");
    case QueryId::PodsPending:
        return tr("Pending pods");
    default:
        return QString::fromStdString(std::string(queryOf(query).name));
    }
}

PrometheusState prometheusState(const QString& context, const PromDiscovery& discovery)
{
    PrometheusState state;
    state.context = context;
    for (const PromCandidate& candidate : discovery.tried)
        state.tried.push_back(triedOf(candidate, discovery.source));
    if (discovery.source) {
        const PromSource& source = *discovery.source;
        state.kind = source.rule.type == PromRule::Type::ByHand ? PrometheusState::Kind::ByHand : PrometheusState::Kind::Found;
        state.where = source.service ? where(*source.service) : QString::fromStdString(source.url);
        state.rule = QString::fromStdString(describe(source.rule));
        for (const QueryId query : panels)
            state.panels.push_back(panelOf(query, source));
        if (source.mixesClusters()) {
            state.problem = tr("It holds %1 clusters, so charts would mix them.").arg(source.clusters.size());
            state.hint = tr("Set a cluster label matcher, for example cluster=\"%1\".")
                             .arg(QString::fromStdString(source.clusters.front()));
        }
        return state;
    }
    state.kind = PrometheusState::Kind::NotFound;
    state.problem = discovery.outOfTime ? tr("No Prometheus was found in the time allowed.") : tr("No Prometheus was found.");
    state.hint = tr("Charts show what Loadline itself records. You can set a Prometheus by hand.");
    if (!discovery.problems.empty()) {
        state.kind = PrometheusState::Kind::Failed;
        state.problem = sentence(discovery.problems.front());
    }
    return state;
}

QString prometheusLack(const PrometheusState& state)
{
    switch (state.kind) {
    case PrometheusState::Kind::Off:
        return tr("Prometheus is switched off for %1.").arg(state.context);
    case PrometheusState::Kind::NotFound:
        return tr("No Prometheus was found in %1: install one, or set its address by hand.").arg(state.context);
    case PrometheusState::Kind::Failed:
        return tr("No Prometheus answers for %1: %2").arg(state.context, state.problem);
    case PrometheusState::Kind::Searching:
    case PrometheusState::Kind::Found:
    case PrometheusState::Kind::ByHand:
        break;
    }
    return {};
}

std::optional<PrometheusSetting> prometheusFromCommandLine(const Invocation& invocation)
{
    if (invocation.prometheus == "auto")
        return std::nullopt;
    PrometheusSetting setting;
    setting.mode = invocation.prometheus == "none" ? PrometheusSetting::Mode::None : PrometheusSetting::Mode::ByHand;
    if (setting.mode == PrometheusSetting::Mode::ByHand)
        setting.url = QString::fromStdString(invocation.prometheus);
    return setting;
}

} // namespace loadline
