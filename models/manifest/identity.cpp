// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/identity.h"

#include "base/quantity.h"
#include "manifest/document.h"

#include <algorithm>
#include <set>

namespace loadline {
namespace {

std::string keyAt(const FieldPath& path, std::size_t fromEnd)
{
    const auto& steps = path.steps();
    if (steps.size() <= fromEnd)
        return {};
    const auto* key = std::get_if<std::string>(&steps[steps.size() - 1 - fromEnd]);
    return key ? *key : std::string();
}

std::string metricIdentity(const Value& metric)
{
    std::string source = metric["type"].text();
    if (!source.empty())
        source[0] = static_cast<char>(source[0] | 0x20);
    const Value& at = metric[source];
    const Value& object = at["describedObject"];
    return source + '/' + at["name"].text() + '/' + at["container"].text() + '/' + at["metric"]["name"].text() + '/'
        + at["metric"]["selector"].json() + '/' + object["kind"].text() + '/' + object["name"].text();
}

std::string identityOf(const std::string& list, const Value& item, std::size_t position)
{
    if (list == "metrics" || list == "currentMetrics")
        return metricIdentity(item);
    if (list == "triggers")
        return item["name"].text().empty() ? '#' + std::to_string(position) : item["name"].text();
    if (list == "conditions")
        return item["type"].text();
    if (list == "policies")
        return item["type"].text() + '/' + item["periodSeconds"].json();
    if (list == "containerPolicies" || list == "containerRecommendations")
        return item["containerName"].text();
    if (list == "secretTargetRef")
        return item["parameter"].text();
    if (list == "ports")
        return item["containerPort"].json() + item["port"].json() + '/' + item["protocol"].text();
    if (list == "volumeMounts")
        return item["mountPath"].text();
    return item["name"].text();
}

} // namespace

std::vector<std::string> identitiesOf(const FieldPath& list, const Value::List& items)
{
    std::vector<std::string> all;
    std::set<std::string> seen;
    for (const Value& item : items) {
        std::string identity = identityOf(keyAt(list, 0), item, all.size());
        if (!item.isMap() || identity.empty() || !seen.insert(identity).second)
            return {};
        all.push_back(std::move(identity));
    }
    return all;
}

bool mergesByItem(const FieldPath& list)
{
    static constexpr std::string_view names[] = {"containers", "initContainers", "ephemeralContainers", "env", "volumes",
        "volumeMounts", "ports", "conditions", "imagePullSecrets"};
    return std::find(std::begin(names), std::end(names), keyAt(list, 0)) != std::end(names);
}

bool holdsQuantity(const FieldPath& path)
{
    static constexpr std::string_view maps[] = {"requests", "limits", "hard", "used", "capacity", "allocatable",
        "minAllowed", "maxAllowed", "default", "defaultRequest", "min", "max", "maxLimitRequestRatio", "overhead", "target",
        "lowerBound", "upperBound", "uncappedTarget", "current"};
    static constexpr std::string_view fields[] = {"averageValue", "tolerance", "sizeLimit", "divisor"};
    const std::string name = keyAt(path, 0), parent = keyAt(path, 1);
    if (std::find(std::begin(fields), std::end(fields), name) != std::end(fields))
        return true;
    if ((parent == "target" || parent == "current") && name != "value" && name != "cpu" && name != "memory")
        return false;
    return std::find(std::begin(maps), std::end(maps), parent) != std::end(maps);
}

bool sameMeaning(const FieldPath& path, const Value& a, const Value& b)
{
    if (a == b)
        return true;
    if (a.isMap() && b.isMap()) {
        const auto covers = [&path](const Value& x, const Value& y) {
            return std::all_of(x.fields().begin(), x.fields().end(),
                [&](const ValueField& field) { return sameMeaning(path / field.key, field.value, y[field.key]); });
        };
        return covers(a, b) && covers(b, a);
    }
    if (a.isList() && b.isList()) {
        if (a.items().size() != b.items().size())
            return false;
        for (std::size_t i = 0; i < a.items().size(); ++i)
            if (!sameMeaning(path / i, a.items()[i], b.items()[i]))
                return false;
        return true;
    }
    if (!holdsQuantity(path) || a.isNull() || b.isNull() || a.isMap() || b.isMap() || a.isList() || b.isList())
        return false;
    const Result<Quantity> x = Quantity::parse(a.isString() ? a.text() : a.json());
    const Result<Quantity> y = Quantity::parse(b.isString() ? b.text() : b.json());
    return x && y && *x == *y;
}

Value identityOf(const ManifestRef& ref)
{
    Value metadata = Value::map();
    metadata.set("name", ref.name);
    if (!ref.ns.empty())
        metadata.set("namespace", ref.ns);
    Value identity = Value::map();
    identity.set("apiVersion", ref.apiVersion);
    identity.set("kind", ref.kind);
    identity.set("metadata", std::move(metadata));
    return identity;
}

Value withoutServerFields(const Value& object)
{
    if (!object.isMap())
        return object;
    Value clean = object;
    clean.remove("status");
    if (!object["metadata"].isMap())
        return clean;
    Value metadata = object["metadata"];
    for (const char* key : {"uid", "resourceVersion", "generation", "creationTimestamp", "managedFields", "selfLink",
             "deletionTimestamp", "deletionGracePeriodSeconds"})
        metadata.remove(key);
    Value annotations = metadata["annotations"];
    annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    if (annotations.fields().empty())
        metadata.remove("annotations");
    else
        metadata.set("annotations", std::move(annotations));
    clean.set("metadata", std::move(metadata));
    return clean;
}

} // namespace loadline
