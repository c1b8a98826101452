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

void addText(std::vector<DetailSection>& sections, const QString& title, const QString& text) { addLines(sections, title, {text}); }

// What fits on a button beside another; the whole stands above it and in its tip.
QString buttonText(const QString& label)
{
    constexpr qsizetype most = 34;
    if (label.size() <= most)
        return label + QStringLiteral(" \u2026");
    const qsizetype blank = label.lastIndexOf(QLatin1Char(' '), most);
    return label.left(blank > 0 ? blank : most) + QStringLiteral(" \u2026");
}

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
    return [observed = evidence_.observed()](const Worlds& worlds, const Preferences& preferences) { return deriveFindings(worlds, preferences, observed); };
}

void FindingsPage::rowsArrived(const Rows<FindingRow>& all, const Worlds&)
{
    if (all.empty())
        story_->setSections({});
    renewWishes();
}

std::vector<SeriesWish> FindingsPage::moreWishes() const { return evidence_.wishes(worlds(), allRows()); }

void FindingsPage::takeAnswer(const QString& key, const SeriesAnswer& answer)
{
    if (evidence_.take(key, answer))
        derive();
}

void FindingsPage::tellStory(const FindingRow& row)
{
    const Finding& finding = *row.finding;
    std::vector<DetailSection> story;
    addState(story, row.state);
    addText(story, tr("What"), row.what);
    addText(story, tr("Why it matters"), row.why);
    if (finding.fix)
        addLines(story, tr("The fix: %1").arg(row.mend), fixLines(*finding.fix, finding.object, asked_.known));
    if (finding.silenced)
        addText(story, tr("Silenced because"), qtext(*finding.silenced));
    story_->setSections(story);
}

// The objects that its fix changes, as they are now: so that old values stand beside new ones. Once for a row.
void FindingsPage::askWhatIs(const FindingRow& row)
{
    if (asked_.row == row.id)
        return;
    asked_ = {row.id, {}, {}};
    if (!row.finding->fix)
        return;
    for (const FixEdit& edit : row.finding->fix->edits)
        if (const auto* readable = edit.path.empty() ? nullptr : readableAs(edit.object))
            asked_.paths.emplace(objectPath(readable->id, edit.object.ns, edit.object.name), edit.object);
    for (const auto& [path, ref] : std::map<QString, ManifestRef>(asked_.paths))
        Q_EMIT documentWanted(row.cluster, path);
}

void FindingsPage::setDocument(const QString& path, const Result<std::string>& json)
{
    RowsPage::setDocument(path, json);
    const auto at = asked_.paths.find(path);
    if (at == asked_.paths.end())
        return;
    if (const auto document = json ? Document::parse(*json) : Result<Document>(json.error()))
        asked_.known.emplace(at->second, document->value());
    asked_.paths.erase(at);
    if (const auto chosen = row(QString::fromStdString(asked_.row)))
        tellStory(*chosen);
}

bool FindingsPage::settled() const { return RowsPage::settled() && asked_.paths.empty(); }

RowDetail FindingsPage::detailOf(const FindingRow& row)
{
    RowDetail detail;
    const Finding& finding = *row.finding;
    detail.title = row.title;
    detail.subtitle = tr("%1 %2, %3").arg(qtext(row.kind), qtext(row.name), placeText(row.ns, row.cluster));
    detail.cluster = row.cluster;
    if (const auto* readable = readableAs(finding.object))
        detail.document = objectPath(readable->id, row.ns, row.name);
    askWhatIs(row);
    tellStory(row);
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
    RowAction fix {QStringLiteral("fix"), buttonText(row.mend), QStringLiteral("check"), tr("%1. Shows the change before anything is written.").arg(row.mend)};
    if (!row.finding->fix) {
        fix.icon = QStringLiteral("write");
        fix.enabled = (row.finding->edit && readableAs(row.finding->edit->object)) || !placeOfEdit(row).first.empty();
        fix.why = fix.enabled ? tr("%1. What is right here only you can tell: opens the field in the wizard.").arg(row.mend) : tr("What is right here only you can tell, and this object is written elsewhere.");
    }
    std::vector<RowAction> actions {fix};
    actions.push_back({QStringLiteral("silence"), tr("Silence \u2026"), {}, tr("Notes a reason in the object's annotation; the finding is then no longer counted."),
        !row.finding->silenced.has_value()});
    return actions; // the object is a link in the explanation
}

void FindingsPage::mend(const FindingRow& row)
{
    const Finding& finding = *row.finding;
    if (finding.fix)
        Q_EMIT fixWanted(row.cluster, *finding.fix, finding);
    else if (const auto* readable = finding.edit ? readableAs(finding.edit->object) : nullptr)
        Q_EMIT editWanted(row.cluster, objectPath(readable->id, finding.edit->object.ns, finding.edit->object.name), finding.edit->field);
    else if (const auto [page, shown] = placeOfEdit(row); !page.empty())
        Q_EMIT rowActivated(qtext(page), qtext(shown));
}

// What the wizard does not write, a page may show.
std::pair<std::string, std::string> FindingsPage::placeOfEdit(const FindingRow& row) const
{
    const World* of = world(row.cluster);
    return of && row.finding->edit ? pageRowOf(*of, row.finding->edit->object) : std::pair(row.page, row.pageRow);
}

void FindingsPage::act(const QString& action, const QString& rowId)
{
    const auto found = row(rowId);
    if (!found)
        return;
    if (action == QLatin1String("fix"))
        mend(*found);
    else if (action == QLatin1String("silence"))
        Q_EMIT silenceWanted(found->cluster, *found->finding);
}

} // namespace loadline
