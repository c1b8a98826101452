// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/journal.h"

#include <QSqlQuery>
#include <QVariant>

namespace loadline {

// Rows of the journal's file. NULL texts are absent values.

extern const char* const entryColumns;
// A SELECT up to WHERE, of the entry "e": these columns and then the entry that undid it.
QString selecting(const char* columns);
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
