// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint_evidence.h"

namespace loadline {

LintEvidence::LintEvidence(HeadlessRun& run, Session& session, Seconds patience, Told told)
    : QObject(&run)
    , run_(run)
    , session_(session)
    , told_(std::move(told))
    , broker_(std::make_unique<SeriesBroker>([](const std::string&, const SeriesRequest&, const std::function<void(SeriesAnswerPtr)>& answered) {
        SeriesAnswer nothing;
        nothing.complete = true;
        answered(std::make_shared<const SeriesAnswer>(nothing));
    }))
{
    connect(broker_.get(), &SeriesBroker::answered, this, [this](const QString&, const QString& key, const SeriesAnswer& answer) { take(key, answer); });
    patience_.setSingleShot(true);
    patience_.setInterval(patience);
    connect(&patience_, &QTimer::timeout, this, &LintEvidence::outOfTime);
}

LintEvidence::~LintEvidence() = default;

void LintEvidence::ask(const Overlay& overlay, const std::vector<Finding>& found)
{
    std::vector<ManifestRef> written;
    for (const Document& document : overlay.documents)
        written.push_back(document.ref());
    wishes_ = evidence_.wishes(*overlay.world, found, written);
    for (const SeriesWish& wish : wishes_)
        open_.insert(wish.key);
    if (wishes_.empty())
        return finish();
    patience_.start();
    connect(&session_, &Session::prometheusTold, this, &LintEvidence::found);
    run_.lookForPrometheus(&session_);
    if (const PromDiscovery* none = run_.prometheus(session_.context()); none && !none->source)
        finish(); // the user said that there is none
}

void LintEvidence::found(const PromDiscovery& discovery)
{
    if (!told_)
        return;
    if (!discovery.source)
        return finish();
    broker_->addCluster(session_.context(), &session_.prometheus());
    broker_->want(QStringLiteral("lint"), wishes_);
}

void LintEvidence::take(const QString& key, const SeriesAnswer& answer)
{
    evidence_.take(key, answer);
    if (answer.complete && open_.erase(key) > 0 && open_.empty())
        finish();
}

void LintEvidence::outOfTime()
{
    say(stderr, QStringLiteral("loadline: Prometheus did not answer in time, so rules that ask it had nothing to go by"));
    finish();
}

void LintEvidence::finish()
{
    patience_.stop();
    const auto told = std::exchange(told_, nullptr);
    // It may be the broker's own answer that ends this: it goes once that is told.
    if (broker_)
        broker_.release()->deleteLater();
    if (told)
        told(evidence_.of(session_.context()));
}

} // namespace loadline
