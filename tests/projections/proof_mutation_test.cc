// SPDX-License-Identifier: Apache-2.0
// Random changes to the files that prove something without the ledger: a receipt, a completeness
// proof, a decision proof, an attestation, a trust file. Each is refused, or says what it said
// before; none crashes.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <optional>
#include <random>

#include "ledger/attestation.h"
#include "ledger/hash.h"
#include "ledger/tlog_proof.h"
#include "ledger/trust_source.h"
#include "projections/decision_proof.h"
#include "projections/governance/judgement.h"
#include "tests/support/governance_ledger.h"
#include "tests/support/mutation.h"

namespace support {
namespace {

/// What a file says to who believes it; nothing when it is refused.
using Meaning = std::function<std::optional<std::string>(const std::string& bytes)>;

std::string said_by(const ledger::ProvenSubjects& proven) {
  std::string out = fmt::format("{} {} {}", to_hex(proven.ledger.ledger_id), proven.commitment.size,
                                proven.commitment_index);
  for (const auto& [subject, count] : proven.subjects) {
    out += fmt::format(" {}:{}", to_hex(subject.id), count);
  }
  for (const auto& event : proven.events) out += " " + to_hex(event.event.digest);
  return out;
}

class ProofMutation : public ::testing::Test {
 protected:
  void SetUp() override {
    t.elect_chair();
    const std::string meeting = t.held_meeting(1, "2023-11-10");
    const std::string ballot =
        t.closed_ballot(1, meeting, {"FOR", "FOR", "AGAINST", "FOR", "ABSTAIN"});
    t.must(t.told("DecisionDeclared",
                  t.decision(1, fmt::format(R"(,"meeting":"{}","ballot":"{}","kind":"{}")", meeting,
                                            ballot, "RECOMMENDATION"))));
    decision = t.size() - 1;
    const auto draft = t.test.log->draft_commitment();
    ASSERT_TRUE(draft);
    const auto id = *ledger::fixed_from_hex<ledger::Id>(hex_for(900'000, 16));
    const std::string body = ledger::commitment_body(*draft, id, t.test.service.key);
    ASSERT_TRUE(t.test.log->append({t.test.sign_body(body, {&t.test.service})}));
    trust = *ledger::trust_of(t.view());
  }

  /// Every change makes it refused or leaves its meaning.
  static void expect_sound(const std::string& original, std::uint64_t count,
                           const Meaning& meaning) {
    const auto before = meaning(original);
    ASSERT_TRUE(before);
    std::mt19937_64 random(mutation_seed());
    std::uint64_t refused = 0;
    for (std::uint64_t changed = 0; changed < count;) {
      const std::string bytes = mutated(original, random);
      if (bytes == original) continue;
      ++changed;
      const auto after = meaning(bytes);
      if (!after) {
        ++refused;
      } else {
        ASSERT_EQ(*after, *before) << "change " << changed << ": " << bytes;
      }
    }
    EXPECT_GT(refused, count / 2);
  }

  GovernanceLedger t;
  std::uint64_t decision = 0;
  ledger::Trust trust;
};

TEST_F(ProofMutation, AChangedReceiptIsRefusedOrMeansTheSame) {
  const ledger::ReadView view = t.view();
  const std::string file =
      *ledger::format_tlog_proof({std::nullopt, 3, *view.inclusion(3, view.size()), view.note()});
  const ledger::Hash leaf = ledger::leaf_hash(view.event(3)->entry);
  expect_sound(file, mutations_wanted(), [&](const std::string& bytes) {
    const auto proof = ledger::parse_tlog_proof(bytes);
    const auto opened = proof ? ledger::open_checkpoint(trust, proof->checkpoint)
                              : ledger::Result<ledger::TrustedCheckpoint>(proof.error());
    std::optional<std::string> out;
    if (!opened) return out;
    const auto& checkpoint = opened->opened.checkpoint;
    if (ledger::verify_inclusion(leaf, proof->index, checkpoint.size, proof->path,
                                 checkpoint.root)) {
      out = fmt::format("{} of {}", proof->index, checkpoint.size);
    }
    return out;
  });
}

TEST_F(ProofMutation, AChangedEntryOfAReceiptIsRefusedOrMeansTheSame) {
  const ledger::ReadView view = t.view();
  const auto path = *view.inclusion(3, view.size());
  expect_sound(view.event(3)->entry, mutations_wanted(), [&](const std::string& bytes) {
    const auto& checkpoint = view.checkpoint();
    const bool in = static_cast<bool>(ledger::verify_inclusion(
        ledger::leaf_hash(bytes), 3, checkpoint.size, path, checkpoint.root));
    return in ? std::optional<std::string>("in") : std::nullopt;
  });
}

TEST_F(ProofMutation, AChangedCompletenessProofIsRefusedOrMeansTheSame) {
  const auto proof = ledger::prove_completeness(
      t.view(),
      {{ledger::SubjectKind::kOrganisation, *ledger::fixed_from_hex<ledger::Id>(org_id(1))}});
  ASSERT_TRUE(proof) << proof.error().message;
  expect_sound(
      *ledger::format_completeness(*proof), mutations_wanted(), [&](const std::string& bytes) {
        const auto parsed = ledger::parse_completeness(bytes);
        const auto proven = parsed ? ledger::check_completeness(*parsed, &trust)
                                   : ledger::Result<ledger::ProvenSubjects>(parsed.error());
        return proven ? std::optional(said_by(*proven)) : std::nullopt;
      });
}

TEST_F(ProofMutation, AChangedDecisionProofIsRefusedOrMeansTheSame) {
  const auto judge = projections::governance::decision_judge();
  const auto proof = projections::prove_decision_at(t.view(), decision, "2023-12-31", judge);
  ASSERT_TRUE(proof) << proof.error().message;
  expect_sound(*ledger::format_completeness(*proof), mutations_wanted() / 4,
               [&](const std::string& bytes) {
                 std::optional<std::string> out;
                 const auto parsed = ledger::parse_completeness(bytes);
                 if (!parsed || parsed->claim.empty()) return out;
                 const auto decided = projections::check_decision(*parsed, &trust, judge);
                 if (decided) out = said_by(decided->proven) + " " + decided->recomputed;
                 return out;
               });
}

TEST_F(ProofMutation, AChangedAttestationIsRefusedOrMeansTheSame) {
  const TestKey key(700);
  const ledger::VerifierKey auditor{"auditor.example/anna", ledger::SignatureType::kEd25519,
                                    key.key};
  const ledger::Attestation attested{
      {t.test.origin, trust.ledger_id}, t.size(),
      t.view().checkpoint().root,       1,
      ledger::sha256("state"),          {{"keys", 2, ledger::sha256("keys")}}};
  const auto note = ledger::sign_attestation(
      attested, {auditor, [&](std::string_view message) -> ledger::Result<ledger::Signature> {
                   return key.sign(message);
                 }});
  ASSERT_TRUE(note);
  expect_sound(*note, mutations_wanted(), [&](const std::string& bytes) {
    const auto opened = ledger::open_attestation(bytes, {auditor});
    return opened ? std::optional(ledger::format_attestation(*opened)) : std::nullopt;
  });
}

// Nobody signs a trust file: whatever is accepted of a changed one is one spelling of one meaning.
TEST_F(ProofMutation, AChangedTrustFileIsRefusedOrHasOneSpelling) {
  const std::string file = *ledger::format_trust(trust);
  std::mt19937_64 random(mutation_seed());
  for (std::uint64_t i = 0; i < mutations_wanted(); ++i) {
    const auto read = ledger::parse_trust(mutated(file, random));
    if (!read) continue;
    const auto written = ledger::format_trust(*read);
    ASSERT_TRUE(written);
    ASSERT_EQ(*ledger::format_trust(*ledger::parse_trust(*written)), *written);
  }
}

}  // namespace
}  // namespace support
