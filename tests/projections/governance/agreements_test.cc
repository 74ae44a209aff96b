// SPDX-License-Identifier: Apache-2.0
// Agreements, programmes, notices and their deadlines over events: signature lines and parties, the
// four starting points of the Tula regulation, three ways to change an agreement, to whom a letter
// goes (TU 4-17; SM preamble, 6).
#include "projections/governance/agreements.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "projections/governance/findings.h"
#include "projections/governance/meetings.h"
#include "projections/governance/programmes.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

/// "effective due state" of each deadline of the charter, by its name; the last one of a name.
std::map<std::string, std::string> deadlines(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  const Council council(chronicle, support::kToday);
  std::map<std::string, std::string> out;
  for (const Obligation& duty : obligations(council)) {
    if (duty.kind != ObligationKind::kDeadline) continue;
    out[duty.name] =
        rules::to_text(duty.due.effective_due) + " " + std::string(name_of(duty.verdict.state));
  }
  return out;
}

std::string letter(ChronicleBuilder& b, std::uint64_t number, const std::string& kind,
                   const std::string& to, const std::string& concerns, const std::string& sent) {
  return b.add("NoticeDispatched",
               fmt::format(R"({{"notice":@t:{},"kind":"{}","to":{},"sent_on":@d:{},
                   "channel":"POST","concerns":["{}"]}})",
                           7'000 + number, kind, to, sent, concerns));
}

constexpr const char* kToOperator = R"({"kind":"ROLE","role":{"role":"REGIONAL_OPERATOR"}})";

ChronicleBuilder tula() {
  ChronicleBuilder b("tula");
  b.plain_calendars(2020, 2027);
  return b;
}

// --- signature lines -----------------------------------------------------------------------------

/// Eight participants, the eighth with two lines; the lines in another order than the parties.
std::string eight_and_nine(ChronicleBuilder& b, std::uint64_t document = 1) {
  std::string parties, slots;
  for (int one = 1; one <= 8; ++one) {
    b.organisation(static_cast<std::uint64_t>(one), "EMPLOYER");
    parties +=
        fmt::format(R"({}{{"number":{},"organisation":@o:{}}})", one > 1 ? "," : "", one, one);
  }
  for (int slot = 1; slot <= 9; ++slot) {
    slots += fmt::format(R"({}{{"slot":{},"party":{},"acting_as":"HEAD"}})", slot > 1 ? "," : "",
                         slot, slot == 9 ? 8 : 9 - slot);
  }
  return b.add("AgreementRegistered",
               fmt::format(R"({{"agreement":@t:6001,"version":1,"title_as_written":"Соглашение",
                   "kind":"INITIATIVE","parties":[{}],"slots":[{}],"term":{{"kind":"OPEN_ENDED"}},
                   "document":"{}"}})",
                           parties, slots, ledger::test::hex_of(document, 32)));
}

TEST(SM_Preamble_Parties, EightParticipantsSignInNineLines) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = eight_and_nine(b);
  for (std::uint64_t slot = 1; slot <= 8; ++slot) support::sign_slot(b, paper, slot, "2017-12-01");
  const auto look = [&] {
    const Chronicle chronicle = b.chronicle();
    const Agreement one = agreements(chronicle, support::kToday).at(0);
    EXPECT_EQ(one.signatures.parties, 8u);
    EXPECT_EQ(one.signatures.slots.size(), 9u);
    EXPECT_EQ(one.parties.size(), 8u) << "nine people are not nine participants";
    return one.signatures.complete();
  };
  EXPECT_FALSE(look()) << "the second line of the eighth is required by the parameter";
  support::sign_slot(b, paper, 9, "2017-12-05");
  EXPECT_TRUE(look());
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(rules::to_text(agreements(chronicle, support::kToday).at(0).in_force_from),
            "2017-12-05");
}

TEST(SM_Preamble_Parties, WhetherEveryLineIsNeededIsReadBothWaysWhereItIsAssumed) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = eight_and_nine(b);
  for (std::uint64_t slot = 1; slot <= 8; ++slot) support::sign_slot(b, paper, slot, "2017-12-01");
  const auto look = [&](rules::Date on) {
    const Chronicle chronicle = b.chronicle();
    return agreements(chronicle, on).at(0);
  };
  const Agreement eight = look(support::kToday);
  EXPECT_EQ(eight.state, ForceState::kUndetermined);
  ASSERT_EQ(eight.readings.size(), 1u);
  EXPECT_EQ(eight.readings[0].turned, "agreement.all_slots_required");
  EXPECT_EQ(eight.readings[0].state, ForceState::kInForce);
  EXPECT_EQ(rules::to_text(eight.readings[0].in_force_from), "2017-12-01");
  EXPECT_TRUE(eight.grounds.depends_on_assumption);
  support::sign_slot(b, paper, 9, "2017-12-05");
  const Agreement nine = look(rules::date(2017, 12, 4));
  EXPECT_EQ(nine.state, ForceState::kNotYet);
  EXPECT_EQ(nine.readings.at(0).state, ForceState::kInForce) << "the eighth had signed one line";
  EXPECT_TRUE(nine.grounds.depends_on_assumption);
}

TEST(Trap_20_NoDays, WithoutDaysTheForceIsOpenWhicheverLinesAreNeeded) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = eight_and_nine(b);
  for (std::uint64_t slot = 1; slot <= 8; ++slot) support::sign_slot(b, paper, slot, "@u");
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_EQ(one.state, ForceState::kUndetermined);
  EXPECT_EQ(one.readings.at(0).state, ForceState::kUndetermined);
  EXPECT_FALSE(one.grounds.depends_on_assumption);
}

TEST(SM_Signatures, AreMatchedByTheirLineAndNotByTheirPosition) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = eight_and_nine(b);
  support::sign_slot(b, paper, 1, "2017-12-01");
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_EQ(one.signatures.slots.at(0).organisation, support::org(8)) << "line 1 is of party 8";
  EXPECT_TRUE(one.signatures.slots.at(0).signature);
  EXPECT_EQ(one.signatures.slots_signed, 1u);
}

TEST(Trap_20_NoDays, WithoutDaysOfSignatureEntryIntoForceIsUndetermined) {
  ChronicleBuilder b("smolensk", {}, "2017-01-01");
  const auto paper = eight_and_nine(b);
  for (std::uint64_t slot = 1; slot <= 9; ++slot) support::sign_slot(b, paper, slot, "@u");
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_EQ(one.state, ForceState::kUndetermined);
  EXPECT_EQ(one.signatures.slots_signed, 9u);
  EXPECT_FALSE(one.grounds.missing.empty());
}

/// The document from which the builder's charters come.
constexpr std::uint64_t kOfTheCharter = 8;

/// The clause of the rule on entry into force, with that of the finding which says that it is open.
std::string force_clauses(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  const RuleUsed rule = agreements(chronicle, support::kToday).at(0).grounds.rules.at(0);
  EXPECT_EQ(rule.basis.path, "agreement.in_force");
  const bool stated = rule.basis.certainty == fb::Certainty::STATED;
  std::string out = rule.basis.clause + (stated ? " stated" : " not stated");
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() == "FORCE_UNDETERMINED") out += ", found " + one.clause;
  }
  return out;
}

TEST(SM_6_1_OwnText, GovernsTheEntryIntoForceOfItsAgreementThoughTheDayOfItsForceIsUnknown) {
  ChronicleBuilder own("smolensk", {}, "@u");
  eight_and_nine(own, kOfTheCharter);
  EXPECT_EQ(force_clauses(own), "6.1 stated, found 6.1");
  ChronicleBuilder later("smolensk", {}, "2026-12-01");
  eight_and_nine(later, kOfTheCharter);
  EXPECT_EQ(force_clauses(later), "6.1 stated, found 6.1") << "a day that is still to come";
}

TEST(SM_6_1_OwnText, GovernsNoOtherAgreement) {
  ChronicleBuilder b("smolensk", {}, "@u");
  eight_and_nine(b);
  EXPECT_EQ(force_clauses(b), "ГК 433 not stated, found ");
}

TEST(SM_6_1_OwnText, DemandsEveryLineThoughTheDayOfItsForceIsUnknown) {
  ChronicleBuilder b("smolensk", {}, "@u");
  const auto paper = eight_and_nine(b, kOfTheCharter);
  for (std::uint64_t slot = 1; slot <= 8; ++slot) support::sign_slot(b, paper, slot, "2017-12-01");
  const Chronicle chronicle = b.chronicle();
  EXPECT_FALSE(agreements(chronicle, support::kToday).at(0).signatures.complete());
}

TEST(Trap_20_NoDays, AnAmendmentWhoseForceIsOpenSaysWhatIsMissing) {
  ChronicleBuilder b("tula");
  const auto paper = support::concluded_agreement(b, 2, "2021-04-12");
  b.add("AgreementAmended",
        fmt::format(R"({{"supplementary":@t:6101,"agreement":"{}","kinds":["OTHER"],"wording":{{
            "title":"Дополнительное соглашение"}},"document":"{}"}})",
                    paper, ledger::test::hex_of(2, 32)));
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_EQ(one.state, ForceState::kInForce);
  const Amendment& amendment = one.amendments.at(0);
  EXPECT_EQ(amendment.in_force, Truth::kUndetermined);
  std::set<std::string> missing;
  for (const Missing& what : amendment.grounds.missing) missing.insert(what.what);
  EXPECT_TRUE(missing.contains("signatures"));
  EXPECT_TRUE(missing.contains("day of entry into force"));
}

// --- the pipeline of Tula ------------------------------------------------------------------------

/// Everything of the regulation once: agreement, newcomer, exclusion.
struct Pipeline {
  Pipeline() : b(tula()) {
    paper = support::concluded_agreement(b, 3, "2021-04-12");
    council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2021-04-12");
    more = support::inclusion(b, paper, 4, "2025-12-30");
  }
  void exclude() {
    const auto met = b.meeting(1, council, "2024-04-22");
    const auto decided = b.decision(1, met, "", "EXCLUSION", R"(,"excludes":[@o:3])");
    b.sign(b.protocol(1, "3", met, {decided}, "2024-04-22"), "CHAIR", 1, "2024-04-22");
  }
  ChronicleBuilder b;
  std::string paper, council, more;
};

TEST(Trap_8_Units, CalendarAndWorkingDaysRunFromFourDifferentPoints) {
  Pipeline p;
  p.exclude();
  const auto sent = letter(p.b, 1, "INCLUSION", kToOperator, p.more, "2026-01-12");
  p.b.add("NoticeReceived", fmt::format(R"({{"notice":"{}","received_on":@d:2026-01-16}})", sent));
  const auto due = deadlines(p.b);
  EXPECT_TRUE(due.at("agreement_conclusion").starts_with("2021-04-16")) << "30 c.d. from decision";
  EXPECT_TRUE(due.at("agreement_copy").starts_with("2021-04-26")) << "10 w.d. from conclusion";
  EXPECT_TRUE(due.at("supplementary_copy").starts_with("2026-01-02")) << "3 w.d. from conclusion";
  EXPECT_TRUE(due.at("operator_order").starts_with("2026-02-16")) << "30 c.d. from receipt";
  EXPECT_TRUE(due.at("protocol_copy").starts_with("2024-04-29")) << "5 w.d. from the signature";
  EXPECT_TRUE(due.at("programme_change").starts_with("2024-06-03")) << "30 w.d. from it";
}

/// The deadlines once the council has met without changing anything and its chair has signed.
std::map<std::string, std::string> after_an_ordinary_protocol(const support::CharterEdits& edits) {
  ChronicleBuilder b("tula", edits);
  b.plain_calendars(2020, 2027);
  support::concluded_agreement(b, 2, "2021-04-12");
  const auto council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2021-04-12");
  const auto met = b.meeting(1, council, "2024-04-22");
  b.sign(b.protocol(1, "3", met, {}, "2024-04-22"), "CHAIR", 1, "2024-04-22");
  return deadlines(b);
}

TEST(TU_13_3_ProtocolCopy, IsOwedOfTheProtocolOfAChangeAlone) {
  const auto due = after_an_ordinary_protocol({});
  EXPECT_FALSE(due.contains("protocol_copy"));
  EXPECT_FALSE(due.contains("programme_change"));
}

TEST(TU_13_3_ProtocolCopy, IsOwedOfEveryProtocolWhereAnotherPointOfTheActDemandsIt) {
  const auto due = after_an_ordinary_protocol({{R"("clause": "13#3")", R"("clause": "15#1")"},
                                               {R"("clause": "13#3")", R"("clause": "15#1")"}});
  EXPECT_TRUE(due.at("protocol_copy").starts_with("2024-04-29")) << "5 w.d. from the signature";
  EXPECT_FALSE(due.contains("programme_change"));
}

TEST(TU_9_2_Copies, AreOwedOfEverySupplementaryAgreement) {
  Pipeline p;
  EXPECT_TRUE(deadlines(p.b).contains("supplementary_copy"));
  letter(p.b, 1, "SUPPLEMENTARY_COPY", kToOperator, p.more, "2026-01-02");
  EXPECT_EQ(deadlines(p.b).at("supplementary_copy"), "2026-01-02 met");
}

TEST(Trap_9_CopiesAsNotice, OneLetterStartsBothClocksIfTheParameterSaysSo) {
  const auto with = [](const support::CharterEdits& edits) {
    ChronicleBuilder b("tula", edits);
    b.plain_calendars(2020, 2027);
    const auto paper = support::concluded_agreement(b, 3, "2021-04-12");
    const auto more = support::inclusion(b, paper, 4, "2025-12-30");
    const auto copy = letter(b, 1, "SUPPLEMENTARY_COPY", kToOperator, more, "2026-01-02");
    b.add("NoticeReceived", fmt::format(R"({{"notice":"{}","received_on":@d:2026-01-16}})", copy));
    return deadlines(b);
  };
  const auto both = with({});
  EXPECT_TRUE(both.at("supplementary_copy").ends_with("met"));
  EXPECT_TRUE(both.at("operator_order").starts_with("2026-02-16"));
  EXPECT_TRUE(both.at("inclusion_notice").ends_with("met"));
  const auto apart = with({{R"("copies_are_notice": true)", R"("copies_are_notice": false)"}});
  EXPECT_FALSE(apart.contains("operator_order")) << "no notice has been received";
  EXPECT_TRUE(apart.at("inclusion_notice").ends_with("open"));
}

TEST(TU_4de_TwoRoles, ANoticeToTheCoordinatorIsNoneToTheOperator) {
  for (const char* to : {R"({"kind":"ROLE","role":{"role":"REGIONAL_COORDINATOR"}})",
                         R"({"kind":"ORGANISATION","organisation":@o:101})"}) {
    Pipeline p;
    letter(p.b, 1, "SUPPLEMENTARY_COPY", to, p.more, "2026-01-02");
    EXPECT_FALSE(deadlines(p.b).at("supplementary_copy").ends_with("met")) << to;
    EXPECT_TRUE(deadlines(p.b).at("inclusion_notice").ends_with("open")) << to;
  }
  for (const char* to : {kToOperator, R"({"kind":"ORGANISATION","organisation":@o:100})"}) {
    Pipeline p;
    letter(p.b, 1, "SUPPLEMENTARY_COPY", to, p.more, "2026-01-02");
    EXPECT_TRUE(deadlines(p.b).at("supplementary_copy").ends_with("met")) << to;
  }
}

TEST(TU_8_3_Notice, IsOwedOfANewcomerOnly) {
  ChronicleBuilder b = tula();
  const auto paper = support::concluded_agreement(b, 3, "2021-04-12");
  const auto change =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["OBLIGATIONS"],
          "wording":{{"title":"x"}},"document":"{}",{}}})",
                        paper, ledger::test::hex_of(2, 32), support::parties_json(3)));
  for (std::uint64_t slot = 1; slot <= 3; ++slot) support::sign_slot(b, change, slot, "2025-12-30");
  EXPECT_FALSE(deadlines(b).contains("inclusion_notice"));
  EXPECT_TRUE(deadlines(b).contains("supplementary_copy"));
}

TEST(Trap_10_ThreePaths, EachKindOfChangeHasItsOwn) {
  Pipeline p;
  p.b.complete(R"("DECISIONS")", "2020-01-01");
  p.b.add("AgreementAmended",
          fmt::format(R"({{"supplementary":@t:6200,"agreement":"{}","kinds":["TERM"],"wording":{{
              "title":"x"}},"document":"{}"}})",
                      p.paper, ledger::test::hex_of(2, 32)));
  p.b.add("AgreementTerminated",
          fmt::format(R"({{"agreement":"{}","terminated_on":@d:2026-06-01,"ground":"MUTUAL",
              "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}}]}})",
                      p.paper));
  const Chronicle chronicle = p.b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  ASSERT_EQ(one.amendments.size(), 2u);
  EXPECT_EQ(one.amendments[0].path, fb::AmendmentPath::SUPPLEMENTARY_WITH_NEWCOMER);
  EXPECT_EQ(one.amendments[0].path_followed, Truth::kYes) << "the newcomer's signature is enough";
  EXPECT_EQ(one.amendments[1].path, fb::AmendmentPath::COUNCIL_PROTOCOL);
  EXPECT_EQ(one.amendments[1].path_followed, Truth::kNo);
  bool not_by_all = false;
  for (const Finding& finding : findings(chronicle, support::kToday)) {
    not_by_all |= finding.code() == "TERMINATION_NOT_BY_ALL" && finding.clause == "14";
  }
  EXPECT_TRUE(not_by_all);
}

TEST(TU_14_Termination, OnTheWordOfOnePartyEndsNothingAndIsAFinding) {
  ChronicleBuilder b("tula");
  const std::string agreement = support::concluded_agreement(b, 2, "2023-08-15");
  support::How alone;
  alone.grade = "SELF";
  alone.role = "HEAD";
  alone.organisation = 1;
  b.add("AgreementTerminated",
        fmt::format(R"({{"agreement":"{}","terminated_on":@d:2024-05-10,"ground":"OTHER"}})",
                    agreement),
        alone);
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_EQ(one.state, ForceState::kInForce);
  EXPECT_EQ(one.termination(), nullptr);
  EXPECT_EQ(one.claimed_terminations.size(), 1u);
  const auto all = findings(chronicle, support::kToday);
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [](const Finding& finding) {
    return finding.code() == "TERMINATION_NOT_BY_ALL" && finding.clause == "14";
  }));
}

TEST(TU_12_Term, AnAgreementWithoutATermEndsOnTheDayOfItsTermination) {
  ChronicleBuilder b("tula");
  const std::string agreement = support::concluded_agreement(b, 2, "2023-08-15");
  EXPECT_FALSE(agreements(b.chronicle(), support::kToday).at(0).in_force_to);
  b.add("AgreementTerminated",
        fmt::format(R"({{"agreement":"{}","terminated_on":@d:2024-05-10,"ground":"MUTUAL"}})",
                    agreement));
  const Agreement one = agreements(b.chronicle(), support::kToday).at(0);
  EXPECT_FALSE(one.last_day);
  EXPECT_EQ(one.in_force_to, FuzzyDate::on(rules::date(2024, 5, 10)));
}

TEST(TU_12_Term, AVersionEndsOnTheDayBeforeTheNextOneIsInForce) {
  ChronicleBuilder b("tula");
  for (std::uint64_t one = 1; one <= 2; ++one) b.organisation(one, "EMPLOYER");
  for (unsigned version = 1; version <= 2; ++version) {
    const auto agreement =
        b.add("AgreementRegistered",
              fmt::format(R"({{"agreement":@t:6001,"version":{},"kind":"COOPERATION",
                  "title_as_written":"Соглашение","parties":[{{"number":1,"organisation":@o:1}},
                  {{"number":2,"organisation":@o:2}}],"slots":[{{"slot":1,"party":1,
                  "acting_as":"HEAD"}},{{"slot":2,"party":2,"acting_as":"HEAD"}}],
                  "term":{{"kind":"OPEN_ENDED"}},"levels":["FIRST"],"document":"{}"}})",
                          version, ledger::test::hex_of(version, 32)));
    for (int party = 1; party <= 2; ++party) {
      b.add("AgreementSigned",
            fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
                "organisation":@o:{},"signed_on":@d:{}}}}})",
                        agreement, party, party, version == 1 ? "2023-01-12" : "2024-01-12"));
    }
  }
  const auto all = agreements(b.chronicle(), support::kToday);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].state, ForceState::kSuperseded);
  EXPECT_EQ(all[0].in_force_to, FuzzyDate::on(rules::date(2024, 1, 11)));
  EXPECT_FALSE(all[1].in_force_to);
}

TEST(TU_12_Term, OfAnOpenEndedAgreementIsNeverTooShort) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 2, "2023-08-15");
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_FALSE(one.last_day);
  EXPECT_TRUE(one.term_stated);
  EXPECT_EQ(one.state, ForceState::kInForce);
}

TEST(TU_4zh_Enterprise, IsAParticipantOfItsOwnCategory) {
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 2, "2023-08-15");
  const Chronicle chronicle = b.chronicle();
  const auto all = memberships(chronicle, support::kToday);
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].category, fb::OrganisationCategory::EMPLOYER);
  EXPECT_EQ(all[0].on(support::kToday), Truth::kYes);
}

// --- programmes ----------------------------------------------------------------------------------

std::string programme(ChronicleBuilder& b, const char* to) {
  return b.add("ProgrammeSubmitted",
               fmt::format(R"({{"programme":@t:6500,"version":1,"wording":{{"title":"Программа"}},
                   "from":@d:2023-09-01,"to":@d:{},"indicators":[{{"number":1,"title":"Выпуск",
                   "planned":[{{"year":2024,"value":{{"units":90,"scale":0}}}}]}}],"document":"{}"}})",
                           to, ledger::test::hex_of(3, 32)));
}

std::vector<std::string> too_long(const char* to) {
  ChronicleBuilder b("tula");
  programme(b, to);
  const Chronicle chronicle = b.chronicle();
  std::vector<std::string> out;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() != "PROGRAMME_TOO_LONG") continue;
    for (const auto& [name, value] : one.numbers) {
      if (name == "years_allowed") out.push_back(value);
    }
  }
  return out;
}

TEST(Trap_12_RangeAsMaximum, BeyondItsUpperEndTheFindingRestsOnNoAssumption) {
  for (const auto& [to, certainty] :
       {std::pair("2028-08-31", fb::Certainty::ASSUMED), {"2028-09-01", fb::Certainty::STATED}}) {
    ChronicleBuilder b("tula");
    programme(b, to);
    const Chronicle chronicle = b.chronicle();
    std::size_t seen = 0;
    for (const Finding& one : findings(chronicle, support::kToday)) {
      if (one.code() != "PROGRAMME_TOO_LONG") continue;
      ++seen;
      EXPECT_EQ(one.certainty, certainty) << to;
    }
    EXPECT_EQ(seen, 1u);
  }
}

TEST(Trap_12_RangeAsMaximum, BeyondThreeYearsItDependsOnTheReadingBeyondFiveItDoesNot) {
  EXPECT_TRUE(too_long("2026-08-31").empty()) << "three years";
  EXPECT_EQ(too_long("2028-08-31"), std::vector<std::string>{"3"}) << "five years";
  EXPECT_EQ(too_long("2028-09-01"), std::vector<std::string>{"5"}) << "five years and a day";
}

TEST(TU_15_Execution, IsReportedByIndicatorAndYearBesideWhatWasPlanned) {
  ChronicleBuilder b("tula");
  const auto paper = programme(b, "2026-08-31");
  b.add("IndicatorReported",
        fmt::format(R"({{"programme":"{}","indicator":1,"year":2024,"value":{{"units":85,"scale":0
            }},"organisation":@o:100,"reported_on":@d:2025-01-15}})",
                    paper));
  const Chronicle chronicle = b.chronicle();
  const Programme one = programmes(chronicle, support::kToday).at(0);
  ASSERT_EQ(one.indicators.size(), 1u);
  EXPECT_EQ(one.indicators[0].planned, "90");
  EXPECT_EQ(one.indicators[0].reported, "85");
  EXPECT_EQ(one.indicators[0].evidence.events().size(), 2u);
}

TEST(TU_15_Execution, OnADayIsWhatHadBeenPlannedAndReportedByThen) {
  ChronicleBuilder b("tula");
  const auto paper = programme(b, "2026-08-31");
  b.add("ProgrammeChanged",
        fmt::format(R"({{"programme":"{}","kinds":["INDICATORS"],"wording":{{"title":"Показатели"}},
            "entered_on":@d:2024-05-01,"indicators":[{{"number":1,"title":"Выпуск",
            "planned":[{{"year":2024,"value":{{"units":95,"scale":0}}}}]}}]}})",
                    paper));
  const auto report = [&](int units, const char* on) {
    b.add("IndicatorReported",
          fmt::format(R"({{"programme":"{}","indicator":1,"year":2024,"value":{{"units":{},"scale":0
              }},"organisation":@o:100,"reported_on":@d:{}}})",
                      paper, units, on));
  };
  report(87, "2025-02-15");
  report(85, "2025-01-15");
  const Chronicle chronicle = b.chronicle();
  const auto told = [&](const char* on) {
    const Programme one = programmes(chronicle, *rules::date_from_iso(on)).at(0);
    return *one.indicators.at(0).planned + " " + one.indicators.at(0).reported.value_or("-");
  };
  EXPECT_EQ(told("2024-04-30"), "90 -");
  EXPECT_EQ(told("2024-05-01"), "95 -");
  EXPECT_EQ(told("2025-01-15"), "95 85");
  EXPECT_EQ(told("2025-02-15"), "95 87");
  EXPECT_EQ(told("2026-11-20"), "95 87") << "the report of the later day, recorded first";
}

// --- the term of the agreement and the programme -------------------------------------------------

std::string programme_until(ChronicleBuilder& b, unsigned version, const std::string& to,
                            const std::string& more = {}) {
  return b.add("ProgrammeSubmitted",
               fmt::format(R"({{"programme":@t:6500,"version":{},"wording":{{"title":"Программа"}},
                   "from":@d:2023-09-01,"to":@d:{},"document":"{}"{}}})",
                           version, to, ledger::test::hex_of(300 + version, 32), more));
}

std::size_t too_short(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  const auto found = findings(chronicle, support::kToday);
  return static_cast<std::size_t>(std::count_if(found.begin(), found.end(), [](const Finding& one) {
    return one.code() == "TERM_TOO_SHORT";
  }));
}

TEST(TU_12_Term, IsMeasuredByTheNewestVersionOfTheProgramme) {
  ChronicleBuilder b("tula");
  const auto first = programme_until(b, 1, "2026-08-31");
  support::register_agreement(b, 2, fmt::format(R"(,"programme":"{}")", first),
                              R"({"kind":"UNTIL","until":@d:2026-08-31})");
  EXPECT_EQ(too_short(b), 0u);
  programme_until(b, 2, "2028-08-31", fmt::format(R"(,"replaces":"{}")", first));
  EXPECT_EQ(too_short(b), 1u) << "the programme was extended later";
}

TEST(TU_12_Term, IsMeasuredByTheEndThatWasEnteredLastAndNotRecordedLast) {
  ChronicleBuilder b("tula");
  const auto first = programme_until(b, 1, "2026-08-31");
  support::register_agreement(b, 2, fmt::format(R"(,"programme":"{}")", first),
                              R"({"kind":"UNTIL","until":@d:2027-08-31})");
  const auto change = [&](const char* to, const char* entered) {
    b.add("ProgrammeChanged",
          fmt::format(R"({{"programme":"{}","kinds":["TERM"],"wording":{{"title":"Срок"}},
              "to":@d:{},"entered_on":@d:{}}})",
                      first, to, entered));
  };
  change("2028-08-31", "2025-03-01");
  EXPECT_EQ(too_short(b), 1u);
  change("2026-12-31", "2024-03-01");
  EXPECT_EQ(too_short(b), 1u) << "an older change, recorded later";
}

TEST(TU_13_1_Amendments, WorkInTheOrderOfTheirDaysAndNotOfTheirRecording) {
  ChronicleBuilder b("tula");
  const auto paper = support::concluded_agreement(b, 2, "2023-08-15");
  const auto amend = [&](std::uint64_t number, const char* day, const std::string& more) {
    const auto amended =
        b.add("AgreementAmended",
              fmt::format(R"({{"supplementary":@t:{},"agreement":"{}","kinds":["TERM"],"wording":{{
            "title":"Дополнительное соглашение"}},"document":"{}",{}{}}})",
                          number, paper, ledger::test::hex_of(number, 32), support::parties_json(2),
                          more));
    for (std::uint64_t slot = 1; slot <= 2; ++slot) support::sign_slot(b, amended, slot, day);
  };
  amend(6100, "2025-03-01", R"(,"term":{"kind":"UNTIL","until":@d:2030-12-31},"included":[@o:1])");
  amend(6101, "2024-03-01", R"(,"term":{"kind":"UNTIL","until":@d:2027-12-31},"excluded":[@o:1])");
  const Chronicle chronicle = b.chronicle();
  const Agreement seen = agreements(chronicle, support::kToday).at(0);
  ASSERT_TRUE(seen.last_day);
  EXPECT_EQ(rules::to_text(*seen.last_day), "2030-12-31");
  EXPECT_EQ(seen.parties.size(), 2u) << "who was excluded came in again";
  ASSERT_EQ(seen.amendments.size(), 2u);
  EXPECT_LT(seen.amendments[0].fact.index(), seen.amendments[1].fact.index());
}

}  // namespace
}  // namespace projections::governance
