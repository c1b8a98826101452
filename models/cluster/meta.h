// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/intern.h"
#include "base/name.h"
#include "base/time.h"
#include "json/json.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loadline {

// The controller among the owner references, or the first owner.
struct Owner {
    Text kind;
    Text name;
    bool operator==(const Owner&) const = default;
};

struct Meta {
    Text ns; // empty for cluster-scoped kinds
    std::string name;
    std::string uid; // left empty for pods, to keep them small
    std::string resourceVersion; // opaque: compare for equality only
    std::int64_t generation = 0;
    TimePoint created {};
    std::optional<TimePoint> deleting; // deletionTimestamp
    std::shared_ptr<const Labels> labels; // never null after parse
    std::shared_ptr<const Labels> annotations; // never null; last-applied-configuration and managedFields are dropped
    Owner owner;

    [[nodiscard]] ObjectKey key() const { return {ns.str(), name}; }
    // The label's or annotation's value, or null.
    [[nodiscard]] const std::string* label(std::string_view key) const { return labels ? find(*labels, key) : nullptr; }
    [[nodiscard]] const std::string* annotation(std::string_view key) const
    {
        return annotations ? find(*annotations, key) : nullptr;
    }
    bool operator==(const Meta& other) const;
};

// What every kind starts with. A kind is a plain struct that adds its own members and `static constexpr KindId id`.
struct Object {
    Meta meta;
};

// What parsing needs beside the document: the pool in which equal texts share memory.
struct ParseContext {
    Interner& interner;
    std::string scratch {}; // a buffer that readers use again and again
};

// Errors: Malformed, when it is no object or has no name. Without `keepAnnotations` the uid is not kept either, and of
// annotations only those that hold a pod on its node (safe-to-evict, do-not-disrupt).
Result<Meta> parseMeta(Json object, ParseContext& context, bool keepAnnotations = true);

enum class Truth { Unknown, True, False };
// A metadata.labels of its own, such as a pod template's; never null.
std::shared_ptr<const Labels> parseLabels(Json labels, ParseContext& context);

Truth parseTruth(Json status); // "True", "False", else Unknown

// A status condition as most kinds write it.
struct Condition {
    std::string type;
    Truth status = Truth::Unknown;
    std::string reason;
    std::string message;
    std::optional<TimePoint> since; // lastTransitionTime: of the status, not of the reason
    bool operator==(const Condition&) const = default;
};
std::vector<Condition> parseConditions(Json conditions);
const Condition* find(const std::vector<Condition>& conditions, std::string_view type);
bool isTrue(const std::vector<Condition>& conditions, std::string_view type); // absent ones and Unknown are not

// A metav1.LabelSelector.
struct Selector {
    struct Requirement {
        std::string key;
        enum class Op { In, NotIn, Exists, DoesNotExist } op = Op::Exists;
        std::vector<std::string> values;
        bool operator==(const Requirement&) const = default;
    };
    bool present = false; // absent selects nothing; present and empty selects everything
    std::vector<std::pair<std::string, std::string>> matchLabels; // sorted by key
    std::vector<Requirement> expressions;
    bool operator==(const Selector&) const = default;
};
Selector parseSelector(Json selector);
bool matches(const Selector& selector, const Labels& labels);
// The text of a labelSelector query parameter, not URL-encoded: "app=x,tier in (a,b)".
std::string queryText(const Selector& selector);

} // namespace loadline
