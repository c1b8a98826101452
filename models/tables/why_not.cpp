// SPDX-License-Identifier: GPL-3.0-or-later
#include "catalog/kind.h"
#include "tables/wording.h"

#include <QCoreApplication>
#include <QStringList>

namespace loadline {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WhyNot)
};

QString text(const std::string& from) { return QString::fromStdString(from); }

// The error's sentence with where it happened, without a full stop, to stand after a colon.
QString reason(const std::optional<Error>& error)
{
    auto why = error ? sentence(*error) : Words::tr("no reason was given");
    while (why.endsWith(QLatin1Char('.')))
        why.chop(1);
    return why;
}

QString refused(const World& world, KindId kind, const std::optional<Error>& error)
{
    if (error && error->kind == Error::Kind::Unauthorized)
        return Words::tr("%1 did not accept your credentials: %2.").arg(text(world.cluster), reason(error));
    if (error && error->kind == Error::Kind::Plugin) // nobody was asked yet
        return Words::tr("You are not signed in to %1: %2.").arg(text(world.cluster), reason(error));
    return Words::tr("You may not list %1 in %2.").arg(kindName(kind, true), text(world.cluster));
}

QString missing(const World& world, KindId kind)
{
    const auto& descriptor = kindOf(kind);
    if (!descriptor.product.empty())
        return Words::tr("%1 is not installed in %2.")
            .arg(QString::fromUtf8(descriptor.product.data(), static_cast<qsizetype>(descriptor.product.size())),
                text(world.cluster));
    return Words::tr("%1 does not serve %2.").arg(text(world.cluster), kindName(kind, true));
}

// Complete, but not for all of what was asked.
QString partly(const World& world, KindId kind, const KindState& state)
{
    QStringList sentences;
    if (!state.refusedNamespaces.empty()) {
        QStringList names;
        for (const auto& name : state.refusedNamespaces)
            names << text(name);
        sentences << Words::tr("You may not list %1 in these namespaces of %2: %3.")
                         .arg(kindName(kind, true), text(world.cluster), names.join(QStringLiteral(", ")));
    }
    if (state.malformed > 0) {
        const auto count = QString::number(state.malformed);
        sentences << (state.malformed == 1
                ? Words::tr("One of the %1 of %2 could not be read and is left out: %3.")
                      .arg(kindName(kind, true), text(world.cluster), reason(state.lastMalformed))
                : Words::tr("%1 of the %2 of %3 could not be read and are left out; the last one: %4.")
                      .arg(count, kindName(kind, true), text(world.cluster), reason(state.lastMalformed)));
    }
    return sentences.join(QLatin1Char(' '));
}

struct KindWords {
    const char* one;
    const char* many;
};

// In KindId order.
constexpr KindWords kindWords[] = {
    {QT_TRANSLATE_NOOP("WhyNot", "horizontal pod autoscaler"), QT_TRANSLATE_NOOP("WhyNot", "horizontal pod autoscalers")},
    {QT_TRANSLATE_NOOP("WhyNot", "vertical pod autoscaler"), QT_TRANSLATE_NOOP("WhyNot", "vertical pod autoscalers")},
    {QT_TRANSLATE_NOOP("WhyNot", "scaled object"), QT_TRANSLATE_NOOP("WhyNot", "scaled objects")},
    {QT_TRANSLATE_NOOP("WhyNot", "scaled job"), QT_TRANSLATE_NOOP("WhyNot", "scaled jobs")},
    {QT_TRANSLATE_NOOP("WhyNot", "trigger authentication"), QT_TRANSLATE_NOOP("WhyNot", "trigger authentications")},
    {QT_TRANSLATE_NOOP("WhyNot", "cluster trigger authentication"),
        QT_TRANSLATE_NOOP("WhyNot", "cluster trigger authentications")},
    {QT_TRANSLATE_NOOP("WhyNot", "node"), QT_TRANSLATE_NOOP("WhyNot", "nodes")},
    {QT_TRANSLATE_NOOP("WhyNot", "pod"), QT_TRANSLATE_NOOP("WhyNot", "pods")},
    {QT_TRANSLATE_NOOP("WhyNot", "deployment"), QT_TRANSLATE_NOOP("WhyNot", "deployments")},
    {QT_TRANSLATE_NOOP("WhyNot", "stateful set"), QT_TRANSLATE_NOOP("WhyNot", "stateful sets")},
    {QT_TRANSLATE_NOOP("WhyNot", "replica set"), QT_TRANSLATE_NOOP("WhyNot", "replica sets")},
    {QT_TRANSLATE_NOOP("WhyNot", "pod disruption budget"), QT_TRANSLATE_NOOP("WhyNot", "pod disruption budgets")},
    {QT_TRANSLATE_NOOP("WhyNot", "resource quota"), QT_TRANSLATE_NOOP("WhyNot", "resource quotas")},
    {QT_TRANSLATE_NOOP("WhyNot", "limit range"), QT_TRANSLATE_NOOP("WhyNot", "limit ranges")},
    {QT_TRANSLATE_NOOP("WhyNot", "priority class"), QT_TRANSLATE_NOOP("WhyNot", "priority classes")},
    {QT_TRANSLATE_NOOP("WhyNot", "event"), QT_TRANSLATE_NOOP("WhyNot", "events")},
    {QT_TRANSLATE_NOOP("WhyNot", "Karpenter node pool"), QT_TRANSLATE_NOOP("WhyNot", "Karpenter node pools")},
    {QT_TRANSLATE_NOOP("WhyNot", "Karpenter node claim"), QT_TRANSLATE_NOOP("WhyNot", "Karpenter node claims")},
    {QT_TRANSLATE_NOOP("WhyNot", "status of the cluster autoscaler"),
        QT_TRANSLATE_NOOP("WhyNot", "statuses of the cluster autoscaler")},
    {QT_TRANSLATE_NOOP("WhyNot", "pod metrics"), QT_TRANSLATE_NOOP("WhyNot", "pod metrics")},
    {QT_TRANSLATE_NOOP("WhyNot", "node metrics"), QT_TRANSLATE_NOOP("WhyNot", "node metrics")},
};
static_assert(std::size(kindWords) == kindCount);

} // namespace

QString kindName(KindId kind, bool plural)
{
    const auto& words = kindWords[static_cast<std::size_t>(kind)];
    return Words::tr(plural ? words.many : words.one);
}

QString whyNot(const World& world, KindId kind)
{
    const auto& state = world.state(kind);
    switch (state.presence) {
    case Presence::NotAsked:
    case Presence::Loading:
        if (world.trouble)
            return Words::tr("%1 cannot be read: %2.").arg(text(world.cluster), reason(world.trouble));
        return Words::tr("Loading the %1 of %2.").arg(kindName(kind, true), text(world.cluster));
    case Presence::Live:
        return partly(world, kind, state);
    case Presence::Stale:
        return Words::tr("The last word from %1 about its %2 is %3 old: %4.")
            .arg(text(world.cluster), kindName(kind, true), age(world.now - state.heard), reason(state.error));
    case Presence::Refused:
        return refused(world, kind, state.error);
    case Presence::Missing:
        return missing(world, kind);
    case Presence::Failed:
        return Words::tr("The %1 of %2 could not be read: %3.")
            .arg(kindName(kind, true), text(world.cluster), reason(state.error));
    }
    return {};
}

} // namespace loadline
