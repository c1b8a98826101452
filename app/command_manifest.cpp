// SPDX-License-Identifier: GPL-3.0-or-later
#include "answers_file.h"
#include "catalog/presets.h"
#include "command_list.h"
#include "install_notes.h"
#include "lint_report.h"
#include "manifest/build.h"
#include "manifest/form_walk.h"
#include "set_hints.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>

namespace loadline {
namespace {

struct Options {
    std::string kind, preset, from, output;
    std::vector<std::string> set;
    bool kustomize = false;
    bool keepUnknown = false;
};

// What is written beside the kinds that have a form.
constexpr std::array<std::string_view, 6> others {"bundle", "alerts", "prometheusrule", "adapter", "dashboard", "notes"};

std::string knownKinds()
{
    std::string known;
    for (const FormKind& kind : formKinds())
        known += std::string(kind.id) + ", ";
    for (const std::string_view other : others)
        known += std::string(other) + (other == others.back() ? "" : ", ");
    return known;
}

std::vector<std::string> presetIds()
{
    std::vector<std::string> ids;
    for (const WorkloadTypeRow& type : workloadTypes())
        ids.emplace_back(type.id);
    return ids;
}

void add(CLI::App& command, Options& options)
{
    command.add_option("KIND", options.kind, knownKinds())->required();
    const auto presets = presetIds();
    command.add_option("--preset", options.preset, "Start from a kind of workload: " + CLI::detail::join(presets, ", "))
        ->check(CLI::IsMember(presets))
        ->type_name("TYPE");
    command
        .add_option("--set", options.set,
            "An answer: name, kind, labels.app, or a path as spec.maxReplicas; of a bundle hpa.spec.maxReplicas")
        ->type_name("PATH=VALUE")
        ->take_all();
    command.add_option("--from", options.from,
               "Answers, or a manifest in part, to start from; - for standard input. A bundle's answers: namespace, makeNamespace, priorityClasses, quota, "
               "adapter, alerts, dashboard (each true or false), timeZone, and workloads, a list of name, preset, kind, apiVersion, labels, replicas, "
               "requests (cpu, memory) and set (hpa.spec.maxReplicas: 30); of one workload alone they may stand without the list")
        ->type_name("FILE");
    command.add_flag("--keep-unknown", options.keepUnknown, "With --from: write fields that no form knows as they stand");
    command.add_flag("--kustomize", options.kustomize, "With a bundle in a folder: write kustomization.yaml too");
    command
        .add_option(
            "-o,--output", options.output, "File to write, or the folder of a bundle; standard output when left out")
        ->type_name("FILE|DIR");
}

// What --from names; nothing where it was not given.
Result<AnswersFile> readFrom(const Options& options)
{
    return options.from.empty() ? Result<AnswersFile>(AnswersFile {}) : AnswersFile::read(options.from);
}

// As YAML would read it.
Value typed(const std::string& text)
{
    if (text == "true" || text == "false")
        return text == "true";
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && error == std::errc() && end == text.data() + text.size() && std::to_string(number) == text)
        return number;
    return text;
}

Result<Setting> settingFrom(const std::string& given)
{
    const auto equals = given.find('=');
    if (equals == std::string::npos || equals == 0)
        return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "“%1” sets nothing."), "--set",
            LOADLINE_TR("Error", "Write --set spec.maxReplicas=20."), {given}};
    return Setting {given.substr(0, equals), given.substr(equals + 1)};
}

bool isAnswer(const std::string& key)
{
    constexpr std::array<std::string_view, 15> answers {"name", "namespace", "kind", "apiVersion", "labels", "replicas",
        "requests", "timeZone", "makeNamespace", "priorityClasses", "quota", "adapter", "alerts", "dashboard", "workloads"};
    const std::string first = key.substr(0, key.find_first_of(".["));
    return std::find(answers.begin(), answers.end(), first) != answers.end();
}

struct Settings {
    Value answers = Value::map(); // of the workload or platform
    std::vector<Setting> rest; // paths in manifests
};

Result<Settings> settingsOf(const Launch& launch, const Options& options, Value answers)
{
    Settings settings {std::move(answers), {}};
    if (!launch.invocation.namespaces.empty())
        settings.answers.set("namespace", launch.invocation.namespaces.front());
    if (!options.preset.empty())
        settings.answers.set("preset", options.preset);
    for (const std::string& given : options.set) {
        const Result<Setting> setting = settingFrom(given);
        if (!setting)
            return setting.error();
        if (!isAnswer(setting->key)) {
            settings.rest.push_back(*setting);
            continue;
        }
        const Result<FieldPath> path = FieldPath::parse(setting->key);
        if (!path)
            return path.error();
        const bool text = setting->key == "name" || setting->key == "namespace" || setting->key.starts_with("labels");
        setIn(settings.answers, *path, text ? Value(setting->text) : typed(setting->text));
    }
    return settings;
}

Result<std::vector<BundleFile>> makeBundle(const Launch& launch, const Options& options)
{
    const Result<AnswersFile> file = readFrom(options);
    if (!file)
        return file.error();
    Result<Settings> settings = settingsOf(launch, options, file->first());
    if (!settings)
        return settings.error();
    for (const Setting& setting : settings->rest)
        setIn(settings->answers, FieldPath("set") / setting.key, setting.text);
    const Result<PlatformAnswers> answers = readAnswers(settings->answers);
    if (!answers)
        return placed(answers.error(), *file);
    Result<std::vector<BundleFile>> files = bundleOf(*answers);
    return files ? std::move(files) : placed(files.error(), *file);
}

Done writeFolder(const Options& options, const std::vector<BundleFile>& files)
{
    std::error_code failed;
    std::filesystem::create_directories(options.output, failed);
    std::vector<std::pair<std::string, std::string>> texts;
    for (const BundleFile& file : files)
        texts.emplace_back(file.name, file.text());
    if (options.kustomize)
        texts.emplace_back("kustomization.yaml", kustomization(files));
    for (const auto& [name, text] : texts)
        if (writeOutput((std::filesystem::path(options.output) / name).string(), QByteArray::fromStdString(text)) != 0)
            return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "%1 cannot be written."), "", "", {name}};
    return std::monostate {};
}

bool isFolder(const std::string& output)
{
    if (output.empty() || output == "-")
        return false;
    return output.back() == '/' || std::filesystem::is_directory(output)
        || std::filesystem::path(output).extension().empty();
}

int writeBundle(const Options& options, const std::vector<BundleFile>& files)
{
    if (!isFolder(options.output))
        return writeOutput(options.output, QByteArray::fromStdString(asStream(files)));
    const Done done = writeFolder(options, files);
    return done ? 0 : failed(done.error());
}

// What of --from no field asks for is a slip of the pen, or newer than the form.
Done allKnown(const Form& form, const AnswersFile& file)
{
    const auto unknown = form.unknown();
    for (const UnknownField& field : unknown)
        if (const std::string place = placeOf(file, 0, field.path); !place.empty())
            return Error {Error::Kind::Malformed, LOADLINE_TR("Error", "No field of %1 is named %2."), place,
                field.nearest.empty() ? LOADLINE_TR("Error", "Give --keep-unknown to write it as it stands.")
                                      : LOADLINE_TR("Error", "Did you mean %3? Or give --keep-unknown to write it as it stands."),
                {std::string(form.kind().kind), field.path.text(), field.nearest}};
    return std::monostate {};
}

// The kind's form: from the preset's part of that kind, or a new one; with --from laid over it.
Result<Form> formOf(const FormKind& kind, const Options& options, const Settings& settings, const AnswersFile& file)
{
    FormFacts facts;
    facts.hpaTolerance = true; // whoever writes it knows the server
    const Value part = file.first();
    std::string zone = "UTC";
    if (settings.answers.find("name")) {
        Value answers = settings.answers;
        answers.set("preset", options.preset.empty() ? "-" : options.preset);
        const Result<PlatformAnswers> read = readAnswers(answers);
        if (!read)
            return read.error();
        facts.target = read->workloads.front().facts.target;
        zone = read->timeZone;
    }
    std::vector<Form> forms;
    if (const WorkloadPreset* start = workloadPreset(options.preset))
        for (Form& form : formsOf(*start, facts, zone))
            if (&form.kind() == &kind)
                forms.push_back(std::move(form));
    if (forms.empty() && !options.preset.empty())
        return Error {Error::Kind::NotFound, LOADLINE_TR("Error", "The preset %1 has no %2."), "", "",
            {options.preset, std::string(kind.kind)}};
    const Value* name = settings.answers.find("name");
    const bool named = forms.empty() && name; // a preset names its own
    Form form = forms.empty() ? Form(kind, facts) : std::move(forms.front());
    if (named && !form.answer("metadata.name"))
        static_cast<void>(form.set("metadata.name", *name));
    if (const Value* ns = settings.answers.find("namespace"); ns && form.spec().namespaced)
        static_cast<void>(form.set("metadata.namespace", *ns));
    if (!part.fields().empty())
        if (const Done done = form.adopt(Document::write(laidOver(form.document().value(), part))); !done)
            return done.error();
    if (const Done known = options.keepUnknown ? Done(std::monostate {}) : allKnown(form, file); !known)
        return known.error();
    return form;
}

Result<std::string> makeManifest(const FormKind& kind, const Launch& launch, const Options& options)
{
    const Result<AnswersFile> file = readFrom(options);
    if (!file)
        return file.error();
    const Result<Settings> settings = settingsOf(launch, options, Value::map());
    if (!settings)
        return settings.error();
    Result<Form> form = formOf(kind, options, *settings, *file);
    if (!form)
        return form.error();
    for (const Setting& setting : settings->rest) {
        const Result<FieldPath> path = FieldPath::parse(setting.key);
        if (!path)
            return path.error();
        if (const Done done = form->setText(*path, setting.text); !done)
            return withWayToWrite(done.error(), *path, *form);
    }
    const Result<Document> document = form->build();
    return document ? Result<std::string>(document->text()) : placed(withWayToGive(withKeyInQuotes(document.error(), settings->rest)), *file);
}

// Manifests as they are, and those that answers give.
Result<std::vector<Document>> documentsFrom(const Options& options)
{
    const Result<AnswersFile> file = readFrom(options);
    if (!file)
        return file.error();
    std::vector<Document> documents;
    for (const AnswersFile::Part& part : file->parts) {
        if (!holdsAnswers(part.document.value())) {
            documents.push_back(part.document);
            continue;
        }
        const Result<PlatformAnswers> answers = readAnswers(part.document.value());
        if (!answers)
            return placed(answers.error(), *file);
        const auto files = bundleOf(*answers);
        if (!files)
            return placed(files.error(), *file);
        for (const BundleFile& one : *files)
            documents.insert(documents.end(), one.documents.begin(), one.documents.end());
    }
    return documents;
}

Result<std::string> makeOther(const Launch& launch, const Options& options)
{
    const std::string ns = launch.invocation.namespaces.empty() ? "" : launch.invocation.namespaces.front();
    if (options.kind == "alerts")
        return Document::write(alertingRules(ns)).text();
    if (options.kind == "prometheusrule")
        return Document::write(prometheusRule("autoscaling", ns)).text();
    if (options.kind == "dashboard")
        return indentedJson(grafanaDashboard());
    std::vector<Document> documents;
    if (const WorkloadPreset* start = workloadPreset(options.preset))
        for (const Form& form : formsOf(*start, {}))
            documents.push_back(form.document());
    if (!options.from.empty()) {
        const Result<std::vector<Document>> read = documentsFrom(options);
        if (!read)
            return read.error();
        documents.insert(documents.end(), read->begin(), read->end());
    }
    const std::vector<AdapterMetric> metrics = adapterMetricsOf(documents);
    if (metrics.empty())
        return Error {Error::Kind::NotFound,
            LOADLINE_TR("Error", "No HPA asks for a metric that an adapter could serve."), "",
            LOADLINE_TR("Error", "Give HPAs with --from, or a preset."), {}};
    return Document::write(adapterConfig(metrics)).text();
}

// What was asked for is written; what the checks know to go wrong with it is said beside it.
void warn(const std::string& text)
{
    ManifestFiles files;
    if (const auto document = Document::parse(text)) {
        files.documents.push_back(*document);
        files.places.push_back({"-", 1});
    }
    const LintReport report(files, {}, {}, {}, false);
    for (const LintReport::Entry& entry : report.entries())
        if (entry.finding.severity >= Severity::Warning)
            say(stderr, QString::fromStdString("loadline: " + whatOf(entry.finding) + " " + whyOf(entry.finding)));
}

int run(Launch& launch, const Options& options)
{
    if (options.kind == "bundle") {
        const Result<std::vector<BundleFile>> files = makeBundle(launch, options);
        return files ? writeBundle(options, *files) : failed(files.error());
    }
    if (options.kind == "notes")
        return writeInstallNotes(launch, options.output);
    const FormKind* kind = formKind(options.kind);
    const bool other = std::find(others.begin(), others.end(), options.kind) != others.end();
    if (!kind && !other)
        return failed({Error::Kind::NotFound, LOADLINE_TR("Error", "There is no form for %1."), "",
            LOADLINE_TR("Error", "There are %2."), {options.kind, knownKinds()}});
    const Result<std::string> text = kind ? makeManifest(*kind, launch, options) : makeOther(launch, options);
    if (text && kind)
        warn(*text);
    return text ? writeOutput(options.output, QByteArray::fromStdString(*text)) : failed(text.error());
}

} // namespace

CliCommand manifestCommand()
{
    const auto options = std::make_shared<Options>();
    return {"manifest", "Write an autoscaler's manifest, or all of a workload's; contacts no cluster, but for the notes on what one lacks",
        [options](CLI::App& command) { add(command, *options); },
        [options](Launch& launch) { return run(launch, *options); }};
}

} // namespace loadline
