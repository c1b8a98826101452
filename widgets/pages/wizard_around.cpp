// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_around.h"

#include "grid/cards.h"
#include "tables/cells.h"

#include <QCoreApplication>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace loadline {

QString installText(const std::vector<InstallNote>& notes)
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

WizardAround::WizardAround(QWidget* parent)
    : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    card_ = new Card(tr("To go with them"), this);
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
    const std::string rules = Document::write(prometheusRule("autoscaling", ns_)).text();
    addFile(column, {tr("Alerts and recordings"),
        tr("Rules for Prometheus: held at the highest number, cannot read metrics, flapping, a scaler that fails. For %1.").arg(where),
        QStringLiteral("autoscaling-prometheusrule.yaml"), rules, rules});
    addFile(column, {tr("Dashboard"), tr("For Grafana: the panels that Loadline shows, asking the same."), QStringLiteral("autoscaling-dashboard.json"),
        indentedJson(grafanaDashboard()), Document::write(dashboardConfigMap()).text()});
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
    connect(copy, &QPushButton::clicked, this, [this] { Q_EMIT copyWanted(tr("The commands"), installText(lacks_).toStdString()); });
}

void WizardAround::addAdapter(QVBoxLayout* column)
{
    if (metrics_.empty())
        return;
    std::vector<AdapterMetric> metrics;
    for (const Checked& one : metrics_)
        metrics.push_back(one.metric);
    addFile(column, {tr("Rules for the adapter"), tr("They make prometheus-adapter serve what these HPAs ask for."), QStringLiteral("prometheus-adapter-config.yaml"),
        Document::write(adapterConfig(metrics)).text(), Document::write(adapterConfigMap(metrics)).text()});
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

void WizardAround::addFile(QVBoxLayout* column, const File& file)
{
    auto* head = new ToneLabel(file.title, Tone::Normal, ToneLabel::Size::Strong, list_);
    head->setContentsMargins(0, 6, 0, 0);
    column->addWidget(head);
    column->addWidget(new ToneLabel(file.about, Tone::Muted, ToneLabel::Size::Small, list_));
    auto* row = new QHBoxLayout;
    auto* copy = new QPushButton(tr("Copy"), list_);
    copy->setAccessibleName(tr("Copy %1").arg(file.title));
    auto* save = new QPushButton(tr("Save \u2026"), list_);
    save->setAccessibleName(tr("Save %1").arg(file.title));
    row->addWidget(copy);
    auto* add = new QPushButton(tr("Add to the bundle"), list_);
    add->setAccessibleName(tr("Add to the bundle: %1").arg(file.title));
    add->setToolTip(tr("As one manifest more, to be saved and applied with the others."));
    row->addWidget(save);
    row->addWidget(add);
    row->addStretch(1);
    column->addLayout(row);
    connect(copy, &QPushButton::clicked, this, [this, file] { Q_EMIT copyWanted(file.title, file.text); });
    connect(save, &QPushButton::clicked, this, [this, file] { Q_EMIT saveWanted(file.name, file.text); });
    connect(add, &QPushButton::clicked, this, [this, manifest = file.manifest] { Q_EMIT partWanted(manifest); }, Qt::QueuedConnection);
}

} // namespace loadline
