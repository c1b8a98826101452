// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/workload_types.h"
#include "manifest/bundle.h"

#include <map>

namespace loadline {

// What a workload type starts with: manifests in part, one file each in resources/presets. In their texts {name},
// {namespace} and {timezone} stand for the workload's.
struct WorkloadPreset {
    std::string id; // "model-serving"; that of its workload type
    WorkloadType type {};
    std::vector<Value> parts; // each with its kind; in the order of the file
};
std::span<const WorkloadPreset> workloadPresets(); // in the order of workloadTypes()
const WorkloadPreset* workloadPreset(std::string_view id); // null: unknown

// One form for each part, filled from the facts and then from the preset, and fitted to what the cluster has: numbers of
// pods that hold what runs now, requests as they are. Complete once
// the facts name a target.
std::vector<Form> formsOf(const WorkloadPreset& preset, const FormFacts& facts, const std::string& timeZone = "UTC");

// What a bundle is made from: the answers of one workload or of a whole platform, from a wizard, a file or --set.
struct WorkloadAnswers {
    std::string preset;
    FormFacts facts; // the target with what is known of it
    // "hpa.spec.maxReplicas" (a form's id and a path in its manifest) to what it is set to, in the order given.
    std::vector<std::pair<std::string, Value>> settings;
};
struct PlatformAnswers {
    std::string ns; // empty: wherever it is applied
    bool makeNamespace = false;
    bool priorityClasses = false;
    bool adapter = false; // rules for prometheus-adapter, where an HPA asks for what it could serve
    bool alerts = false; // a PrometheusRule
    bool dashboard = false; // for Grafana
    bool quota = false; // of the highest numbers of pods times their requests, and a fifth more for rollouts
    std::string timeZone = "UTC";
    std::vector<WorkloadAnswers> workloads;
};
// Errors: NotFound (preset, form or field of a setting), Malformed (what a form finds wrong), each naming the workload
// in `where`; Unsupported: a quota is asked for, and the requests of some workload are not known.
Result<std::vector<BundleFile>> bundleOf(const PlatformAnswers& answers);

// Answers as a file holds them:
//   namespace: ml
//   timeZone: Europe/Berlin
//   makeNamespace: true
//   priorityClasses: true
//   quota: true
//   adapter: true
//   alerts: true
//   dashboard: true
//   workloads:
//   - name: fraud-detector
//     preset: model-serving
//     kind: Deployment
//     labels: {app: fraud-detector}
//     requests: {cpu: 500m, memory: 1Gi}
//     set: {hpa.spec.maxReplicas: 30}
// With one workload its keys may stand at the top. Errors: Malformed, naming the key.
Result<PlatformAnswers> readAnswers(const Value& file);

} // namespace loadline
