// SPDX-License-Identifier: Apache-2.0
#include "projections/identity_admission.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "ledger/hash.h"
#include "projections/tax_numbers.h"
#include "tests/support/bodies.h"
#include "tests/support/identity_ledger.h"

namespace projections {
namespace {

using ledger::Rows;
using support::IdentityLedger;
using support::Said;
using support::TestKey;

// Numbers of well-known public companies and the examples of the tax service.
TEST(TaxNumbers, RealNumbersPassAndAnyChangedDigitFails) {
  const std::vector<std::string> ogrn{"1027700132195", "1027700229193", "304500116000157"};
  const std::vector<std::string> inn{"7707083893", "7736207543", "500100732259"};
  for (const auto& [numbers, valid] : {std::pair{ogrn, &is_ogrn}, std::pair{inn, &is_inn}}) {
    for (const std::string& number : numbers) {
      EXPECT_TRUE(valid(number)) << number;
      for (std::size_t at = 0; at < number.size(); ++at) {
        std::string other = number;
        other[at] = other[at] == '9' ? '0' : static_cast<char>(other[at] + 1);
        EXPECT_FALSE(valid(other)) << other;
      }
    }
  }
}

TEST(TaxNumbers, OtherLengthsLettersAndZerosAreNoNumbers) {
  EXPECT_FALSE(is_ogrn("0000000000000"));
  EXPECT_FALSE(is_ogrn("102770013219"));
  EXPECT_FALSE(is_ogrn("102770013219a"));
  EXPECT_FALSE(is_inn("0000000000"));
  EXPECT_FALSE(is_inn("770708389"));
  EXPECT_FALSE(is_inn(""));
}

class IdentityAdmissionTest : public ::testing::Test {
 protected:
  IdentityLedger t;

  Said by(Said said, const TestKey& author) {
    said.author = &author;
    return said;
  }
  Said graded(Said said, const std::string& grade, const std::string& evidence = {}) {
    said.grade = grade;
    said.evidence = evidence;
    return said;
  }
  Said application(std::uint64_t organisation) {
    Said said;
    said.type = "AccessionApplied";
    said.payload = fmt::format(
        R"({{"applicant":"{}","applied_on":{{"precision":"UNKNOWN","source":"STATED"}}}})",
        support::org_id(organisation));
    return said;
  }
  Said correction(const std::string& target, const std::string& new_payload = {}) {
    Said said;
    said.type = "EventCorrected";
    said.payload =
        fmt::format(R"({{"target":"{}","reason":"CLERICAL","wording":{{"title":"x"}}{}}})", target,
                    new_payload);
    return said;
  }
  Said root_event(const std::string& type, const std::string& payload) {
    Said said;
    said.type = type;
    said.payload = payload;
    return said;
  }
};

TEST_F(IdentityAdmissionTest, RegistersNeedTheScopeRegister) {
  const TestKey& actor = t.keeper(R"("ACT","RECORD")");
  const TestKey& keeper = t.keeper(R"("REGISTER")");
  EXPECT_EQ(t.refusal(by(t.organisation(1), actor)), "SCOPE_REQUIRED");
  EXPECT_EQ(t.refusal(by(t.organisation(1), keeper)), "accepted");
}

TEST_F(IdentityAdmissionTest, TheRefusalSaysWhichScopeIsNeededAndWhichAreThere) {
  const TestKey& actor = t.keeper(R"("ACT","RECORD")");
  const auto refused = t.record(by(t.organisation(1), actor));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            "OrganisationRegistered needs a key with the scope REGISTER; the author's key has "
            "RECORD, ACT (rule A1 of RULES.md)");
  EXPECT_EQ(refused.error().russian,
            "OrganisationRegistered: нужен ключ с правом REGISTER; у ключа автора: RECORD, ACT "
            "(правило A1 в RULES.md)");
}

TEST_F(IdentityAdmissionTest, ImportAndRulesAreTheRootsAlone) {
  const TestKey& keeper = t.keeper(R"("REGISTER","ACT")");
  EXPECT_EQ(t.refusal(by(root_event("ImportClosed", "{}"), keeper)), "ROOT_REQUIRED");
  EXPECT_EQ(t.refusal(root_event("ImportClosed", "{}")), "accepted");
  EXPECT_EQ(t.refusal(by(root_event("RulesUpgraded", R"({"version":2})"), keeper)),
            "ROOT_REQUIRED");
  EXPECT_EQ(t.refusal(root_event("RulesUpgraded", R"({"version":99})")), "RULES_UNKNOWN");
}

TEST_F(IdentityAdmissionTest, EachGradeNeedsItsScope) {
  t.must(t.organisation(1));
  const TestKey& actor = t.keeper(R"("ACT")");
  const TestKey& recorder = t.keeper(R"("RECORD")");
  const TestKey& importer = t.keeper(R"("IMPORT")");
  const std::string paper = t.must(t.document(1));
  EXPECT_EQ(t.refusal(by(application(1), recorder)), "SCOPE_REQUIRED");
  EXPECT_EQ(t.refusal(by(application(1), actor)), "accepted");
  EXPECT_EQ(t.refusal(by(graded(application(1), "RECORDER"), actor)), "SCOPE_REQUIRED");
  EXPECT_EQ(t.refusal(by(graded(application(1), "RECORDER"), recorder)), "accepted");
  EXPECT_EQ(t.refusal(by(graded(application(1), "DOCUMENT", paper), actor)), "SCOPE_REQUIRED");
  EXPECT_EQ(t.refusal(by(graded(application(1), "DOCUMENT"), recorder)), "EVIDENCE_MISSING");
  EXPECT_EQ(t.refusal(by(graded(application(1), "DOCUMENT", paper), recorder)), "accepted");
  EXPECT_EQ(t.refusal(by(graded(application(1), "DOCUMENT", paper), importer)), "accepted");
}

TEST_F(IdentityAdmissionTest, HistoryNeedsImportEvidenceAndAnOpenDoor) {
  t.must(t.organisation(1));
  const TestKey& recorder = t.keeper(R"("RECORD")");
  const TestKey& importer = t.keeper(R"("IMPORT","RECORD")");
  const std::string paper = t.must(t.document(1));
  Said said = by(graded(application(1), "DOCUMENT", paper), importer);
  said.historical = true;
  EXPECT_EQ(t.refusal(by(said, recorder)), "SCOPE_REQUIRED");
  Said bare = said;
  bare.evidence.clear();
  bare.grade = "RECORDER";
  EXPECT_EQ(t.refusal(bare), "EVIDENCE_MISSING");
  EXPECT_EQ(t.refusal(said), "accepted");
  t.must(root_event("ImportClosed", "{}"));
  EXPECT_EQ(t.refusal(said), "IMPORT_CLOSED");
  said.historical = false;
  EXPECT_EQ(t.refusal(said), "accepted");
}

TEST_F(IdentityAdmissionTest, ClosingTheImportOfARegionClosesItsClusters) {
  t.must(t.organisation(1));
  t.must(t.region(1, 1));
  t.must(t.region(2, 1));
  t.must(t.cluster(1, 1));
  t.must(t.cluster(2, 2));
  const TestKey& importer = t.keeper(R"("IMPORT","RECORD")");
  const std::string paper = t.must(t.document(1));
  Said closing = root_event("ImportClosed", "{}");
  closing.scope_kind = "REGION";
  closing.scope_id = support::region_id(1);
  t.must(closing);
  Said said = by(graded(application(1), "DOCUMENT", paper), importer);
  said.historical = true;
  said.scope_kind = "CLUSTER";
  said.scope_id = support::cluster_id(1);
  EXPECT_EQ(t.refusal(said), "IMPORT_CLOSED");
  said.scope_id = support::cluster_id(2);
  EXPECT_EQ(t.refusal(said), "accepted");
}

TEST_F(IdentityAdmissionTest, WhatAnEventSpeaksAboutIsDeclaredBefore) {
  EXPECT_EQ(t.refusal(t.region(1, 1)), "UNKNOWN_SUBJECT");
  t.must(t.organisation(1));
  EXPECT_EQ(t.refusal(t.cluster(1, 1)), "UNKNOWN_SUBJECT");
  EXPECT_EQ(t.refusal(t.region(1, 1)), "accepted");
  EXPECT_EQ(t.refusal(t.cluster(1, 1)), "accepted");
  Said said = t.document(1);
  said.scope_kind = "CLUSTER";
  said.scope_id = support::cluster_id(7);
  EXPECT_EQ(t.refusal(said), "UNKNOWN_SUBJECT");
  said.scope_id = support::cluster_id(1);
  EXPECT_EQ(t.refusal(said), "accepted");
}

TEST_F(IdentityAdmissionTest, AnIdIsDeclaredOnce) {
  t.must(t.organisation(1));
  t.must(t.region(1, 1));
  t.must(t.cluster(1, 1));
  t.must(t.document(1));
  EXPECT_EQ(t.refusal(t.organisation(1)), "DUPLICATE_ID");
  EXPECT_EQ(t.refusal(t.region(1, 1)), "DUPLICATE_ID");
  EXPECT_EQ(t.refusal(t.cluster(1, 1)), "DUPLICATE_ID");
  EXPECT_EQ(t.refusal(t.document(1)), "DUPLICATE_ID");
}

TEST_F(IdentityAdmissionTest, RegisterNumbersAreValidAndBelongToOneOrganisation) {
  EXPECT_EQ(t.refusal(t.organisation(1, R"(,"ogrn":"1027700132190")")), "BAD_OGRN");
  EXPECT_EQ(t.refusal(t.organisation(1, R"(,"inn":"7707083890")")), "BAD_INN");
  t.must(t.organisation(1, R"(,"ogrn":"1027700132195","inn":"7707083893")"));
  EXPECT_EQ(t.refusal(t.organisation(2, R"(,"ogrn":"1027700132195")")), "OGRN_TAKEN");
  EXPECT_EQ(t.refusal(t.organisation(2, R"(,"inn":"7707083893")")), "INN_TAKEN");
  EXPECT_EQ(t.refusal(t.organisation(2, R"(,"inn":"7736207543")")), "accepted");
}

TEST_F(IdentityAdmissionTest, AWithdrawnRegistrationFreesItsNumbers) {
  const std::string wrong = t.must(t.organisation(1, R"(,"ogrn":"1027700132195")"));
  EXPECT_EQ(t.refusal(t.organisation(2, R"(,"ogrn":"1027700132195")")), "OGRN_TAKEN");
  t.must(correction(wrong));
  EXPECT_EQ(t.refusal(t.organisation(2, R"(,"ogrn":"1027700132195")")), "accepted");
}

TEST_F(IdentityAdmissionTest, EditionsOfOneDocumentAscend) {
  const std::string first = t.must(t.document(1));
  const std::string other = t.must(t.document(2));
  const auto next = [&](int edition, const std::string& of, const std::string& digest,
                        std::uint64_t number = 1) {
    Said said = t.document(number, fmt::format(R"(,"{}":"{}")", of, digest));
    const std::string from = R"("edition":1)";
    said.payload.replace(said.payload.find(from), from.size(),
                         fmt::format(R"("edition":{})", edition));
    return said;
  };
  EXPECT_EQ(t.refusal(next(1, "edition_of", first)), "EDITION_ORDER");
  EXPECT_EQ(t.refusal(next(2, "edition_of", other)), "DOCUMENT_MISMATCH");
  EXPECT_EQ(t.refusal(next(2, "rendition_of", first)), "EDITION_ORDER");
  EXPECT_EQ(t.refusal(next(1, "rendition_of", first)), "accepted");
  EXPECT_EQ(t.refusal(next(2, "edition_of", first)), "accepted");
  EXPECT_EQ(t.refusal(next(2, "edition_of", first)), "EDITION_ORDER");
  EXPECT_EQ(t.refusal(next(1, "rendition_of", first)), "accepted");
}

TEST_F(IdentityAdmissionTest, ACorrectionKeepsTypeIdAndEdition) {
  const std::string target = t.must(t.organisation(1));
  const auto as = [](const Said& said) {
    return fmt::format(R"(,"new_payload_type":"{}","new_payload":{})", said.type, said.payload);
  };
  t.must(t.organisation(2));
  EXPECT_EQ(t.refusal(correction(target, as(t.organisation(2)))), "CORRECTION_TARGET");
  EXPECT_EQ(t.refusal(correction(target, as(t.document(1)))), "CORRECTION_TARGET");
  EXPECT_EQ(t.refusal(correction(target, as(application(1)))), "SCOPE_REQUIRED");
  EXPECT_EQ(t.refusal(correction(target, as(t.organisation(1, R"(,"ogrn":"1027700132195")")))),
            "accepted");
  EXPECT_EQ(t.refusal(t.organisation(3, R"(,"ogrn":"1027700132195")")), "OGRN_TAKEN");
}

TEST_F(IdentityAdmissionTest, ACorrectionIsNotCorrected) {
  const std::string target = t.must(t.organisation(1));
  const std::string corrected = t.must(correction(target));
  EXPECT_EQ(t.refusal(correction(corrected)), "CORRECTION_FORBIDDEN");
}

TEST_F(IdentityAdmissionTest, WithdrawingIsForThoseWhoKeepTheRecord) {
  const std::string target = t.must(t.organisation(1));
  const TestKey& actor = t.keeper(R"("ACT")");
  EXPECT_EQ(t.refusal(by(correction(target), actor)), "SCOPE_REQUIRED");
}

/// The rules on their own: no log, every row in the test's hands.
class RowsOnlyTest : public ::testing::Test {
 protected:
  RowsOnlyTest() { fold(t.test.genesis().body, 0); }

  ledger::Candidate candidate(const ledger::Body& body, std::uint64_t index) const {
    return {body, index, 1'700'000'000'000'000 + index,
            ledger::sha256("event " + std::to_string(index)), author_record(rows, body)};
  }
  void fold(const std::string& bytes, std::uint64_t index) {
    const auto body = ledger::check_body(bytes);
    ASSERT_TRUE(body);
    const auto event = candidate(*body, index);
    ASSERT_TRUE(rules.admit(rows, event));
    fold_keys(rows, *body, index);
    rules.fold(rows, event);
  }

  IdentityLedger t;
  IdentityAdmission rules;
  Rows rows;
};

TEST_F(RowsOnlyTest, AdmittingChangesNothing) {
  const auto before = rows.digest();
  const auto mark = rows.savepoint();
  const auto body = ledger::check_body(t.sign(t.organisation(1)).body);
  ASSERT_TRUE(body);
  ASSERT_TRUE(rules.admit(rows, candidate(*body, 1)));
  EXPECT_EQ(rows.digest(), before);
  EXPECT_EQ(rows.savepoint(), mark);
}

TEST_F(RowsOnlyTest, ARollbackUndoesAFoldCompletely) {
  const auto before = rows.digest();
  const auto mark = rows.savepoint();
  fold(t.sign(t.organisation(1, R"(,"ogrn":"1027700132195","inn":"7707083893")")).body, 1);
  fold(t.sign(t.region(1, 1)).body, 2);
  fold(t.sign(t.cluster(1, 1)).body, 3);
  EXPECT_NE(rows.digest(), before);
  rows.rollback(mark);
  EXPECT_EQ(rows.digest(), before);
}

// The rows of version 1 may never change: a new version of the rules leaves this digest as it is.
TEST_F(RowsOnlyTest, TheStateOfVersionOneHasTheDigestItAlwaysHad) {
  fold(t.sign(t.organisation(1, R"(,"ogrn":"1027700132195","inn":"7707083893")")).body, 1);
  fold(t.sign(t.region(1, 1)).body, 2);
  fold(t.sign(t.cluster(1, 1)).body, 3);
  fold(t.sign(t.document(1)).body, 4);
  EXPECT_EQ(rules_version(rows), 1u);
  Rows own;
  rows.scan("a", [&](std::string_view key, std::string_view value) {
    own.put(std::string(key), std::string(value));
    return true;
  });
  EXPECT_EQ(to_hex(own.digest()),
            "e5d0a843faba86ebdc589c12bd9db4c8020e4f52996e1e156ac5f5638d19a430");
}

}  // namespace
}  // namespace projections
