// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/call.h"
#include "writing_server.h"

#include <QTest>

namespace loadline::test {

// A writing server, a journal in memory and the Applier between them, with time that passes as fast as it can.
class WritingTest : public QObject {
    Q_OBJECT
protected:
    std::unique_ptr<WritingServer> server_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<Applier> applier_;

    void settle()
    {
        for (int i = 0; i < 40; ++i)
            server_->transport.advance(Seconds(1));
    }
    std::vector<Trial> tryOut(std::vector<Change> changes)
    {
        std::vector<Trial> trials;
        applier_->dryRun(std::move(changes), [&](std::vector<Trial> told) { trials = std::move(told); });
        settle();
        return trials;
    }
    std::vector<Applied> apply(Applier::Order order)
    {
        std::vector<Applied> results;
        applier_->apply(std::move(order), {}, [&](std::vector<Applied> told) { results = std::move(told); });
        settle();
        return results;
    }
    std::vector<UndoPlan> plan(std::vector<std::int64_t> entries)
    {
        std::vector<UndoPlan> plans;
        applier_->planUndo(std::move(entries), [&](std::vector<UndoPlan> told) { plans = std::move(told); });
        settle();
        return plans;
    }
    static Change applying(const char* manifest) // in single quotes
    {
        Change change;
        change.after = *readValue(q(manifest));
        change.ref = refOf(change.after);
        return change;
    }

protected Q_SLOTS:
    void init()
    {
        server_ = std::make_unique<WritingServer>();
        journal_ = std::make_unique<Journal>(QString());
        applier_ = server_->applier(journal_.get());
    }
    void cleanup()
    {
        applier_.reset();
        server_.reset();
    }
};

} // namespace loadline::test
