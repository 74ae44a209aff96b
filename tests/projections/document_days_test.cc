// SPDX-License-Identifier: Apache-2.0
// Papers of which nothing of governance is recorded: the days that the record says of them.
#include "tests/support/paper_ledger.h"

namespace projections {
namespace {

class DocumentDays : public support::PaperLedger {
 protected:
  /// Edition `number` of document 1, in the file of the same number.
  std::string edition(int number, const std::string& first, const std::string& effective) {
    return paper({.file = static_cast<std::uint64_t>(number),
                  .edition = number,
                  .more = first.empty() ? first : fmt::format(R"(,"edition_of":"{}")", first),
                  .effective = effective});
  }
  /// Another document that does this to the paper.
  std::string act(std::uint64_t number, const std::string& old, const std::string& relation,
                  const std::string& day, const std::string& effective = "2020-06-01") {
    const std::string made = paper({.number = number,
                                    .file = number,
                                    .title = "Приказ " + std::to_string(number),
                                    .effective = effective});
    relate(made, old, relation, day);
    return made;
  }
  std::vector<MissingKind> missing_on(std::uint64_t file, const std::string& on) {
    std::vector<MissingKind> kinds;
    for (const Missing& one : verdict(file, on).missing) kinds.push_back(one.kind);
    return kinds;
  }
};

TEST_F(DocumentDays, AnEditionIsOutSinceTheFirstNewerOneAndNotSinceTheNewest) {
  const std::string first = edition(1, {}, "2020-01-01");
  edition(3, edition(2, first, "2022-01-01"), "2024-01-01");
  for (const char* day : {"2023-01-01", "2026-01-01"}) {
    const auto found = verdict(1, day);
    EXPECT_EQ(found.state, DocumentState::kSuperseded) << day;
    EXPECT_EQ(found.since, "2022-01-01") << day;
    ASSERT_TRUE(found.by);
    EXPECT_EQ(found.by->edition, 2) << day;
  }
  EXPECT_EQ(verdict(2, "2023-12-31").until, "2023-12-31");
}

TEST_F(DocumentDays, OfTwoRepealsTheEarlierOneByItsDayCountsWhicheverWasRecordedFirst) {
  const std::string old = paper({.effective = "2020-01-01"});
  act(12, old, "REPEALS", "2024-01-01");
  act(13, old, "REPEALS", "2022-01-01");
  const auto found = verdict(1, "2026-01-01");
  EXPECT_EQ(found.state, DocumentState::kRepealed);
  EXPECT_EQ(found.since, "2022-01-01");
  EXPECT_EQ(found.by->title, "Приказ 13");
  EXPECT_EQ(verdict(1, "2021-12-31").until, "2021-12-31");
}

TEST_F(DocumentDays, ARepealBeforeANewerEditionIsTheEnd) {
  const std::string old = edition(1, {}, "2020-01-01");
  act(12, old, "REPEALS", "2021-01-01");
  edition(2, old, "2022-01-01");
  const auto found = verdict(1, "2026-01-01");
  EXPECT_EQ(found.state, DocumentState::kRepealed);
  EXPECT_EQ(found.since, "2021-01-01");
}

TEST_F(DocumentDays, ADayWithinAYearIsUndeterminedInThatYearOnly) {
  paper({.effective = "2021"});
  EXPECT_EQ(verdict(1, "2020-12-31").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(1, "2021-06-01").state, DocumentState::kUndetermined);
  EXPECT_EQ(missing_on(1, "2021-06-01"), std::vector{MissingKind::kEffectiveDay});
  const auto found = verdict(1, "2021-12-31");
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "");
  EXPECT_TRUE(found.missing.empty());
}

TEST_F(DocumentDays, ANewerEditionWithinAMonthTakesNothingAwayBeforeThatMonth) {
  const std::string first = edition(1, {}, "2020-01-01");
  edition(2, first, "2022-03");
  EXPECT_EQ(verdict(1, "2021-05-05").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2022-03-15").state, DocumentState::kUndetermined);
  EXPECT_EQ(missing_on(1, "2022-03-15"), std::vector{MissingKind::kNewerEdition});
  EXPECT_EQ(verdict(1, "2022-03-31").state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict(1, "2022-03-31").since, "");
  EXPECT_EQ(verdict(2, "2026-01-01").state, DocumentState::kInForce);
}

TEST_F(DocumentDays, MinutesMadeAgainUnderTheSameDateAreNotSaidToBeOutSinceThatDate) {
  const auto minutes = [&](std::uint64_t file, int edition, const std::string& printed,
                           const std::string& more) {
    return paper({.file = file,
                  .edition = edition,
                  .kind = "PROTOCOL",
                  .more = fmt::format(R"(,"printed":[{{"place":"HEADER","date":{}}}]{})",
                                      support::legal_date(printed), more)});
  };
  const auto again = [](const std::string& of) { return fmt::format(R"(,"edition_of":"{}")", of); };
  const std::string first = minutes(1, 1, "2021-04-10", "");
  const std::string second = minutes(2, 2, "2021-04-10", again(first));
  EXPECT_EQ(verdict(1).state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict(1).since, "");
  minutes(3, 3, "2021-06-01", again(second));
  EXPECT_EQ(verdict(2).since, "2021-06-01");
}

TEST_F(DocumentDays, ARepealWithinAMonthIsOpenInThatMonthOnly) {
  const std::string old = paper({.effective = "2021-01-01"});
  act(12, old, "REPEALS", "2023-09");
  EXPECT_EQ(verdict(1, "2022-01-01").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2023-09-15").state, DocumentState::kUndetermined);
  EXPECT_EQ(missing_on(1, "2023-09-15"), std::vector{MissingKind::kEndDay});
  EXPECT_EQ(verdict(1, "2026-01-01").state, DocumentState::kRepealed);
}

TEST_F(DocumentDays, OfTwoEndsWithinBoundsTheDayIsSaidOnlyIfItIsCertainlyTheFirst) {
  const std::string old = paper({.effective = "2020-01-01"});
  act(12, old, "REPEALS", "2023-09-15");
  act(13, old, "REPEALS", "2023-09");
  EXPECT_EQ(verdict(1, "2026-01-01").state, DocumentState::kRepealed);
  EXPECT_EQ(verdict(1, "2026-01-01").since, "");
}

TEST_F(DocumentDays, BesideARepealWhoseDayIsNotKnownThatOfAnotherIsNotSaidToBeTheFirst) {
  const std::string old = paper({.effective = "2020-01-01"});
  act(12, old, "REPEALS", {});
  act(13, old, "REPEALS", "2024-01-01");
  EXPECT_EQ(verdict(1, "2023-01-01").state, DocumentState::kUndetermined);
  const auto found = verdict(1, "2026-01-01");
  EXPECT_EQ(found.state, DocumentState::kRepealed);
  EXPECT_EQ(found.since, "");
  EXPECT_EQ(missing_on(1, "2026-01-01"), std::vector{MissingKind::kEndDay});
}

TEST_F(DocumentDays, TheDayOfARepealIsTheRepealedPapersEndAndNotTheBeginningOfTheRepealingOne) {
  const std::string old = paper({.effective = "2020-01-01"});
  act(12, old, "REPEALS", "2024-01-01", "2023-09-01");
  const auto found = verdict(12, "2023-10-01");
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "2023-09-01");
  EXPECT_TRUE(found.missing.empty());
}

TEST_F(DocumentDays, WhatAWithdrawnPaperRepealedOrAmendedStands) {
  const std::string repealed = paper({.effective = "2020-01-01"});
  const std::string amended = paper({.number = 2, .file = 2, .effective = "2020-01-01"});
  const std::string repealing = act(12, repealed, "REPEALS", "2024-01-01");
  const std::string amending = act(13, amended, "AMENDS", "2024-01-01");
  EXPECT_EQ(verdict(1, "2026-01-01").state, DocumentState::kRepealed);
  EXPECT_EQ(verdict(2, "2026-01-01").state, DocumentState::kAmended);
  correct(repealing);
  correct(amending);
  EXPECT_EQ(verdict(1, "2026-01-01").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(2, "2026-01-01").state, DocumentState::kInForce);
}

TEST_F(DocumentDays, ARepealStandsWhileAnotherFileOfTheRepealingEditionDoes) {
  const std::string old = paper({.effective = "2020-01-01"});
  const std::string act_paper = act(12, old, "REPEALS", "2024-01-01");
  paper({.number = 12,
         .file = 13,
         .rendition = "SCAN",
         .more = fmt::format(R"(,"rendition_of":"{}")", act_paper)});
  correct(act_paper);
  EXPECT_EQ(verdict(1, "2026-01-01").state, DocumentState::kRepealed);
}

TEST_F(DocumentDays, TheEventsBehindAVerdictEachHaveTheGradeOfTheirOwn) {
  const std::string old = paper({.effective = "2020-01-01"});
  const std::string new_act = paper({.number = 12, .file = 12, .title = "Приказ 12"});
  support::Said said;
  said.type = "DocumentRelated";
  said.author = keeper;
  said.grade = "DOCUMENT";
  said.evidence = new_act;
  said.payload = fmt::format(
      R"({{"from":"{}","to":{{"kind":"REGISTERED","document":"{}"}},"relation":"REPEALS",
      "effective":{}}})",
      new_act, old, support::legal_date("2024-01-01"));
  t.must(said);
  const auto found = verdict(1, "2026-01-01");
  ASSERT_EQ(found.evidence.size(), 2u);
  EXPECT_EQ(found.evidence[0].grade, ledger::Grade::kRecorder);
  EXPECT_EQ(found.evidence[1].grade, ledger::Grade::kDocument);
  const std::string sentence = verdict_sentence(found, Language::kEnglish);
  EXPECT_NE(sentence.find("vouched for by a recorder; event"), std::string::npos) << sentence;
  EXPECT_NE(sentence.find("told by a registered document)"), std::string::npos) << sentence;
}

}  // namespace
}  // namespace projections
