// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself with a stopwatch: start.py runs it as `loadline --demo` would be. Tells when the first page was
// painted, and when it was painted with what the clusters hold, in ms since BEGAN (CLOCK_MONOTONIC, ns, of the parent),
// each with the memory that the process had by then; ends after the second.
#include "cli.h"
#include "command_list.h"
#include "log.h"
#include "pages/cluster_block.h"
#include "pages/page.h"

#include <QApplication>
#include <QEvent>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

using namespace loadline;

namespace {

long kibibytes(const char* file, const std::string& name)
{
    std::ifstream lines(file);
    for (std::string word; lines >> word;)
        if (word == name) {
            long value = 0;
            lines >> value;
            return value;
        }
    return -1;
}

void tell(const char* what, double at)
{
    const char* rollup = "/proc/self/smaps_rollup";
    std::printf("%s %.1f %ld %ld %ld\n", what, at, kibibytes(rollup, "Rss:"), kibibytes(rollup, "Pss:"), kibibytes("/proc/self/status", "VmHWM:"));
    std::fflush(stdout);
}

class Stopwatch : public QObject {
public:
    explicit Stopwatch(long long began)
        : QObject(QCoreApplication::instance())
        , began_(began)
    {
        QCoreApplication::instance()->installEventFilter(this);
        QTimer::singleShot(std::chrono::seconds(30), this, [] { std::_Exit(3); });
    }
    bool eventFilter(QObject* object, QEvent* event) override
    {
        if (event->type() != QEvent::Paint)
            return false;
        // All widgets of a window are painted in one go: it is over when the next event comes.
        const bool page = qobject_cast<Page*>(object), filled = qobject_cast<ClusterBlock*>(object);
        if (page && !first_ && (first_ = true))
            note("first", false);
        if (filled && !filled_ && (filled_ = true))
            note("filled", true);
        return false;
    }

private:
    void note(const char* what, bool last)
    {
        QMetaObject::invokeMethod(
            this,
            [this, what, last] {
                const auto now = std::chrono::steady_clock::now().time_since_epoch();
                tell(what, double(std::chrono::nanoseconds(now).count() - began_) / 1e6);
                if (last)
                    QTimer::singleShot(std::chrono::seconds(2), this, [this] {
                        tell("after", double(std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count() - began_) / 1e6);
                        std::_Exit(0);
                    });
            },
            Qt::QueuedConnection);
    }
    long long began_;
    bool first_ = false, filled_ = false;
};

void watch()
{
    new Stopwatch(std::atoll(qgetenv("BEGAN").constData()));
}

} // namespace

Q_COREAPP_STARTUP_FUNCTION(watch)

int main(int argc, char** argv)
{
    const Parsed parsed = parseArguments(argc, argv, commandList());
    const auto* chosen = std::get_if<Chosen>(&parsed);
    if (!chosen)
        return 2;
    setUpLogging(LogFor::Window);
    QCoreApplication::setApplicationName(QStringLiteral("loadline"));
    QCoreApplication::setOrganizationName(QStringLiteral("loadline"));
    Launch launch {argc, argv, chosen->invocation};
    return chosen->command.run(launch);
}
