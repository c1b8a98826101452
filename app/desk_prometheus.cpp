// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the desk that deals with each cluster's Prometheus: found, set by hand, or none.
#include "desk.h"

#include "prom/by_hand.h"
#include "prometheus_values.h"
#include "shell_values.h"
#include "tables/wording.h"

#include <QPointer>

namespace loadline {
namespace {

QString bannerId(const QString& context) { return QStringLiteral("prometheus/") + context; }

} // namespace

void Desk::startPrometheus(Session* session)
{
    const QString context = QString::fromStdString(session->context());
    const PrometheusSetting setting
        = prometheusFromCommandLine(invocation_).value_or(settings_.clusters.value(context).prometheus);
    PrometheusState& state = prometheus_[context];
    state = {};
    state.context = context;
    switch (setting.mode) {
    case PrometheusSetting::Mode::None:
        state.kind = PrometheusState::Kind::Off;
        session->prometheus().useNone();
        costs_->setSource(session->context(), {});
        break;
    case PrometheusSetting::Mode::Auto:
        state.kind = PrometheusState::Kind::Searching;
        session->findPrometheus(setting.matcher.toStdString());
        break;
    case PrometheusSetting::Mode::ByHand:
        state.kind = PrometheusState::Kind::Searching;
        state.where = setting.url;
        if (setting.keyringName.isEmpty()) {
            session->usePrometheus(setting, {});
            break;
        }
        secrets_.read(setting.keyringName, [this, guard = QPointer<Session>(session), setting, context](const Result<Secret>& secret) {
            if (!guard)
                return;
            if (secret)
                guard->usePrometheus(setting, *secret);
            else
                report(secret.error(), BannerMessage::Kind::Warning, bannerId(context));
        });
        break;
    }
    refreshShell();
}

void Desk::prometheusTold(Session* session, const PromDiscovery& discovery)
{
    const QString context = QString::fromStdString(session->context());
    prometheus_[context] = prometheusState(context, discovery);
    broker_->sourceChanged(session->context());
    costs_->setSource(session->context(), discovery.source ? describe(*discovery.source) + discovery.source->matcher : std::string());
    refreshShell();
}

void Desk::editPrometheus(const QString& context)
{
    window_->editPrometheus(formOf(context, settings_.clusters.value(context).prometheus));
}

void Desk::prometheusChosen(const PrometheusForm& form)
{
    const QString name = QStringLiteral("prometheus/") + form.context;
    const bool keepsSecret = form.use == PrometheusForm::Use::ByHand && form.auth != PrometheusForm::Auth::None;
    const auto apply = [this, form](const QString& keyringName) {
        settings_.clusters[form.context].prometheus = settingOf(form, keyringName);
        invocation_.prometheus = "auto"; // the user's choice now stands above the command line's
        saving_.start(std::chrono::seconds {1});
        window_->withdrawBanner(bannerId(form.context));
        if (Session* session = clusters_->session(form.context.toStdString()))
            startPrometheus(session);
    };
    if (keepsSecret && !form.secret.empty()) {
        secrets_.write(name, form.secret, [this, form, name, apply](const Done& stored) {
            if (stored)
                return apply(name);
            report(stored.error(), BannerMessage::Kind::Error, bannerId(form.context));
        });
        return;
    }
    if (!keepsSecret && form.secretStored)
        secrets_.remove(name, [](const Done&) { });
    apply(keepsSecret && form.secretStored ? name : QString());
}

} // namespace loadline
