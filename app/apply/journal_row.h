// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/journal.h"

#include <QSqlQuery>
#include <QVariant>

namespace loadline {

// Rows of the journal's file. NULL texts are absent values.

extern const char* const selectEntries; // up to WHERE; the entry is "e"
JournalEntry entryOf(const QSqlQuery& row);
// In the order of Journal::begin's columns.
QVariantList valuesOf(const JournalEntry& entry, qint64 process);
Reminder reminderOf(const QSqlQuery& row);
QVariantList valuesOf(const Reminder& reminder);

QVariant textOf(const std::optional<Value>& value);
QVariant errorText(const Error& error);
std::optional<Error> errorOf(const QVariant& text);
Applied::Outcome outcomeOf(const QString& word);

} // namespace loadline
