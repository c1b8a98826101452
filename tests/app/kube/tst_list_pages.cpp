// SPDX-License-Identifier: GPL-3.0-or-later
#include "kube/list_pages.h"

#include "support/recorded_cluster.h"

#include <QTest>

using namespace loadline;
using namespace loadline::test;

namespace {

constexpr auto pathOfPods = "/api/v1/pods?limit=2";

std::string page(const std::string& token)
{
    return "{\"kind\":\"PodList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"9\",\"continue\":\"" + token + "\"},\"items\":[";
}

// What is fetched from a server whose answers the test writes piece by piece.
struct Fetching {
    RecordedTransport transport;
    Access access {transport, std::make_shared<FixedCredentials>()};
    FeedContext context {access, 1, [] {}};
    std::vector<std::string> came;
    std::vector<int> statuses;
    ListPages pages {context, [this](Result<WholeReply> reply) {
                         statuses.push_back(reply ? reply->head.status : 0);
                         came.push_back(reply ? reply->body : std::string());
                     }};
    std::vector<std::string> asked()
    {
        transport.advance(Millis(1));
        std::vector<std::string> tokens;
        for (const auto& exchange : transport.all())
            tokens.push_back(exchange->query("continue"));
        return tokens;
    }
};

using Names = std::vector<std::string>;

} // namespace

class TestListPages : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theTokenBeforeTheItems()
    {
        const std::string text = page("a\\\"b") + "{}";
        const std::size_t known = text.find("\"items\"") - 1; // with the brace that ends the metadata
        for (std::size_t i = 0; i < text.size(); ++i) {
            const auto token = continueTokenIn(std::string_view(text).substr(0, i));
            QCOMPARE(token.has_value(), i >= known);
            if (token)
                QCOMPARE(*token, std::string("a\"b"));
        }
        QCOMPARE(continueTokenIn("{\"items\":[],\"metadata\":{\"continue\":\"a\"}}"), std::optional(std::string()));
        QCOMPARE(continueTokenIn("{\"metadata\":{\"resourceVersion\":\"1\"},"), std::optional(std::string()));
        QCOMPARE(continueTokenIn("{\"metadata\":[{\"continue\":\"a\"}],"), std::optional(std::string()));
        QCOMPARE(continueTokenIn("{\"metadata\":{\"continue\":\"a\",}}"), std::optional(std::string()));
        QCOMPARE(continueTokenIn("}"), std::optional(std::string()));
        QCOMPARE(continueTokenIn("<html>"), std::optional<std::string>());
        QCOMPARE(continueTokenIn("{ \"kind\" : \"{\", \"metadata\" : { \"continue\" : \"b\" } "), std::optional(std::string("b")));
    }

    void theNextIsAskedForWhileThisComes()
    {
        Fetching on;
        on.pages.fetch(pathOfPods, {});
        QCOMPARE(on.asked(), (Names {""}));
        const auto first = on.transport.all().at(0);
        first->head(200);
        first->bytes(page("two"));
        QCOMPARE(on.asked(), (Names {"", "two"}));
        // One ahead, not more; and it waits for its turn.
        const auto second = on.transport.all().at(1);
        second->answer(200, page("three") + "]}");
        QCOMPARE(on.asked(), (Names {"", "two"}));
        QVERIFY(on.came.empty());
        first->bytes("]}");
        first->end();
        on.transport.advance(Millis(1));
        QCOMPARE(on.came, (Names {page("two") + "]}"}));
        on.pages.fetch(pathOfPods, "two");
        QCOMPARE(on.asked(), (Names {"", "two", "three"}));
        QCOMPARE(on.came, (Names {page("two") + "]}", page("three") + "]}"}));
    }

    void anotherTokenAsksAnew()
    {
        Fetching on;
        on.pages.fetch(pathOfPods, {});
        on.asked();
        on.transport.all().at(0)->answer(200, page("two") + "]}");
        QCOMPARE(on.asked(), (Names {"", "two"}));
        on.pages.fetch(pathOfPods, "other");
        QCOMPARE(on.asked(), (Names {"", "two", "other"}));
        QVERIFY(on.transport.all().at(1)->over());
    }

    void anErrorAsksForNothingAhead()
    {
        Fetching on;
        on.pages.fetch(pathOfPods, {});
        on.asked();
        // An expired list names the token of an inconsistent one.
        on.transport.all().at(0)->answer(410, page("inconsistent") + "]}");
        QCOMPARE(on.asked(), (Names {""}));
        QCOMPARE(on.statuses, (std::vector<int> {410}));
    }

    void whatBreaksOffDropsWhatIsAhead()
    {
        Fetching on;
        on.pages.fetch(pathOfPods, {});
        on.asked();
        const auto first = on.transport.all().at(0);
        first->head(200);
        first->bytes(page("two"));
        on.asked();
        first->fail({Error::Kind::Unreachable, "broken", {}, {}, {}});
        on.transport.advance(Millis(1));
        QCOMPARE(on.statuses, (std::vector<int> {0}));
        QVERIFY(on.transport.all().at(1)->over());
        on.pages.fetch(pathOfPods, {});
        on.pages.cancel();
        QVERIFY(!on.pages.fetching());
        on.transport.advance(Millis(1));
        QCOMPARE(on.statuses.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestListPages)
#include "tst_list_pages.moc"
