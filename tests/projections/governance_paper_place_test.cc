// SPDX-License-Identifier: Apache-2.0
// Nobody makes, ends or signs the papers of another place: version 3 of the rules. Each case is
// accepted under the second version, so that a rule that went missing shows.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/two_clusters.h"

namespace projections {
namespace {

using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;
using support::Said;
using support::TestKey;
using support::thing_id;
using support::TwoClusters;

/// Papers of the two clusters and of their region.
struct Papers {
  explicit Papers(unsigned version)
      : two(version), wrong(version == 2 ? "accepted" : "ACTOR_NOT_ALLOWED") {
    first = t.must(t.told("DocumentRegistered", t.document(70).payload));
    second = t.must(TwoClusters::in_second(t.told("DocumentRegistered", t.document(71).payload)));
    regional = t.must(TwoClusters::in_region(t.told("DocumentRegistered", t.document(72).payload)));
  }

  /// The stranger's word, in its own cluster.
  std::string stranger_says(const char* type, const std::string& payload) {
    return t.refusal(TwoClusters::in_second(t.native(two.stranger, type, payload)));
  }
  std::string participant_says(const char* type, const std::string& payload) {
    return t.refusal(t.native(t.head(1), type, payload));
  }
  std::string recorder_says(const char* type, const std::string& payload) {
    return t.refusal(t.told(type, payload));
  }

  std::string another_file(std::uint64_t number, const std::string& of) const {
    std::string payload = t.document(number, fmt::format(R"(,"rendition_of":"{}")", of)).payload;
    const std::string original = R"("rendition":"ORIGINAL")";
    payload.replace(payload.find(original), original.size(), R"("rendition":"CERTIFIED_COPY")");
    return payload;
  }
  std::string next_edition(std::uint64_t number, unsigned edition, const std::string& of) const {
    std::string payload = t.document(number, fmt::format(R"(,"edition_of":"{}")", of)).payload;
    const std::string earlier = R"("edition":1)";
    payload.replace(payload.find(earlier), earlier.size(), fmt::format(R"("edition":{})", edition));
    return payload;
  }
  static std::string relation(const std::string& from, const char* kind, const std::string& to) {
    return fmt::format(
        R"({{"from":"{}","to":{{"kind":"REGISTERED","document":"{}"}},"relation":"{}"}})", from, to,
        kind);
  }
  static std::string evidence(const std::string& paper, std::uint64_t signatory) {
    return fmt::format(R"({{"document":"{}","kind":"PAPER_SCAN","materials":[{{"kind":"SCAN",
                       "sha256":"{}"}}],"organisation":"{}","moment":{{"source":"UNKNOWN"}}}})",
                       paper, support::hex_for(7, 32), org_id(signatory));
  }

  TwoClusters two;
  GovernanceLedger& t = two.t;
  std::string wrong;
  std::string first, second, regional;
};

TEST(PapersOfAPlace, NobodyMakesACopyOrAnEditionOfAPaperOfAnotherCluster) {
  for (const unsigned version : {2U, 3U}) {
    Papers p(version);
    EXPECT_EQ(p.stranger_says("DocumentRegistered", p.another_file(70, p.first)), p.wrong);
    EXPECT_EQ(p.stranger_says("DocumentRegistered", p.next_edition(70, 2, p.first)), p.wrong);
    EXPECT_EQ(p.participant_says("DocumentRegistered", p.another_file(70, p.first)), "accepted");
    EXPECT_EQ(p.recorder_says("DocumentRegistered", p.next_edition(70, 3, p.first)), "accepted");
    EXPECT_EQ(p.stranger_says("DocumentRegistered", p.next_edition(71, 2, p.second)), "accepted")
        << "in the cluster in which it takes part";
  }
}

TEST(PapersOfAPlace, APaperIsRepealedWhereItIsRegistered) {
  for (const unsigned version : {2U, 3U}) {
    Papers p(version);
    for (const char* kind : {"REPEALS", "REPLACES", "AMENDS"}) {
      EXPECT_EQ(p.stranger_says("DocumentRelated", Papers::relation(p.second, kind, p.first)),
                p.wrong)
          << kind;
      EXPECT_EQ(p.participant_says("DocumentRelated", Papers::relation(p.regional, kind, p.first)),
                "accepted")
          << "an act of the region " << kind;
    }
    EXPECT_EQ(p.participant_says("DocumentRelated", Papers::relation(p.second, "REPEALS", p.first)),
              p.wrong)
        << "nor does a stranger's paper serve";
    EXPECT_EQ(
        p.participant_says("DocumentRelated", Papers::relation(p.first, "REPEALS", p.regional)),
        p.wrong)
        << "an act of the region is not the cluster's";
    EXPECT_EQ(p.t.refusal(p.t.native(p.t.ministry, "DocumentRelated",
                                     Papers::relation(p.regional, "REPEALS", p.first))),
              "accepted");
  }
}

TEST(PapersOfAPlace, APaperRefersToAnyOtherAndIsSpokenForByItsOwnPlace) {
  Papers p(3);
  EXPECT_EQ(p.stranger_says("DocumentRelated", Papers::relation(p.second, "REFERS_TO", p.first)),
            "accepted");
  EXPECT_EQ(p.stranger_says("DocumentRelated", Papers::relation(p.first, "REFERS_TO", p.second)),
            "ACTOR_NOT_ALLOWED");
}

TEST(PapersOfAPlace, ASignatureIsVouchedForByItsSignatoryOrWhoKeepsTheRecord) {
  for (const unsigned version : {2U, 3U}) {
    Papers p(version);
    const auto of_ministry = Papers::evidence(p.first, kMinistry);
    EXPECT_EQ(p.stranger_says("SignatureEvidenceAttached", of_ministry), p.wrong);
    EXPECT_EQ(p.stranger_says("SignatureEvidenceAttached", Papers::evidence(p.first, 9)), p.wrong);
    EXPECT_EQ(p.participant_says("SignatureEvidenceAttached", of_ministry), p.wrong);
    EXPECT_EQ(p.participant_says("SignatureEvidenceAttached", Papers::evidence(p.first, 1)),
              "accepted");
    EXPECT_EQ(p.recorder_says("SignatureEvidenceAttached", of_ministry), "accepted");
  }
}

TEST(PapersOfAPlace, APaperOfTheWholeLedgerIsItsOperatorsAlone) {
  for (const unsigned version : {2U, 3U}) {
    Papers p(version);
    EXPECT_EQ(p.recorder_says("DocumentRegistered", p.next_edition(1, 2, p.t.paper)), p.wrong);
    Said edition = p.t.document(1);
    edition.payload = p.next_edition(1, 3, p.t.paper);
    EXPECT_EQ(p.t.refusal(edition), "accepted");
  }
}

TEST(PapersOfAPlace, ANewPaperIsRegisteredByThoseOfThePlaceOrByItsIssuer) {
  for (const unsigned version : {2U, 3U}) {
    Papers p(version);
    const auto letter = [&](std::uint64_t number, std::uint64_t issuer) {
      return p.t.native(
          p.two.stranger, "DocumentRegistered",
          p.t.document(number, fmt::format(R"(,"issuer":"{}")", org_id(issuer))).payload);
    };
    EXPECT_EQ(
        p.t.refusal(p.t.native(p.two.stranger, "DocumentRegistered", p.t.document(80).payload)),
        p.wrong);
    EXPECT_EQ(p.t.refusal(letter(81, kMinistry)), p.wrong);
    EXPECT_EQ(p.t.refusal(letter(82, 9)), "accepted") << "its own application";
    EXPECT_EQ(p.participant_says("DocumentRegistered", p.t.document(83).payload), "accepted");
  }
}

TEST(PapersOfAPlace, WhatAnOrganisationIssuedItMayEditWhereverItIsRegistered) {
  Papers p(3);
  const std::string order = p.t.must(p.t.told(
      "DocumentRegistered", p.t.document(84, fmt::format(R"(,"issuer":"{}")", org_id(9))).payload));
  EXPECT_EQ(p.stranger_says("DocumentRegistered", p.next_edition(84, 2, order)), "accepted");
}

TEST(PapersOfAPlace, AnAgreementRestsOnAPaperOfItsOwnPlaceOrOneAbove) {
  for (const unsigned version : {2U, 3U}) {
    Papers p(version);
    std::uint64_t number = 5'100;
    const auto on = [&](const std::string& paper) {
      return fmt::format(R"({{"agreement":"{}","version":1,"title_as_written":"Соглашение",
                         "kind":"COOPERATION","parties":[{{"number":1,"organisation":"{}"}},
                         {{"number":2,"organisation":"{}"}}],"slots":[{{"slot":1,"party":1,
                         "acting_as":"HEAD"}},{{"slot":2,"party":2,"acting_as":"HEAD"}}],
                         "term":{{"kind":"OPEN_ENDED"}},"levels":["FIRST"],"document":"{}"}})",
                         thing_id(++number), org_id(1), org_id(9), paper);
    };
    EXPECT_EQ(p.stranger_says("AgreementRegistered", on(p.first)), p.wrong);
    EXPECT_EQ(p.stranger_says("AgreementRegistered", on(p.second)), "accepted");
    EXPECT_EQ(p.participant_says("AgreementRegistered", on(p.regional)), p.wrong);
    EXPECT_EQ(p.recorder_says("AgreementRegistered", on(p.regional)), "accepted");
    EXPECT_EQ(p.recorder_says("AgreementRegistered", on(p.t.paper)), "accepted");
  }
}

TEST(PapersOfAPlace, ACorrectionPutsNoPaperOfAnotherPlaceInItsPlace) {
  Papers p(3);
  const std::string own = p.t.must(TwoClusters::in_second(p.t.native(
      p.two.stranger, "DocumentRelated", Papers::relation(p.second, "REPEALS", p.second))));
  const auto corrected = [&](const std::string& to) {
    return fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}},
                       "new_payload_type":"DocumentRelated","new_payload":{}}})",
                       own, Papers::relation(p.second, "REPEALS", to));
  };
  EXPECT_EQ(p.stranger_says("EventCorrected", corrected(p.first)), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(p.stranger_says("EventCorrected", corrected(p.second)), "accepted");
}

TEST(PapersOfAPlace, TheRefusalNamesThePaperAndWhereItIsRegistered) {
  Papers p(3);
  const auto refused = p.t.record(TwoClusters::in_second(
      p.t.native(p.two.stranger, "DocumentRegistered", p.another_file(70, p.first))));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "payload.rendition_of");
  const std::string place = support::cluster_id(1);
  EXPECT_NE(refused.error().message.find("where the paper " + p.first +
                                         " is registered (the cluster " + place + ")"),
            std::string::npos)
      << refused.error().message;
  EXPECT_NE(refused.error().russian.find(p.first + " (кластер " + place + ")"), std::string::npos)
      << refused.error().russian;
}

}  // namespace
}  // namespace projections
