// SPDX-License-Identifier: Apache-2.0
// Years of paper from a table: encodings, what is recorded, what is unclear, and a second run.
#include <gtest/gtest.h>

#include "tests/support/secretary_home.h"
#include "tools/csv.h"

namespace tools {
namespace {

constexpr const char* kTable =
    "вид;кластер;дата;номер;название;файл;издал;организация;организации;орган;присутствовало;всего;"
    "решения;словами;подписал;подписано;с;по;сведения;полнота;примечание\n"
    "положение;Приборостроительный;01.03.2021;П-3;Положение о кластере;regulation.txt;Министерство;"
    ";;;;;;;;;;;;;\n"
    "распоряжение;Приборостроительный;17.03.2021;18;О составе;order.txt;Министерство;;"
    "\"Колледж связи | Завод «Образец»\";;;;;;;;;;;;в двух экземплярах\n"
    "согласие;Приборостроительный;10.03.2021;;;consent.txt;;Завод;;;;;;;;;;;;;\n"
    "протокол;Приборостроительный;05.04.2021;1;;protocol.txt;;;;Координационный совет;4;5;"
    "\"Подготовить отчёт [до 25.12.2021] | Утвердить план\";единогласно;председатель;"
    "06.04.2021;;;;;\n"
    "участник;Приборостроительный;01.01.2021;;;;;Машиностроительный колледж;;;;;;;;;01.09.2019;;;;"
    "\n"
    "полнота;Приборостроительный;;;;;;;;;;;;;;;01.01.2021;31.12.2021;\"заседания | решения\";"
    "полная;\n";

class ImportTool : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directory(home.path("papers"));
    for (const char* name : {"regulation", "order", "consent", "protocol"}) {
      home.write(std::string("papers/") + name + ".txt", std::string("Бумага: ") + name);
    }
    home.write("archive.csv", kTable);
  }
  Finished import(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"import-archive", "archive.csv", "--files", "papers"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.secretary(arguments);
  }

  SecretaryHome home;
};

TEST(Csv, EncodingsAndSeparatorsGiveTheSameTable) {
  const std::string utf8 = "вид;имя\nа;\"б;\"\"в\"\"\nг\"\n";
  const std::string cp1251 = "\xe2\xe8\xe4;\xe8\xec\xff\n\xe0;\"\xe1;\"\"\xe2\"\"\n\xe3\"\n";
  const auto plain = read_csv(utf8, "t");
  ASSERT_TRUE(plain) << plain.error().message;
  EXPECT_EQ(plain->encoding, "UTF-8");
  EXPECT_EQ(plain->columns, (std::vector<std::string>{"вид", "имя"}));
  ASSERT_EQ(plain->rows.size(), 1u);
  EXPECT_EQ(plain->rows[0].cells, (std::vector<std::string>{"а", "б;\"в\"\nг"}));
  EXPECT_EQ(plain->rows[0].line, 2u);
  const auto bom = read_csv("\xEF\xBB\xBF" + utf8, "t");
  ASSERT_TRUE(bom);
  EXPECT_EQ(bom->columns, plain->columns);
  const auto old = read_csv(cp1251, "t");
  ASSERT_TRUE(old) << old.error().message;
  EXPECT_EQ(old->encoding, "windows-1251");
  EXPECT_EQ(old->columns, plain->columns);
  EXPECT_EQ(old->rows[0].cells, plain->rows[0].cells);
  const std::string cp866 = "\xa2\xa8\xa4;\xa8\xac\xef\n\xa0;\"\xa1;\"\"\xa2\"\"\n\xa3\"\n";
  const auto dos = read_csv(cp866, "t");
  ASSERT_TRUE(dos) << dos.error().message;
  EXPECT_EQ(dos->encoding, "IBM866");
  EXPECT_EQ(dos->columns, plain->columns);
  EXPECT_EQ(dos->rows[0].cells, plain->rows[0].cells);
  EXPECT_EQ(read_csv("a,b\r\n1,2\r\n", "t")->rows[0].cells, (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(read_csv("a;b\n\"1", "t").error().reason, "OPEN_QUOTE");
  EXPECT_EQ(read_csv("a;b\n1;2;3", "t").error().where, "t:2");
  EXPECT_EQ(read_csv("\n \n", "t").error().reason, "EMPTY_TABLE");
}

TEST(Csv, ColumnsWithoutANameAtTheEndOfTheHeaderAreNoColumns) {
  const auto table = read_csv("вид;имя;;\nа;б;;\n;в\n", "t");
  ASSERT_TRUE(table) << table.error().message;
  EXPECT_EQ(table->columns, (std::vector<std::string>{"вид", "имя"}));
  EXPECT_EQ(table->rows[0].cells, (std::vector<std::string>{"а", "б"}));
  EXPECT_EQ(read_csv("вид;имя;;\nа;б;в;\n", "t").error().reason, "ROW_TOO_LONG");
}

TEST(Csv, AQuoteWithoutAnEndIsNamedWithTheLineWhereItBegins) {
  EXPECT_EQ(read_csv("a;b\n1;2\n\"3;4\n5;6\n7;8\n", "t").error().where, "t:3");
}

TEST_F(ImportTool, TableBecomesHistoricalEventsOnce) {
  const int before = home.size();
  const Finished dry = import({"--dry-run"});
  ASSERT_EQ(dry.code, 0) << dry.err << dry.out;
  EXPECT_EQ(home.size(), before);
  const Finished done = import();
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_EQ(home.payloads("DocumentRegistered").size(), 6u)
      << "the charter's regulation, four papers and the table";
  const auto orders = home.payloads("OrderIssued");
  EXPECT_EQ(orders.back()["included"], json({home.id("college-1"), home.id("works")}));
  EXPECT_EQ(home.payloads("OpeningState").at(0)["members"][0]["since"]["not_before"], "2019-09-01");
  EXPECT_EQ(home.payloads("CoverageDeclared").at(0)["coverage"], "COMPLETE");
  const auto decisions = home.payloads("DecisionDeclared");
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(decisions[0]["wording"]["title"], "Подготовить отчёт");
  EXPECT_EQ(decisions[0]["components"][0]["schedule"]["day"], "2021-12-25");
  EXPECT_EQ(home.payloads("BallotCounted").at(1)["words"], "UNANIMOUS");
  int historical = 0;
  for (const json& event : home.events()) historical += event["body"]["historical"] == true;
  EXPECT_EQ(historical, home.size() - before);
  const int after = home.size();
  const Finished again = import();
  EXPECT_EQ(again.code, 0) << again.err << again.out;
  EXPECT_EQ(home.size(), after);
}

TEST_F(ImportTool, AnArchiveThatIsRecordedAlreadyIsNotTakenForANewOneWithoutAWord) {
  ASSERT_EQ(import().code, 0);
  const auto word = [](const Finished& done) {
    return (done.out + done.err).find("in the ledger already") != std::string::npos;
  };
  EXPECT_FALSE(word(import({"--dry-run", "--lang", "en"}))) << "the same names repeat nothing";
  std::filesystem::rename(home.path("names.json"), home.path("other.json"));
  const Finished renamed = import({"--dry-run", "--lang", "en"});
  EXPECT_TRUE(word(renamed)) << renamed.out << renamed.err;
}

TEST_F(ImportTool, RowsThatMayBeDoubledAreRecordedOnlyWhenSomebodySaysSo) {
  ASSERT_EQ(import().code, 0);
  std::filesystem::rename(home.path("names.json"), home.path("other.json"));
  const int before = home.size();
  const Finished refused = import();
  EXPECT_EQ(refused.code, 4) << refused.err;
  EXPECT_NE(refused.err.find("NOT_CONFIRMED"), std::string::npos) << refused.err;
  EXPECT_EQ(home.size(), before);
  EXPECT_EQ(import({"--yes"}).code, 0);
  EXPECT_GT(home.size(), before);
}

TEST_F(ImportTool, ConsentOfNobodyIsUnclearAndNotSomebodysConsent) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;организация\n"
             "согласие;Приборостроительный;10.03.2021;consent.txt;\n");
  const int before = home.size();
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("не указана организация"), std::string::npos) << refused.out;
  EXPECT_EQ(home.size(), before);
}

TEST_F(ImportTool, CharacterThatNobodySeesMakesItsRowUnclearAndNoOther) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;название\n"
             "письмо;Приборостроительный;05.04.2021;order.txt;Пись\u00adмо\n"
             "письмо;Приборостроительный;05.04.2021;consent.txt;Письмо\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("название: в тексте есть знак U+00AD"), std::string::npos)
      << refused.out;
  EXPECT_EQ(import({"--skip-unclear"}).code, 0);
  EXPECT_EQ(home.payloads("DocumentRegistered").back()["title"], "Письмо");
}

TEST_F(ImportTool, LineBreakInACellIsASpace) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;орган;присутствовало;решения;словами\n"
             "протокол;Приборостроительный;05.04.2021;protocol.txt;Координационный совет;4;"
             "\"Утвердить план,\r\n на год | Подготовить\nотчёт\";единогласно\n");
  const Finished done = import();
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  const auto decisions = home.payloads("DecisionDeclared");
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(decisions[0]["wording"]["title"], "Утвердить план, на год");
  EXPECT_EQ(decisions[1]["wording"]["title"], "Подготовить отчёт");
}

TEST_F(ImportTool, FileOutsideOfTheFolderOfThePapersIsUnclear) {
  home.write("secret.txt", "не бумага архива");
  for (const std::string& path : {std::string("../secret.txt"), std::string("a/../../secret.txt"),
                                  home.path("secret.txt").string()}) {
    home.write("archive.csv",
               "вид;кластер;дата;название;файл\nписьмо;Приборостроительный;05.04.2021;Письмо;" +
                   path + "\n");
    const Finished refused = import({"--lang", "ru"});
    EXPECT_EQ(refused.code, 2) << path;
    EXPECT_NE(refused.out.find("лежит вне папки с файлами"), std::string::npos) << refused.out;
  }
  EXPECT_FALSE(std::filesystem::exists(home.path("ledger.files")));
}

TEST_F(ImportTool, PathsAsWindowsWritesThemLeadToTheSameFiles) {
  std::filesystem::create_directory(home.path("papers/2021"));
  home.write("papers/2021/letter.txt", "Бумага: письмо");
  home.write("secret.txt", "не бумага архива");
  const std::string head = "вид;кластер;дата;название;файл\nписьмо;Приборостроительный;05.04.2021;";
  home.write("archive.csv", head + "Письмо;2021\\letter.txt\n");
  const Finished done = import();
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_EQ(home.payloads("DocumentRegistered").back()["title"], "Письмо");
  home.write("archive.csv", head + "Второе;..\\secret.txt\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("лежит вне папки с файлами"), std::string::npos) << refused.out;
}

/// How many events the rows of a dry run say that they would record.
int promised(const Finished& dry) {
  EXPECT_EQ(dry.code, 0) << dry.err << dry.out;
  int out = 0;
  for (const json& line : json_lines(dry.out)) {
    if (line.contains("records")) out += static_cast<int>(line["records"].size());
  }
  return out;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

TEST_F(ImportTool, ADryRunPromisesWhatIsThenRecordedAndNothingOfWhatIsThere) {
  const int before = home.size();
  const int first = promised(import({"--dry-run", "--json"}));
  EXPECT_GT(first, 10);
  ASSERT_EQ(import().code, 0);
  EXPECT_EQ(home.size() - before, first);
  EXPECT_EQ(promised(import({"--dry-run", "--json"})), 0);
  const Finished again = import({"--dry-run", "--lang", "en"});
  EXPECT_NE(again.out.find("nothing new"), std::string::npos) << again.out;
  EXPECT_NE((again.out + again.err).find("would be accepted: 0"), std::string::npos) << again.err;
}

TEST_F(ImportTool, RowsWhoseClusterOrganisationsAndDaysAreSpelledOtherwiseAreNotNew) {
  ASSERT_EQ(import().code, 0);
  const int after = home.size();
  std::string table = kTable;
  table = replaced(table, ";Приборостроительный;", ";" + home.id("cluster") + ";");
  table = replaced(table, "Машиностроительный колледж", "МК");
  table = replaced(table, ";10.03.2021;", ";10 марта 2021 г.;");
  ASSERT_NE(table, kTable);
  table = replaced(table, "вид;кластер;дата", "kind;cluster;date");
  home.write("archive.csv", table);
  EXPECT_EQ(promised(import({"--dry-run", "--json"})), 0);
  const Finished done = import();
  EXPECT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_EQ(home.size(), after);
}

TEST_F(ImportTool, ARowThatSaysTheSameAsAnotherIsUnclear) {
  home.write("archive.csv", std::string(kTable) +
                                "согласие;Приборостроительный;10 марта 2021 г.;;;consent.txt;;"
                                "Завод «Образец»;;;;;;;;;;;;;\n");
  const Finished refused = import({"--lang", "en"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("the same stands in row 4"), std::string::npos) << refused.out;
}

TEST_F(ImportTool, ARowMoreInTheTableRecordsThatRowAlone) {
  ASSERT_EQ(import().code, 0);
  const int after = home.size();
  home.write("archive.csv", std::string(kTable) +
                                "участник;Приборостроительный;01.01.2021;;;;;Колледж связи;;;;;;;;;"
                                "01.09.2019;;;;\n");
  EXPECT_EQ(promised(import({"--dry-run", "--json"})), 2) << "the table as it is now, and the row";
  const Finished done = import();
  EXPECT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_EQ(home.size(), after + 2);
}

TEST_F(ImportTool, ARecordedRowWithAnotherFileIsNotRecordedAgain) {
  ASSERT_EQ(import().code, 0);
  const int after = home.size();
  home.write("papers/order.txt", "Бумага: другой скан");
  const Finished dry = import({"--dry-run", "--lang", "en"});
  EXPECT_NE(dry.out.find("with another file: nothing is recorded"), std::string::npos) << dry.out;
  EXPECT_EQ(import().code, 0);
  EXPECT_EQ(home.size(), after);
}

TEST_F(ImportTool, ANewRowOfAPaperThatTheTableBroughtInSaysThatItMayBeAnOldOne) {
  ASSERT_EQ(import().code, 0);
  home.write("archive.csv", replaced(kTable, ";О составе;", ";О составе кластера;"));
  const Finished dry = import({"--dry-run", "--lang", "en"});
  EXPECT_NE(dry.out.find("its file came in with this table, the row did not"), std::string::npos)
      << dry.out;
}

TEST_F(ImportTool, UnclearRowsAreNamedAndNothingIsRecordedUnlessAsked) {
  home.write("archive.csv", std::string(kTable) +
                                "согласие;Приборостроительный;10.03.2021;;;нет.txt;;Завод;"
                                ";;;;;;;;;;;;\n"
                                "согласие;Приборостроительный;40.03.2021;;;consent.txt;;Фабрика;"
                                ";;;;;;;;;;;;\n");
  const int before = home.size();
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("нет файла"), std::string::npos) << refused.out;
  EXPECT_NE(refused.out.find("Фабрика"), std::string::npos);
  EXPECT_NE(refused.out.find("непонятная дата «40.03.2021»"), std::string::npos);
  EXPECT_EQ(home.size(), before);
  const Finished some = import({"--skip-unclear"});
  EXPECT_EQ(some.code, 0) << some.err;
  EXPECT_GT(home.size(), before);
}

TEST_F(ImportTool, WhatIsUnclearIsToldInTheLanguageThatIsAsked) {
  home.write("archive.csv",
             "kind;cluster;date;file;organisation;present;facts\n"
             "consent;Приборостроительный;40.03.2021;none.txt;Фабрика;;\n"
             "приговор;Приборостроительный;;;;;\n"
             "protocol;Приборостроительный;;protocol.txt;;несколько;\n"
             "coverage;Приборостроительный;;;;;погода\n");
  const auto has = [](const Finished& told, const char* words) {
    EXPECT_NE(told.out.find(words), std::string::npos) << words << "\n" << told.out;
  };
  const Finished english = import({"--lang", "en"});
  EXPECT_EQ(english.code, 2);
  for (const char* words :
       {"row", "recorded", "UNCLEAR", "there is no file", "date: no date is written \"40.03.2021\"",
        "the ledger knows no organisation \"Фабрика\"", "unknown kind of row \"приговор\"",
        "present: \"несколько\" is no number", "the day of the meeting is not known",
        "facts: unknown word \"погода\"", "from: a date to the day is needed",
        "coverage: \"complete\" or \"partial\""}) {
    has(english, words);
  }
  for (const char* foreign : {"неясно", "нет файла", "не указано", "нужна", "строка", "полнота"}) {
    EXPECT_EQ(english.out.find(foreign), std::string::npos) << foreign << "\n" << english.out;
  }
  const Finished russian = import({"--lang", "ru"});
  EXPECT_EQ(russian.code, 2);
  for (const char* words :
       {"строка", "запись", "НЕЯСНО", "нет файла", "дата: непонятная дата «40.03.2021»",
        "журнал не знает организации «Фабрика»", "неизвестный вид строки «приговор»",
        "присутствовало: «несколько» — не число", "дата заседания неизвестна",
        "сведения: неизвестное слово «погода»", "с: нужна дата с точностью до дня",
        "полнота: «полная» или «частичная»"}) {
    has(russian, words);
  }
  for (const char* foreign : {"there is no file", "is not known", "UNCLEAR", "unknown kind"}) {
    EXPECT_EQ(russian.out.find(foreign), std::string::npos) << foreign << "\n" << russian.out;
  }
}

TEST_F(ImportTool, AFormThatIsNotTakenSaysWhyInTheLanguageThatIsAsked) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;орган\n"
             "протокол;Приборостроительный;05.04.2021;protocol.txt;Совет мудрецов\n");
  const Finished russian = import({"--lang", "ru"});
  EXPECT_EQ(russian.code, 2);
  EXPECT_NE(russian.out.find("В кластере нет такого органа."), std::string::npos) << russian.out;
  const Finished english = import({"--lang", "en"});
  EXPECT_NE(english.out.find("the cluster has no body \"Совет мудрецов\""), std::string::npos)
      << english.out;
}

TEST_F(ImportTool, ATableWithEnglishWordsRecordsTheSameEvents) {
  home.write("archive.csv",
             "kind;cluster;from;to;facts;coverage\n"
             "coverage;Приборостроительный;01.01.2021;31.12.2021;meetings | orders;complete\n");
  const Finished done = import();
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_EQ(home.payloads("CoverageDeclared").at(0)["facts"], json({"MEETINGS", "ORDERS"}));
  EXPECT_EQ(home.payloads("CoverageDeclared").at(0)["coverage"], "COMPLETE");
}

TEST_F(ImportTool, ANoticeOfExitGoesToTheBodyThatTheRowNamesOrTheCharterHas) {
  home.write("papers/exit.txt", "Уведомление о выходе");
  home.write("archive.csv",
             "вид;кластер;дата;файл;организация;получено;орган\n"
             "выход;Приборостроительный;10.03.2021;exit.txt;Завод;11.03.2021;\n"
             "выход;Приборостроительный;10.03.2021;exit.txt;Завод;12.03.2021;Экспертный совет\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("нет органа «Экспертный совет»"), std::string::npos) << refused.out;
  const Finished some = import({"--skip-unclear"});
  EXPECT_EQ(some.code, 0) << some.err;
  EXPECT_EQ(home.payloads("WithdrawalNoticeRecorded").at(0)["to"]["body"]["kind"],
            "COORDINATION_COUNCIL");
}

TEST_F(ImportTool, AProtocolWithoutADateIsRecordedWithAnUnknownDay) {
  home.write("papers/second.txt", "Бумага: второй протокол");
  home.write("archive.csv",
             "вид;кластер;дата;номер;файл;орган;присутствовало;решения;словами\n"
             "протокол;Приборостроительный;;7;protocol.txt;Координационный совет;4;"
             "Подготовить отчёт;единогласно\n"
             "протокол;Приборостроительный;неизвестно;8;second.txt;Координационный совет;4;"
             "Подготовить план;единогласно\n");
  const Finished done = import({"--lang", "ru"});
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_NE(done.out.find("дата заседания неизвестна"), std::string::npos) << done.out;
  const auto meetings = home.payloads("MeetingConvened");
  const auto protocols = home.payloads("ProtocolRegistered");
  ASSERT_EQ(meetings.size(), 2u);
  ASSERT_EQ(protocols.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(meetings[i]["takes_place_on"]["precision"], "UNKNOWN");
    EXPECT_EQ(protocols[i]["dated"]["precision"], "UNKNOWN");
    EXPECT_NE(std::string(meetings[i]["wording"]["title"]).find("без даты"), std::string::npos);
  }
  EXPECT_NE(meetings[0]["meeting"], meetings[1]["meeting"]);
}

TEST_F(ImportTool, UntilWhenIsReadOrUnclearAndNeverLeftOut) {
  home.write("papers/second.txt", "Бумага: второе соглашение");
  home.write("papers/third.txt", "Бумага: третье соглашение");
  const std::string head = "вид;кластер;дата;название;файл;организация;организации;по\n";
  home.write("archive.csv",
             head +
                 "соглашение;Приборостроительный;01.03.2021;Первое;order.txt;;КС | Завод;до весны\n"
                 "должность;Приборостроительный;01.03.2021;;;КС;;31.06.2021\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("по: непонятный срок «до весны»"), std::string::npos) << refused.out;
  EXPECT_NE(refused.out.find("по: непонятный срок «31.06.2021»"), std::string::npos) << refused.out;
  home.write(
      "archive.csv",
      head +
          "соглашение;Приборостроительный;01.03.2021;Первое;order.txt;;КС | Завод;бессрочно\n"
          "соглашение;Приборостроительный;01.03.2021;Второе;second.txt;;КС | Завод;5 лет\n"
          "соглашение;Приборостроительный;01.03.2021;Третье;third.txt;;КС | Завод;"
          "31.12.2026\n");
  const Finished done = import();
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  const auto agreements = home.payloads("AgreementRegistered");
  ASSERT_EQ(agreements.size(), 3u);
  EXPECT_EQ(agreements[0]["term"]["kind"], "OPEN_ENDED");
  EXPECT_EQ(agreements[1]["term"]["length"], json::parse(R"({"count": 5, "unit": "YEARS"})"));
  EXPECT_EQ(agreements[2]["term"]["until"]["not_before"], "2026-12-31");
}

TEST_F(ImportTool, ACellThatItsRowDoesNotReadIsNotLeftOutWithoutAWord) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;организация;с;по;за;подписано;орган;решения\n"
             "участник;Приборостроительный;01.01.2021;;Завод;01.09.2019;31.12.2021;3;;;\n"
             "протокол;Приборостроительный;05.04.2021;protocol.txt;;;;;06.04.2021;"
             "Координационный совет;План\n");
  const Finished dry = import({"--dry-run", "--lang", "ru"});
  EXPECT_EQ(dry.code, 0) << dry.err << dry.out;
  for (const char* words :
       {"по: в строке такого вида не читается: не записано",
        "за: в строке такого вида не читается: не записано",
        "подписано: в каком качестве подписан, не указано: подпись не записана"}) {
    EXPECT_NE(dry.out.find(words), std::string::npos) << words << "\n" << dry.out;
  }
  EXPECT_EQ(dry.out.find("с: в строке"), std::string::npos) << dry.out;
}

TEST_F(ImportTool, NumbersOfVotesAgainstAreOfOneDecisionToo) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;орган;решения;против\n"
             "протокол;Приборостроительный;05.04.2021;protocol.txt;Координационный совет;"
             "Первое | Второе;2\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("только при одном решении в строке"), std::string::npos)
      << refused.out;
}

TEST_F(ImportTool, ARowIsCalledByItsNumberInTheTableAndNotByItsLine) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;название\n"
             "письмо;Приборостроительный;05.04.2021;order.txt;\"Письмо\nв три\nстроки\"\n"
             ";;;;\n"
             "приговор;Приборостроительный;05.04.2021;consent.txt;Письмо\n");
  const Finished refused = import({"--json", "--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  const auto rows = json_lines(refused.out);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1]["row"], 4) << "an empty row counts";
  EXPECT_EQ(rows[1]["line"], 6);
}

TEST_F(ImportTool, ANameIsTheSameInWhateverQuotesAndNobodyStandsTwiceInOneRow) {
  home.write("archive.csv",
             "вид;кластер;дата;файл;организация;организации;издал\n"
             "согласие;Приборостроительный;10.03.2021;consent.txt;\"Завод \"\"Образец\"\"\";;\n"
             "распоряжение;Приборостроительный;17.03.2021;order.txt;;КС | Колледж связи;"
             "Министерство\n"
             "согласие;Приборостроительный;10.03.2021;consent.txt;Завод Образец;;\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("«Колледж связи» названо дважды"), std::string::npos) << refused.out;
  EXPECT_NE(refused.out.find("«Завод Образец»; знает: Завод «Образец»"), std::string::npos)
      << refused.out;
  EXPECT_EQ(import({"--skip-unclear"}).code, 0);
  EXPECT_EQ(home.payloads("MembershipConsentRecorded").back()["organisation"], home.id("works"));
  EXPECT_EQ(home.payloads("OrderIssued").size(), 1u) << "the ledger's own";
}

TEST_F(ImportTool, ADayThatIsYetToComeIsNoDayOfAPaper) {
  home.write("archive.csv",
             "вид;кластер;дата;название;файл\n"
             "письмо;Приборостроительный;05.04.2121;Письмо;order.txt\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("дата: «05.04.2121» — это ещё впереди"), std::string::npos)
      << refused.out;
}

TEST_F(ImportTool, ARowOfTotalsSaysWhatItLacks) {
  home.write("archive.csv", "вид;кластер;дата\n;;Итого\n");
  const Finished refused = import({"--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.out.find("кластер: не указано; вид: не указано"), std::string::npos)
      << refused.out;
}

TEST_F(ImportTool, AHeaderThatIsNotTakenIsToldOfInRussian) {
  for (const auto& [header, words] :
       {std::pair{
            "вид;кластер;сорт",
            "столбца «сорт» нет; первая строка называет столбцы: вид (kind), кластер (cluster)"},
        std::pair{"вид;вид;кластер", "столбец «вид» назван дважды"},
        std::pair{"вид;;кластер", "у столбца 2 нет названия"},
        std::pair{"вид;дата", "таблице нужен столбец «кластер»"}}) {
    home.write("archive.csv", std::string(header) + "\n");
    const Finished refused = import({"--lang", "ru"});
    EXPECT_EQ(refused.code, 2);
    EXPECT_NE(refused.err.find(words), std::string::npos) << words << "\n" << refused.err;
  }
}

TEST_F(ImportTool, UnknownColumnIsNamed) {
  home.write("archive.csv", "вид;кластер;дата;сорт\n");
  const Finished refused = import();
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("archive.csv:1"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("сорт"), std::string::npos);
}

}  // namespace
}  // namespace tools
