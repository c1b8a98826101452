// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/fix_lines.h"

#include "lint/lint.h"
#include "manifest/change.h"
#include "manifest/identity.h"
#include "tables/cells.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FixLines)
};

constexpr int longest = 120; // characters of one value

QString valueWords(const Value& value)
{
    const QString text = qtext(value.isString() ? value.text() : value.json());
    return text.size() <= longest ? text : text.left(longest) + QChar(0x2026);
}

QString objectWords(const ManifestRef& ref) { return QStringLiteral("%1 %2").arg(qtext(ref.kind), qtext(ref.name)); }

QString place(const FieldPath& path, const ManifestRef& object, const ManifestRef& about)
{
    return object == about ? qtext(path.text()) : Words::tr("%1 of %2").arg(qtext(path.text()), objectWords(object));
}

QString line(const QString& where, const Value* before, const Value* after)
{
    if (before && after)
        return QStringLiteral("%1: %2 \u2192 %3").arg(where, valueWords(*before), valueWords(*after));
    const Value* value = before ? before : after;
    const QString sign = after ? QStringLiteral("+ ") : QStringLiteral("\u2212 ");
    return value ? sign + where + QStringLiteral(": ") + valueWords(*value) : sign + where;
}

// What comes or goes whole, field by field.
void addWhole(QStringList& lines, const FieldPath& path, const Value& value, bool added, const ManifestRef& object, const ManifestRef& about)
{
    for (const ValueField& field : value.fields())
        addWhole(lines, path / field.key, field.value, added, object, about);
    if (value.fields().empty())
        lines << line(place(path, object, about), added ? nullptr : &value, added ? &value : nullptr);
}

const Value* pointer(const std::optional<Value>& value) { return value ? &*value : nullptr; }

// Of one object's edits, made in what is known of it.
QStringList linesIn(const Fix& own, const Value& live, const ManifestRef& about)
{
    const ManifestRef& object = own.edits.front().object;
    const Document before = Document::write(withoutServerFields(live));
    const auto after = applied(own, {before});
    QStringList lines;
    if (!after || after->size() != 1)
        return lines;
    for (const FieldDiff& diff : compare(before.value(), after->front().value())) {
        if (diff.before && diff.after)
            lines << line(place(diff.path, object, about), pointer(diff.before), pointer(diff.after));
        else if (const Value* whole = diff.after ? pointer(diff.after) : pointer(diff.before))
            addWhole(lines, diff.path, *whole, diff.after.has_value(), object, about);
    }
    return lines;
}

} // namespace

QStringList fixLines(const Fix& fix, const ManifestRef& about, const KnownObjects& known)
{
    QStringList lines;
    std::vector<ManifestRef> told;
    for (const FixEdit& edit : fix.edits) {
        if (edit.path.empty()) {
            lines << (edit.value ? QStringLiteral("+ ") : QStringLiteral("\u2212 ")) + objectWords(edit.object);
            continue;
        }
        const auto live = known.find(edit.object);
        if (live == known.end()) {
            lines << line(place(edit.path, edit.object, about), nullptr, pointer(edit.value));
            continue;
        }
        if (std::find(told.begin(), told.end(), edit.object) != told.end())
            continue;
        told.push_back(edit.object);
        Fix own;
        std::copy_if(fix.edits.begin(), fix.edits.end(), std::back_inserter(own.edits), [&](const FixEdit& one) { return one.object == edit.object && !one.path.empty(); });
        lines << linesIn(own, live->second, about);
    }
    return lines;
}

} // namespace loadline
