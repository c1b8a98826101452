// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "manifest/change.h"
#include "tables/column.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace loadline {

// How a set of changes stands on its way to a cluster, in words: what ApplyPanel shows. Desk makes it from what the
// applier tells.

struct PlaceShown { // where it goes
    QString context, server, ns; // ns: of the objects; "" several or cluster-scoped
    bool open = false; // the cluster is open and can be asked
    bool readOnly = false;
    bool readOnlyForGood = false; // --read-only: cannot be switched here
    QString noPrometheus {}; // why no Prometheus answers for it, a sentence; "" one does, or is looked for
    bool operator==(const PlaceShown&) const = default;
};

struct ConflictShown {
    QString field, owner, since;
    bool operator==(const ConflictShown&) const = default;
};

struct TrialShown { // the dry run of one change
    ManifestRef ref;
    bool creates = false;
    bool deletes = false;
    QStringList missing; // permissions, each a sentence
    QString refusal, mend; // why the server refused, and what to do
    QStringList faults; // what it says of single fields
    std::vector<ConflictShown> conflicts;
    std::vector<FieldDiff> diff;
    std::optional<Value> before, after; // the live object, and what would be stored
    QStringList warnings; // the server's
    QStringList notes; // what the user decided
    QString git; // "Argo CD keeps this object (application shop)."; "" nobody
    [[nodiscard]] bool idle() const { return good() && !creates && !deletes && diff.empty(); } // it is so already
    [[nodiscard]] bool good() const { return missing.isEmpty() && refusal.isEmpty() && conflicts.empty(); }
    bool operator==(const TrialShown&) const = default;
};

struct ResultShown { // what became of one change
    ManifestRef ref;
    QString outcome; // "created", "not tried"
    Tone tone = Tone::Normal;
    QString why; // of a refusal; "" none
    std::vector<ConflictShown> conflicts;
    bool operator==(const ResultShown&) const = default;
};

struct ApplyShown {
    enum class Stage { Idle, Trying, Tried, Applying, Finished } stage = Stage::Idle;
    std::vector<TrialShown> trials;
    std::vector<ResultShown> results;
    QString trouble; // why nothing could be asked at all
    [[nodiscard]] bool busy() const { return stage == Stage::Trying || stage == Stage::Applying; }
    [[nodiscard]] bool good() const; // everything was tried and nothing stands against it
    [[nodiscard]] bool idle() const; // good, and all of it is so already
    bool operator==(const ApplyShown&) const = default;
};

// What the user wants done with a change that others stand against.
enum class ConflictWay { Drop, TakeOver, SavePatch };

} // namespace loadline
