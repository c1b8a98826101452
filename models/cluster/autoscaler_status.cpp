// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster/autoscaler_status.h"

#include "cluster/fields.h"

#include <tuple>

namespace loadline {
namespace {

constexpr std::size_t largestText = 4u << 20; // a ConfigMap holds 1 MiB

} // namespace

bool AutoscalerStatus::operator==(const AutoscalerStatus& other) const
{
    const auto members = [](const AutoscalerStatus& s) {
        return std::tie(s.meta, s.written, s.running, s.message, s.health, s.scaleUp, s.scaleDown, s.groups);
    };
    return members(*this) == members(other);
}

Result<AutoscalerStatus> parseAutoscalerText(std::string_view text)
{
    if (text.size() > largestText)
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The cluster autoscaler's status is too long."), "", "", {}};
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos)
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The cluster autoscaler's status is empty."), "", "", {}};
    constexpr std::string_view olderForm = "Cluster-autoscaler status at";
    if (text.substr(start, olderForm.size()) == olderForm)
        return parseAutoscalerLines(text.substr(start));
    return parseAutoscalerYaml(text);
}

Result<AutoscalerStatus> parseAutoscalerStatus(Json configMap, ParseContext& context)
{
    const auto read = [&](AutoscalerStatus& status, Fault& fault) {
        const Json text = configMap["data"]["status"];
        if (!text.isString())
            return fault.missing("data.status");
        auto parsed = parseAutoscalerText(text.text());
        if (!parsed) {
            fault.first = parsed.error();
            return;
        }
        Meta meta = std::move(status.meta);
        status = *std::move(parsed);
        status.meta = std::move(meta);
        if (!status.written) {
            const std::string* updated = status.meta.annotation("cluster-autoscaler.kubernetes.io/last-updated");
            if (const auto time = parseGoTime(updated ? *updated : std::string()))
                status.written = *time;
        }
    };
    return readObject<AutoscalerStatus>("ConfigMap", configMap, context, read);
}

} // namespace loadline
