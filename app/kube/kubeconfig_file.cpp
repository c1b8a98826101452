// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/kubeconfig_file.h"

#include "kube/kubeconfig_text.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>

namespace loadline {
namespace {

Error malformed(const KubeconfigEntry::File& file, const YamlValue& at, std::string what, std::string hint,
    std::vector<std::string> args)
{
    return {Error::Kind::Malformed, std::move(what),
        file.path + ':' + std::to_string(at.line) + ':' + std::to_string(at.column), std::move(hint), std::move(args)};
}

// A number or word that stands for a name is taken as it is written; kubectl would refuse the whole file.
void readContext(KubeconfigEntry& entry, KubeContext& context)
{
    context.cluster = entry.text("cluster");
    context.user = entry.text("user");
    context.ns = entry.text("namespace");
    const bool usable = std::ranges::all_of(context.ns, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.'
            || c == '_';
    });
    if (!usable)
        entry.refuse(LOADLINE_TR("Error", "The namespace of the context %1 is no name of a namespace."),
            LOADLINE_TR("Error", "It may have lower-case letters, digits and dashes."), {shown(context.name)},
            "namespace");
}

class FileReader {
public:
    FileReader(KubeconfigFile& out, const std::string& path)
        : out_(out)
    {
        std::error_code failed;
        const auto whole = std::filesystem::absolute(path, failed);
        file_.path = path;
        file_.directory = (failed ? std::filesystem::path(path) : whole).parent_path().string();
    }

    void read(const YamlValue& root)
    {
        if (!isKubeconfig(root))
            return;
        KubeconfigEntry top(&root, file_);
        out_.content.currentContext = top.text("current-context");
        eachEntry(top, "clusters", "cluster", [&](KubeconfigEntry& entry, const std::string& name) {
            out_.content.clusters.push_back(readCluster(entry, name));
            keep(entry, name, out_.clusterFaults);
        });
        eachEntry(top, "users", "user", [&](KubeconfigEntry& entry, const std::string& name) {
            out_.content.users.push_back(readUser(entry, name));
            keep(entry, name, out_.userFaults);
        });
        eachEntry(top, "contexts", "context", [&](KubeconfigEntry& entry, const std::string& name) {
            KubeContext context;
            context.name = name;
            context.file = file_.path;
            readContext(entry, context);
            out_.content.contexts.push_back(std::move(context));
            keep(entry, name, out_.contextFaults);
        });
        if (top.fault())
            out_.content.problems.push_back(*top.fault());
        out_.content.referenced = std::move(file_.read);
    }

private:
    static void keep(const KubeconfigEntry& entry, const std::string& name, std::map<std::string, Error>& faults)
    {
        if (entry.fault())
            faults.emplace(name, *entry.fault());
    }

    void problem(const YamlValue& at, std::string what, std::string hint, std::vector<std::string> args)
    {
        out_.content.problems.push_back(malformed(file_, at, std::move(what), std::move(hint), std::move(args)));
    }

    bool isKubeconfig(const YamlValue& root)
    {
        if (root.kind != YamlValue::Kind::Mapping) {
            problem(root, LOADLINE_TR("Error", "%1 is not a kubeconfig."),
                LOADLINE_TR(
                    "Error", "A kubeconfig has clusters, users and contexts; check that this is the file you mean."),
                {file_.path});
            return false;
        }
        KubeconfigEntry top(&root, file_);
        const std::string kind = top.text("kind"), version = top.text("apiVersion");
        if ((kind.empty() || kind == "Config") && (version.empty() || version == "v1"))
            return true;
        problem(root, LOADLINE_TR("Error", "%1 is a %2 of %3, not a kubeconfig."),
            LOADLINE_TR(
                "Error", "A kubeconfig has kind: Config and apiVersion: v1; check that this is the file you mean."),
            {file_.path, kind.empty() ? "Config" : shown(kind), version.empty() ? "v1" : shown(version)});
        return false;
    }

    // Entries of a list {name, <key>: {...}}; those without a name or with one used before are said and left out.
    template <class Read> void eachEntry(KubeconfigEntry& top, std::string_view list, std::string_view key, Read read)
    {
        std::set<std::string> seen;
        for (const auto& item : top.list(list)) {
            KubeconfigEntry outer(item.get(), file_);
            const std::string name = item->kind == YamlValue::Kind::Mapping ? outer.text("name") : std::string();
            if (name.empty())
                problem(*item, LOADLINE_TR("Error", "An entry of %1 in %2 has no name and is left out."),
                    LOADLINE_TR("Error", "Give it a name, or check the indentation of the lines there."),
                    {std::string(list), file_.path});
            else if (!seen.insert(name).second)
                problem(*item, LOADLINE_TR("Error", "The name %1 is used twice in %2 of %3; the first one counts."),
                    LOADLINE_TR("Error", "Remove or rename one of them: kubectl refuses the file."),
                    {shown(name), std::string(list), file_.path});
            else {
                KubeconfigEntry inner(outer.mapping(key), file_);
                inner.take(outer);
                read(inner, name);
            }
        }
    }

    KubeconfigFile& out_;
    KubeconfigEntry::File file_;
};

} // namespace

KubeconfigFile readKubeconfig(std::string_view text, const std::string& path)
{
    KubeconfigFile out;
    const auto root = parseYaml(text, path);
    if (root)
        FileReader(out, path).read(**root);
    else
        out.content.problems.push_back(root.error());
    return out;
}

} // namespace loadline
