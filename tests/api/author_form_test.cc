// SPDX-License-Identifier: Apache-2.0
#include "api/author_form.h"

#include <gtest/gtest.h>

#include "api/files.h"
#include "tests/support/temp_dir.h"

namespace api {
namespace {

class FixedNames : public NameSource {
 public:
  ledger::Result<std::string> id_named(const std::string& name) override { return "id:" + name; }
  ledger::Result<std::string> digest_named(const std::string& name) override {
    if (name == "later") return ledger::invalid("UNKNOWN_EVENT_NAME", "not yet");
    return "digest:" + name;
  }
  ledger::Result<std::string> key_named(const std::string& name) override { return "key:" + name; }
  ledger::Result<std::string> random_for(const std::string& pointer) override {
    return "random:" + pointer;
  }
  ledger::Result<std::string> commitment_for(const std::string& pointer, const ledger::Id& person,
                                             const std::string& name) override {
    return "commitment:" + pointer + ":" + to_hex(person) + ":" + name;
  }
};

class AuthorForm : public ::testing::Test {
 protected:
  Json expanded(const std::string& text) {
    Json event = Json::parse(text);
    const auto done = expand_author_form(event, names, dir.path());
    EXPECT_TRUE(done) << done.error().message;
    return event;
  }
  ledger::Error refusal(const std::string& text) {
    Json event = Json::parse(text);
    const auto done = expand_author_form(event, names, dir.path());
    EXPECT_FALSE(done) << event.dump();
    return done ? ledger::Error{} : done.error();
  }

  FixedNames names;
  support::TempDir dir;
};

TEST_F(AuthorForm, MeaningOfANameFollowsItsField) {
  const Json event = expanded(R"({
      "scope": {"kind": "CLUSTER", "id": "@tomsk"}, "causation": "@order", "basis": ["@a", "@b"],
      "payload_type": "KeyIntroduced",
      "payload": {"key": "@key:head", "organisation": "@tomsk", "holder": "@random",
                  "first_key_evidence": "@order"}})");
  EXPECT_EQ(event["scope"]["id"], "id:tomsk");
  EXPECT_EQ(event["causation"], "digest:order");
  EXPECT_EQ(event["basis"], Json::parse(R"(["digest:a", "digest:b"])"));
  EXPECT_EQ(event["payload"]["key"], "key:head");
  EXPECT_EQ(event["payload"]["organisation"], "id:tomsk");
  EXPECT_EQ(event["payload"]["holder"], "random:/payload/holder");
  EXPECT_EQ(event["payload"]["first_key_evidence"], "digest:order");
}

TEST_F(AuthorForm, AtSignInOrdinaryTextStaysText) {
  const Json event = expanded(
      R"({"payload_type": "BodyComposed", "payload": {"wording": {"title": "@everybody"}}})");
  EXPECT_EQ(event["payload"]["wording"]["title"], "@everybody");
}

TEST_F(AuthorForm, PayloadOfACorrectionIsExpandedToo) {
  const Json event = expanded(R"({"payload_type": "EventCorrected", "payload": {"target": "@x",
      "new_payload_type": "VoteCast", "new_payload": {"ballot": "@b", "seat": "@s"}}})");
  EXPECT_EQ(event["payload"]["new_payload"]["ballot"], "digest:b");
  EXPECT_EQ(event["payload"]["new_payload"]["seat"], "id:s");
}

TEST_F(AuthorForm, ErrorsPointToTheField) {
  EXPECT_EQ(refusal(R"({"basis": ["@a", "@later"]})").where, "/basis/1");
  EXPECT_EQ(refusal(R"({"scope": {"id": "@two words"}})").reason, "BAD_NAME");
  EXPECT_EQ(refusal(R"({"payload_type": "KeyRevoked", "payload": {"key": "@head"}})").where,
            "/payload/key");
}

TEST_F(AuthorForm, FileIsHashedWhereItLies) {
  ASSERT_TRUE(write_file(dir.path() / "abc.txt", "abc"));
  const Json event = expanded(R"({"payload_type": "DocumentRegistered", "payload":
      {"file": {"@file": "abc.txt", "media_type": "text/plain"}}})");
  EXPECT_EQ(
      event["payload"]["file"].dump(),
      R"({"binding":"PLAIN_HASH","sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb4)"
      R"(10ff61f20015ad","bytes":3,"media_type":"text/plain"})");
  const Json hash = expanded(R"({"payload_type": "BodyComposed", "payload":
      {"wording": {"text_hash": "@sha256:abc.txt"}}})");
  EXPECT_EQ(hash["payload"]["wording"]["text_hash"], event["payload"]["file"]["sha256"]);
}

TEST_F(AuthorForm, MissingFileAndComputedMembersAreRefused) {
  const auto missing = refusal(R"({"payload_type": "DocumentRegistered", "payload":
      {"file": {"@file": "nowhere.txt"}}})");
  EXPECT_EQ(missing.reason, "NO_FILE");
  EXPECT_EQ(missing.where, "/payload/file/@file");
  ASSERT_TRUE(write_file(dir.path() / "abc.txt", "abc"));
  EXPECT_EQ(refusal(R"({"payload_type": "DocumentRegistered", "payload":
      {"file": {"@file": "abc.txt", "bytes": 4}}})")
                .reason,
            "BAD_FILE_FORM");
}

TEST_F(AuthorForm, DateMayNameItsSource) {
  const Json event = expanded(R"({"dates": {"occurred": {"stated": "2022-12"}, "effective":
      {"precision": "UNKNOWN", "source": "STAMPED"}}})");
  EXPECT_EQ(event["dates"]["occurred"].dump(),
            R"({"precision":"MONTH","not_before":"2022-12-01","not_after":"2022-12-31",)"
            R"("source":"STATED"})");
  EXPECT_EQ(event["dates"]["effective"]["source"], "STAMPED");
  EXPECT_EQ(refusal(R"({"dates": {"occurred": {"derived": "soon"}}})").where, "/dates/occurred");
}

TEST(LegalDateForm, EverySpellingHasItsBounds) {
  const auto bounds = [](std::string_view text) {
    const auto date = legal_date_of(text, "PRINTED");
    if (!date) return date.error().reason;
    return date->value("precision", "") + " " + date->value("not_before", "") + ".." +
           date->value("not_after", "");
  };
  EXPECT_EQ(bounds("2022-12-06"), "DAY 2022-12-06..2022-12-06");
  EXPECT_EQ(bounds("2024-02"), "MONTH 2024-02-01..2024-02-29");
  EXPECT_EQ(bounds("2100-02"), "MONTH 2100-02-01..2100-02-28");
  EXPECT_EQ(bounds("2022-Q1"), "QUARTER 2022-01-01..2022-03-31");
  EXPECT_EQ(bounds("2022-Q4"), "QUARTER 2022-10-01..2022-12-31");
  EXPECT_EQ(bounds("2022"), "YEAR 2022-01-01..2022-12-31");
  EXPECT_EQ(bounds("unknown"), "UNKNOWN ..");
}

TEST(LegalDateForm, WhateverIsNoDateIsRefused) {
  for (const char* text : {"", "22", "2022-", "2022-13", "2022-00", "2022-02-30", "2022-1-1",
                           "2022-Q0", "2022-Q5", "2022-Q", "2022-12-06 ", "2022-12-6", "6.12.2022",
                           "2022/12/06", "２０２２", "2022-12-06T00:00", "Unknown"}) {
    EXPECT_FALSE(legal_date_of(text, "PRINTED")) << text;
  }
}

TEST(LocalName, IsAWordInAnyScript) {
  for (const char* name : {"a", "order-465", "департамент", "x/y.z", "1"}) {
    EXPECT_TRUE(is_local_name(name)) << name;
  }
  const std::string hundred = std::string(50, 'x');
  for (const std::string& name :
       {std::string(), std::string("random"), std::string("two words"), std::string("a:b"),
        std::string("a@b"), std::string("\x7f"), std::string("\xff"), hundred + hundred + "x"}) {
    EXPECT_FALSE(is_local_name(name)) << name;
  }
}

TEST_F(AuthorForm, NameBecomesTheCommitmentOfItsPerson) {
  const std::string person(32, 'a');
  const Json event = expanded(R"({"payload_type": "ProtocolSigned", "payload": {"signature":)"
                              R"({"person": {"name": "@name:Имя", "person": ")" +
                              person + R"("}}}})");
  EXPECT_EQ(event["payload"]["signature"]["person"]["name"],
            "commitment:/payload/signature/person/name:" + person + ":Имя");
}

TEST_F(AuthorForm, NameWithoutItsPersonIsRefused) {
  const auto error = refusal(R"({"payload_type": "ProtocolSigned", "payload": {"signature":)"
                             R"({"person": {"name": "@name:Имя"}}}})");
  EXPECT_EQ(error.reason, "MISSING_FIELD");
  EXPECT_EQ(error.where, "/payload/signature/person/person");
}

}  // namespace
}  // namespace api
