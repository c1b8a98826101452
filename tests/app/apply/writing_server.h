// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/applier.h"
#include "apply/json_value.h"
#include "apply/ownership.h"
#include "quotes.h"
#include "support/recorded_cluster.h"

#include <set>

namespace loadline::test {

// An API server that stores what is applied, denies what it is told to, and gives a test's own answers, such as the
// recorded refusals, in place of its own.
class WritingServer {
public:
    explicit WritingServer(bool readOnly = false)
        : source(std::make_shared<FixedCredentials>(readOnly))
        , access(transport, source)
    {
        transport.handle([this](const ExchangePtr& exchange) { serve(exchange); });
    }

    RecordedTransport transport;
    std::shared_ptr<FixedCredentials> source;
    Access access;
    std::map<std::string, Value> objects; // by path
    std::set<std::string> denied; // "patch horizontalpodautoscalers"
    // Called for each write; true: it has answered (or never will). `store` does what the server would have done.
    std::function<bool(const ExchangePtr&, const std::function<void()>& store)> instead;
    std::map<std::string, std::pair<int, std::string>> answers; // to reads, by path, in place of its own
    bool mute = false; // reads get no answer at all
    bool deaf = false; // reads get no answer but a failure
    std::vector<ExchangePtr> writes; // dry runs too

    std::unique_ptr<Applier> applier(Journal* journal)
    {
        return std::make_unique<Applier>(transport, [this]() -> Access& { return access; }, ApplyPlace {"test", "https://test", "ml-platform", "jane", "jdoe"}, journal,
            [this](std::function<void()> call) { transport.post(std::move(call)); });
    }

    static std::string hpaPath(const std::string& name = "demo-a", const std::string& ns = "ml-platform")
    {
        return "/apis/autoscaling/v2/namespaces/" + ns + "/horizontalpodautoscalers/" + name;
    }
    [[nodiscard]] std::size_t stored() const // writes that were no dry runs
    {
        return static_cast<std::size_t>(
            std::count_if(writes.begin(), writes.end(), [](const ExchangePtr& write) { return !write->has("dryRun=All"); }));
    }

private:
    void serve(const ExchangePtr& exchange)
    {
        const std::string path = exchange->path();
        if (path.ends_with("selfsubjectaccessreviews"))
            return review(exchange);
        if (exchange->request.method == Method::Get)
            return read(exchange, path);
        writes.push_back(exchange);
        const auto store = [this, exchange, path] { write(exchange, path); };
        if (!instead || !instead(exchange, store))
            answer(exchange, path, store);
    }
    void read(const ExchangePtr& exchange, const std::string& path)
    {
        if (mute)
            return;
        if (deaf)
            return exchange->fail({Error::Kind::Unreachable, "no route", {}, {}, {}});
        if (const auto known = answers.find(path); known != answers.end())
            return exchange->answer(known->second.first, known->second.second);
        if (path == "/apis/autoscaling/v2")
            return exchange->answer(200, fixtureText("autoscaling-v2-resources.json"));
        if (path == "/apis/keda.sh/v1alpha1")
            return exchange->answer(200, fixtureText("keda-resources.json"));
        if (path == "/apis/policy/v1")
            return exchange->answer(200, q("{'kind':'APIResourceList','resources':[{'name':'poddisruptionbudgets','namespaced':true,'kind':'PodDisruptionBudget'}]}"));
        if (path == "/apis/apps/v1")
            return exchange->answer(200, q("{'kind':'APIResourceList','resources':[{'name':'deployments','namespaced':true,'kind':'Deployment'},{'name':'deployments/scale','namespaced':true,'kind':'Scale'}]}"));
        if (path == "/api/v1")
            return exchange->answer(200, q("{'kind':'APIResourceList','resources':[{'name':'namespaces','namespaced':false,'kind':'Namespace'}]}"));
        if (const auto known = objects.find(path); known != objects.end())
            return exchange->answer(200, known->second.json());
        exchange->answer(404, path.find('/', 10) == std::string::npos ? "404 page not found" : fixtureText("hpa-404.json"));
    }
    void review(const ExchangePtr& exchange)
    {
        const Value asked = *readValue(exchange->request.body);
        const Value& attributes = asked["spec"]["resourceAttributes"];
        const bool allowed = !denied.contains(attributes["verb"].text() + " " + attributes["resource"].text());
        Value answer = *readValue(fixtureText("ssar.json"));
        Value status = Value::map();
        status.set("allowed", allowed);
        answer.set("status", status);
        exchange->answer(201, answer.json());
    }
    Value merged(const ExchangePtr& exchange, const std::string& path)
    {
        const Value body = *readValue(exchange->request.body);
        const auto known = objects.find(path);
        Value object = overlay(known == objects.end() ? Value {} : known->second, body);
        Value metadata = object["metadata"];
        if (known == objects.end())
            metadata.set("uid", "uid-" + std::to_string(++uids_));
        metadata.set("resourceVersion", std::to_string(++version_));
        object.set("metadata", metadata);
        return object;
    }
    std::string target(std::string path) const { return path.ends_with("/scale") ? path.substr(0, path.size() - 6) : path; }
    void write(const ExchangePtr& exchange, const std::string& path)
    {
        if (exchange->request.method == Method::Delete)
            objects.erase(path);
        else
            objects[target(path)] = merged(exchange, target(path));
    }
    void answer(const ExchangePtr& exchange, const std::string& path, const std::function<void()>& store)
    {
        const bool dry = exchange->has("dryRun=All"), removal = exchange->request.method == Method::Delete;
        const bool created = !objects.contains(target(path));
        if (!dry)
            store();
        const Value result = removal ? *readValue(fixtureText("delete.json")) : dry ? merged(exchange, target(path)) : objects.at(target(path));
        exchange->answer(created && !removal ? 201 : 200, result.json(), {{"warning", "299 - \"autoscaling is \\\"fun\\\"\""}});
    }
    int uids_ = 0, version_ = 100;
};

} // namespace loadline::test
