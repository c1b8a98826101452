// SPDX-License-Identifier: GPL-3.0-or-later
#include "charts/review_charts.h"

#include "charts/axis_format.h"
#include "theme/tone.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CostReview)
};

constexpr std::size_t mostLayers = 6; // beyond that, colours cannot be told apart

ReviewLook small(const QColor& colour, QFont::Weight weight = QFont::Normal) { return {7.5, weight, colour}; }

struct Layer {
    QString name;
    QColor colour;
    std::map<TimePoint, double> values; // in the user's currency
};

std::vector<Layer> layersOf(const CostReport& report)
{
    const Shades& shades = lightShades();
    const std::array colours {shades.series[0], shades.series[1], shades.series[3], shades.series[2], shades.spot, shades.accent};
    const double perDollar = report.terms.currency.perDollar.value();
    std::vector<Layer> out;
    Layer others {Words::tr("others"), shades.muted, {}}, rest;
    for (const CostLayer& layer : report.layers) {
        const bool idle = layer.key == "__idle__";
        Layer one {layer.name, idle ? shades.idle : colours[std::min(out.size(), colours.size() - 1)], {}};
        const bool alone = idle || out.size() < mostLayers;
        for (const Sample& sample : layer.hourly.samples)
            (alone ? one : others).values[sample.at] += sample.value * perDollar;
        if (idle)
            rest = std::move(one);
        else if (alone)
            out.push_back(std::move(one));
    }
    for (Layer* last : {&others, &rest})
        if (!last->values.empty())
            out.push_back(std::move(*last));
    return out;
}

// The stretches of time in which something is known: [from, to) of each step.
std::vector<TimeRange> stepsOf(const std::vector<Layer>& layers, const CostReport& report)
{
    Millis step {};
    for (const CostLayer& layer : report.layers)
        step = std::max(step, layer.hourly.gapAfter * 2 / 3);
    std::map<TimePoint, bool> times;
    for (const Layer& layer : layers)
        for (const auto& [at, value] : layer.values)
            times[at] = true;
    std::vector<TimeRange> out;
    for (auto at = times.begin(); at != times.end(); ++at) {
        const auto next = std::next(at);
        const TimePoint end = next == times.end() ? at->first + step : std::min(next->first, at->first + step);
        out.push_back({std::max(at->first, report.window.from), std::min(end, report.window.to)});
    }
    return out;
}

double valueAt(const Layer& layer, TimePoint at, TimePoint from)
{
    // The first step begins before the window does.
    auto known = layer.values.upper_bound(at);
    if (known == layer.values.begin())
        return 0;
    --known;
    return known->first == at || at == from ? known->second : 0;
}

class Stack {
public:
    Stack(ReviewSheet& sheet, const QRectF& plot, const CostReport& report, double top)
        : sheet_(sheet)
        , plot_(plot)
        , report_(report)
        , top_(top)
    {
    }
    [[nodiscard]] double x(TimePoint at) const
    {
        const double share = double((at - report_.window.from).count()) / double(std::max<std::int64_t>(1, report_.window.length().count()));
        return plot_.left() + std::clamp(share, 0.0, 1.0) * plot_.width();
    }
    [[nodiscard]] double y(double value) const { return plot_.bottom() - value / top_ * plot_.height(); }

    void paint(const std::vector<Layer>& layers, const std::vector<TimeRange>& steps)
    {
        std::vector<double> under(steps.size(), 0);
        for (const Layer& layer : layers) {
            std::vector<double> over = under;
            for (std::size_t i = 0; i < steps.size(); ++i)
                over[i] += valueAt(layer, steps[i].from, report_.window.from);
            for (std::size_t first = 0; first < steps.size();) { // up to the next gap
                std::size_t last = first;
                while (last + 1 < steps.size() && steps[last + 1].from == steps[last].to)
                    ++last;
                band(steps, under, over, first, last, layer.colour);
                first = last + 1;
            }
            under = std::move(over);
        }
    }

private:
    void band(const std::vector<TimeRange>& steps, const std::vector<double>& under, const std::vector<double>& over, std::size_t first,
        std::size_t last, const QColor& colour)
    {
        QPolygonF shape;
        for (std::size_t i = first; i <= last; ++i)
            shape << QPointF(x(steps[i].from), y(over[i])) << QPointF(x(steps[i].to), y(over[i]));
        for (std::size_t i = last + 1; i-- > first;)
            shape << QPointF(x(steps[i].to), y(under[i])) << QPointF(x(steps[i].from), y(under[i]));
        sheet_.fill(shape, colour);
    }
    ReviewSheet& sheet_;
    QRectF plot_;
    const CostReport& report_;
    double top_;
};

void legend(ReviewSheet& sheet, const std::vector<Layer>& layers)
{
    const ReviewLook look = small(lightShades().text);
    double x = 0;
    for (const Layer& layer : layers) {
        const QString name = sheet.cut(layer.name, look, sheet.width() * 0.4);
        const double wide = sheet.textWidth(name, look) + 24;
        if (x > 0 && x + wide > sheet.width()) {
            x = 0;
            sheet.y += 12;
        }
        sheet.fill(QRectF(x, sheet.y + 1.5, 7, 7), layer.colour, 1);
        sheet.text({x + 11, sheet.y, wide, 11}, name, look);
        x += wide;
    }
    sheet.y += 14;
}

} // namespace

void paintStack(ReviewSheet& sheet, double height, const CostReview& review, const CostReport& report)
{
    const Shades& shades = lightShades();
    const std::vector<Layer> layers = layersOf(report);
    if (layers.empty()) {
        sheet.paragraph(Words::tr("No history is known, so that there is nothing to draw."), small(shades.muted));
        return;
    }
    const std::vector<TimeRange> steps = stepsOf(layers, report);
    const double baseline = report.baselineHourly ? report.terms.currency.of(*report.baselineHourly).value() : 0;
    double highest = baseline;
    for (const TimeRange& step : steps) {
        double sum = 0;
        for (const Layer& layer : layers)
            sum += valueAt(layer, step.from, report.window.from);
        highest = std::max(highest, sum);
    }
    const ValueAxis axis = valueAxis(0, highest, Unit::None);
    const double gutter = 34;
    const QRectF plot(gutter, sheet.y + 14, sheet.width() - gutter - 4, height - 34);
    Stack stack(sheet, plot, report, axis.top);
    sheet.text({0, sheet.y, sheet.width(), 11}, review.unit, small(shades.muted));
    for (const Tick& tick : axis.ticks) {
        sheet.line({plot.left(), stack.y(tick.at)}, {plot.right(), stack.y(tick.at)}, shades.line);
        sheet.text({0, stack.y(tick.at) - 5.5, gutter - 5, 11}, tick.text, small(shades.muted), Qt::AlignRight | Qt::AlignVCenter);
    }
    stack.paint(layers, steps);
    for (const Tick& tick : timeTicks(report.window, false, true, 6)) {
        const double wide = 70, x = stack.x(TimePoint(Millis(std::int64_t(tick.at))));
        sheet.text({std::clamp(x - wide / 2, 0.0, sheet.width() - wide), plot.bottom() + 3, wide, 11}, tick.text, small(shades.muted), Qt::AlignHCenter | Qt::AlignTop);
    }
    if (report.baselineHourly) {
        sheet.line({plot.left(), stack.y(baseline)}, {plot.right(), stack.y(baseline)}, shades.text, 1, true);
        sheet.text({plot.left(), stack.y(baseline) - 12, plot.width(), 11}, review.baselineLine, small(shades.text, QFont::DemiBold), Qt::AlignRight | Qt::AlignTop);
    }
    sheet.y += height;
    legend(sheet, layers);
}

void paintWaterfall(ReviewSheet& sheet, double height, const CostReview& review, const CostReport& report)
{
    const Shades& shades = lightShades();
    if (review.bars.empty()) {
        sheet.paragraph(Words::tr("Savings need history, and a baseline to compare it with."), small(shades.muted));
        return;
    }
    const auto value = [&](Money amount) { return report.terms.currency.of(amount).value(); };
    double highest = 0, lowest = 0;
    for (const WaterfallBar& bar : review.bars) {
        highest = std::max({highest, value(bar.from), value(bar.to)});
        lowest = std::min({lowest, value(bar.from), value(bar.to)});
    }
    const double top = sheet.y + 14, bottom = sheet.y + height - 26;
    const auto y = [&](double amount) { return bottom - (amount - lowest) / std::max(1e-9, highest - lowest) * (bottom - top); };
    const double slot = sheet.width() / double(review.bars.size()), wide = std::min(slot * 0.6, 64.0);
    sheet.line({0, y(0)}, {sheet.width(), y(0)}, shades.line);
    for (std::size_t i = 0; i < review.bars.size(); ++i) {
        const WaterfallBar& bar = review.bars[i];
        const bool last = i + 1 == review.bars.size(), whole = last || i == 0;
        const double centre = slot * (double(i) + 0.5), high = y(std::max(value(bar.from), value(bar.to))), low = y(std::min(value(bar.from), value(bar.to)));
        const ReviewFigure& step = review.steps[i];
        sheet.fill(QRectF(centre - wide / 2, high, wide, std::max(1.0, low - high)), whole ? (last ? shades.series[0] : shades.idle) : shades.of(step.tone), 1.5);
        if (!last)
            sheet.line({centre + wide / 2, y(value(bar.to))}, {centre + slot - wide / 2, y(value(bar.to))}, shades.muted, 0.5);
        const ReviewLook amount = small(whole ? shades.text : readable(shades.of(step.tone), Qt::white), QFont::DemiBold), name = small(shades.muted);
        sheet.text({centre - slot / 2, high - 12, slot, 11}, step.amount, sheet.fitted(step.amount, amount, slot - 2), Qt::AlignHCenter | Qt::AlignTop);
        sheet.text({centre - slot / 2, bottom + 5, slot, 11}, step.name, sheet.fitted(step.name, name, slot - 2), Qt::AlignHCenter | Qt::AlignTop);
    }
    sheet.y += height;
}

} // namespace loadline
