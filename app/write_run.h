// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "apply/applier.h"
#include "headless.h"
#include "write_words.h"

namespace loadline {

// The way of every command that changes something: dry run, what it would do, the question, the writing, what became.
struct WriteWish {
    std::vector<Change> changes;
    std::vector<std::int64_t> undoes; // empty, or for each change the entry that it undoes
    ConflictChoices conflicts;
    bool dryRun = false;
    bool yes = false; // does not ask
    std::vector<WrittenManifest> written {}; // empty, or where each change was written
    [[nodiscard]] const WrittenManifest* writtenAt(std::size_t change) const { return change < written.size() ? &written[change] : nullptr; }
    std::function<void(const std::vector<Applied>&)> after {}; // told when all of it was written; may be empty
};
void tryAndApply(HeadlessRun& run, Applier& applier, const WriteWish& wish);

// Opens the one context that is meant and hands over what writes to it; the run fails where more or fewer are meant.
// `wants`: kinds whose lists are waited for, as far as they can be read.
int runWriting(Launch& launch, Journal& journal, int timeoutSeconds, std::function<void(HeadlessRun&, Applier&)> then, std::vector<KindId> wants = {});
// Why nothing can be asked: there is no terminal, and --yes was not given. Null: it can.
std::optional<Error> cannotAsk(bool dryRun, bool yes);

} // namespace loadline
