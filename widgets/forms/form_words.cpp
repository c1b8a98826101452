// SPDX-License-Identifier: GPL-3.0-or-later
#include "forms/form_words.h"

#include "manifest/form_walk.h"
#include "manifest/identity.h"

#include <QCoreApplication>
#include <QStringList>

namespace loadline {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FormWords)
};

QString translated(const char* scope, const std::string& text, const std::vector<std::string>& args = {})
{
    if (text.empty())
        return {};
    const QString known = QCoreApplication::translate(scope, text.c_str());
    return args.empty() ? known : QString::fromStdString(fillIn(known.toStdString(), args));
}

QString defaultText(const Field& field)
{
    if (!field.byDefault)
        return {};
    const std::string plain = textOf(field, *field.byDefault);
    for (const Choice& choice : field.choices)
        if (choice.value == plain)
            return formText(choice.label);
    return QString::fromStdString(plain);
}

} // namespace

QString formText(const std::string& text)
{
    return translated("Form", text);
}

QString adviceText(std::string_view text)
{
    return translated("Advice", std::string(text));
}

QString adviceText(const Reason& reason)
{
    return translated("Advice", reason.text, reason.args);
}

Tone severityTone(Severity severity)
{
    return severity == Severity::Error ? Tone::Bad : severity == Severity::Warning ? Tone::Warn : Tone::Muted;
}

QString objectText(const ManifestRef& ref)
{
    const QString kind = ref.kind.empty() ? Words::tr("Object without a kind") : QString::fromStdString(ref.kind);
    const QString name = ref.name.empty() ? Words::tr("without a name") : QString::fromStdString(ref.name);
    if (ref.ns.empty())
        return QStringLiteral("%1 %2").arg(kind, name);
    return QStringLiteral("%1 %2/%3").arg(kind, QString::fromStdString(ref.ns), name);
}

QString yamlOf(const std::optional<Value>& object)
{
    return yamlOf(object ? &*object : nullptr);
}

QString yamlOf(const Value* object)
{
    if (!object || object->isNull())
        return {};
    return QString::fromStdString(Document::write(withoutServerFields(*object)).text());
}

QString fieldNotes(const Field& field)
{
    QStringList notes;
    if (!field.deprecated.empty())
        notes << formText(field.deprecated);
    if (!field.example.empty())
        notes << Words::tr("For example %1").arg(formText(field.example));
    if (const QString left = defaultText(field); !left.isEmpty())
        notes << Words::tr("Left out: %1").arg(left);
    if (field.least && field.most && *field.most < 1000000)
        notes << Words::tr("From %1 to %2").arg(*field.least).arg(*field.most);
    else if (field.least)
        notes << Words::tr("At least %1").arg(*field.least);
    return notes.join(QStringLiteral(" \u00b7 "));
}

QString placeholderOf(const Field& field)
{
    if (const QString left = defaultText(field); !left.isEmpty())
        return left;
    return field.example.empty() ? QString() : Words::tr("for example %1").arg(formText(field.example));
}

} // namespace loadline
