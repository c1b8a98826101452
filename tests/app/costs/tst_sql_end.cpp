// SPDX-License-Identifier: GPL-3.0-or-later
// Files are opened on several threads at once, and the program ends: Qt's clean-up must come to an end. Where they are
// opened unguarded, this does not.
#include "costs/day_store.h"

#include <QCoreApplication>

#include <atomic>
#include <cstdio>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace loadline;

int main(int argc, char** argv)
{
    ::alarm(60); // a round that never ends
    constexpr int rounds = 3000, threads = 2;
    for (int round = 0; round < rounds; ++round) {
        const QCoreApplication application(argc, argv);
        std::atomic<int> waiting {threads}; // all leave it within nanoseconds, as no sleeper would
        std::vector<std::jthread> opening;
        for (int i = 0; i < threads; ++i)
            opening.emplace_back([&waiting] {
                for (--waiting; waiting > 0;) { }
                const DayStore store {QString()};
            });
    }
    std::printf("%d rounds ended\n", rounds);
    return 0;
}
