// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/wizard_draft.h"

#include "lint/lint.h"
#include "manifest/identity.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace loadline {
namespace {

const DraftPart* partOf(const std::vector<DraftPart>& parts, const ManifestRef& ref)
{
    const auto same = [&](const DraftPart& part) {
        const ManifestRef own = part.ref();
        return own.kind == ref.kind && own.name == ref.name && (own.ns == ref.ns || own.ns.empty() || ref.ns.empty());
    };
    const auto found = std::find_if(parts.begin(), parts.end(), same);
    return found == parts.end() ? nullptr : &*found;
}

void readForm(DraftPart& part, const FormFacts& facts)
{
    if (part.form && part.form->adopt(part.document)) {
        part.formless.reset();
        return;
    }
    Result<Form> form = Form::read(part.document, facts);
    if (form) {
        part.form = std::move(*form);
        part.formless.reset();
    } else {
        part.form.reset();
        part.formless = form.error();
    }
}

} // namespace

DraftPart draftOf(Form form)
{
    DraftPart part;
    part.form = std::move(form);
    formChanged(part);
    return part;
}

DraftPart draftOf(std::string text, const FormFacts& facts)
{
    DraftPart part;
    setText(part, std::move(text), facts);
    return part;
}

void setText(DraftPart& part, std::string text, const FormFacts& facts)
{
    part.text = std::move(text);
    Result<Document> read = Document::parse(part.text);
    if (!read) {
        part.broken = read.error();
        return;
    }
    part.broken.reset();
    part.document = std::move(*read);
    readForm(part, facts);
}

DraftPart keptOver(const Form& preset, const Value& live, const FormFacts& facts)
{
    Document kept = Document::write(withoutServerFields(live));
    std::vector<Proposal> proposals = proposalsOf(preset, live);
    for (const Proposal& proposal : proposals)
        if (proposal.fills)
            static_cast<void>(accept(kept, proposal));
    DraftPart part = draftOf(kept.text(), facts);
    part.live = live;
    part.proposals = std::move(proposals);
    return part;
}

Done decide(DraftPart& part, std::size_t proposal, bool taken, const FormFacts& facts)
{
    if (part.broken)
        return *part.broken;
    if (proposal >= part.proposals.size())
        return std::monostate {};
    Document document = part.document;
    const Proposal& asked = part.proposals[proposal];
    const Done done = taken ? accept(document, asked) : withdraw(document, asked, part.live.value_or(Value {}));
    if (done)
        setText(part, document.text(), facts);
    return done;
}

bool isAskedFor(const std::vector<DraftPart>& parts, const ManifestRef& authentication)
{
    return std::any_of(parts.begin(), parts.end(), [&](const DraftPart& part) {
        const Value& object = part.document.value();
        const auto& triggers = object["spec"]["triggers"].items();
        return object["metadata"]["namespace"].text() == authentication.ns && std::any_of(triggers.begin(), triggers.end(), [&](const Value& trigger) {
            return trigger["authenticationRef"]["name"].text() == authentication.name;
        });
    });
}

void formChanged(DraftPart& part)
{
    part.document = part.form->document();
    part.text = part.document.text();
    part.broken.reset();
}

Value copyOf(const Value& manifest)
{
    constexpr std::array<std::string_view, 5> theirs {"argocd.argoproj.io/", "kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/", "meta.helm.sh/",
        "app.kubernetes.io/managed-by"};
    const auto isTheirs = [&](const std::string& key) {
        return std::any_of(theirs.begin(), theirs.end(), [&](std::string_view mark) { return key.starts_with(mark); });
    };
    Value copy = withoutServerFields(manifest);
    Value metadata = copy["metadata"];
    metadata.set("name", metadata["name"].text() + "-copy");
    for (const char* key : {"ownerReferences", "finalizers", "generateName"})
        metadata.remove(key);
    bool marked = false; // Argo CD marks by this label too, others do for their own ends
    for (const char* marks : {"annotations", "labels"}) {
        Value kept = metadata[marks];
        for (const ValueField& field : metadata[marks].fields()) {
            const bool instance = marked && field.key == "app.kubernetes.io/instance";
            if (!isTheirs(field.key) && !instance)
                continue;
            kept.remove(field.key);
            marked = true;
        }
        if (kept.fields().empty())
            metadata.remove(marks);
        else
            metadata.set(marks, std::move(kept));
    }
    copy.set("metadata", std::move(metadata));
    return copy;
}

bool isSafety(const ManifestRef& ref)
{
    constexpr std::array<std::string_view, 5> kinds {
        "PodDisruptionBudget", "PriorityClass", "ResourceQuota", "LimitRange", "Namespace"};
    return std::find(kinds.begin(), kinds.end(), ref.kind) != kinds.end();
}

std::vector<ManifestRef> refsOf(const std::vector<DraftPart>& parts)
{
    std::vector<ManifestRef> refs;
    for (const DraftPart& part : parts)
        refs.push_back(part.ref());
    return refs;
}

std::vector<Document> documentsOf(const std::vector<DraftPart>& parts)
{
    std::vector<Document> documents;
    for (const DraftPart& part : parts)
        documents.push_back(part.document);
    return documents;
}

namespace {

// Without those that never could be read.
std::vector<Document> readOf(const std::vector<DraftPart>& parts)
{
    std::vector<Document> documents;
    for (const DraftPart& part : parts)
        if (!part.neverRead())
            documents.push_back(part.document);
    return documents;
}

} // namespace

std::vector<BundleFile> filesOf(const std::vector<DraftPart>& parts)
{
    std::vector<Sheet> sheets;
    for (const DraftPart& part : parts)
        sheets.push_back({part.document, part.text, part.file});
    return bundleOf(sheets);
}

Result<std::vector<DraftPart>> readParts(std::string_view text, const std::string& source, const FormFacts& facts)
{
    const Result<DocumentStream> stream = readStream(text, source);
    if (!stream)
        return stream.error();
    std::vector<DraftPart> parts;
    for (const DocumentStream::Entry& entry : stream->entries) {
        DraftPart part;
        part.text = entry.text;
        part.file = source;
        if (entry.document) {
            part.document = *entry.document;
            part.text = part.document.text();
            readForm(part, facts);
        } else {
            const auto alone = Document::parse(entry.text); // the place in the part's own text, which is what is shown
            part.broken = alone ? entry.document.error() : alone.error();
        }
        if (part.large() && !part.broken)
            part.broken = Error {Error::Kind::Malformed, LOADLINE_TR("Error", "The manifest is larger than any cluster stores (1.5 MiB)."), "1:1", "", {}};
        parts.push_back(std::move(part));
    }
    return parts;
}

Done applyFix(std::vector<DraftPart>& parts, const Fix& fix, const FormFacts& facts, std::optional<std::size_t> meant)
{
    Fix here = fix; // a manifest may leave its namespace to the context
    for (FixEdit& edit : here.edits)
        if (const DraftPart* part = partOf(parts, edit.object))
            edit.object = part->ref();
    std::vector<DraftPart> kept = parts;
    for (const FixEdit& edit : here.edits)
        if (const DraftPart* part = edit.removesObject() ? partOf(kept, edit.object) : nullptr) {
            const auto at = std::size_t(part - kept.data());
            kept.erase(kept.begin() + std::ptrdiff_t(at));
            if (meant && at <= *meant)
                meant = at == *meant ? std::nullopt : std::optional(*meant - 1);
        }
    const auto removed = parts.size() - kept.size();
    const auto gone = std::erase_if(here.edits, [](const FixEdit& edit) { return edit.removesObject(); });
    const auto fixed = applied(here, documentsOf(kept), meant);
    if (!fixed || removed != gone) {
        Error error = fixed ? Error {Error::Kind::NotFound, LOADLINE_TR("Error", "An object that this would remove is not among the manifests that are open."), "", "", {}} : fixed.error();
        if (error.kind == Error::Kind::NotFound)
            error.hint = LOADLINE_TR("Error", "Open it for change from its own page.");
        return error;
    }
    const std::size_t known = kept.size();
    for (std::size_t i = 0; i < fixed->size(); ++i) {
        if (i >= known)
            kept.push_back(draftOf((*fixed)[i].text(), facts));
        else if (!((*fixed)[i] == kept[i].document))
            setText(kept[i], (*fixed)[i].text(), facts);
    }
    parts = std::move(kept);
    return std::monostate {};
}

std::vector<Change> changesOf(const std::vector<DraftPart>& parts, const std::string& why)
{
    std::vector<Change> changes;
    for (const BundleFile& file : bundleOf(readOf(parts))) {
        for (const Document& document : file.documents) {
            Change change {document.ref(), Change::Verb::Apply, std::nullopt, document.value(), why};
            const auto own = std::find_if(parts.begin(), parts.end(), [&](const DraftPart& p) { return p.live && p.ref() == change.ref; });
            if (own != parts.end())
                change.before = own->live;
            changes.push_back(std::move(change));
        }
    }
    return changes;
}

} // namespace loadline
