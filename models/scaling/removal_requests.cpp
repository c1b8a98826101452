// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/removal_requests.h"

#include "cluster/owner.h"
#include "scaling/vpa_estimate.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace loadline {
namespace {

class ByVpaTarget {
public:
    explicit ByVpaTarget(const World& world)
        : world_(&world)
    {
        for (const Vpa& vpa : world.all<Vpa>())
            vpas_.try_emplace({vpa.meta.ns.str(), vpa.target.kind, vpa.target.name}, &vpa);
    }
    std::optional<Resources> operator()(const Pod& pod)
    {
        if (vpas_.empty() || !pod.shape)
            return std::nullopt;
        const std::string ns = pod.meta.ns.str();
        const Owner owner = workloadAbove(*world_, ns, pod.meta.owner);
        const auto at = vpas_.find({ns, owner.kind.str(), owner.name.str()});
        if (at == vpas_.end())
            return std::nullopt;
        const auto [known, isNew] = after_.try_emplace({pod.shape.get(), at->second});
        if (isNew) {
            PodShape shape = *pod.shape;
            for (Container& container : shape.containers)
                if (auto requests = requestsUnder(*at->second, container.name, container.requests, container.limits))
                    container.requests = std::move(*requests);
            known->second = requestsOf(shape);
        }
        return known->second;
    }

private:
    const World* world_;
    std::map<std::tuple<std::string, std::string, std::string>, const Vpa*> vpas_;
    std::map<std::pair<const PodShape*, const Vpa*>, Resources> after_;
};

// Requests divided by 1 + percent / 100, rounded up to what the scheduler counts by: millicores and bytes.
class BySmaller {
public:
    explicit BySmaller(Quantity tooHighPercent)
        : of_(hundred + std::clamp(tooHighPercent.nano(), Int128(0), Int128(mostTooHighPercent) * one))
    {
    }
    std::optional<Resources> operator()(const Pod& pod)
    {
        if (!pod.shape)
            return std::nullopt;
        const auto [known, isNew] = after_.try_emplace(pod.shape.get());
        if (isNew) {
            known->second = requestsOf(*pod.shape);
            shrink(known->second.cpu, one / 1000);
            shrink(known->second.memory, one);
        }
        return known->second;
    }

private:
    static constexpr Int128 one = 1'000'000'000, hundred = 100 * one;
    void shrink(std::optional<Quantity>& amount, Int128 unit) const
    {
        if (amount && *amount > Quantity())
            amount = Quantity::fromNano((amount->nano() / unit * hundred + of_ - 1) / of_ * unit);
    }
    Int128 of_;
    std::map<const PodShape*, Resources> after_;
};

Error malformed(std::string_view text)
{
    return {Error::Kind::Malformed, LOADLINE_TR("Error", "\"%1\" does not say which requests are meant."), {},
        LOADLINE_TR("Error", "Write now, vpa or a percentage by which requests are too high, as 50%."), {std::string(text)}};
}

} // namespace

std::function<std::optional<Resources>(const Pod&)> requestsAfter(const World& world, const RequestsAsked& asked)
{
    switch (asked.taken) {
    case RequestsTaken::VpaTargets:
        return ByVpaTarget(world);
    case RequestsTaken::Smaller:
        return BySmaller(asked.tooHighPercent);
    case RequestsTaken::AsNow:
        break;
    }
    return {};
}

std::string requestsAskedText(const RequestsAsked& asked)
{
    if (asked.taken == RequestsTaken::AsNow)
        return "now";
    return asked.taken == RequestsTaken::VpaTargets ? "vpa" : asked.tooHighPercent.decimal() + "%";
}

Result<RequestsAsked> parseRequestsAsked(std::string_view text)
{
    RequestsAsked asked;
    if (text == "now")
        return asked;
    if (text == "vpa") {
        asked.taken = RequestsTaken::VpaTargets;
        return asked;
    }
    if (text.size() < 2 || text.back() != '%')
        return malformed(text);
    const auto percent = Quantity::parse(text.substr(0, text.size() - 1));
    if (!percent || *percent < Quantity() || *percent > Quantity::fromWhole(mostTooHighPercent))
        return malformed(text);
    asked.taken = RequestsTaken::Smaller;
    asked.tooHighPercent = *percent;
    return asked;
}

std::vector<Phrase> describe(const RequestsAsked& asked, const World& world)
{
    std::vector<Phrase> phrases;
    if (asked.taken == RequestsTaken::VpaTargets) {
        phrases.push_back({LOADLINE_TR("Cost", "Requests are taken as the VPAs' targets and policies would set them; pods without a VPA keep theirs."), {}});
        if (!world.state(KindId::Vpa).complete())
            phrases.push_back({LOADLINE_TR("Cost", "VPAs are not all known; pods of those that are not keep their requests."), {}});
        else if (world.all<Vpa>().empty())
            phrases.push_back({LOADLINE_TR("Cost", "There is no VPA in this cluster: nothing changes."), {}});
    } else if (asked.taken == RequestsTaken::Smaller) {
        phrases.push_back({LOADLINE_TR("Cost", "CPU and memory requests of all pods are taken as %1 % too high; GPUs stay as they are."),
            {asked.tooHighPercent.decimal()}});
    }
    return phrases;
}

} // namespace loadline
