// SPDX-License-Identifier: Apache-2.0
#include "api/author.h"

#include <gtest/gtest.h>

#include "api/event_json.h"
#include "ledger/hash.h"
#include "ledger/key_file.h"
#include "tests/support/bodies.h"
#include "tests/support/temp_dir.h"

namespace api {
namespace {

using ledger::Subject;
using ledger::SubjectKind;

/// A ledger that knows what the test tells it.
class KnownLedger : public LedgerLookup {
 public:
  ledger::Result<ledger::LedgerIdentity> identity() override {
    return ledger::LedgerIdentity{"ledger.example/author", id};
  }
  ledger::Result<ledger::Seen> newest() override { return seen; }
  ledger::Result<std::optional<ledger::KeyRecord>> key(const ledger::PublicKey& key) override {
    const auto found = keys.find(key);
    return found == keys.end() ? std::nullopt : std::optional(found->second);
  }
  ledger::Result<std::optional<std::vector<Subject>>> subjects_of(
      const ledger::Hash& digest) override {
    const auto found = events.find(digest);
    return found == events.end() ? std::nullopt : std::optional(found->second);
  }

  ledger::Hash id = ledger::sha256("ledger");
  ledger::Seen seen{5, ledger::sha256("root")};
  std::map<ledger::PublicKey, ledger::KeyRecord> keys;
  std::map<ledger::Hash, std::vector<Subject>> events;
};

class AuthorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"head", "newcomer"}) make_key(name);
    auto ring = KeyRing::open(dir.path(), [this](const std::string&) {
      ++questions;
      return ledger::Result<ledger::SecretBytes>(ledger::SecretBytes::copy_of("open"));
    });
    ASSERT_TRUE(ring);
    keys.emplace(std::move(*ring));
    ledger::KeyRecord record;
    record.key = *keys->public_key("head");
    record.role = static_cast<ledger::fb::Role>(9);  // HEAD
    record.organisation = ledger::fixed_from<ledger::Id>(std::string(16, 'o'));
    known.keys[record.key] = record;
  }

  void make_key(const std::string& name) {
    const auto passphrase = ledger::SecretBytes::copy_of("open");
    const auto text = ledger::encode_key_file(ledger::SigningKey::generate(), name, passphrase,
                                              ledger::kKdfMinimum);
    ASSERT_TRUE(text);
    ASSERT_TRUE(ledger::create_key_file((dir.path() / (name + ".key")).string(), *text));
  }

  ledger::Result<std::vector<PreparedBatch>> prepare(const std::string& text) {
    auto author = Author::create({&*keys, &known, &names, "head"});
    if (!author) return author.error();
    auto json = read_json(text, "acts.json");
    if (!json) return json.error();
    return author->prepare(*json, dir.path());
  }

  PreparedEvent prepared(const std::string& text) {
    auto batches = prepare(text);
    EXPECT_TRUE(batches) << batches.error().where << " " << batches.error().message;
    return batches ? std::move(batches->back().back()) : PreparedEvent{};
  }

  ledger::Error refusal(const std::string& text) {
    const auto batches = prepare(text);
    EXPECT_FALSE(batches);
    return batches ? ledger::Error{} : batches.error();
  }

  static Json body_of(const PreparedEvent& event) {
    return body_to_json(*ledger::check_body(event.event.body));
  }

  support::TempDir dir;
  KnownLedger known;
  Names names;
  std::optional<KeyRing> keys;
  int questions = 0;
};

std::string vote(const std::string& more) {
  return R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "payload_type": "VoteCast",
    "payload": {"ballot": ")" +
         ledger::test::hex_of(1, 32) + R"(", "seat": "@seat", "choice": "FOR"})" + more + "}";
}

std::string document(const std::string& more) {
  return R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "payload_type": "DocumentRegistered",
    "payload": {"document": "@order", "kind": "ORDER", "title": "Приказ", "edition": 1,
    "rendition": "TEXT", "file": {"binding": "PLAIN_HASH", "sha256": "@random", "bytes": 1,
    "media_type": "text/plain"}})" +
         more + "}";
}

TEST_F(AuthorTest, FillsInWhatNobodyShouldType) {
  const PreparedEvent event = prepared(vote(""));
  const Json body = body_of(event);
  EXPECT_EQ(body["schema_version"], 1);
  EXPECT_EQ(body["author"]["key"], to_hex(*keys->public_key("head")));
  EXPECT_EQ(body["author"]["capacity"]["role"], "HEAD");
  EXPECT_EQ(body["author"]["capacity"]["organisation"],
            ledger::to_hex(std::string_view("oooooooooooooooo")));
  EXPECT_EQ(body["seen"]["size"], 5);
  EXPECT_EQ(body["attestation"]["grade"], "SELF");
  EXPECT_EQ(body["subjects"][0]["kind"], "CLUSTER");
  EXPECT_EQ(body["subjects"][0]["id"], to_hex(names.id("cluster")));
  EXPECT_EQ(event.payload_type, "VoteCast");
  EXPECT_EQ(event.where, "acts.json:1");
}

TEST_F(AuthorTest, SignaturesVerifyForThisLedgerOnly) {
  const PreparedEvent event = prepared(vote(""));
  EXPECT_TRUE(ledger::check_event({"ledger.example/author", known.id}, event.event));
  EXPECT_FALSE(ledger::check_event({"ledger.example/author", {}}, event.event));
  EXPECT_EQ(ledger::check_event({"ledger.example/author", known.id}, event.event)->digest,
            event.digest);
}

TEST_F(AuthorTest, PassphraseOfTwoKeysIsAskedForOnce) {
  prepared(R"({"@cosigners": ["newcomer"], "scope": {"kind": "LEDGER", "id":
    "00000000000000000000000000000000"}, "payload_type": "KeyIntroduced", "payload":
    {"key": "@key:newcomer", "kind": "PERSON", "capacity": {"role": "SECRETARY"}}})");
  EXPECT_EQ(questions, 1);
}

TEST_F(AuthorTest, NewKeyCosignsInTheCapacityThatItGets) {
  const PreparedEvent event = prepared(R"([
    {"@cosigners": ["newcomer"], "scope": {"kind": "LEDGER", "id":
     "00000000000000000000000000000000"}, "payload_type": "KeyIntroduced", "payload":
     {"key": "@key:newcomer", "kind": "PERSON", "capacity": {"role": "SECRETARY"}}},
    )" + vote(R"(, "@signer": "newcomer")") +
                                       "]");
  EXPECT_EQ(body_of(event)["author"]["capacity"].dump(), R"({"role":"SECRETARY"})");
}

TEST_F(AuthorTest, TextsAreSignedInNormalFormCAndInvisibleCharactersAreRefused) {
  const std::string apart = "Пои\u0306ма", together = "Пойма";
  std::string written = document("");
  written.replace(written.find("Приказ"), std::string("Приказ").size(), apart);
  EXPECT_EQ(body_of(prepared(written))["payload"]["title"], together);
  for (const char* hidden : {"\u200B", "\uFEFF", "\U000E0041", "\u00AD", "\u2060"}) {
    std::string text = document("");
    text.insert(text.find("Приказ"), hidden);
    EXPECT_EQ(refusal(text).reason, "TEXT_INVISIBLE") << hidden;
    const std::string where = refusal("{\"@batch\": [" + text + "]}").where;
    EXPECT_TRUE(where.ends_with(": /@batch/0: payload.title")) << where;
  }
}

// Else the ledger would complain of the capacity, and not of the key that is known.
TEST_F(AuthorTest, KeyThatIsKnownAlreadyCosignsItsIntroductionInTheCapacityThatItIsGiven) {
  ledger::KeyRecord record = known.keys.begin()->second;
  record.key = *keys->public_key("newcomer");
  known.keys[record.key] = record;
  const Json body = body_of(prepared(R"({"@cosigners": ["newcomer"], "scope": {"kind": "LEDGER",
    "id": "00000000000000000000000000000000"}, "payload_type": "KeyIntroduced", "payload":
    {"key": "@key:newcomer", "kind": "PERSON", "capacity": {"role": "SECRETARY"}}})"));
  EXPECT_EQ(body["cosigners"][0]["capacity"].dump(), R"({"role":"SECRETARY"})");
}

TEST_F(AuthorTest, KeyThatNobodyKnowsNeedsItsCapacity) {
  const auto error = refusal(vote(R"(, "@signer": "newcomer")"));
  EXPECT_EQ(error.reason, "KEY_UNKNOWN");
  EXPECT_EQ(error.where, "acts.json:1: /author");
  const std::string given =
      R"(, "@signer": "newcomer", "author": {"capacity": {"role": "EXPERT"}})";
  EXPECT_EQ(body_of(prepared(vote(given)))["author"]["capacity"]["role"], "EXPERT");
}

TEST_F(AuthorTest, SubjectsAreInheritedFromEventsOfTheSameFile) {
  const PreparedEvent event = prepared("[" + document(R"(, "@name": "order")") + R"(,
    {"scope": {"kind": "CLUSTER", "id": "@cluster"}, "payload_type": "CopyCertified", "payload":
     {"document": "@order", "certified_by": {"acting_as": "CHAIR"}}}])");
  const Json subjects = body_of(event)["subjects"];
  ASSERT_EQ(subjects.size(), 2u);
  EXPECT_EQ(subjects[1]["kind"], "DOCUMENT");
  EXPECT_EQ(subjects[1]["id"], to_hex(names.id("order")));
}

TEST_F(AuthorTest, SubjectsAreInheritedFromTheLedger) {
  const std::string digest = ledger::test::hex_of(77, 32);
  const Subject document{SubjectKind::kDocument, names.id("old")};
  known.events[*ledger::fixed_from_hex<ledger::Hash>(digest)] = {
      {SubjectKind::kRegion, names.id("region")}, document};
  const std::string copy = R"({"scope": {"kind": "CLUSTER", "id": "@cluster"}, "payload_type":
    "CopyCertified", "payload": {"document": ")";
  const std::string end = R"(", "certified_by": {"acting_as": "CHAIR"}}})";
  const Json subjects = body_of(prepared(copy + digest + end))["subjects"];
  ASSERT_EQ(subjects.size(), 2u) << "the cluster and the document, not the region";
  EXPECT_EQ(subjects[1]["id"], to_hex(document.id));
  const auto error = refusal(copy + ledger::test::hex_of(78, 32) + end);
  EXPECT_EQ(error.reason, "UNKNOWN_REFERENCE");
  EXPECT_EQ(error.where, "acts.json:2: /payload/document");
}

TEST_F(AuthorTest, RetryBuildsTheSameBytesAlthoughTheLedgerHasGrown) {
  const std::string text = document(R"(, "@name": "order")");
  const PreparedEvent first = prepared(text);
  known.seen = {9, ledger::sha256("later")};
  const PreparedEvent second = prepared(text);
  EXPECT_EQ(second.event.body, first.event.body);
  EXPECT_EQ(second.event.signatures, first.event.signatures);
}

TEST_F(AuthorTest, EventWithoutANameIsKnownByItsContent) {
  const PreparedEvent first = prepared(vote(""));
  EXPECT_EQ(prepared(vote("")).digest, first.digest);
  const auto twice = prepare("[" + vote("") + "," + vote("") + "]");
  ASSERT_TRUE(twice);
  EXPECT_EQ((*twice)[0][0].digest, first.digest);
  EXPECT_NE((*twice)[1][0].digest, first.digest) << "two equal acts are two events";
}

TEST_F(AuthorTest, EditedEventIsRebuiltUntilItIsRecorded) {
  const PreparedEvent first = prepared(vote(R"(, "@name": "vote")"));
  const PreparedEvent edited = prepared(vote(R"(, "@name": "vote", "historical": true)"));
  EXPECT_NE(edited.digest, first.digest);
  EXPECT_EQ(body_of(edited)["event_id"], body_of(first)["event_id"]);
  known.events[edited.digest] = {};
  EXPECT_EQ(prepared(vote(R"(, "@name": "vote", "historical": true)")).digest, edited.digest);
  const auto error = refusal(vote(R"(, "@name": "vote")"));
  EXPECT_EQ(error.reason, "EVENT_NAME_TAKEN");
  EXPECT_EQ(error.code, ledger::ErrorCode::kConflict);
}

TEST_F(AuthorTest, OneNameForTwoEventsIsRefused) {
  const std::string named = vote(R"(, "@name": "vote")");
  EXPECT_EQ(refusal("[" + named + "," + named + "]").reason, "EVENT_NAME_REPEATED");
}

TEST_F(AuthorTest, BatchStaysTogether) {
  const auto batches = prepare("[" + vote("") + R"(, {"@batch": [)" + document("") + "," +
                               vote(R"(, "historical": true)") + "]}]");
  ASSERT_TRUE(batches) << batches.error().message;
  ASSERT_EQ(batches->size(), 2u);
  EXPECT_EQ((*batches)[0].size(), 1u);
  EXPECT_EQ((*batches)[1].size(), 2u);
  EXPECT_EQ(refusal(R"({"@batch": []})").reason, "BAD_BATCH");
  EXPECT_EQ(refusal(R"({"@batch": [{}], "x": 1})").where, "acts.json:1: /@batch");
}

TEST_F(AuthorTest, ErrorsNameFileLineAndPointer) {
  const auto error = refusal("[\n" + vote("") + ",\n{\"payload_type\": \"VoteCast\",\n\"x\": 1}]");
  EXPECT_EQ(error.reason, "UNKNOWN_MEMBER");
  EXPECT_EQ(error.where, "acts.json:5: /1/x");
  EXPECT_EQ(refusal("[[]]").reason, "BAD_EVENT");
  EXPECT_EQ(refusal(vote(R"(, "@name": "a b")")).where, "acts.json:2: /@name");
  EXPECT_EQ(refusal(vote(R"(, "@signer": "nobody")")).reason, "NO_KEY");
  EXPECT_EQ(refusal(vote(R"(, "@colour": 1)")).reason, "UNKNOWN_MEMBER");
}

TEST_F(AuthorTest, NamesOfAnotherLedgerAreRefused) {
  ASSERT_TRUE(names.bind(ledger::sha256("another")));
  EXPECT_EQ(refusal(vote("")).reason, "OTHER_LEDGER");
}

TEST_F(AuthorTest, WrongPassphraseIsSaidWithTheKeysName) {
  auto ring = KeyRing::open(dir.path(), [](const std::string&) {
    return ledger::Result<ledger::SecretBytes>(ledger::SecretBytes::copy_of("wrong"));
  });
  ASSERT_TRUE(ring);
  const auto key = ring->unlock("head");
  ASSERT_FALSE(key);
  EXPECT_EQ(key.error().reason, "WRONG_PASSPHRASE");
  EXPECT_EQ(key.error().where, "head.key");
}

}  // namespace
}  // namespace api
