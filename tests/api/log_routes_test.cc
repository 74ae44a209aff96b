// SPDX-License-Identifier: Apache-2.0
// Health, the card, events and proofs over a real socket.
#include <fmt/format.h>

#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/merkle.h"
#include "ledger/tlog_proof.h"
#include "tests/support/reference_merkle.h"
#include "tests/support/served_ledger.h"

namespace {

using ledger::Hash;
using support::org_id;
using testing_support::Json;
using testing_support::RawResponse;

constexpr std::string_view kForEver = "public, max-age=31536000, immutable";

class LogRoutes : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    for (std::uint64_t number = 1; number <= 9; ++number) t.must(t.organisation(number));
    serve();
    ASSERT_EQ(view().size(), 10U);
  }

  std::vector<Hash> hashes(const Json& list) {
    std::vector<Hash> out;
    for (const Json& one : list)
      out.push_back(*ledger::fixed_from_hex<Hash>(one.get<std::string>()));
    return out;
  }
};

TEST_F(LogRoutes, TheContentsAtTheRootLinkToThingsThatAreThere) {
  const Json contents = json("/");
  EXPECT_EQ(contents["origin"], t.test.origin);
  EXPECT_EQ(contents["ledger_id"], to_hex(t.test.ledger_id));
  unsigned links = 0;
  for (const Json& route : contents["routes"]) {
    // A feed has no end.
    if (!route.contains("href") || route["method"] != "GET") continue;
    if (route["href"] == "/v1/stream") continue;
    ++links;
    const RawResponse response = ask(route["href"].get<std::string>());
    EXPECT_NE(response.status, 404) << route;
    EXPECT_LT(response.status, 400) << route;
  }
  EXPECT_GT(links, 10U);
}

TEST_F(LogRoutes, TheCardSaysWhichLedgerThisIsAndHowLarge) {
  const Json card = json("/v1/ledger");
  EXPECT_EQ(card["origin"], t.test.origin);
  EXPECT_EQ(card["ledger_id"], to_hex(t.test.ledger_id));
  EXPECT_EQ(card["size"], 10);
  EXPECT_EQ(card["root"], to_hex(view().checkpoint().root));
  EXPECT_EQ(card["accepts_events"], true);
  const auto key = ledger::parse_vkey(card["vkey"].get<std::string>());
  ASSERT_TRUE(key);
  EXPECT_EQ(key->key, t.test.checkpoint.key);
  const Json checkpoint = json("/v1/checkpoint");
  EXPECT_EQ(checkpoint["note"], view().note());
  EXPECT_EQ(checkpoint["size"], 10);
}

TEST_F(LogRoutes, HealthIsNeverCachedAndReadyMeansTheViewsAreThere) {
  const RawResponse live = ask("/livez");
  EXPECT_EQ(live.status, 200);
  EXPECT_EQ(live.header("Cache-Control"), "no-store");
  json("/v1/regions?min_position=10");
  const RawResponse ready = ask("/readyz");
  EXPECT_EQ(ready.status, 200) << ready.body;
  const Json body = Json::parse(ready.body);
  EXPECT_EQ(body["views_position"], 10);
  EXPECT_EQ(body["ledger_size"], 10);
}

TEST_F(LogRoutes, AnEventIsTheSameUnderIndexIdAndDigest) {
  const RawResponse by_index = ask("/v1/events/3");
  ASSERT_EQ(by_index.status, 200) << by_index.body;
  const Json event = Json::parse(by_index.body);
  EXPECT_EQ(event["index"], 3);
  EXPECT_EQ(event["body"]["payload_type"], "OrganisationRegistered");
  EXPECT_EQ(event["body"]["payload"]["profile"]["organisation"], org_id(3));
  const auto name = [&](const Json& value) { return "/v1/events/" + value.get<std::string>(); };
  EXPECT_EQ(ask(name(event["body"]["event_id"])).body, by_index.body);
  EXPECT_EQ(ask(name(event["digest"])).body, by_index.body);
  EXPECT_EQ(by_index.header("Cache-Control"), kForEver);
  EXPECT_EQ(by_index.header("ETag"), fmt::format("\"{}\"", event["leaf_hash"].get<std::string>()));
  EXPECT_EQ(by_index.header("Vary"), "Accept, Accept-Encoding");
}

TEST_F(LogRoutes, AnEventThatTheClientHasIsNotSentAgain) {
  const std::string tag = *ask("/v1/events/3").header("ETag");
  for (const std::string& sent : {tag, "W/" + tag, "\"x\", " + tag, std::string("*")}) {
    const RawResponse again = ask("/v1/events/3", "If-None-Match: " + sent + "\r\n");
    EXPECT_EQ(again.status, 304) << sent;
    EXPECT_EQ(again.header("ETag"), tag);
    EXPECT_EQ(again.header("Cache-Control"), kForEver);
    EXPECT_EQ(again.body, "");
  }
  EXPECT_EQ(ask("/v1/events/4", "If-None-Match: " + tag + "\r\n").status, 200);
}

TEST_F(LogRoutes, NamesOfNoEventAreNotFound) {
  problem("/v1/events/10", 404, "NO_EVENT");
  problem("/v1/events/" + std::string(32, 'a'), 404, "NO_EVENT");
  problem("/v1/events/" + std::string(64, 'a'), 404, "NO_EVENT");
  for (const char* name : {"zzz", "-1", "01", "1.0", "18446744073709551616", "9223372036854775808",
                           "%D0%96", "a%2Fb"}) {
    problem(std::string("/v1/events/") + name, 404, "BAD_NAME");
  }
  for (const char* below : {"entry", "receipt", "inclusion"}) {
    problem(std::string("/v1/events/77/") + below, 404, "NO_EVENT");
  }
}

TEST_F(LogRoutes, TheEntryIsTheBytesThatWereHashed) {
  const RawResponse entry = ask("/v1/events/4/entry");
  EXPECT_EQ(entry.header("Content-Type"), "application/octet-stream");
  EXPECT_EQ(entry.header("Cache-Control"), kForEver);
  EXPECT_EQ(entry.body, view().event(4)->entry);
  EXPECT_EQ(to_hex(ledger::leaf_hash(entry.body)), json("/v1/events/4")["leaf_hash"]);
}

TEST_F(LogRoutes, AReceiptVerifiesWithTheVkeyAlone) {
  const std::string vkey = json("/")["vkey"];
  const auto verifier =
      ledger::CheckpointVerifier::create(t.test.origin, {{*ledger::parse_vkey(vkey), {}}}, {});
  ASSERT_TRUE(verifier);
  for (unsigned index = 0; index < 10; ++index) {
    const std::string path = fmt::format("/v1/events/{}", index);
    const RawResponse file = ask(path + "/receipt");
    EXPECT_EQ(file.header("Cache-Control"), "no-cache");
    EXPECT_EQ(file.header("Content-Type"), "text/plain; charset=utf-8");
    const auto proof = ledger::parse_tlog_proof(file.body);
    ASSERT_TRUE(proof) << file.body;
    EXPECT_EQ(proof->index, index);
    const Hash leaf = ledger::leaf_hash(ask(path + "/entry").body);
    EXPECT_TRUE(verify_tlog_proof(*proof, leaf, *verifier));
    EXPECT_FALSE(verify_tlog_proof(*proof, ledger::leaf_hash("other"), *verifier));
  }
}

TEST_F(LogRoutes, EventsComeInPagesThatMeetEndToEnd) {
  std::vector<std::uint64_t> seen;
  std::string target = "/v1/events?limit=3";
  unsigned pages = 0;
  while (true) {
    const RawResponse response = ask(target);
    ASSERT_EQ(response.status, 200);
    const Json page = Json::parse(response.body);
    EXPECT_EQ(page["ledger_size"], 10);
    EXPECT_EQ(page["as_of_position"], 10);
    for (const Json& event : page["events"]) seen.push_back(event["index"]);
    EXPECT_EQ(page["next_from"], seen.size());
    ++pages;
    const auto link = response.header("Link");
    if (!link) break;
    ASSERT_TRUE(link->starts_with("<") && link->ends_with(">; rel=\"next\"")) << *link;
    target = link->substr(1, link->find('>') - 1);
  }
  EXPECT_EQ(pages, 4U);
  std::vector<std::uint64_t> all(10);
  for (std::uint64_t i = 0; i < 10; ++i) all[i] = i;
  EXPECT_EQ(seen, all);
}

TEST_F(LogRoutes, ThePageAtTheEndIsEmptyAndOneBeyondItIsNotThere) {
  const Json end = json("/v1/events?from=10");
  EXPECT_EQ(end["events"].size(), 0U);
  EXPECT_EQ(end["next_from"], 10);
  EXPECT_EQ(json("/v1/events?after=10")["events"].size(), 0U);
  for (const char* name : {"from", "after"}) {
    for (const char* beyond : {"11", "9223372036854775807"}) {
      const Json said = problem(fmt::format("/v1/events?{}={}", name, beyond), 404, "BEYOND_LOG");
      EXPECT_EQ(said["errors"][0]["parameter"], name);
    }
  }
  EXPECT_EQ(json("/v1/events?from=9&limit=1000")["events"].size(), 1U);
}

TEST_F(LogRoutes, BadNumbersNameTheirParameter) {
  for (const char* query : {"limit=0", "limit=1001"}) {
    EXPECT_EQ(
        problem(std::string("/v1/events?") + query, 400, "BAD_LIMIT")["errors"][0]["parameter"],
        "limit");
  }
  for (const char* value : {"", "x", "-1", "+1", "007", "1e3", "99999999999999999999"}) {
    const Json said = problem(std::string("/v1/events?from=") + value, 400, "BAD_NUMBER");
    EXPECT_EQ(said["errors"][0]["parameter"], "from");
  }
}

TEST_F(LogRoutes, InclusionProofsLeadToTheRootOfTheirSize) {
  for (unsigned size = 1; size <= 10; ++size) {
    for (unsigned index = 0; index < size; ++index) {
      const RawResponse answer = ask(fmt::format("/v1/events/{}/inclusion?size={}", index, size));
      ASSERT_EQ(answer.status, 200) << answer.body;
      EXPECT_EQ(answer.header("Cache-Control"), kForEver);
      const Json proof = Json::parse(answer.body);
      const Hash leaf = ledger::leaf_hash(view().event(index)->entry);
      EXPECT_TRUE(
          verify_inclusion(leaf, index, size, hashes(proof["proof"]), *view().root_at(size)));
      EXPECT_EQ(proof["root"], to_hex(*view().root_at(size)));
    }
  }
  EXPECT_EQ(ask("/v1/events/3/inclusion").header("Cache-Control"), "no-cache");
  EXPECT_EQ(problem("/v1/events/3/inclusion?size=11", 404, "BEYOND_LOG")["errors"][0]["parameter"],
            "size");
  EXPECT_EQ(problem("/v1/events/3/inclusion?size=3", 400, "BAD_INDEX")["errors"][0]["parameter"],
            "size");
}

TEST_F(LogRoutes, ConsistencyProofsAreThoseOfTheDefinition) {
  ledger::test::ReferenceTree tree;
  for (unsigned i = 0; i < 10; ++i) tree.append(view().event(i)->entry);
  for (unsigned to = 1; to <= 10; ++to) {
    for (unsigned from = 1; from <= to; ++from) {
      const Json proof = json(fmt::format("/v1/consistency?from={}&to={}", from, to));
      EXPECT_EQ(hashes(proof["proof"]), tree.proof(from, to)) << from << " " << to;
    }
  }
  EXPECT_EQ(json("/v1/consistency?from=4")["to"], 10);
  EXPECT_EQ(problem("/v1/consistency?from=0&to=5", 400, "BAD_SIZE")["errors"][0]["parameter"],
            "from");
  EXPECT_EQ(problem("/v1/consistency?from=6&to=5", 400, "BAD_SIZE")["errors"][0]["parameter"],
            "from");
  EXPECT_EQ(problem("/v1/consistency?from=1&to=11", 404, "BEYOND_LOG")["errors"][0]["parameter"],
            "to");
}

TEST_F(LogRoutes, EveryWrongWayOfAskingHasItsOwnAnswer) {
  problem("/v1/events?frm=1", 400, "UNKNOWN_PARAMETER");
  problem("/v1/events?from=1&from=2", 400, "REPEATED_PARAMETER");
  problem("/v1/ledger?at=1", 400, "UNKNOWN_PARAMETER");
  problem("/v1/events", 406, "NOT_ACCEPTABLE", "Accept: application/xml\r\n");
  problem("/v2/events", 404, "NO_SUCH_RESOURCE");
  problem("/v1/events/", 404, "NO_SUCH_RESOURCE");
  const RawResponse wrong = post("/v1/ledger", "application/json", "{}");
  expect_problem(wrong, 405, "METHOD_NOT_ALLOWED");
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(LogRoutes, HeadSaysWhatGetSaysWithoutTheBody) {
  for (const char* path : {"/", "/livez", "/checkpoint", "/tile/0/000.p/10", "/v1/ledger",
                           "/v1/events/3", "/v1/events/3/entry", "/v1/events/3/receipt"}) {
    const RawResponse with = ask(path);
    const RawResponse without = head(path);
    EXPECT_EQ(without.status, with.status) << path;
    EXPECT_EQ(without.header("Content-Length"), std::to_string(with.body.size())) << path;
    EXPECT_EQ(without.header("ETag"), with.header("ETag")) << path;
    EXPECT_EQ(without.header("Content-Type"), with.header("Content-Type")) << path;
  }
}

}  // namespace
