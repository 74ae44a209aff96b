// SPDX-License-Identifier: Apache-2.0
// Events over HTTP: filters, ranges, CloudEvents, checking, and the answers to submissions.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>

#include "api/wire.h"
#include "tests/support/json_schema.h"
#include "tests/support/served_ledger.h"

namespace {

using support::cluster_id;
using support::document_id;
using support::org_id;
using support::region_id;
using testing::ElementsAre;
using testing::IsEmpty;
using testing_support::Json;
using testing_support::RawResponse;

constexpr std::string_view kEvents = api::kEventsMediaType;

class EventRoutes : public testing_support::LedgerServed {
 protected:
  void SetUp() override {
    t.must(t.organisation(1));  // 1
    t.must(t.organisation(2));  // 2
    t.must(t.region(1, 1));     // 3
    t.must(t.cluster(1, 1));    // 4
    t.must(t.cluster(2, 1));    // 5
    t.must(t.document(1));      // 6
    t.must(t.organisation(3));  // 7
    for (std::uint64_t number = 11; number < 15; ++number) {
      fresh_.push_back(t.sign(t.organisation(number)));
    }
    serve();
    ASSERT_EQ(view().size(), 8U);
  }

  std::vector<std::uint64_t> indexes(const std::string& query) {
    std::vector<std::uint64_t> found;
    const Json page = json("/v1/events" + query);
    for (const Json& event : page["events"]) found.push_back(event["index"]);
    return found;
  }
  /// As indexes(), by the definition: every event, looked at one by one.
  std::vector<std::uint64_t> reference(const std::vector<std::string>& types,
                                       const std::string& kind, const std::string& id) {
    std::vector<std::uint64_t> found;
    const Json page = json("/v1/events");
    for (const Json& event : page["events"]) {
      const Json& body = event["body"];
      bool about = kind.empty();
      for (const Json& subject : body["subjects"]) {
        about = about || (subject["kind"] == kind && subject["id"] == id);
      }
      const bool type = types.empty() ||
                        std::find(types.begin(), types.end(), body["payload_type"]) != types.end();
      if (about && type) found.push_back(event["index"]);
    }
    return found;
  }

  std::vector<ledger::SignedEvent> fresh_;  ///< not recorded yet
};

TEST_F(EventRoutes, FiltersFindWhatLookingAtEveryEventFinds) {
  EXPECT_THAT(indexes("?cluster=" + cluster_id(2)), ElementsAre(5));
  EXPECT_EQ(indexes("?organisation=" + org_id(1)), reference({}, "ORGANISATION", org_id(1)));
  EXPECT_EQ(indexes("?region=" + region_id(1)), reference({}, "REGION", region_id(1)));
  EXPECT_EQ(indexes("?document=" + document_id(1)), reference({}, "DOCUMENT", document_id(1)));
  EXPECT_EQ(indexes("?type=ClusterCreated"), reference({"ClusterCreated"}, "", ""));
  EXPECT_EQ(indexes("?type=OrganisationRegistered&type=LedgerCreated"),
            reference({"OrganisationRegistered", "LedgerCreated"}, "", ""));
  EXPECT_EQ(indexes("?type=RegionDeclared&organisation=" + org_id(1)),
            reference({"RegionDeclared"}, "ORGANISATION", org_id(1)));
  EXPECT_THAT(indexes("?cluster=" + cluster_id(9)), IsEmpty());
  EXPECT_THAT(indexes("?type=VoteCast"), IsEmpty());
}

TEST_F(EventRoutes, ARangeThatEndsBeforeItBeginsIsRefused) {
  problem("/v1/events?from=5&to=3", 400, "RANGE_REVERSED");
  problem("/v1/events?after=5&to=4", 400, "RANGE_REVERSED");
}

TEST_F(EventRoutes, ARangeEndsBeforeItsEndAndAfterIsFrom) {
  EXPECT_THAT(indexes("?from=2&to=5"), ElementsAre(2, 3, 4));
  EXPECT_THAT(indexes("?after=5"), ElementsAre(5, 6, 7));
  EXPECT_THAT(indexes("?from=3&to=3"), IsEmpty());
  EXPECT_THAT(indexes("?from=6&to=100"), ElementsAre(6, 7));
  EXPECT_THAT(indexes("?type=OrganisationRegistered&from=2&to=7"), ElementsAre(2));
}

TEST_F(EventRoutes, FilteredPagesMeetEndToEndWithoutGapOrRepetition) {
  std::vector<std::uint64_t> seen;
  std::string target = "/v1/events?limit=1&type=OrganisationRegistered&type=ClusterCreated";
  while (true) {
    const RawResponse response = ask(target);
    ASSERT_EQ(response.status, 200) << response.body;
    const Json page = Json::parse(response.body);
    ASSERT_LE(page["events"].size(), 1U);
    for (const Json& event : page["events"]) seen.push_back(event["index"]);
    const auto link = response.header("Link");
    if (!link) break;
    target = link->substr(1, link->find('>') - 1);
  }
  EXPECT_EQ(seen, reference({"OrganisationRegistered", "ClusterCreated"}, "", ""));
}

TEST_F(EventRoutes, AnEventIsACloudEventWhenAskedForSo) {
  const RawResponse response = ask("/v1/events/4", "Accept: application/cloudevents+json\r\n");
  EXPECT_EQ(response.header("Content-Type"), "application/cloudevents+json");
  EXPECT_EQ(response.header("Vary"), "Accept, Accept-Encoding");
  const Json plain = json("/v1/events/4");
  const Json cloud = Json::parse(response.body);
  EXPECT_EQ(cloud["specversion"], "1.0");
  EXPECT_EQ(cloud["id"], plain["body"]["event_id"]);
  EXPECT_EQ(cloud["type"], "ru.letopis.ClusterCreated.v1");
  EXPECT_EQ(cloud["source"], "urn:letopis:" + to_hex(t.test.ledger_id));
  EXPECT_EQ(cloud["subject"], "cluster/" + cluster_id(1));
  EXPECT_EQ(cloud["time"], plain["recorded_at"]);
  EXPECT_EQ(cloud["sequence"], "00000000000000000005");
  EXPECT_EQ(cloud["data"], plain);
  for (const auto& [name, value] : cloud.items()) {
    EXPECT_LE(name.size(), 20U);
    EXPECT_TRUE(std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    })) << name;
    EXPECT_FALSE(value.is_null()) << name;
  }
  EXPECT_NE(response.header("ETag"), ask("/v1/events/4").header("ETag"));
}

TEST_F(EventRoutes, ACloudEventThatNamesAnotherServerHasAnotherTagAndNoCopyOfItIsKeptUnasked) {
  const std::map<std::string, std::string> asked = {
      {"/v1/events/4", "Accept: application/cloudevents+json\r\n"},
      {"/v1/events?limit=3", "Accept: application/cloudevents-batch+json\r\n"}};
  std::map<std::string, std::string> before;
  for (const auto& [target, accept] : asked) {
    before[target] = *ask(target, accept).header("ETag");
  }
  configure_ = [](api::ServeOptions& options) { options.public_url = "https://l.example"; };
  restart();
  for (const auto& [target, accept] : asked) {
    const RawResponse now = ask(target, accept + "If-None-Match: " + before[target] + "\r\n");
    EXPECT_EQ(now.status, 200) << target;
    EXPECT_NE(now.body.find("https://l.example/v1/schemas/"), std::string::npos) << target;
    EXPECT_EQ(now.header("Cache-Control"), "no-cache") << target;
    const std::string known = "If-None-Match: " + std::string(*now.header("ETag")) + "\r\n";
    EXPECT_EQ(ask(target, accept + known).status, 304) << target;
  }
}

TEST_F(EventRoutes, TheDataOfACloudEventIsOfTheSchemaThatItNames) {
  const std::uint64_t size = view().size();
  for (std::uint64_t index = 0; index < size; ++index) {
    const std::string target = "/v1/events/" + std::to_string(index);
    const Json cloud = Json::parse(ask(target, "Accept: application/cloudevents+json\r\n").body);
    const std::string named = cloud["dataschema"];
    const std::string type = cloud["data"]["body"]["payload_type"];
    const Json schema = Json::parse(ask("/v1/schemas/1/" + type + ".json").body);
    ASSERT_EQ(named.substr(0, named.find('#')), schema["$id"]);
    const testing_support::SchemaCheck check(schema);
    ASSERT_NE(named.find('#'), named.npos);
    EXPECT_EQ(check.check(cloud["data"], {{"$ref", named.substr(named.find('#'))}}), "") << index;
  }
}

TEST_F(EventRoutes, ABatchOfCloudEventsSaysWhereToGoOnInItsHead) {
  const RawResponse response =
      ask("/v1/events?limit=3", "Accept: application/cloudevents-batch+json\r\n");
  EXPECT_EQ(response.header("Content-Type"), "application/cloudevents-batch+json");
  EXPECT_EQ(response.header("Letopis-Next-From"), "3");
  const Json batch = Json::parse(response.body);
  ASSERT_EQ(batch.size(), 3U);
  EXPECT_EQ(batch[2]["data"]["index"], 2);
}

TEST_F(EventRoutes, CheckingSaysWhatAppendingWouldDoAndDoesNothing) {
  const std::string bytes = api::encode_events({fresh_[0], fresh_[1]});
  const RawResponse checked = post("/v1/events:check", kEvents, bytes);
  ASSERT_EQ(checked.status, 200) << checked.body;
  const Json said = Json::parse(checked.body);
  EXPECT_EQ(said["would_be_status"], 201);
  EXPECT_EQ(said["events"][1]["position"], 10);
  EXPECT_EQ(view().size(), 8U);
  const RawResponse appended = post("/v1/events", kEvents, bytes);
  ASSERT_EQ(appended.status, 201) << appended.body;
  for (const char* member : {"index", "position", "digest", "repeated"}) {
    EXPECT_EQ(Json::parse(appended.body)["events"][1][member], said["events"][1][member]);
  }
  const Json again = Json::parse(post("/v1/events:check", kEvents, bytes).body);
  EXPECT_EQ(again["would_be_status"], 200);
  EXPECT_EQ(again["events"][0]["repeated"], true);
}

TEST_F(EventRoutes, CheckingRefusesAsAppendingWould) {
  ledger::SignedEvent forged = fresh_[0];
  forged.signatures[0].bytes[5] ^= 1;
  for (const char* target : {"/v1/events:check", "/v1/events"}) {
    expect_problem(post(target, kEvents, api::encode_events({forged})), 422, "SIGNATURE_INVALID");
    expect_problem(post(target, kEvents, "\x01"), 400, "BAD_EVENTS");
    expect_problem(post(target, kEvents, ""), 400, "BATCH_SIZE");
    expect_problem(post(target, "application/json", "{}"), 415, "UNSUPPORTED_MEDIA_TYPE");
  }
  EXPECT_EQ(view().size(), 8U);
}

TEST_F(EventRoutes, AnEventTooManyEndsTheReadingWhateverComesAfterIt) {
  const std::string bytes = api::encode_events(std::vector(257, fresh_[0])) + "\x01";
  for (const char* target : {"/v1/events:check", "/v1/events"}) {
    expect_problem(post(target, kEvents, bytes), 400, "BATCH_SIZE");
  }
  const std::string one_less = api::encode_events(std::vector(255, fresh_[0])) + "\x01";
  expect_problem(post("/v1/events", kEvents, one_less), 400, "BAD_EVENTS");
}

TEST_F(EventRoutes, CheckingTakesNoPlaceOfTheFeeds) {
  configure_ = [](api::ServeOptions& options) { options.server.feeds_max = 0; };
  restart();
  expect_problem(ask("/v1/stream"), 503, "TOO_MANY_FEEDS");
  const RawResponse checked = post("/v1/events:check", kEvents, api::encode_events({fresh_[0]}));
  EXPECT_EQ(checked.status, 200) << checked.body;
}

TEST_F(EventRoutes, ABatchIsRecordedWholeOrNotAtAll) {
  ledger::SignedEvent forged = fresh_[1];
  forged.signatures[0].bytes[5] ^= 1;
  const RawResponse refused = post_events({fresh_[0], forged});
  expect_problem(refused, 422, "SIGNATURE_INVALID");
  EXPECT_THAT(Json::parse(refused.body)["errors"][0]["pointer"].get<std::string>(),
              testing::StartsWith("/events/1"));
  EXPECT_EQ(view().size(), 8U);
  EXPECT_EQ(post_events({fresh_[0], fresh_[1]}).status, 201);
  EXPECT_EQ(view().size(), 10U);
}

TEST_F(EventRoutes, ATextThatIsNotInNormalFormIsRefusedAtTheDoorUnlessItIsRecordedAlready) {
  const auto event = t.sign(named(30, "Пои\u0306ма"));
  expect_problem(post_events({event}), 422, "TEXT_NOT_NFC");
  expect_problem(post_events({t.sign(named(31, "Пой\u200Bма"))}), 422, "TEXT_INVISIBLE");
  EXPECT_EQ(view().size(), 8U);
  ASSERT_TRUE(server_->service().writer->append({event})) << "past the door, as one of old";
  EXPECT_EQ(post_events({event}).status, 200);
}

TEST_F(EventRoutes, TheSameEventAgainIsTheSameReceiptAlsoAfterARestart) {
  const Json first = Json::parse(post_events({fresh_[0]}).body);
  ASSERT_EQ(post_events({fresh_[1]}).status, 201);
  const RawResponse again = post_events({fresh_[0]});
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(Json::parse(again.body)["events"][0]["receipt"], first["events"][0]["receipt"]);
  restart();
  const RawResponse later = post_events({fresh_[0]});
  EXPECT_EQ(later.status, 200);
  EXPECT_EQ(later.header("Location"), "/v1/events/8");
  EXPECT_EQ(Json::parse(later.body)["events"][0]["receipt"], first["events"][0]["receipt"]);
}

TEST_F(EventRoutes, IfMatchRefusesAnAuthorWhoKnowsAnOlderState) {
  const std::string tag = *ask("/v1/events").header("ETag");
  const std::string known = "If-Match: " + tag + "\r\n";
  const std::string bytes = api::encode_events({fresh_[0]});
  EXPECT_EQ(post("/v1/events", kEvents, bytes, known).status, 201);
  expect_problem(post("/v1/events", kEvents, api::encode_events({fresh_[1]}), known), 412,
                 "PRECONDITION_FAILED");
  expect_problem(post("/v1/events", kEvents, api::encode_events({fresh_[0], fresh_[1]}), known),
                 412, "PRECONDITION_FAILED");
  // What is recorded already asks for nothing new.
  EXPECT_EQ(post("/v1/events", kEvents, bytes, known).status, 200);
  EXPECT_EQ(post("/v1/events", kEvents, api::encode_events({fresh_[1]}), "If-Match: *\r\n").status,
            201);
}

TEST_F(EventRoutes, IfMatchTakesTheTagOfTheCardAndOfTheCheckpointToo) {
  for (std::size_t i = 0; const char* path : {"/v1/ledger", "/v1/checkpoint"}) {
    const std::string known = "If-Match: " + *ask(path).header("ETag") + "\r\n";
    EXPECT_EQ(post("/v1/events", kEvents, api::encode_events({fresh_[i++]}), known).status, 201);
    expect_problem(post("/v1/events", kEvents, api::encode_events({fresh_[i]}), known), 412,
                   "PRECONDITION_FAILED");
  }
}

TEST_F(EventRoutes, AReadOnlyServerSaysSo) {
  server_.reset();
  serve_read_only();
  const std::string bytes = api::encode_events({fresh_[0]});
  for (const char* target : {"/v1/events", "/v1/events:check"}) {
    const RawResponse refused = post(target, kEvents, bytes);
    expect_problem(refused, 503, "READ_ONLY");
    EXPECT_EQ(refused.header("Retry-After"), std::nullopt) << "asking again does not help";
    EXPECT_THAT(Json::parse(refused.body)["detail"].get<std::string>(),
                testing::HasSubstr("without a key"));
  }
  EXPECT_EQ(json("/v1/ledger")["accepts_events"], false);
}

TEST_F(EventRoutes, SchemasAreServedByVersionAndNameEveryType) {
  const Json list = json("/v1/schemas");
  const Json& version = list["versions"][0];
  EXPECT_EQ(version["version"], 1);
  EXPECT_GT(version["types"].size(), 50U);
  for (const Json& file : version["files"]) {
    const RawResponse got = ask("/v1/schemas/1/" + file.get<std::string>());
    EXPECT_EQ(got.status, 200) << file;
    EXPECT_FALSE(got.body.empty());
    EXPECT_TRUE(got.header("ETag"));
  }
  for (const Json& type : version["types"]) {
    const Json schema = Json::parse(ask("/v1/schemas/1/" + type.get<std::string>() + ".json").body);
    EXPECT_EQ(schema["properties"]["payload_type"]["const"], type);
  }
  problem("/v1/schemas/2/event_body.fbs", 404, "NO_SCHEMA");
  problem("/v1/schemas/1/event_body", 404, "NO_SCHEMA");
}

}  // namespace
