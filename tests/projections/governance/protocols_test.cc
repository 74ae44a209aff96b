// SPDX-License-Identifier: Apache-2.0
// What is said of protocols: signatures only where they are recorded; who signed in the chair's
// place and why that does not count; stand-ins that the charter calls and those it does not.
#include "projections/governance/protocols.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/decisions.h"
#include "projections/governance/findings.h"
#include "projections/governance/words.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::TomskCouncil;

/// A council of four under a chair, elected on 2021-04-05 for five years, and a protocol of
/// 2021-05-05 on which nothing stands yet.
struct ProtocolPaper {
  explicit ProtocolPaper(const support::CharterEdits& edits = {}) : t(4, edits) {
    t.b.elect(t.council, 1, 4, "2021-04-05");
    decided = t.decide(1, "2021-05-05", "ffff", "RECOMMENDATION");
    paper = t.b.protocol(1, "2", t.meeting, {decided}, "2021-05-05");
  }
  void approve() {
    t.b.add("ProtocolApproved",
            fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"HEAD","organisation":
                @o:100,"signed_on":@d:2021-05-06}}}})",
                        paper));
  }
  void send_copy() {
    t.b.add("NoticeDispatched",
            fmt::format(R"({{"notice":@t:7001,"kind":"PROTOCOL_COPY","to":{{"kind":"ROLE","role":{{
                "role":"REGIONAL_OPERATOR"}}}},"sent_on":@d:2021-05-07,"channel":"POST",
                "concerns":["{}"]}})",
                        paper));
  }
  void sign_as_chair(std::uint64_t seat, std::uint64_t person) {
    t.b.add("ProtocolSigned",
            fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"CHAIR","seat":@o:{},
                "organisation":@o:{},"person":{{"person":@p:{}}},"signed_on":@d:2021-05-05}}}})",
                        paper, seat, seat, person));
  }

  TomskCouncil t;
  std::string decided;
  std::string paper;
};

/// Looks at the last protocol of the history while its chronicle is there.
template <typename Look>
void look_at(const ChronicleBuilder& b, Look look) {
  const Chronicle chronicle = b.chronicle();
  const Council council(chronicle, support::kToday);
  const auto all = protocols(council);
  ASSERT_FALSE(all.empty());
  look(all.back());
}

void expect_no_word_of_signing(ProtocolState state) {
  EXPECT_EQ(words_of(state).english.find("signed"), std::string::npos) << words_of(state).english;
  EXPECT_EQ(words_of(state).russian.find("подпис"), std::string::npos) << words_of(state).russian;
}

TEST(TO_8_State, OfAStampedOrSentPaperClaimsNoSignature) {
  ProtocolPaper one;
  one.approve();
  look_at(one.t.b, [](const Protocol& protocol) {
    EXPECT_EQ(protocol.state, ProtocolState::kApproved);
    EXPECT_EQ(protocol.whole, Truth::kUndetermined) << "no signature is recorded at all";
    expect_no_word_of_signing(protocol.state);
  });
  one.send_copy();
  look_at(one.t.b, [](const Protocol& protocol) {
    EXPECT_EQ(protocol.state, ProtocolState::kCopySent);
    EXPECT_EQ(protocol.whole, Truth::kUndetermined);
    expect_no_word_of_signing(protocol.state);
  });
  one.sign_as_chair(1, 1);
  look_at(one.t.b, [](const Protocol& protocol) {
    EXPECT_EQ(protocol.state, ProtocolState::kCopySent);
    EXPECT_EQ(protocol.whole, Truth::kYes);
  });
}

TEST(TO_8_State, IsSignedOnlyWithTheSignaturesThatAreDemanded) {
  ProtocolPaper one;
  one.t.b.sign(one.paper, "SECRETARY", 2, "2021-05-05");
  look_at(one.t.b, [](const Protocol& protocol) {
    EXPECT_EQ(protocol.state, ProtocolState::kDraft);
    EXPECT_EQ(protocol.whole, Truth::kNo) << "the chair's is missing";
  });
}

TEST(TO_8_Signer, WhoDoesNotHoldTheSeatHasNoExpiredTerm) {
  ProtocolPaper one;
  one.sign_as_chair(3, 3);
  look_at(one.t.b, [](const Protocol& protocol) {
    ASSERT_EQ(protocol.signatures.size(), 1u);
    EXPECT_EQ(protocol.signatures[0].chair_of_meeting, Truth::kNo);
    EXPECT_FALSE(protocol.signatures[0].term_expired) << "the term runs until 2026";
    EXPECT_TRUE(protocol.signatures[0].held_by_another);
    EXPECT_EQ(protocol.signatures[0].mandate, Truth::kNo);
  });
  const Chronicle chronicle = one.t.b.chronicle();
  std::size_t wrong = 0;
  for (const Finding& finding : findings(chronicle, support::kToday)) {
    EXPECT_NE(finding.code(), "PROTOCOL_SIGNER_TERM_EXPIRED");
    if (finding.code() != "PROTOCOL_WRONG_SIGNER") continue;
    ++wrong;
    const std::map<std::string, std::string> numbers(finding.numbers.begin(),
                                                     finding.numbers.end());
    EXPECT_EQ(numbers.at("day"), "2021-05-05");
    EXPECT_NE(numbers.at("seat"), numbers.at("chair"));
    EXPECT_NE(finding.detail.english.find("another was chair"), std::string::npos);
    EXPECT_GT(finding.evidence.events().size(), 3u) << "the signature, the meeting, the election";
  }
  EXPECT_EQ(wrong, 1u);
}

TEST(TO_8_Signer, TwoReferencesInTheChairsSeatAreAGapAndNoViolation) {
  ProtocolPaper one;
  one.sign_as_chair(1, 9);
  look_at(one.t.b, [](const Protocol& protocol) {
    EXPECT_EQ(protocol.signatures.at(0).chair_of_meeting, Truth::kUndetermined);
    EXPECT_EQ(protocol.signatures.at(0).mandate, Truth::kUndetermined);
  });
  const Chronicle chronicle = one.t.b.chronicle();
  std::size_t open = 0;
  for (const Finding& finding : findings(chronicle, support::kToday)) {
    EXPECT_NE(finding.code(), "PROTOCOL_WRONG_SIGNER");
    if (finding.code() != "IDENTITY_UNRESOLVED") continue;
    ++open;
    EXPECT_EQ(finding.kind->shown_in, Register::kGap);
    EXPECT_GT(finding.evidence.events().size(), 1u) << "the signature and the election";
  }
  EXPECT_EQ(open, 1u);
}

/// A meeting of an unknown day whose attendance was recorded on 2021-06-01; the protocol is signed
/// by another person than the chair, from the chair's seat.
ChronicleBuilder signed_for_an_unknown_day() {
  TomskCouncil t(4);
  t.b.elect(t.council, 1, 4, "2021-04-05");
  const auto met = t.b.add(
      "MeetingConvened",
      fmt::format(R"({{"meeting":@t:2001,"kind":"BODY_MEETING","body":"{}","wording":{{"title":
          "Заседание"}},"convened_by":{{"by":"CHAIR"}},"agenda_state":"SENT","form":"IN_PERSON",
          "takes_place_on":@u}})",
                  t.council));
  support::How then;
  then.recorded_on = "2021-06-01";
  t.b.add("AttendanceRecorded",
          fmt::format(R"({{"meeting":"{}","present":[{{"seat":@o:1,"form":"IN_PERSON"}}]}})", met),
          then);
  const auto paper = t.b.protocol(1, "2", met, {}, "2021-05-05");
  t.b.add("ProtocolSigned",
          fmt::format(R"({{"protocol":"{}","signature":{{"acting_as":"CHAIR","seat":@o:1,
              "organisation":@o:1,"person":{{"person":@p:9}},"signed_on":@d:2021-05-05}}}})",
                      paper));
  return std::move(t.b);
}

TEST(TO_8_Signer, TwoReferencesNameTheChairOfTheMeetingsLastPossibleDayAndNotOfToday) {
  const ChronicleBuilder b = signed_for_an_unknown_day();
  const Chronicle chronicle = b.chronicle();
  std::size_t open = 0;
  for (const Finding& finding : findings(chronicle, support::kToday)) {
    if (finding.code() != "IDENTITY_UNRESOLVED" || finding.period != "signing") continue;
    ++open;
    const std::map<std::string, std::string> numbers(finding.numbers.begin(),
                                                     finding.numbers.end());
    EXPECT_TRUE(numbers.contains("person_chair")) << "the term ended in 2026, before today";
  }
  EXPECT_EQ(open, 1u);
}

TEST(TO_8_Signer, AfterTheLastDayOfTheTermItHasExpired) {
  TomskCouncil t(4);
  t.b.elect(t.council, 1, 4, "2021-04-05");
  const auto decided = t.decide(1, "2026-04-06", "ffff", "RECOMMENDATION");
  const auto paper = t.b.protocol(1, "2", t.meeting, {decided}, "2026-04-06");
  t.b.sign(paper, "CHAIR", 1, "2026-04-06");
  look_at(t.b, [](const Protocol& protocol) {
    ASSERT_EQ(protocol.signatures.size(), 1u);
    EXPECT_TRUE(protocol.signatures[0].term_expired);
    EXPECT_FALSE(protocol.signatures[0].held_by_another) << "nobody was in office";
  });
}

// --- results -------------------------------------------------------------------------------------

std::size_t codes_count(const ChronicleBuilder& b, std::string_view code) {
  const Chronicle chronicle = b.chronicle();
  std::size_t count = 0;
  for (const Finding& one : findings(chronicle, support::kToday)) count += one.code() == code;
  return count;
}

TEST(TO_8_Signer, ANewHeadOfTheChairsOrganisationIsNoSecondNameOfTheChair) {
  ProtocolPaper one;
  one.t.b.head(1, "APPOINTED", "2021-05-06", R"(,"person":{"person":@p:9})");
  one.sign_as_chair(1, 9);
  look_at(one.t.b, [](const Protocol& protocol) {
    EXPECT_EQ(protocol.signatures.at(0).chair_of_meeting, Truth::kNo);
    EXPECT_TRUE(protocol.signatures.at(0).held_by_another);
    EXPECT_EQ(protocol.formal, Truth::kNo);
  });
  EXPECT_EQ(codes_count(one.t.b, "PROTOCOL_WRONG_SIGNER"), 1u);
  EXPECT_EQ(codes_count(one.t.b, "IDENTITY_UNRESOLVED"), 0u);
}

bool differs(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  const Council council(chronicle, support::kToday);
  return decisions(council).back().mismatch;
}

TEST(TO_4_StatedResult, OfAVoidDecisionIsAnotherOneThanTheComputed) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "ffff-----", "RECOMMENDATION");
  EXPECT_TRUE(differs(t.b));
  EXPECT_EQ(codes_count(t.b, "RESULT_MISMATCH"), 1u);
  EXPECT_EQ(codes_count(t.b, "NO_QUORUM"), 1u);
}

TEST(TO_4_StatedResult, OfAVoidDecisionThatIsCalledRejectedIsTheSame) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "ffff-----", "RECOMMENDATION", R"(,"stated_result":"REJECTED")");
  EXPECT_FALSE(differs(t.b));
  EXPECT_EQ(codes_count(t.b, "RESULT_MISMATCH"), 0u);
}

TEST(TO_4_StatedResult, IsNotContradictedByAnUndeterminedOne) {
  TomskCouncil t(9);
  const auto met = t.b.meeting(1, t.council, "2021-04-05");
  const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
  t.b.votes(ballot, "fffff");
  t.b.close(ballot);
  t.b.decision(1, met, ballot, "RECOMMENDATION");  // nobody wrote down who was there
  EXPECT_FALSE(differs(t.b));
  EXPECT_EQ(codes_count(t.b, "RESULT_MISMATCH"), 0u);
}

// --- numbers -------------------------------------------------------------------------------------

/// How many numbers are missed between the protocols 1 and 3 of 2021 where another one, of this
/// number and day, is recorded.
std::size_t missed_beside(const std::string& number, const std::string& dated) {
  TomskCouncil t(4);
  t.b.complete(R"("DECISIONS")", "2021-01-01");
  const auto record = [&](std::uint64_t id, const std::string& printed, const std::string& on) {
    const auto decided = t.decide(id, on, "ffff", "RECOMMENDATION");
    t.b.protocol(id, printed, t.meeting, {decided}, id == 3 ? dated : on);
  };
  record(1, "1", "2021-04-05");
  record(2, "3", "2021-06-07");
  record(3, number, "2021-05-05");
  return codes_count(t.b, "PROTOCOL_NUMBER_GAP");
}

TEST(TO_8_Numbers, AProtocolWhoseDayIsNotKnownMayBeTheOneThatSeemsToBeMissing) {
  EXPECT_EQ(missed_beside("2", "@u"), 0u);
  EXPECT_EQ(missed_beside("7", "@u"), 1u) << "another number fills no gap";
  EXPECT_EQ(missed_beside("2", "2022-05-05"), 1u) << "nor does that of another year";
}

// --- stand-ins -----------------------------------------------------------------------------------

const support::CharterEdits kStatedStandIn = {
    {R"({"path": "bodies.COORDINATION_COUNCIL.missing_chair", "certainty": "ASSUMED"})",
     R"({"path": "bodies.COORDINATION_COUNCIL.missing_chair", "certainty": "STATED",
         "clause": "5"})"}};

/// A first meeting, which a stand-in convenes because there is no chair yet, with an agenda by it.
std::size_t unregulated(const support::CharterEdits& edits) {
  TomskCouncil t(4, edits);
  t.b.add("MeetingConvened",
          fmt::format(R"({{"meeting":@t:2001,"kind":"BODY_MEETING","body":"{}","wording":{{
              "title":"Заседание"}},"convened_by":{{"by":"OPERATOR"}},"agenda_by":{{"by":
              "OPERATOR"}},"agenda_state":"SENT","form":"IN_PERSON",
              "takes_place_on":@d:2021-04-05}})",
                      t.council));
  return codes_count(t.b, "UNREGULATED_ACTION");
}

TEST(TO_5_StandIn, WhomTheCharterCallsDoesNothingUnregulated) {
  EXPECT_EQ(unregulated({}), 2u) << "nobody wrote the rule down: convening and agenda";
  EXPECT_EQ(unregulated(kStatedStandIn), 0u);
}

}  // namespace
}  // namespace projections::governance
