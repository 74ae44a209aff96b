// SPDX-License-Identifier: Apache-2.0
// Words of a printed protocol.
#include "tools/minutes_words.h"

#include <gtest/gtest.h>

#include "tests/support/secretary_home.h"

namespace tools {
namespace {

TEST(MinutesWords, PostAfterACommaKeepsItsAbbreviationsAndItsLetters) {
  EXPECT_EQ(begun_small("Директор"), "директор");
  EXPECT_EQ(begun_small("Директор ОГБПОУ «Надёжность»"), "директор ОГБПОУ «Надёжность»");
  EXPECT_EQ(begun_small("И.о. руководителя"), "и.о. руководителя");
  EXPECT_EQ(begun_small("ВРИО директора"), "ВРИО директора");
  EXPECT_EQ(begun_small(""), "");
}

TEST(MinutesWords, ALengthAgreesWithItsNumber) {
  const auto words = [](int count, const char* unit) {
    return length_in_words({{"count", count}, {"unit", unit}});
  };
  EXPECT_EQ(words(1, "WORKING_DAYS"), "1 рабочий день");
  EXPECT_EQ(words(3, "WORKING_DAYS"), "3 рабочих дня");
  EXPECT_EQ(words(11, "CALENDAR_DAYS"), "11 календарных дней");
  EXPECT_EQ(words(21, "CALENDAR_DAYS"), "21 календарный день");
  EXPECT_EQ(words(3, "YEARS"), "3 года");
  EXPECT_EQ(words(5, "YEARS"), "5 лет");
}

/// The minutes of a meeting at which there was more than one to vote for.
std::string minutes_of_a_choice(const std::string& questions) {
  SecretaryHome home;
  home.copy_forms();
  std::string form = home.read("forms/council-by-name.toml");
  const auto from = form.find("[[вопрос]]");
  form.replace(from, form.find("[протокол]") - from, questions);
  home.write("forms/choice.toml", form);
  const Finished done = home.secretary({"record", "forms/choice.toml", "--yes"});
  EXPECT_EQ(done.code, 0) << done.err << done.out;
  const std::string id = home.payloads("ProtocolRegistered").at(0)["protocol"];
  return home.run({"minutes", id, "-d", "ledger"}).out;
}

TEST(MinutesWords, OfSeveralCandidatesItIsToldWhoVotedForWhom) {
  const std::string told = minutes_of_a_choice(
      "[[вопрос]]\nтема = \"Выборы\"\nвид = \"выборы\"\nкандидаты = [\"связь\", \"завод\"]\n"
      "голосовали = { за_кандидатов = { связь = [\"связь\", \"машины\", \"стройка\"], "
      "завод = [\"завод\"] } }\n\n");
  EXPECT_NE(told.find("За кандидата Завод — 1: Завод"), std::string::npos) << told;
  EXPECT_NE(told.find("За кандидата КС — 3: КС; МК; СК"), std::string::npos) << told;
  EXPECT_EQ(told.find("За — 4"), std::string::npos) << told;
}

TEST(MinutesWords, CountsOfSeveralOptionsAreNotCalledAPaperWithoutCounts) {
  const std::string told = minutes_of_a_choice(
      "[[вопрос]]\nтема = \"Место\"\nварианты = [\"в колледже\", \"на заводе\"]\n"
      "голосовали = { за_варианты = { 1 = 3, 2 = 1 } }\n\n");
  EXPECT_NE(told.find("за вариант 1 (в колледже) — 3, за вариант 2 (на заводе) — 1."),
            std::string::npos)
      << told;
  EXPECT_EQ(told.find("Итог голосования в протоколе не указан"), std::string::npos) << told;
}

TEST(MinutesWords, TheVotesForAnOnlyCandidateAreToldOnce) {
  const std::string told = minutes_of_a_choice(
      "[[вопрос]]\nтема = \"Выборы\"\nвид = \"выборы\"\nкандидаты = [\"связь\"]\n"
      "голосовали = { за = 3, против = 1, за_кандидатов = { связь = 3 } }\n\n");
  EXPECT_NE(told.find("за — 3, против — 1."), std::string::npos) << told;
  EXPECT_EQ(told.find("против — 1, за"), std::string::npos) << told;
}

TEST(MinutesWords, APostThatBeginsWithWhatItsHolderSignsAsIsPrintedAlone) {
  const SecretaryHome home;
  home.copy_forms();
  std::string form = home.read("forms/council-by-name.toml");
  const std::string signer = "место = \"машины\", дата = \"06.04.2021\"";
  const auto at = form.find(signer);
  ASSERT_NE(at, std::string::npos);
  form.replace(at, signer.size(), "должность = \"Председательствующий на заседании\", " + signer);
  home.write("forms/post.toml", form);
  ASSERT_EQ(home.secretary({"record", "forms/post.toml", "--yes"}).code, 0);
  const std::string id = home.payloads("ProtocolRegistered").at(0)["protocol"];
  const std::string told = home.run({"minutes", id, "-d", "ledger", "--format", "html"}).out;
  EXPECT_NE(told.find(">Председательствующий на заседании, МК<"), std::string::npos) << told;
}

TEST(MinutesWords, AConferenceOfARegionIsHeadedByTheNameOfTheRegion) {
  const SecretaryHome home;
  const auto event = [](const std::string& name, const std::string& type,
                        const std::string& payload) {
    return R"({"@name": ")" + name + R"(", "scope": {"kind": "REGION", "id": "@region"},
        "dates": {"occurred": "2022-12-06"}, "attestation": {"grade": "RECORDER"},
        "payload_type": ")" +
           type + R"(", "payload": )" + payload + "}\n";
  };
  const Finished done = home.secretary(
      {"append"}, event("paper", "DocumentRegistered",
                        R"({"document": "@paper", "kind": "PROTOCOL", "title": "Протокол № 4",
                "edition": 1, "rendition": "SCAN", "file": {"binding": "PLAIN_HASH",
                "sha256": "@random", "bytes": 9, "media_type": "application/pdf"}})") +
                      event("conference", "MeetingConvened",
                            R"({"meeting": "@conference", "kind": "CONFERENCE",
                    "wording": {"title": "Совещание колледжей"}, "form": "NOT_STATED",
                    "convened_by": {"by": "NOT_STATED"}, "takes_place_on": "2022-12-06",
                    "agenda_state": "AS_PRINTED"})") +
                      event("minutes", "ProtocolRegistered",
                            R"({"protocol": "@minutes", "number": "4", "dated": "2022-12-06",
                    "meeting": "@conference", "document": "@paper"})"));
  ASSERT_EQ(done.code, 0) << done.err;
  const std::string told = home.run({"minutes", home.id("minutes"), "-d", "ledger"}).out;
  EXPECT_NE(told.find("Примерская область"), std::string::npos) << told;
  EXPECT_EQ(told.find(home.id("region")), std::string::npos) << told;
}

TEST(MinutesWords, ThePostIsThatOfTheHeadOfTheDayThoughAnEarlierOneWasRecordedLater) {
  const SecretaryHome home;
  home.copy_forms();
  const Finished earlier = home.secretary(
      {"append"},
      R"({"scope": {"kind": "REGION", "id": "@region"}, "attestation": {"grade": "RECORDER"},
          "payload_type": "OfficeHolderChanged", "payload": {"organisation": "@college-1",
          "role": "HEAD", "position": "Заведующий", "person": {"person": "@earlier"},
          "change": "APPOINTED", "from": {"stated": "2015-09-01"}}})");
  ASSERT_EQ(earlier.code, 0) << earlier.err;
  ASSERT_EQ(home.secretary({"record", "forms/council-by-name.toml", "--yes"}).code, 0);
  const std::string id = home.payloads("ProtocolRegistered").at(0)["protocol"];
  const std::string told = home.run({"minutes", id, "-d", "ledger"}).out;
  EXPECT_NE(told.find("1. директор, Колледж связи"), std::string::npos) << told;
}

TEST(MinutesWords, WhoSitsInACouncilOfExpertsSitsByTheirOwnPostAndNotAsHeadOfTheirOrganisation) {
  const SecretaryHome home;
  home.copy_forms();
  const Finished composed =
      home.secretary({"append"},
                     R"({"@name": "experts", "scope": {"kind": "CLUSTER", "id": "@cluster"},
          "dates": {"occurred": "2021-04-01"}, "attestation": {"grade": "RECORDER"},
          "payload_type": "BodyComposed", "payload": {"body": "@experts",
          "kind": "EXPERT_COUNCIL", "wording": {"title": "Экспертный совет"}, "rule": "EXPLICIT",
          "from": "2021-04-01", "seats": [{"seat": "@expert-1", "organisation": "@works",
          "position": "Главный инженер"}, {"seat": "@expert-2", "organisation": "@grid"}]}})");
  ASSERT_EQ(composed.code, 0) << composed.err;
  home.write("forms/experts.toml",
             "[заседание]\nкластер = \"Приборостроительный\"\nорган = \"Экспертный совет\"\n"
             "дата = \"07.04.2021\"\n\n[присутствие]\nпредседательствует = \"Завод\"\n"
             "присутствуют = [\"Завод\", \"Электросети\"]\n\n[протокол]\nномер = \"1\"\n"
             "дата = \"07.04.2021\"\nфайл = \"protocol-1.txt\"\n");
  const Finished done = home.secretary({"record", "forms/experts.toml", "--yes"});
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  const std::string id = home.payloads("ProtocolRegistered").at(0)["protocol"];
  const std::string told = home.run({"minutes", id, "-d", "ledger"}).out;
  EXPECT_NE(told.find("1. главный инженер, Завод «Образец»"), std::string::npos) << told;
  EXPECT_NE(told.find("2. Электросети «Пример»"), std::string::npos) << told;
  EXPECT_EQ(told.find("директор"), std::string::npos) << told;
}

}  // namespace
}  // namespace tools
