// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig.h"

#include "kube/kubeconfig_file.h"
#include "kube/kubeconfig_text.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace loadline {
namespace {

constexpr std::size_t largestFile = 16u << 20;

template <class T> const T* byName(const std::vector<T>& entries, std::string_view name)
{
    const auto found = std::ranges::find(entries, name, &T::name);
    return found == entries.end() ? nullptr : &*found;
}

template <class T> std::string namesOf(const std::vector<T>& entries)
{
    std::vector<std::string> names;
    for (std::size_t i = 0; i < entries.size() && i < mostShown; ++i)
        names.push_back(entries[i].name);
    return shownList(names, entries.size());
}

Error missingCluster(const Kubeconfig& config, const KubeContext& context)
{
    if (context.cluster.empty())
        return {Error::Kind::Malformed, LOADLINE_TR("Error", "The context %1 names no cluster."), context.file,
            LOADLINE_TR("Error", "Add cluster: to it; the clusters there are: %2."),
            {shown(context.name), namesOf(config.clusters)}};
    return {Error::Kind::NotFound,
        LOADLINE_TR("Error", "The context %1 names the cluster %2, which is not in the kubeconfig."), context.file,
        config.clusters.empty() ? LOADLINE_TR("Error", "The kubeconfig has no clusters at all.")
                                : LOADLINE_TR("Error", "The clusters there are: %3."),
        {shown(context.name), shown(context.cluster), namesOf(config.clusters)}};
}

Error missingUser(const Kubeconfig& config, const KubeContext& context)
{
    return {Error::Kind::NotFound,
        LOADLINE_TR("Error", "The context %1 names the user %2, who is not in the kubeconfig."), context.file,
        config.users.empty() ? LOADLINE_TR("Error", "The kubeconfig has no users at all.")
                             : LOADLINE_TR("Error", "The users there are: %3."),
        {shown(context.name), shown(context.user), namesOf(config.users)}};
}

const Error* faultOf(const std::map<std::string, Error>& faults, const std::string& name)
{
    const auto found = faults.find(name);
    return found == faults.end() ? nullptr : &found->second;
}

template <class T> std::set<std::string_view> nameSet(const std::vector<T>& entries)
{
    std::set<std::string_view> names;
    for (const T& entry : entries)
        names.insert(entry.name);
    return names;
}

// Says of each context why it cannot be used, once everything it may name is there.
void findBroken(KubeconfigFile& all)
{
    const auto clusters = nameSet(all.content.clusters), users = nameSet(all.content.users);
    for (KubeContext& context : all.content.contexts) {
        const Error* fault = faultOf(all.contextFaults, context.name);
        if (!fault)
            fault = faultOf(all.clusterFaults, context.cluster);
        if (!fault && !context.user.empty())
            fault = faultOf(all.userFaults, context.user);
        if (fault)
            context.broken = *fault;
        else if (!clusters.contains(context.cluster))
            context.broken = missingCluster(all.content, context);
        else if (!context.user.empty() && !users.contains(context.user))
            context.broken = missingUser(all.content, context);
    }
    const Kubeconfig& config = all.content;
    if (!config.currentContext.empty() && !config.context(config.currentContext))
        all.content.problems.push_back(
            {Error::Kind::NotFound, LOADLINE_TR("Error", "The current context %1 is not in the kubeconfig."),
                config.files.empty() ? std::string() : config.files.front(),
                LOADLINE_TR("Error", "Choose one of its contexts: %2."),
                {shown(config.currentContext), namesOf(config.contexts)}});
}

// The first file that has an entry wins it whole, with its faults.
template <class T>
void mergeEntries(std::vector<T>& into, std::vector<T>& from, std::map<std::string, Error>& faults,
    std::map<std::string, Error>& fromFaults)
{
    std::set<std::string> taken;
    for (const T& entry : into)
        taken.insert(entry.name);
    for (T& entry : from) {
        if (!taken.insert(entry.name).second)
            continue;
        if (auto fault = fromFaults.find(entry.name); fault != fromFaults.end())
            faults.insert(*fault);
        into.push_back(std::move(entry));
    }
}

void merge(KubeconfigFile& into, KubeconfigFile from)
{
    mergeEntries(into.content.contexts, from.content.contexts, into.contextFaults, from.contextFaults);
    mergeEntries(into.content.clusters, from.content.clusters, into.clusterFaults, from.clusterFaults);
    mergeEntries(into.content.users, from.content.users, into.userFaults, from.userFaults);
    if (into.content.currentContext.empty())
        into.content.currentContext = std::move(from.content.currentContext);
    std::ranges::move(from.content.problems, std::back_inserter(into.content.problems));
    std::ranges::move(from.content.referenced, std::back_inserter(into.content.referenced));
}

Error emptyFile(const std::string& path)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "The kubeconfig %1 is empty."), path,
        LOADLINE_TR("Error", "Write one with your provider's tool, or name another file with --kubeconfig."), {path}};
}

Error nothingFound(const std::vector<std::string>& files)
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no kubeconfig: %1 does not exist."),
        files.empty() ? std::string() : files.front(),
        LOADLINE_TR("Error", "Write one with your provider's tool, or name a file with --kubeconfig or KUBECONFIG."),
        {shownList(files, files.size())}};
}

std::string absolute(const std::string& path)
{
    std::error_code ignored;
    const auto whole = std::filesystem::absolute(path, ignored);
    return ignored ? path : whole.lexically_normal().string();
}

} // namespace

const KubeContext* Kubeconfig::context(std::string_view name) const
{
    return byName(contexts, name);
}
const KubeCluster* Kubeconfig::cluster(std::string_view name) const
{
    return byName(clusters, name);
}
const KubeUser* Kubeconfig::user(std::string_view name) const
{
    return byName(users, name);
}

std::vector<std::string> kubeconfigFiles(
    const std::string& explicitFile, const char* environment, const std::string& home)
{
    if (!explicitFile.empty())
        return {absolute(explicitFile)};
    std::vector<std::string> files;
    std::string_view list = environment ? environment : "";
    if (list.empty())
        return {home + "/.kube/config"};
    while (!list.empty()) {
        const auto end = list.find(':');
        const std::string file = end == 0 ? std::string() : absolute(std::string(list.substr(0, end)));
        if (!file.empty() && std::ranges::find(files, file) == files.end())
            files.push_back(file);
        list.remove_prefix(end == std::string_view::npos ? list.size() : end + 1);
    }
    return files;
}

Kubeconfig loadKubeconfig(const std::vector<std::string>& files, bool explicitFile)
{
    KubeconfigFile all;
    all.content.files = files;
    std::vector<Error> empty;
    bool any = false;
    for (const std::string& path : files) {
        const auto text = readWholeFile(path, {largestFile, true});
        if (!text && text.error().kind == Error::Kind::NotFound && !explicitFile)
            continue;
        any = true;
        if (!text)
            all.content.problems.push_back(text.error());
        else if (trimmed(*text).empty())
            empty.push_back(emptyFile(path));
        else
            merge(all, readKubeconfig(*text, path));
    }
    // An empty file beside others is as good as none, and kubectl says nothing either.
    if (all.content.contexts.empty())
        std::ranges::move(empty, std::back_inserter(all.content.problems));
    if (!any)
        all.content.problems.push_back(nothingFound(files));
    findBroken(all);
    return std::move(all.content);
}

Kubeconfig parseKubeconfig(std::string_view text, const std::string& path)
{
    KubeconfigFile all;
    all.content.files = {path};
    if (text.size() > largestFile)
        all.content.problems.push_back({Error::Kind::Malformed,
            LOADLINE_TR("Error", "The file %1 is larger than %2 MiB."), path,
            LOADLINE_TR("Error", "Check that this is the file you mean."), {path, std::to_string(largestFile >> 20)}});
    else if (trimmed(text).empty())
        all.content.problems.push_back(emptyFile(path));
    else
        merge(all, readKubeconfig(text, path));
    findBroken(all);
    return std::move(all.content);
}

} // namespace loadline
