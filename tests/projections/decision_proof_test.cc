// SPDX-License-Identifier: Apache-2.0
// Decision proofs (FORMAT.md) over a real ledger under the rules of governance: the
// outcome is computed again from the proven events alone, and whatever is left out of them, added
// or claimed otherwise is caught and named.
#include "projections/decision_proof.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "ledger/checkpoint.h"
#include "ledger/entry.h"
#include "ledger/message.h"
#include "ledger/trust_source.h"
#include "projections/governance/judgement.h"
#include "projections/proven_authority.h"
#include "tests/support/governance_ledger.h"

namespace support {
namespace {

using ledger::CompletenessProof;
using projections::governance::decision_judge;
using projections::governance::judged_line;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kOn = "2023-12-31";

/// A council of five that elected a chair and then decided, with a commitment to all of it.
class DecisionProof : public ::testing::Test {
 protected:
  void SetUp() override {
    t.elect_chair();
    meeting = t.held_meeting(1, "2023-11-10");
    opened = t.closed_ballot(1, meeting, {"FOR", "FOR", "AGAINST", "FOR", "ABSTAIN"});
    decision = t.must(t.told("DecisionDeclared", t.decision(1, decided())));
    decision_index = t.size() - 1;
    t.must(t.told("MeetingClosed", t.meeting_closed(meeting)));
    commit();
  }
  std::string decided() const {
    return fmt::format(R"(,"meeting":"{}","ballot":"{}","kind":"RECOMMENDATION")", meeting, opened);
  }
  void commit() {
    const auto draft = t.test.log->draft_commitment();
    ASSERT_TRUE(draft) << draft.error().message;
    const auto id = *ledger::fixed_from_hex<ledger::Id>(hex_for(900'000 + t.size(), 16));
    const std::string body = ledger::commitment_body(*draft, id, t.test.service.key);
    const auto done = t.test.log->append({t.test.sign_body(body, {&t.test.service})});
    ASSERT_TRUE(done) << done.error().message;
  }
  CompletenessProof prove() { return prove_at(decision_index); }
  CompletenessProof prove_at(std::uint64_t index) {
    auto proof = projections::prove_decision_at(t.view(), index, kOn, decision_judge());
    EXPECT_TRUE(proof) << proof.error().message;
    return *proof;
  }
  ledger::Trust trust() const { return *ledger::trust_of(t.view()); }
  /// What a verifier with the trust file of this ledger says: "accepted", or the reason.
  std::string verdict(const CompletenessProof& proof) const { return verdict(proof, trust()); }
  static std::string verdict(const CompletenessProof& proof, const ledger::Trust& trust) {
    const auto checked = projections::check_decision(proof, &trust, decision_judge());
    return checked ? "accepted" : checked.error().reason;
  }
  std::string recomputed(const CompletenessProof& proof) const {
    const ledger::Trust pinned = trust();
    const auto checked = projections::check_decision(proof, &pinned, decision_judge());
    EXPECT_TRUE(checked) << checked.error().message;
    return checked ? checked->recomputed : "";
  }
  /// Without the last event of this type, as a prover may try.
  static CompletenessProof without(CompletenessProof proof, ledger::fb::Payload type) {
    const auto is_one = [&](const ledger::RecordedEvent& event) {
      return ledger::check_body(ledger::parse_entry(event.entry)->body)->table().payload_type() ==
             type;
    };
    const auto last = std::find_if(proof.entries.rbegin(), proof.entries.rend(), is_one);
    EXPECT_NE(last, proof.entries.rend());
    if (last != proof.entries.rend()) proof.entries.erase(std::next(last).base());
    return proof;
  }

  GovernanceLedger t;
  std::string meeting, opened, decision;
  std::uint64_t decision_index = 0;
};

TEST_F(DecisionProof, GivesTheOutcomeWithItsArithmeticFromTheProvenEventsAlone) {
  const CompletenessProof proof = prove();
  EXPECT_LT(proof.entries.size(), t.size());
  const auto read = ledger::parse_completeness(*ledger::format_completeness(proof));
  ASSERT_TRUE(read) << read.error().message;
  const std::string line = recomputed(*read);
  EXPECT_THAT(line, StartsWith("outcome adopted"));
  EXPECT_THAT(line, HasSubstr("quorum yes; present 5; members 5; quorum_needed 3; votes 3:1:1"));
  EXPECT_THAT(line, HasSubstr("votes_base present; votes_needed 3; decided_by majority"));
  EXPECT_THAT(line, HasSubstr(", STATED, #"));
}

TEST_F(DecisionProof, SaysTheSameAsAFoldOfTheWholeLog) {
  projections::FoldedFactRows rows;
  const auto identity = *ledger::identity_of(t.view().store());
  (void)t.view().range(0, t.size(), [&](std::uint64_t index, std::string_view bytes) {
    const auto entry = ledger::parse_entry(bytes);
    const auto body = *ledger::check_body(entry->body);
    const ledger::Hash id = index == 0 ? ledger::Hash{} : identity.ledger_id;
    rows.fold({body, index, entry->recorded_at_us,
               ledger::event_digest(ledger::signed_message(identity.origin, id, entry->body))});
    return true;
  });
  const auto digest = *ledger::fixed_from_hex<ledger::Hash>(decision);
  const auto chronicle = projections::Chronicle::load(
      rows, {ledger::ScopeKind::kCluster, *ledger::fixed_from_hex<ledger::Id>(cluster_id(1))},
      t.size());
  ASSERT_TRUE(chronicle);
  EXPECT_EQ(*judged_line(*chronicle, digest, kOn), recomputed(prove()));
}

TEST_F(DecisionProof, WithoutOneVoteIsCaught) {
  EXPECT_EQ(verdict(without(prove(), ledger::fb::Payload::VoteCast)), "EVENTS_MISSING");
}

TEST_F(DecisionProof, WithoutAChangeOfMembershipIsCaught) {
  t.must(
      t.told("OrderIssued", t.order(kMinistry, fmt::format(R"(,"excluded":["{}"])", org_id(5)))));
  commit();
  EXPECT_EQ(verdict(prove()), "accepted");
  EXPECT_EQ(verdict(without(prove(), ledger::fb::Payload::OrderIssued)), "EVENTS_MISSING");
}

TEST_F(DecisionProof, WithoutTheAmendedCharterIsCaught) {
  CharterSaid stricter;
  stricter.council = R"("ballot":"OPEN","forms":["IN_PERSON"],"convened_by":"CHAIR",
      "ballots_opened_by":"NOT_STATED")";
  t.must(t.native(t.ministry, "CharterAdopted",
                  t.charter(stricter, 1, 2, "2023-11-01", t.paper,
                            fmt::format(R"(,"replaces":"{}")", t.adopted))));
  commit();
  EXPECT_EQ(verdict(prove()), "accepted");
  EXPECT_EQ(verdict(without(prove(), ledger::fb::Payload::CharterAdopted)), "EVENTS_MISSING");
}

TEST_F(DecisionProof, WithoutTheClosingOrTheMeetingOrTheHeadOfAMemberIsCaught) {
  using ledger::fb::Payload;
  for (const Payload type : {Payload::BallotClosed, Payload::AttendanceRecorded,
                             Payload::OfficeHolderChanged, Payload::RegionDeclared}) {
    EXPECT_EQ(verdict(without(prove(), type)), "EVENTS_MISSING");
  }
}

/// Without one subject, and the events that are about no other one.
CompletenessProof without_history(CompletenessProof proof, const ledger::Subject& left_out) {
  std::erase_if(proof.subjects, [&](const auto& path) { return path.subject == left_out; });
  std::erase_if(proof.entries, [&](const ledger::RecordedEvent& event) {
    const auto body = *ledger::check_body(ledger::parse_entry(event.entry)->body);
    for (const ledger::Subject& subject : body.subjects()) {
      const auto same = [&](const auto& path) { return path.subject == subject; };
      if (std::any_of(proof.subjects.begin(), proof.subjects.end(), same)) return false;
    }
    return true;
  });
  return proof;
}

TEST_F(DecisionProof, WithoutTheHistoryOfOneMemberIsOutsideTheProof) {
  const ledger::Subject member{ledger::SubjectKind::kOrganisation,
                               *ledger::fixed_from_hex<ledger::Id>(org_id(3))};
  EXPECT_EQ(verdict(without_history(prove(), member)), "OUTSIDE_PROOF");
}

// Its registration may lie in another place, whose history is not in the proof.
TEST_F(DecisionProof, WithoutTheHistoryOfADocumentIsOutsideTheProof) {
  const CompletenessProof whole = prove();
  int documents = 0;
  for (const auto& path : whole.subjects) {
    if (path.subject.kind != ledger::SubjectKind::kDocument) continue;
    ++documents;
    EXPECT_EQ(verdict(without_history(whole, path.subject)), "OUTSIDE_PROOF");
  }
  EXPECT_GT(documents, 0);
}

TEST_F(DecisionProof, WithASecondVoteOfOneSeatFromElsewhereIsCaught) {
  CompletenessProof proof = prove();
  proof.entries.push_back(proof.entries.back());
  proof.entries.back().index = t.size();
  EXPECT_EQ(verdict(proof), "FOREIGN_EVENT");
}

TEST_F(DecisionProof, WithAnotherClaimThanTheEventsGiveIsCaught) {
  CompletenessProof proof = prove();
  const auto claimed = [&](const std::string& from, const std::string& to) {
    CompletenessProof other = proof;
    other.claim.replace(other.claim.find(from), from.size(), to);
    return verdict(other);
  };
  EXPECT_EQ(claimed("result outcome adopted", "result outcome rejected"), "CLAIM_DIFFERS");
  EXPECT_EQ(claimed("votes 3:1:1", "votes 4:1:0"), "CLAIM_DIFFERS");
  EXPECT_EQ(claimed(fmt::format("position {}", t.size() - 1), "position 3"), "CLAIM_DIFFERS");
  EXPECT_EQ(claimed("rules 1", "rules 2"), "CLAIM_DIFFERS");
  EXPECT_EQ(claimed("decision " + decision, "decision " + std::string(64, '1')),
            "NO_SUCH_DECISION");
}

TEST_F(DecisionProof, AnAuthorWithoutTheScopeThatAdmissionAsksForIsNamed) {
  const ledger::Trust pinned = trust();
  auto checked = projections::check_decision(prove(), &pinned, decision_judge());
  ASSERT_TRUE(checked);
  EXPECT_TRUE(projections::check_authority(checked->proven));
  ledger::ProvenEvent& last = checked->proven.events.back();
  last.author.scopes = 0;
  const auto judged = projections::check_authority(checked->proven);
  ASSERT_FALSE(judged);
  EXPECT_EQ(judged.error().code, ledger::ErrorCode::kCorrupt);
  EXPECT_EQ(judged.error().reason, "SCOPE_REQUIRED");
  EXPECT_THAT(judged.error().message, StartsWith(fmt::format("event {}: ", last.index)));
  checked->proven.commitment.rules_version = 99;
  EXPECT_EQ(projections::check_authority(checked->proven).error().reason, "RULES_UNKNOWN");
}

TEST_F(DecisionProof, JudgedByAnotherVersionSaysSoAndNothingOfTheResult) {
  const CompletenessProof proof = prove();
  const ledger::Trust pinned = trust();
  const auto read = [&] { return *projections::parse_claim(proof.claim); };
  EXPECT_EQ(read().judgement_version, projections::governance::kJudgementVersion);
  // The program of tomorrow judges otherwise: it neither accepts nor accuses.
  projections::DecisionJudge tomorrow = decision_judge();
  ++tomorrow.version;
  tomorrow.judge = [](const projections::Chronicle&, const ledger::Hash&, std::string_view) {
    ADD_FAILURE() << "it was judged all the same";
    return ledger::Result<std::string>("outcome rejected");
  };
  const auto checked = projections::check_decision(proof, &pinned, tomorrow);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, ledger::ErrorCode::kRefused);
  EXPECT_EQ(checked.error().reason, "OTHER_JUDGEMENT");
  EXPECT_THAT(checked.error().message, HasSubstr("version 5 of the rules of judgement"));
  // And whoever leaves events out does not hide behind a version.
  const auto forged = without(proof, ledger::fb::Payload::VoteCast);
  EXPECT_EQ(projections::check_decision(forged, &pinned, tomorrow).error().reason,
            "EVENTS_MISSING");
}

TEST_F(DecisionProof, AClaimWhoseDayIsSpeltOtherwiseIsNoClaim) {
  const std::string claim = prove().claim;
  const std::size_t day = claim.find("\non ") + 4;
  ASSERT_TRUE(projections::parse_claim(claim));
  for (const char* spelt : {"2026-11-27 ", " 2026-11-27", "2026-11-7", "2026-02-30", ""}) {
    std::string other = claim;
    other.replace(day, 10, spelt);
    EXPECT_FALSE(projections::parse_claim(other)) << spelt;
  }
}

// Whoever makes this line another one for the same events raises kJudgementVersion.
TEST_F(DecisionProof, VersionSixJudgesTheseEventsInTheseWords) {
  ASSERT_EQ(projections::governance::kJudgementVersion, 6U);
  EXPECT_EQ(recomputed(prove()),
            "outcome adopted; kind RECOMMENDATION; day 2023-11-10; quorum yes; present 5; "
            "members 5; quorum_needed 3; votes 3:1:1; votes_grade recorded_roll_call; votes_base "
            "present; votes_needed 3; decided_by majority; in_competence yes; on_agenda "
            "undetermined; protocol none; rules bodies.COORDINATION_COUNCIL.majority [7, STATED, "
            "#10], bodies.COORDINATION_COUNCIL.majority.base [7, STATED, #10], "
            "bodies.COORDINATION_COUNCIL.quorum [7, STATED, #10]; events "
            "40,41,42,43,44,45,46,47,48,49,50");
}

TEST_F(DecisionProof, SaysAnotherOutcomeAfterACorrectionAndTheOldOneStaysTrueOfItsPosition) {
  const CompletenessProof before = prove();
  const std::string then = recomputed(before);
  Said late = t.told("AttendanceRecorded", t.attendance(meeting, {1, 2}));
  Said corrected = t.told("EventCorrected", "");
  const auto attendance = [&] {
    for (const ledger::RecordedEvent& event : before.entries) {
      const auto body = *ledger::check_body(ledger::parse_entry(event.entry)->body);
      const auto* payload = body.table().payload_as_AttendanceRecorded();
      if (payload != nullptr && payload->meeting()->str() == meeting) {
        return ledger::to_hex(ledger::event_digest(ledger::signed_message(
            t.test.origin, before.ledger_id, ledger::parse_entry(event.entry)->body)));
      }
    }
    return std::string();
  }();
  corrected.payload = fmt::format(
      R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"Исправление"}},
      "new_payload_type":"AttendanceRecorded",
      "new_payload":{}}})",
      attendance, late.payload);
  const std::string refusal = t.refusal(corrected);
  ASSERT_EQ(refusal, "accepted");
  commit();
  EXPECT_NE(recomputed(prove()), then);
  EXPECT_EQ(recomputed(before), then);
}

TEST_F(DecisionProof, VerifiesAfterGrowthWithTheTrustFileOfThatDayAndOfToday) {
  const CompletenessProof old = prove();
  const ledger::Trust pinned = trust();
  for (std::uint64_t n = 300; n < 310; ++n) t.must(t.organisation(n));
  commit();
  EXPECT_EQ(verdict(old, pinned), "accepted");
  EXPECT_EQ(verdict(old, trust()), "accepted");
  EXPECT_EQ(verdict(prove(), trust()), "accepted");
}

TEST_F(DecisionProof, OfAnotherLedgerNeverVerifies) {
  ledger::Trust other = trust();
  other.ledger_id.bytes[0] ^= 1;
  EXPECT_EQ(verdict(prove(), other), "WRONG_LEDGER");
  CompletenessProof moved = prove();
  moved.ledger_id = other.ledger_id;
  EXPECT_NE(verdict(moved, other), "accepted");
  ledger::Trust stranger = trust();
  stranger.log_keys[0].key.key = TestKey(999).key;
  EXPECT_NE(verdict(prove(), stranger), "accepted");
}

TEST_F(DecisionProof, UnderALogKeyThatWasRetiredBeforeItIsRefused) {
  const CompletenessProof proof = prove();
  ledger::Trust retired = trust();
  const std::uint64_t size = ledger::checkpoint_of_note(proof.checkpoint)->size;
  retired.log_keys[0].size_max = size;
  EXPECT_EQ(verdict(proof, retired), "accepted");
  retired.log_keys[0].size_max = size - 1;
  EXPECT_EQ(verdict(proof, retired), "KEY_RETIRED");
}

TEST_F(DecisionProof, OfAReplayedOlderPositionSaysSoItself) {
  // Nothing is wrong with an old proof: it names its position, and a newer one names a later one.
  const CompletenessProof old = prove();
  t.must(t.organisation(300));
  commit();
  const ledger::Trust pinned = trust();
  const auto then = projections::check_decision(old, &pinned, decision_judge());
  const auto now = projections::check_decision(prove(), &pinned, decision_judge());
  ASSERT_TRUE(then && now);
  EXPECT_LT(then->proven.commitment.size, now->proven.commitment.size);
}

TEST_F(DecisionProof, IsMadeForABallotAndForAnEventThatOnlyStands) {
  const auto index_of = [&](const std::string& digest) {
    return **t.view().store().get(ledger::Table::kByDigest,
                                  ledger::fixed_from_hex<ledger::Hash>(digest)->view());
  };
  EXPECT_THAT(recomputed(prove_at(ledger::get_u64(index_of(opened)))),
              StartsWith("outcome adopted; kind RECOMMENDATION"));
  EXPECT_THAT(recomputed(prove_at(ledger::get_u64(index_of(meeting)))),
              StartsWith("outcome holds; events "));
}

TEST_F(DecisionProof, IsWordedInBothLanguages) {
  const ledger::Trust pinned = trust();
  const auto checked = projections::check_decision(prove(), &pinned, decision_judge());
  ASSERT_TRUE(checked);
  const auto judged =
      projections::governance::judge(checked->chronicle, checked->claim.decision, kOn);
  ASSERT_TRUE(judged);
  std::string russian, english;
  for (const auto& sentence : judged->sentences()) {
    russian += sentence.russian + "\n";
    english += sentence.english + "\n";
  }
  EXPECT_THAT(russian, HasSubstr("Голоса: за, против, воздержались: 3:1:1"));
  EXPECT_THAT(russian, HasSubstr("Кворум: да"));
  EXPECT_THAT(english, HasSubstr("Decided by: majority"));
}

}  // namespace
}  // namespace support
