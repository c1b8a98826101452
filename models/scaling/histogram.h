// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/time.h"

#include <cstddef>
#include <vector>

namespace loadline {

// The VPA recommender's memory of usage: buckets that grow by 5 %, whose weights halve every half-life
// (autoscaling.md 3.2). Percentiles therefore move in steps of 5 %.
class DecayingHistogram {
public:
    struct Shape {
        double first; // upper end of the first bucket
        double ratio = 1.05;
        double max;
        Millis halfLife {std::chrono::hours {24}};
    };
    static Shape cpu() { return {0.01, 1.05, 1000, std::chrono::hours {24}}; } // cores
    static Shape memory() { return {1e7, 1.05, 1e12, std::chrono::hours {24}}; } // bytes

    explicit DecayingHistogram(Shape shape);
    void add(double value, double weight, TimePoint at);
    void subtract(double value, double weight, TimePoint at); // as it was added
    // The end of the first bucket at which the share p is reached; 0 when empty.
    [[nodiscard]] double percentile(double p) const;
    [[nodiscard]] bool empty() const { return total_ <= 0; }

private:
    [[nodiscard]] std::size_t bucketOf(double value) const;
    [[nodiscard]] double startOf(std::size_t bucket) const;
    double decay(TimePoint at);
    void change(std::size_t bucket, double weight);
    Shape shape_;
    double logRatio_;
    std::vector<double> weights_;
    double total_ = 0;
    std::size_t low_, high_ = 0; // buckets that may hold weight
    TimePoint reference_ {};
    TimePoint lastAt_ {};
    double lastDecay_ = 0; // of lastAt_: most samples come many at one time
};

} // namespace loadline
