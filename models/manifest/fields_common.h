// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/form.h"

namespace loadline {

// What several forms ask alike.

// metadata.name, namespace, labels, annotations. A new one is named after the target, where there is one.
FormSection identitySection(const FormFacts& facts, bool namespaced, std::string nameHelp);
// "scaleTargetRef" or "targetRef" with its parts.
Field targetField(FieldPath path, const FormFacts& facts, bool needsApiVersion);
// scaleUp and scaleDown of an autoscaling/v2 behavior at `path`, which KEDA hands on to its HPA.
FormSection behaviorSection(const FieldPath& path, const FormFacts& facts, bool tolerance);
std::vector<Choice> choicesOf(std::vector<std::string> values);
Value mapOf(std::vector<std::pair<std::string, Value>> entries);

// What holds for every object: its namespace, labels and annotations.
void checkMetadata(const Value& object, std::vector<FieldError>& errors);
// Labels that a controller hands on to what it makes.
void checkLabels(const Value& labels, const FieldPath& path, std::vector<FieldError>& errors);
// An {apiVersion, kind, name} at this path. A group is needed where only ReplicationControllers could be meant else.
void checkReference(const Value& object, const FieldPath& path, bool groupNeeded, std::vector<FieldError>& errors);
// A name that becomes a label of what the object makes; `path` is the name's.
void checkScalable(const Value& object, const FieldPath& path, std::vector<FieldError>& errors); // that it has replicas to set
void checkLabelName(const Value& object, const FieldPath& path, std::vector<FieldError>& errors);

// What Karpenter's CRD and controller refuse of a NodePool.
void checkNodePool(const Value& object, const FormFacts& facts, std::vector<FieldError>& errors);

FieldError fieldError(FieldPath path, const char* what, std::vector<std::string> args = {}, const char* hint = "");

// The triggers of a ScaledObject or ScaledJob: each asks what its scaler asks.
Field triggersField(bool ofJob);
void checkTriggers(const Value& object, std::vector<FieldError>& errors);

// The target of an HPA metric, at "<source>.target", of the kinds it can have.
std::vector<Field> metricFields();
void checkMetrics(const Value& object, std::vector<FieldError>& errors);

} // namespace loadline
