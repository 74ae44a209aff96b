// SPDX-License-Identifier: Apache-2.0
#include "api/event_json.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "api/event_schema.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "tests/support/bodies.h"
#include "tests/support/json_schema.h"

namespace api {
namespace {

using ledger::test::SampleSize;

Json vote() {
  Json payload = {{"ballot", ledger::test::hex_of(9, 32)},
                  {"seat", ledger::test::hex_of(8, 16)},
                  {"choice", "ABSTAIN"}};
  Json out = Json::object();
  out["schema_version"] = 1;
  out["event_id"] = ledger::test::hex_of(1, 16);
  out["scope"] = {{"kind", "CLUSTER"}, {"id", ledger::test::hex_of(2, 16)}};
  out["subjects"] = Json::array({{{"kind", "CLUSTER"}, {"id", ledger::test::hex_of(2, 16)}}});
  out["author"] = {{"key", ledger::test::hex_of(3, 32)}, {"capacity", {{"role", "HEAD"}}}};
  out["dates"] = Json::object();
  out["attestation"] = {{"grade", "SELF"}};
  out["historical"] = false;
  out["seen"] = {{"size", 7}, {"root", ledger::test::hex_of(4, 32)}};
  out["payload_type"] = "VoteCast";
  out["payload"] = payload;
  return out;
}

ledger::Error refusal(const Json& value) {
  const auto bytes = body_from_json(value);
  EXPECT_FALSE(bytes) << value.dump();
  return bytes ? ledger::Error{} : bytes.error();
}

TEST(EventJson, WorkedExampleIsStableToTheByte) {
  const auto bytes = body_from_json(vote());
  ASSERT_TRUE(bytes) << bytes.error().where << " " << bytes.error().message;
  const auto body = ledger::check_body(*bytes);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->payload_name(), "VoteCast");
  EXPECT_EQ(body->seen().size, 7u);
  EXPECT_EQ(body_to_json(*body).dump(), vote().dump());
}

TEST(EventJson, OrderOfMembersInTheTextDoesNotChangeTheBytes) {
  Json turned = Json::object();
  const Json straight = vote();
  for (auto it = straight.rbegin(); it != straight.rend(); ++it) turned[it.key()] = it.value();
  EXPECT_EQ(*body_from_json(turned), *body_from_json(straight));
}

TEST(EventJson, BodiesOfEveryTypeSurviveTheRoundTrip) {
  for (const auto type : ledger::test::all_payload_types()) {
    for (const auto size : {SampleSize::kMinimal, SampleSize::kMaximal}) {
      for (unsigned variant = 0; variant < 3; ++variant) {
        const auto body = ledger::check_body(ledger::test::sample_body(type, size, variant));
        ASSERT_TRUE(body);
        const Json json = body_to_json(*body);
        const auto reread = read_json(json.dump(), "sample");
        ASSERT_TRUE(reread);
        const auto bytes = body_from_json(reread->value);
        ASSERT_TRUE(bytes) << body->payload_name() << bytes.error().where;
        EXPECT_EQ(body_to_json(*ledger::check_body(*bytes)), json) << body->payload_name();
        EXPECT_EQ(*body_from_json(json), *bytes) << "the same JSON gives the same bytes";
      }
    }
  }
}

TEST(EventJson, AgreesWithTheSchemasOwnJsonForm) {
  for (const auto type : ledger::test::all_payload_types()) {
    const std::string bytes = ledger::test::sample_body(type, SampleSize::kMaximal, 1);
    const Json json = body_to_json(*ledger::check_body(bytes));
    const auto rebuilt = ledger::check_body(ledger::test::body_from_json(json.dump()));
    ASSERT_TRUE(rebuilt) << json.dump();
    EXPECT_EQ(body_to_json(*rebuilt), json);
  }
}

TEST(EventJson, UnknownMemberIsRefusedAndTheKnownOnesAreNamed) {
  Json value = vote();
  value["payload"]["coment"] = "x";
  const auto error = refusal(value);
  EXPECT_EQ(error.reason, "UNKNOWN_MEMBER");
  EXPECT_EQ(error.where, "/payload/coment");
  EXPECT_NE(error.message.find("ballot, seat, choice"), std::string::npos);
}

TEST(EventJson, MissingMemberIsNamed) {
  Json value = vote();
  value["payload"].erase("seat");
  EXPECT_EQ(refusal(value).where, "/payload/seat");
  value = vote();
  value.erase("payload_type");
  EXPECT_EQ(refusal(value).reason, "MISSING_FIELD");
}

TEST(EventJson, EnumValueIsAKnownName) {
  for (const Json& choice : {Json("MAYBE"), Json("UNSPECIFIED"), Json("")}) {
    Json value = vote();
    value["payload"]["choice"] = choice;
    EXPECT_EQ(refusal(value).reason, "UNKNOWN_NAME");
    EXPECT_EQ(refusal(value).where, "/payload/choice");
  }
  Json value = vote();
  value["payload"]["choice"] = 1;
  EXPECT_EQ(refusal(value).reason, "WRONG_TYPE");
}

TEST(EventJson, NumbersFitTheirWidth) {
  for (const Json& option : {Json(256), Json(-1), Json(18446744073709551615ULL)}) {
    Json value = vote();
    value["payload"]["option"] = option;
    EXPECT_EQ(refusal(value).reason, "OUT_OF_RANGE") << option;
  }
  Json value = vote();
  value["payload"]["option"] = 50;
  EXPECT_TRUE(body_from_json(value));
}

TEST(EventJson, SignedNumbersKeepTheirSign) {
  Json value = vote();
  value["payload_type"] = "ClusterCreated";
  value["payload"] = {{"cluster", ledger::test::hex_of(2, 16)},
                      {"region", ledger::test::hex_of(5, 16)},
                      {"names", Json::array({{{"kind", "FULL"}, {"text", "Кластер"}}})},
                      {"zone_minutes", -720},
                      {"decided_on", {{"precision", "UNKNOWN"}, {"source", "PRINTED"}}}};
  const auto bytes = body_from_json(value);
  ASSERT_TRUE(bytes) << bytes.error().where << bytes.error().message;
  EXPECT_EQ(body_to_json(*ledger::check_body(*bytes))["payload"]["zone_minutes"], -720);
  value["payload"]["zone_minutes"] = -32769;
  EXPECT_EQ(refusal(value).reason, "OUT_OF_RANGE");
}

TEST(EventJson, WhatADoubleCannotHoldIsATextInBothDirections) {
  constexpr std::uint64_t kBound = std::uint64_t{1} << 53;
  const Json schema = event_schema("VoteCast");
  const testing_support::SchemaCheck checked(schema);
  const Json& rule = schema.at(Json::json_pointer("/$defs/Seen/properties/size"));
  Json value = vote();
  for (const Json& size : {Json(kBound), Json("9007199254740993"), Json("18446744073709551615")}) {
    value["seen"]["size"] = size;
    const auto bytes = body_from_json(value);
    ASSERT_TRUE(bytes) << size << bytes.error().message;
    EXPECT_EQ(body_to_json(*ledger::check_body(*bytes)).at("seen").at("size"), size);
    EXPECT_EQ(checked.check(size, rule), "");
  }
  value["seen"]["size"] = kBound + 1;
  EXPECT_EQ(body_to_json(*ledger::check_body(*body_from_json(value))).at("seen").at("size"),
            "9007199254740993");
  for (const char* text : {"7", "9007199254740992", "09007199254740993", "9007199254740993 ",
                           "+9007199254740993", "1e16", "18446744073709551616"}) {
    value["seen"]["size"] = text;
    EXPECT_EQ(refusal(value).reason, "WRONG_TYPE") << text;
  }
}

/// What strict validators refuse: a type that is a list of types.
bool has_list_of_types(const Json& schema) {
  if (schema.is_object() && schema.contains("type") && schema["type"].is_array()) return true;
  return schema.is_structured() && std::any_of(schema.begin(), schema.end(), [](const Json& one) {
           return has_list_of_types(one);
         });
}

TEST(EventJson, NoSchemaOfAnEventHasAValueOfTwoTypesInOneRule) {
  for (const std::string& type : event_types()) {
    EXPECT_FALSE(has_list_of_types(event_schema(type))) << type;
  }
}

TEST(EventJson, WrongTypesAreRefusedWhereTheyStand) {
  const std::vector<std::pair<const char*, Json>> wrong = {
      {"/seen/size", "7"},           {"/historical", 1},     {"/scope", Json::array()},
      {"/subjects", Json::object()}, {"/payload", nullptr},  {"/event_id", nullptr},
      {"/payload/ballot", 5},        {"/payload_type", true}};
  for (const auto& [pointer, value] : wrong) {
    Json event = vote();
    event[Json::json_pointer(pointer)] = value;
    EXPECT_EQ(refusal(event).reason, "WRONG_TYPE") << pointer;
    EXPECT_EQ(refusal(event).where, pointer);
  }
}

TEST(EventJson, RefusalOfTheStrictCheckPointsIntoTheJson) {
  Json value = vote();
  value["subjects"][0]["id"] = "XY";
  const auto error = refusal(value);
  EXPECT_EQ(error.reason, "BAD_HEX");
  EXPECT_EQ(error.where, "/subjects/0/id");
}

TEST(EventJson, RecordedEventShowsPlaceTimeDigestAndSignatures) {
  const auto bytes = body_from_json(vote());
  ASSERT_TRUE(bytes);
  const auto entry = ledger::encode_entry({1'767'225'600'000'001, *bytes, {ledger::Signature{}}});
  ASSERT_TRUE(entry);
  const auto json = recorded_event_to_json({"ledger.example/x", ledger::Hash{}}, {3, *entry});
  ASSERT_TRUE(json);
  EXPECT_EQ((*json)["index"], 3);
  EXPECT_EQ((*json)["recorded_at"], "2026-01-01T00:00:00.000001Z");
  EXPECT_EQ((*json)["leaf_hash"], to_hex(ledger::leaf_hash(*entry)));
  EXPECT_EQ((*json)["signatures"][0]["key"], ledger::test::hex_of(3, 32));
  EXPECT_EQ((*json)["body"], vote());
}

}  // namespace
}  // namespace api
