// SPDX-License-Identifier: Apache-2.0
// Completeness proofs, and what a lying server can try with them.
#include "ledger/completeness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "ledger/entry.h"
#include "ledger/hash.h"
#include "ledger/key_state.h"
#include "ledger/trust_source.h"
#include "tests/support/committed_ledger.h"
#include "tests/support/sample_ledger.h"

namespace ledger {
namespace {

using support::CommittedLedger;
using support::hex_for;

Trust trust_in(const support::TestLedger& t) {
  Trust trust;
  trust.ledger_id = t.ledger_id;
  trust.origin = t.origin;
  trust.log_keys = {{{t.origin, SignatureType::kEd25519, t.checkpoint.key}, std::nullopt}};
  return trust;
}

Subject organisation(std::uint64_t number) {
  return {SubjectKind::kOrganisation,
          *fixed_from_hex<Id>(hex_for(2'000'000 + number, 16))};  // as TestLedger numbers them
}
const Subject kRegistry{SubjectKind::kRegistry, {}};

class Completeness : public testing::Test {
 protected:
  Completeness() {
    t.organisations(12);
    t.commit();
    t.organisations(9);
  }
  CompletenessProof proof_of(std::vector<Subject> subjects) {
    auto proof = prove_completeness(t.log->view(), std::move(subjects));
    LEDGER_CHECK(static_cast<bool>(proof));
    return *std::move(proof);
  }
  std::string reason(const CompletenessProof& proof) {
    const auto checked = check_completeness(proof, &trust);
    return checked ? "accepted" : checked.error().reason;
  }
  static std::uint64_t events_about(const ProvenSubjects& proven, const Subject& subject) {
    for (const auto& [one, count] : proven.subjects) {
      if (one == subject) return count;
    }
    ADD_FAILURE() << "not about this";
    return 0;
  }

  CommittedLedger t;
  Trust trust = trust_in(t);
};

TEST_F(Completeness, ShowsAllEventsOfASubjectUpToTheCommitment) {
  const auto checked = check_completeness(proof_of({kRegistry}), &trust);
  ASSERT_TRUE(checked) << checked.error().reason << checked.error().message;
  EXPECT_EQ(checked->commitment.size, 13U);
  EXPECT_EQ(checked->subjects, (std::vector<std::pair<Subject, std::uint64_t>>{{kRegistry, 13}}));
  EXPECT_EQ(checked->events.size(), 13U);
  EXPECT_EQ(anchoring_text(checked->anchoring()), "signed");
}

TEST_F(Completeness, HoldsForEverySubjectAtEverySizeOfTheLog) {
  for (int round = 0; round < 3; ++round) {
    for (std::uint64_t n = 1; n <= t.registered(); ++n) {
      const auto checked = check_completeness(proof_of({organisation(n)}), &trust);
      ASSERT_TRUE(checked) << n << checked.error().reason;
      if (round == 0) {
        EXPECT_EQ(events_about(*checked, organisation(n)), n < 13 ? 1U : 0U) << n;
      }
    }
    t.commit();
    t.organisations(1);
  }
}

TEST_F(Completeness, AbsenceIsShown) {
  const Subject nobody = organisation(9'999);
  const auto checked = check_completeness(proof_of({nobody}), &trust);
  ASSERT_TRUE(checked) << checked.error().reason;
  EXPECT_EQ(events_about(*checked, nobody), 0U);
  const auto later = check_completeness(proof_of({organisation(20)}), &trust);
  ASSERT_TRUE(later);
  EXPECT_EQ(events_about(*later, organisation(20)), 0U) << "registered after the commitment";
}

TEST_F(Completeness, SeveralSubjectsShareOneFile) {
  const auto proof = proof_of({organisation(3), kRegistry, organisation(3), organisation(5)});
  EXPECT_EQ(proof.subjects.size(), 3U);
  const auto checked = check_completeness(proof, &trust);
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->events.size(), 13U) << "an event about two subjects is in it once";
}

TEST_F(Completeness, WithoutCommitmentNothingIsKnownToBeComplete) {
  CommittedLedger fresh;
  const auto proof = prove_completeness(fresh.log->view(), {kRegistry});
  ASSERT_FALSE(proof);
  EXPECT_EQ(proof.error().reason, "NO_COMMITMENT");
}

TEST_F(Completeness, FileIsReadBackAsItWasWritten) {
  const auto proof = proof_of({kRegistry, organisation(2), organisation(777)});
  const auto text = format_completeness(proof);
  ASSERT_TRUE(text);
  const auto read = parse_completeness(*text);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, proof);
  EXPECT_EQ(*format_completeness(*read), *text);
}

// --- a lying server ------------------------------------------------------------------------------

TEST_F(Completeness, OmittedEventIsFound) {
  const auto honest = proof_of({kRegistry});
  for (std::size_t i = 0; i < honest.entries.size(); ++i) {
    auto proof = honest;
    proof.entries.erase(proof.entries.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_EQ(reason(proof), "EVENTS_MISSING") << i;
  }
  auto none = honest;
  none.entries.clear();
  EXPECT_EQ(reason(none), "EVENTS_MISSING");
}

TEST_F(Completeness, SwappedAndForeignEventsAreFound) {
  auto proof = proof_of({kRegistry});
  proof.entries[4].index = 100;
  std::rotate(proof.entries.begin() + 4, proof.entries.begin() + 5, proof.entries.end());
  EXPECT_EQ(reason(proof), "FOREIGN_EVENT") << "beyond the commitment";
  proof = proof_of({kRegistry});
  std::swap(proof.entries[3].entry, proof.entries[4].entry);
  EXPECT_EQ(reason(proof), "EVENTS_MISSING");
}

TEST_F(Completeness, AbsenceCannotBeFeigned) {
  auto proof = proof_of({organisation(3)});
  proof.subjects[1].path = proof_of({organisation(4)}).subjects[1].path;
  EXPECT_EQ(reason(proof), "MAP_PATH");
  proof.subjects[1].path.end.reset();
  EXPECT_EQ(reason(proof), "MAP_PATH");
}

TEST_F(Completeness, ForgedEventIsFound) {
  auto proof = proof_of({organisation(3)});
  auto entry = *parse_entry(proof.entries[0].entry);
  auto signatures = entry.signatures;
  signatures[0].bytes[5] ^= 1;
  proof.entries[0].entry =
      *encode_entry({entry.recorded_at_us, std::string(entry.body), signatures});
  EXPECT_EQ(reason(proof), "SIGNATURE_INVALID");
}

TEST_F(Completeness, StaleHeadSaysHowFarItReaches) {
  const auto old = proof_of({kRegistry});
  t.commit();
  const auto checked = check_completeness(old, &trust);
  ASSERT_TRUE(checked);
  EXPECT_EQ(checked->commitment.size, 13U) << "true for ever, and never about more than N";
  auto mixed = proof_of({kRegistry});
  mixed.commitment = old.commitment;
  mixed.checkpoint = old.checkpoint;
  mixed.service = old.service;
  EXPECT_NE(reason(mixed), "accepted");
}

// Two ledgers of one origin and of the same keys.
TEST_F(Completeness, OneLedgersProofNeverVerifiesAsAnothers) {
  CommittedLedger other(support::TestLedger::Where::kMemory, "ledger.example/other");
  other.organisations(12);
  other.commit();
  auto proof = *prove_completeness(other.log->view(), {kRegistry});
  EXPECT_EQ(reason(proof), "WRONG_ORIGIN");
  const Trust theirs = trust_in(other);
  EXPECT_TRUE(check_completeness(proof, &theirs));
  Trust same_origin = theirs;
  same_origin.ledger_id = t.ledger_id;
  EXPECT_EQ(check_completeness(proof, &same_origin).error().reason, "WRONG_LEDGER");
  proof.ledger_id = t.ledger_id;
  EXPECT_EQ(check_completeness(proof, &same_origin).error().reason, "SIGNATURE_INVALID")
      << "what its keys signed, they signed for their own ledger";
}

TEST_F(Completeness, CommitmentBySomebodyElseDoesNotCount) {
  auto proof = proof_of({kRegistry});
  const auto organisation_event = t.log->view().event(2);
  proof.service.entry = organisation_event->entry;
  proof.service.index = 2;
  EXPECT_EQ(reason(proof), "PROOF_INVALID");
  const auto size = checkpoint_of_note(proof.checkpoint)->size;
  proof.service.inclusion = *t.log->view().inclusion(2, size);
  EXPECT_EQ(reason(proof), "WRONG_SERVICE_KEY");
  proof = proof_of({kRegistry});
  proof.commitment = {2, organisation_event->entry, *t.log->view().inclusion(2, size)};
  EXPECT_EQ(reason(proof), "NOT_A_COMMITMENT");
}

TEST_F(Completeness, WithoutTheRegistryNobodyKnowsWhoseTheKeysAre) {
  auto proof = proof_of({organisation(3)});
  ASSERT_EQ(proof.subjects[0].subject, kRegistry);
  proof.subjects.erase(proof.subjects.begin());
  std::erase_if(proof.entries, [](const RecordedEvent& event) { return event.index != 3; });
  EXPECT_EQ(reason(proof), "REGISTRY_MISSING");
}

TEST(CompletenessOfPeople, APinnedOrganisationThatActsByOtherKeysThanThePinnedIsFound) {
  support::SampleLedger t(support::TestLedger::Where::kMemory);
  t.people();
  const auto draft = *t.log->draft_commitment();
  const auto id = *fixed_from_hex<Id>(hex_for(7'000'000, 16));
  ASSERT_TRUE(
      t.log->append({t.sign_body(commitment_body(draft, id, t.service.key), {&t.service})}));
  const auto proof = prove_completeness(t.log->view(), {kRegistry});
  ASSERT_TRUE(proof) << proof.error().message;
  const auto with = [&](const Id& pinned, const PublicKey& key) {
    Trust trust = *trust_of(t.log->view());
    trust.organisations = {{pinned, key, "Колледж"}};
    const auto checked = check_completeness(*proof, &trust);
    return checked ? "accepted" : checked.error().reason;
  };
  const Id college = *fixed_from_hex<Id>(t.college_hex);
  EXPECT_EQ(with(college, t.college.key), "accepted");
  EXPECT_EQ(with(college, t.dismissed.key), "accepted") << "it was theirs";
  EXPECT_EQ(with(college, t.stranger.key), "ORGANISATION_KEY");
  EXPECT_EQ(with(organisation(2).id, t.college.key), "ORGANISATION_KEY") << "another's key";
  EXPECT_EQ(with(organisation(2).id, t.stranger.key), "accepted") << "its first key came later";
}

TEST(CompletenessOfPeople, AnOldProofHoldsUnderATrustFileFromAfterTheFirstAdministeringKey) {
  support::SampleLedger t(support::TestLedger::Where::kMemory);
  t.create();
  t.put(t.key_introduced(t.clerk, t.operator_hex, R"("ACT")", 10));
  EXPECT_TRUE(trust_of(t.log->view())->organisations.empty()) << "others bring in its keys";
  const auto draft = *t.log->draft_commitment();
  const auto id = *fixed_from_hex<Id>(hex_for(7'000'000, 16));
  ASSERT_TRUE(
      t.log->append({t.sign_body(commitment_body(draft, id, t.service.key), {&t.service})}));
  const auto proof = prove_completeness(t.log->view(), {kRegistry});
  ASSERT_TRUE(proof) << proof.error().message;
  t.put(t.key_introduced(t.college, t.operator_hex, R"("ADMINISTER","ACT")", 11));
  const Trust now = *trust_of(t.log->view());
  EXPECT_EQ(now.organisations.size(), 2U);
  const auto checked = check_completeness(*proof, &now);
  EXPECT_TRUE(checked) << checked.error().reason;
}

TEST(CompletenessOfPeople, KeyEventsInTheNameOfAPlaceAreInEveryProofToo) {
  support::SampleLedger t(support::TestLedger::Where::kMemory);
  t.people();
  support::Draft elsewhere = t.next_key(t.stranger, R"("ACT")", 500);
  const std::string place = hex_for(9'000'000, 16);
  elsewhere.scope = R"({"kind":"CLUSTER","id":")" + place + R"("})";
  t.put(elsewhere);
  t.put(t.by(t.stranger, t.organisation(9)));
  const auto draft = *t.log->draft_commitment();
  const auto id = *fixed_from_hex<Id>(hex_for(7'000'000, 16));
  ASSERT_TRUE(
      t.log->append({t.sign_body(commitment_body(draft, id, t.service.key), {&t.service})}));
  const auto proof = prove_completeness(t.log->view(), {organisation(9)});
  ASSERT_TRUE(proof) << proof.error().message;
  const Trust trust = *trust_of(t.log->view());
  const auto checked = check_completeness(*proof, &trust);
  ASSERT_TRUE(checked) << checked.error().message;
  EXPECT_EQ(checked->subjects.size(), 3U);
}

TEST_F(Completeness, WithoutTrustItIsOnlyConsistentInItself) {
  const auto checked = check_completeness(proof_of({kRegistry}), nullptr);
  ASSERT_TRUE(checked);
  EXPECT_EQ(anchoring_text(checked->anchoring()), "consistent in itself, not anchored");
}

TEST_F(Completeness, HoldsAfterGrowthAndReopening) {
  const auto proof = proof_of({organisation(3)});
  t.organisations(30);
  t.commit();
  t.close();
  ASSERT_TRUE(t.open());
  EXPECT_EQ(reason(proof), "accepted");
  EXPECT_EQ(reason(proof_of({organisation(3)})), "accepted");
}

TEST(CompletenessOfARotatedLog, OldProofsVerifyWithTheTrustFileOfThatDayAndOfToday) {
  support::SampleLedger t(support::TestLedger::Where::kMemory);
  t.more_checkpoint_keys = {t.next_checkpoint};
  t.create();
  t.put(t.organisation(1));
  const auto draft = *t.log->draft_commitment();
  const auto id = *fixed_from_hex<Id>(hex_for(7'000'000, 16));
  ASSERT_TRUE(
      t.log->append({t.sign_body(commitment_body(draft, id, t.service.key), {&t.service})}));
  const auto proof = prove_completeness(t.log->view(), {kRegistry});
  ASSERT_TRUE(proof) << proof.error().message;
  const Trust then = *trust_of(t.log->view());
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));
  for (std::uint64_t number = 3; number < 12; ++number) t.put(t.organisation(number));
  const Trust now = *trust_of(t.log->view());
  EXPECT_GT(now.log_keys.size(), then.log_keys.size());
  EXPECT_TRUE(check_completeness(*proof, &then));
  EXPECT_TRUE(check_completeness(*proof, &now));
  Trust newest_key_only = now;
  std::erase_if(newest_key_only.log_keys,
                [&](const LogKey& key) { return key.key.key == t.checkpoint.key; });
  EXPECT_FALSE(check_completeness(*proof, &newest_key_only));
}

TEST(TrustOfARotatedLog, ARetiredKeyCountsUpToItsChangeHoweverLongItSignsBesideTheNext) {
  support::SampleLedger t(support::TestLedger::Where::kMemory);
  const support::TestKey third(997);
  t.more_checkpoint_keys = {t.next_checkpoint, third};
  t.create();
  t.put(t.checkpoint_key_changed(t.next_checkpoint, 14));  // overlap 5, at index 1
  const auto size_max = [&](const support::TestKey& key) -> std::optional<std::uint64_t> {
    const Trust now = *trust_of(t.log->view());
    for (const LogKey& one : now.log_keys) {
      if (one.key.key == key.key) return one.size_max;
    }
    return 0;
  };
  const std::uint64_t changed = t.log->view().size() - 1;
  EXPECT_EQ(size_max(t.checkpoint), changed + 1);
  EXPECT_EQ(size_max(t.next_checkpoint), std::nullopt);
  t.put(t.organisation(1));
  t.put(t.organisation(2));
  EXPECT_EQ(size_max(t.checkpoint), changed + 1) << "the new key signs the later ones too";
  support::Draft again = t.checkpoint_key_changed(third, 15);
  again.payload = R"({"old_key":")" + t.next_checkpoint.hex() + R"(","new_key":")" + third.hex() +
                  R"(","overlap":2})";
  t.put(again);
  for (std::uint64_t number = 3; number < 12; ++number) t.put(t.organisation(number));
  EXPECT_EQ(size_max(t.checkpoint), changed + 1);
  EXPECT_EQ(size_max(t.next_checkpoint), changed + 3 + 1);
  EXPECT_EQ(size_max(third), std::nullopt);
}

TEST_F(Completeness, ProofsAreTheSameWhereStreamsAreNotKept) {
  const auto kept = proof_of({kRegistry, organisation(3)});
  t.close();
  t.forget_streams();
  const auto store = std::shared_ptr<const EventStore>(support::open_memory_store(t.disk));
  LogReader reader(store);
  ASSERT_TRUE(reader.load());
  EXPECT_EQ(*prove_completeness(reader.view(), {kRegistry, organisation(3)}), kept);
}

TEST_F(Completeness, MutatedFilesAreRefusedOrSayTheSame) {
  const unsigned seed = std::random_device{}();
  RecordProperty("seed", std::to_string(seed));
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const auto proof = proof_of({organisation(3), organisation(777)});
  const std::string text = *format_completeness(proof);
  for (int i = 0; i < 10'000; ++i) {
    std::string edited = text;
    const std::size_t at = random() % edited.size();
    switch (random() % 4) {
      case 0:
        edited[at] = static_cast<char>(edited[at] ^ (1 << (random() % 8)));
        break;
      case 1:
        edited.erase(at, random() % 80 + 1);
        break;
      case 2:
        edited.insert(at, edited.substr(random() % edited.size(), random() % 80 + 1));
        break;
      default:
        edited.resize(at);
    }
    if (edited == text) continue;
    const auto read = parse_completeness(edited);
    if (!read) {
      EXPECT_EQ(read.error().reason, "BAD_COMPLETENESS");
      continue;
    }
    const auto checked = check_completeness(*read, &trust);
    // Lines of unknown keys may follow the checkpoint's signature, and of somebody whom no event is
    // about it may be said, at the same place of the map; nothing else may differ.
    if (checked) {
      CompletenessProof same = *read;
      same.checkpoint = proof.checkpoint;
      for (std::size_t k = 0; k < std::min(same.subjects.size(), proof.subjects.size()); ++k) {
        Subject& subject = same.subjects[k].subject;
        if (events_about(*checked, subject) == 0) subject = proof.subjects[k].subject;
      }
      EXPECT_TRUE(same == proof) << edited;
    }
  }
}

TEST(CompletenessFile, LimitsAndSpellingsAreNamed) {
  const auto message = [](const std::string& text) {
    const auto read = parse_completeness(text);
    return read ? std::string("accepted") : read.error().message;
  };
  const std::string head = "letopis-completeness v1\nledger " + std::string(64, 'a') + "\n";
  EXPECT_THAT(message("letopis-completeness v2\n"), testing::HasSubstr("only version v1"));
  EXPECT_THAT(message(head + "subject king " + std::string(32, '0') + "\n"),
              testing::HasSubstr("line 3"));
  EXPECT_THAT(message(head + "subject  registry " + std::string(32, '0') + "\n"),
              testing::HasSubstr("line 3"));
  const std::string subject = "subject registry " + std::string(32, '0') + "\n";
  EXPECT_THAT(message(head + subject + "empty\n" + subject), testing::HasSubstr("ascend"));
  std::string siblings = head + subject;
  const std::string sibling = "sibling " + to_base64(Hash{}.view()) + "\n";
  for (int i = 0; i < 257; ++i) siblings += sibling;
  EXPECT_THAT(message(siblings), testing::HasSubstr("more than 256"));
}

}  // namespace
}  // namespace ledger
