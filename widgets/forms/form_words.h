// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "catalog/workload_types.h"
#include "lint/finding.h"
#include "manifest/form.h"
#include "tables/column.h"

#include <QString>

namespace loadline {

// The texts of forms and advice in the user's language; those of findings stand in tables/finding_rows.h.
QString formText(const std::string& text);
QString adviceText(std::string_view text);
QString adviceText(const Reason& reason);
Tone severityTone(Severity severity);
// "HorizontalPodAutoscaler ml/api"
QString objectText(const ManifestRef& ref);
// The object's YAML without what only the server writes; "" for none.
QString yamlOf(const Value* object); // null: none
QString yamlOf(const std::optional<Value>& object);

// What a field's help strip says beside its help: "For example 20. Left out: 1."
QString fieldNotes(const Field& field);
// What stands in an empty field: its default, else an example.
QString placeholderOf(const Field& field);

} // namespace loadline
