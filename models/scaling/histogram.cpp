// SPDX-License-Identifier: GPL-3.0-or-later
#include "scaling/histogram.h"

#include <algorithm>
#include <cmath>

namespace loadline {

namespace {
// Beyond this many half-lives the weights are brought back to a new reference, so that they stay finite.
constexpr double farthest = 100;
constexpr double nothing = 1e-9;
} // namespace

DecayingHistogram::DecayingHistogram(Shape shape)
    : shape_(shape)
    , logRatio_(std::log(shape.ratio))
{
    const auto last = std::log(shape.max * (shape.ratio - 1) / shape.first + 1) / logRatio_;
    weights_.assign(static_cast<std::size_t>(std::ceil(last)) + 1, 0);
    low_ = weights_.size();
}

std::size_t DecayingHistogram::bucketOf(double value) const
{
    if (!(value >= shape_.first))
        return 0;
    const auto index = std::log(value * (shape_.ratio - 1) / shape_.first + 1) / logRatio_;
    return std::min(static_cast<std::size_t>(index), weights_.size() - 1);
}

double DecayingHistogram::startOf(std::size_t bucket) const
{
    return shape_.first * (std::pow(shape_.ratio, static_cast<double>(bucket)) - 1) / (shape_.ratio - 1);
}

double DecayingHistogram::decay(TimePoint at)
{
    if (at == lastAt_ && lastDecay_ > 0)
        return lastDecay_;
    if (reference_ == TimePoint {})
        reference_ = at;
    auto lives = static_cast<double>((at - reference_).count()) / static_cast<double>(shape_.halfLife.count());
    if (lives > farthest) {
        const double shrink = std::exp2(-std::floor(lives));
        for (auto& weight : weights_)
            weight *= shrink;
        total_ *= shrink;
        reference_ += shape_.halfLife * static_cast<std::int64_t>(std::floor(lives));
        lives -= std::floor(lives);
    }
    lastAt_ = at;
    lastDecay_ = std::exp2(lives);
    return lastDecay_;
}

void DecayingHistogram::change(std::size_t bucket, double weight)
{
    auto& kept = weights_[bucket];
    const double before = kept;
    kept = std::max(0.0, kept + weight);
    if (kept < nothing)
        kept = 0;
    total_ = std::max(0.0, total_ + kept - before);
    low_ = std::min(low_, bucket);
    high_ = std::max(high_, bucket);
}

void DecayingHistogram::add(double value, double weight, TimePoint at)
{
    const double factor = decay(at);
    change(bucketOf(value), weight * factor);
}

void DecayingHistogram::subtract(double value, double weight, TimePoint at)
{
    const double factor = decay(at);
    change(bucketOf(value), -weight * factor);
}

double DecayingHistogram::percentile(double p) const
{
    if (empty())
        return 0;
    const double threshold = p * total_;
    double sum = 0;
    std::size_t bucket = low_;
    for (; bucket < high_; ++bucket) {
        sum += weights_[bucket];
        if (sum >= threshold)
            break;
    }
    // The last bucket has no end.
    return bucket + 1 < weights_.size() ? startOf(bucket + 1) : startOf(bucket);
}

} // namespace loadline
