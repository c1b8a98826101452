// SPDX-License-Identifier: GPL-3.0-or-later
#include "shown_trials.h"

#include "tables/cells.h"

#include "tables/wording.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ShownTrials)
};

QString missingText(const Permission& permission)
{
    const QString where = permission.ns.empty() ? Words::tr("in the cluster") : Words::tr("in namespace %1").arg(qtext(permission.ns));
    QString text = Words::tr("You may not %1 %2 %3.").arg(qtext(permission.verb), qtext(permission.resource), where);
    if (!permission.reason.empty())
        text += QLatin1Char(' ') + qtext(permission.reason);
    return text;
}

QString gitText(const std::optional<GitOwner>& git)
{
    if (!git)
        return {};
    const QString tool = QString::fromLatin1(toolName(git->tool));
    return git->name.empty() ? Words::tr("%1 keeps this object.").arg(tool)
                             : Words::tr("%1 keeps this object (%2).").arg(tool, qtext(git->name));
}

std::vector<ConflictShown> shownConflicts(const std::vector<FieldConflict>& conflicts, const std::vector<FieldConflict>& takenOver)
{
    std::vector<ConflictShown> shown;
    for (const FieldConflict& conflict : conflicts)
        if (std::find(takenOver.begin(), takenOver.end(), conflict) == takenOver.end())
            shown.push_back({qtext(conflict.field).mid(conflict.field.starts_with('.') ? 1 : 0), qtext(conflict.owner), qtext(conflict.since)});
    return shown;
}

} // namespace

TrialShown shownTrial(const Trial& trial, const std::vector<FieldConflict>& takenOver)
{
    TrialShown shown;
    shown.ref = trial.change.ref;
    shown.creates = trial.creates();
    shown.deletes = trial.change.verb == Change::Verb::Delete;
    for (const Permission& permission : trial.missing)
        shown.missing << missingText(permission);
    shown.before = trial.change.before;
    shown.after = trial.answer;
    shown.diff = trial.diff;
    if (shown.creates && trial.answer && shown.diff.empty())
        shown.diff = compare(Value::map(), *trial.answer, trial.change.after);
    for (const FieldConflict& conflict : trial.ours)
        shown.notes << Words::tr("%1 was set by Loadline itself before, by a scale or a patch: this takes its place.").arg(qtext(conflict.field).mid(conflict.field.starts_with('.') ? 1 : 0));
    if (trial.untried) {
        shown.after = trial.change.after;
        shown.diff = compare(Value::map(), trial.change.after, trial.change.after);
        shown.notes << Words::tr("Not tried yet: the namespace %1 is made before it, and the server checks this one when it is written.").arg(qtext(trial.change.ref.ns));
    }
    for (const std::string& warning : trial.warnings)
        shown.warnings << qtext(warning);
    shown.git = gitText(trial.git);
    if (!trial.refusal)
        return shown;
    shown.conflicts = shownConflicts(trial.refusal->conflicts, takenOver);
    const bool decided = !trial.refusal->conflicts.empty() && shown.conflicts.empty();
    if (decided) {
        shown.notes << Words::tr("%n field(s) will be taken over from their owners, as you decided.", nullptr,
            static_cast<int>(trial.refusal->conflicts.size()));
        return shown;
    }
    shown.refusal = sentence(trial.refusal->error);
    shown.mend = hint(trial.refusal->error);
    for (const FieldFault& fault : trial.refusal->faults)
        shown.faults << QStringLiteral("%1: %2").arg(qtext(fault.field), qtext(fault.text));
    return shown;
}

ResultShown shownResult(const Applied& applied)
{
    using Outcome = Applied::Outcome;
    ResultShown shown;
    shown.ref = applied.change.ref;
    shown.tone = Tone::Good;
    switch (applied.outcome) {
    case Outcome::Created:
        shown.outcome = Words::tr("Created.");
        break;
    case Outcome::Changed:
        shown.outcome = Words::tr("Changed.");
        break;
    case Outcome::Unchanged:
        shown.outcome = Words::tr("It was so already: nothing was written.");
        break;
    case Outcome::Deleted:
        shown.outcome = Words::tr("Deleted.");
        break;
    case Outcome::Refused:
        shown.outcome = applied.foundLater ? Words::tr("Nothing was stored.") : Words::tr("Refused: nothing was stored.");
        shown.tone = Tone::Bad;
        break;
    case Outcome::Unknown:
        shown.outcome = Words::tr("Sent, but it is not known whether it was stored. The journal keeps it open.");
        shown.tone = Tone::Warn;
        break;
    case Outcome::NotTried:
        shown.outcome = Words::tr("Not tried, because one before it failed.");
        shown.tone = Tone::Idle;
        break;
    }
    if (applied.foundLater)
        shown.outcome += Words::tr(" No clear answer came; this was read from the cluster.");
    if (applied.refusal) {
        shown.why = sentence(applied.refusal->error) + QLatin1Char(' ') + hint(applied.refusal->error);
        shown.conflicts = shownConflicts(applied.refusal->conflicts, {});
    }
    return shown;
}

} // namespace loadline
