// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint/links.h"
#include "lint/rules_list.h"
#include "lint/tell.h"

namespace loadline {

namespace {

// Where the key first stands, the document in order.
std::optional<FieldPath> placeOf(const Value& value, const FieldPath& at, const std::string& key)
{
    for (const auto& field : value.fields()) {
        if (field.key == key)
            return at / key;
        if (auto found = placeOf(field.value, at / field.key, key))
            return found;
    }
    for (std::size_t i = 0; i < value.items().size(); ++i)
        if (auto found = placeOf(value.items()[i], at / i, key))
            return found;
    return std::nullopt;
}

// The error names a path ("spec.maxReplicas") or, for what stands deeper, the key alone.
FieldPath fieldOf(const Error& error, const Document& document)
{
    const auto path = FieldPath::parse(error.args.empty() ? std::string() : error.args.front());
    if (!path || path->empty() || path->steps().size() > 1)
        return path ? *path : FieldPath();
    return placeOf(document.value(), {}, error.args.front()).value_or(FieldPath());
}

void check(const LintScope& scope, const Found& found)
{
    for (const auto& [index, error] : scope.overlay().unreadable) {
        const auto& document = scope.overlay().documents[index];
        if (!scope.isJudged(document))
            continue;
        auto field = fieldOf(error, document);
        if (field.empty())
            field = document.find("spec") ? "spec" : "kind";
        if (const Value* value = document.find(field); value && filledInLater(*value)) {
            auto later = tell(document.ref(), field, LOADLINE_TR("Lint", "It holds %1, and a value takes its place later."),
                LOADLINE_TR("Lint", "Nothing that rests on this object is checked: check what comes out of it."), {value->text()});
            later.document = index;
            found(with(std::move(later), "not-readable", Severity::Info));
            continue;
        }
        auto finding = tell(document.ref(), field, LOADLINE_TR("Lint", "It cannot be read: %1"),
            LOADLINE_TR("Lint", "The API server would refuse it too."), {fillIn(error.what, error.args)});
        finding.document = index;
        found(std::move(finding));
    }
}

} // namespace

Rule notReadable()
{
    return {
        .id = "not-readable",
        .severity = Severity::Error,
        .title = LOADLINE_TR("Lint", "A manifest that cannot be read"),
        .explanation = LOADLINE_TR("Lint",
            "A field holds what it must not, so nothing more can be said of the object."),
        .link = link::objects,
        .check = &check,
    };
}

} // namespace loadline
