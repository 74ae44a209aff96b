// SPDX-License-Identifier: Apache-2.0
// The paper of an agreement, a charter, a programme, a plan, an order or a protocol stands as
// governance says that this thing stands.
#include "projections/governance/agreements.h"
#include "projections/governance/charters.h"
#include "tests/support/paper_ledger.h"

namespace projections {
namespace {

using support::hex_for;
using support::legal_date;

class GovernedPaper : public support::PaperLedger {
 protected:
  std::string agreement_paper(std::uint64_t number) {
    return paper({.number = number, .file = number, .kind = "AGREEMENT", .title = "Соглашение"});
  }
  void sign_all(const std::string& target, const std::string& day) {
    for (const int slot : {1, 2}) sign(target, slot, day);
  }
  /// How governance says that the agreement with this D stands.
  governance::ForceState agreement_state(const std::string& digest, const std::string& on) {
    const auto views = reader();
    const auto chronicle = Chronicle::load(views, {ledger::ScopeKind::kLedger, {}});
    EXPECT_TRUE(chronicle);
    for (const auto& one : governance::agreements(*chronicle, *rules::date_from_iso(on))) {
      if (to_hex(one.fact.digest()) == digest) return one.state;
    }
    ADD_FAILURE() << "no agreement " << digest;
    return {};
  }
  /// A charter of the region on this paper.
  std::string charter(const std::string& document, int version, const std::string& effective,
                      const std::string& more = {}) {
    return say("CharterAdopted",
               fmt::format(R"({{"charter":"{}","version":{},"wording":{{"title":"Положение"}},
            "effective":{},"parameters":{{"membership":{{"include_by":"ORDER",
            "consent":"REQUIRED","exclusion":"NOT_STATED","excluded_last_day":"DAY_OF_ACT"}},
            "calendar":{{"calendar":"ru","week":"FIVE_DAY","zone_minutes":180,
            "academic_year_month":9,"academic_year_day":1}}{}}},
            "basis":{{"kind":"REGULATION","document":"{}"}}}})",
                           hex_for(500, 16), version, legal_date(effective), more, document),
               {}, true);
  }
  std::string programme(const std::string& document, int version, const std::string& from,
                        const std::string& to, const std::string& lines) {
    return say(
        "ProgrammeSubmitted",
        fmt::format(R"({{"programme":"{}","version":{},"wording":{{"title":"Программа"}},
                   "from":{},"to":{}{},"document":"{}"}})",
                    hex_for(600, 16), version, legal_date(from), legal_date(to), lines, document),
        {}, true);
  }
  static std::string two_lines() {
    return fmt::format(R"(,"parties":[{{"number":1,"organisation":"{}"}},
                       {{"number":2,"organisation":"{}"}}],
                       "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}},
                       {{"slot":2,"party":2,"acting_as":"HEAD"}}])",
                       support::org_id(1), support::org_id(2));
  }
  std::string plan(const std::string& document, int version) {
    return say("PlanSubmitted",
               fmt::format(R"({{"plan":"{}","version":{},"wording":{{"title":"План"}},
                   "period":"CALENDAR_YEAR","from":"2021-01-01","to":"2021-12-31",
                   "document":"{}"}})",
                           hex_for(700, 16), version, document),
               {}, true);
  }
  void terminate(const std::string& made, const std::string& day) {
    say("AgreementTerminated",
        fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})", made,
                    legal_date(day)));
  }
  /// An order of the region by a paper; `more`: members of the object, each preceded by a comma.
  std::string order(const std::string& document, const std::string& day, const std::string& title,
                    const std::string& more = {}) {
    return say("OrderIssued",
               fmt::format(R"({{"act":{{"kind":"ORDER","issuer":"{}","printed":[{{"place":"HEADER",
                   "date":{}}}],"document":"{}"}},"wording":{{"title":"{}"}}{}}})",
                           support::org_id(1), legal_date(day), document, title, more),
               {}, true);
  }
  void approve(const std::string& made, const std::string& day) {
    say("PlanApproved", fmt::format(R"({{"plan":"{}","approved_on":{}}})", made, legal_date(day)),
        {}, true);
  }
  std::string protocol(const std::string& document, std::uint64_t number,
                       const std::string& more = {}) {
    const std::string meeting =
        say("MeetingConvened",
            fmt::format(R"({{"meeting":"{}","kind":"CONFERENCE","wording":{{"title":"Совещание"}},
                "convened_by":{{"by":"NOT_STATED"}},"takes_place_on":{},"form":"IN_PERSON",
                "agenda_state":"SENT"}})",
                        hex_for(800 + number, 16), legal_date("2023-01-10")),
            {}, true);
    return say("ProtocolRegistered",
               fmt::format(R"({{"protocol":"{}","number":"{}","dated":{},"meeting":"{}",
                   "document":"{}"{}}})",
                           hex_for(900 + number, 16), number, legal_date("2023-01-10"), meeting,
                           document, more),
               {}, true);
  }
};

TEST_F(GovernedPaper, AVersionOfAnAgreementInAnotherPaperTakesThePlaceOfTheEarlierPaper) {
  const std::string first = agreement(agreement_paper(1), Deal{.agreement = 50});
  sign_all(first, "2023-01-12");
  const std::string second = agreement(
      agreement_paper(2),
      Deal{.agreement = 50, .version = 2, .more = fmt::format(R"(,"replaces":"{}")", first)});
  EXPECT_EQ(verdict(1, "2026-01-01").state, DocumentState::kInForce)
      << "the second version is not signed";
  sign_all(second, "2024-01-12");
  EXPECT_EQ(verdict(1, "2024-01-11").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2024-01-11").until, "2024-01-11");
  const auto found = verdict(1, "2026-01-01");
  EXPECT_EQ(found.state, DocumentState::kSuperseded);
  EXPECT_EQ(found.since, "2024-01-12");
  ASSERT_TRUE(found.by);
  EXPECT_EQ(to_hex(found.by->document), support::document_id(2));
  EXPECT_EQ(agreement_state(first, "2026-01-01"), governance::ForceState::kSuperseded);
  EXPECT_EQ(verdict(2, "2026-01-01").since, "2024-01-12");
}

TEST_F(GovernedPaper, WhatAnAgreementSaysOfItselfPostponesItsForceAndNeverHastensIt) {
  const std::string hastened = agreement(agreement_paper(1), Deal{.effective = "2023-01-01"});
  sign_all(hastened, "2023-02-01");
  EXPECT_EQ(verdict(1, "2023-01-15").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(1, "2023-01-15").since, "2023-02-01");
  EXPECT_EQ(agreement_state(hastened, "2023-01-15"), governance::ForceState::kNotYet);
  const std::string postponed = agreement(agreement_paper(2), Deal{.effective = "2023-03-01"});
  sign_all(postponed, "2023-02-01");
  EXPECT_EQ(verdict(2, "2023-02-28").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(2, "2023-03-01").since, "2023-03-01");
}

TEST_F(GovernedPaper, SignaturesWithinAMonthAreSignaturesAfterThatMonth) {
  const std::string made = agreement(agreement_paper(1), Deal{});
  sign_all(made, "2023-08");
  EXPECT_EQ(verdict(1, "2023-07-31").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(1, "2023-08-15").state, DocumentState::kUndetermined);
  EXPECT_EQ(verdict(1, "2023-08-31").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2023-08-31").since, "");
}

TEST_F(GovernedPaper, OneLineOfAPartyIsEnoughWhereNoCharterWantsEveryLine) {
  const std::string made = agreement(agreement_paper(1), Deal{.lines = {1, 1, 2}});
  sign(made, 1, "2023-01-12");
  sign(made, 3, "2023-01-12");
  EXPECT_EQ(verdict(1, "2023-02-01").state, DocumentState::kInForce);
  EXPECT_EQ(agreement_state(made, "2023-02-01"), governance::ForceState::kInForce);
}

TEST_F(GovernedPaper, AnAgreementIsOverFromTheDayOnWhichGovernanceSaysSo) {
  const std::string made = agreement(
      agreement_paper(1), Deal{.term = R"({"kind":"LENGTH","length":{"count":1,"unit":"YEARS"}})"});
  sign_all(made, "2023-01-12");
  const std::string ended = agreement(agreement_paper(2), Deal{});
  sign_all(ended, "2023-01-12");
  say("AgreementTerminated",
      fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})", ended,
                  legal_date("2024-05-10")));
  for (const char* day : {"2023-01-11", "2024-01-12", "2024-01-13", "2024-05-10", "2024-05-11"}) {
    for (const auto& [file, digest] : {std::pair{1u, made}, std::pair{2u, ended}}) {
      const bool in_force = agreement_state(digest, day) == governance::ForceState::kInForce;
      EXPECT_EQ(verdict(file, day).state == DocumentState::kInForce, in_force) << file << day;
    }
  }
  EXPECT_EQ(verdict(1, "2026-01-01").since, "2024-01-13");
  EXPECT_EQ(verdict(2, "2026-01-01").since, "2024-05-11");
}

TEST_F(GovernedPaper, AReplacedVersionDoesNotComeBackWhenTheLaterOneIsOver) {
  const std::string first = agreement(agreement_paper(1), Deal{.agreement = 50});
  sign_all(first, "2023-01-12");
  const std::string second = agreement(
      agreement_paper(2),
      Deal{.agreement = 50, .version = 2, .more = fmt::format(R"(,"replaces":"{}")", first)});
  sign_all(second, "2024-01-12");
  say("AgreementTerminated",
      fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})", second,
                  legal_date("2025-05-10")));
  EXPECT_EQ(agreement_state(first, "2023-06-01"), governance::ForceState::kInForce);
  for (const char* day : {"2025-05-10", "2025-05-11", "2026-01-01"}) {
    EXPECT_EQ(agreement_state(first, day), governance::ForceState::kSuperseded) << day;
    EXPECT_EQ(verdict(1, day).state, DocumentState::kSuperseded) << day;
    EXPECT_EQ(verdict(1, day).since, "2024-01-12") << day;
  }
  EXPECT_EQ(verdict(2, "2025-05-11").state, DocumentState::kEnded);
}

TEST_F(GovernedPaper, ATerminationWithinAMonthIsOpenInThatMonthAndNamesItsEvent) {
  const std::string made = agreement(agreement_paper(1), Deal{});
  sign_all(made, "2023-01-12");
  say("AgreementTerminated",
      fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})", made,
                  legal_date("2024-05")));
  const std::uint64_t event = t.size() - 1;
  EXPECT_EQ(verdict(1, "2024-04-30").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2024-05-20").missing,
            (std::vector<Missing>{{MissingKind::kEndDay, 0, event}}));
  EXPECT_EQ(verdict(1, "2024-06-01").state, DocumentState::kEnded);
}

TEST_F(GovernedPaper, ARepealEndsAGovernedPaperWhereItIsTheFirstEnd) {
  const std::string text = agreement_paper(1);
  const std::string made = agreement(
      text,
      Deal{.term = fmt::format(R"({{"kind":"UNTIL","until":{}}})", legal_date("2024-12-31"))});
  sign_all(made, "2023-01-12");
  const std::string act = paper({.number = 9, .file = 9, .title = "Приказ"});
  relate(act, text, "REPEALS", "2024-06-01");
  EXPECT_EQ(verdict(1, "2024-05-31").until, "2024-05-31");
  const auto found = verdict(1, "2026-01-01");
  EXPECT_EQ(found.state, DocumentState::kRepealed);
  EXPECT_EQ(found.since, "2024-06-01");
}

TEST_F(GovernedPaper, OfTwoTerminationsTheFirstByItsDayCountsWhicheverWasRecordedFirst) {
  std::uint64_t file = 0;
  for (const auto& [first, second] :
       {std::pair{"2024-06-30", "2023-12-31"}, std::pair{"2023-12-31", "2024-06-30"}}) {
    const std::string made = agreement(agreement_paper(++file), Deal{});
    sign_all(made, "2023-01-12");
    terminate(made, first);
    terminate(made, second);
    EXPECT_EQ(agreement_state(made, "2023-12-31"), governance::ForceState::kInForce) << first;
    EXPECT_EQ(agreement_state(made, "2024-01-01"), governance::ForceState::kTerminated) << first;
    EXPECT_EQ(verdict(file, "2026-01-01").since, "2024-01-01") << first;
  }
}

TEST_F(GovernedPaper, OfATerminationOnADayAndOneWithinAYearTheEarlierPartOfTheYearIsOpen) {
  const std::string made = agreement(agreement_paper(1), Deal{});
  sign_all(made, "2023-01-12");
  terminate(made, "2024-06-30");
  terminate(made, "2024");
  EXPECT_EQ(agreement_state(made, "2023-12-31"), governance::ForceState::kInForce);
  EXPECT_EQ(agreement_state(made, "2024-03-01"), governance::ForceState::kUndetermined);
  EXPECT_EQ(verdict(1, "2024-03-01").state, DocumentState::kUndetermined);
  EXPECT_EQ(agreement_state(made, "2024-07-01"), governance::ForceState::kTerminated);
  EXPECT_EQ(verdict(1, "2024-07-01").state, DocumentState::kEnded);
}

TEST_F(GovernedPaper, ATerminationOfAVersionThatALaterOneHadReplacedIsNotItsEnd) {
  const std::string first = agreement(agreement_paper(1), Deal{.agreement = 50});
  sign_all(first, "2023-01-12");
  sign_all(agreement(agreement_paper(2), Deal{.agreement = 50,
                                              .version = 2,
                                              .more = fmt::format(R"(,"replaces":"{}")", first)}),
           "2024-01-12");
  terminate(first, "2025-05-10");
  EXPECT_EQ(agreement_state(first, "2026-01-01"), governance::ForceState::kSuperseded);
  EXPECT_EQ(verdict(1, "2026-01-01").state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict(1, "2026-01-01").since, "2024-01-12");
}

TEST_F(GovernedPaper, AnAgreementWhosePaperAnotherOneReplacesIsNotInForceEither) {
  const std::string text = agreement_paper(1);
  const std::string first = agreement(text, Deal{});
  sign_all(first, "2023-01-12");
  const std::string successor = agreement_paper(2);
  sign_all(agreement(successor, Deal{}), "2024-01-12");
  relate(successor, text, "REPLACES", "2024-01-12");
  EXPECT_EQ(agreement_state(first, "2024-01-11"), governance::ForceState::kInForce);
  EXPECT_EQ(agreement_state(first, "2024-01-12"), governance::ForceState::kSuperseded);
  EXPECT_EQ(verdict(1, "2024-01-12").state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict(2, "2024-01-12").state, DocumentState::kInForce);
}

TEST_F(GovernedPaper, AReplacementWithoutADayLeavesOpenHowTheAgreementAndItsPaperStand) {
  const std::string text = agreement_paper(1);
  const std::string made = agreement(text, Deal{});
  sign_all(made, "2023-01-12");
  relate(agreement_paper(2), text, "REPLACES", "");
  const std::uint64_t event = t.size() - 1;
  EXPECT_EQ(agreement_state(made, "2024-01-12"), governance::ForceState::kUndetermined);
  EXPECT_EQ(verdict(1, "2024-01-12").missing,
            (std::vector<Missing>{{MissingKind::kEndDay, 0, event}}));
}

TEST_F(GovernedPaper, WhatChangedAnAgreementIsOverWithTheAgreement) {
  const std::string made = agreement(agreement_paper(1), Deal{});
  sign_all(made, "2023-01-12");
  sign(amendment(made, paper({.number = 2, .file = 2, .kind = "SUPPLEMENTARY_AGREEMENT"})), 1,
       "2023-02-01");
  terminate(made, "2024-05-10");
  EXPECT_EQ(verdict(2, "2024-05-10").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(2, "2024-05-10").until, "2024-05-10");
  EXPECT_EQ(verdict(2, "2024-05-11").state, DocumentState::kEnded);
}

TEST_F(GovernedPaper, ALaterCharterOnANewPaperTakesThePlaceOfTheOldRegulation) {
  const std::string old = paper({.number = 1, .file = 1, .kind = "REGULATION"});
  const std::string scan = paper({.number = 1,
                                  .file = 3,
                                  .kind = "REGULATION",
                                  .rendition = "SCAN",
                                  .more = fmt::format(R"(,"rendition_of":"{}")", old)});
  charter(old, 1, "2021-03-01");
  charter(scan, 2, "2023-01-01");
  EXPECT_EQ(verdict(1, "2024-01-01").state, DocumentState::kInForce)
      << "a version of the charter on the same paper";
  EXPECT_EQ(verdict(1, "2024-01-01").since, "2021-03-01");
  charter(paper({.number = 2, .file = 2, .kind = "REGULATION", .title = "Новое положение"}), 3,
          "2025-01-01");
  EXPECT_EQ(verdict(1, "2024-12-31").until, "2024-12-31");
  const auto found = verdict(1, "2025-06-01");
  EXPECT_EQ(found.state, DocumentState::kSuperseded);
  EXPECT_EQ(found.since, "2025-01-01");
  EXPECT_EQ(to_hex(found.by->document), support::document_id(2));
  EXPECT_EQ(verdict(3, "2025-06-01").state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict(2, "2025-06-01").state, DocumentState::kInForce);
}

TEST_F(GovernedPaper, AProgrammeWorksFromItsFirstDayOnceAllHaveSigned) {
  const std::string made = programme(paper({.number = 1, .file = 1, .kind = "PROGRAMME"}), 1,
                                     "2023-09-01", "2028-08-31", two_lines());
  EXPECT_EQ(verdict(1, "2024-01-01").missing,
            (std::vector<Missing>{{MissingKind::kSignature, 1}, {MissingKind::kSignature, 2}}));
  const auto sign_line = [&](int slot, const std::string& day) {
    say("AgreementSigned",
        fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
            "signed_on":{}}}}})",
                    made, slot, legal_date(day)),
        {}, true);
  };
  sign_line(1, "2023-08-04");
  sign_line(2, "2023-08-04");
  EXPECT_EQ(verdict(1, "2023-08-31").state, DocumentState::kNotYet);
  const auto found = verdict(1, "2024-01-01");
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "2023-09-01");
  EXPECT_EQ(found.until, "2028-08-31");
  EXPECT_EQ(verdict(1, "2028-09-01").state, DocumentState::kEnded);
}

TEST_F(GovernedPaper, AProgrammeThatTheCharterWantsAgreedWaitsForThat) {
  charter(paper({.number = 5, .file = 5, .kind = "REGULATION"}), 1, "2021-03-01",
          R"(,"programme":{"years_max":5,"agreed_by":"COORDINATOR",
              "changes_agreed_by":"COORDINATOR","indicators_agreed_by":"OPERATOR"})");
  const std::string made = programme(paper({.number = 1, .file = 1, .kind = "PROGRAMME"}), 1,
                                     "2023-09-01", "2028-08-31", {});
  EXPECT_EQ(verdict(1, "2024-01-01").missing, (std::vector<Missing>{{MissingKind::kAgreedBy}}));
  say("ProgrammeAgreed",
      fmt::format(R"({{"programme":"{}","by":"COORDINATOR","agreed_on":{},"conclusion":"AGREED"}})",
                  made, legal_date("2023-10-05")),
      {}, true);
  EXPECT_EQ(verdict(1, "2023-10-04").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(1, "2024-01-01").since, "2023-10-05");
}

TEST_F(GovernedPaper, AnApprovedPlanWorksInItsPeriodAndAnUnapprovedOneIsUndetermined) {
  const std::string made = plan(paper({.number = 1, .file = 1, .kind = "WORK_PLAN"}), 1);
  const auto open = verdict(1, "2021-06-01");
  EXPECT_EQ(open.state, DocumentState::kUndetermined);
  EXPECT_EQ(open.missing, (std::vector<Missing>{{MissingKind::kApproval}}));
  approve(made, "2021-05-28");
  EXPECT_EQ(verdict(1, "2021-05-27").state, DocumentState::kNotYet);
  const auto found = verdict(1, "2021-06-01");
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "2021-05-28");
  EXPECT_EQ(found.until, "2021-12-31");
  EXPECT_EQ(verdict(1, "2022-01-01").state, DocumentState::kEnded);
  EXPECT_EQ(verdict(1, "2022-01-01").since, "2022-01-01");
}

TEST_F(GovernedPaper, APlanIsNotInForceBeforeItsPeriodEvenIfItsApprovalIsNotOnRecord) {
  plan(paper({.number = 1, .file = 1, .kind = "WORK_PLAN"}), 1);
  const auto before = verdict(1, "2020-12-31");
  EXPECT_EQ(before.state, DocumentState::kNotYet);
  EXPECT_EQ(before.missing, (std::vector<Missing>{{MissingKind::kApproval}}));
  EXPECT_EQ(verdict(1, "2021-01-01").state, DocumentState::kUndetermined);
}

TEST_F(GovernedPaper, WhatMayNeverHaveBeenInForceIsNotSaidToHaveHadALastDayInIt) {
  plan(paper({.number = 1, .file = 1, .kind = "WORK_PLAN"}), 1);
  const auto found = verdict(1, "2022-06-01");
  EXPECT_EQ(found.state, DocumentState::kEnded);
  EXPECT_EQ(found.since, "2022-01-01");
  EXPECT_EQ(found.missing, (std::vector<Missing>{{MissingKind::kApproval}}));
  const std::string russian = verdict_sentence(found, Language::kRussian);
  EXPECT_NE(russian.find("действовала ли она раньше, не установлено: нет сведений об утверждении"),
            std::string::npos)
      << russian;
  agreement(agreement_paper(2), Deal{.term = fmt::format(R"({{"kind":"UNTIL","until":{}}})",
                                                         legal_date("2023-12-31"))});
  EXPECT_EQ(verdict(2, "2024-01-01").state, DocumentState::kEnded);
  EXPECT_EQ(verdict(2, "2024-01-01").missing,
            (std::vector<Missing>{{MissingKind::kSignature, 1}, {MissingKind::kSignature, 2}}));
}

TEST_F(GovernedPaper, APlanThatCertainlyWasNotApprovedDidNotEndWithItsPeriod) {
  plan(paper({.number = 1, .file = 1, .kind = "WORK_PLAN"}), 1);
  say("CoverageDeclared", R"({"facts":["PLANS"],"from":"2020-01-01","coverage":"COMPLETE"})", {},
      true);
  EXPECT_EQ(verdict(1, "2022-06-01").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(1, "2022-06-01").missing, (std::vector<Missing>{{MissingKind::kApproval}}));
}

TEST_F(GovernedPaper, ADraftTakesNothingFromAnApprovedPlanUntilItIsApprovedToo) {
  const std::string first = plan(paper({.number = 1, .file = 1, .kind = "WORK_PLAN"}), 1);
  const std::string second = plan(paper({.number = 2, .file = 2, .kind = "WORK_PLAN"}), 2);
  EXPECT_EQ(verdict(1, "2021-09-01").state, DocumentState::kSuperseded) << "neither is approved";
  approve(first, "2021-05-28");
  EXPECT_EQ(verdict(1, "2021-12-01").state, DocumentState::kInForce);
  approve(second, "2021-10-01");
  EXPECT_EQ(verdict(1, "2021-09-30").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2021-09-30").until, "2021-09-30");
  const auto found = verdict(1, "2021-12-01");
  EXPECT_EQ(found.state, DocumentState::kSuperseded);
  EXPECT_EQ(found.since, "2021-10-01");
  EXPECT_EQ(verdict(2, "2021-12-01").since, "2021-10-01");
}

TEST_F(GovernedPaper, WhatIsOverIsNotExplainedByAnEndThatIsStillToCome) {
  std::string last = paper({.effective = "2020-01-01"});
  for (int edition = 2; edition <= 3; ++edition) {
    last = paper({.file = static_cast<std::uint64_t>(edition),
                  .edition = edition,
                  .more = fmt::format(R"(,"edition_of":"{}")", last),
                  .effective = edition == 2 ? "2022-01-01" : "2024-01-01"});
  }
  EXPECT_EQ(verdict(1, "2023-01-01").evidence, verdict(1, "2024-01-01").evidence);
}

TEST_F(GovernedPaper, AnOrderWorksFromTheDayInTheHeaderOfTheActWhereItSaysNothingElse) {
  const std::string text = paper({});
  say("OrderIssued",
      fmt::format(R"({{"act":{{"kind":"ORDER","issuer":"{}","printed":[{{"place":"HEADER",
          "number":"17","date":{}}}],"document":"{}"}},"wording":{{"title":"О составе"}},
          "included":["{}"]}})",
                  support::org_id(1), legal_date("2021-03-17"), text, support::org_id(2)),
      {}, true);
  EXPECT_EQ(verdict(1, "2021-03-16").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(1, "2021-03-17").since, "2021-03-17");
}

TEST_F(GovernedPaper, AnOrderThatAnotherOrderAmendsIsInForceAsAmended) {
  const std::string first = order(paper({.number = 1, .file = 1}), "2021-03-17", "О составе");
  order(paper({.number = 2, .file = 2}), "2022-05-04", "Об изменении состава",
        fmt::format(R"(,"amends":["{}"])", first));
  EXPECT_EQ(verdict(1, "2022-05-03").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2022-05-03").until, "2022-05-03");
  const auto found = verdict(1, "2022-05-04");
  EXPECT_EQ(found.state, DocumentState::kAmended);
  EXPECT_EQ(found.since, "2022-05-04");
  ASSERT_TRUE(found.by);
  EXPECT_EQ(found.by->title, "Об изменении состава");
  EXPECT_EQ(to_hex(found.by->document), support::document_id(2));
  EXPECT_EQ(verdict(2, "2022-05-04").state, DocumentState::kInForce);
}

TEST_F(GovernedPaper, AnOrderAmendsTheEditionOfARegulationThatItNamesAndNoOther) {
  const auto of_region = [&](const Paper& one) {
    return say("DocumentRegistered", paper_payload(one), one.effective, true);
  };
  const std::string text = of_region({.kind = "REGULATION", .effective = "2020-10-26"});
  of_region({.file = 3,
             .edition = 2,
             .kind = "REGULATION",
             .more = fmt::format(R"(,"edition_of":"{}")", text),
             .effective = "2023-01-01"});
  order(of_region({.number = 2, .file = 2}), "2021-02-01", "Об изменении",
        fmt::format(R"(,"amends":["{}"])", text));
  EXPECT_EQ(verdict(1, "2021-01-31").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2021-02-01").state, DocumentState::kAmended);
  EXPECT_EQ(verdict(1, "2021-02-01").by->title, "Об изменении");
  EXPECT_EQ(verdict(3, "2023-03-01").state, DocumentState::kInForce);
}

TEST_F(GovernedPaper, AnOrderOfAnotherPlaceAmendsNoPaperByNamingIt) {
  const std::string text =
      paper({.number = 1, .file = 1, .kind = "REGULATION", .effective = "2020-10-26"});
  order(paper({.number = 2, .file = 2}), "2021-02-01", "Об изменении",
        fmt::format(R"(,"amends":["{}"])", text));
  EXPECT_EQ(verdict(1, "2021-03-01").state, DocumentState::kInForce);
}

TEST_F(GovernedPaper, AProtocolIsOnRecordUntilAVersionReplacesItInAnotherPaper) {
  const std::string first =
      protocol(paper({.number = 1, .file = 1, .kind = "PROTOCOL", .title = "Протокол"}), 1);
  EXPECT_EQ(verdict(1).state, DocumentState::kOnRecord);
  protocol(paper({.number = 2, .file = 2, .kind = "PROTOCOL", .title = "Протокол, исправлен"}), 2,
           fmt::format(R"(,"replaces":"{}")", first));
  const auto found = verdict(1);
  EXPECT_EQ(found.state, DocumentState::kSuperseded);
  EXPECT_EQ(found.by->title, "Протокол, исправлен");
  EXPECT_EQ(verdict(2).state, DocumentState::kOnRecord);
}

TEST_F(GovernedPaper, WhatWasWithdrawnGovernsNoPaper) {
  const std::string made = plan(paper({.number = 1, .file = 1, .kind = "WORK_PLAN"}), 1);
  approve(made, "2021-05-28");
  EXPECT_EQ(verdict(1, "2021-06-01").state, DocumentState::kInForce);
  support::Said said;
  said.type = "EventCorrected";
  said.author = keeper;
  said.grade = "RECORDER";
  said.scope_kind = "REGION";
  said.scope_id = support::region_id(1);
  said.payload =
      fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}}}})", made);
  t.must(said);
  EXPECT_EQ(verdict(1, "2021-06-01").state, DocumentState::kUndetermined);
  EXPECT_EQ(verdict(1, "2021-06-01").missing, (std::vector<Missing>{{MissingKind::kEffectiveDay}}));
}

}  // namespace
}  // namespace projections
