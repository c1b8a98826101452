// SPDX-License-Identifier: GPL-3.0-or-later
// Thirty days of many series from a real Prometheus: fetched in slices, parsed, and drawn as charts of four lines.
// prometheus.py times it as a whole process beside curl. The argument "redraw" then tells what a frame takes: a chart
// with new samples, and one whose crosshair moves; exit status 1 when either takes 16 ms.
#include "charts/time_chart.h"
#include "net/curl_transport.h"
#include "prom/client.h"
#include "theme/theme.h"

#include <QApplication>
#include <QMouseEvent>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <future>

using namespace loadline;

namespace {

constexpr std::size_t linesPerChart = 4;
constexpr Seconds step {300};

class NoCredentials : public CredentialSource {
public:
    void get(bool, std::function<void(Result<Credentials>)> ready) override { ready(Error {Error::Kind::Plugin, "there is no cluster", {}, {}, {}}); }
};

double threadMillis()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e3 + double(now.tv_nsec) / 1e6;
}

SeriesAnswerPtr fetch(PromClient& client, const std::string& url, const TimeRange& range)
{
    PrometheusSetting setting;
    setting.mode = PrometheusSetting::Mode::ByHand;
    setting.url = QString::fromStdString(url);
    std::promise<SeriesAnswerPtr> whole;
    client.use(setting, {}, [](const PromDiscovery&) {});
    client.ask({QueryId::HpaCurrentAll, {}, range, step}, [&whole](const SeriesAnswerPtr& answer) {
        if (answer->complete)
            whole.set_value(answer);
    });
    auto future = whole.get_future();
    return future.wait_for(std::chrono::minutes(2)) == std::future_status::ready ? future.get() : nullptr;
}

ChartContent content(const SeriesAnswer& answer, std::size_t first, const TimeRange& range)
{
    ChartContent made;
    made.title = QStringLiteral("replicas");
    made.range = range;
    for (std::size_t i = first; i < std::min(first + linesPerChart, answer.series.size()); ++i) {
        ChartLine line;
        line.name = QString::fromStdString(answer.series[i].label("horizontalpodautoscaler") ? *answer.series[i].label("horizontalpodautoscaler") : std::string());
        line.colour = static_cast<LineColour>(i % linesPerChart);
        line.style = ChartLine::Style::Step;
        line.samples = answer.series[i].samples;
        line.gapAfter = answer.series[i].gapAfter;
        made.lines.push_back(std::move(line));
    }
    return made;
}

bool redraw(const SeriesAnswer& answer, const TimeRange& range, QImage& image)
{
    TimeChart chart;
    chart.resize(image.size());
    const auto middle = [](std::vector<double> times) {
        std::nth_element(times.begin(), times.begin() + std::ptrdiff_t(times.size() / 2), times.end());
        return times[times.size() / 2];
    };
    std::vector<double> renewed, moved;
    for (std::size_t i = 0; i < 50; ++i) {
        auto next = content(answer, (i * linesPerChart) % answer.series.size(), range);
        const double from = threadMillis();
        chart.setContent(std::move(next));
        chart.render(&image);
        renewed.push_back(threadMillis() - from);
        const QPointF at(100 + double(i) * 15, 120);
        QMouseEvent move(QEvent::MouseMove, at, at, Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        const double before = threadMillis();
        QCoreApplication::sendEvent(&chart, &move);
        chart.render(&image);
        moved.push_back(threadMillis() - before);
    }
    std::printf("  redraw of a chart: %.2f ms with new samples, %.2f ms as the crosshair moves (under 16)\n", middle(renewed), middle(moved));
    return middle(renewed) < 16 && middle(moved) < 16;
}

} // namespace

int main(int argc, char** argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (argc < 5) {
        std::fprintf(stderr, "usage: bench_prometheus URL FROM TO SERIES [redraw]\n");
        return 2;
    }
    const Theme theme(application, ThemeChoice::Light);
    const auto moment = [](const char* text) { return TimePoint(Millis(std::atoll(text) * 1000)); };
    const TimeRange range {moment(argv[2]), moment(argv[3])};
    CurlTransport transport;
    auto access = std::make_unique<Access>(transport, std::make_shared<NoCredentials>());
    PromClient client(transport, [&]() -> Access& { return *access; });
    const auto asked = std::chrono::steady_clock::now();
    const SeriesAnswerPtr answer = fetch(client, argv[1], range);
    const auto came = std::chrono::steady_clock::now();
    client.stop();
    transport.stop();
    if (!answer || answer->error || answer->series.size() != std::size_t(std::atoi(argv[4]))) {
        std::fprintf(stderr, "the answer is not whole: %s\n", answer && answer->error ? plainText(*answer->error).c_str() : "");
        return 1;
    }
    std::size_t samples = 0;
    for (const Series& series : answer->series)
        samples += series.samples.size();
    QImage image(1000, 260, QImage::Format_ARGB32_Premultiplied);
    TimeChart chart;
    chart.resize(image.size());
    for (std::size_t first = 0; first < answer->series.size(); first += linesPerChart) {
        chart.setContent(content(*answer, first, range));
        chart.render(&image);
    }
    if (argc == 5)
        return 0;
    const auto seconds = [](auto from, auto to) { return std::chrono::duration<double>(to - from).count(); };
    std::printf("  %zu series with %zu samples: fetched and parsed in %.2f s, drawn as charts of %zu lines in %.2f s\n",
        answer->series.size(), samples, seconds(asked, came), linesPerChart, seconds(came, std::chrono::steady_clock::now()));
    return redraw(*answer, range, image) ? 0 : 1;
}
