// SPDX-License-Identifier: Apache-2.0
#include "projections/document_verdict.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/runner.h"
#include "tests/support/paper_ledger.h"

namespace projections {
namespace {

using support::document_id;
using support::hex_for;
using support::Said;

std::string date(const std::string& day) { return support::legal_date(day); }

class VerdictTest : public support::PaperLedger {};

TEST_F(VerdictTest, AnUnknownFileIsUnknownAndWhatIsNearIsShown) {
  paper({.number = 1,
         .file = 1,
         .title = "Соглашение о сотрудничестве",
         .more = R"(,"printed":[{"place":"HEADER","number":"№ 465-р"}])"});
  const auto blank = verdict(9);
  EXPECT_EQ(blank.state, DocumentState::kUnknown);
  EXPECT_TRUE(blank.near.empty());
  const auto by_title = verdict(9, "2023-06-01", {.title = "СОГЛАШЕНИЯ о сотрудничестве!"});
  ASSERT_EQ(by_title.near.size(), 1u);
  EXPECT_EQ(by_title.near[0].title, "Соглашение о сотрудничестве");
  EXPECT_EQ(by_title.near[0].shared_words, 2u);
  const auto by_number = verdict(9, "2023-06-01", {.number = "465 р"});
  ASSERT_EQ(by_number.near.size(), 1u);
  EXPECT_TRUE(by_number.near[0].same_number);
  EXPECT_TRUE(verdict(9, "2023-06-01", {.title = "Протокол совета"}).near.empty());
}

TEST_F(VerdictTest, AWordOfTwoEditionsIsCountedOnceAndStaysWhenOneIsWithdrawn) {
  const std::string first = paper({.file = 1, .edition = 1, .title = "Соглашение о сети"});
  paper({.file = 2,
         .edition = 2,
         .title = "Соглашение о кластере",
         .more = fmt::format(R"(,"edition_of":"{}")", first)});
  const DocumentHint hint{.title = "Соглашение"};
  const auto both = verdict(9, "2023-06-01", hint);
  ASSERT_EQ(both.near.size(), 1u);
  EXPECT_EQ(both.near[0].shared_words, 1u);
  correct(first);
  const auto one = verdict(9, "2023-06-01", hint);
  ASSERT_EQ(one.near.size(), 1u);
  EXPECT_EQ(one.near[0].shared_words, 1u);
  EXPECT_TRUE(verdict(9, "2023-06-01", {.title = "Сеть сети"}).near.empty())
      << "nothing that holds says it";
}

TEST_F(VerdictTest, AnActWithoutARecordedDayIsUndetermined) {
  paper({});
  const auto found = verdict(1);
  EXPECT_EQ(found.state, DocumentState::kUndetermined);
  EXPECT_EQ(found.missing, (std::vector<Missing>{{MissingKind::kEffectiveDay}}));
  EXPECT_EQ(found.edition, 1);
  EXPECT_EQ(found.grade, ledger::Grade::kRecorder);
}

TEST_F(VerdictTest, AnActWithARecordedDayWorksFromThatDay) {
  paper({.effective = "2023-03-01"});
  EXPECT_EQ(verdict(1, "2023-02-28").state, DocumentState::kNotYet);
  const auto found = verdict(1, "2023-03-01");
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "2023-03-01");
}

TEST_F(VerdictTest, AProtocolIsOnRecordUntilANewerOneIs) {
  const std::string first = paper({.kind = "PROTOCOL"});
  EXPECT_EQ(verdict(1).state, DocumentState::kOnRecord);
  EXPECT_TRUE(verdict(1).missing.empty());
  paper({.file = 2,
         .edition = 2,
         .kind = "PROTOCOL",
         .more = fmt::format(R"(,"edition_of":"{}")", first)});
  EXPECT_EQ(verdict(1).state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict(2).state, DocumentState::kOnRecord);
}

TEST_F(VerdictTest, ACharterSaysFromWhenItsActWorks) {
  const std::string order = paper({});
  Said said;
  said.type = "CharterAdopted";
  said.author = keeper;
  said.scope_kind = "REGION";
  said.scope_id = support::region_id(1);
  said.payload = fmt::format(
      R"({{"charter":"{}","version":1,"wording":{{"title":"Положение"}},"effective":{},
      "parameters":{{"membership":{{"include_by":"ORDER","consent":"REQUIRED",
      "exclusion":"NOT_STATED","excluded_last_day":"DAY_OF_ACT"}},
      "calendar":{{"calendar":"ru","week":"FIVE_DAY","zone_minutes":180,
      "academic_year_month":9,"academic_year_day":1}}}},
      "basis":{{"kind":"ORDER","document":"{}"}}}})",
      hex_for(++next, 16), date("2020-10-26"), order);
  t.must(said);
  const auto found = verdict(1);
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "2020-10-26");
  EXPECT_EQ(found.evidence.size(), 2u);
}

TEST_F(VerdictTest, TwoDifferentDaysAreAConflictNotAChoiceAndOpenOnlyBetweenThem) {
  const std::string annex = paper({.effective = "2020-10-26"});
  const std::string order = paper({.number = 2, .file = 2});
  relate(annex, order, "ANNEX_OF", "2020-10-16");
  EXPECT_EQ(verdict(1, "2020-10-15").state, DocumentState::kNotYet);
  const auto between = verdict(1, "2020-10-20");
  EXPECT_EQ(between.state, DocumentState::kUndetermined);
  EXPECT_EQ(between.missing, (std::vector<Missing>{{MissingKind::kConflictingDays}}));
  const auto after = verdict(1, "2020-10-26");
  EXPECT_EQ(after.state, DocumentState::kInForce);
  EXPECT_EQ(after.since, "");
  EXPECT_EQ(after.missing, (std::vector<Missing>{{MissingKind::kConflictingDays}}));
}

TEST_F(VerdictTest, ThePaperOfASupplementaryAgreementThatNobodyRegisteredWaitsForItsSignatures) {
  paper({.kind = "SUPPLEMENTARY_AGREEMENT"});
  EXPECT_EQ(verdict(1).missing, (std::vector<Missing>{{MissingKind::kSlots}}));
}

TEST_F(VerdictTest, AnAgreementWorksFromItsLastSignature) {
  const std::string text = paper({.kind = "AGREEMENT"});
  EXPECT_EQ(verdict(1).missing, (std::vector<Missing>{{MissingKind::kSlots}}));
  const std::string made = agreement(text, open_ended);
  sign(made, 1, "2022-05-10");
  EXPECT_EQ(verdict(1).missing, (std::vector<Missing>{{MissingKind::kSignature, 2}}));
  sign(made, 2, "");
  EXPECT_EQ(verdict(1).missing, (std::vector<Missing>{{MissingKind::kSignatureDay, 2}}));
  sign(made, 2, "2022-06-20");
  const auto found = verdict(1);
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "2022-06-20");
  EXPECT_EQ(verdict(1, "2022-06-19").state, DocumentState::kNotYet);
}

TEST_F(VerdictTest, AWithdrawnSignatureIsMissingAgain) {
  const std::string made = agreement(paper({.kind = "AGREEMENT"}), open_ended);
  sign(made, 1, "2022-05-10");
  const std::string second = say(
      "AgreementSigned",
      fmt::format(R"({{"target":"{}","slot":2,"signature":{{"acting_as":"HEAD","signed_on":{}}}}})",
                  made, date("2022-05-11")));
  EXPECT_EQ(verdict(1).state, DocumentState::kInForce);
  correct(second);
  EXPECT_EQ(verdict(1).missing, (std::vector<Missing>{{MissingKind::kSignature, 2}}));
}

TEST_F(VerdictTest, TheTermOfAnAgreementEnds) {
  const std::string until = fmt::format(R"({{"kind":"UNTIL","until":{}}})", date("2023-12-31"));
  const std::string made = agreement(paper({.kind = "AGREEMENT"}), until);
  sign(made, 1, "2022-05-10");
  sign(made, 2, "2022-05-10");
  EXPECT_EQ(verdict(1, "2023-12-31").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2023-12-31").until, "2023-12-31");
  EXPECT_EQ(verdict(1, "2024-01-01").state, DocumentState::kEnded);
  EXPECT_EQ(verdict(1, "2024-01-01").since, "2024-01-01");
}

TEST_F(VerdictTest, ALengthOfYearsEndsAsItsTermIsCounted) {
  const std::string made = agreement(paper({.kind = "AGREEMENT"}),
                                     R"({"kind":"LENGTH","length":{"count":1,"unit":"YEARS"}})");
  sign(made, 1, "2024-02-29");
  sign(made, 2, "2024-02-29");
  EXPECT_EQ(verdict(1, "2025-02-27").until, "2025-02-28");
  EXPECT_EQ(verdict(1, "2025-02-28").state, DocumentState::kInForce);
  const auto found = verdict(1, "2025-03-01");
  EXPECT_EQ(found.state, DocumentState::kEnded);
  EXPECT_EQ(found.since, "2025-03-01");
}

TEST_F(VerdictTest, ATerminatedAgreementIsInForceOnItsLastDayAndEndedFromTheNext) {
  const std::string made = agreement(paper({.kind = "AGREEMENT"}), open_ended);
  sign(made, 1, "2022-05-10");
  sign(made, 2, "2022-05-10");
  say("AgreementTerminated",
      fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})", made,
                  date("2023-01-15")));
  EXPECT_EQ(verdict(1, "2023-01-15").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2023-01-15").until, "2023-01-15");
  const auto found = verdict(1, "2023-01-16");
  EXPECT_EQ(found.state, DocumentState::kEnded);
  EXPECT_EQ(found.since, "2023-01-16");
  EXPECT_NE(verdict_sentence(found, Language::kRussian).find("последний день действия 15.01.2023"),
            std::string::npos);
}

TEST_F(VerdictTest, ASignedSupplementaryAgreementAmends) {
  const std::string made = agreement(paper({.kind = "AGREEMENT"}), open_ended);
  sign(made, 1, "2022-05-10");
  sign(made, 2, "2022-05-10");
  const std::string supplement = paper({.number = 2,
                                        .file = 2,
                                        .kind = "SUPPLEMENTARY_AGREEMENT",
                                        .title = "Дополнительное соглашение"});
  const std::string change = amendment(made, supplement);
  const auto before = verdict(1);
  EXPECT_EQ(before.state, DocumentState::kInForce);
  ASSERT_EQ(before.missing.size(), 1u);
  EXPECT_EQ(before.missing[0].kind, MissingKind::kAmendment);
  EXPECT_EQ(verdict(2).missing, (std::vector<Missing>{{MissingKind::kSignature, 1}}));
  sign(change, 1, "2023-02-01");
  const auto after = verdict(1);
  EXPECT_EQ(after.state, DocumentState::kAmended);
  EXPECT_EQ(after.since, "2023-02-01");
  ASSERT_TRUE(after.by);
  EXPECT_EQ(after.by->title, "Дополнительное соглашение");
  EXPECT_EQ(verdict(1, "2023-01-31").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(2).state, DocumentState::kInForce);
}

TEST_F(VerdictTest, ALaterEditionSupersedes) {
  const std::string first = paper({.effective = "2020-01-01"});
  paper({.file = 2,
         .edition = 2,
         .more = fmt::format(R"(,"edition_of":"{}")", first),
         .effective = "2022-01-01"});
  EXPECT_EQ(verdict(1, "2021-12-31").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2021-12-31").until, "2021-12-31");
  const auto old = verdict(1);
  EXPECT_EQ(old.state, DocumentState::kSuperseded);
  EXPECT_EQ(old.since, "2022-01-01");
  ASSERT_TRUE(old.by);
  EXPECT_EQ(old.by->edition, 2);
  EXPECT_EQ(verdict(2).state, DocumentState::kInForce);
}

TEST_F(VerdictTest, ALaterEditionWithoutADayLeavesTheEarlierOneOpenFromTheDayInItsHeaderOn) {
  const std::string first = paper({.effective = "2020-01-01"});
  paper({.file = 2,
         .edition = 2,
         .more = fmt::format(R"(,"edition_of":"{}","printed":[{{"place":"HEADER","date":{}}}])",
                             first, date("2022-03-01"))});
  EXPECT_EQ(verdict(1, "2022-02-28").state, DocumentState::kInForce);
  const auto old = verdict(1, "2022-03-01");
  EXPECT_EQ(old.state, DocumentState::kUndetermined);
  ASSERT_EQ(old.missing.size(), 1u);
  EXPECT_EQ(old.missing[0].kind, MissingKind::kNewerEdition);
  EXPECT_EQ(verdict(2, "2022-02-28").state, DocumentState::kNotYet);
  EXPECT_EQ(verdict(2, "2022-03-01").state, DocumentState::kUndetermined);
}

TEST_F(VerdictTest, AnUnsignedNewerEditionIsSaidBesideTheForceOfASignedAgreement) {
  const std::string first = paper({.kind = "AGREEMENT"});
  const std::string made = agreement(first, open_ended);
  sign(made, 1, "2022-05-10");
  sign(made, 2, "2022-05-10");
  const std::string second = paper({.file = 2,
                                    .edition = 2,
                                    .kind = "AGREEMENT",
                                    .more = fmt::format(R"(,"edition_of":"{}")", first)});
  agreement(second, open_ended);
  const auto found = verdict(1);
  EXPECT_EQ(found.state, DocumentState::kInForce);
  ASSERT_EQ(found.missing.size(), 1u);
  EXPECT_EQ(found.missing[0].kind, MissingKind::kNewerEdition);
  EXPECT_EQ(verdict(2).state, DocumentState::kUndetermined);
}

TEST_F(VerdictTest, AnotherFileOfAnEditionHasTheSameVerdict) {
  const std::string first = paper({.effective = "2020-01-01"});
  paper({.file = 2, .rendition = "SCAN", .more = fmt::format(R"(,"rendition_of":"{}")", first)});
  const auto scan = verdict(2);
  EXPECT_EQ(scan.state, DocumentState::kInForce);
  EXPECT_EQ(scan.rendition, "SCAN");
  EXPECT_EQ(scan.since, "2020-01-01");
}

TEST_F(VerdictTest, RelationsRepealReplaceAndAmendFromTheirDay) {
  struct Case {
    const char* relation;
    const char* day;
    DocumentState state;
  };
  const Case cases[] = {{"REPEALS", "2023-01-01", DocumentState::kRepealed},
                        {"REPLACES", "2023-01-01", DocumentState::kSuperseded},
                        {"AMENDS", "2023-01-01", DocumentState::kAmended},
                        {"REPEALS", "2024-01-01", DocumentState::kInForce},
                        {"REPEALS", "", DocumentState::kUndetermined},
                        {"AMENDS", "", DocumentState::kInForce},
                        {"REFERS_TO", "", DocumentState::kInForce}};
  std::uint64_t number = 10;
  for (const Case& one : cases) {
    const std::string old = paper({.number = ++number, .file = number, .effective = "2020-01-01"});
    const std::string act =
        paper({.number = 100 + number, .file = 100 + number, .title = "Новый приказ"});
    relate(act, old, one.relation, one.day);
    const auto found = verdict(number);
    EXPECT_EQ(found.state, one.state) << one.relation << " " << one.day;
    EXPECT_EQ(found.by ? found.by->title : "Новый приказ", "Новый приказ");
  }
}

TEST_F(VerdictTest, AWithdrawnRegistrationIsShownAsSuch) {
  const std::string wrong = paper({.effective = "2020-01-01"});
  correct(wrong);
  EXPECT_EQ(verdict(1).state, DocumentState::kWithdrawn);
  EXPECT_EQ(verdict(1).evidence.size(), 2u);
}

TEST_F(VerdictTest, AFileWhoseRegistrationWasCorrectedIsSaidToBeSoAndNotToBeUnknown) {
  const std::string scan = paper({.file = 1});
  correct(scan, Paper{.file = 2});
  const auto found = verdict(1);
  EXPECT_EQ(found.state, DocumentState::kCorrected);
  EXPECT_EQ(to_hex(found.registration), scan);
  ASSERT_TRUE(found.by);
  EXPECT_EQ(found.by->index, t.size() - 1);
  EXPECT_EQ(found.evidence.size(), 2u);
  EXPECT_EQ(to_hex(verdict(2).registration), scan);
  EXPECT_NE(verdict(2).state, DocumentState::kCorrected);
  correct(scan);
  EXPECT_EQ(verdict(1).by->index, t.size() - 2) << "the correction, not the withdrawal after it";
  EXPECT_EQ(verdict(2).state, DocumentState::kWithdrawn);
}

TEST_F(VerdictTest, AFileThatACorrectionBroughtBackStandsAgain) {
  const std::string scan = paper({.file = 1});
  correct(scan, Paper{.file = 2});
  correct(scan, Paper{.file = 1});
  EXPECT_NE(verdict(1).state, DocumentState::kCorrected);
  EXPECT_EQ(verdict(2).state, DocumentState::kCorrected);
}

TEST_F(VerdictTest, AFileOfTwoDocumentsNamesTheOtherAndSaysHowItStands) {
  paper({.number = 1, .file = 5, .effective = "2020-01-01"});
  paper({.number = 2, .file = 5, .title = "Приказ о совете"});
  const auto found = verdict(5);
  EXPECT_EQ(to_hex(found.document), document_id(1));
  ASSERT_EQ(found.also.size(), 1u);
  EXPECT_EQ(to_hex(found.also[0].document), document_id(2));
  EXPECT_EQ(found.also[0].state, DocumentState::kUndetermined);
  EXPECT_NE(verdict_sentence(found, Language::kRussian)
                .find("Тот же файл — ещё и редакция 1 документа «Приказ о совете» (подлинник); "
                      "действует ли она, не установлено"),
            std::string::npos);
}

TEST_F(VerdictTest, ADayThatTheCalendarLacksIsNotAnswered) {
  RunnerOptions options;
  options.dir = dir / "views";
  const auto runner = Runner::open(options);
  ASSERT_TRUE(runner && (*runner)->catch_up(t.view()));
  const auto reader = (*runner)->reader();
  ASSERT_TRUE(reader);
  for (const char* day : {"today", "", "2020-13-01", "2020-02-30", "0000-00-00", "2023-02-29",
                          "1899-12-31", "2200-01-01", "2020-1-1"}) {
    const auto found = document_verdict(*reader, {{}, day, {}});
    ASSERT_FALSE(found) << day;
    EXPECT_EQ(found.error().reason, "BAD_DAY");
  }
  EXPECT_TRUE(document_verdict(*reader, {{}, "2020-02-29", {}}));
}

// The sentences themselves, from verdicts made by hand.
DocumentVerdict made(DocumentState state) {
  DocumentVerdict verdict;
  verdict.state = state;
  verdict.title = "Соглашение";
  verdict.edition = 2;
  verdict.rendition = "ORIGINAL";
  verdict.since = "2017-11-17";
  verdict.evidence = {{7, ledger::Grade::kDocument, {}, {}, {}},
                      {12, ledger::Grade::kSelf, {}, {}, {}}};
  verdict.grade = ledger::Grade::kDocument;
  return verdict;
}

TEST(VerdictSentence, SaysWhatIsInForceSinceWhenAndByWhichEvents) {
  const auto verdict = made(DocumentState::kInForce);
  EXPECT_EQ(verdict_sentence(verdict, Language::kEnglish),
            "This is edition 2 of “Соглашение” (the original), in force since 2017-11-17 (event 7, "
            "told by a registered document; event 12, vouched for by its author).");
  EXPECT_EQ(verdict_sentence(verdict, Language::kRussian),
            "Это редакция 2 документа «Соглашение» (подлинник), действует с 17.11.2017 (событие 7 "
            "— по зарегистрированному документу; событие 12 — подтверждено автором записи).");
}

TEST(VerdictSentence, CountsWhatIsMissing) {
  auto verdict = made(DocumentState::kUndetermined);
  for (std::uint64_t slot = 1; slot <= 9; ++slot) {
    verdict.missing.push_back({MissingKind::kSignatureDay, slot});
  }
  EXPECT_EQ(verdict_sentence(verdict, Language::kRussian),
            "Это редакция 2 документа «Соглашение» (подлинник); действует ли она, не установлено: "
            "нет 9 дат подписей (событие 7 — по зарегистрированному документу; событие 12 — "
            "подтверждено автором записи).");
  EXPECT_EQ(verdict_sentence(verdict, Language::kEnglish),
            "This is edition 2 of “Соглашение” (the original); whether it is in force is "
            "undetermined, there is no record of 9 signatures with a known day (event 7, told by "
            "a registered document; event 12, vouched for by its author).");
}

TEST(VerdictSentence, WritesRunsOfEventsAsRuns) {
  auto verdict = made(DocumentState::kInForce);
  verdict.evidence.clear();
  for (const std::uint64_t index : {3, 7, 8, 9, 12, 13}) {
    verdict.evidence.push_back({index, ledger::Grade::kSelf, {}, {}, {}});
  }
  EXPECT_NE(verdict_sentence(verdict, Language::kEnglish).find("(events 3, 7–9, 12, 13;"),
            std::string::npos);
}

TEST(VerdictSentence, EventsOfOneGradeAreSaidTogetherAndACorrectionHasNone) {
  auto verdict = made(DocumentState::kWithdrawn);
  verdict.evidence[0].grade = ledger::Grade::kRecorder;
  verdict.evidence[1].grade.reset();
  EXPECT_EQ(verdict_sentence(verdict, Language::kEnglish),
            "This is edition 2 of “Соглашение” (the original), but its registration was taken back "
            "as a mistake (event 7, vouched for by a recorder; event 12, a correction).");
  verdict.evidence[1].grade = ledger::Grade::kRecorder;
  EXPECT_NE(
      verdict_sentence(verdict, Language::kRussian).find("(события 7, 12; внесено регистратором)."),
      std::string::npos);
}

TEST(VerdictSentence, SaysTheLastDayInForceAsItsLast) {
  auto verdict = made(DocumentState::kInForce);
  verdict.until = "2028-12-31";
  EXPECT_NE(verdict_sentence(verdict, Language::kRussian)
                .find("действует с 17.11.2017 по 31.12.2028 включительно"),
            std::string::npos);
  EXPECT_NE(verdict_sentence(verdict, Language::kEnglish)
                .find("in force since 2017-11-17 until 2028-12-31 inclusive"),
            std::string::npos);
}

TEST(VerdictSentence, NamesWhatSuperseded) {
  auto verdict = made(DocumentState::kSuperseded);
  verdict.since = "2019-02-03";
  verdict.by = OtherDocument{{}, "Соглашение", 3, 12, true};
  EXPECT_EQ(verdict_sentence(verdict, Language::kRussian),
            "Это редакция 2 документа «Соглашение» (подлинник), не действует с 03.02.2019: её "
            "заменяет редакция 3 (событие 7 — по зарегистрированному документу; событие 12 — "
            "подтверждено автором записи).");
}

TEST(VerdictSentence, TellsWhyAnUnknownFileMayStillSayTheSame) {
  DocumentVerdict verdict;
  verdict.near.push_back({{}, "Соглашение", 5, true, 1, 1});
  EXPECT_EQ(verdict_sentence(verdict, Language::kRussian),
            "Этого файла в журнале нет; близко: «Соглашение» (событие 5, тот же номер); повторный "
            "скан, пересохранённый файл, файл другого формата и черновик всегда имеют другой хеш, "
            "даже если каждое слово совпадает.");
}

TEST(VerdictSentence, EveryStateIsASentenceInBothLanguages) {
  for (int state = 0; state <= static_cast<int>(DocumentState::kCorrected); ++state) {
    auto verdict = made(static_cast<DocumentState>(state));
    verdict.by = OtherDocument{{}, "Приказ", 1, 12, false};
    for (int kind = 0; kind <= static_cast<int>(MissingKind::kAgreedBy); ++kind) {
      verdict.missing = {{static_cast<MissingKind>(kind), 3, 4}};
      for (const Language language : {Language::kEnglish, Language::kRussian}) {
        const std::string sentence = verdict_sentence(verdict, language);
        EXPECT_TRUE(sentence.ends_with('.')) << sentence;
        EXPECT_EQ(sentence.find("  "), std::string::npos) << sentence;
        EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
      }
    }
  }
}

}  // namespace
}  // namespace projections
