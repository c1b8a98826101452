// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/journal.h"

#include <QObject>
#include <QThread>

namespace loadline {

// Reads a journal on a thread of its own: a thousand entries are more than a frame has time for. Reads again whenever
// anybody wrote, other programs too; they are noticed within a second.
class JournalWatch : public QObject {
    Q_OBJECT
public:
    explicit JournalWatch(const Journal& journal, QObject* parent = nullptr); // which outlives it
    ~JournalWatch() override;
    void look(); // now: something was written here
    [[nodiscard]] const JournalStatePtr& state() const { return state_; } // null before the first

Q_SIGNALS:
    void changed(); // state() is another

private:
    class Reader;
    QThread thread_;
    Reader* reader_; // lives on thread_
    JournalStatePtr state_;
};

} // namespace loadline
