// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/preferences.h"
#include "cluster/world.h"
#include "lint/finding.h"
#include "lint/observed.h"
#include "lint/published.h"
#include "manifest_files.h"

#include <QByteArray>

#include <optional>
#include <vector>

namespace loadline {

// What lint says of manifest files, as `loadline lint` writes it. English in every locale, so that scripts can rely on it.
class LintReport {
public:
    // What is known beside the files.
    struct Cluster {
        WorldPtr world; // null: nothing
        Published published; // what its server says of itself
        std::shared_ptr<const Observed> observed; // what its Prometheus told; null: nothing
    };
    // Findings about objects that none of the files holds are left out: they are not theirs to mend.
    LintReport(const ManifestFiles& files, const Cluster& cluster, const std::string& ns, const Preferences& preferences, bool silenced);

    // file:line:column: severity: what why [rule], one line each, and a line that counts them.
    [[nodiscard]] QByteArray text() const;
    [[nodiscard]] QByteArray json() const; // with what cannot be read among the findings, as rule "not-readable"
    // SARIF 2.1.0 (OASIS), with the rules' descriptions and silenced findings as suppressions.
    [[nodiscard]] QByteArray sarif() const;
    [[nodiscard]] bool atLeast(Severity severity) const; // of those that are not silenced

    struct Entry {
        Finding finding;
        std::string file;
        std::size_t line = 1, column = 1, lastLine = 1;
        struct Lines { // these lines of the file, the last not included, written anew
            std::size_t first = 1, end = 1;
            std::string text;
        };
        std::optional<Lines> mended {}; // where the fix changes this document alone
    };
    [[nodiscard]] const std::vector<Entry>& entries() const { return entries_; }
    // What cannot be read as manifests at all; text() leaves it to the error output.
    struct Broken {
        std::string file, what;
        std::size_t line = 1, column = 1;
    };
    [[nodiscard]] const std::vector<Broken>& broken() const { return broken_; }

private:
    void judge(const ManifestFiles& files, const std::vector<std::size_t>& chosen, const std::vector<bool>& told, const Cluster& cluster, const std::string& ns,
        const Preferences& preferences, bool silenced);
    void judgeTwice(const ManifestFiles& files, const Cluster& cluster, const std::string& ns, const Preferences& preferences, bool silenced);
    void add(const ManifestFiles& files, std::size_t index, Finding finding);
    std::vector<Entry> entries_;
    std::vector<Broken> broken_;
    std::size_t documents_ = 0;
};

} // namespace loadline
