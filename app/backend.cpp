// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend.h"

#include "demo/sim_transport.h"
#include "net/curl_transport.h"

#include <QDir>
#include <QFile>

#include <cstdlib>
#include <unistd.h>

namespace loadline {
namespace {

SimTransport::Options demoOptions(const Invocation& invocation)
{
    SimTransport::Options options;
    options.speed = invocation.demo.value_or(1);
    options.epoch = invocation.demoTime;
    if (const QString file = journalFile(invocation); !file.isEmpty() && !invocation.demoAnew && QFile::exists(file))
        options.past = demoPast(Journal(file, Journal::Check::Elsewhere));
    return options;
}

} // namespace

QString journalFile(const Invocation& invocation)
{
    if (!invocation.demo)
        return Journal::defaultFile();
    return invocation.demoTime ? QString() : Journal::demoFile();
}

Backend::Backend(const Invocation& invocation)
    : demo_(invocation.demo.has_value())
{
    if (demo_) {
        transport_ = std::make_unique<SimTransport>(demoOptions(invocation));
        kubeconfig_ = demoKubeconfig();
    } else {
        transport_ = std::make_unique<CurlTransport>();
        readKubeconfig(invocation);
    }
    shell_ = std::make_unique<LoginShell>();
    plugins_ = std::make_unique<PluginRuns>(*shell_, [transport = transport_.get()] { return transport->now(); });
    if (isatty(STDIN_FILENO) && isatty(STDERR_FILENO)) {
        PluginPrompts prompts;
        prompts.place = PluginPrompts::Place::Terminal;
        plugins_->setPrompts(std::move(prompts));
    }
    services_ = std::make_unique<CredentialServices>(CredentialServices {*transport_, plugins_.get()});
}

Backend::~Backend()
{
    transport_->stop();
}

void Backend::readKubeconfig(const Invocation& invocation)
{
    const auto files
        = kubeconfigFiles(invocation.kubeconfig, std::getenv("KUBECONFIG"), QDir::homePath().toStdString());
    for (const std::string& file : files)
        files_ << QString::fromStdString(file);
    const bool isExplicit = !invocation.kubeconfig.empty();
    kubeconfig_ = loadKubeconfig(files, isExplicit);
    watch_ = std::make_unique<KubeconfigWatch>(files, isExplicit, kubeconfig_);
    connect(watch_.get(), &KubeconfigWatch::changed, this, [this](const Kubeconfig& kubeconfig) {
        kubeconfig_ = kubeconfig;
        Q_EMIT kubeconfigChanged();
    });
}

QString Backend::kubeconfigName() const
{
    if (demo_)
        return tr("the demo");
    QStringList names;
    for (QString file : files_) {
        if (file.startsWith(QDir::homePath() + u'/'))
            file.replace(0, QDir::homePath().size(), QStringLiteral("~"));
        names << file;
    }
    return names.join(u':');
}

Clusters::MakeCredentials Backend::makeCredentials()
{
    return [this](const KubeContext& context, const Kubeconfig& kubeconfig, bool readOnly) {
        return makeCredentialSource(kubeconfig, context.name, readOnly, *services_);
    };
}

std::vector<std::string> Backend::firstContexts() const
{
    std::vector<std::string> contexts;
    if (demo_)
        for (const KubeContext& context : kubeconfig_.contexts)
            contexts.push_back(context.name);
    else if (!kubeconfig_.currentContext.empty())
        contexts.push_back(kubeconfig_.currentContext);
    return contexts;
}

void Backend::retryCredentials()
{
    loadline::retryCredentials(*services_);
}

void Backend::askInWindow()
{
    PluginPrompts prompts;
    prompts.place = PluginPrompts::Place::Window;
    prompts.show = [this](const PluginPrompt& prompt) {
        PromptState state;
        state.id = QString::number(prompt.id);
        QStringList contexts;
        for (const std::string& context : prompt.contexts)
            contexts << QString::fromStdString(context);
        state.context = contexts.join(QStringLiteral(", "));
        state.command = QString::fromStdString(prompt.command);
        state.text = QString::fromStdString(prompt.text);
        state.secret = prompt.secret;
        Q_EMIT asked(state);
    };
    prompts.close = [this](std::uint64_t id) { Q_EMIT askingEnded(QString::number(id)); };
    plugins_->setPrompts(std::move(prompts));
}

void Backend::answer(const QString& prompt, const QString& text)
{
    plugins_->answer(prompt.toULongLong(), Secret(text.toStdString()));
}

void Backend::cancelPrompt(const QString& prompt)
{
    plugins_->cancel(prompt.toULongLong());
}

} // namespace loadline
