// SPDX-License-Identifier: GPL-3.0-or-later
#include "command_list.h"
#include "headless.h"
#include "headless_costs.h"
#include "journal_rows.h"
#include "page_tables.h"
#include "pages/replica_wishes.h"
#include "tables/keda_rows.h"
#include "translations.h"
#include "write_run.h"

#include <CLI/CLI.hpp>
#include <QTimer>
#include <QCoreApplication>

#include <map>
#include <set>
#include <utility>

namespace loadline {
namespace {

constexpr const char* changesPage = "changes";

struct Options {
    std::string page, output, format = "csv", filter, columns, requests;
    int timeout = 30;
};

std::string knownPages()
{
    std::string known;
    for (const PageTable& table : pageTables())
        known += (known.empty() ? "" : ", ") + std::string(table.id);
    return known + ", " + changesPage;
}

void add(CLI::App& command, Options& options)
{
    command.add_option("PAGE", options.page, knownPages())->required();
    addOutput(command, options.output);
    command.add_option("--format", options.format, "csv or json")
        ->check(CLI::IsMember({"csv", "json"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    command.add_option("--filter", options.filter, "Words that rows must hold, as in the window's filter box")->type_name("WORDS");
    command.add_option("--columns", options.columns, "Ids such as name,costNow,costMax, or all; else those that show by default")
        ->type_name("IDS");
    command.add_option("--requests", options.requests, "What pods are taken to request where pools and nodes say what could go: now, vpa or a percentage by which requests are too high; else as the window has it")
        ->type_name("now|vpa|50%");
    addTimeout(command, options.timeout);
}

// External metrics are read for what is shown only: asks for those of the rows, then waits for an answer to each.
class LiveValues {
public:
    bool answered(HeadlessRun& run, const Worlds& worlds)
    {
        if (!asked_) {
            asked_ = true;
            for (auto& [cluster, keys] : liveKeysOf(deriveKeda(worlds, run.preferences()))) {
                if (Session* session = run.clusters().session(cluster))
                    session->wantLive(keys);
                wanted_[cluster] = std::move(keys);
            }
        }
        for (const WorldPtr& world : worlds)
            if (const auto wanted = wanted_.find(world->cluster); wanted != wanted_.end())
                for (const LiveMetricKey& key : wanted->second)
                    if (!world->live(key))
                        return false;
        return true;
    }

private:
    bool asked_ = false;
    std::map<std::string, std::vector<LiveMetricKey>> wanted_; // by cluster
};

// Sizes over time: asks once the clusters' sources are known, then waits for the answers.
class PastSizes {
public:
    explicit PastSizes(const PageTable& table)
        : table_(table)
    {
    }
    bool answered(HeadlessCosts& costs, HeadlessRun& run, const Worlds& worlds)
    {
        if (!asked_) {
            asked_ = true;
            const auto wishes = wishesOf(worlds, run.preferences());
            for (const auto& wish : wishes)
                open_.insert(wish.key);
            QObject::connect(&costs, &HeadlessCosts::answered, &run,
                [this, &run](const QString&, const QString& key, const SeriesAnswer& answer) {
                    takeReplicas(averages_, key, answer);
                    takeSteps(sizes_, key, answer);
                    if (answer.complete && open_.erase(key) > 0)
                        run.look();
                });
            costs.want(QStringLiteral("export"), wishes);
        }
        return open_.empty();
    }
    [[nodiscard]] const AverageReplicas& averages() const { return averages_; }
    [[nodiscard]] const SizeHistory& sizes() const { return sizes_; }

private:
    [[nodiscard]] std::vector<SeriesWish> wishesOf(const Worlds& worlds, const Preferences& preferences) const
    {
        if (table_.replicas)
            return replicaWishes(worlds, preferences);
        return table_.steps ? stepWishes(*table_.steps, worlds, preferences) : std::vector<SeriesWish>();
    }
    const PageTable& table_;
    bool asked_ = false;
    std::set<QString> open_;
    AverageReplicas averages_;
    SizeHistory sizes_;
};

// The past and external metrics may take longer than the rows: they are written without rather than not at all.
class Patience {
public:
    explicit Patience(Seconds timeout)
        : limit_(std::chrono::milliseconds(timeout) * 2 / 3)
    {
    }
    // Whether what is not all there is to be waited for; after that it is left out.
    bool lasts(HeadlessRun& run)
    {
        if (!std::exchange(begun_, true))
            QTimer::singleShot(limit_, &run, [this, &run] {
                ended_ = true;
                run.look();
            });
        return !ended_;
    }
    [[nodiscard]] QString note() const
    {
        return ended_ ? QCoreApplication::translate("Pages", "Not all that was asked for was answered within %1 s, so what rests on it is unknown. Give it more with --timeout.")
                            .arg(std::chrono::duration_cast<Seconds>(limit_).count())
                      : QString();
    }

private:
    std::chrono::milliseconds limit_;
    bool begun_ = false;
    bool ended_ = false;
};

// The journal needs no cluster.
int exportChanges(Launch& launch, const Options& options)
{
    QCoreApplication application(launch.argc, launch.argv);
    setUpTranslations(application);
    const Journal journal(journalFile(launch.invocation));
    if (journal.problem())
        return failed(*journal.problem());
    const ExportTable rows = changesTable(journal, true, QString::fromStdString(options.filter), QString::fromStdString(options.columns).split(QLatin1Char(','), Qt::SkipEmptyParts));
    return writeOutput(options.output, options.format == "json" ? toJson(rows) : toCsv(rows));
}

int run(Launch& launch, const Options& options)
{
    if (options.page == changesPage)
        return exportChanges(launch, options);
    const PageTable* table = pageTable(options.page);
    if (!table && options.page == "cost")
        return failed({Error::Kind::NotFound, LOADLINE_TR("Error", "The page %1 is written by a command of its own."), "",
            LOADLINE_TR("Error", "See loadline cost --help."), {options.page}});
    if (!table)
        return failed({Error::Kind::NotFound, LOADLINE_TR("Error", "There is no page named %1."), "",
            LOADLINE_TR("Error", "The pages are %2."), {options.page, knownPages()}});
    std::optional<RequestsAsked> requests;
    if (!options.requests.empty()) {
        const auto asked = parseRequestsAsked(options.requests);
        if (!asked)
            return failed(asked.error());
        requests = *asked;
    }
    HeadlessRun::Wanted wanted;
    wanted.needs = table->needs;
    wanted.wants = table->wants;
    wanted.timeout = Seconds {options.timeout};
    wanted.partial = true;
    wanted.prometheus = table->money; // which may tell prices
    HeadlessCosts* costs = nullptr;
    PastSizes past(*table);
    Patience patience(wanted.timeout);
    wanted.complete = [&, live = LiveValues {}](HeadlessRun& headless, const Worlds& worlds) mutable {
        if (table->money && !costs) {
            CostSettings settings = headless.settings().costs;
            settings.requests = requests.value_or(settings.requests);
            costs = new HeadlessCosts(launch, settings, headless, table->replicas ? HeadlessCosts::Days::All : HeadlessCosts::Days::None);
        }
        const bool priced = !costs || costs->complete(headless, worlds);
        const bool told = !costs || (priced && past.answered(*costs, headless, worlds));
        const bool read = !table->live || live.answered(headless, worlds);
        return (priced && told && read) || !patience.lasts(headless);
    };
    return runHeadless(launch, std::move(wanted), [&](HeadlessRun& headless, const Worlds& worlds) {
        TableWish wish;
        wish.worlds = worlds;
        wish.preferences = headless.preferences();
        wish.filter = QString::fromStdString(options.filter);
        wish.columns = QString::fromStdString(options.columns).split(QLatin1Char(','), Qt::SkipEmptyParts);
        wish.replicas = past.averages();
        wish.sizes = past.sizes();
        if (costs)
            wish.costs = costs->costs();
        ExportHead head = exportHead(*table, worlds, wish.filter);
        if (const QString note = patience.note(); !note.isEmpty()) {
            head.notes << note;
            say(stderr, QStringLiteral("loadline: ") + note);
        }
        head.notes << headless.leftOut();
        const auto rows = table->derive(wish, std::move(head));
        if (!rows)
            return headless.fail(rows.error());
        headless.finish(writeOutput(options.output, options.format == "json" ? toJson(*rows) : toCsv(*rows)));
    });
}

} // namespace

CliCommand exportCommand()
{
    const auto options = std::make_shared<Options>();
    return {"export", "Write a page's table and exit; needs no display",
        [options](CLI::App& command) { add(command, *options); },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
