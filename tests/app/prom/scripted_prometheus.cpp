// SPDX-License-Identifier: GPL-3.0-or-later
#include "scripted_prometheus.h"

#include <set>

namespace loadline::test {

namespace {

std::string vectorOf(const std::vector<std::string>& metrics)
{
    std::string body = R"({"status":"success","data":{"resultType":"vector","result":[)";
    for (std::size_t i = 0; i < metrics.size(); ++i)
        body += std::string(i ? "," : "") + R"({"metric":{"__name__":")" + metrics[i] + R"("},"value":[1,"1"]})";
    return body + "]}}";
}

} // namespace

ScriptedPrometheus::ScriptedPrometheus(std::vector<std::string> names, Range range, bool index)
    : names_(std::move(names))
    , range_(std::move(range))
    , index_(index)
{
}

void ScriptedPrometheus::answer(const std::string& target, const HttpRequest& request, HttpReply& reply) const
{
    HttpRequest inner = request;
    inner.target = target;
    const auto path = inner.path();
    const auto known = recognise(urlDecoded(inner.query("query")));
    if (path == "/api/v1/query_range" && range_) {
        range_(inner, reply);
    } else if (path == "/api/v1/query_range") {
        reply.send(200, matrixFor(inner));
    } else if (path == "/api/v1/query" && known && known->id == QueryId::Present) {
        reply.send(200, vectorOf(names_));
    } else if (path == "/api/v1/query" && known && known->id == QueryId::PresentExported) {
        reply.send(200, vectorOf({}));
    } else if (path == "/api/v1/query") {
        reply.send(200, vectorOf({""}));
    } else if (index_ && path == "/api/v1/label/__name__/values") {
        std::string body;
        if (urlDecoded(inner.target).find("exported_namespace=\"\"") != std::string::npos) {
            for (const auto& name : names_)
                body += (body.empty() ? "\"" : ",\"") + name + "\"";
        }
        reply.send(200, R"({"status":"success","data":[)" + body + "]}");
    } else {
        reply.send(404, "404 page not found");
    }
}

ApiServer::Backend ScriptedPrometheus::backend(const std::string& prefix) const
{
    return [this, prefix](const std::string& target, const HttpRequest& request, HttpReply& reply) {
        if (target.starts_with(prefix + "/api/"))
            answer(target.substr(prefix.size()), request, reply);
        else
            reply.send(404, "404 page not found");
    };
}

std::vector<std::string> ScriptedPrometheus::allNames()
{
    std::set<std::string> names;
    for (const auto& query : namedQueries()) {
        for (const auto& variant : query.variants)
            names.insert(variant.needs.begin(), variant.needs.end());
    }
    return {names.begin(), names.end()};
}

std::string ScriptedPrometheus::matrixFor(const HttpRequest& request, const std::string& value)
{
    const auto seconds = [&](const char* key) { return std::stoll(request.query(key)); };
    std::string values;
    for (auto at = seconds("start"); at <= seconds("end"); at += std::max(seconds("step"), 1LL))
        values += (values.empty() ? "[" : ",[") + std::to_string(at) + ",\"" + value + "\"]";
    return R"({"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[)" + values + "]}]}}";
}

} // namespace loadline::test
