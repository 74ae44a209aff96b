// SPDX-License-Identifier: Apache-2.0
// The rules are for ever: a log that was admitted under a version is decided the same way by every
// later program, and its state is the same bytes. The golden logs are made by lived_history(); with
// LETOPIS_GOLDEN set to a folder the test writes what this program makes of them there.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <set>

#include "ledger/schema/event_body_generated.h"
#include "projections/governance_admission.h"
#include "projections/identity_admission.h"
#include "projections/internal/identity_state.h"
#include "tests/paths.h"
#include "tests/support/bodies.h"
#include "tests/support/rules_history.h"

namespace projections {
namespace {

using ledger::Body;
using ledger::Hash;
using ledger::Rows;

const std::string kGoldenOrigin = "ledger.example/test";

std::string golden_name(std::uint32_t version) {
  return "rules_v" + std::to_string(version) + ".txt";
}
std::filesystem::path golden_file(std::uint32_t version = 1) {
  return std::filesystem::path(kSourceDir) / "tests/data" / golden_name(version);
}

std::vector<std::string> decisions_of(const std::vector<support::RuledEvent>& history) {
  std::vector<std::string> decisions;
  for (const auto& event : history) decisions.push_back(event.decision);
  return decisions;
}

TEST(RulesGolden, EveryVersionDecidesItsCommittedLogAsItAlwaysDid) {
  for (std::uint32_t version = 1; version <= kRulesVersion; ++version) {
    if (const char* out = std::getenv("LETOPIS_GOLDEN")) {
      const auto history = support::lived_history(version);
      const auto replayed = support::replay(history, GovernanceAdmission(), kGoldenOrigin);
      std::ofstream(std::filesystem::path(out) / golden_name(version))
          << support::golden_text(history, replayed.rows.digest());
    }
    const support::Golden golden = support::read_golden(golden_file(version));
    ASSERT_GT(golden.history.size(), 60u) << version;
    const auto replayed = support::replay(golden.history, GovernanceAdmission(), kGoldenOrigin);
    EXPECT_EQ(replayed.decisions, decisions_of(golden.history)) << version;
    EXPECT_EQ(to_hex(replayed.rows.digest()), to_hex(golden.digest)) << version;
    EXPECT_EQ(rules_version(replayed.rows), version);
  }
}

std::set<std::string> kinds_of_decisions(std::uint32_t version) {
  std::set<std::string> decisions;
  for (const auto& event : support::read_golden(golden_file(version)).history) {
    decisions.insert(event.decision);
  }
  return decisions;
}

TEST(RulesGolden, TheCommittedLogsHoldManyKindsOfDecisions) {
  const std::set<std::string> decisions = kinds_of_decisions(1);
  for (const char* second : {"BALLOT_RULE", "PLACE_MISMATCH"}) {
    EXPECT_FALSE(decisions.contains(second)) << second;
    EXPECT_TRUE(kinds_of_decisions(2).contains(second)) << second;
  }
  EXPECT_FALSE(kinds_of_decisions(2).contains("ERASED_UNKNOWN"));
  EXPECT_TRUE(kinds_of_decisions(3).contains("ERASED_UNKNOWN"));
  for (const char* decision :
       {"accepted", "ACTOR_NOT_ALLOWED", "BALLOT_CLOSED", "CHAIR_NOT_ELIGIBLE", "DUPLICATE_ID",
        "DUPLICATE_VOTE", "MEETING_CLOSED", "NO_CONSENT", "SEAT_UNKNOWN"}) {
    EXPECT_TRUE(decisions.contains(decision)) << decision;
  }
}

TEST(RulesGolden, ALogIsDecidedAgainAsItWasDecidedLive) {
  const auto history = support::lived_history();
  const auto once = support::replay(history, GovernanceAdmission(), kGoldenOrigin);
  EXPECT_EQ(once.decisions, decisions_of(history));
  const auto twice = support::replay(history, GovernanceAdmission(), kGoldenOrigin);
  EXPECT_EQ(once.rows.digest(), twice.rows.digest());
}

/// The rules of a later version from the first event after genesis on.
class FromTheBeginning : public GovernanceAdmission {
 public:
  explicit FromTheBeginning(std::uint32_t version) : version_(version) {}
  void fold(Rows& rows, const ledger::Candidate& candidate) const override {
    GovernanceAdmission::fold(rows, candidate);
    if (candidate.body.payload_type() != ledger::fb::Payload::LedgerCreated) return;
    internal::IdentityWriter(rows).set_rules_version(version_);
  }

 private:
  std::uint32_t version_;
};

TEST(RulesVersions, EveryLaterOneDecidesTheLogOfTheFirstNoOtherwise) {
  const support::Golden golden = support::read_golden(golden_file());
  for (std::uint32_t version = 2; version <= kRulesVersion; ++version) {
    const auto replayed = support::replay(golden.history, FromTheBeginning(version), kGoldenOrigin);
    EXPECT_EQ(rules_version(replayed.rows), version);
    EXPECT_EQ(replayed.decisions, decisions_of(golden.history)) << version;
  }
}

TEST(RulesVersions, TheThirdDecidesItsOwnLogOtherwiseThanTheSecondWouldWhereItSaysSo) {
  auto history = support::read_golden(golden_file(3)).history;
  ASSERT_FALSE(history.empty());
  std::erase_if(history, [](const support::RuledEvent& event) {
    return ledger::check_body(event.body)->payload_type() == ledger::fb::Payload::RulesUpgraded;
  });
  const auto second = support::replay(history, FromTheBeginning(2), kGoldenOrigin).decisions;
  const auto third = decisions_of(history);
  ASSERT_EQ(second.size(), third.size());
  std::vector<std::string> changed;
  for (std::size_t i = 0; i < third.size(); ++i) {
    if (second[i] != third[i]) changed.push_back(second[i] + " -> " + third[i]);
  }
  const std::vector<std::string> told{
      // A tie of counts, a member who came back, a consent to another act, a refusal told late;
      "DECISION_NOT_ADOPTED -> accepted", "SEAT_ABSENT -> accepted", "accepted -> NO_CONSENT",
      "NO_CONSENT -> accepted",
      // a tie on some day of a month, the chair's deputy, who was no member in the month;
      "DECISION_NOT_ADOPTED -> accepted", "accepted -> DECISION_NOT_ADOPTED",
      "accepted -> CHAIR_NOT_ELIGIBLE",
      // erasures in another place and of an event that is not there;
      "accepted -> PLACE_MISMATCH", "accepted -> ERASED_UNKNOWN",
      // who has no standing in the place, upon the entry, upon the paper.
      "accepted -> ACTOR_NOT_ALLOWED", "accepted -> ACTOR_NOT_ALLOWED",
      "accepted -> ACTOR_NOT_ALLOWED"};
  EXPECT_EQ(changed, told);
}

TEST(RulesVersions, ALaterVersionOfTheRulesIsNotGuessed) {
  Rows rows;
  internal::IdentityWriter(rows).set_rules_version(kRulesVersion + 1);
  EXPECT_FALSE(knows_rules_of(rows));
  const auto body = ledger::check_body(ledger::test::sample_body(
      ledger::fb::Payload::AccessionApplied, ledger::test::SampleSize::kMinimal, 0));
  ASSERT_TRUE(body);
  const ledger::Candidate candidate{*body, 1, 1, Hash{}, {}};
  const auto refused = GovernanceAdmission().admit(rows, candidate);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "RULES_UNKNOWN");
}

/// Events of every type whose references meet: each takes a digest that others refer to.
class AnyHistory {
 public:
  explicit AnyHistory(std::uint64_t seed) : random_(seed) {
    for (const ledger::fb::Payload type : ledger::test::all_payload_types()) {
      for (unsigned variant = 0; variant < 4; ++variant) {
        for (const auto size :
             {ledger::test::SampleSize::kMinimal, ledger::test::SampleSize::kMaximal}) {
          auto body = ledger::check_body(ledger::test::sample_body(type, size, variant));
          LEDGER_CHECK(static_cast<bool>(body));
          bodies_.push_back(std::move(*body));
        }
      }
    }
    for (const Body& body : bodies_) {
      for (const auto& ref : body.refs()) wanted_.push_back({ref.digest, ref.allowed});
    }
  }

  const Body& any() { return bodies_[random_() % bodies_.size()]; }
  /// Of an event of this type that somebody refers to.
  Hash digest_for(ledger::fb::Payload type) {
    for (int tries = 0; tries < 20; ++tries) {
      const auto& wanted = wanted_[random_() % wanted_.size()];
      if (wanted.allowed->contains(type)) return wanted.digest;
    }
    Hash digest;
    for (unsigned char& byte : digest.bytes) byte = static_cast<unsigned char>(random_());
    return digest;
  }
  ledger::KeyRecord author() {
    ledger::KeyRecord record;
    record.scopes = 0xff;
    record.kind = random_() % 4 == 0 ? ledger::KeyKind::kOperatorRoot : ledger::KeyKind::kPerson;
    return record;
  }

 private:
  struct Wanted {
    Hash digest;
    const ledger::PayloadSet* allowed;
  };
  std::mt19937_64 random_;
  std::vector<Body> bodies_;
  std::vector<Wanted> wanted_;
};

/// Decides and folds events of all types, admitted or not; the digest of the last state.
Hash fold_anything(std::uint32_t version, std::uint64_t seed, int events) {
  AnyHistory history(seed);
  const FromTheBeginning rules(version);
  Rows rows;
  internal::IdentityWriter(rows).set_rules_version(version);
  for (int i = 0; i < events; ++i) {
    const Body& body = history.any();
    const Body& other = history.any();
    const bool correction = body.payload_type() == ledger::fb::Payload::EventCorrected;
    const ledger::Candidate candidate{body,
                                      static_cast<std::uint64_t>(i),
                                      1'700'000'000'000'000ULL + static_cast<std::uint64_t>(i),
                                      history.digest_for(body.payload_type()),
                                      history.author(),
                                      correction ? &other : nullptr};
    const Hash before = i % 64 == 0 ? rows.digest() : Hash{};
    const auto mark = rows.savepoint();
    (void)rules.admit(rows, candidate);
    EXPECT_EQ(rows.savepoint(), mark) << "admit() changed rows";
    if (body.payload_type() == ledger::fb::Payload::RulesUpgraded) continue;
    rules.fold(rows, candidate);
    if (i % 64 != 0) continue;
    rows.rollback(mark);
    EXPECT_EQ(rows.digest(), before) << "a roll-back left something";
    rules.fold(rows, candidate);
  }
  return rows.digest();
}

TEST(RulesProperty, AnyStrictEventIsDecidedAndFoldedWithoutACrashAndTheSameEachTime) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  for (std::uint32_t version = 1; version <= kRulesVersion; ++version) {
    EXPECT_EQ(fold_anything(version, seed, 3'000), fold_anything(version, seed, 3'000)) << version;
  }
}

}  // namespace
}  // namespace projections
