// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/spelling.h"
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"
#include "lint/trigger_types.h"
#include "manifest/scaler.h"

namespace loadline {

namespace {

// Written under a name that the trigger does not know and that differs by a slip of the pen.
std::optional<std::string> misspelt(const Trigger& trigger, const std::string& key)
{
    const auto* known = scaler(trigger.type);
    for (const auto& [name, value] : trigger.metadata) {
        const bool own = known && (known->field(name) || (name.ends_with("FromEnv") && known->field(name.substr(0, name.size() - 7))));
        if (!own && nearestWord(name, {key}) == key)
            return name;
    }
    return std::nullopt;
}

std::optional<Fix> mended(const ManifestRef& ref, const FieldPath& at, const Trigger& trigger, const std::string& key)
{
    if (const auto name = misspelt(trigger, key))
        return Fix {LOADLINE_TR("Lint", "Write %1 for %2"), {key, *name}, {drop(ref, at / *name), put(ref, at / key, Value(*trigger.get(*name)))}};
    const auto* known = scaler(trigger.type);
    const auto* field = known ? known->field(key) : nullptr;
    if (field && field->byDefault && !field->byDefault->empty())
        return Fix {LOADLINE_TR("Lint", "Set %1 to %2"), {key, *field->byDefault}, {put(ref, at / key, Value(*field->byDefault))}};
    if (field && field->type == ScalerField::Type::TimeZone)
        return Fix {LOADLINE_TR("Lint", "Set %1 to %2"), {key, "Etc/UTC"}, {put(ref, at / key, Value("Etc/UTC"))}};
    if (field && field->type == ScalerField::Type::Choice && !field->choices.empty())
        return Fix {LOADLINE_TR("Lint", "Set %1 to %2"), {key, field->choices.front()}, {put(ref, at / key, Value(field->choices.front()))}};
    return std::nullopt;
}

void look(const ManifestRef& ref, const std::vector<Trigger>& triggers, const Found& found)
{
    for (std::size_t i = 0; i < triggers.size(); ++i) {
        const auto at = FieldPath("spec.triggers") / i / "metadata";
        for (const auto& key : lackingMetadata(triggers[i])) {
            auto finding = tell(ref, at / key, LOADLINE_TR("Lint", "The %1 trigger has no %2."),
                LOADLINE_TR("Lint", "KEDA cannot build the trigger without it, and the object does not become ready."), {triggers[i].type, key});
            finding.fix = mended(ref, at, triggers[i], key);
            finding.edit = EditAt {LOADLINE_TR("Lint", "Say its %1"), {key}, ref, at / key};
            found(std::move(finding));
        }
    }
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto* object : scope.judged<ScaledObject>())
        look(scope.refOf(*object), object->triggers, found);
    for (const auto* job : scope.judged<ScaledJob>())
        look(scope.refOf(*job), job->triggers, found);
}

} // namespace

Rule kedaMissingMetadata()
{
    return {
        .id = "keda-missing-metadata",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A trigger lacks what it must have"),
        .explanation = LOADLINE_TR("Lint",
            "Each trigger type has metadata that it cannot work without, given as plain text, from the "
            "environment, or by authentication."),
        .link = link::kedaScalers,
        .check = &check,
    };
}

} // namespace loadline
