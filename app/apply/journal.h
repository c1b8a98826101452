// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/trial.h"
#include "base/time.h"

#include <QByteArray>
#include <QSqlDatabase>
#include <QString>
#include <QVariantList>

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace loadline {

// Where and as whom changes are made.
struct ApplyPlace {
    std::string context, server;
    std::string ns; // the context's, for manifests that name none; "" is default
    std::string user; // of the kubeconfig
    std::string person; // who is logged in at this computer
    bool operator==(const ApplyPlace&) const = default;
};

// One change as the journal keeps it.
struct JournalEntry {
    std::int64_t id = 0;
    ApplyPlace place;
    Change change; // with `before` and why
    TimePoint begun {};
    std::optional<TimePoint> ended; // none: under way, or a crash came between
    Applied::Outcome outcome = Applied::Outcome::Unknown;
    std::optional<Value> stored; // what the server answered
    std::optional<Error> error; // why it was refused, or is unknown
    bool foundLater = false; // the outcome was read from the live object afterwards
    std::vector<std::string> takenOver; // fields taken from others, "field (owner)"
    std::optional<std::int64_t> undoes; // the entry that this one undid
    std::optional<std::int64_t> undoneBy;
    [[nodiscard]] bool canUndo() const;
    bool operator==(const JournalEntry&) const = default;
};

// A moment at which a pause ends.
struct Reminder {
    std::int64_t id = 0;
    std::string context;
    ManifestRef ref; // the ScaledObject
    TimePoint begun {}, due {};
    std::string why;
    bool operator==(const Reminder&) const = default;
};

// All of a journal that is shown. Entries that did not change since the state before are the same objects.
struct JournalState {
    std::vector<std::shared_ptr<const JournalEntry>> entries; // newest first
    std::vector<Reminder> reminders; // by due time
    std::optional<Error> problem; // why the file cannot be used
};
using JournalStatePtr = std::shared_ptr<const JournalState>;

// What Loadline wrote into clusters, kept in an SQLite file of its own: each entry is on the disk before its request
// leaves and is completed after the answer. Several programs may share the file. Used on one thread.
class Journal {
public:
    // "": kept in memory, for whoever opens source() as well while this lives. A file that cannot be used refuses every begin(), so that nothing is written unjournaled.
    // What takes longer than a frame: reading all of it to see whether it is sound, and what an Applier writes. Here, where
    // nobody waits for frames; or elsewhere: somebody tells distrust(), and a JournalPen writes.
    enum class Check { Here, Elsewhere };
    explicit Journal(const QString& file, Check check = Check::Here);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    // Beside the desktop's other data: "~/.local/share/loadline/journal.sqlite".
    static QString defaultFile();
    static QString demoFile(); // "demo-journal.sqlite" beside it: never mixed with what was done to real clusters
    [[nodiscard]] const std::optional<Error>& problem() const { return problem_; } // why the file cannot be used
    [[nodiscard]] bool writtenElsewhere() const { return check_ == Check::Elsewhere; }
    void distrust(const Error& problem) { problem_ = problem; } // from now on nothing is begun
    [[nodiscard]] const QString& source() const { return file_; } // opens the same journal again, also on another thread

    // Writes an entry, durably; id, ended, outcome and answer of `entry` are not read. Errors: Server; Unsupported for
    // a Secret, which is never kept.
    Result<std::int64_t> begin(const JournalEntry& entry);
    // Nobody here waits for its answer any more: whether it was stored is for explainUnfinished to find.
    void abandon(std::int64_t id);
    // Begun for us on another thread: alive until it is completed or abandoned.
    void adopt(std::int64_t id) { open_.insert(id); }
    // While begins are under way on another thread (+1 each, -1 when told) none of this process counts as unfinished.
    void hold(int begins) { begins_ += begins; }
    // Fills in what came of it.
    Done complete(std::int64_t id, TimePoint ended, const Applied& applied);
    [[nodiscard]] std::vector<JournalEntry> entries(std::size_t most = 1000) const; // newest first
    [[nodiscard]] std::optional<JournalEntry> entry(std::int64_t id) const;
    // Reads only what is not in `before` or changed since.
    [[nodiscard]] JournalState state(const JournalState& before, std::size_t most = 1000) const;
    // Grows when another connection wrote, of this program or of another.
    [[nodiscard]] std::int64_t version() const;
    // Not completed, and whoever began them lives no more: a crash came between the request and the answer.
    [[nodiscard]] std::vector<JournalEntry> unfinished() const;

    // Pauses that end. One for each object: a new one takes the place of the one before.
    Result<std::int64_t> remind(const Reminder& reminder);
    void forget(std::int64_t reminder);
    void forget(const std::string& context, const ManifestRef& ref);
    [[nodiscard]] std::vector<Reminder> reminders() const; // by due time

private:
    Done prepare(Check check);
    [[nodiscard]] std::vector<JournalEntry> select(const QString& where, const QVariantList& values) const;
    Check check_;
    QString file_, connection_;
    QSqlDatabase database_;
    int begins_ = 0;
    std::set<std::int64_t> open_; // begun here and not completed
    std::optional<Error> problem_;
};

// For spreadsheets and programs: a line for each entry, times in UTC, before and after as JSON. Texts that a spreadsheet
// would take for a formula are made harmless.
QByteArray journalCsv(const std::vector<JournalEntry>& entries);
QByteArray journalJson(const std::vector<JournalEntry>& entries);
// "created", "changed", "refused", ... in English, as the exports and the file have it.
const char* outcomeWord(Applied::Outcome outcome);

} // namespace loadline
