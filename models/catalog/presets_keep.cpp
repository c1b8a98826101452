// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets_keep.h"

#include "manifest/form_walk.h"
#include "manifest/identity.h"

#include <algorithm>
#include <array>

namespace loadline {
namespace {

using Type = Field::Type;

// What the object is about: its own affair.
bool isIdentity(const FieldPath& path)
{
    static const std::array own {FieldPath("apiVersion"), FieldPath("kind"), FieldPath("metadata"), FieldPath("spec.scaleTargetRef"),
        FieldPath("spec.targetRef"), FieldPath("spec.selector")};
    return std::any_of(own.begin(), own.end(), [&](const FieldPath& one) { return path.startsWith(one); });
}

// Steers one workload, so that what is missing in it concerns no other.
bool isScalers(std::string_view kind)
{
    constexpr std::array<std::string_view, 4> kinds {"HorizontalPodAutoscaler", "ScaledObject", "VerticalPodAutoscaler", "PodDisruptionBudget"};
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// A number or a time is advice; a text names something that the preset cannot know.
bool isAdvice(const Field* field)
{
    constexpr std::array advice {Type::Integer, Type::Number, Type::Quantity, Type::Percent, Type::CountOrPercent, Type::Duration, Type::Bool,
        Type::Cron, Type::TimeZone};
    return field && std::find(advice.begin(), advice.end(), field->type) != advice.end();
}

std::string lastKey(const FieldPath& path)
{
    const auto* key = path.empty() ? nullptr : std::get_if<std::string>(&path.steps().back());
    return key ? *key : std::string();
}

// Triggers and limits pair by their type where it is there once; everything else by what it is known by.
std::vector<std::string> namesIn(const FieldPath& list, const Value& value)
{
    if (lastKey(list) != "triggers" && lastKey(list) != "limits")
        return identitiesOf(list, value.items());
    std::vector<std::string> names;
    for (const Value& item : value.items())
        names.push_back(item["type"].text());
    return names;
}

bool isPaired(const FieldPath& list)
{
    constexpr std::array<std::string_view, 4> lists {"triggers", "limits", "metrics", "containerPolicies"};
    return std::find(lists.begin(), lists.end(), lastKey(list)) != lists.end();
}

class Comparison {
public:
    Comparison(const Form& preset, const Value& live)
        : preset_(preset)
        , live_(live)
        , scaler_(isScalers(preset.kind().kind))
    {
    }
    std::vector<Proposal> made()
    {
        walk({}, preset_.document().value(), &live_, false);
        return std::move(found_);
    }

private:
    void walk(const FieldPath& path, const Value& wanted, const Value* now, bool inItem)
    {
        if (isIdentity(path))
            return;
        const bool whole = lastKey(path) == "target" && inItem; // a metric's: its type and its figure go together
        if (wanted.isMap() && !whole && (now ? now->isMap() : !fieldAt(path))) {
            for (const ValueField& field : wanted.fields())
                walk(path / field.key, field.value, now ? now->find(field.key) : nullptr, inItem);
            return;
        }
        if (now && now->isList() && wanted.isList() && !now->items().empty() && isPaired(path))
            return pair(path, wanted, *now);
        if (now && sameMeaning(path, *now, wanted))
            return;
        if (inTrigger(path) && !isAdvice(fieldAt(path)))
            return;
        propose(path, wanted, now, inItem);
    }

    void propose(const FieldPath& path, const Value& wanted, const Value* now, bool inItem)
    {
        const Field* field = fieldAt(path);
        if (!now && field && field->byDefault && sameMeaning(path, *field->byDefault, wanted))
            return;
        Proposal proposal;
        proposal.path = path;
        if (now)
            proposal.now = *now;
        proposal.wanted = wanted;
        proposal.instead = otherBound(path);
        proposal.fills = scaler_ && !inItem && !now && proposal.instead.empty() && !(field && field->byDefault);
        if (!pointless(path))
            found_.push_back(std::move(proposal));
    }

    void pair(const FieldPath& path, const Value& wanted, const Value& now)
    {
        const auto theirs = namesIn(path, now);
        const auto ours = namesIn(path, wanted);
        for (std::size_t i = 0; i < wanted.items().size(); ++i) {
            const std::string name = i < ours.size() ? ours[i] : std::string();
            const auto count = std::count(theirs.begin(), theirs.end(), name);
            if (count == 1) {
                const auto at = static_cast<std::size_t>(std::find(theirs.begin(), theirs.end(), name) - theirs.begin());
                item_ = {path / at, path / i};
                walk(path / at, wanted.items()[i], &now.items()[at], true);
                item_ = {};
            } else if (count == 0) {
                Proposal more;
                more.path = path;
                more.more = true;
                more.wanted = wanted.items()[i];
                found_.push_back(std::move(more));
            }
        }
    }

    // The preset's own list may have the item at another place.
    [[nodiscard]] const Field* fieldAt(const FieldPath& path) const
    {
        if (item_.first.empty() || !path.startsWith(item_.first))
            return preset_.fieldAt(path);
        return preset_.fieldAt(joined(item_.second, tail(path, item_.first.steps().size())));
    }

    [[nodiscard]] bool inTrigger(const FieldPath& path) const { return path.startsWith("spec.triggers") && path.steps().size() > 3; }

    // A budget has one bound.
    [[nodiscard]] FieldPath otherBound(const FieldPath& path) const
    {
        const FieldPath least("spec.minAvailable"), most("spec.maxUnavailable");
        if (path == least && live_["spec"].find("maxUnavailable"))
            return most;
        return path == most && live_["spec"].find("minAvailable") ? least : FieldPath();
    }

    // KEDA refuses a fallback where every trigger is CPU or memory.
    [[nodiscard]] bool pointless(const FieldPath& path) const
    {
        const auto& triggers = live_["spec"]["triggers"].items();
        return path.startsWith("spec.fallback") && !triggers.empty() && std::all_of(triggers.begin(), triggers.end(), [](const Value& trigger) {
            return trigger["type"].text() == "cpu" || trigger["type"].text() == "memory";
        });
    }

    const Form& preset_;
    const Value& live_;
    bool scaler_;
    std::pair<FieldPath, FieldPath> item_; // where the item that is walked through stands in theirs, and in ours
    std::vector<Proposal> found_;
};

} // namespace

std::vector<Proposal> proposalsOf(const Form& preset, const Value& live)
{
    if (preset.kind().kind.find("TriggerAuthentication") != std::string_view::npos)
        return {}; // whose secret it is, a preset can only guess
    return Comparison(preset, live).made();
}

bool isAccepted(const Value& object, const Proposal& proposal)
{
    const Value* there = findIn(object, proposal.path);
    if (!proposal.more)
        return there && sameMeaning(proposal.path, *there, proposal.wanted);
    const auto same = [&](const Value& item) { return sameMeaning(proposal.path, item, proposal.wanted); };
    return there && std::any_of(there->items().begin(), there->items().end(), same);
}

Done accept(Document& document, const Proposal& proposal)
{
    if (isAccepted(document.value(), proposal))
        return std::monostate {};
    FieldPath path = proposal.path;
    if (proposal.more) {
        const Value* list = document.find(path);
        path = path / (list ? list->items().size() : 0);
    }
    if (!proposal.instead.empty())
        document.remove(proposal.instead);
    return document.set(path, proposal.wanted);
}

Done withdraw(Document& document, const Proposal& proposal, const Value& live)
{
    if (!isAccepted(document.value(), proposal))
        return std::monostate {};
    if (proposal.more) {
        const auto& items = document.find(proposal.path)->items();
        for (std::size_t i = items.size(); i-- > 0;)
            if (sameMeaning(proposal.path, items[i], proposal.wanted)) {
                document.remove(proposal.path / i);
                break;
            }
        return std::monostate {};
    }
    document.remove(proposal.path);
    for (const FieldPath& path : {proposal.path, proposal.instead})
        if (const Value* before = path.empty() ? nullptr : findIn(live, path))
            if (const Done done = document.set(path, *before); !done)
                return done.error();
    return std::monostate {};
}

} // namespace loadline
