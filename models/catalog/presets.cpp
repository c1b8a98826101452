// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/presets.h"

#include "catalog/presets_fit.h"
#include "manifest/form_walk.h"
#include "preset_files.h"

#include <algorithm>
#include <cassert>

namespace loadline {
namespace {

std::string_view textOfFile(std::string_view id)
{
    for (const EmbeddedFile& file : preset_files())
        if (file.name == id)
            return file.text;
    return {};
}

WorkloadPreset readPreset(const WorkloadTypeRow& type)
{
    WorkloadPreset preset {std::string(type.id), type.type, {}};
    const Result<DocumentStream> stream = readStream(textOfFile(type.id), preset.id);
    assert(stream.has_value());
    if (stream)
        for (const DocumentStream::Entry& entry : stream->entries)
            if (entry.document)
                preset.parts.push_back(entry.document->value());
    assert(!preset.parts.empty());
    return preset;
}

using Words = std::map<std::string, std::string>;

std::string filled(std::string text, const Words& words)
{
    for (const auto& [word, value] : words)
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + value.size()))
            text.replace(at, word.size(), value);
    return text;
}

Value filled(const Value& value, const Words& words)
{
    if (value.isString())
        return filled(value.text(), words);
    if (value.isList()) {
        Value list = Value::list();
        for (const Value& item : value.items())
            list.add(filled(item, words));
        return list;
    }
    if (!value.isMap())
        return value;
    Value map = Value::map();
    for (const ValueField& field : value.fields())
        map.set(field.key, filled(field.value, words));
    return map;
}

} // namespace

std::span<const WorkloadPreset> workloadPresets()
{
    static const std::vector<WorkloadPreset> all = [] {
        std::vector<WorkloadPreset> read;
        for (const WorkloadTypeRow& type : workloadTypes())
            read.push_back(readPreset(type));
        return read;
    }();
    return all;
}

const WorkloadPreset* workloadPreset(std::string_view id)
{
    const auto all = workloadPresets();
    const auto found = std::find_if(all.begin(), all.end(), [&](const WorkloadPreset& p) { return p.id == id; });
    return found == all.end() ? nullptr : &*found;
}

std::vector<Form> formsOf(const WorkloadPreset& preset, const FormFacts& facts, const std::string& timeZone)
{
    const Words words {{"{name}", facts.target ? facts.target->ref.name : "workload"},
        {"{namespace}", facts.target ? facts.target->ns : ""}, {"{timezone}", timeZone}};
    std::vector<Form> forms;
    for (const Value& part : preset.parts) {
        const FormKind* kind = formKind(part["kind"].text());
        assert(kind);
        Form form(*kind, facts);
        const Value whole = laidOver(form.document().value(), filled(part, words));
        static_cast<void>(form.adopt(Document::write(whole)));
        if (facts.target)
            fitToCluster(form, *facts.target);
        forms.push_back(std::move(form));
    }
    return forms;
}

} // namespace loadline
