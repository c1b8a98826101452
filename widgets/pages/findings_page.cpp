// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/findings_page.h"

#include "lint/readable.h"
#include "lint/rule.h"
#include "pages/detail_area.h"
#include "pages/row_parts.h"

namespace loadline {
namespace {

TablePage::Setup setup()
{
    TablePage::Setup setup;
    setup.id = QStringLiteral("findings");
    setup.title = FindingsPage::tr("Findings");
    setup.filterHint = FindingsPage::tr("Filter: rule, object, severity \u2026");
    setup.nothingChosen = FindingsPage::tr("Choose a finding to see why it matters and what mends it.");
    setup.needs.rows = {KindId::Hpa};
    setup.needs.figures = {KindId::Deployment, KindId::StatefulSet, KindId::DisruptionBudget};
    setup.needs.none = FindingsPage::tr("There is nothing to say of the autoscaling in %1.");
    setup.needs.meaning = FindingsPage::tr("Findings are traps that autoscalers, budgets, quotas and node pools fall into.");
    setup.longTable = true;
    return setup;
}

// What the fix writes: "+ spec.maxReplicas: 20", "− spec.fallback".
QStringList changesOf(const Finding& finding)
{
    QStringList lines;
    for (const auto& edit : finding.fix->edits) {
        QString where = edit.path.empty() ? QStringLiteral("%1 %2").arg(qtext(edit.object.kind), qtext(edit.object.name)) : qtext(edit.path.text());
        if (!edit.path.empty() && edit.object != finding.object)
            where = FindingsPage::tr("%1 of %2 %3").arg(where, qtext(edit.object.kind), qtext(edit.object.name));
        if (!edit.value)
            lines << QStringLiteral("\u2212 ") + where;
        else if (edit.path.empty())
            lines << QStringLiteral("+ ") + where;
        else
            lines << QStringLiteral("+ ") + where + QStringLiteral(": ") + qtext(edit.value->isString() ? edit.value->text() : edit.value->json());
    }
    return lines;
}

void addText(std::vector<DetailSection>& sections, const QString& title, const QString& text) { addLines(sections, title, {text}); }

} // namespace

FindingsPage::FindingsPage(QWidget* parent)
    : RowsPage(setup(), &findingColumns, parent)
{
    story_ = new DetailPane(this);
    story_->setAccessibleName(tr("The chosen finding"));
    detail()->addBelowCharts(story_, 100);
    connect(this, &Page::rowActionWanted, this, &FindingsPage::act);
}

FindingsPage::Derivation FindingsPage::derivation() const
{
    return [](const Worlds& worlds, const Preferences& preferences) { return deriveFindings(worlds, preferences); };
}

void FindingsPage::rowsArrived(const Rows<FindingRow>& all, const Worlds&)
{
    if (all.empty())
        story_->setSections({});
}

RowDetail FindingsPage::detailOf(const FindingRow& row)
{
    RowDetail detail;
    const Finding& finding = *row.finding;
    detail.title = row.title;
    detail.subtitle = tr("%1 %2, %3").arg(qtext(row.kind), qtext(row.name), placeText(row.ns, row.cluster));
    detail.cluster = row.cluster;
    if (const auto* readable = readableAs(finding.object))
        detail.document = objectPath(readable->id, row.ns, row.name);
    std::vector<DetailSection> story;
    addState(story, row.state);
    addText(story, tr("What"), row.what);
    addText(story, tr("Why it matters"), row.why);
    if (finding.fix)
        addLines(story, tr("The fix: %1").arg(row.fix), changesOf(finding));
    if (finding.silenced)
        addText(story, tr("Silenced because"), qtext(*finding.silenced));
    story_->setSections(story);
    if (!finding.field.empty())
        addText(detail.explanation, tr("Field"), qtext(finding.field.text()));
    if (!row.page.empty())
        addLink(detail.explanation, tr("The object"), tr("Show %1").arg(qtext(row.name)), qtext(row.page) + QLatin1Char(':') + qtext(row.pageRow));
    if (const auto* known = rule(finding.rule))
        addText(detail.explanation, tr("The rule"), lintText(std::string(known->explanation)));
    addText(detail.explanation, tr("To silence it"), QStringLiteral("loadline.dev/silence: \"%1: …\"").arg(qtext(finding.rule)));
    if (!finding.link.empty())
        addLink(detail.explanation, tr("Read on"), qtext(finding.link), qtext(finding.link));
    return detail;
}

void FindingsPage::followLink(const QString& id)
{
    if (id.startsWith(QLatin1String("https:")))
        Q_EMIT linkWanted(id);
    else
        RowsPage::followLink(id);
}

std::vector<RowAction> FindingsPage::actionsOf(const FindingRow& row) const
{
    RowAction fix {QStringLiteral("fix"), tr("Fix \u2026"), QStringLiteral("check"), {}};
    fix.enabled = row.finding->fix.has_value();
    fix.why = fix.enabled ? tr("%1. Shows the change before anything is written.").arg(row.fix) : tr("What is right here only you can tell.");
    std::vector<RowAction> actions {fix};
    actions.push_back({QStringLiteral("silence"), tr("Silence \u2026"), {}, tr("Notes a reason in the object's annotation; the finding is then no longer counted."),
        !row.finding->silenced.has_value()});
    if (!row.page.empty())
        actions.push_back({QStringLiteral("show"), tr("Show the object"), {}, tr("Goes to %1 on its page.").arg(qtext(row.name))});
    return actions;
}

void FindingsPage::act(const QString& action, const QString& rowId)
{
    const auto found = row(rowId);
    if (!found)
        return;
    if (action == QLatin1String("fix") && found->finding->fix)
        Q_EMIT fixWanted(found->cluster, *found->finding->fix, *found->finding);
    else if (action == QLatin1String("silence"))
        Q_EMIT silenceWanted(found->cluster, *found->finding);
    else if (action == QLatin1String("show") && !found->page.empty())
        Q_EMIT rowActivated(qtext(found->page), qtext(found->pageRow));
}

} // namespace loadline
