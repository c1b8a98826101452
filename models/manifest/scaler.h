// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadline {

// A KEDA trigger type as data, read from resources/scalers/<type>.json: what a form asks, a lint checks, a manifest
// may hold.
struct ScalerField {
    enum class Type { Text, Integer, Number, Quantity, Bool, Choice, Duration, Cron, TimeZone, PromQl, Url };
    std::string name; // the metadata key: "queueLength"
    std::string label; // "Messages per replica"
    std::string help; // one or two sentences
    std::string example;
    std::string unit; // "messages", "s", "" none
    Type type = Type::Text;
    bool required = false;
    std::optional<std::string> byDefault; // what KEDA takes when it is absent
    std::vector<std::string> choices;
    bool fromEnv = false; // may be given as <name>FromEnv instead
    bool onlyFromEnv = false; // and never in the open
    bool threshold = false, activation = false; // the scaling threshold, the activation threshold
    std::string deprecated; // "" or what to write instead
};
struct ScalerSecret { // an authentication parameter: TriggerAuthentication.spec.secretTargetRef[].parameter
    std::string name;
    std::string label;
    std::string help;
    bool required = false;
};
struct Scaler {
    std::string type; // "rabbitmq"
    std::string title; // "RabbitMQ queue"
    std::string summary; // what it scales by, in a sentence
    std::string link; // its page in KEDA's documentation
    std::vector<ScalerField> fields;
    std::vector<ScalerSecret> secrets;
    // What KEDA's schema lists and no form asks, each with the reason.
    std::vector<std::pair<std::string, std::string>> leftOut;
    std::vector<std::string> podIdentities; // "aws", "azure-workload", "gcp"
    // Of each group at least one must be given ("host" or "hostFromEnv" or the parameter "host").
    std::vector<std::vector<std::string>> oneOf;
    bool external = true; // false: cpu and memory, which the HPA reads itself
    [[nodiscard]] const ScalerField* field(std::string_view name) const;
};

// THE list, in the order a chooser shows it: one file each in resources/scalers. Read once.
std::span<const Scaler> scalers();
const Scaler* scaler(std::string_view type); // null: KEDA may know it, Loadline has no form for it

} // namespace loadline
