// SPDX-License-Identifier: Apache-2.0
// The legal day of meetings, ballots, decisions, protocols, letters and signature lines: what came
// later is not told of a day, what may have come later is undetermined, and of today everything is
// told as it is recorded. All events here are recorded on one day of 2026.
#include "projections/governance/told_on.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>

#include "ledger/hash.h"
#include "projections/governance/explanation.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"

namespace projections::governance {
namespace {

using rules::date;
using support::ChronicleBuilder;
using support::How;
using support::TomskCouncil;

/// Looks at the council of the day while its chronicle is there.
void on_day(const ChronicleBuilder& b, Date day, const std::function<void(const Council&)>& look) {
  const Chronicle chronicle = b.chronicle();
  look(Council(chronicle, day));
}

constexpr const char* kSent = R"(,"sent_on":@d:2021-03-30)";

/// A meeting with seven of nine present, that was held.
TomskCouncil met(const std::string& on, const std::string& more) {
  TomskCouncil t(9);
  t.meeting = t.b.meeting(1, t.council, on, more);
  t.b.attendance(t.meeting, {1, 2, 3, 4, 5, 6, 7});
  t.b.add("MeetingClosed", fmt::format(R"({{"meeting":"{}","outcome":"HELD"}})", t.meeting));
  return t;
}

TEST(LegalDay, AMeetingIsToldFromItsAnnouncementOnAndHeldFromItsDayOn) {
  const TomskCouncil t = met("2021-04-05", kSent);
  on_day(t.b, date(2021, 3, 29),
         [](const Council& council) { EXPECT_TRUE(meetings_told(council).empty()); });
  on_day(t.b, date(2021, 4, 4), [](const Council& council) {
    ASSERT_EQ(meetings_told(council).size(), 1u);
    const Meeting planned = meetings_told(council).front();
    EXPECT_EQ(planned.result, MeetingResult::kPlanned);
    EXPECT_EQ(planned.held, Truth::kNo);
    EXPECT_FALSE(planned.attendance);
    EXPECT_FALSE(planned.closed);
    EXPECT_TRUE(planned.attendees.empty());
    EXPECT_FALSE(planned.quorum.present);
    EXPECT_EQ(planned.counts_for_duty, Truth::kNo);
  });
  on_day(t.b, date(2021, 4, 5), [](const Council& council) {
    EXPECT_EQ(meetings_told(council).at(0).result, MeetingResult::kHeld);
    EXPECT_EQ(meetings_told(council).at(0).attendees.size(), 7u);
  });
}

TEST(LegalDay, AMeetingOfWhoseAnnouncementNothingIsRecordedIsNotToldBeforeItsDay) {
  const TomskCouncil t = met("2021-04-05", {});
  on_day(t.b, date(2021, 4, 4),
         [](const Council& council) { EXPECT_TRUE(meetings_told(council).empty()); });
  on_day(t.b, date(2021, 4, 5),
         [](const Council& council) { EXPECT_EQ(meetings_told(council).size(), 1u); });
}

TEST(LegalDay, AMeetingThatMayHaveBeenLaterIsUndetermined) {
  const TomskCouncil t = met("@m:2021-04", kSent);
  on_day(t.b, date(2021, 4, 10), [](const Council& council) {
    EXPECT_EQ(meetings_told(council).at(0).result, MeetingResult::kUndetermined);
    EXPECT_EQ(meetings_told(council).at(0).held, Truth::kUndetermined);
    EXPECT_EQ(meetings_told(council).at(0).grounds.missing.back().what, "takes_place_on");
  });
  for (const Date day : {date(2021, 4, 30), support::kToday}) {
    on_day(t.b, day, [](const Council& council) {
      EXPECT_EQ(meetings_told(council).at(0).result, MeetingResult::kHeld);
    });
  }
}

TEST(LegalDay, AMeetingIsCancelledFromTheDayOnWhichItWasCalledOff) {
  TomskCouncil t(9);
  const auto held = t.b.meeting(1, t.council, "2021-04-05", kSent);
  How cancelled;
  cancelled.occurred = "2021-04-02";
  t.b.add("MeetingClosed", fmt::format(R"({{"meeting":"{}","outcome":"CANCELLED"}})", held),
          cancelled);
  const auto result = [&](Date day) {
    MeetingResult out{};
    on_day(t.b, day, [&](const Council& council) { out = meetings_told(council).at(0).result; });
    return out;
  };
  EXPECT_EQ(result(date(2021, 4, 1)), MeetingResult::kPlanned);
  EXPECT_EQ(result(date(2021, 4, 2)), MeetingResult::kCancelled);
  EXPECT_EQ(result(date(2021, 4, 6)), MeetingResult::kCancelled);
}

TEST(LegalDay, AMeetingIsPlannedForItsFirstDayUntilAnotherOneWasAnnounced) {
  TomskCouncil t(9);
  const auto first = t.b.meeting(1, t.council, "2021-04-05", kSent);
  const auto moved = t.b.meeting(1, t.council, "2021-04-20",
                                 fmt::format(R"(,"sent_on":@d:2021-04-02,"replaces":"{}")", first));
  t.b.attendance(moved, {1, 2, 3, 4, 5, 6, 7});
  t.b.add("MeetingClosed", fmt::format(R"({{"meeting":"{}","outcome":"HELD"}})", moved));
  const auto told = [&](Date day) {
    std::string out;
    on_day(t.b, day, [&](const Council& council) {
      const Meeting meeting = meetings_told(council).at(0);
      out = fmt::format("{} {} {}", name_of(meeting.result), rules::to_text(meeting.day),
                        meeting.earlier.size());
    });
    return out;
  };
  EXPECT_EQ(told(date(2021, 4, 1)), "planned 2021-04-05 0");
  EXPECT_EQ(told(date(2021, 4, 2)), "planned 2021-04-20 1");
  EXPECT_EQ(told(date(2021, 4, 19)), "planned 2021-04-20 1");
  EXPECT_EQ(told(date(2021, 4, 20)), "held 2021-04-20 1");
}

TEST(LegalDay, AMeetingWhoseOtherDayWasAnnouncedNobodyKnowsWhenIsPlannedForThatDay) {
  TomskCouncil t(9);
  const auto first = t.b.meeting(1, t.council, "2021-04-05", kSent);
  How minutes;
  minutes.occurred = "2021-04-20";
  const auto moved =
      t.b.add("MeetingConvened",
              fmt::format(R"({{"meeting":@t:2001,"kind":"BODY_MEETING","body":"{}","wording":{{
                  "title":"Заседание"}},"convened_by":{{"by":"CHAIR"}},"agenda_state":"SENT",
                  "form":"IN_PERSON","takes_place_on":@d:2021-04-20,"replaces":"{}"}})",
                          t.council, first),
              minutes);
  t.b.attendance(moved, {1, 2, 3, 4, 5, 6, 7});
  on_day(t.b, date(2021, 4, 10), [](const Council& council) {
    EXPECT_EQ(meetings_told(council).at(0).result, MeetingResult::kPlanned);
    EXPECT_EQ(meetings_told(council).at(0).day, FuzzyDate::on(date(2021, 4, 20)));
  });
}

TEST(LegalDay, AMeetingThatIsAnnouncedForALaterDayIsPlannedAsBefore) {
  TomskCouncil t(9);
  t.b.meeting(1, t.council, "2027-01-15");
  on_day(t.b, support::kToday, [](const Council& council) {
    ASSERT_EQ(meetings_told(council).size(), 1u) << "its announcement is recorded";
    EXPECT_EQ(meetings_told(council).at(0).result, MeetingResult::kPlanned);
  });
}

// --- ballots -------------------------------------------------------------------------------------

TEST(LegalDay, ABallotHasNoOutcomeUntilItIsClosed) {
  TomskCouncil t(4);
  const auto experts =
      t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 11));
  How opened;
  opened.occurred = "2021-05-10";
  const auto ballot =
      t.b.add("BallotOpened",
              fmt::format(R"({{"ballot":@t:3001,"kind":"OPINION","question":{{"title":"Вопрос"}},
                  "openness":"OPEN","opened_by":{{"by":"CHAIR"}},"body":"{}",
                  "closes":@d:2021-05-20}})",
                          experts),
              opened);
  t.b.votes(ballot, "fffffffffff", 1, 't');
  t.b.close(ballot);
  on_day(t.b, date(2021, 5, 9),
         [](const Council& council) { EXPECT_TRUE(ballots_told(council).empty()); });
  on_day(t.b, date(2021, 5, 19), [](const Council& council) {
    ASSERT_EQ(ballots_told(council).size(), 1u);
    const Ballot open = ballots_told(council).front();
    EXPECT_EQ(open.adopted, Truth::kUndetermined);
    EXPECT_FALSE(open.closed);
    EXPECT_FALSE(open.votes);
    EXPECT_TRUE(open.roll_call.empty());
    EXPECT_FALSE(open.electorate.present) << "how many will vote";
    EXPECT_EQ(open.derivation.english, "the ballot was not closed on that day");
  });
  on_day(t.b, date(2021, 5, 20), [](const Council& council) {
    EXPECT_EQ(ballots_told(council).at(0).adopted, Truth::kYes);
    EXPECT_EQ(ballots_told(council).at(0).roll_call.size(), 11u);
  });
}

// --- decisions and protocols ---------------------------------------------------------------------

TEST(LegalDay, AReportOnAnAssignmentIsToldFromTheDayOnWhichItWasDoneOn) {
  TomskCouncil t(9);
  const auto decided = t.decide(1, "2021-04-05", "fffffffff", "RECOMMENDATION",
                                R"(,"components":[{"number":1,"title":"x","schedule":{
                                    "kind":"UNTIL","day":"2021-04-30"}}])");
  t.b.add("ExecutionReported",
          fmt::format(R"({{"duty":"{}","component":1,"done_on":@d:2021-04-20}})", decided));
  const auto reports = [&](Date day) {
    std::size_t count = 0;
    on_day(t.b, day, [&](const Council& council) {
      count = decisions_told(council).at(0).components.at(0).reports.size();
    });
    return count;
  };
  EXPECT_EQ(reports(date(2021, 4, 19)), 0u);
  EXPECT_EQ(reports(date(2021, 4, 20)), 1u);
}

/// A decision of 5 April 2021 with a protocol of that day, signed by the chair on the day given; a
/// copy sent on the ninth and received on the day given.
struct Formalised {
  explicit Formalised(const std::string& signed_on, const std::string& received_on = {}) : t(9) {
    t.b.elect(t.council, 1, 9, "2021-03-20");
    decided = t.decide(1, "2021-04-05", "fffffffff", "RECOMMENDATION");
    paper = t.b.protocol(1, "1", t.meeting, {decided}, "2021-04-05");
    t.b.sign(paper, "CHAIR", 1, signed_on);
    if (received_on.empty()) return;
    const auto sent = t.b.add(
        "NoticeDispatched",
        fmt::format(R"({{"notice":@t:7001,"kind":"PROTOCOL_COPY","to":{{"kind":"ROLE","role":{{
            "role":"REGIONAL_OPERATOR"}}}},"sent_on":@d:2021-04-09,"channel":"POST",
            "concerns":["{}"]}})",
                    paper));
    t.b.add("NoticeReceived",
            fmt::format(R"({{"notice":"{}","received_on":{}}})", sent, received_on));
  }
  /// The state of the last decision and the last protocol, and whether the latter is signed.
  std::string told(Date day) const {
    std::string out;
    on_day(t.b, day, [&](const Council& council) {
      const auto decisions = decisions_told(council);
      const auto protocols = protocols_told(council);
      out = fmt::format("{} {} {}", name_of(decisions.back().state),
                        name_of(protocols.back().state), truth(protocols.back().whole));
    });
    return out;
  }
  static const char* truth(Truth one) {
    return one == Truth::kYes ? "yes" : one == Truth::kNo ? "no" : "undetermined";
  }

  TomskCouncil t;
  std::string decided, paper;
};

TEST(LegalDay, ADecisionIsToldFromItsDayOnAndFormalisedFromTheSignatureOn) {
  const Formalised f("2021-04-08");
  on_day(f.t.b, date(2021, 4, 4), [](const Council& council) {
    EXPECT_EQ(decisions_told(council).size(), 1u) << "the election of March";
    EXPECT_EQ(protocols_told(council).size(), 1u);
    EXPECT_EQ(ballots_told(council).size(), 1u);
  });
  EXPECT_EQ(f.told(date(2021, 4, 5)), "adopted_not_formalised draft no");
  EXPECT_EQ(f.told(date(2021, 4, 7)), "adopted_not_formalised draft no");
  EXPECT_EQ(f.told(date(2021, 4, 8)), "adopted signed yes");
}

TEST(LegalDay, ACorrectedVersionOfAProtocolDisplacesTheFirstFromTheDayOnWhichItWasMade) {
  Formalised f("2021-04-08");
  support::How how;
  how.occurred = "2021-06-01";
  f.t.b.add("ProtocolRegistered",
            fmt::format(R"({{"protocol":@t:5001,"number":"1","dated":@d:2021-04-05,"meeting":"{}",
                "decisions":["{}"],"document":"{}","replaces":"{}"}})",
                        f.t.meeting, f.decided, ledger::test::hex_of(60'000'002, 32), f.paper),
            how);
  EXPECT_EQ(f.told(date(2021, 5, 31)), "adopted signed yes");
  on_day(f.t.b, date(2021, 6, 1), [](const Council& council) {
    const auto all = protocols_told(council);
    ASSERT_GE(all.size(), 2u);
    EXPECT_EQ(all[all.size() - 2].state, ProtocolState::kSuperseded);
    EXPECT_EQ(all.back().state, ProtocolState::kDraft);
  });
}

TEST(LegalDay, AProtocolWhoseSignatureMayHaveBeenLaterIsNotSaidToBeSigned) {
  const Formalised f("@m:2021-04");
  on_day(f.t.b, date(2021, 4, 10), [](const Council& council) {
    const Protocol protocol = protocols_told(council).back();
    EXPECT_EQ(protocol.whole, Truth::kUndetermined);
    EXPECT_EQ(protocol.formal, Truth::kUndetermined);
    EXPECT_EQ(protocol.grounds.missing.back().what, "signed_on of the protocol");
  });
  EXPECT_EQ(f.told(date(2021, 4, 30)), "adopted signed yes");
}

TEST(LegalDay, AProtocolThatNobodySignedAsFarAsIsRecordedIsNotSaidToBeUnsigned) {
  TomskCouncil t(9);
  const std::string decided = t.decide(1, "2021-04-05", "fffffffff", "RECOMMENDATION");
  t.b.protocol(1, "1", t.meeting, {decided}, "2021-04-05");
  on_day(t.b, date(2021, 4, 10), [](const Council& council) {
    EXPECT_EQ(protocols_told(council).back().whole, Truth::kUndetermined);
  });
}

TEST(LegalDay, ACopyIsSentAndReceivedFromTheirOwnDaysOn) {
  const Formalised f("2021-04-08", "@d:2021-04-12");
  EXPECT_EQ(f.told(date(2021, 4, 8)), "adopted signed yes");
  EXPECT_EQ(f.told(date(2021, 4, 9)), "adopted copy_sent yes");
  EXPECT_EQ(f.told(date(2021, 4, 12)), "adopted received yes");
  const Chronicle chronicle = f.t.b.chronicle();
  EXPECT_TRUE(notices_told(chronicle, date(2021, 4, 8)).empty());
  EXPECT_EQ(notices_told(chronicle, date(2021, 4, 11)).at(0).received, Truth::kNo);
  EXPECT_FALSE(notices_told(chronicle, date(2021, 4, 11)).at(0).receipt);
  EXPECT_EQ(notices_told(chronicle, date(2021, 4, 12)).at(0).received, Truth::kYes);
}

TEST(LegalDay, AReceiptOfAnUnknownDayIsOpenUntilTheDayOnWhichItWasRecorded) {
  const Formalised f("2021-04-08", "@u");
  const Chronicle chronicle = f.t.b.chronicle();
  EXPECT_EQ(notices_told(chronicle, date(2021, 4, 12)).at(0).received, Truth::kUndetermined);
  EXPECT_EQ(notices_told(chronicle, date(2026, 11, 19)).at(0).received, Truth::kUndetermined);
  EXPECT_EQ(notices_told(chronicle, support::kToday).at(0).received, Truth::kYes);
}

TEST(LegalDay, ALetterThatHasComeWasSentThoughNobodyKnowsWhen) {
  ChronicleBuilder b;
  const auto sent = b.add("NoticeDispatched",
                          R"({"notice":@t:7001,"kind":"OTHER","to":{"kind":"ROLE","role":{
                              "role":"REGIONAL_OPERATOR"}},"sent_on":@u,"channel":"POST"})");
  b.add("NoticeReceived", fmt::format(R"({{"notice":"{}","received_on":@d:2021-04-12}})", sent));
  const Chronicle chronicle = b.chronicle();
  const auto open = [&](Date day) {
    return notices_told(chronicle, day).at(0).grounds.missing.size();
  };
  EXPECT_EQ(open(date(2021, 4, 11)), 1u);
  EXPECT_EQ(open(date(2021, 4, 12)), 0u);
}

// --- signature lines -----------------------------------------------------------------------------

TEST(LegalDay, ALineOfAnAgreementIsSignedFromItsOwnDayOn) {
  ChronicleBuilder b("tula");
  const std::string paper = support::register_agreement(b, 3);
  support::sign_slot(b, paper, 1, "2024-02-01");
  support::sign_slot(b, paper, 2, "2024-02-10");
  support::sign_slot(b, paper, 3, "2024-03-11");
  const Chronicle chronicle = b.chronicle();
  const auto told = [&](Date day) { return agreements_told(chronicle, day).at(0).signatures; };
  EXPECT_EQ(told(date(2024, 2, 20)).slots_signed, 2u);
  EXPECT_EQ(told(date(2024, 2, 20)).parties_signed, 2u);
  EXPECT_FALSE(told(date(2024, 2, 20)).complete());
  EXPECT_FALSE(told(date(2024, 2, 20)).slots.at(2).signature);
  EXPECT_EQ(told(date(2024, 3, 11)).slots_signed, 3u);
  EXPECT_TRUE(told(date(2024, 3, 11)).complete());
}

TEST(LegalDay, ALineThatMayHaveBeenSignedLaterIsOpen) {
  ChronicleBuilder b("tula");
  const std::string paper = support::register_agreement(b, 2);
  support::sign_slot(b, paper, 1, "2024-02-01");
  support::sign_slot(b, paper, 2, "@m:2024-02");
  const Chronicle chronicle = b.chronicle();
  const Signatures open = agreements_told(chronicle, date(2024, 2, 20)).at(0).signatures;
  EXPECT_EQ(open.slots_signed, 1u);
  EXPECT_TRUE(open.slots.at(1).open);
  const Signatures closed = agreements_told(chronicle, date(2024, 2, 29)).at(0).signatures;
  EXPECT_EQ(closed.slots_signed, 2u);
  EXPECT_FALSE(closed.slots.at(1).open);
}

// --- orders, consents, plans, indicators ---------------------------------------------------------

TEST(LegalDay, OrdersAndConsentsAreToldFromTheirOwnDaysOn) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.consent(1, "CONSENT", "2021-03-10");
  b.order("2021-03-17", {1});
  const Chronicle chronicle = b.chronicle();
  const auto told = [&](Date day) {
    return fmt::format("{} {}", consents_told(chronicle, day).size(),
                       orders_told(chronicle, day).size());
  };
  EXPECT_EQ(told(date(2021, 3, 9)), "0 0");
  EXPECT_EQ(told(date(2021, 3, 10)), "1 0");
  EXPECT_EQ(told(date(2021, 3, 17)), "1 1");
}

TEST(LegalDay, APlanIsToldFromItsSubmissionOnAndItsApprovalFromItsOwnDayOn) {
  ChronicleBuilder b;
  const auto plan =
      b.add("PlanSubmitted",
            fmt::format(R"({{"plan":@t:6700,"version":1,"wording":{{"title":"План"}},"period":
          "CALENDAR_YEAR","from":"2023-01-01","to":"2023-12-31","submitted_on":@d:2022-12-01,
          "document":"{}"}})",
                        ledger::test::hex_of(4, 32)));
  b.add("PlanApproved", fmt::format(R"({{"plan":"{}","approved_on":@d:2022-12-05}})", plan));
  on_day(b, date(2022, 11, 30),
         [](const Council& council) { EXPECT_TRUE(plans_told(council).empty()); });
  on_day(b, date(2022, 12, 4),
         [](const Council& council) { EXPECT_TRUE(plans_told(council).at(0).approvals.empty()); });
  on_day(b, date(2022, 12, 5),
         [](const Council& council) { EXPECT_EQ(plans_told(council).at(0).approvals.size(), 1u); });
}

TEST(LegalDay, OfAnIndicatorTheReportThatIsTheLastByItsDayIsToldWhicheverWasRecordedFirst) {
  ChronicleBuilder b("tula");
  How then;
  then.occurred = "2023-08-01";
  const auto programme =
      b.add("ProgrammeSubmitted",
            fmt::format(R"({{"programme":@t:6500,"version":1,"wording":{{"title":"Программа"}},
          "from":@d:2023-09-01,"to":@d:2026-08-31,"indicators":[{{"number":1,"title":"Выпуск",
          "planned":[{{"year":2024,"value":{{"units":90,"scale":0}}}}]}}],"document":"{}"}})",
                        ledger::test::hex_of(4, 32)),
            then);
  const auto report = [&](const char* units, const char* on) {
    b.add("IndicatorReported",
          fmt::format(R"({{"programme":"{}","indicator":1,"year":2024,"value":{{"units":{},
              "scale":0}},"reported_on":@d:{}}})",
                      programme, units, on));
  };
  report("88", "2025-02-01");
  report("80", "2025-01-15");
  const Chronicle chronicle = b.chronicle();
  const auto told = [&](Date day) {
    return programmes_told(chronicle, day).at(0).indicators.at(0).reported.value_or("-");
  };
  EXPECT_TRUE(programmes_told(chronicle, date(2023, 7, 31)).empty());
  EXPECT_EQ(told(date(2025, 1, 14)), "-");
  EXPECT_EQ(told(date(2025, 1, 20)), "80");
  EXPECT_EQ(told(date(2025, 2, 1)), "88");
}

// --- powers and objections -----------------------------------------------------------------------

constexpr const char* kPower = R"({"organisation":@o:1,"person":{"person":@p:1},"scopes":["VOTE"],
    "power":{"kind":"ORDER","number":"1","to":@d:2023-03-01}})";

TEST(LegalDay, APowerIsToldFromTheDayOnWhichItWasGivenAndInForceToItsLast) {
  ChronicleBuilder b;
  b.organisation(1);
  How given;
  given.occurred = "2022-03-01";
  b.add("RepresentativeAuthorised", kPower, given);
  const Chronicle chronicle = b.chronicle();
  EXPECT_TRUE(representatives_told(chronicle, date(2022, 2, 28)).empty());
  ASSERT_EQ(representatives_told(chronicle, date(2022, 3, 1)).size(), 1u);
  EXPECT_EQ(representatives_told(chronicle, date(2022, 3, 1)).at(0).in_force, Truth::kYes);
  EXPECT_EQ(representatives_told(chronicle, date(2023, 3, 2)).at(0).in_force, Truth::kNo);
}

TEST(LegalDay, APowerOfWhoseFirstDayNothingIsRecordedIsOpenUntilItsLast) {
  ChronicleBuilder b;
  b.organisation(1);
  b.add("RepresentativeAuthorised", kPower);
  const Chronicle chronicle = b.chronicle();
  const auto told = [&](Date day) { return representatives_told(chronicle, day).at(0).in_force; };
  EXPECT_EQ(told(date(2022, 2, 28)), Truth::kUndetermined);
  EXPECT_EQ(told(date(2023, 3, 2)), Truth::kNo);
}

TEST(LegalDay, AMembershipIsDisputedFromTheDayOfTheObjectionOn) {
  ChronicleBuilder b;
  b.organisation(1);
  const auto order = b.order("2021-03-17", {1});
  How raised;
  raised.occurred = "2021-06-01";
  b.add("ObjectionRecorded",
        fmt::format(R"({{"target":"{}","kind":"CONTEST","organisation":@o:1,"wording":{{
            "title":"Не согласны"}}}})",
                    order),
        raised);
  const Chronicle chronicle = b.chronicle();
  const auto told = [&](Date day) { return memberships_told(chronicle, day).at(0).state(); };
  EXPECT_EQ(told(date(2021, 5, 31)), MembershipState::kEffective);
  EXPECT_EQ(told(date(2021, 6, 1)), MembershipState::kDisputed);
  EXPECT_EQ(told(support::kToday), MembershipState::kDisputed);
}

// --- explanations --------------------------------------------------------------------------------

TEST(LegalDay, AnExplanationIsThatOfTheDay) {
  const Formalised f("2021-04-08");
  const auto digest = *ledger::fixed_from_hex<ledger::Hash>(f.decided);
  const auto explained = [&](Date day) {
    std::string out = "not taken";
    on_day(f.t.b, day, [&](const Council& council) {
      const auto told = explain(council, ExplanationKind::kDecision, digest);
      if (!told) return;
      out = fmt::format("{} {}", name_of(told->decisions.at(0).state),
                        told->protocols.at(0).signatures.size());
    });
    return out;
  };
  EXPECT_EQ(explained(date(2021, 4, 4)), "not taken");
  EXPECT_EQ(explained(date(2021, 4, 7)), "adopted_not_formalised 0");
  EXPECT_EQ(explained(date(2021, 4, 8)), "adopted 1");
}

// --- today ---------------------------------------------------------------------------------------

TEST(LegalDay, OfTodayEverythingIsToldAsItIsRecorded) {
  const Formalised f("@u", "@u");
  on_day(f.t.b, support::kToday, [](const Council& council) {
    ASSERT_EQ(decisions_told(council).size(), decisions(council).size());
    ASSERT_EQ(protocols_told(council).size(), protocols(council).size());
    ASSERT_EQ(meetings_told(council).size(), meetings(council).size());
    ASSERT_EQ(ballots_told(council).size(), ballots(council).size());
    EXPECT_EQ(decisions_told(council).back().state, decisions(council).back().state);
    EXPECT_EQ(protocols_told(council).back().state, protocols(council).back().state);
    EXPECT_EQ(protocols_told(council).back().state, ProtocolState::kReceived);
    EXPECT_EQ(meetings_told(council).back().result, meetings(council).back().result);
    EXPECT_EQ(ballots_told(council).back().adopted, ballots(council).back().adopted);
  });
}

}  // namespace
}  // namespace projections::governance
