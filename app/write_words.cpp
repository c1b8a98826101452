// SPDX-License-Identifier: GPL-3.0-or-later
#include "write_words.h"

#include "command.h"
#include "manifest/change.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <QCoreApplication>

#include <algorithm>
#include <iostream>
#include <unistd.h>

namespace loadline {
namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Write", text);
}

QString lineOf(const FieldDiff& diff)
{
    QString line = QStringLiteral("    ") + qtext(diff.path.text()) + QStringLiteral(": ") + fieldText(diff.before) + QStringLiteral(" → ")
        + fieldText(diff.after);
    if (diff.origin == FieldDiff::Origin::Defaulted)
        line += words(QT_TRANSLATE_NOOP("Write", "  (the server's default)"));
    else if (diff.origin == FieldDiff::Origin::Server)
        line += words(QT_TRANSLATE_NOOP("Write", "  (written by the server)"));
    return line;
}

// "hpa.yaml:12:3", of the document where the field does not stand in it.
QString placeText(const WrittenManifest& written, const std::optional<FieldPath>& path)
{
    const bool known = path && written.document.find(*path);
    return qtext(placeOf(written.place, written.document, known ? *path : FieldPath {}));
}

QString behind(const WrittenManifest* written, const std::optional<FieldPath>& path)
{
    return written && path ? QStringLiteral(" (") + placeText(*written, path) + u')' : QString();
}

QStringList linesOf(const Refusal& refusal, const WrittenManifest* written)
{
    const auto& path = !refusal.conflicts.empty() ? refusal.conflicts.front().path : !refusal.faults.empty() ? refusal.faults.front().path : std::nullopt;
    QStringList lines {QStringLiteral("  ! ") + (written ? placeText(*written, path) + QStringLiteral(": ") : QString()) + sentence(refusal.error)};
    for (const FieldConflict& conflict : refusal.conflicts)
        lines << QStringLiteral("    ") + qtext(conflict.field) + words(QT_TRANSLATE_NOOP("Write", " is held by ")) + qtext(conflict.owner)
                + (conflict.since.empty() ? QString() : QStringLiteral(", ") + qtext(conflict.since)) + behind(written, conflict.path);
    for (const FieldFault& fault : refusal.faults)
        lines << QStringLiteral("    ") + qtext(fault.field) + QStringLiteral(": ") + qtext(fault.text) + behind(written, fault.path);
    if (const QString mend = hint(refusal.error); !mend.isEmpty())
        lines << QStringLiteral("    ") + mend;
    return lines;
}

QString headOf(const Trial& trial)
{
    const QString name = objectName(trial.change.ref);
    if (trial.change.verb == Change::Verb::Delete)
        return words(QT_TRANSLATE_NOOP("Write", "- delete %1")).arg(name);
    const bool unread = std::any_of(trial.missing.begin(), trial.missing.end(), [](const Permission& one) { return one.verb == "get"; });
    if (unread)
        return words(QT_TRANSLATE_NOOP("Write", "? write %1, which may be there or not: you may not read it")).arg(name);
    if (trial.creates())
        return words(QT_TRANSLATE_NOOP("Write", "+ create %1")).arg(name);
    return trial.good() && trial.diff.empty() ? words(QT_TRANSLATE_NOOP("Write", "= %1 is as wanted")).arg(name)
                                              : words(QT_TRANSLATE_NOOP("Write", "~ change %1")).arg(name);
}

QString outcomeText(const Applied& applied)
{
    using Outcome = Applied::Outcome;
    switch (applied.outcome) {
    case Outcome::NotTried:
        return words(QT_TRANSLATE_NOOP("Write", "not tried"));
    case Outcome::Refused:
        return applied.foundLater ? words(QT_TRANSLATE_NOOP("Write", "nothing was stored")) : words(QT_TRANSLATE_NOOP("Write", "refused"));
    case Outcome::Created:
        return words(QT_TRANSLATE_NOOP("Write", "created"));
    case Outcome::Changed:
        return words(QT_TRANSLATE_NOOP("Write", "changed"));
    case Outcome::Unchanged:
        return words(QT_TRANSLATE_NOOP("Write", "unchanged"));
    case Outcome::Deleted:
        return words(QT_TRANSLATE_NOOP("Write", "deleted"));
    case Outcome::Unknown:
        break;
    }
    return words(QT_TRANSLATE_NOOP("Write", "unknown"));
}

} // namespace

QString objectName(const ManifestRef& ref)
{
    return qtext(ref.kind) + u' ' + (ref.ns.empty() ? QString() : qtext(ref.ns) + u'/') + qtext(ref.name);
}

QString fieldText(const std::optional<Value>& value)
{
    if (!value)
        return QStringLiteral("-");
    return qtext(value->isString() ? value->text() : value->json());
}

QStringList linesOf(const Trial& trial, const WrittenManifest* written, bool decided)
{
    QStringList lines {headOf(trial)};
    if (trial.creates()) {
        if (trial.answer || trial.untried)
            for (const QString& line : qtext(Document::write(trial.change.after).text()).split(u'\n', Qt::SkipEmptyParts))
                lines << QStringLiteral("    ") + line;
    } else {
        for (const FieldDiff& diff : leafwise(trial.diff))
            lines << lineOf(diff);
    }
    for (const FieldConflict& conflict : trial.ours)
        lines << words(QT_TRANSLATE_NOOP("Write", "  %1 was set by Loadline itself before, by a scale or a patch: this takes its place")).arg(qtext(conflict.field));
    if (trial.untried)
        lines << words(QT_TRANSLATE_NOOP("Write", "  not tried yet: the namespace %1 is made before it, and the server checks this one when it is written")).arg(qtext(trial.change.ref.ns));
    for (const std::string& warning : trial.warnings)
        lines << words(QT_TRANSLATE_NOOP("Write", "  the server warns: %1")).arg(qtext(warning));
    if (trial.git)
        lines << words(QT_TRANSLATE_NOOP("Write", "  %1 keeps it (%2) and will undo what is changed past it; change it there."))
                     .arg(QString::fromLatin1(toolName(trial.git->tool)), trial.git->name.empty() ? unknown() : qtext(trial.git->name));
    if (trial.refusal && decided)
        for (const FieldConflict& conflict : trial.refusal->conflicts)
            lines << words(QT_TRANSLATE_NOOP("Write", "  %1 is taken over from %2, as was asked for")).arg(qtext(conflict.field), qtext(conflict.owner));
    else if (trial.refusal)
        lines << linesOf(*trial.refusal, written);
    return lines;
}

QString lineOf(const Applied& applied, const WrittenManifest* written)
{
    QString line = objectName(applied.change.ref) + QStringLiteral(": ") + outcomeText(applied);
    if (applied.foundLater)
        line += words(QT_TRANSLATE_NOOP("Write", " (no clear answer came; read from the cluster)"));
    if (applied.entry != 0)
        line += words(QT_TRANSLATE_NOOP("Write", " (journal entry %1)")).arg(qint64(applied.entry));
    if (applied.outcome == Applied::Outcome::NotTried && written)
        line += QStringLiteral(" (") + placeText(*written, std::nullopt) + u')';
    if (applied.refusal)
        line += QStringLiteral("\n") + linesOf(*applied.refusal, written).join(u'\n');
    return line;
}

QString heldWords(const std::string& field)
{
    return words(QT_TRANSLATE_NOOP("Write", "The value of %1 goes back, but Loadline took the field over and goes on holding it: whoever it was taken from holds it again once they write it themselves.")).arg(qtext(field));
}

QString unseenWords(const UndoPlan& plan)
{
    if (!plan.possible() || !deletesNamespace(plan.change))
        return {};
    return words(QT_TRANSLATE_NOOP("Write", "Nothing of others was seen in the namespace %1. Secrets, which Loadline never reads, would go with it.")).arg(qtext(plan.change.ref.name));
}

QStringList linesOf(const UndoPlan& plan)
{
    QStringList lines;
    if (plan.refused)
        lines << sentence(*plan.refused) + u' ' + hint(*plan.refused);
    for (const std::string& field : plan.possible() ? plan.held : std::vector<std::string> {}) // else nothing goes back
        lines << heldWords(field);
    if (const QString unseen = unseenWords(plan); !unseen.isEmpty())
        lines << unseen;
    if (plan.moved.empty())
        return lines;
    lines << words(QT_TRANSLATE_NOOP("Write", "%1 moved on since entry %2, so it is not undone:")).arg(objectName(plan.change.ref)).arg(qint64(plan.entry));
    for (const MovedField& field : plan.moved)
        lines << words(QT_TRANSLATE_NOOP("Write", "    %1: was %2, then written %3, now %4"))
                     .arg(qtext(field.path.text()), fieldText(field.before), fieldText(field.after), fieldText(field.live));
    return lines;
}

QString lineOf(const JournalEntry& entry)
{
    Applied applied;
    applied.outcome = entry.outcome;
    applied.foundLater = entry.foundLater;
    QString became = entry.ended ? outcomeText(applied) : words(QT_TRANSLATE_NOOP("Write", "unfinished"));
    if (entry.undoneBy)
        became += words(QT_TRANSLATE_NOOP("Write", ", undone by %1")).arg(qint64(*entry.undoneBy));
    if (entry.undoes)
        became += words(QT_TRANSLATE_NOOP("Write", ", undoes %1")).arg(qint64(*entry.undoes));
    QString line = QStringLiteral("%1\t%2\t%3\t%4\t%5\t%6")
                       .arg(QString::number(entry.id), isoUtc(entry.begun), qtext(entry.place.context), qtext(entry.place.person),
                           objectName(entry.change.ref), became);
    if (!entry.change.why.empty())
        line += u'\t' + qtext(entry.change.why);
    return line;
}

bool confirmed(const QString& question)
{
    if (!isatty(STDIN_FILENO))
        return false;
    std::fputs(qPrintable(question + words(QT_TRANSLATE_NOOP("Write", " [y/N] "))), stderr);
    std::fflush(stderr);
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

} // namespace loadline
