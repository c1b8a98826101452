// SPDX-License-Identifier: GPL-3.0-or-later
// A ledger of a month from a real Prometheus, with nothing kept from before. ledger_prometheus.py makes the series, and
// times curl at the same answers.
//
//     bench_ledger_prometheus URL FROM DAYS     (FROM in seconds since 1970)
//
// Prints the milliseconds from the first question to the ledger.
#include "cost/day_prices.h"
#include "cost/ledger.h"
#include "costs/cost_history.h"
#include "net/curl_transport.h"
#include "prom/client.h"

#include <QCoreApplication>
#include <QElapsedTimer>

#include <cstdio>
#include <cstdlib>
#include <set>

using namespace loadline;

namespace {

// Asks what the history wishes for.
class Asker : public QObject {
public:
    explicit Asker(PromClient& client)
        : history({}, [this](const std::vector<SeriesWish>& wishes) { wish(wishes); })
        , client_(client)
    {
    }
    CostHistory history;

private:
    void wish(const std::vector<SeriesWish>& wishes)
    {
        for (const SeriesWish& one : wishes)
            if (known_.insert(one.key).second)
                client_.ask(one.request, [this, key = one.key](const SeriesAnswerPtr& answer) {
                    QMetaObject::invokeMethod(
                        this, [this, key, answer] { history.take(key, *answer); }, Qt::QueuedConnection);
                });
    }
    PromClient& client_;
    std::set<QString> known_;
};

int report(const UsageDays& raw, const TimeRange& window, double millis, const QElapsedTimer& clock)
{
    Allocation now;
    now.nodes.emplace_back().machine.provider = "aws";
    std::vector<UsageDay> days;
    for (const UsageDay& day : raw)
        days.push_back(priced(day, PriceBook(), {}, {}, &now));
    const Ledger result = ledger(days, {}, window);
    std::printf("%.1f ms: %zu days, %s node-hours, %s of %s $ saved (sums alone %.1f ms)\n", double(clock.nsecsElapsed()) / 1e6,
        raw.size(), hoursOf(result.ran).decimal().c_str(), result.saving.total().rounded(2).c_str(),
        result.saving.baseline.rounded(2).c_str(), double(clock.nsecsElapsed()) / 1e6 - millis);
    return result.saving.addsUp() && result.ran > 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    if (argc != 4)
        return 2;
    const TimePoint from {Seconds {std::atoll(argv[2])}};
    const TimeRange window {from, from + std::atoi(argv[3]) * dayLength};
    CurlTransport transport;
    PromClient client(transport, []() -> Access& { std::abort(); }); // nothing goes through an API server
    int status = 1;
    {
        Asker asker(client);
        QElapsedTimer clock;
        QObject::connect(&asker.history, &CostHistory::changed, &app, [&](const std::string& cluster) {
            const auto progress = asker.history.progress(cluster);
            if (clock.isValid() && progress.all > 0 && progress.missing == 0) {
                status = report(*asker.history.days(cluster), window, double(clock.nsecsElapsed()) / 1e6, clock);
                app.quit();
            }
        });
        PrometheusSetting setting;
        setting.mode = PrometheusSetting::Mode::ByHand;
        setting.url = QString::fromLocal8Bit(argv[1]);
        client.use(setting, {}, [&](const PromDiscovery& found) {
            QMetaObject::invokeMethod(&app, [&, fine = found.source.has_value()] {
                if (!fine)
                    return QCoreApplication::exit(3);
                clock.start();
                asker.history.want("bench", argv[1], {window.from, window.to - Seconds {1}});
            });
        });
        app.exec();
        client.stop();
    }
    transport.stop();
    return status;
}
