// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/row_parts.h"
#include "pages/vpa_page.h"

#include <QCoreApplication>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(VpaCharts)
};

std::optional<double> valueOf(const std::optional<Quantity>& quantity)
{
    return quantity ? std::optional(quantity->value()) : std::nullopt;
}

// One resource of one container: what is drawn, and from which series.
struct Drawn {
    QString title;
    Unit unit;
    const char* resource;
    VpaFigures figures;
    std::string container;
    bool live; // the usage of the row is of now, not of a window
};

ChartContent resourceContent(const SeriesBook& book, const Drawn& drawn, const QString& key, const QString& shared,
    const std::vector<ChartMark>& marks, TimePoint now)
{
    ChartContent content;
    content.title = drawn.title;
    content.subtitle = Words::tr("mean of the pods");
    content.unit = drawn.unit;
    const auto& figures = drawn.figures;
    const auto add = [&](const Series* series, const QString& name, LineColour colour, ChartLine::Style style,
                         std::optional<double> latest, bool dashed) {
        auto line = lineOf(series, name, colour, style);
        line.dashed = dashed;
        extendTo(line, now, latest);
        if (!line.samples.empty())
            content.lines.push_back(std::move(line));
    };
    const std::vector<std::pair<std::string_view, std::string_view>> recommended {
        {"container", drawn.container}, {"resource", drawn.resource}};
    const std::vector<std::pair<std::string_view, std::string_view>> own {{"container", drawn.container}};
    using Style = ChartLine::Style;
    add(book.series(shared + QStringLiteral("lower"), recommended), Words::tr("lower bound"), LineColour::Muted, Style::Step,
        valueOf(figures.lower), true);
    add(book.series(shared + QStringLiteral("upper"), recommended), Words::tr("upper bound"), LineColour::Muted, Style::Step,
        valueOf(figures.upper), true);
    add(book.series(key + QStringLiteral("limit"), own), Words::tr("limit"), LineColour::Series4, Style::Step, valueOf(figures.limit), true);
    add(book.series(key + QStringLiteral("request"), own), Words::tr("request"), LineColour::Series2, Style::Step,
        valueOf(figures.request), false);
    add(book.series(shared + QStringLiteral("target"), recommended), Words::tr("target"), LineColour::Series3, Style::Step,
        valueOf(figures.target), true);
    add(book.series(key + QStringLiteral("usage"), own), Words::tr("usage"), LineColour::Series1, Style::Line,
        drawn.live ? figures.usage.value : std::nullopt, false);
    content.marks = marks;
    return content;
}

} // namespace

std::vector<ChartPlan> vpaCharts(const VpaRow& row, const std::vector<ChartMark>& marks, TimePoint now)
{
    std::vector<ChartPlan> plans;
    if (row.container.empty())
        return plans;
    const QString shared = QStringLiteral("vpa/") + qtext(row.group) + QLatin1Char('/');
    const QueryParams ofVpa {{"ns", row.ns}, {"name", row.name}};
    const QueryParams ofContainer {
        {"ns", row.ns}, {"name", row.target.name}, {"kind", row.target.kind}, {"container", row.container}};
    const auto addPlan = [&](const char* resource, const QString& title, Unit unit, QueryId usage, const VpaFigures& figures) {
        const QString key = QStringLiteral("vpa/%1/%2/").arg(qtext(row.id), QLatin1String(resource));
        auto request = ofContainer;
        request.emplace("resource", resource);
        std::vector<ChartWish> wishes {
            {key + QStringLiteral("usage"), row.cluster, usage, ofContainer},
            {key + QStringLiteral("request"), row.cluster, QueryId::ContainerRequest, request},
            {key + QStringLiteral("limit"), row.cluster, QueryId::ContainerLimit, request},
            {shared + QStringLiteral("target"), row.cluster, QueryId::VpaTarget, ofVpa},
            {shared + QStringLiteral("lower"), row.cluster, QueryId::VpaLower, ofVpa},
            {shared + QStringLiteral("upper"), row.cluster, QueryId::VpaUpper, ofVpa},
        };
        const Drawn drawn {title, unit, resource, figures, row.container, row.usageIsLive};
        plans.push_back({QLatin1String(resource), std::move(wishes), [drawn, key, shared, marks, now](const SeriesBook& book) {
                             return resourceContent(book, drawn, key, shared, marks, now);
                         }});
    };
    addPlan("cpu", Words::tr("CPU"), Unit::Cores, QueryId::ContainerCpuPerPod, row.cpu);
    addPlan("memory", Words::tr("Memory"), Unit::Bytes, QueryId::ContainerMemory, row.memory);
    return plans;
}

} // namespace loadline
