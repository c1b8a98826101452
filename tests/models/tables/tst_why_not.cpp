// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables/wording.h"

#include "../../support/world_from_fixtures.h"
#include "hpa_texts.h"

#include <QtTest>

#include <set>

using namespace loadline;

// Every way a table can be missing, old or partial, as a sentence that names what and where.
class TestWhyNot : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sentences();
    void partly();
    void everyKindHasAName();
    void everyPresenceOfEveryKind();
};

void TestWhyNot::sentences()
{
    const auto why = [](KindId kind, Presence presence, std::optional<Error> error = {}) {
        WorldMaker maker;
        maker.presence(kind, presence, std::move(error));
        return plain(whyNot(*maker.make(), kind));
    };
    const Error forbidden {Error::Kind::Forbidden, "%1 may not.", "/x", "", {"anna"}};
    const Error unauthorized {Error::Kind::Unauthorized, "The token has expired.", "/x", "", {}};
    const Error refused {Error::Kind::Unreachable, "connection refused", "", "", {}};
    QCOMPARE(why(KindId::Node, Presence::Live), QString());
    QCOMPARE(why(KindId::Node, Presence::Loading), QStringLiteral("Loading the nodes of prod-eu."));
    QCOMPARE(why(KindId::ScaledObject, Presence::Missing), QStringLiteral("KEDA is not installed in prod-eu."));
    QCOMPARE(why(KindId::Vpa, Presence::Missing), QStringLiteral("The Vertical Pod Autoscaler is not installed in prod-eu."));
    QCOMPARE(why(KindId::Hpa, Presence::Missing), QStringLiteral("prod-eu does not serve horizontal pod autoscalers."));
    QCOMPARE(why(KindId::Node, Presence::Refused, forbidden), QStringLiteral("You may not list nodes in prod-eu."));
    const Error plugin {Error::Kind::Plugin, "The credential plugin %1 failed.", "", "", {"aws"}};
    QCOMPARE(why(KindId::Node, Presence::Refused, plugin), QStringLiteral("You are not signed in to prod-eu: The credential plugin aws failed."));
    QCOMPARE(why(KindId::Node, Presence::Refused, unauthorized),
        QStringLiteral("prod-eu did not accept your credentials: The token has expired."));
    QCOMPARE(why(KindId::Pod, Presence::Failed, refused), QStringLiteral("The pods of prod-eu could not be read: connection refused."));
    QCOMPARE(why(KindId::Pod, Presence::Failed), QStringLiteral("The pods of prod-eu could not be read: no reason was given."));

    WorldMaker old;
    auto world = *old.presence(KindId::Pod, Presence::Stale, refused).make();
    world.states[std::size_t(KindId::Pod)].heard = world.now - std::chrono::minutes {3};
    QCOMPARE(plain(whyNot(world, KindId::Pod)), QStringLiteral("The last word from prod-eu about its pods is 3_min old: connection refused."));

    WorldMaker away;
    away.presence(KindId::Pod, Presence::NotAsked).trouble(refused);
    QCOMPARE(whyNot(*away.make(), KindId::Pod), QStringLiteral("prod-eu cannot be read: connection refused."));
}

void TestWhyNot::partly()
{
    WorldMaker maker;
    maker.namespaces(KindId::Pod, {"a", "b", "c"}, {"b", "c"});
    QCOMPARE(whyNot(*maker.make(), KindId::Pod), QStringLiteral("You may not list pods in these namespaces of prod-eu: b, c."));
    auto world = *WorldMaker().make();
    auto& state = world.states[std::size_t(KindId::Hpa)];
    state.malformed = 1;
    state.lastMalformed = Error {Error::Kind::Malformed, "spec.maxReplicas is missing.", "", "", {}};
    QCOMPARE(whyNot(world, KindId::Hpa),
        QStringLiteral("One of the horizontal pod autoscalers of prod-eu could not be read and is left out: spec.maxReplicas is missing."));
    state.malformed = 4;
    QCOMPARE(whyNot(world, KindId::Hpa),
        QStringLiteral("4 of the horizontal pod autoscalers of prod-eu could not be read and are left out; the last one: "
                       "spec.maxReplicas is missing."));
}

void TestWhyNot::everyKindHasAName()
{
    std::set<QString> names;
    for (std::size_t kind = 0; kind < kindCount; ++kind) {
        QVERIFY(!kindName(KindId(kind), false).isEmpty());
        QVERIFY(names.insert(kindName(KindId(kind), true)).second);
    }
}

void TestWhyNot::everyPresenceOfEveryKind()
{
    for (std::size_t kind = 0; kind < kindCount; ++kind) {
        for (const auto presence : {Presence::NotAsked, Presence::Loading, Presence::Stale, Presence::Refused, Presence::Missing, Presence::Failed}) {
            WorldMaker maker;
            maker.presence(KindId(kind), presence);
            const auto text = whyNot(*maker.make(), KindId(kind));
            QVERIFY2(text.endsWith(QLatin1Char('.')) && text.contains(QStringLiteral("prod-eu")) && !text.contains(QLatin1Char('%')),
                qPrintable(text));
        }
    }
}

QTEST_GUILESS_MAIN(TestWhyNot)
#include "tst_why_not.moc"
