// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/name.h"
#include "base/quantity.h"
#include "cluster/field_shape.h"
#include "manifest/document.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loadline {

// A form is data: what to ask, in which words, and where the answer stands in the manifest. Every answer has its place
// in the document, so a form needs no translation in either direction: it is a way to look at a Document. What the form
// does not ask stays in the document as it is, and the lines of a field are those of its path.
//
// Texts are in English, marked with LOADLINE_TR("Form", ...). Those of scalers come from resources/scalers.

struct Choice {
    std::string value {}; // as the manifest spells it; "" stands for absent
    std::string label {};
    std::string help {};
    bool operator==(const Choice&) const = default;
};

// One thing that must hold for a field to show: the field `path` (from the same base as the field itself: the object
// or the list item) has one of these values. An absent one counts as its default; {} means: is set at all.
struct ShownWhen {
    FieldPath path {};
    std::vector<std::string> is {};
};

// What a screen can offer beside typing by hand.
enum class Offer {
    None,
    Workloads, // that a scale or target reference can name
    Containers, // of the target
    Objects, // any object of a kind
    Namespaces,
    Names, // a name made of the target's
    ResourceMetrics, // "cpu", "memory"
    PodMetrics, // that custom.metrics.k8s.io serves
    ExternalMetrics, // that external.metrics.k8s.io serves
    TriggerAuthentications,
    Secrets,
    TimeZones, // IANA names
    PodLabels, // those of the target's pods
    Queries, // PromQL that fits the target
};

struct Field {
    enum class Type {
        Text,
        LongText, // several lines
        Name, // a DNS label or subdomain
        LabelKey, // "example.com/team"
        LabelValue,
        Integer,
        Number, // with a fraction
        Quantity, // kept as typed
        Percent, // a whole number, shown with %
        CountOrPercent, // 3 or "30%"
        Duration, // Go's "30s", "1h30m"
        Bool,
        Choice, // one of `choices`
        MultiChoice, // a list of some of `choices`
        TextList, // a list of strings; `choices` are offered
        TextMap, // names to strings: labels, annotations; `choices` offer names
        QuantityMap, // resource names to quantities; `choices` offer names
        Cron, // five fields
        TimeZone,
        PromQl,
        Url,
        Selector, // a LabelSelector; typed as "app=web,tier in (a,b)"
        Reference, // {apiVersion, kind, name}; `items` are its parts
        List, // of maps; `items` are one item's fields
    };
    FieldPath path {}; // from the object, or from the item of the list (or the reference) that it belongs to
    Type type = Type::Text;
    std::string label {}; // "Highest number of pods"
    std::string help {}; // one to three sentences: what it does, and what goes wrong
    std::string unit {}; // "pods", "s", "%"; "" none
    std::string example {}; // "20"
    bool required = false;
    bool advanced = false; // folded away at first
    bool asText = false; // the manifest holds a string, whatever the type: KEDA's trigger metadata
    std::optional<Value> byDefault {}; // what the server takes where it is absent; shown, never written
    std::optional<Value> initial {}; // what a new form starts with, or, in a list, a new item
    std::optional<Value> newItem {}; // of a list: what an added item holds; else the initial values of `items`
    std::vector<Choice> choices {}; // of Text and Cron: offered, and others may be typed
    std::optional<std::int64_t> least {}, most {}; // of Integer, Number, Percent; of List and TextList: their length
    std::vector<ShownWhen> shownWhen {}; // all of them
    std::vector<Field> items {}; // of List and Reference
    // Of a list: the fields that an item asks for because of what it holds (a trigger by its type). They live forever.
    std::span<const Field> (*more)(const Value& item) = nullptr;
    Offer offer = Offer::None;
    std::string deprecated {}; // "" or what to write instead
};

struct FormSection {
    enum class Step { Target, Scaling, Safety }; // of the wizard; advice and review ask nothing
    Step step = Step::Scaling;
    std::string title {};
    std::string help {};
    bool advanced = false;
    std::vector<Field> fields {};
};

struct FormSpec {
    std::string apiVersion {}; // "autoscaling/v2"
    std::string kind {}; // "HorizontalPodAutoscaler"
    bool namespaced = true;
    std::vector<FormSection> sections {};
};

// What is known of the cluster and the workload when a form is made: it decides what can be asked and what a new form
// starts with. All of it may be unknown.
struct ContainerFacts {
    std::string name;
    std::optional<Quantity> cpuRequest, memoryRequest; // cores, bytes
};
struct TargetFacts {
    std::string ns;
    ObjectRef ref;
    std::optional<std::int64_t> replicas;
    std::vector<std::pair<std::string, std::string>> podLabels; // its selector's matchLabels
    std::vector<ContainerFacts> containers;
    struct Range {
        std::int64_t least = 0, most = 0;
        bool operator==(const Range&) const = default;
    };
    std::optional<Range> seen {}; // its replicas over the last week
};
struct FormFacts {
    std::optional<TargetFacts> target;
    std::vector<std::string> vpaModes; // the CRD's enum; empty: unknown, then every one there is
    bool hpaTolerance = false; // the server keeps behavior.*.tolerance (1.35 and later)
    bool hpaScaleToZero = false; // the server takes minReplicas 0
    std::shared_ptr<const ClusterShapes> shapes {}; // what the server says its objects may hold; null: not known
};

struct FieldError {
    FieldPath path;
    Error error; // `where` is the path's text
    bool operator==(const FieldError&) const = default;
};

// A kind that Loadline has a form for: one file each, one line in form_kinds.cpp.
struct FormKind {
    std::string_view id; // "hpa": on the command line and in file names ("10-api-hpa.yaml")
    std::string_view kind; // "HorizontalPodAutoscaler"
    std::string_view title; // LOADLINE_TR("Form", ...): "Horizontal Pod Autoscaler"
    std::string_view summary; // a sentence: what it is for
    FormSpec (*spec)(const FormFacts& facts) = nullptr;
    // What no single field can tell ("min is above max"); null: nothing.
    void (*check)(const Value& object, const FormFacts& facts, std::vector<FieldError>& errors) = nullptr;
};
std::span<const FormKind> formKinds(); // THE list, in the order a chooser shows it
const FormKind* formKind(std::string_view idOrKind); // null: no form; "hpa", "HorizontalPodAutoscaler" in any case

// A path that no field stands at, shown or hidden, and the field whose name differs from it by a slip of the pen.
struct UnknownField {
    FieldPath path;
    std::string nearest; // a path's text; "" none
    bool operator==(const UnknownField&) const = default;
};

// A field of the form as it shows now, with its place in the document.
struct Question {
    const Field* field = nullptr; // lives as long as the form or a copy of it
    FieldPath path;
    std::size_t section = 0; // in spec().sections
    std::size_t depth = 0; // 0, or how many lists it stands in
};

class Form {
public:
    // A new one, with the initial values and what the facts tell (name, namespace, target, selector, containers).
    explicit Form(const FormKind& kind, FormFacts facts = {});
    // Of a manifest that is there already. Errors: Unsupported (no form for this kind or API version).
    static Result<Form> read(Document document, FormFacts facts = {});
    // After the text was edited: takes the document over if it is of the same kind, else Unsupported and unchanged.
    Done adopt(Document document);

    [[nodiscard]] const FormKind& kind() const { return *kind_; }
    [[nodiscard]] const FormSpec& spec() const { return *spec_; }
    [[nodiscard]] const FormFacts& facts() const { return facts_; }
    [[nodiscard]] const Document& document() const { return document_; }

    // What shows now, in order: a list is followed by the fields of its items, item by item.
    [[nodiscard]] std::vector<Question> questions() const;
    [[nodiscard]] const Field* fieldAt(const FieldPath& path) const; // null: the form asks nothing there
    [[nodiscard]] const Value* answer(const FieldPath& path) const { return document_.find(path); } // null: absent
    [[nodiscard]] std::string text(const FieldPath& path) const; // the answer as one types it; "" absent

    // Sets an answer. Fields that showed because of the old one and do not any more go, those that show now start with
    // their initial values; nothing else is touched. Errors: Malformed, NotFound (no such field or item).
    Done set(const FieldPath& path, Value value);
    // As typed. What is no number where one is asked is kept as typed, so that the text shows it and errors() says it.
    // An empty text clears.
    Done setText(const FieldPath& path, std::string_view typed);
    void clear(const FieldPath& path);
    Done addItem(const FieldPath& list);
    void removeItem(const FieldPath& item);
    void moveItem(const FieldPath& item, std::size_t to);

    [[nodiscard]] std::vector<FieldError> errors() const; // empty: complete and well-formed
    // What the manifest says beyond what the form shows: kept as it is. Without status and what the server writes.
    [[nodiscard]] std::vector<FieldPath> kept() const;
    // Of kept(), what the form could not ask either: a newer server's fields, or a slip of the pen.
    [[nodiscard]] std::vector<UnknownField> unknown() const;
    // The innermost field on this line (from 1) that the form asks; the empty path: none.
    [[nodiscard]] FieldPath fieldOnLine(std::size_t line) const;

    // The manifest, or the first of errors().
    [[nodiscard]] Result<Document> build() const;

private:
    Form(const FormKind& kind, FormFacts facts, Document document);
    const FormKind* kind_;
    FormFacts facts_;
    std::shared_ptr<const FormSpec> spec_;
    Document document_;
};

// One field's answer as typed and back; a Selector as "a=b,c in (d,e)", a TextMap as "a=b,c=d", a list as "a,b", with
// quotes where plain text would be read otherwise (form_pairs.h). With `old`, what is typed as it was stays what it was.
Value valueFrom(const Field& field, std::string_view typed);
Value valueFrom(const Field& field, std::string_view typed, const Value& old);
std::string textOf(const Field& field, const Value& value);
// What is wrong with this value in this field, apart from being absent.
std::optional<Error> wrongWith(const Field& field, const Value& value);

} // namespace loadline
