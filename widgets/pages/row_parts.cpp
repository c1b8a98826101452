// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/row_parts.h"

#include "tables/wording.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(RowParts)
};

constexpr std::size_t mostEvents = 100;

DetailCondition::State stateOf(Truth truth)
{
    switch (truth) {
    case Truth::True:
        return DetailCondition::State::True;
    case Truth::False:
        return DetailCondition::State::False;
    case Truth::Unknown:
        break;
    }
    return DetailCondition::State::Unknown;
}

} // namespace

QString placeText(const std::string& ns, const std::string& cluster)
{
    return ns.empty() ? Words::tr("in %1").arg(qtext(cluster)) : Words::tr("%1 in %2").arg(qtext(ns), qtext(cluster));
}

QString objectPath(KindId kind, const std::string& ns, const std::string& name)
{
    return qtext(pathOf(kindOf(kind), ns)) + QLatin1Char('/') + QString::fromLatin1(QUrl::toPercentEncoding(qtext(name)));
}

void addLines(std::vector<DetailSection>& sections, const QString& title, const QStringList& lines, Tone tone)
{
    DetailSection section;
    section.title = title;
    for (const auto& line : lines)
        if (!line.isEmpty())
            section.lines.push_back({line.toHtmlEscaped(), section.lines.empty() ? tone : Tone::Muted, {}});
    if (!section.lines.empty())
        sections.push_back(std::move(section));
}

void addState(std::vector<DetailSection>& sections, const StateWord& state)
{
    DetailSection section;
    QString word = state.word.toHtmlEscaped();
    section.lines.push_back({QStringLiteral("<b>%1</b>").arg(word), state.tone, {}});
    if (state.since.at && !(state.since.atLeast && state.since.length < Seconds {1}))
        section.lines.push_back({Words::tr("for %1").arg(text(state.since)), Tone::Muted, {}});
    sections.push_back(std::move(section));
}

void addConditions(std::vector<DetailSection>& sections, const QString& title, const std::vector<ConditionLine>& conditions)
{
    DetailSection section;
    section.title = title;
    for (const auto& condition : conditions) {
        DetailCondition line;
        line.state = stateOf(condition.status);
        line.type = condition.type;
        line.note = condition.reason;
        if (condition.since.at)
            line.note += (line.note.isEmpty() ? QString() : QStringLiteral(", ")) + text(condition.since);
        line.tone = condition.tone;
        line.tip = condition.message;
        section.conditions.push_back(std::move(line));
    }
    if (!section.conditions.empty())
        sections.push_back(std::move(section));
}

void addLink(std::vector<DetailSection>& sections, const QString& title, const QString& text, const QString& id)
{
    DetailSection section;
    section.title = title;
    section.links.push_back({text, id});
    sections.push_back(std::move(section));
}

std::vector<const Event*> eventsOf(const World& world, const std::function<bool(const Event&)>& concerns)
{
    std::vector<const Event*> found;
    for (const auto& event : world.all<Event>())
        if (concerns(event))
            found.push_back(&event);
    std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->last > b->last; });
    if (found.size() > mostEvents)
        found.resize(mostEvents);
    return found;
}

bool isAbout(const Event& event, std::string_view kind, const std::string& ns, const std::string& name)
{
    return event.about.name == name && event.about.kind == kind && (ns.empty() || event.meta.ns == ns);
}

DetailSection eventSection(const World& world, const std::vector<const Event*>& events, TimePoint now)
{
    DetailSection section;
    if (const QString why = whyNot(world, KindId::Event); !why.isEmpty())
        section.lines.push_back({why.toHtmlEscaped(), Tone::Warn, {}});
    if (events.empty() && world.state(KindId::Event).complete())
        section.lines.push_back({Words::tr("No events. The cluster forgets them after an hour or so."), Tone::Muted, {}});
    for (const auto* event : events) {
        const bool warning = event->type == "Warning";
        QString head = QStringLiteral("<b>%1</b>  %2").arg(qtext(event->reason.str()).toHtmlEscaped(), age(now - event->last));
        if (event->count > 1)
            head += Words::tr(", %1 times").arg(event->count);
        section.lines.push_back({head, warning ? Tone::Warn : Tone::Normal, isoUtc(event->last)});
        section.lines.push_back({qtext(event->message).toHtmlEscaped(), Tone::Muted, {}});
    }
    return section;
}

std::vector<RowAction> writeActions(const QString& owner)
{
    RowAction change {QString::fromLatin1(changeAction), Words::tr("Change \u2026"), QStringLiteral("write"), Words::tr("Open it in the wizard: what you change is shown, checked and asked before it is applied."), true};
    if (!owner.isEmpty()) {
        change.enabled = false;
        change.why = Words::tr("%1 writes this object and would write over it: change that one instead.").arg(owner);
    }
    return {change, {QString::fromLatin1(cloneAction), Words::tr("Clone \u2026"), QStringLiteral("copy"), Words::tr("Open a copy under another name in the wizard."), true}};
}

std::vector<ChartMark> marksOf(const std::vector<const Event*>& events)
{
    std::vector<ChartMark> marks;
    for (const auto* event : events) {
        const bool warning = event->type == "Warning";
        const auto size = newSizeOf(*event);
        if (!size && !warning)
            continue;
        const QString text = size ? qtext(event->message) : qtext(event->reason.str()) + QStringLiteral(": ") + qtext(event->message);
        marks.push_back({event->last, text, warning ? Tone::Warn : Tone::Accent});
    }
    return marks;
}

} // namespace loadline
