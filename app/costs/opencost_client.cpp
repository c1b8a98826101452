// SPDX-License-Identifier: GPL-3.0-or-later
#include "costs/opencost_client.h"

#include "cost/opencost_reply.h"
#include "json/json.h"

#include <algorithm>
#include <array>
#include <memory>

namespace loadline {
namespace {

struct Place {
    std::string ns, name;
    std::int64_t port = 0;
    int rank = 0; // more is likelier
    [[nodiscard]] std::string text() const { return ns + '/' + name + ':' + std::to_string(port); }
    [[nodiscard]] std::string proxy() const
    {
        return "/api/v1/namespaces/" + ns + "/services/" + name + ':' + std::to_string(port) + "/proxy";
    }
};

// Its charts call the port "http" on 9003, Kubecost's "tcp-model"; an own port keeps the number or says its name.
int rankOf(std::string_view service, std::string_view port, std::int64_t number)
{
    const bool named = service.find("opencost") != std::string_view::npos || service.find("cost-analyzer") != std::string_view::npos;
    const bool portNamed = port == "opencost" || port == "http-opencost" || port == "tcp-model" || port == "http-model";
    if (number == 9003)
        return named ? 4 : 2;
    if (portNamed)
        return 3;
    return named && port == "http" ? 1 : 0;
}

// Adds those of one page of a ServiceList; where it goes on, "" at its end.
std::string addPlaces(std::vector<Place>& places, const std::string& services)
{
    JsonDocument document;
    const auto root = document.parse(std::string_view(services));
    if (!root)
        return {};
    (*root)["items"].eachItem([&](Json service) {
        const std::string name = service["metadata"]["name"].str();
        service["spec"]["ports"].eachItem([&](Json port) {
            const auto number = port["port"].integerOr(0);
            if (const int rank = rankOf(name, port["name"].text(), number); rank > 0)
                places.push_back({service["metadata"]["namespace"].str(), name, number, rank});
        });
    });
    return (*root)["metadata"]["continue"].str();
}

Error none()
{
    return {Error::Kind::NotFound, LOADLINE_TR("Error", "There is no OpenCost in this cluster: no Service has its port 9003 or names it."), {},
        LOADLINE_TR("Error", "Loadline reckons without it; install OpenCost to see its figures beside."), {}};
}

// An OpenCost answers 404 in plain words, which is no Status of the API server.
bool noSuchPath(const Error& error) { return error.kind == Error::Kind::NotFound || error.kind == Error::Kind::Unsupported; }

Error refused(const Error& error, const std::string& place)
{
    if (noSuchPath(error))
        return {Error::Kind::NotFound, LOADLINE_TR("Error", "What answers at %1 knows no /allocation: it is not OpenCost, or one of another version."), error.where, {}, {place}};
    if (error.kind != Error::Kind::Forbidden)
        return error;
    return {Error::Kind::Forbidden, LOADLINE_TR("Error", "You may not ask OpenCost at %1 through the API server."), error.where,
        LOADLINE_TR("Error", "It needs the verb get on services/proxy there."), {place}};
}

// One question under way: the places left to try, and their two paths each.
struct Asking : std::enable_shared_from_this<Asking> {
    OpenCostGet get;
    std::string query;
    std::function<void(Result<OpenCostAnswer>)> done;
    std::vector<Place> places;
    std::size_t place = 0;
    std::size_t path = 0;
    std::optional<Error> first; // of the likeliest place
    int pages = 0;

    void list(const std::string& from)
    {
        constexpr int mostPages = 1000;
        get("/api/v1/services?limit=500" + (from.empty() ? std::string() : "&continue=" + from), [self = shared_from_this()](const Result<std::string>& services) {
            std::string next;
            if (services)
                next = addPlaces(self->places, *services);
            else if (services.error().kind == Error::Kind::Forbidden) // its usual place may still be open to the user
                self->places = {{"opencost", "opencost", 9003, 4}};
            else if (self->places.empty())
                return self->done(services.error());
            if (!next.empty() && ++self->pages < mostPages)
                return self->list(next);
            self->begin();
        });
    }
    void begin()
    {
        std::stable_sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.rank > b.rank; });
        if (places.empty())
            return done(none());
        ask();
    }
    void next(const Error& error)
    {
        if (!first)
            first = refused(error, places[place].text());
        // Another path is worth a try only where the path was at fault, another place always.
        path = noSuchPath(error) && path == 0 ? 1 : 0;
        place += path == 0 ? 1 : 0;
        if (place >= places.size())
            return done(*first);
        ask();
    }
    void ask()
    {
        static constexpr std::array<const char*, 2> paths {"/allocation/compute", "/allocation"};
        get(places[place].proxy() + paths[path] + query, [self = shared_from_this()](const Result<std::string>& answer) {
            if (!answer)
                return self->next(answer.error());
            auto entries = readOpenCost(*answer);
            if (!entries)
                return self->next(entries.error());
            self->done(OpenCostAnswer {self->places[self->place].text(), std::move(*entries)});
        });
    }
};

} // namespace

void askOpenCost(const OpenCostGet& get, const std::string& window, const std::string& aggregate,
    const std::function<void(Result<OpenCostAnswer>)>& done)
{
    auto asking = std::make_shared<Asking>();
    asking->get = get;
    asking->query = "?window=" + window + "&aggregate=" + aggregate + "&includeIdle=true&accumulate=true";
    asking->done = done;
    asking->list({});
}

} // namespace loadline
