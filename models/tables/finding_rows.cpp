// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/finding_rows.h"

#include "cluster/vpa.h"
#include "lint/rule.h"
#include "tables/cells.h"
#include "tables/keda_rows.h"

#include <QCoreApplication>

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FindingRows)
};

StateWord stateOf(const Finding& finding)
{
    StateWord state;
    if (finding.silenced) {
        state.word = Words::tr("Silenced");
        state.tone = Tone::Idle;
        state.cause = Words::tr("Reason: %1").arg(qtext(*finding.silenced));
        return state;
    }
    state.word = severityName(finding.severity);
    state.attention = finding.severity == Severity::Error ? Attention::Error
        : finding.severity == Severity::Warning           ? Attention::Warning
                                                          : Attention::Notice;
    state.tone = toneOf(state.attention);
    state.cause = lintText(finding.why, finding.args);
    return state;
}

std::shared_ptr<const FindingRow> rowOf(const World& world, Finding finding)
{
    auto row = std::make_shared<FindingRow>();
    row->cluster = world.cluster;
    row->ns = finding.object.ns;
    row->name = finding.object.name;
    row->kind = finding.object.kind;
    row->id = world.cluster + '/' + row->ns + '/' + row->kind + '/' + row->name + '/' + finding.rule + '/' + finding.field.text();
    const auto* known = rule(finding.rule);
    row->title = known ? lintText(std::string(known->title)) : qtext(finding.rule);
    row->what = whatText(finding);
    row->why = lintText(finding.why, finding.args);
    row->mend = mendText(finding);
    row->state = stateOf(finding);
    std::tie(row->page, row->pageRow) = pageRowOf(world, finding.object);
    row->finding = std::make_shared<const Finding>(std::move(finding));
    return row;
}

} // namespace

std::pair<std::string, std::string> pageRowOf(const World& world, const ManifestRef& object)
{
    const std::string key = rowId(world.cluster, object.ns, object.name);
    if (object.kind == "HorizontalPodAutoscaler")
        return {"hpa", key};
    if (object.kind == "ScaledObject" || object.kind == "ScaledJob")
        return {"keda", kedaGroup(world.cluster, object.ns, object.name, object.kind == "ScaledJob") + "/0"};
    if (object.kind == "NodePool" || object.kind == "NodeGroup")
        return {"pools", rowId(world.cluster, {}, object.name)};
    if (object.kind != "VerticalPodAutoscaler")
        return {};
    const auto* vpa = world.find<Vpa>(object.ns, object.name);
    return {"vpa", vpa && !vpa->recommendations.empty() ? key + '/' + vpa->recommendations.front().container : key};
}

bool FindingRow::operator==(const FindingRow& other) const
{
    const auto fields = [](const FindingRow& row) {
        return std::tie(row.id, row.title, row.what, row.why, row.mend, row.state, row.page, row.pageRow);
    };
    return fields(*this) == fields(other) && (finding == other.finding || (finding && other.finding && *finding == *other.finding));
}

QString lintText(const std::string& text, const std::vector<std::string>& args)
{
    if (text.empty())
        return {};
    const QString translated = QCoreApplication::translate("Lint", text.c_str());
    return QString::fromStdString(fillIn(translated.toStdString(), args));
}

QString whatText(const Finding& finding)
{
    const QString what = lintText(finding.what, finding.args);
    return finding.together ? lintText(togetherWords, {finding.together->kind, finding.together->name, what.toStdString()}) : what;
}

QString mendText(const Finding& finding)
{
    if (finding.fix)
        return lintText(finding.fix->label, finding.fix->args);
    return finding.edit ? lintText(finding.edit->label, finding.edit->args) : QString();
}

QString severityName(Severity severity)
{
    switch (severity) {
    case Severity::Error:
        return Words::tr("Error");
    case Severity::Warning:
        return Words::tr("Warning");
    case Severity::Info:
        break;
    }
    return Words::tr("Note");
}

Rows<FindingRow> deriveFindings(const Worlds& worlds, const Preferences& preferences, const ObservedByCluster& observed)
{
    Rows<FindingRow> rows;
    for (const auto& world : worlds) {
        Overlay live;
        live.world = world;
        live.live = world;
        if (const auto told = observed.find(world->cluster); told != observed.end())
            live.observed = told->second;
        for (auto& finding : lint(live, preferences))
            rows.push_back(rowOf(*world, std::move(finding)));
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a->state.attention > b->state.attention; });
    // Two findings of a rule about one field are one row, so that ids stay unique.
    std::unordered_set<std::string> seen;
    std::erase_if(rows, [&](const auto& row) { return !seen.insert(row->id).second; });
    return rows;
}

} // namespace loadline
