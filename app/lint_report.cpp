// SPDX-License-Identifier: GPL-3.0-or-later
#include "lint_report.h"

#include "lint/lint.h"
#include "lint/rule.h"
#include "manifest/document_place.h"
#include "manifest/lines.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

#include <algorithm>
#include <map>
#include <tuple>

namespace loadline {
namespace {

QString q(const std::string& text) { return QString::fromStdString(text); }
QString q(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

const char* word(Severity severity)
{
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "info";
}

// SARIF's levels.
const char* level(Severity severity)
{
    return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "note";
}

// "" for what is no object.
std::string objectText(const ManifestRef& ref)
{
    if (ref.kind.empty() && ref.name.empty())
        return {};
    return ref.kind + " " + (ref.ns.empty() ? "" : ref.ns + "/") + ref.name;
}

QJsonObject ruleJson(const Rule& rule)
{
    const auto message = [](std::string_view text) { return QJsonObject {{QStringLiteral("text"), q(text)}}; };
    return {{QStringLiteral("id"), q(rule.id)}, {QStringLiteral("shortDescription"), message(rule.title)},
        {QStringLiteral("fullDescription"), message(rule.explanation)}, {QStringLiteral("helpUri"), q(rule.link)},
        {QStringLiteral("defaultConfiguration"), QJsonObject {{QStringLiteral("level"), QLatin1String(level(rule.severity))}}}};
}

QString fileUri(const std::string& file)
{
    return file == "-" ? QStringLiteral("stdin") : QString::fromLatin1(QUrl::toPercentEncoding(q(file), "/:"));
}

// Which time it is that an object of this name is written, and how often in all.
struct Written {
    std::size_t before = 0, all = 1;
};
std::vector<Written> timesOf(const std::vector<Document>& documents, const std::string& ns)
{
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::size_t>> seen;
    std::vector<Written> times(documents.size());
    for (std::size_t i = 0; i < documents.size(); ++i)
        if (const auto ref = documents[i].ref(); !ref.kind.empty() && !ref.name.empty())
            seen[{ref.kind, ref.ns.empty() ? ns : ref.ns, ref.name}].push_back(i);
    for (const auto& [name, indices] : seen)
        for (std::size_t n = 0; n < indices.size(); ++n)
            times[indices[n]] = {n, indices.size()};
    return times;
}

// The lines of the document that its fix changes, as they are afterwards; nothing where it is about another object too.
std::optional<LintReport::Entry::Lines> mendedLines(const Finding& finding, const Document& document)
{
    if (!finding.fix || std::any_of(finding.fix->edits.begin(), finding.fix->edits.end(), [&](const FixEdit& edit) { return edit.path.empty() || edit.object != document.ref(); }))
        return std::nullopt;
    const auto done = applied(*finding.fix, {document});
    if (!done || done->size() != 1)
        return std::nullopt;
    const auto before = linesIn(document.text()), after = linesIn(done->front().text());
    std::size_t head = 0, tail = 0;
    while (head < std::min(before.size(), after.size()) && before[head] == after[head])
        ++head;
    while (tail < std::min(before.size(), after.size()) - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    LintReport::Entry::Lines lines {head + 1, before.size() - tail + 1, {}};
    for (std::size_t i = head; i < after.size() - tail; ++i)
        (lines.text += after[i]) += after[i].ends_with('\n') ? "" : "\n";
    return lines;
}

QJsonArray sarifFixes(const LintReport::Entry& entry)
{
    if (!entry.mended)
        return {};
    const QJsonObject region {{QStringLiteral("startLine"), int(entry.mended->first)}, {QStringLiteral("startColumn"), 1}, {QStringLiteral("endLine"), int(entry.mended->end)}, {QStringLiteral("endColumn"), 1}};
    const QJsonObject replacement {{QStringLiteral("deletedRegion"), region}, {QStringLiteral("insertedContent"), QJsonObject {{QStringLiteral("text"), q(entry.mended->text)}}}};
    const QJsonObject change {{QStringLiteral("artifactLocation"), QJsonObject {{QStringLiteral("uri"), fileUri(entry.file)}}}, {QStringLiteral("replacements"), QJsonArray {replacement}}};
    const Fix& fix = *entry.finding.fix;
    return {QJsonObject {{QStringLiteral("description"), QJsonObject {{QStringLiteral("text"), q(fillIn(fix.label, fix.args))}}}, {QStringLiteral("artifactChanges"), QJsonArray {change}}}};
}

QJsonObject resultJson(const LintReport::Entry& entry)
{
    const Finding& finding = entry.finding;
    const auto all = rules();
    const auto at = std::find_if(all.begin(), all.end(), [&](const Rule& rule) { return rule.id == finding.rule; });
    const QJsonObject region {{QStringLiteral("startLine"), int(entry.line)}, {QStringLiteral("startColumn"), int(entry.column)},
        {QStringLiteral("endLine"), int(entry.lastLine)}};
    const QJsonObject physical {{QStringLiteral("artifactLocation"), QJsonObject {{QStringLiteral("uri"), fileUri(entry.file)}}},
        {QStringLiteral("region"), region}};
    QJsonObject location {{QStringLiteral("physicalLocation"), physical}};
    const QJsonObject logical {{QStringLiteral("name"), q(finding.object.name)}, {QStringLiteral("kind"), QStringLiteral("object")},
        {QStringLiteral("fullyQualifiedName"), q(objectText(finding.object) + " " + finding.field.text())}};
    if (!objectText(finding.object).empty())
        location.insert(QStringLiteral("logicalLocations"), QJsonArray {logical});
    QJsonObject result {{QStringLiteral("ruleId"), q(finding.rule)}, {QStringLiteral("ruleIndex"), int(at - all.begin())},
        {QStringLiteral("level"), QLatin1String(level(finding.severity))},
        {QStringLiteral("message"), QJsonObject {{QStringLiteral("text"), q(whatOf(finding) + " " + whyOf(finding))}}},
        {QStringLiteral("locations"), QJsonArray {location}}};
    if (const QJsonArray fixes = sarifFixes(entry); !fixes.isEmpty())
        result.insert(QStringLiteral("fixes"), fixes);
    if (finding.silenced)
        result.insert(QStringLiteral("suppressions"), QJsonArray {QJsonObject {{QStringLiteral("kind"), QStringLiteral("inSource")}, {QStringLiteral("justification"), q(*finding.silenced)}}});
    return result;
}

// "hpa.yaml:12:3" apart; line and column are 1 where it names the file alone.
LintReport::Broken brokenOf(const Error& error)
{
    const std::string hint = fillIn(error.hint, error.args);
    LintReport::Broken broken {error.where, fillIn(error.what, error.args) + (hint.empty() ? "" : " " + hint), 1, 1};
    std::size_t numbers[2] = {};
    std::string rest = error.where;
    for (int i = 1; i >= 0; --i) {
        const auto colon = rest.rfind(':');
        const auto digits = colon == std::string::npos ? std::string() : rest.substr(colon + 1);
        if (digits.empty() || digits.size() > 9 || digits.find_first_not_of("0123456789") != std::string::npos)
            return broken;
        numbers[i] = std::stoul(digits);
        rest.resize(colon);
    }
    return {rest, broken.what, numbers[0], numbers[1]};
}

QJsonObject brokenJson(const LintReport::Broken& broken)
{
    return {{QStringLiteral("file"), q(broken.file)}, {QStringLiteral("line"), int(broken.line)}, {QStringLiteral("column"), int(broken.column)},
        {QStringLiteral("severity"), QStringLiteral("error")}, {QStringLiteral("rule"), QStringLiteral("not-readable")}, {QStringLiteral("what"), q(broken.what)}};
}

QJsonObject brokenResult(const LintReport::Broken& broken)
{
    const auto all = rules();
    const auto at = std::find_if(all.begin(), all.end(), [](const Rule& rule) { return rule.id == "not-readable"; });
    const QJsonObject region {{QStringLiteral("startLine"), int(broken.line)}, {QStringLiteral("startColumn"), int(broken.column)}};
    const QJsonObject physical {{QStringLiteral("artifactLocation"), QJsonObject {{QStringLiteral("uri"), fileUri(broken.file)}}}, {QStringLiteral("region"), region}};
    return {{QStringLiteral("ruleId"), QStringLiteral("not-readable")}, {QStringLiteral("ruleIndex"), int(at - all.begin())}, {QStringLiteral("level"), QStringLiteral("error")},
        {QStringLiteral("message"), QJsonObject {{QStringLiteral("text"), q(broken.what)}}},
        {QStringLiteral("locations"), QJsonArray {QJsonObject {{QStringLiteral("physicalLocation"), physical}}}}};
}

QJsonArray editsJson(const Fix& fix)
{
    QJsonArray edits;
    for (const auto& edit : fix.edits) {
        QJsonObject json {{QStringLiteral("object"), q(objectText(edit.object))}, {QStringLiteral("path"), q(edit.path.text())}};
        if (edit.value)
            json.insert(QStringLiteral("value"), QJsonDocument::fromJson(QByteArray::fromStdString("[" + edit.value->json() + "]")).array().at(0));
        else
            json.insert(QStringLiteral("remove"), true);
        edits.append(json);
    }
    return edits;
}

QJsonObject entryJson(const LintReport::Entry& entry)
{
    const Finding& finding = entry.finding;
    QJsonObject json {{QStringLiteral("file"), q(entry.file)}, {QStringLiteral("line"), int(entry.line)}, {QStringLiteral("column"), int(entry.column)},
        {QStringLiteral("severity"), QLatin1String(word(finding.severity))}, {QStringLiteral("rule"), q(finding.rule)},
        {QStringLiteral("apiVersion"), q(finding.object.apiVersion)}, {QStringLiteral("kind"), q(finding.object.kind)},
        {QStringLiteral("namespace"), q(finding.object.ns)}, {QStringLiteral("name"), q(finding.object.name)},
        {QStringLiteral("field"), q(finding.field.text())}, {QStringLiteral("what"), q(whatOf(finding))},
        {QStringLiteral("why"), q(whyOf(finding))}, {QStringLiteral("link"), q(finding.link)}};
    if (finding.fix)
        json.insert(QStringLiteral("fix"), QJsonObject {{QStringLiteral("label"), q(fillIn(finding.fix->label, finding.fix->args))}, {QStringLiteral("edits"), editsJson(*finding.fix)}});
    if (finding.edit)
        json.insert(QStringLiteral("edit"), QJsonObject {{QStringLiteral("label"), q(fillIn(finding.edit->label, finding.edit->args))},
            {QStringLiteral("object"), q(objectText(finding.edit->object))}, {QStringLiteral("path"), q(finding.edit->field.text())}});
    if (finding.silenced)
        json.insert(QStringLiteral("silenced"), q(*finding.silenced));
    return json;
}

// What to do, and where to read on; one line with the finding.
std::string wayOut(const Finding& finding)
{
    const std::string fix = finding.fix ? " fix: " + fillIn(finding.fix->label, finding.fix->args) + ";" : finding.edit ? " " + fillIn(finding.edit->label, finding.edit->args) + ";" : "";
    return fix + (finding.link.empty() ? "" : " see " + finding.link);
}

} // namespace

LintReport::LintReport(const ManifestFiles& files, const Cluster& cluster, const std::string& ns, const Preferences& preferences, bool silenced)
    : documents_(files.documents.size())
{
    const auto times = timesOf(files.documents, ns);
    std::size_t rounds = 1;
    for (const Written& one : times)
        rounds = std::max(rounds, one.all);
    // Two overlays may each have an object of one name: the first of each is judged with the rest, then the second, ...
    for (std::size_t round = 0; round < rounds; ++round) {
        std::vector<std::size_t> chosen;
        std::vector<bool> told;
        for (std::size_t i = 0; i < times.size(); ++i)
            if (times[i].before == round || (times[i].before + 1 == times[i].all && times[i].before < round)) {
                chosen.push_back(i);
                told.push_back(times[i].before == round);
            }
        judge(files, chosen, told, cluster, ns, preferences, silenced);
    }
    if (rounds > 1)
        judgeTwice(files, cluster, ns, preferences, silenced);
    for (const Error& error : files.unreadable)
        broken_.push_back(brokenOf(error));
    std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return std::tie(a.file, a.line) < std::tie(b.file, b.line); });
}

void LintReport::judge(const ManifestFiles& files, const std::vector<std::size_t>& chosen, const std::vector<bool>& told, const Cluster& cluster, const std::string& ns,
    const Preferences& preferences, bool silenced)
{
    std::vector<Document> documents;
    std::vector<ManifestRef> refs;
    std::map<ManifestRef, std::size_t> first;
    for (const std::size_t index : chosen) {
        documents.push_back(files.documents[index]);
        refs.push_back(documents.back().ref());
        first.emplace(refs.back(), refs.size() - 1);
    }
    Overlay overlay = layOver(cluster.world, std::move(documents), ns);
    cluster.published.layInto(overlay);
    overlay.observed = cluster.observed;
    for (auto& finding : lintWithCauses(overlay, preferences, refs)) {
        const auto known = first.find(finding.object);
        if ((!finding.document && known == first.end()) || (finding.silenced && !silenced))
            continue;
        const std::size_t at = finding.document ? *finding.document : known->second;
        if (told[at])
            add(files, chosen[at], std::move(finding));
    }
}

// That it is written twice is said only where all of them are seen, and of what goes to the cluster together: a base and
// its overlays, each with a kustomization of its own, do not.
void LintReport::judgeTwice(const ManifestFiles& files, const Cluster& cluster, const std::string& ns, const Preferences& preferences, bool silenced)
{
    std::map<std::string, std::vector<std::size_t>> builds;
    for (std::size_t i = 0; i < files.documents.size(); ++i)
        builds[files.places[i].build].push_back(i);
    for (const auto& [build, members] : builds) {
        std::vector<Document> documents;
        std::vector<ManifestRef> refs;
        for (const std::size_t index : members) {
            documents.push_back(files.documents[index]);
            refs.push_back(documents.back().ref());
        }
        const auto times = timesOf(documents, ns);
        if (std::none_of(times.begin(), times.end(), [](const Written& one) { return one.all > 1; }))
            continue;
        for (auto& finding : lint(layOver(cluster.world, std::move(documents), ns), preferences, &refs))
            if (finding.rule == "duplicate-object" && finding.document && (silenced || !finding.silenced))
                add(files, members[*finding.document], std::move(finding));
    }
}

void LintReport::add(const ManifestFiles& files, std::size_t index, Finding finding)
{
    const auto& document = files.documents[index];
    const auto lines = document.linesOf(finding.field);
    const auto first = std::max<std::size_t>(1, lines.first);
    const auto& place = files.places[index];
    const auto before = place.firstLine - 1;
    const auto column = columnOf(document, finding.field);
    auto mended = mendedLines(finding, document);
    if (mended) {
        mended->first += before;
        mended->end += before;
    }
    entries_.push_back({std::move(finding), place.file, before + first, column, before + std::max(first, lines.last), std::move(mended)});
}

bool LintReport::atLeast(Severity severity) const
{
    return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return !entry.finding.silenced && entry.finding.severity >= severity; });
}

QByteArray LintReport::text() const
{
    std::string out;
    std::size_t counts[3] = {};
    for (const auto& [finding, file, line, column, last, mended] : entries_) {
        std::string words = whatOf(finding) + " " + whyOf(finding);
        std::replace(words.begin(), words.end(), '\n', ' ');
        out += file + ":" + std::to_string(line) + ":" + std::to_string(column) + ": " + word(finding.severity) + ": " + (objectText(finding.object).empty() ? "" : objectText(finding.object) + ": ") + words + " ["
            + finding.rule + "]" + (finding.silenced ? " (silenced: " + *finding.silenced + ")" : "") + wayOut(finding) + "\n";
        counts[static_cast<int>(finding.severity)] += finding.silenced ? 0 : 1;
    }
    const auto counted = [](std::size_t count, const char* noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); };
    out += counted(documents_, "manifest") + ": " + counted(counts[2], "error") + ", " + counted(counts[1], "warning") + ", " + counted(counts[0], "note") + "\n";
    return QByteArray::fromStdString(out);
}

QByteArray LintReport::json() const
{
    QJsonArray findings;
    for (const auto& entry : entries_)
        findings.append(entryJson(entry));
    for (const auto& broken : broken_)
        findings.append(brokenJson(broken));
    return QJsonDocument(QJsonObject {{QStringLiteral("manifests"), int(documents_)}, {QStringLiteral("findings"), findings}}).toJson();
}

QByteArray LintReport::sarif() const
{
    QJsonArray known, results;
    for (const Rule& rule : rules())
        known.append(ruleJson(rule));
    for (const auto& entry : entries_)
        results.append(resultJson(entry));
    for (const auto& broken : broken_)
        results.append(brokenResult(broken));
    const QJsonObject driver {{QStringLiteral("name"), QStringLiteral("Loadline")}, {QStringLiteral("version"), QStringLiteral(LOADLINE_VERSION)}, {QStringLiteral("rules"), known}};
    const QJsonObject run {{QStringLiteral("tool"), QJsonObject {{QStringLiteral("driver"), driver}}}, {QStringLiteral("results"), results},
        {QStringLiteral("columnKind"), QStringLiteral("unicodeCodePoints")}};
    return QJsonDocument(QJsonObject {{QStringLiteral("$schema"), QStringLiteral("https://json.schemastore.org/sarif-2.1.0.json")},
                             {QStringLiteral("version"), QStringLiteral("2.1.0")}, {QStringLiteral("runs"), QJsonArray {run}}})
        .toJson();
}

} // namespace loadline
