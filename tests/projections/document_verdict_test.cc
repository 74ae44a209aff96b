// SPDX-License-Identifier: Apache-2.0
#include "projections/document_verdict.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/runner.h"
#include "tests/support/identity_ledger.h"

namespace projections {
namespace {

using support::document_id;
using support::hex_for;
using support::IdentityLedger;
using support::Said;

std::string date(const std::string& day) {
  if (day.empty()) return R"({"precision":"UNKNOWN","source":"STATED"})";
  return fmt::format(
      R"({{"precision":"DAY","not_before":"{0}","not_after":"{0}","source":"PRINTED"}})", day);
}

class VerdictTest : public ::testing::Test {
 protected:
  VerdictTest() : keeper(&t.keeper(R"("ACT","REGISTER","RECORD")")) {
    t.must(t.organisation(1));
    t.must(t.organisation(2));
    t.must(t.region(1, 1));
  }

  std::string say(const std::string& type, const std::string& payload,
                  const std::string& effective = {}) {
    Said said;
    said.type = type;
    said.payload = payload;
    said.author = keeper;
    said.grade = "RECORDER";
    said.effective = effective;
    return t.must(said);
  }

  struct Paper {
    std::uint64_t number = 1;
    std::uint64_t file = 1;
    int edition = 1;
    std::string kind = "ORDER";
    std::string title = "Приказ о кластере";
    std::string rendition = "ORIGINAL";
    std::string more = {};
    std::string effective = {};
  };
  std::string paper(const Paper& paper) {
    return say("DocumentRegistered", paper_payload(paper), paper.effective);
  }
  static std::string paper_payload(const Paper& paper) {
    return fmt::format(R"({{"document":"{}","kind":"{}","title":"{}","edition":{},
                       "rendition":"{}","file":{{"binding":"PLAIN_HASH","sha256":"{}",
                       "bytes":7,"media_type":"text/plain"}}{}}})",
                       document_id(paper.number), paper.kind, paper.title, paper.edition,
                       paper.rendition, hex_for(paper.file, 32), paper.more);
  }
  std::string agreement(const std::string& document, const std::string& term, int slots = 2) {
    std::string list;
    for (int slot = 1; slot <= slots; ++slot) {
      list +=
          fmt::format(R"({}{{"slot":{},"party":1,"acting_as":"HEAD"}})", slot > 1 ? "," : "", slot);
    }
    return say("AgreementRegistered",
               fmt::format(R"({{"agreement":"{}","version":1,"title_as_written":"Соглашение",
                           "kind":"COOPERATION","parties":[{{"number":1,"organisation":"{}"}},
                           {{"number":2,"organisation":"{}"}}],"slots":[{}],"term":{},
                           "document":"{}"}})",
                           hex_for(++next, 16), support::org_id(1), support::org_id(2), list, term,
                           document));
  }
  std::string amendment(const std::string& agreement, const std::string& document) {
    return say("AgreementAmended",
               fmt::format(R"({{"supplementary":"{}","agreement":"{}","kinds":["INCLUSION"],
                           "wording":{{"title":"Дополнительное соглашение"}},
                           "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}}],
                           "document":"{}"}})",
                           hex_for(++next, 16), agreement, document));
  }
  void sign(const std::string& target, int slot, const std::string& day) {
    say("AgreementSigned",
        fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
                    "signed_on":{}}}}})",
                    target, slot, date(day)));
  }
  void relate(const std::string& from, const std::string& to, const std::string& relation,
              const std::string& day) {
    say("DocumentRelated",
        fmt::format(R"({{"from":"{}","to":{{"kind":"REGISTERED","document":"{}"}},
                    "relation":"{}"{}}})",
                    from, to, relation, day.empty() ? "" : ",\"effective\":" + date(day)));
  }
  void correct(const std::string& target, const std::string& more = {}) {
    say("EventCorrected",
        fmt::format(R"({{"target":"{}","reason":"WRONG_FACT","wording":{{"title":"x"}}{}}})",
                    target, more));
  }
  /// The paper's registration names this file instead.
  void correct(const std::string& target, Paper paper) {
    correct(target,
            R"(,"new_payload_type":"DocumentRegistered","new_payload":)" + paper_payload(paper));
  }

  DocumentVerdict verdict(std::uint64_t file, const std::string& on = "2023-06-01",
                          const DocumentHint& hint = {}) {
    RunnerOptions options;
    options.dir = dir / std::to_string(++next);
    auto runner = Runner::open(options);
    EXPECT_TRUE(runner && (*runner)->catch_up(t.view()));
    const auto reader = (*runner)->reader();
    EXPECT_TRUE(reader);
    const auto hash = ledger::fixed_from_hex<ledger::Hash>(hex_for(file, 32));
    const auto found = document_verdict(*reader, {*hash, on, hint});
    EXPECT_TRUE(found);
    return *found;
  }

  const std::string open_ended = R"({"kind":"OPEN_ENDED"})";
  std::uint64_t next = 1'000;
  IdentityLedger t;
  const support::TestKey* keeper;
  support::TempDir dir;
};

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

TEST_F(VerdictTest, TwoDifferentDaysAreAConflictNotAChoice) {
  const std::string order = paper({.effective = "2020-10-26"});
  const std::string older = paper({.number = 2, .file = 2});
  relate(order, older, "REPLACES", "2020-10-16");
  const auto found = verdict(1);
  EXPECT_EQ(found.state, DocumentState::kUndetermined);
  EXPECT_EQ(found.missing, (std::vector<Missing>{{MissingKind::kConflictingDays}}));
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
}

TEST_F(VerdictTest, ALengthOfYearsIsInForceInsideItAndOpenAtItsEnd) {
  const std::string made = agreement(paper({.kind = "AGREEMENT"}),
                                     R"({"kind":"LENGTH","length":{"count":1,"unit":"YEARS"}})");
  sign(made, 1, "2024-02-29");
  sign(made, 2, "2024-02-29");
  EXPECT_EQ(verdict(1, "2025-02-27").state, DocumentState::kInForce);
  const auto found = verdict(1, "2025-03-01");
  EXPECT_EQ(found.state, DocumentState::kUndetermined);
  EXPECT_EQ(found.missing, (std::vector<Missing>{{MissingKind::kTermEnd}}));
}

TEST_F(VerdictTest, ATerminatedAgreementHasEnded) {
  const std::string made = agreement(paper({.kind = "AGREEMENT"}), open_ended);
  sign(made, 1, "2022-05-10");
  sign(made, 2, "2022-05-10");
  say("AgreementTerminated",
      fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})", made,
                  date("2023-01-15")));
  EXPECT_EQ(verdict(1, "2023-01-14").state, DocumentState::kInForce);
  EXPECT_EQ(verdict(1, "2023-01-14").until, "2023-01-15");
  const auto found = verdict(1, "2023-01-15");
  EXPECT_EQ(found.state, DocumentState::kEnded);
  EXPECT_EQ(found.since, "2023-01-15");
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
  EXPECT_EQ(verdict(1, "2021-12-31").until, "2022-01-01");
  const auto old = verdict(1);
  EXPECT_EQ(old.state, DocumentState::kSuperseded);
  EXPECT_EQ(old.since, "2022-01-01");
  ASSERT_TRUE(old.by);
  EXPECT_EQ(old.by->edition, 2);
  EXPECT_EQ(verdict(2).state, DocumentState::kInForce);
}

TEST_F(VerdictTest, ALaterEditionWithoutADaySupersedesSinceAnUnknownDay) {
  const std::string first = paper({.effective = "2020-01-01"});
  paper({.file = 2, .edition = 2, .more = fmt::format(R"(,"edition_of":"{}")", first)});
  const auto old = verdict(1);
  EXPECT_EQ(old.state, DocumentState::kSuperseded);
  EXPECT_EQ(old.since, "");
}

TEST_F(VerdictTest, AnUnsignedNewerEditionLeavesTheOlderOneOpen) {
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
  EXPECT_EQ(found.state, DocumentState::kUndetermined);
  ASSERT_EQ(found.missing.size(), 1u);
  EXPECT_EQ(found.missing[0].kind, MissingKind::kNewerEdition);
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

TEST_F(VerdictTest, AFileOfTwoDocumentsNamesTheOther) {
  paper({.number = 1, .file = 5, .effective = "2020-01-01"});
  paper({.number = 2, .file = 5});
  const auto found = verdict(5);
  EXPECT_EQ(to_hex(found.document), document_id(1));
  ASSERT_EQ(found.also.size(), 1u);
  EXPECT_EQ(to_hex(found.also[0]), document_id(2));
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
            "This is edition 2 of “Соглашение” (the original), in force since 2017-11-17 (events "
            "7, 12; told by a registered document).");
  EXPECT_EQ(verdict_sentence(verdict, Language::kRussian),
            "Это редакция 2 документа «Соглашение» (подлинник), действует с 17.11.2017 (события "
            "7, 12; по зарегистрированному документу).");
}

TEST(VerdictSentence, CountsWhatIsMissing) {
  auto verdict = made(DocumentState::kUndetermined);
  for (std::uint64_t slot = 1; slot <= 9; ++slot) {
    verdict.missing.push_back({MissingKind::kSignatureDay, slot});
  }
  EXPECT_EQ(verdict_sentence(verdict, Language::kRussian),
            "Это редакция 2 документа «Соглашение» (подлинник); действует ли она, не установлено: "
            "нет 9 дат подписей (события 7, 12; по зарегистрированному документу).");
  EXPECT_EQ(verdict_sentence(verdict, Language::kEnglish),
            "This is edition 2 of “Соглашение” (the original); whether it is in force is "
            "undetermined, there is no record of 9 signatures with a known day (events 7, 12; "
            "told by a registered document).");
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

TEST(VerdictSentence, NamesWhatSuperseded) {
  auto verdict = made(DocumentState::kSuperseded);
  verdict.since = "2019-02-03";
  verdict.by = OtherDocument{{}, "Соглашение", 3, 12, true};
  EXPECT_EQ(verdict_sentence(verdict, Language::kRussian),
            "Это редакция 2 документа «Соглашение» (подлинник), не действует с 03.02.2019: её "
            "заменяет редакция 3 (события 7, 12; по зарегистрированному документу).");
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
    for (int kind = 0; kind <= static_cast<int>(MissingKind::kAmendment); ++kind) {
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
