// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_around.h"

#include "cluster/node.h"
#include "cluster/scaled_object.h"
#include "cluster/vpa.h"
#include "cluster/workload.h"
#include "grid/cards.h"
#include "tables/cells.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {
namespace {

bool serves(const World& world, std::string_view group)
{
    return std::any_of(world.apiGroups.begin(), world.apiGroups.end(),
        [&](const std::string& one) { return one.size() > group.size() && one.starts_with(group) && one[group.size()] == '/'; });
}

template <class T>
bool runs(const World& world, std::string_view part)
{
    for (const T& workload : world.all<T>())
        if (workload.meta.name.find(part) != std::string::npos)
            return true;
    return false;
}

QString allCommands(const std::vector<InstallNote>& notes)
{
    QStringList lines;
    for (const InstallNote& note : notes) {
        lines << QStringLiteral("# %1: %2").arg(qtext(note.what), QCoreApplication::translate("Install", note.why.c_str()))
              << QStringLiteral("# %1").arg(qtext(note.link));
        for (const std::string& command : note.commands)
            lines << qtext(command);
        lines << QString();
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace

InstalledParts installedParts(const World& world)
{
    InstalledParts parts;
    if (!world.apiGroups.empty()) {
        parts.metricsServer = serves(world, "metrics.k8s.io");
        parts.customMetrics = serves(world, "custom.metrics.k8s.io");
        parts.keda = serves(world, "keda.sh");
        parts.vpa = serves(world, "autoscaling.k8s.io");
    }
    if (world.state(KindId::Deployment).complete() && world.state(KindId::Deployment).namespaces.empty()) {
        parts.kubeStateMetrics = runs<Deployment>(world, "kube-state-metrics");
        // One that runs elsewhere, or under another name, is not seen: only its presence is certain.
        if (runs<Deployment>(world, "prometheus-server") || runs<StatefulSet>(world, "prometheus"))
            parts.prometheus = true;
    }
    if (serves(world, "karpenter.sh") || !world.all<NodePool>().empty())
        parts.nodeAutoscaler = true;
    return parts;
}

WizardAround::WizardAround(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    card_ = new Card(tr("Around them"), this);
    column->addWidget(card_);
    refresh();
}

void WizardAround::setCluster(const QString& cluster, const std::vector<InstallNote>& lacks)
{
    if (cluster == cluster_ && lacks == lacks_)
        return;
    cluster_ = cluster;
    lacks_ = lacks;
    refresh();
}

void WizardAround::setAdapter(const std::vector<Checked>& metrics)
{
    if (metrics == metrics_)
        return;
    metrics_ = metrics;
    refresh();
}

void WizardAround::setNamespace(const std::string& ns)
{
    if (ns == ns_)
        return;
    ns_ = ns;
    refresh();
}

void WizardAround::refresh()
{
    if (list_) {
        list_->hide();
        list_->deleteLater();
    }
    list_ = new QWidget(card_);
    auto* column = new QVBoxLayout(list_);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    addLacks(column);
    addAdapter(column);
    const QString where = ns_.empty() ? tr("all namespaces") : tr("namespace %1").arg(qtext(ns_));
    addFile(column, tr("Alerts and recordings"),
        tr("Rules for Prometheus: held at the highest number, cannot read metrics, flapping, a scaler that fails. For %1.").arg(where),
        QStringLiteral("autoscaling-prometheusrule.yaml"), Document::write(prometheusRule("autoscaling", ns_)).text());
    addFile(column, tr("Dashboard"), tr("For Grafana: the panels that Loadline shows, asking the same."), QStringLiteral("autoscaling-dashboard.json"),
        indentedJson(grafanaDashboard()));
    card_->body()->addWidget(list_);
    list_->show();
}

void WizardAround::addLacks(QVBoxLayout* column)
{
    if (cluster_.isEmpty())
        return;
    const QString title = lacks_.empty() ? tr("%1 lacks nothing that Loadline can see").arg(cluster_) : tr("What %1 lacks").arg(cluster_);
    column->addWidget(new ToneLabel(title, Tone::Normal, ToneLabel::Size::Strong, list_));
    for (const InstallNote& note : lacks_) {
        column->addWidget(new ToneLabel(QStringLiteral("%1 \u2013 %2").arg(qtext(note.what), QCoreApplication::translate("Install", note.why.c_str())),
            Tone::Normal, ToneLabel::Size::Small, list_));
        QStringList commands;
        for (const std::string& command : note.commands)
            commands << qtext(command);
        auto* text = new ToneLabel(commands.isEmpty() ? qtext(note.link) : commands.join(QLatin1Char('\n')), Tone::Muted, ToneLabel::Size::Small, list_);
        text->setToolTip(qtext(note.link));
        column->addWidget(text);
    }
    if (lacks_.empty())
        return;
    auto* copy = new QPushButton(tr("Copy the commands"), list_);
    column->addWidget(copy, 0, Qt::AlignLeft);
    connect(copy, &QPushButton::clicked, this, [this] { Q_EMIT copyWanted(tr("The commands"), allCommands(lacks_).toStdString()); });
}

void WizardAround::addAdapter(QVBoxLayout* column)
{
    if (metrics_.empty())
        return;
    std::vector<AdapterMetric> metrics;
    for (const Checked& one : metrics_)
        metrics.push_back(one.metric);
    addFile(column, tr("Rules for the adapter"), tr("They make prometheus-adapter serve what these HPAs ask for."), QStringLiteral("prometheus-adapter-config.yaml"),
        Document::write(adapterConfig(metrics)).text());
    for (const Checked& one : metrics_) {
        const QString name = QStringLiteral("%1 \u2190 %2: ").arg(qtext(one.metric.name), qtext(one.metric.series));
        if (!one.faults)
            column->addWidget(new ToneLabel(name + tr("asking Prometheus"), Tone::Muted, ToneLabel::Size::Small, list_));
        else if (one.faults->isEmpty())
            column->addWidget(new ToneLabel(name + tr("Prometheus has the series, with namespace and pod"), Tone::Good, ToneLabel::Size::Small, list_));
        else
            column->addWidget(new ToneLabel(name + one.faults->join(QLatin1Char(' ')), Tone::Warn, ToneLabel::Size::Small, list_));
    }
}

void WizardAround::addFile(QVBoxLayout* column, const QString& title, const QString& about, const QString& name, const std::string& text)
{
    auto* head = new ToneLabel(title, Tone::Normal, ToneLabel::Size::Strong, list_);
    head->setContentsMargins(0, 6, 0, 0);
    column->addWidget(head);
    column->addWidget(new ToneLabel(about, Tone::Muted, ToneLabel::Size::Small, list_));
    auto* row = new QHBoxLayout;
    auto* copy = new QPushButton(tr("Copy"), list_);
    copy->setAccessibleName(tr("Copy %1").arg(title));
    auto* save = new QPushButton(tr("Save \u2026"), list_);
    save->setAccessibleName(tr("Save %1").arg(title));
    row->addWidget(copy);
    row->addWidget(save);
    row->addStretch(1);
    column->addLayout(row);
    connect(copy, &QPushButton::clicked, this, [this, title, text] { Q_EMIT copyWanted(title, text); });
    connect(save, &QPushButton::clicked, this, [this, name, text] { Q_EMIT saveWanted(name, text); });
}

} // namespace loadline
