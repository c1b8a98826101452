// SPDX-License-Identifier: GPL-3.0-or-later
// What the wizard shows of the past beside its fields, and of what stands around its manifests.
#include "pages/wizard_page.h"

#include "forms/form_view.h"
#include "manifest/build.h"
#include "pages/chart_column.h"
#include "pages/draft_editor.h"
#include "pages/form_offers.h"
#include "pages/metric_plans.h"
#include "pages/wizard_around.h"
#include "tables/cells.h"
#include "tables/wording.h"

#include <algorithm>

namespace loadline {
namespace {

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
    renewSeen();
    renewAround();
}

void WizardPage::renewSeen()
{
    const auto at = editor_->part();
    editor_->setSeen(at && *at < parts_.size() ? seenOf(world(), facts_, parts_[*at].document, editor_->form()->current()) : QString());
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
    around->setCluster(world() ? qtext(cluster_) : QString(), world() ? installNotes(installedParts(*world())) : std::vector<InstallNote> {});
    around->setNamespace(facts_.target ? facts_.target->ns : std::string());
    checkAdapter();
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
    Q_EMIT seriesWanted(all);
}

void WizardPage::setSeries(const QString& key, const SeriesAnswer& answer)
{
    editor_->charts()->setAnswer(key, answer);
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
