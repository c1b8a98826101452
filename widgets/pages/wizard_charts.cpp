// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard shows of the past beside its fields, and of what stands around its manifests.
#include "pages/wizard_page.h"

#include "forms/form_view.h"
#include "lint/installed_parts.h"
#include "manifest/build.h"
#include "pages/chart_column.h"
#include "pages/draft_editor.h"
#include "pages/form_offers.h"
#include "pages/metric_plans.h"
#include "pages/wizard_advice.h"
#include "pages/wizard_around.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <algorithm>

namespace loadline {
namespace {

const QString seenKey = QStringLiteral("wizard/seen");
constexpr int roomForTwo = 860; // points of height

QString adapterKey(std::size_t index)
{
    return QStringLiteral("wizard/adapter/%1").arg(index);
}

// A few hundred tell as well as all of them.
std::string seriesQuery(const std::string& name)
{
    return "topk(500, count by(namespace,pod,le)(" + name + "))";
}

} // namespace

void WizardPage::renewCharts()
{
    charting_.stop();
    const auto at = editor_->part();
    std::vector<ChartPlan> plans;
    if (step_ == Scaling && at && *at < parts_.size())
        plans = metricPlans({cluster_, world(), facts_}, parts_[*at].document, editor_->form()->current(), height() >= roomForTwo ? 2 : 1);
    editor_->charts()->setVisible(!plans.empty());
    editor_->charts()->setPlans(std::move(plans));
    sayWishes();
    renewSeen();
    renewAround();
}

void WizardPage::renewSeen()
{
    const auto at = editor_->part();
    if (!at || *at >= parts_.size())
        return editor_->setSeen({});
    const FieldPath path = editor_->form()->current();
    QStringList said {seenOf(world(), facts_, parts_[*at].document, path), modesAt(path), lackAt(parts_[*at], path)};
    said.removeAll(QString());
    editor_->setSeen(said.join(QStringLiteral(". ")));
}

// What would be told of a field if the cluster had a Prometheus.
QString WizardPage::lackAt(const DraftPart& part, const FieldPath& path) const
{
    const Field* field = place_.noPrometheus.isEmpty() || !part.form || path.empty() ? nullptr : part.form->fieldAt(path);
    if (!field)
        return {};
    if (field->type == Field::Type::PromQl)
        return tr("The query cannot be tried and has no curve: %1").arg(place_.noPrometheus);
    if (path.startsWith("spec.metrics") || path.startsWith("spec.triggers") || path.startsWith("spec.minReplicas") || path.startsWith("spec.maxReplicas")
        || path.startsWith("spec.minReplicaCount") || path.startsWith("spec.maxReplicaCount"))
        return tr("What it was over the last week is not known: %1").arg(place_.noPrometheus);
    return {};
}

void WizardPage::askSeen()
{
    seenWish_.reset();
    seenAnswer_.reset();
    renewFacts();
    const WorldPtr known = worldPtr();
    if (target_ && known)
        seenWish_ = SeriesWish {seenKey, cluster_, {QueryId::WorkloadReplicas,
                                                       {{"ns", target_->ns}, {"kind", target_->kind}, {"name", target_->name}},
                                                       {known->now - std::chrono::hours {24 * 7}, known->now}, Seconds {600}}};
    tellSeen();
    sayWishes();
}

void WizardPage::takeSeen(const SeriesAnswer& answer)
{
    if (!answer.complete)
        return;
    seenAnswer_ = answer;
    renewFacts();
    tellSeen();
}

// Why nothing is known is said too: a preset's own numbers are then a guess.
void WizardPage::tellSeen()
{
    QString text;
    Tone tone = Tone::Muted;
    if (facts_.target && facts_.target->seen) {
        const auto [least, most] = *facts_.target->seen;
        text = least == most ? tr("Over the last week it ran %n pod(s) all the time.", nullptr, static_cast<int>(most))
                             : tr("Over the last week it ran %1 to %2 pods.").arg(least).arg(most);
    } else if (!place_.noPrometheus.isEmpty()) {
        text = tr("What it ran over the last week is not known. %1").arg(place_.noPrometheus);
        tone = Tone::Warn;
    } else if (seenAnswer_ && seenAnswer_->error) {
        text = tr("What it ran over the last week is not known. %1").arg(sentence(*seenAnswer_->error) + QLatin1Char(' ') + hint(*seenAnswer_->error));
        tone = Tone::Warn;
    } else if (seenWish_) {
        text = seenAnswer_ ? tr("Prometheus knows nothing of its last week.") : tr("Asking Prometheus for its last week \u2026");
    }
    adviceStep_->setSeen(text.trimmed(), tone);
}

void WizardPage::renewAround()
{
    if (step_ != Review) {
        if (!adapterWishes_.empty()) {
            adapterWishes_.clear();
            sayWishes();
        }
        return;
    }
    WizardAround* around = review_->around();
    InstalledParts parts = world() ? installedParts(*world()) : InstalledParts {};
    if (!place_.noPrometheus.isEmpty())
        parts.prometheus = false;
    around->setCluster(world() ? qtext(cluster_) : QString(), installNotes(parts));
    around->setNamespace(facts_.target ? facts_.target->ns : std::string());
    checkAdapter();
    review_->tieTabs();
}

// Whether Prometheus has the series that the adapter's rules name.
void WizardPage::checkAdapter()
{
    const std::vector<AdapterMetric> metrics = adapterMetricsOf(documentsOf(parts_));
    std::vector<SeriesWish> wishes;
    std::vector<WizardAround::Checked> checked;
    const TimePoint now = worldPtr() ? worldPtr()->now : now_;
    for (std::size_t i = 0; i < metrics.size(); ++i) {
        WizardAround::Checked one {metrics[i], std::nullopt};
        if (const auto answer = adapterAnswers_.constFind(adapterKey(i)); answer != adapterAnswers_.cend() && answer->complete) {
            std::vector<SeriesLabels> labels;
            for (const Series& series : answer->series)
                labels.push_back(series.labels);
            QStringList faults;
            if (answer->error && labels.empty())
                faults << sentence(*answer->error);
            else
                for (const Error& fault : faultsOf(metrics, i, labels))
                    faults << sentence(fault) << hint(fault);
            one.faults = faults;
        }
        checked.push_back(std::move(one));
        if (!cluster_.empty())
            wishes.push_back({adapterKey(i), cluster_, {QueryId::Written, {{"promql", seriesQuery(metrics[i].series)}}, {now, now}, Seconds {60}}});
    }
    review_->around()->setAdapter(checked);
    // The question stays the same while only time goes by.
    const auto same = [](const SeriesWish& a, const SeriesWish& b) { return a.cluster == b.cluster && a.request.params == b.request.params; };
    if (std::equal(wishes.begin(), wishes.end(), adapterWishes_.begin(), adapterWishes_.end(), same))
        return;
    adapterAnswers_.clear();
    adapterWishes_ = std::move(wishes);
    sayWishes();
}

void WizardPage::sayWishes()
{
    if (!shown_)
        return;
    std::vector<SeriesWish> all = editor_->charts()->wishes();
    all.insert(all.end(), adapterWishes_.begin(), adapterWishes_.end());
    if (seenWish_)
        all.push_back(*seenWish_);
    all.insert(all.end(), evidenceWishes_.begin(), evidenceWishes_.end());
    const auto queues = queueWishes();
    all.insert(all.end(), queues.begin(), queues.end());
    Q_EMIT seriesWanted(all);
}

// Asked once typing pauses, as the charts are.
void WizardPage::askEvidence(const World& world, const std::vector<Finding>& found)
{
    std::vector<SeriesWish> wishes = evidence_.wishes(world, found, refsOf(parts_));
    if (wishes == evidenceWishes_)
        return;
    evidenceWishes_ = std::move(wishes);
    charting_.start();
}

void WizardPage::setSeries(const QString& key, const SeriesAnswer& answer)
{
    editor_->charts()->setAnswer(key, answer);
    if (key == seenKey && seenWish_)
        return takeSeen(answer);
    if (takeQueues(key, answer))
        return;
    if (evidence_.take(key, answer))
        return check();
    const bool asked = std::any_of(adapterWishes_.begin(), adapterWishes_.end(), [&](const SeriesWish& wish) { return wish.key == key; });
    if (!asked)
        return;
    adapterAnswers_.insert(key, answer);
    checkAdapter();
}

void WizardPage::setRange(const TimeRange& range, bool)
{
    now_ = range.to;
    const TimePoint now = worldPtr() ? worldPtr()->now : now_;
    editor_->charts()->setRange({now - std::chrono::hours {24 * 7}, now}, true, preferences_.utcTimes);
}

} // namespace loadline
