// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/links.h"
#include "lint/mends.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "manifest/identity.h"
#include "manifest/scaler.h"

namespace loadline {

namespace {

template <class T>
std::string nearest(const World& world, const std::string& ns, const std::string& name)
{
    std::vector<std::string_view> names;
    for (const T& one : world.all<T>())
        if (one.meta.ns == ns)
            names.push_back(one.meta.name);
    return nearestWord(name, names);
}

// Reads the trigger's parameters from a Secret of the same name: what must be given, else what can be.
Fix written(const ManifestRef& own, const Trigger& trigger)
{
    auto parameters = Value::list();
    const auto add = [&](const std::string& name) {
        auto entry = Value::map();
        entry.set("parameter", name);
        entry.set("name", own.name);
        entry.set("key", name);
        parameters.add(std::move(entry));
    };
    const auto* known = scaler(trigger.type);
    for (const bool required : {true, false}) {
        if (known && parameters.items().empty())
            for (const ScalerSecret& secret : known->secrets)
                if (secret.required == required && !trigger.get(secret.name) && !trigger.get(secret.name + "FromEnv"))
                    add(secret.name);
    }
    if (parameters.items().empty())
        add("password");
    auto spec = Value::map();
    spec.set("secretTargetRef", std::move(parameters));
    auto object = identityOf(own);
    object.set("spec", std::move(spec));
    return {LOADLINE_TR("Lint", "Add a %1 that reads the Secret %2"), {own.kind, own.name}, {put(own, {}, std::move(object))}};
}

void look(const LintScope& scope, const ManifestRef& ref, const std::string& ns, const std::vector<Trigger>& triggers, const Found& found)
{
    const auto& world = scope.world();
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        const auto& [name, kind] = triggers[i].authentication;
        const bool cluster = kind == "ClusterTriggerAuthentication";
        if (name.empty() || !wouldHold(world, cluster ? KindId::ClusterTriggerAuthentication : KindId::TriggerAuthentication, cluster ? std::string() : ns))
            continue;
        if (cluster ? world.find<ClusterTriggerAuthentication>("", name) != nullptr : world.find<TriggerAuthentication>(ns, name) != nullptr)
            continue;
        const auto at = FieldPath("spec.triggers") / i / "authenticationRef";
        auto finding = cluster
            ? tell(ref, at / "name", LOADLINE_TR("Lint", "There is no ClusterTriggerAuthentication %1."),
                  LOADLINE_TR("Lint", "KEDA builds the trigger without its credentials and reports a misleading “missing parameter”."), {name, ns})
            : tell(ref, at / "name", LOADLINE_TR("Lint", "There is no TriggerAuthentication %1 in namespace %2."),
                  LOADLINE_TR("Lint", "KEDA builds the trigger without its credentials and reports a misleading “missing parameter”."), {name, ns});
        if (!cluster && world.find<ClusterTriggerAuthentication>("", name))
            finding.fix = Fix {LOADLINE_TR("Lint", "Use the cluster's one of that name"), {}, {put(ref, at / "kind", Value("ClusterTriggerAuthentication"))}};
        else if (cluster && world.find<TriggerAuthentication>(ns, name))
            finding.fix = Fix {LOADLINE_TR("Lint", "Use the namespace's one of that name"), {}, {put(ref, at / "kind", Value("TriggerAuthentication"))}};
        else if (const auto near = cluster ? nearest<ClusterTriggerAuthentication>(world, "", name) : nearest<TriggerAuthentication>(world, ns, name); !near.empty())
            finding.fix = Fix {LOADLINE_TR("Lint", "Write %1"), {near}, {put(ref, at / "name", Value(near))}};
        else
            finding.fix = written({"keda.sh/v1alpha1", cluster ? "ClusterTriggerAuthentication" : "TriggerAuthentication", cluster ? std::string() : ref.ns, name}, triggers[i]);
        found(scope.live() ? std::move(finding) : with(std::move(finding), "keda-authentication-missing", Severity::Info));
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope, scope.refOf(*object), object->meta.ns.str(), object->triggers, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope, scope.refOf(*job), job->meta.ns.str(), job->triggers, found);
}

} // namespace

Rule kedaAuthenticationMissing()
{
    return {
        .id = "keda-authentication-missing",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "The trigger's authentication is not there"),
        .explanation = LOADLINE_TR("Lint",
            "KEDA only logs a missing TriggerAuthentication, builds the trigger without its parameters, and "
            "reports a misleading “missing parameter”."),
        .link = link::kedaAuthentication,
        .check = &check,
    };
}

} // namespace loadline
