// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/page_message.h"

#include "tables/wording.h"

#include <QCoreApplication>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PageMessage)
};

// How bad a cluster's state of a kind is for a page, worst last.
enum class Grade { Fine, Partly, Missing, Loading, Stale, Failed, Refused };

// Whether it is about who asks, rather than about the way there.
bool isRefusal(const Error& error)
{
    return error.kind == Error::Kind::Unauthorized || error.kind == Error::Kind::Forbidden || error.kind == Error::Kind::Plugin;
}

Grade gradeOf(const World& world, KindId kind)
{
    const auto& state = world.state(kind);
    switch (state.presence) {
    case Presence::NotAsked:
    case Presence::Loading:
        return !world.trouble ? Grade::Loading : isRefusal(*world.trouble) ? Grade::Refused : Grade::Failed;
    case Presence::Live:
        return state.refusedNamespaces.empty() && state.malformed == 0 ? Grade::Fine : Grade::Partly;
    case Presence::Stale:
        return Grade::Stale;
    case Presence::Missing:
        return Grade::Missing;
    case Presence::Failed:
        return Grade::Failed;
    case Presence::Refused:
        break;
    }
    return Grade::Refused;
}

struct Finding {
    Grade grade = Grade::Fine;
    QString sentence;
    QString hint;
};

void add(std::vector<Finding>& findings, const World& world, KindId kind)
{
    const auto grade = gradeOf(world, kind);
    if (grade == Grade::Fine)
        return;
    const auto& state = world.state(kind);
    const auto& error = state.error ? state.error : world.trouble;
    const QString text = whyNot(world, kind);
    for (const auto& known : findings)
        if (known.sentence == text)
            return;
    findings.push_back({grade, text, error ? hint(*error) : QString()});
}

// KEDA's two kinds come with one product: where both are missing it is said once, and where one is there it is fine.
std::vector<Finding> findingsOf(const Worlds& worlds, const std::vector<KindId>& kinds)
{
    std::vector<Finding> findings;
    for (const auto& world : worlds)
        for (const auto kind : kinds)
            add(findings, *world, kind);
    return findings;
}

QString clusterNames(const Worlds& worlds)
{
    QStringList names;
    for (const auto& world : worlds)
        names << QString::fromStdString(world->cluster);
    return names.join(QStringLiteral(", "));
}

Grade worst(const std::vector<Finding>& findings)
{
    Grade grade = Grade::Fine;
    for (const auto& finding : findings)
        grade = std::max(grade, finding.grade);
    return grade;
}

TableMessage::Kind kindOf(Grade grade)
{
    switch (grade) {
    case Grade::Fine:
        return TableMessage::Kind::None;
    case Grade::Missing:
        return TableMessage::Kind::Empty;
    case Grade::Loading:
        return TableMessage::Kind::Loading;
    case Grade::Partly:
    case Grade::Stale:
        return TableMessage::Kind::Stale;
    case Grade::Failed:
        return TableMessage::Kind::Failed;
    case Grade::Refused:
        break;
    }
    return TableMessage::Kind::Refused;
}

// The sentences, worst first, and how to mend the worst.
TableMessage say(std::vector<Finding> findings)
{
    std::stable_sort(findings.begin(), findings.end(), [](const auto& a, const auto& b) { return a.grade > b.grade; });
    TableMessage message;
    message.kind = kindOf(worst(findings));
    QStringList rest;
    for (std::size_t i = 1; i < findings.size(); ++i)
        rest << findings[i].sentence;
    message.title = findings.front().sentence;
    if (!findings.front().hint.isEmpty())
        rest.prepend(findings.front().hint);
    message.cause = rest.join(QLatin1Char(' '));
    return message;
}

} // namespace

TableMessage nothingMatches(int rows, const QString& filter)
{
    return {TableMessage::Kind::Empty, Words::tr("Nothing matches \u201c%1\u201d.").arg(filter.trimmed()),
        Words::tr("%1 are hidden by the filter.").arg(rows), Words::tr("Clear the filter")};
}

TableMessage pageMessage(const Worlds& worlds, const PageNeeds& needs, int rows, int shown, const QString& filter)
{
    if (worlds.empty())
        return {TableMessage::Kind::Empty, Words::tr("No cluster is open."),
            Words::tr("Loadline contacts only the clusters that you open."), Words::tr("Choose clusters")};
    auto findings = findingsOf(worlds, needs.rows);
    if (rows > 0 && shown == 0)
        return nothingMatches(rows, filter);
    if (rows > 0) {
        // Rows are there: what is merely absent elsewhere need not be said, what is wrong must.
        std::erase_if(findings, [](const auto& f) { return f.grade == Grade::Missing; });
        if (findings.empty())
            findings = findingsOf(worlds, needs.figures);
        std::erase_if(findings, [](const auto& f) { return f.grade == Grade::Loading && f.sentence.isEmpty(); });
        return findings.empty() ? TableMessage {} : say(std::move(findings));
    }
    if (!findings.empty())
        return say(std::move(findings));
    return {TableMessage::Kind::Empty, needs.none.arg(clusterNames(worlds)), needs.meaning, {}};
}

QStringList pageNotes(const Worlds& worlds, const PageNeeds& needs)
{
    QStringList notes;
    for (const auto* kinds : {&needs.rows, &needs.figures})
        for (const auto& finding : findingsOf(worlds, *kinds))
            notes << finding.sentence;
    notes.removeDuplicates();
    return notes;
}

bool countKnown(const Worlds& worlds, const PageNeeds& needs)
{
    return std::any_of(worlds.begin(), worlds.end(), [&](const auto& world) {
        return std::any_of(needs.rows.begin(), needs.rows.end(), [&](KindId kind) { return world->state(kind).complete(); });
    });
}

QString countWords(const Worlds& worlds, const PageNeeds& needs, int rows, int shown, int objects)
{
    auto grade = Grade::Fine;
    bool trouble = false;
    for (const auto& world : worlds) {
        trouble = trouble || world->trouble;
        for (const auto kind : needs.rows)
            grade = std::max(grade, gradeOf(*world, kind));
    }
    if (rows == 0 && !countKnown(worlds, needs))
        return grade == Grade::Missing ? Words::tr("not installed")
            : grade >= Grade::Failed   ? (trouble || grade == Grade::Failed ? Words::tr("not read") : Words::tr("refused"))
                                       : QString();
    const bool whole = grade == Grade::Fine || grade == Grade::Missing || grade == Grade::Stale;
    const auto all = [whole](int count) { return whole ? QString::number(count) : Words::tr("at least %1").arg(count); };
    if (shown != rows)
        return Words::tr("%1 of %2").arg(QString::number(shown), all(rows));
    return rows == objects ? all(rows) : Words::tr("%1 in %2 rows").arg(all(objects)).arg(rows);
}

bool pageLoaded(const Worlds& worlds, const PageNeeds& needs)
{
    return std::all_of(worlds.begin(), worlds.end(), [&](const auto& world) {
        return std::all_of(needs.rows.begin(), needs.rows.end(),
            [&](KindId kind) { return gradeOf(*world, kind) != Grade::Loading; });
    });
}

} // namespace loadline
