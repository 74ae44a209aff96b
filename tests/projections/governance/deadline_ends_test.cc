// SPDX-License-Identifier: Apache-2.0
// What ends the deadlines of the charter: the agreement of all participants and no side contract,
// an order about this inclusion and no older one, the first letter by its day; and when a deadline
// is missed at all (TU 8, 9).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/governance/duties.h"
#include "projections/governance/findings.h"
#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

ChronicleBuilder tula() {
  ChronicleBuilder b("tula");
  b.plain_calendars(2020, 2027);
  return b;
}

/// "due state (what is missing)" of every duty of this name.
std::string states(const ChronicleBuilder& b, const std::string& name) {
  const Chronicle chronicle = b.chronicle();
  std::string out;
  for (const Obligation& duty : duties_of(Council(chronicle, support::kToday))) {
    if (duty.name != name) continue;
    out += (out.empty() ? "" : ", ") + rules::to_text(duty.due.effective_due) + " " +
           std::string(name_of(duty.verdict.state));
    for (const Missing& one : duty.grounds.missing) out += " (" + one.what + ")";
  }
  return out;
}

std::size_t times_found(const ChronicleBuilder& b, std::string_view code) {
  const Chronicle chronicle = b.chronicle();
  const auto all = findings(chronicle, support::kToday);
  return static_cast<std::size_t>(std::count_if(
      all.begin(), all.end(), [&](const Finding& one) { return one.code() == code; }));
}

/// A letter to the operator; `sent`: a date with its "@".
std::string letter(ChronicleBuilder& b, std::uint64_t number, const std::string& kind,
                   const std::string& concerns, const std::string& sent) {
  return b.add("NoticeDispatched",
               fmt::format(R"({{"notice":@t:{},"kind":"{}","to":{{"kind":"ROLE","role":{{
                   "role":"REGIONAL_OPERATOR"}}}},"sent_on":{},"channel":"POST",
                   "concerns":["{}"]}})",
                           7'000 + number, kind, sent, concerns));
}

// --- orders --------------------------------------------------------------------------------------

/// Organisation 3 is taken in; the operator is told of it.
void include(ChronicleBuilder& b, const std::string& agreement, std::uint64_t number,
             const std::string& concluded, const std::string& received) {
  const auto paper =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:{},"agreement":"{}","kinds":["INCLUSION"],
                "wording":{{"title":"Дополнительное соглашение"}},"document":"{}",
                "included":[@o:3],"parties":[{{"number":1,"organisation":@o:3}}],
                "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}}]}})",
                        6'100 + number, agreement, ledger::test::hex_of(2, 32)));
  support::sign_slot(b, paper, 1, concluded);
  const auto sent = letter(b, number, "INCLUSION", paper, "@d:" + concluded);
  b.add("NoticeReceived", fmt::format(R"({{"notice":"{}","received_on":@d:{}}})", sent, received));
}

struct Newcomer {
  Newcomer() : b(tula()) {
    b.complete(R"("ORDERS")", "2020-01-01");
    agreement = support::concluded_agreement(b, 2, "2021-04-12");
    b.organisation(3, "EMPLOYER");
    include(b, agreement, 1, "2024-03-01", "2024-03-05");
  }
  ChronicleBuilder b;
  std::string agreement;
};

TEST(TU_8_4_Order, OfTheFirstInclusionDoesNotRecordTheSecond) {
  Newcomer n;
  n.b.order("2024-04-01", {3});
  EXPECT_EQ(states(n.b, "operator_order"), "2024-04-04 met");
  include(n.b, n.agreement, 2, "2025-06-02", "2025-06-04");
  EXPECT_EQ(states(n.b, "operator_order"), "2024-04-04 met, 2025-07-04 overdue");
  EXPECT_EQ(times_found(n.b, "ORDER_LATE"), 1u);
}

TEST(TU_8_4_Order, IssuedBetweenTheInclusionAndTheReceiptOfTheNoticeRecordsIt) {
  Newcomer n;
  n.b.order("2024-03-04", {3});
  EXPECT_EQ(states(n.b, "operator_order"), "2024-04-04 met");
}

TEST(TU_8_4_Order, WithoutADayLeavesOpenWhetherItIsAboutThisInclusion) {
  Newcomer n;
  n.b.order("@u", {3});
  EXPECT_EQ(states(n.b, "operator_order"), "2024-04-04 undetermined (order of the events)");
  EXPECT_EQ(times_found(n.b, "ORDER_LATE"), 0u);
}

// --- letters -------------------------------------------------------------------------------------

TEST(TU_9_1_Copy, WithoutADayDoesNotHideOneInTimeInEitherOrder) {
  for (const bool unknown_first : {true, false}) {
    ChronicleBuilder b = tula();
    const auto paper = support::concluded_agreement(b, 2, "2021-04-12");
    if (unknown_first) letter(b, 1, "AGREEMENT_COPY", paper, "@u");
    letter(b, 2, "AGREEMENT_COPY", paper, "@d:2021-04-20");
    if (!unknown_first) letter(b, 1, "AGREEMENT_COPY", paper, "@u");
    EXPECT_EQ(states(b, "agreement_copy"), "2021-04-26 met");
  }
}

TEST(TU_9_1_Copy, IsMissedOnlyWhereLettersAreClaimedFromTheConclusionOn) {
  const auto claimed = [](const std::string& from) {
    ChronicleBuilder b = tula();
    b.complete(R"("NOTICES")", from);
    support::concluded_agreement(b, 2, "2021-04-12");
    return states(b, "agreement_copy") + ", found " + std::to_string(times_found(b, "COPY_LATE"));
  };
  EXPECT_EQ(claimed("2021-04-12"), "2021-04-26 overdue, found 1");
  EXPECT_EQ(claimed("2021-04-13"), "2021-04-26 undetermined (coverage of NOTICES), found 0");
}

// --- the agreement -------------------------------------------------------------------------------

/// The decision on the cluster names the organisations 1 to `count`.
void intend(ChronicleBuilder& b, std::uint64_t count) {
  std::string list;
  for (std::uint64_t one = 1; one <= count; ++one) {
    list += fmt::format("{}@o:{}", one > 1 ? "," : "", one);
  }
  const Chronicle chronicle = b.chronicle();
  const auto created = chronicle.all<fb::ClusterCreated>().at(0);
  support::How region;
  region.of_region = true;
  b.correct(ledger::to_hex(created.digest()), "ClusterCreated",
            fmt::format(R"({{"cluster":"{}","region":"{}","names":[{{"kind":"FULL","text":
                "Кластер"}}],"zone_minutes":420,"decided_on":@d:2021-03-17,
                "intended_participants":[{}]}})",
                        support::cluster_id(1), support::region_id(1), list),
            region);
}

TEST(TU_8_1_Agreement, OfSomeOfThoseWhomTheDecisionNamesIsNotThatOfAllParticipants) {
  ChronicleBuilder b = tula();
  intend(b, 3);
  b.complete(R"("AGREEMENTS")", "2021-03-17");
  const auto paper = support::concluded_agreement(b, 2, "2021-04-12");
  EXPECT_EQ(states(b, "agreement_conclusion"), "2021-04-16 overdue");
  b.organisation(3, "EMPLOYER");
  const Chronicle chronicle = b.chronicle();
  std::string absent;
  for (const Finding& one : findings(chronicle, support::kToday)) {
    if (one.code() == "AGREEMENT_INCOMPLETE") absent += one.detail.russian + ";";
  }
  EXPECT_EQ(absent,
            "решение о создании кластера называет участников, которые не стороны: "
            "Организация 3;");
  support::inclusion(b, paper, 3, "2021-04-15");
  EXPECT_EQ(states(b, "agreement_conclusion"), "2021-04-16 met") << "the third has joined in time";
}

TEST(TU_8_1_Agreement, IsConcludedWithTheLastOfThoseWhomTheDecisionNames) {
  ChronicleBuilder b = tula();
  intend(b, 3);
  support::inclusion(b, support::concluded_agreement(b, 2, "2021-04-12"), 3, "2021-04-20");
  EXPECT_EQ(states(b, "agreement_conclusion"), "2021-04-16 late");
  EXPECT_EQ(times_found(b, "AGREEMENT_LATE"), 1u);
}

TEST(TU_8_1_Agreement, OfSomeIsNotMissedWhereNobodyClaimsThatAgreementsAreRecordedInFull) {
  ChronicleBuilder b = tula();
  intend(b, 3);
  support::concluded_agreement(b, 2, "2021-04-12");
  EXPECT_EQ(states(b, "agreement_conclusion"), "2021-04-16 undetermined (coverage of AGREEMENTS)");
}

TEST(TU_8_1_Agreement, IsNoSideContractAndTheSideContractOwesNothing) {
  ChronicleBuilder b = tula();
  const auto programme =
      b.add("ProgrammeSubmitted",
            fmt::format(R"({{"programme":@t:6500,"version":1,"wording":{{"title":"Программа"}},
                "from":@d:2021-09-01,"to":@d:2023-08-31,{},"document":"{}"}})",
                        support::parties_json(2), ledger::test::hex_of(3, 32)));
  for (const std::uint64_t slot : {1, 2}) support::sign_slot(b, programme, slot, "2021-04-01");
  const auto side =
      b.add("AgreementRegistered",
            fmt::format(R"({{"agreement":@t:6002,"version":1,"title_as_written":"Договор",
                "kind":"OTHER",{},"term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
                        support::parties_json(2), ledger::test::hex_of(5, 32)));
  for (const std::uint64_t slot : {1, 2}) support::sign_slot(b, side, slot, "2021-03-22");
  b.complete(R"("AGREEMENTS")", "2021-03-17");
  EXPECT_EQ(states(b, "agreement_conclusion"), "2021-04-16 overdue");
  support::concluded_agreement(b, 2, "2021-05-12");
  EXPECT_EQ(states(b, "agreement_conclusion"), "2021-04-16 late");
  EXPECT_EQ(states(b, "agreement_copy"), "2021-05-26 undetermined (coverage of NOTICES)")
      << "of the agreement alone";
  EXPECT_EQ(times_found(b, "AGREEMENT_BEFORE_PROGRAMME"), 0u);
  EXPECT_EQ(times_found(b, "NO_LEVELS"), 0u);
}

// --- changes of indicators -----------------------------------------------------------------------

/// How many findings a change of indicators of 2024-02-01 leaves of which the operator said this.
std::size_t not_agreed(const std::string& conclusion, const std::string& on,
                       const std::string& claimed_from = "2020-01-01") {
  ChronicleBuilder b = tula();
  b.complete(R"("PROGRAMMES")", claimed_from);
  const auto programme =
      b.add("ProgrammeSubmitted",
            fmt::format(R"({{"programme":@t:6500,"version":1,"wording":{{"title":"Программа"}},
                "from":@d:2023-09-01,"to":@d:2026-08-31,{},"document":"{}"}})",
                        support::parties_json(2), ledger::test::hex_of(3, 32)));
  const auto change =
      b.add("ProgrammeChanged",
            fmt::format(R"({{"programme":"{}","kinds":["INDICATORS"],"wording":{{"title":
                "Показатели"}},"entered_on":@d:2024-02-01}})",
                        programme));
  if (!conclusion.empty()) {
    b.add("ProgrammeAgreed",
          fmt::format(R"({{"programme":"{}","by":"OPERATOR","agreed_on":{},"conclusion":"{}"}})",
                      change, on, conclusion));
  }
  return times_found(b, "INDICATORS_NOT_AGREED");
}

TEST(TU_17_Indicators, AreAgreedByConsentBeforeTheChangeAndByNoRefusal) {
  EXPECT_EQ(not_agreed("", ""), 1u);
  EXPECT_EQ(not_agreed("REFUSED", "@d:2024-01-22"), 1u);
  EXPECT_EQ(not_agreed("AGREED", "@d:2024-02-01"), 0u);
  EXPECT_EQ(not_agreed("AGREED_WITH_REMARKS", "@d:2024-01-22"), 0u);
  EXPECT_EQ(not_agreed("AGREED", "@d:2024-02-02"), 1u) << "what is agreed is a proposal";
}

TEST(TU_17_Indicators, AreNotFoundWhereTheDayOfTheConsentOrTheRecordBeforeTheChangeIsOpen) {
  EXPECT_EQ(not_agreed("AGREED", "@u"), 0u);
  EXPECT_EQ(not_agreed("", "", "2024-01-15"), 0u) << "a word of before is claimed by nobody";
}

}  // namespace
}  // namespace projections::governance
