// SPDX-License-Identifier: GPL-3.0-or-later
// What a flood of watch events does to the window: the whole program with a table page of 10,000 rows shown, over its
// real transport. events.py serves the cluster. A thread asks the GUI thread for a sign of life every 4 ms: how late it
// answers is what a click would wait. Prints that, the process' CPU and memory; exit status 1 when over a limit.
#include "backend.h"
#include "desk.h"
#include "grid/table_view.h"
#include "process_memory.h"

#include <QApplication>
#include <QTimer>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>

using namespace loadline;

namespace {

using Clock = std::chrono::steady_clock;

double cpuSeconds(int who)
{
    rusage usage {};
    getrusage(who, &usage);
    const auto seconds = [](const timeval& time) { return double(time.tv_sec) + double(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double residentMebibytes()
{
    std::ifstream statm("/proc/self/statm");
    long all = 0, resident = 0;
    statm >> all >> resident;
    return double(resident) * double(sysconf(_SC_PAGESIZE)) / 1048576.0;
}

double middle(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + std::ptrdiff_t(values.size() / 2), values.end());
    return values[values.size() / 2];
}

bool judge(const char* what, double value, double limit, const char* unit)
{
    std::printf("  %s %s: %.2f %s (at most %.2f)\n", value <= limit ? "ok  " : "OVER", what, value, unit, limit);
    return value <= limit;
}

class Measurement : public QObject {
public:
    Measurement(TableView& view, int seconds)
        : view_(view)
        , seconds_(seconds)
        , began_(Clock::now())
        , cpu_(cpuSeconds(RUSAGE_SELF))
        , gui_(cpuSeconds(RUSAGE_THREAD))
    {
        connect(view.table(), &QAbstractItemModel::dataChanged, this, [this](const QModelIndex& from, const QModelIndex& to) {
            changed_ += to.row() - from.row() + 1;
        });
        connect(&everySecond_, &QTimer::timeout, this, [this] { second(); });
        everySecond_.start(std::chrono::seconds(1));
        probe_ = std::jthread([this](const std::stop_token& stop) { probe(stop); });
    }

private:
    void probe(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(4));
            const auto asked = Clock::now();
            QMetaObject::invokeMethod(
                this, [this, asked] { late_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked).count()); }, Qt::QueuedConnection);
        }
    }
    void second()
    {
        memory_.push_back(residentMebibytes());
        if (int(memory_.size()) == seconds_)
            finish();
    }
    void finish()
    {
        probe_ = {};
        everySecond_.stop();
        const double took = std::chrono::duration<double>(Clock::now() - began_).count();
        const double cpu = (cpuSeconds(RUSAGE_SELF) - cpu_) / took, gui = (cpuSeconds(RUSAGE_THREAD) - gui_) / took;
        std::sort(late_.begin(), late_.end());
        const auto part = std::ptrdiff_t(memory_.size() / 4);
        const double early = middle({memory_.begin() + part, memory_.begin() + 2 * part}), end = middle({memory_.end() - part, memory_.end()});
        std::printf("%d rows, %.0f of them changed a second, for %.0f s; the GUI thread alone took %.2f of a core:\n",
            view_.table()->rowCount(), double(changed_) / took, took, gui);
        bool good = judge("longest block of the UI thread", late_.back(), 50, "ms");
        good &= judge("99 of 100 signs of life within", late_[late_.size() * 99 / 100], 16, "ms");
        good &= judge("CPU", cpu, 1.0 / 3, "of a core");
        good &= judge("memory at the end against the second quarter", 100 * (end - early) / early, 2, "% more");
        std::printf("       (%.1f MiB more, %.0f MiB at the end)\n", end - early, end);
        if (double(changed_) / took < 500) {
            std::printf("  too few rows changed: these figures would mean nothing\n");
            good = false;
        }
        QCoreApplication::exit(good ? 0 : 1);
    }
    TableView& view_;
    int seconds_;
    Clock::time_point began_;
    double cpu_, gui_;
    long changed_ = 0;
    QTimer everySecond_;
    std::vector<double> memory_, late_;
    std::jthread probe_;
};

} // namespace

int main(int argc, char** argv)
{
    shareMemoryAmongThreads();
    QApplication application(argc, argv);
    if (argc != 4) {
        std::fprintf(stderr, "usage: bench_events KUBECONFIG ROWS SECONDS\n");
        return 2;
    }
    const int rows = std::atoi(argv[2]), seconds = std::atoi(argv[3]);
    QCoreApplication::setApplicationName(QStringLiteral("loadline"));
    Theme theme(application, ThemeChoice::System);
    SettingsStore store({});
    Invocation invocation;
    invocation.kubeconfig = argv[1];
    invocation.page = "hpa";
    invocation.prometheus = "none";
    invocation.keeps = true;
    Backend backend(invocation);
    Desk desk(backend, theme, store, invocation);
    desk.window().show();
    QMetaObject::invokeMethod(&desk, &Desk::start, Qt::QueuedConnection);
    std::unique_ptr<Measurement> measurement;
    QTimer looking;
    int looked = 0;
    QObject::connect(&looking, &QTimer::timeout, &application, [&] {
        auto* view = desk.window().currentPage()->findChild<TableView*>();
        if (++looked > 60)
            QCoreApplication::exit(3);
        if (!view || !view->table() || view->table()->rowCount() < rows)
            return;
        looking.stop();
        // By then what was seen was recorded twice: the first sample names every series.
        QTimer::singleShot(std::chrono::seconds(35), &application, [&, view] { measurement = std::make_unique<Measurement>(*view, seconds); });
    });
    looking.start(std::chrono::seconds(1));
    const int status = QApplication::exec();
    measurement.reset();
    if (status == 3)
        std::fprintf(stderr, "the page did not fill within a minute\n");
    return status;
}
