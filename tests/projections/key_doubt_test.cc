// SPDX-License-Identifier: Apache-2.0
// Events whose keys came into doubt: on the way of a revocation, after a suspicion, and stood in
// for again; as the verdict on a document and the report of an audit show them.
#include "projections/key_doubt.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/audit.h"
#include "api/explanation_json.h"
#include "api/view_json.h"
#include "projections/document_verdict.h"
#include "projections/governance/bodies.h"
#include "projections/governance/explanation.h"
#include "projections/runner.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections {
namespace {

using support::IdentityLedger;
using support::Said;
using support::TestKey;
using testing::HasSubstr;
using testing::Not;

class KeyDoubtTest : public ::testing::Test {
 protected:
  KeyDoubtTest() : key(t.keeper(R"("ACT","REGISTER","RECORD","ADMINISTER")")) {}

  /// Index of a document that the key registers.
  std::uint64_t paper(std::uint64_t number, const TestKey& by) {
    Said said = t.document(number);
    said.author = &by;
    t.must(said);
    return t.size() - 1;
  }
  /// The key is ended by the one who has seen only so much of the log.
  std::uint64_t revoke(std::uint64_t seen) {
    Said said;
    said.type = "KeyRevoked";
    said.payload = fmt::format(R"({{"key":"{}","organisation":"{}","reason":"LOST"}})", key.hex(),
                               support::org_id(9'000));
    said.author = &key;
    said.seen = seen;
    t.must(said);
    return t.size() - 1;
  }
  std::uint64_t suspect(std::uint64_t from) {
    Said said;
    said.type = "KeySuspected";
    said.payload = fmt::format(R"({{"key":"{}","organisation":"{}","from_index":{}}})", key.hex(),
                               support::org_id(9'000), from);
    said.author = &key;
    t.must(said);
    return t.size() - 1;
  }
  /// Another key of the same capacity.
  void introduce(const TestKey& other) {
    Said said;
    said.type = "KeyIntroduced";
    said.possession = &other;
    said.possession_capacity = t.test.capacity("SECRETARY", support::org_id(9'000));
    said.payload = fmt::format(
        R"({{"key":"{}","kind":"PERSON","capacity":{},"organisation":"{}","scopes":["ACT",
        "REGISTER","RECORD"]}})",
        other.hex(), said.possession_capacity, support::org_id(9'000));
    said.author = &key;
    t.must(said);
  }
  void stand_in(const TestKey& by, std::uint64_t number) { reconfirm(by, digest_of(number)); }
  void reconfirm(const TestKey& by, const std::string& digest) {
    Said said;
    said.type = "EventReconfirmed";
    said.payload = fmt::format(R"({{"events":["{}"]}})", digest);
    said.author = &by;
    t.must(said);
  }
  std::string digest_of(std::uint64_t number) {
    const auto document =
        find_document(reader(), *ledger::fixed_from_hex<ledger::Id>(support::document_id(number)));
    return to_hex((*document)->registrations.at(0).source.digest);
  }
  ViewReader reader() {
    if (!runner_) {
      RunnerOptions options;
      options.dir = dir_ / "views";
      runner_ = std::move(*Runner::open(std::move(options)));
    }
    EXPECT_TRUE(runner_->catch_up(t.view()));
    return *runner_->reader();
  }
  DocumentVerdict verdict(std::uint64_t number) {
    const auto found = document_verdict(
        reader(), {*ledger::fixed_from_hex<ledger::Hash>(support::hex_for(60'000'000 + number, 32)),
                   "2026-01-01",
                   {}});
    EXPECT_TRUE(found) << found.error().message;
    return *found;
  }
  KeyDoubt doubt(std::uint64_t number) { return verdict(number).evidence.at(0).doubt; }

  IdentityLedger t;
  const TestKey& key;
  support::TempDir dir_;
  std::unique_ptr<Runner> runner_;
};

TEST_F(KeyDoubtTest, WhatItsRevocationHadNotSeenIsARaceAndWhatItHadSeenIsSound) {
  paper(1, key);
  const std::uint64_t seen = t.size();
  const std::uint64_t raced = paper(2, key);
  const std::uint64_t revocation = revoke(seen);
  EXPECT_EQ(doubt(1), KeyDoubt{});
  EXPECT_EQ(doubt(2), (KeyDoubt{KeyClass::kRace, revocation}));
  const std::string words = verdict_sentence(verdict(2), Language::kEnglish);
  EXPECT_THAT(words, HasSubstr(fmt::format("event {} was signed while the revocation of its key "
                                           "(event {}) was on its way",
                                           raced, revocation)));
  EXPECT_THAT(verdict_sentence(verdict(2), Language::kRussian), HasSubstr("ВНИМАНИЕ"));
  EXPECT_THAT(verdict_sentence(verdict(1), Language::kEnglish), Not(HasSubstr("ATTENTION")));
}

TEST_F(KeyDoubtTest, TheJsonOfAVerdictNamesTheClassAndWhatRaisedTheDoubt) {
  paper(1, key);
  const std::uint64_t seen = t.size();
  paper(2, key);
  const std::uint64_t revocation = revoke(seen);
  const auto evidence = [this](std::uint64_t number) {
    return api::verdict_json(verdict(number), api::Language::kEn)["evidence"].at(0);
  };
  EXPECT_EQ(evidence(2)["key_class"], "race");
  EXPECT_EQ(evidence(2)["doubted_by"], revocation);
  EXPECT_EQ(evidence(1)["key_class"], "sound");
  EXPECT_TRUE(evidence(1)["doubted_by"].is_null());
}

TEST_F(KeyDoubtTest, ASuspicionReachesBackToItsIndexOnly) {
  const std::uint64_t before = paper(1, key);
  paper(2, key);
  const std::uint64_t declared = suspect(before + 1);
  EXPECT_EQ(doubt(1), KeyDoubt{});
  EXPECT_EQ(doubt(2), (KeyDoubt{KeyClass::kSuspect, declared}));
}

TEST_F(KeyDoubtTest, ASoundKeyOfTheSameCapacityStandsInAndNoOtherDoes) {
  const TestKey second(801);
  introduce(second);
  const std::uint64_t first = paper(1, key);
  paper(2, key);
  const TestKey& stranger = t.keeper(R"("ACT","REGISTER","RECORD")");
  suspect(first);
  stand_in(stranger, 1);
  EXPECT_EQ(doubt(1).key_class, KeyClass::kSuspect) << "another organisation's word is no word";
  stand_in(key, 1);
  EXPECT_EQ(doubt(1).key_class, KeyClass::kSuspect) << "nor is that of the suspect key";
  stand_in(second, 1);
  EXPECT_EQ(doubt(1), KeyDoubt{});
  EXPECT_EQ(doubt(2).key_class, KeyClass::kSuspect);
}

TEST_F(KeyDoubtTest, WhatAKeyIntroducedByASuspectOneSignsIsSuspectToo) {
  const TestKey second(801);
  const std::uint64_t introduction = t.size();
  introduce(second);
  paper(1, second);
  const std::uint64_t declared = suspect(introduction);
  EXPECT_EQ(doubt(1), (KeyDoubt{KeyClass::kSuspect, declared}));
}

TEST_F(KeyDoubtTest, WhatAKeyIntroducedBeforeTheSuspicionSignsIsSound) {
  const TestKey second(801);
  introduce(second);
  const std::uint64_t first = paper(1, second);
  suspect(first);
  EXPECT_EQ(doubt(1), KeyDoubt{});
}

TEST_F(KeyDoubtTest, KeysThatASuspectOneIntroducedDoNotStandInForEachOther) {
  const TestKey second(801), third(802);
  const std::uint64_t introduction = t.size();
  introduce(second);
  introduce(third);
  paper(1, second);
  suspect(introduction);
  const auto introduced = [&](const TestKey& one) {
    return to_hex((*find_key(reader(), one.key))->introduced.digest);
  };
  reconfirm(second, introduced(third));
  reconfirm(third, introduced(second));
  EXPECT_EQ(doubt(1).key_class, KeyClass::kSuspect);
}

TEST_F(KeyDoubtTest, AnAuditNamesEachSuchEventAsKnownAtItsPosition) {
  paper(1, key);
  const std::uint64_t seen = t.size();
  const std::uint64_t raced = paper(2, key);
  const std::uint64_t revocation = revoke(seen);
  paper(3, t.keeper(R"("ACT","REGISTER","RECORD")"));
  api::LogSource source;
  source.kind = api::SourceKind::kLedger;
  source.static_form = false;
  source.log = support::open_memory_store(t.test.disk);
  api::AuditOptions options;
  options.admission = t.rules().get();
  const auto report = api::audit_log(source, options);
  ASSERT_TRUE(report) << report.error().message;
  ASSERT_EQ(report->doubtful.size(), 1U);
  EXPECT_EQ(report->doubtful[0].index, raced);
  EXPECT_EQ(report->doubtful[0].payload_type, "DocumentRegistered");
  EXPECT_EQ(report->doubtful[0].doubt, (KeyDoubt{KeyClass::kRace, revocation}));
  options.until = std::to_string(revocation);  // before it was recorded
  EXPECT_TRUE(api::audit_log(source, options)->doubtful.empty());
}

// --- in an explanation ------------------------------------------------------------------------

using support::How;
using support::TomskCouncil;

/// A council that decides by one vote with a key of its own, which its organisation introduced.
class ExplainedVote : public testing::Test {
 protected:
  ExplainedVote() {
    How region;
    region.of_region = true;
    introduced = t.b.size();
    t.b.add("KeyIntroduced",
            fmt::format(R"({{"key":"{}","kind":"PERSON","capacity":{{"role":"HEAD",
                "organisation":@o:1}},"organisation":@o:1,"scopes":["ACT"]}})",
                        own),
            region);
    const auto met = t.b.meeting(1, t.council, "2021-04-05");
    t.b.attendance(met, {1, 2, 3, 4});
    const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
    How self;
    self.grade = "SELF";
    self.author = own;
    vote_index = t.b.size();
    vote = t.b.add("VoteCast",
                   fmt::format(R"({{"ballot":"{}","seat":@o:1,"choice":"FOR"}})", ballot), self);
    t.b.votes(ballot, "ff", 2);
    t.b.close(ballot);
    decision = t.b.decision(1, met, ballot, "RECOMMENDATION");
  }

  /// An event about the key, in the region; its author had seen nothing of the log.
  std::uint64_t say(const std::string& type, const std::string& more) {
    How region;
    region.of_region = true;
    t.b.add(type, fmt::format(R"({{"key":"{}","organisation":@o:1,{}}})", own, more), region);
    return t.b.size() - 1;
  }
  /// What the explanation of the decision says of the vote's key.
  api::Json key_of_vote(std::uint64_t position = UINT64_MAX) {
    const Chronicle chronicle = t.b.chronicle(position);
    const governance::Council council(chronicle, support::kToday);
    const auto explanation = explain(council, governance::ExplanationKind::kDecision,
                                     *ledger::fixed_from_hex<ledger::Hash>(decision));
    EXPECT_TRUE(explanation) << explanation.error().message;
    const auto json = api::explanation_json(council, *explanation, api::Language::kEn);
    for (const auto& key : json["keys"]) {
      if (key["event"] == vote_index) return key;
    }
    return {};
  }

  TomskCouncil t{4};
  const std::string own = std::string(64, '7');
  std::uint64_t introduced = 0;
  std::uint64_t vote_index = 0;
  std::string vote;
  std::string decision;
};

TEST_F(ExplainedVote, IsARaceOnceTheRevocationOfItsKeyIsKnownThatHadNotSeenIt) {
  const std::uint64_t before = t.b.size();
  const std::uint64_t revoked = say("KeyRevoked", R"("reason":"LOST")");
  const auto key = key_of_vote();
  EXPECT_EQ(key["standing"], "race");
  EXPECT_EQ(key["doubted_by"], revoked);
  EXPECT_EQ(key["introduced_by"], introduced);
  EXPECT_EQ(key_of_vote(before)["standing"], "good") << "it was not recorded yet";
  EXPECT_TRUE(key_of_vote(before)["doubted_by"].is_null());
}

TEST_F(ExplainedVote, IsSuspectFromTheIndexOnThatADeclarationNames) {
  say("KeySuspected", fmt::format(R"("from_index":{})", vote_index + 1));
  EXPECT_EQ(key_of_vote()["standing"], "good");
  EXPECT_TRUE(key_of_vote()["doubted_by"].is_null());
  const std::uint64_t declared = say("KeySuspected", fmt::format(R"("from_index":{})", vote_index));
  EXPECT_EQ(key_of_vote()["standing"], "suspected");
  EXPECT_EQ(key_of_vote()["doubted_by"], declared);
}

}  // namespace
}  // namespace projections
