// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/apply_shown.h"
#include "grid/cards.h"

namespace loadline {

// What the dry run of one object said: what would change, the server's warnings, what stands against it and the ways
// out. Taking a field over is asked once more, in place.
class TrialCard : public Card {
    Q_OBJECT
public:
    explicit TrialCard(const TrialShown& trial, QWidget* parent = nullptr);

Q_SIGNALS:
    void conflictWay(loadline::ConflictWay way);

private:
    void addNotes(const TrialShown& trial);
    void addConflicts(const TrialShown& trial);
    void say(const QString& text, Tone tone);
};

} // namespace loadline
