// SPDX-License-Identifier: Apache-2.0
// Parties and newcomers of whose signature the record of a paper has no line: silence is no
// signature (TU 8, SM 6.1).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "projections/governance/agreements.h"
#include "projections/governance/findings.h"
#include "projections/governance/membership.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

std::string party(unsigned number) {
  return fmt::format(R"({{"number":{0},"organisation":@o:{0}}})", number);
}
std::string line(unsigned number) {
  return fmt::format(R"({{"slot":{0},"party":{0},"acting_as":"HEAD"}})", number);
}

/// An agreement of three of which the first two have lines, and have signed in them.
ChronicleBuilder third_without_line(const char* charter, bool claimed) {
  ChronicleBuilder b(charter, {}, "2017-01-01");
  for (const unsigned one : {1u, 2u, 3u}) b.organisation(one, "EMPLOYER");
  const auto paper = b.add(
      "AgreementRegistered",
      fmt::format(R"({{"agreement":@t:6001,"version":1,"title_as_written":"Соглашение",
          "kind":"COOPERATION","parties":[{},{},{}],"slots":[{},{}],"levels":["FIRST"],
          "term":{{"kind":"OPEN_ENDED"}},"document":"{}"}})",
                  party(1), party(2), party(3), line(1), line(2), ledger::test::hex_of(1, 32)));
  support::sign_slot(b, paper, 1, "2023-08-10");
  support::sign_slot(b, paper, 2, "2023-08-15");
  if (claimed) b.complete(R"("AGREEMENTS")", "2017-01-01");
  return b;
}

Membership member_of(const ChronicleBuilder& b, std::uint64_t number) {
  const Chronicle chronicle = b.chronicle();
  return memberships_of(memberships(chronicle, support::kToday), support::org(number)).at(0);
}

TEST(TU_8_1_Agreement, APartyWithoutALineHasNotSignedAsFarAsIsKnown) {
  const ChronicleBuilder b = third_without_line("tula", false);
  const Chronicle chronicle = b.chronicle();
  const Agreement one = agreements(chronicle, support::kToday).at(0);
  EXPECT_EQ(one.signatures.parties, 3u);
  EXPECT_EQ(one.signatures.parties_signed, 2u);
  EXPECT_FALSE(one.signatures.complete());
  EXPECT_EQ(one.state, ForceState::kUndetermined);
  bool told = false;
  for (const Missing& what : one.grounds.missing) {
    told |= what.what == "signature line of " + ledger::to_hex(support::org(3));
  }
  EXPECT_TRUE(told) << "it is said whose line is missing";
  EXPECT_EQ(member_of(b, 1).on(support::kToday), Truth::kUndetermined);
  EXPECT_EQ(member_of(b, 3).consent, ConsentState::kNotRecorded);
  EXPECT_EQ(member_of(b, 1).consent, ConsentState::kGiven);
}

TEST(SM_6_1_EntryIntoForce, APartyWithoutALineKeepsItFromForceWhereTheRecordIsClaimedToBeWhole) {
  const ChronicleBuilder b = third_without_line("smolensk", true);
  const Chronicle chronicle = b.chronicle();
  EXPECT_EQ(agreements(chronicle, support::kToday).at(0).state, ForceState::kNotYet);
  EXPECT_EQ(member_of(b, 3).on(support::kToday), Truth::kNo);
  EXPECT_EQ(member_of(b, 3).code, "NOT_IN_FORCE");
}

/// Of the finding that the agreement is not in force; the members have one of their own each.
std::map<std::string, std::string> lines_not_in_force(const ChronicleBuilder& b) {
  const Chronicle chronicle = b.chronicle();
  for (const Finding& one : findings(chronicle, support::kToday)) {
    const std::map<std::string, std::string> numbers(one.numbers.begin(), one.numbers.end());
    if (one.code() == "NOT_IN_FORCE" && numbers.contains("slots")) return numbers;
  }
  return {};
}

TEST(SM_6_1_EntryIntoForce, TheFindingCountsPartiesWithoutALineOnlyWhereThereAreSuch) {
  using Numbers = std::map<std::string, std::string>;
  EXPECT_EQ(lines_not_in_force(third_without_line("smolensk", true)),
            (Numbers{{"slots", "2"}, {"signed", "2"}, {"without_line", "1"}}));
  ChronicleBuilder lines_for_all("smolensk", {}, "2017-01-01");
  const auto paper = support::register_agreement(lines_for_all, 2);
  support::sign_slot(lines_for_all, paper, 1, "2017-12-01");
  lines_for_all.complete(R"("AGREEMENTS")", "2017-01-01");
  EXPECT_EQ(lines_not_in_force(lines_for_all), (Numbers{{"slots", "2"}, {"signed", "1"}}));
}

/// A supplementary agreement that takes in the third and has lines of the first two alone.
ChronicleBuilder newcomer_without_line(bool claimed) {
  ChronicleBuilder b("tula");
  const auto paper = support::concluded_agreement(b, 2, "2023-08-15");
  b.organisation(3, "EMPLOYER");
  const auto more =
      b.add("AgreementAmended",
            fmt::format(R"({{"supplementary":@t:6100,"agreement":"{}","kinds":["INCLUSION"],
          "wording":{{"title":"Новый участник"}},"document":"{}","included":[@o:3],{}}})",
                        paper, ledger::test::hex_of(2, 32), support::parties_json(2)));
  for (const unsigned slot : {1u, 2u}) support::sign_slot(b, more, slot, "2024-03-01");
  if (claimed) b.complete(R"("AGREEMENTS")", "2020-01-01");
  return b;
}

TEST(TU_8_3_Newcomer, WithoutALineOfItsOwnHasNotConsented) {
  const Membership open = member_of(newcomer_without_line(false), 3);
  EXPECT_EQ(open.on(support::kToday), Truth::kUndetermined);
  EXPECT_EQ(open.consent, ConsentState::kNotRecorded);
  const Membership none = member_of(newcomer_without_line(true), 3);
  EXPECT_EQ(none.on(support::kToday), Truth::kNo);
  EXPECT_EQ(none.code, "NOT_IN_FORCE");
}

}  // namespace
}  // namespace projections::governance
