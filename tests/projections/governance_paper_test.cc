// SPDX-License-Identifier: Apache-2.0
// Membership, charters, agreements, corrections and import before the rules of governance.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/governance_ledger.h"

namespace projections {
namespace {

using support::CharterSaid;
using support::cluster_id;
using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;
using support::Said;
using support::TestKey;
using support::thing_id;

class GovernancePaperTest : public ::testing::Test {
 protected:
  GovernanceLedger t;

  Said organisation(std::uint64_t number, const std::string& category) {
    Said said = t.organisation(number);
    const std::string from = R"("category":"COLLEGE")";
    said.payload.replace(said.payload.find(from), from.size(),
                         fmt::format(R"("category":"{}")", category));
    return said;
  }
  Said inclusion(std::uint64_t number) {
    return t.native(t.ministry, "OrderIssued",
                    t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(number))));
  }
  Said answer(std::uint64_t number, const std::string& answer) {
    return t.told("MembershipConsentRecorded",
                  fmt::format(R"({{"organisation":"{}","answer":"{}","given_on":{}}})",
                              org_id(number), answer, t.day("2023-10-01")));
  }
};

// --- membership ----------------------------------------------------------------------------------

TEST_F(GovernancePaperTest, AnOrderIncludesTheWillingAndSubordinateColleges) {
  t.must(organisation(20, "EMPLOYER"));
  EXPECT_EQ(t.refusal(inclusion(20)), "NO_CONSENT");
  t.must(answer(20, "REFUSAL"));
  EXPECT_EQ(t.refusal(inclusion(20)), "NO_CONSENT");
  t.must(answer(20, "CONSENT"));
  EXPECT_EQ(t.refusal(inclusion(20)), "accepted");
  t.must(organisation(21, "STATE_COLLEGE_SUBORDINATE"));
  t.must(answer(21, "REFUSAL"));
  EXPECT_EQ(t.refusal(inclusion(21)), "accepted");
}

TEST_F(GovernancePaperTest, TheCategoryIsOneThatTheCharterAdmits) {
  t.must(organisation(20, "PRIVATE_PERSON"));
  t.must(answer(20, "CONSENT"));
  EXPECT_EQ(t.refusal(inclusion(20)), "CATEGORY_NOT_ALLOWED");
  Said told = inclusion(20);
  told.author = &t.secretary;
  told.grade = "RECORDER";
  EXPECT_EQ(t.refusal(told), "accepted");
}

TEST_F(GovernancePaperTest, OnlyTheIssuerThatTheCharterNamesSetsTheMembership) {
  EXPECT_EQ(t.refusal(t.native(t.head(1), "OrderIssued",
                               t.order(1, fmt::format(R"(,"included":["{}"])", org_id(2))))),
            "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(
      t.refusal(t.native(t.head(1), "OrderIssued",
                         t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(2))))),
      "ACTOR_NOT_ALLOWED");
}

TEST(GovernanceWithdrawal, IsWrittenInTimeAndToWhomTheCharterNames) {
  CharterSaid charter;
  charter.more_membership =
      R"(,"withdrawal":{"notice":{"count":2,"unit":"MONTHS"},"to":{"kind":"BODY",
      "body":{"kind":"COORDINATION_COUNCIL"}},"start":"RECEIPT","form":"WRITTEN"})";
  GovernanceLedger t(charter);
  const auto notice = [&](const std::string& exit, const std::string& form, const std::string& to) {
    return t.native(t.head(1), "WithdrawalNoticeRecorded",
                    fmt::format(R"({{"organisation":"{}","act":"GIVEN","to":{},"received_on":{},
                                "intended_exit_on":{},"form":"{}"}})",
                                org_id(1), to, t.day("2023-06-30"), t.day(exit), form));
  };
  const std::string council = R"({"kind":"BODY","body":{"kind":"COORDINATION_COUNCIL"}})";
  const std::string somebody =
      fmt::format(R"({{"kind":"ORGANISATION","organisation":"{}"}})", org_id(2));
  EXPECT_EQ(t.refusal(notice("2023-08-29", "WRITTEN", council)), "NOTICE_TOO_SHORT");
  EXPECT_EQ(t.refusal(notice("2023-08-30", "ORAL", council)), "ORAL_NOTICE");
  EXPECT_EQ(t.refusal(notice("2023-08-30", "WRITTEN", somebody)), "NOTICE_ADDRESSEE");
  Said told = notice("2023-07-01", "ORAL", somebody);
  told.author = &t.secretary;
  told.grade = "RECORDER";
  EXPECT_EQ(t.refusal(told), "accepted");
  EXPECT_EQ(t.refusal(notice("2023-08-30", "WRITTEN", council)), "accepted");
}

TEST(GovernanceAccession, NeedsAnApplicationAndEveryVote) {
  CharterSaid charter;
  charter.include_by = "UNANIMOUS_AT_MEETING";
  charter.consent = "BY_APPLICATION";
  charter.council =
      R"("ballot":"OPEN","convened_by":"NOT_STATED","ballots_opened_by":"NOT_STATED","questions":
      [{"decisions":["ACCESSION"],"majority":{"numerator":1,"denominator":1,
      "relation":"AT_LEAST","base":"ALL_PARTICIPANTS"},"at_meeting_only":true}])";
  GovernanceLedger t(charter);
  const std::string opening = fmt::format(
      R"({{"as_of":{},"members":[{{"organisation":"{}"}},{{"organisation":"{}"}},
      {{"organisation":"{}"}},{{"organisation":"{}"}},{{"organisation":"{}"}}]}})",
      t.day("2022-01-01"), org_id(1), org_id(2), org_id(3), org_id(4), org_id(5));
  t.must(t.native(t.ministry, "OpeningState", opening));
  t.elect_chair();
  t.must(t.organisation(30));
  const auto accession = [&](std::uint64_t number, const std::string& ballot) {
    const std::string on = ballot.empty() ? "" : fmt::format(R"(,"ballot":"{}")", ballot);
    return t.native(t.head(1), "DecisionDeclared",
                    t.decision(number, fmt::format(R"(,"kind":"ACCESSION","admits":["{}"]{})",
                                                   org_id(30), on)));
  };
  EXPECT_EQ(t.refusal(accession(1, {})), "NO_APPLICATION");
  t.must(t.told("AccessionApplied", fmt::format(R"({{"applicant":"{}","applied_on":{}}})",
                                                org_id(30), t.day("2023-10-01"))));
  EXPECT_EQ(t.refusal(accession(1, {})), "NO_UNANIMITY");
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string kind = R"(,"kind":"ACCESSION")";
  const auto four = t.closed_ballot(1, held, {"FOR", "FOR", "FOR", "FOR"}, kind);
  EXPECT_EQ(t.refusal(accession(1, four)), "NO_UNANIMITY");
  const auto one_abstains = t.closed_ballot(2, held, {"FOR", "FOR", "FOR", "FOR", "ABSTAIN"}, kind);
  EXPECT_EQ(t.refusal(accession(1, one_abstains)), "NO_UNANIMITY");
  const auto all = t.closed_ballot(3, held, {"FOR", "FOR", "FOR", "FOR", "FOR"}, kind);
  EXPECT_EQ(t.refusal(accession(1, all)), "accepted");
}

// --- charters and roles --------------------------------------------------------------------------

TEST_F(GovernancePaperTest, OneCharterIsInForceOnADay) {
  const auto adoption = [&](std::uint64_t number, unsigned version, const std::string& effective,
                            const std::string& more) {
    return t.native(t.ministry, "CharterAdopted",
                    t.charter({}, number, version, effective, t.paper, more));
  };
  const std::string replaces = fmt::format(R"(,"replaces":"{}")", t.adopted);
  EXPECT_EQ(t.refusal(adoption(2, 1, "2023-01-01", {})), "CHARTER_OVERLAP");
  EXPECT_EQ(t.refusal(adoption(1, 2, "2020-10-26", replaces)), "CHARTER_OVERLAP");
  EXPECT_EQ(t.refusal(adoption(1, 1, "2023-01-01", replaces)), "DUPLICATE_ID");
  EXPECT_EQ(t.refusal(adoption(1, 2, "2023-01-01", replaces)), "accepted");
}

TEST_F(GovernancePaperTest, TheParametersOfACharterWorkTogether) {
  CharterSaid odd;
  odd.consent = "REQUIRED";
  odd.more_membership = R"(,"consent_not_needed_from":["COLLEGE"])";
  Said adoption =
      t.native(t.ministry, "CharterAdopted", t.charter(odd, 1, 2, "2023-01-01", t.paper));
  EXPECT_EQ(t.refusal(adoption), "CHARTER_PARAMETERS");
  adoption.grade = "RECORDER";
  EXPECT_EQ(t.refusal(adoption), "accepted");
}

TEST_F(GovernancePaperTest, ACharterStandsOnARegisteredPaper) {
  std::string payload = t.charter({}, 1, 2, "2023-01-01", t.paper);
  const std::string document = fmt::format(R"(,"document":"{}")", t.paper);
  payload.erase(payload.find(document), document.size());
  EXPECT_EQ(t.refusal(t.native(t.ministry, "CharterAdopted", payload)), "CHARTER_BASIS");
}

TEST(GovernanceRoles, TheOperatorOfTheClusterIsAnEducationalParticipant) {
  CharterSaid charter;
  charter.more = R"(,"roles":[{"role":"CLUSTER_OPERATOR","educational":true,"participant":true}])";
  GovernanceLedger t(charter);
  Said plant = t.organisation(40);
  plant.payload.replace(plant.payload.find(R"("educational":true)"), 18, R"("educational":false)");
  t.must(plant);
  t.must(t.organisation(41));
  const auto appointed = [&](std::uint64_t number) {
    return t.native(t.ministry, "OfficeHolderChanged",
                    fmt::format(R"({{"organisation":"{}","role":"CLUSTER_OPERATOR",
                                "change":"APPOINTED","from":{}}})",
                                org_id(number), t.day("2023-10-01")));
  };
  EXPECT_EQ(t.refusal(appointed(40)), "OPERATOR_NOT_EDUCATIONAL");
  EXPECT_EQ(t.refusal(appointed(41)), "OPERATOR_NOT_MEMBER");
  EXPECT_EQ(t.refusal(appointed(1)), "accepted");
}

// --- agreements ----------------------------------------------------------------------------------

class GovernanceAgreementTest : public ::testing::Test {
 protected:
  static CharterSaid charter() {
    CharterSaid said;
    said.more = R"(,"agreement":{"in_force":"ON_CONCLUSION","levels_required":true,
        "term_minimum":"PROGRAMME_END","termination":"NOT_STATED"})";
    return said;
  }
  Said agreement(const std::string& parties, const std::string& slots,
                 const std::string& more = R"(,"levels":["FIRST"])",
                 const std::string& term = R"({"kind":"OPEN_ENDED"})") {
    ++number;
    return t.native(t.head(1), "AgreementRegistered",
                    fmt::format(R"({{"agreement":"{}","version":1,"title_as_written":"Соглашение",
                                "kind":"COOPERATION","parties":[{}],"slots":[{}],"term":{},
                                "document":"{}"{}}})",
                                thing_id(5'000 + number), parties, slots, term, t.paper, more));
  }
  static std::string party(int number, const std::string& organisation) {
    return fmt::format(R"({{"number":{},"organisation":"{}"}})", number, organisation);
  }
  static std::string slot(int number, int of) {
    return fmt::format(R"({{"slot":{},"party":{},"acting_as":"HEAD"}})", number, of);
  }
  std::string two() { return party(1, org_id(1)) + "," + party(2, org_id(2)); }
  Said signing(const std::string& target, int at, std::uint64_t by) {
    return t.native(t.head(by), "AgreementSigned",
                    fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
                                "organisation":"{}","signed_on":{}}}}})",
                                target, at, org_id(by), t.day("2023-11-01")));
  }
  GovernanceLedger t{charter()};
  std::uint64_t number = 0;
};

TEST_F(GovernanceAgreementTest, PartiesAreRegisteredOrganisationsAndSlotsAreTheirs) {
  const std::string slots = slot(1, 1) + "," + slot(2, 2);
  EXPECT_EQ(t.refusal(agreement(party(1, org_id(1)) + "," + party(2, cluster_id(1)), slots)),
            "CLUSTER_AS_PARTY");
  EXPECT_EQ(t.refusal(agreement(party(1, org_id(1)) + "," + party(2, org_id(99)), slots)),
            "UNKNOWN_SUBJECT");
  EXPECT_EQ(t.refusal(agreement(party(1, org_id(1)) + "," + party(2, org_id(1)), slots)),
            "PARTY_UNKNOWN");
  EXPECT_EQ(t.refusal(agreement(two(), slot(1, 1) + "," + slot(2, 3))), "PARTY_UNKNOWN");
  EXPECT_EQ(t.refusal(agreement(two(), slot(1, 1) + "," + slot(1, 2))), "SLOT_UNKNOWN");
  EXPECT_EQ(t.refusal(agreement(two(), slots + "," + slot(3, 2))), "accepted");
}

TEST_F(GovernanceAgreementTest, ASlotIsSignedOnceByItsOwnParty) {
  const std::string digest = t.must(agreement(two(), slot(1, 1) + "," + slot(2, 2)));
  EXPECT_EQ(t.refusal(signing(digest, 3, 1)), "SLOT_UNKNOWN");
  EXPECT_EQ(t.refusal(signing(digest, 2, 1)), "SLOT_OF_ANOTHER_PARTY");
  EXPECT_EQ(t.refusal(signing(digest, 1, 1)), "accepted");
  EXPECT_EQ(t.refusal(signing(digest, 1, 1)), "SLOT_SIGNED");
}

TEST_F(GovernanceAgreementTest, LevelsAndTheTermAreThoseOfTheCharter) {
  const std::string slots = slot(1, 1) + "," + slot(2, 2);
  EXPECT_EQ(t.refusal(agreement(two(), slots, {})), "NO_LEVELS");
  const std::string programme = t.must(t.told(
      "ProgrammeSubmitted",
      fmt::format(R"({{"programme":"{}","version":1,"wording":{{"title":"Программа"}},"from":{},
                  "to":{},"document":"{}"}})",
                  thing_id(2), t.day("2023-09-01"), t.day("2028-08-31"), t.paper)));
  const std::string more = fmt::format(R"(,"levels":["FIRST"],"programme":"{}")", programme);
  const auto until = [&](const std::string& date) {
    return fmt::format(R"({{"kind":"UNTIL","until":{}}})", t.day(date));
  };
  EXPECT_EQ(t.refusal(agreement(two(), slots, more, until("2026-12-31"))), "TERM_TOO_SHORT");
  Said told = agreement(two(), slots, more, until("2026-12-31"));
  told.author = &t.secretary;
  told.grade = "RECORDER";
  EXPECT_EQ(t.refusal(told), "accepted");
  EXPECT_EQ(t.refusal(agreement(two(), slots, more, until("2028-08-31"))), "accepted");
}

TEST_F(GovernanceAgreementTest, WhatAPartyHasSignedIsNotCorrectedUnderItsSignature) {
  const Said said = agreement(two(), slot(1, 1) + "," + slot(2, 2));
  const std::string digest = t.must(said);
  const Said correction =
      t.native(t.head(1), "EventCorrected",
               fmt::format(R"({{"target":"{}","reason":"CLERICAL","wording":{{"title":"x"}},
                           "new_payload_type":"AgreementRegistered","new_payload":{}}})",
                           digest, said.payload));
  EXPECT_EQ(t.refusal(correction), "accepted");
  t.must(signing(digest, 1, 1));
  EXPECT_EQ(t.refusal(correction), "CORRECTION_FORBIDDEN");
}

// --- dates, corrections, import ------------------------------------------------------------------

TEST_F(GovernancePaperTest, WhatIsToldAsDoneIsNotInTheFuture) {
  const auto applied = [&](const std::string& date) {
    return t.told("AccessionApplied",
                  fmt::format(R"({{"applicant":"{}","applied_on":{}}})", org_id(1), t.day(date)));
  };
  EXPECT_EQ(t.refusal(applied("2023-11-16")), "IMPOSSIBLE_DATE");
  EXPECT_EQ(t.refusal(applied("2023-11-15")), "accepted");
}

TEST_F(GovernancePaperTest, APeriodDoesNotEndBeforeItBegins) {
  EXPECT_EQ(t.refusal(t.told("PlanSubmitted",
                             fmt::format(R"({{"plan":"{}","version":1,"wording":{{"title":"План"}},
                                         "period":"CALENDAR_YEAR","from":"2023-12-31",
                                         "to":"2023-01-01","document":"{}"}})",
                                         thing_id(3), t.paper))),
            "PERIOD_REVERSED");
}

TEST_F(GovernancePaperTest, NothingHappensAtAMeetingBeforeItIsHeld) {
  const std::string meeting = t.must(t.told("MeetingConvened", t.meeting(1, "2023-12-01")));
  EXPECT_EQ(t.refusal(t.told("AttendanceRecorded", t.attendance(meeting, {1}))), "IMPOSSIBLE_DATE");
  t.test.clock->now += 20ULL * 86'400 * 1'000'000;
  EXPECT_EQ(t.refusal(t.told("AttendanceRecorded", t.attendance(meeting, {1}))), "accepted");
}

Said corrected(const GovernanceLedger& t, const TestKey& by, const std::string& target,
               const Said& what) {
  return t.native(by, "EventCorrected",
                  fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}},
                              "new_payload_type":"{}","new_payload":{}}})",
                              target, what.type, what.payload));
}

TEST_F(GovernancePaperTest, ACorrectionComesFromWhoSaidIt) {
  t.must(organisation(20, "EMPLOYER"));
  const Said own = t.native(t.head(1), "MembershipConsentRecorded",
                            fmt::format(R"({{"organisation":"{}","answer":"CONSENT",
                                        "given_on":{}}})",
                                        org_id(1), t.day("2023-10-01")));
  const std::string target = t.must(own);
  Said by_operator = corrected(t, t.ministry, target, own);
  EXPECT_EQ(t.refusal(by_operator), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(corrected(t, t.head(2), target, own)), "ACTOR_NOT_ALLOWED");
  EXPECT_EQ(t.refusal(corrected(t, t.head(1), target, own)), "accepted");
}

TEST_F(GovernancePaperTest, ACorrectionIsOfTheSameTypeAndThing) {
  const std::string target = t.must(t.told("MeetingConvened", t.meeting(1, "2023-11-10")));
  Said other =
      corrected(t, t.secretary, target, t.told("MeetingConvened", t.meeting(2, "2023-11-10")));
  other.grade = "RECORDER";
  EXPECT_EQ(t.refusal(other), "CORRECTION_TARGET");
  other = corrected(t, t.secretary, target, answer(1, "CONSENT"));
  other.grade = "RECORDER";
  EXPECT_EQ(t.refusal(other), "CORRECTION_TARGET");
}

TEST_F(GovernancePaperTest, ACorrectionChangesWhatLaterEventsAreJudgedBy) {
  t.must(organisation(20, "EMPLOYER"));
  const std::string consent = t.must(answer(20, "CONSENT"));
  Said refusal = corrected(t, t.secretary, consent, answer(20, "REFUSAL"));
  refusal.grade = "RECORDER";
  t.must(refusal);
  EXPECT_EQ(t.refusal(inclusion(20)), "NO_CONSENT");
  Said again = corrected(t, t.secretary, consent, answer(20, "CONSENT"));
  again.grade = "RECORDER";
  t.must(again);
  EXPECT_EQ(t.refusal(inclusion(20)), "accepted");
}

TEST_F(GovernancePaperTest, VotesAndClosingsAreNotCorrected) {
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  const std::string vote = t.must(t.told("VoteCast", t.vote(ballot, 1)));
  Said withdrawal = t.told("EventCorrected", fmt::format(R"({{"target":"{}","reason":"NOT_HAPPENED",
                                       "wording":{{"title":"x"}}}})",
                                                         vote));
  EXPECT_EQ(t.refusal(withdrawal), "CORRECTION_FORBIDDEN");
}

TEST_F(GovernancePaperTest, ImportLiftsRulesOfTheCharterAndNothingElse) {
  t.must(organisation(20, "PRIVATE_PERSON"));
  const std::string order = t.order(kMinistry, fmt::format(R"(,"included":["{}"])", org_id(20)));
  EXPECT_EQ(t.refusal(t.history("OrderIssued", order)), "accepted");
  Said meeting = t.history("MeetingConvened", t.meeting(1, "2023-11-10"));
  EXPECT_EQ(t.refusal(meeting), "accepted");
  EXPECT_EQ(t.refusal(meeting), "DUPLICATE_ID");
  Said bare = t.history("MeetingConvened", t.meeting(2, "2023-11-10"));
  bare.evidence.clear();
  bare.grade = "RECORDER";
  EXPECT_EQ(t.refusal(bare), "EVIDENCE_MISSING");
  Said closing;
  closing.type = "ImportClosed";
  closing.payload = "{}";
  closing.scope_kind = "CLUSTER";
  closing.scope_id = cluster_id(1);
  t.must(closing);
  EXPECT_EQ(t.refusal(t.history("MeetingConvened", t.meeting(2, "2023-11-10"))), "IMPORT_CLOSED");
}

// An importer who vouches itself would otherwise vote for others in the past.
TEST_F(GovernancePaperTest, HistoryDoesNotLendTheImporterSomebodysVoice) {
  const std::string held = t.held_meeting(1, "2023-11-10");
  const std::string ballot = t.must(t.told("BallotOpened", t.ballot(1, held)));
  const TestKey importer(820);
  t.add_key(importer, t.ministry, kMinistry, "ARCHIVIST", {}, R"("IMPORT","ACT","RECORD")");
  Said said = t.history("VoteCast", t.vote(ballot, 1));
  said.author = &importer;
  said.grade = "SELF";
  EXPECT_EQ(t.refusal(said), "ACTOR_NOT_ALLOWED");
}

TEST_F(GovernancePaperTest, WhatBelongsToAnotherClusterIsNotUsedHere) {
  Said second = t.cluster(2, 1);
  second.scope_kind = "REGION";
  second.scope_id = support::region_id(1);
  t.must(second);
  const std::string held = t.held_meeting(1, "2023-11-10");
  Said ballot = t.told("BallotOpened", t.ballot(1, held));
  ballot.scope_id = cluster_id(2);
  EXPECT_EQ(t.refusal(ballot), "PLACE_MISMATCH");
  t.must(t.told("BallotOpened", t.ballot(1, held)));
  ballot = t.told("BallotOpened", t.ballot(1, {}));
  ballot.scope_id = cluster_id(2);
  EXPECT_EQ(t.refusal(ballot), "DUPLICATE_ID");  // a squatted id
}

}  // namespace
}  // namespace projections
