// SPDX-License-Identifier: GPL-3.0-or-later
#include "metrics/reply.h"

#include "json/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace loadline {

namespace {

using Kind = Error::Kind;

// What a reply that is no success says, wherever on its way it was written: Prometheus ({status, errorType, error}),
// the API server (a Status object), or a proxy (a page or plain text).
std::string messageIn(Json root, std::string_view body)
{
    constexpr std::size_t longest = 400;
    const auto end = std::min(body.find_first_of("\r\n"), body.size());
    std::string_view said = body.starts_with('<') || body.starts_with('{') ? std::string_view() : body.substr(0, end);
    for (const char* key : {"message", "error"}) {
        if (const auto text = root[key].text(); !text.empty())
            said = text;
    }
    said = said.substr(0, longest);
    while (!said.empty() && (said.back() == '.' || said.back() == ' '))
        said.remove_suffix(1);
    return std::string(said);
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

Error queryError(Kind kind, const std::string& message)
{
    Error error {kind, LOADLINE_TR("Error", "Prometheus could not answer: %1."), {}, {}, {message}};
    if (contains(message, "too many samples") || contains(message, "exceeded maximum resolution")
        || contains(message, "limit"))
        error.hint = LOADLINE_TR("Error", "Choose a shorter time range, or raise the limits of this Prometheus.");
    else if (contains(message, "many-to-many") || contains(message, "duplicate series"))
        error.hint = LOADLINE_TR("Error",
            "Two sources write the same series. If this Prometheus serves several clusters, set its cluster label.");
    else if (kind == Kind::Timeout || contains(message, "timed out"))
        error.hint = LOADLINE_TR("Error", "Choose a shorter time range, or try again when Prometheus has less to do.");
    return error;
}

Error unauthorized()
{
    return {Kind::Unauthorized, LOADLINE_TR("Error", "Prometheus did not accept the credentials."), {},
        LOADLINE_TR("Error", "Give a token or a password for it: Ctrl+P."), {}};
}

Error forbidden(const std::string& message)
{
    return {Kind::Forbidden, LOADLINE_TR("Error", "Asking this Prometheus was refused: %1."), {},
        LOADLINE_TR("Error", "Through the API server this needs the verb get on services/proxy in its namespace."),
        {message.empty() ? "403 Forbidden" : message}};
}

Error notFound()
{
    return {Kind::NotFound, LOADLINE_TR("Error", "There is no Prometheus API at this address."), {},
        LOADLINE_TR("Error", "Check the URL and the path prefix, for example /prometheus."), {}};
}

Error unavailable(const std::string& message)
{
    if (contains(message, "no endpoints available"))
        return {Kind::Unreachable, LOADLINE_TR("Error", "No pod of this Prometheus is ready: %1."), {},
            LOADLINE_TR("Error", "Check that its pods run."), {message}};
    if (contains(message, "timed out"))
        return queryError(Kind::Timeout, message);
    return {Kind::Throttled, LOADLINE_TR("Error", "Prometheus cannot answer now: %1."), {},
        LOADLINE_TR("Error", "It may be starting or overloaded; Loadline will ask again."),
        {message.empty() ? "503 Service Unavailable" : message}};
}

Error errorOf(const std::string& message, int status)
{
    switch (status) {
    case 400:
        return queryError(Kind::Malformed, message.empty() ? "400 Bad Request" : message);
    case 401:
        return unauthorized();
    case 403:
        return forbidden(message);
    case 404:
    case 405:
        return notFound();
    case 422:
        return queryError(Kind::Server, message.empty() ? "422 Unprocessable Entity" : message);
    case 429:
        return {Kind::Throttled, LOADLINE_TR("Error", "Prometheus asks for fewer questions: %1."), {},
            LOADLINE_TR("Error", "Loadline will ask again more slowly."), {message.empty() ? "429" : message}};
    case 502:
        return {Kind::Unreachable, LOADLINE_TR("Error", "Something before Prometheus cannot reach it: %1."), {},
            LOADLINE_TR("Error", "Check that Prometheus runs and that its port can be reached from there."),
            {message.empty() ? "502 Bad Gateway" : message}};
    case 503:
        return unavailable(message);
    case 504:
        return queryError(Kind::Timeout, message.empty() ? "504 Gateway Timeout" : message);
    default:
        return queryError(Kind::Server, message.empty() ? std::to_string(status) : message);
    }
}

Error notPrometheus()
{
    return {Kind::Malformed, LOADLINE_TR("Error", "The answer is JSON, but not of a Prometheus."), {},
        LOADLINE_TR("Error", "Check the URL and the path prefix, for example /prometheus."), {}};
}

// The root of a successful reply, or the error that stands in its place.
Result<Json> rootOf(JsonDocument& document, std::string_view body, int httpStatus)
{
    const bool good = httpStatus >= 200 && httpStatus < 300;
    auto root = document.parse(body);
    if (!root) {
        if (!good)
            return errorOf(messageIn({}, body), httpStatus);
        auto error = root.error();
        if (error.hint.empty())
            error.hint = LOADLINE_TR("Error", "Check the URL and the path prefix, for example /prometheus.");
        return error;
    }
    if (!good)
        return errorOf(messageIn(*root, body), httpStatus);
    const auto status = (*root)["status"];
    if (status.text() == "error")
        return queryError(Kind::Server, messageIn(*root, body));
    if (status.text() != "success")
        return notPrometheus();
    return *root;
}

std::optional<Sample> sampleOf(Json pair)
{
    const auto seconds = pair.at(0).number();
    const auto text = pair.at(1).text();
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    // "NaN", "+Inf" and "-Inf" are texts too; a time beyond what the clock can hold is no time.
    constexpr double farthest = 9e12;
    if (!seconds || std::abs(*seconds) > farthest || fault != std::errc() || end != text.data() + text.size()
        || !std::isfinite(value))
        return std::nullopt;
    return Sample {TimePoint {Millis {std::llround(*seconds * 1000)}}, value};
}

Series seriesOf(Json result, Millis step)
{
    Series series;
    series.gapAfter = gapAfterStep(step);
    result["metric"].eachField(
        [&](std::string_view name, Json value) { series.labels.emplace_back(name, value.text()); });
    std::sort(series.labels.begin(), series.labels.end());
    const auto values = result["values"];
    series.samples.reserve(values.size());
    values.eachItem([&](Json pair) {
        if (const auto sample = sampleOf(pair))
            series.samples.push_back(*sample);
    });
    if (const auto sample = sampleOf(result["value"]))
        series.samples.push_back(*sample);
    return series;
}

} // namespace

Result<PromReply> parsePromReply(std::string_view body, int httpStatus, Millis step, std::size_t maxSeries)
{
    JsonDocument document;
    const auto root = rootOf(document, body, httpStatus);
    if (!root)
        return root.error();
    const auto data = (*root)["data"];
    const auto type = data["resultType"].text();
    const auto result = data["result"];
    PromReply reply;
    (*root)["warnings"].eachItem([&](Json text) { reply.warnings.push_back(text.str()); });
    if (type == "scalar") {
        Series series;
        series.gapAfter = gapAfterStep(step);
        if (const auto sample = sampleOf(result))
            series.samples.push_back(*sample);
        reply.series.push_back(std::move(series));
    } else if ((type == "matrix" || type == "vector") && result.isArray()) {
        if (result.size() > maxSeries)
            return Error {Kind::Server,
                LOADLINE_TR("Error", "Prometheus answered with %1 series; more than %2 cannot be drawn."), {},
                LOADLINE_TR("Error", "If this Prometheus serves several clusters, set its cluster label."),
                {std::to_string(result.size()), std::to_string(maxSeries)}};
        result.eachItem([&](Json item) {
            auto series = seriesOf(item, step);
            // A series of which no sample is a number says nothing.
            if (!series.samples.empty())
                reply.series.push_back(std::move(series));
        });
    } else {
        return notPrometheus();
    }
    return reply;
}

Result<std::vector<std::string>> parsePromNames(std::string_view body, int httpStatus)
{
    JsonDocument document;
    const auto root = rootOf(document, body, httpStatus);
    if (!root)
        return root.error();
    const auto data = (*root)["data"];
    if (!data.isArray())
        return notPrometheus();
    std::vector<std::string> names;
    data.eachItem([&](Json item) {
        const auto name = item.isObject() ? item["__name__"].text() : item.text();
        if (!name.empty())
            names.emplace_back(name);
    });
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

Result<std::string> parsePromVersion(std::string_view body, int httpStatus)
{
    JsonDocument document;
    const auto root = rootOf(document, body, httpStatus);
    if (!root)
        return root.error();
    const auto data = (*root)["data"];
    const auto version = data["version"].str();
    if (version.empty())
        return notPrometheus();
    return version;
}

} // namespace loadline
