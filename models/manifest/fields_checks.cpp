// SPDX-License-Identifier: GPL-3.0-or-later
#include "manifest/fields_common.h"
#include "base/spelling.h"
#include "manifest/form_walk.h"
#include "manifest/names.h"

#include <algorithm>

namespace loadline {
namespace {

constexpr std::size_t annotationsAtMost = 256 * 1024; // bytes of names and values together

void add(std::optional<Error> fault, const FieldPath& path, std::vector<FieldError>& errors)
{
    if (fault)
        errors.push_back({path, std::move(*fault)});
}

void checkAnnotations(const Value& annotations, std::vector<FieldError>& errors)
{
    const FieldPath path = "metadata.annotations";
    std::size_t bytes = 0;
    for (const ValueField& note : annotations.fields()) {
        bytes += note.key.size() + note.value.text().size();
        if (labelKeyFault(lowered(note.key))) // its case does not matter, unlike that of a label
            errors.push_back(
                fieldError(path, LOADLINE_TR("Error", "“%1” cannot be an annotation's name."), {note.key},
                    LOADLINE_TR("Error", "Use up to 63 letters, digits, -, _ and ., with a letter or digit at both ends.")));
    }
    if (bytes > annotationsAtMost)
        errors.push_back(
            fieldError(path, LOADLINE_TR("Error", "Annotations hold 256 KiB at most, and these have %1 bytes."),
                {std::to_string(bytes)}));
}

} // namespace

void checkLabels(const Value& labels, const FieldPath& path, std::vector<FieldError>& errors)
{
    for (const ValueField& label : labels.fields()) {
        add(labelKeyFault(label.key), path, errors);
        add(labelValueFault(label.value.text()), path, errors);
    }
}

void checkMetadata(const Value& object, std::vector<FieldError>& errors)
{
    const Value& metadata = object["metadata"];
    if (const std::string& ns = metadata["namespace"].text(); !ns.empty() && !objectNameFault(ns))
        add(shortNameFault(ns), "metadata.namespace", errors);
    checkLabels(metadata["labels"], "metadata.labels", errors);
    checkAnnotations(metadata["annotations"], errors);
}

void checkReference(const Value& object, const FieldPath& path, bool groupNeeded, std::vector<FieldError>& errors)
{
    const Value* reference = findIn(object, path);
    if (!reference)
        return;
    const std::string& kind = (*reference)["kind"].text();
    const std::string& version = (*reference)["apiVersion"].text();
    if (!version.empty())
        add(apiVersionFault(version, groupNeeded && kind != "ReplicationController"), path / "apiVersion", errors);
    add(pathSegmentFault(kind), path / "kind", errors);
    add(pathSegmentFault((*reference)["name"].text()), path / "name", errors);
}

void checkScalable(const Value& object, const FieldPath& path, std::vector<FieldError>& errors)
{
    const Value* reference = findIn(object, path);
    if (!reference || isScalable((*reference)["apiVersion"].text(), (*reference)["kind"].text()))
        return;
    const std::string& kind = (*reference)["kind"].text();
    const bool job = kind == "Job" || kind == "CronJob";
    errors.push_back(fieldError(path / "kind", LOADLINE_TR("Error", "A %1 cannot be scaled: it has no number of replicas to set."), {kind},
        job ? LOADLINE_TR("Error", "Make its jobs by a ScaledJob of KEDA.") : LOADLINE_TR("Error", "Aim at a Deployment or a StatefulSet.")));
}

void checkLabelName(const Value& object, const FieldPath& path, std::vector<FieldError>& errors)
{
    const Value* name = findIn(object, path);
    if (name && name->text().size() > 63)
        errors.push_back(fieldError(path, LOADLINE_TR("Error", "The name is longer than 63 letters."), {},
            LOADLINE_TR("Error", "It becomes a label, which takes no more.")));
}

} // namespace loadline
