// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "cluster/world.h"
#include "prom/client.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <string>

namespace loadline {

// Keeps what Loadline itself sees, in an SQLite file, so that charts have history where no Prometheus does: samples of
// every Worlds' autoscalers, usage, recommendations and nodes, exact steps of counts, and values averaged over five
// minutes once they are a day old. Lives on the GUI thread; all work is done on a thread of its own.
class Recorder : public QObject {
    Q_OBJECT
public:
    struct Options {
        QString file; // its folder is made; "" keeps everything in memory only
        qint64 maxBytes = 200LL << 20; // the oldest goes first
        Millis sampleEvery {Seconds {15}};
        Millis fineFor {Seconds {24 * 3600}};
    };
    explicit Recorder(Options options, QObject* parent = nullptr);
    ~Recorder() override; // writes what it was given and closes the file

    // Only the newest World of a cluster counts; at most one in `sampleEvery` is sampled.
    void record(const Worlds& worlds);
    void forget(const std::string& cluster); // it was closed: what follows is a gap
    // `answered` is called once, on the GUI thread, unless the Recorder goes before.
    void answer(const std::string& cluster, SeriesRequest request, std::function<void(SeriesAnswerPtr)> answered);

Q_SIGNALS:
    // The file could not be read (it was moved aside), written (the disk is full) or opened (kept in memory).
    void problem(const loadline::Error& error);

private:
    class Worker;
    struct Thread;
    std::unique_ptr<Thread> thread_;
};

} // namespace loadline
