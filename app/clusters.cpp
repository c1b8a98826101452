// SPDX-License-Identifier: GPL-3.0-or-later
#include "clusters.h"

#include <unistd.h>

namespace loadline {
namespace {

template <class T>
std::optional<T> copyOf(const T* value)
{
    return value ? std::optional<T>(*value) : std::nullopt;
}

std::string namesOf(const Kubeconfig& kubeconfig)
{
    std::string names;
    for (const KubeContext& context : kubeconfig.contexts)
        names += (names.empty() ? "" : ", ") + context.name;
    return names;
}

// Who is logged in at this computer, for the journal.
std::string personHere()
{
    QByteArray name = qgetenv("USER");
    if (name.isEmpty())
        name = qgetenv("LOGNAME");
    return name.isEmpty() ? "uid " + std::to_string(::getuid()) : name.toStdString();
}

} // namespace

Clusters::Clusters(Transport& transport, MakeCredentials make, QObject* parent)
    : QObject(parent)
    , transport_(transport)
    , make_(std::move(make))
{
}

Clusters::~Clusters() = default;

bool Clusters::changed(const Entry& entry) const
{
    return copyOf(kubeconfig_.context(entry.context.name)) != entry.context
        || copyOf(kubeconfig_.cluster(entry.context.cluster)) != entry.cluster
        || copyOf(kubeconfig_.user(entry.context.user)) != entry.user;
}

void Clusters::setKubeconfig(Kubeconfig kubeconfig)
{
    kubeconfig_ = std::move(kubeconfig);
    std::vector<std::pair<std::string, Options>> anew;
    for (const auto& [name, entry] : entries_)
        if (changed(entry))
            anew.emplace_back(name, entry.options);
    for (const auto& [name, options] : anew) {
        close(name);
        if (kubeconfig_.context(name))
            (void)open(name, options); // a broken one stays closed and says why in the picker
    }
}

Done Clusters::open(const std::string& name, const Options& options)
{
    if (const auto known = entries_.find(name); known != entries_.end()) {
        if (known->second.options == options)
            return std::monostate {};
        close(name);
    }
    const KubeContext* context = kubeconfig_.context(name);
    if (!context)
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The kubeconfig has no context named %1."), "",
            kubeconfig_.contexts.empty() ? LOADLINE_TR("Error", "It has no contexts at all.")
                                         : LOADLINE_TR("Error", "It has: %2."),
            {name, namesOf(kubeconfig_)}};
    if (context->broken)
        return *context->broken;
    begin({options, *context, copyOf(kubeconfig_.cluster(context->cluster)), copyOf(kubeconfig_.user(context->user)), nullptr});
    return std::monostate {};
}

void Clusters::begin(Entry entry)
{
    Feed::Scope scope;
    scope.context = entry.context.name;
    scope.server = entry.cluster ? entry.cluster->server : "";
    scope.namespaces = entry.options.namespaces;
    scope.fallbackNamespace = entry.context.ns;
    entry.session = std::make_unique<Session>(
        transport_, make_(entry.context, kubeconfig_, entry.options.readOnly), std::move(scope), nullptr);
    Session* session = entry.session.get();
    if (journal_)
        session->beginWriting({entry.context.name, entry.cluster ? entry.cluster->server : "",
                                  entry.options.namespaces.size() == 1 ? entry.options.namespaces.front() : entry.context.ns, entry.context.user,
                                  personHere()},
            *journal_);
    connect(session, &Session::worldChanged, this, &Clusters::worldsChanged);
    entries_.insert_or_assign(session->context(), std::move(entry));
    Q_EMIT opened(session);
}

void Clusters::close(const std::string& name)
{
    const auto known = entries_.find(name);
    if (known == entries_.end())
        return;
    const auto session = std::move(known->second.session);
    entries_.erase(known);
    Q_EMIT closed(name);
    Q_EMIT worldsChanged();
}

void Clusters::setReadOnly(const std::string& name, bool readOnly)
{
    const auto known = entries_.find(name);
    if (known == entries_.end() || known->second.options.readOnly == readOnly)
        return;
    known->second.options.readOnly = readOnly;
    known->second.session->setReadOnly(readOnly);
}

void Clusters::wakeAll()
{
    for (Session* session : sessions())
        session->wake();
}

Session* Clusters::session(const std::string& context) const
{
    const auto known = entries_.find(context);
    return known == entries_.end() ? nullptr : known->second.session.get();
}

void Clusters::get(const std::string& context, const std::string& path, std::function<void(Result<std::string>)> done) const
{
    if (Session* open = session(context))
        open->get(path, std::move(done));
    else
        done(Error {Error::Kind::Unreachable, LOADLINE_TR("Error", "The cluster %1 is not open."), "", LOADLINE_TR("Error", "Open it first."), {context}});
}

std::vector<Session*> Clusters::sessions() const
{
    std::vector<Session*> sessions;
    for (const KubeContext& context : kubeconfig_.contexts)
        if (Session* open = session(context.name))
            sessions.push_back(open);
    return sessions;
}

Worlds Clusters::worlds() const
{
    Worlds worlds;
    for (const Session* session : sessions())
        if (session->world())
            worlds.push_back(session->world());
    return worlds;
}

} // namespace loadline
