// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/undo.h"
#include "manifest_files.h"

#include <QString>
#include <QStringList>

namespace loadline {

// What an undo says of a field that the change took over, "field (owner)": on the screen too.
QString heldWords(const std::string& field);
// What an undo that deletes a namespace cannot tell; "" for every other.
QString unseenWords(const UndoPlan& plan);
// What the command line says of changes, in lines for people.
QString objectName(const ManifestRef& ref); // "HorizontalPodAutoscaler shop/web"
// Where the manifest of a change was written, for what is said against it.
struct WrittenManifest {
    ManifestFiles::Place place;
    Document document;
};
// What it would do, field by field, and what stands in the way. `written` may be null. `decided`: the fields of others
// that it wants are taken over, as was asked for.
QStringList linesOf(const Trial& trial, const WrittenManifest* written = nullptr, bool decided = false);
QString lineOf(const Applied& applied, const WrittenManifest* written = nullptr); // what became of it
QStringList linesOf(const UndoPlan& plan); // the three-way view when it is refused
QString lineOf(const JournalEntry& entry);
QString fieldText(const std::optional<Value>& value); // as a reader takes it in; "-" absent

// Asks on the terminal; false without one.
bool confirmed(const QString& question);

} // namespace loadline
