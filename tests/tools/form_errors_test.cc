// SPDX-License-Identifier: Apache-2.0
// What a secretary reads when a form is wrong: in one language, with the line, the key and what to
// write instead; and what the chair reads before signing a draft.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/paths.h"
#include "tests/support/secretary_home.h"

namespace tools {
namespace {

class FormErrorsTool : public ::testing::Test {
 protected:
  void SetUp() override { home.copy_forms(); }

  /// What is said of the form with one text replaced; it has to be refused as wrong input.
  std::string refusal(const std::string& from, const std::string& to,
                      const std::string& language = "ru") {
    std::string text = home.read("forms/council-by-name.toml");
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    home.write("forms/wrong.toml", text);
    const Finished refused =
        home.secretary({"record", "forms/wrong.toml", "--yes", "--lang", language});
    EXPECT_EQ(refused.code, 2) << from << " -> " << to << ": " << refused.err;
    return refused.err;
  }

  SecretaryHome home;
};

TEST_F(FormErrorsTool, AreInRussianThroughoutWhereRussianIsAsked) {
  struct Case {
    const char* from;
    const char* to;
    const char* words;
  };
  for (const Case& one : {
           Case{"форма =", "форна =", "ключ «форна» никто не читает; здесь известны: кластер"},
           Case{"5 апреля 2021 г.", "35 апреля 2021", "«35 апреля 2021» — не дата"},
           Case{"\"очно\"", "\"лично\"", "слово «лично» здесь неизвестно; известны: очно"},
           Case{"дата = \"5 апреля 2021 г.\"\n", "", "здесь нужен ключ «дата»"},
           Case{"\"Приборостроительный\"", "\"Прибор\"",
                "журнал не знает кластера «Прибор»; знает: Приборостроительный кластер"},
           Case{"\"Завод «Образец»\"", "\"Завод Образец\"",
                "журнал не знает организации «Завод Образец»; знает: Завод «Образец»"},
           Case{"\"завод\"]\n", "\"заводик\"]\n", "«заводик» — не короткое имя из [места]"},
           Case{"\"стройка\"], против", "\"связь\"], против", "это место уже голосовало"},
           Case{"до 30.04.2021", "скоро", "«скоро» — не срок; пишут дату"},
           Case{"5 лет", "пять лет", "«пять лет» — не срок полномочий"},
           Case{"по_протоколу = 4", "по_протоколу = \"четыре\"", "нужно целое число от 0"},
           Case{"protocol-1.txt", "нет.txt",
                "протокол.файл: Нет такого файла. [NO_FILE] нет файла"},
           Case{"форма = \"очно\"", "форма = «очно»", "тексты стоят в прямых кавычках"},
           Case{"5 апреля 2021 г.", "5 апреля 2121 г.", "а 5 апреля 2121 года — это ещё впереди"},
           Case{"тема = \"План деятельности", "номер = 1\nтема = \"План деятельности",
                "номер 1 уже стоит у вопроса выше"},
           Case{"номер = \"2.1\"\n",
                "номер = \"1\"\nзависит_от = [\"1\"]\n[[вопрос.решение]]\n"
                "зависит_от = [\"1\"]\n",
                "номер «1» стоит у нескольких решений выше"},
           Case{"[[вопрос]]", "[вопрос]", "таблицы, которых несколько, пишут [[вопрос]]"},
       }) {
    const std::string said = refusal(one.from, one.to);
    EXPECT_NE(said.find(one.words), std::string::npos) << one.words << "\n" << said;
    for (const char* english :
         {"expected", "known", "knows", "nobody", "needed", " is ", "there"}) {
      EXPECT_EQ(said.find(english), std::string::npos) << english << "\n" << said;
    }
  }
  EXPECT_NE(refusal("\"очно\"", "\"лично\"", "en").find("known are очно"), std::string::npos);
}

TEST_F(FormErrorsTool, OfANameWithoutAVaultIsInRussian) {
  const Finished refused =
      home.secretary({"record", "forms/council-counts.toml", "--yes", "--lang", "ru"});
  EXPECT_EQ(refused.code, 2);
  EXPECT_NE(refused.err.find("имя хранят в хранилище имён"), std::string::npos) << refused.err;
  EXPECT_EQ(refused.err.find("needs"), std::string::npos) << refused.err;
}

TEST_F(FormErrorsTool, OfACharterThatIsNotReadAreInRussianToo) {
  std::ifstream file(std::string(kSourceDir) + "/tools/charters/tula.json");
  std::string charter(std::istreambuf_iterator<char>(file), {});
  const std::string from = R"("consent": "BY_SIGNING")";
  ASSERT_NE(charter.find(from), std::string::npos);
  charter.replace(charter.find(from), from.size(), R"("consent": "MAYBE")");
  home.write("charter.json", charter);
  const Finished checked = home.run({"charter", "check", "charter.json", "--lang", "ru"});
  EXPECT_EQ(checked.code, 2) << checked.err;
  EXPECT_NE(checked.out.find("«MAYBE» — не ConsentRule; есть"), std::string::npos) << checked.out;
  EXPECT_NE(checked.out.find("(строка "), std::string::npos) << checked.out;
  EXPECT_EQ(checked.out.find("there are"), std::string::npos) << checked.out;
}

TEST_F(FormErrorsTool, NameTheKeyWhoseTextHoldsACharacterThatNobodySees) {
  const std::string said = refusal("Выборы председателя", "Выборы\u200b председателя");
  EXPECT_NE(said.find("wrong.toml:25: вопрос[0].тема"), std::string::npos) << said;
  EXPECT_NE(said.find("U+200B"), std::string::npos) << said;
}

TEST_F(FormErrorsTool, EmptyNameIsNobodysName) {
  EXPECT_NE(refusal("завод = \"Завод «Образец»\"", "завод = \"\"").find("места.завод"),
            std::string::npos);
  EXPECT_NE(refusal("{ место = \"сети\", причина = \"уважительная\" }", "\"\"")
                .find("присутствие.отсутствуют[0]"),
            std::string::npos);
  EXPECT_NE(refusal("исполнители = [\"связь\", \"завод\"]", "исполнители = \"\"")
                .find("вопрос[1].решение[0].исполнители"),
            std::string::npos);
  EXPECT_TRUE(home.payloads("AttendanceRecorded").empty());
}

TEST_F(FormErrorsTool, EmptyListIsNoCountOfVotes) {
  const std::string said =
      refusal("за = [\"связь\", \"машины\"], против = [], воздержались = [\"стройка\", \"завод\"]",
              "за = 2, против = [], воздержались = 2");
  EXPECT_NE(said.find("VOTES_MIXED"), std::string::npos) << said;
}

TEST_F(FormErrorsTool, ValueOfAnotherKindIsAnErrorOfTheForm) {
  refusal("председательствует = \"машины\"",
          "председательствует = { место = \"машины\", как = 5 }");
  EXPECT_NE(refusal("исполнители = [\"связь\", \"завод\"]", "исполнители = [\"связь\", 5]")
                .find("вопрос[1].решение[0].исполнители[1]"),
            std::string::npos);
}

TEST_F(FormErrorsTool, TextOnSeveralLinesIsRecordedOnOne) {
  std::string text = home.read("forms/council-by-name.toml");
  const std::string from = "тема = \"Выборы председателя совета\"";
  text.replace(text.find(from), from.size(), "тема = \"\"\"Выборы\n  председателя совета\"\"\"");
  home.write("forms/lines.toml", text);
  const Finished done = home.secretary({"record", "forms/lines.toml", "--yes"});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_EQ(home.payloads("MeetingConvened").at(0)["agenda"][0]["wording"]["title"],
            "Выборы председателя совета");
}

TEST_F(FormErrorsTool, LogInRussianTellsOfVotesWithoutTheSchemasCodes) {
  ASSERT_EQ(home.secretary({"record", "forms/council-by-name.toml", "--yes"}).code, 0);
  const Finished told = home.run({"log", "-d", "ledger", "--lang", "ru", "--type", "VoteCast"});
  EXPECT_NE(told.out.find("голос: против"), std::string::npos) << told.out;
  EXPECT_EQ(told.out.find("AGAINST"), std::string::npos) << told.out;
}

TEST_F(FormErrorsTool, DraftCallsSeatsAsTheLedgerDoesAndIsKnownUnderAnyName) {
  const Finished drafted =
      home.secretary({"draft", "forms/council-by-name.toml", "-o", "черновик.txt", "--lang", "ru"});
  ASSERT_EQ(drafted.code, 0) << drafted.err;
  const std::string seat = "место: «Завод «Образец»» ";
  EXPECT_NE(drafted.out.find(seat), std::string::npos) << drafted.out;
  std::vector<std::string> sign{"sign",         "черновик.txt",    "--keys", "keys",
                                "--passphrase", "file:passphrase", "--lang", "ru"};
  EXPECT_EQ(home.run(sign).out.find(seat), std::string::npos) << "who has no ledger sees the id";
  sign.insert(sign.end(), {"--dir", "ledger"});
  const Finished read = home.run(sign);
  EXPECT_EQ(read.code, 0) << read.err;
  EXPECT_NE(read.out.find(seat), std::string::npos) << read.out;
  const Finished recorded = home.secretary({"record", "черновик.txt", "--yes", "--quiet"});
  EXPECT_EQ(recorded.code, 0) << recorded.err;
  EXPECT_NE(recorded.err.find("letopis attach"), std::string::npos) << "where the paper goes";
}

}  // namespace
}  // namespace tools
