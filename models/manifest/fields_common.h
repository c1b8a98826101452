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

FieldError fieldError(FieldPath path, const char* what, std::vector<std::string> args = {}, const char* hint = "");

// The triggers of a ScaledObject or ScaledJob: each asks what its scaler asks.
Field triggersField(bool ofJob);
void checkTriggers(const Value& object, std::vector<FieldError>& errors);

// The target of an HPA metric, at "<source>.target", of the kinds it can have.
std::vector<Field> metricFields();
void checkMetrics(const Value& object, std::vector<FieldError>& errors);

} // namespace loadline
