// SPDX-License-Identifier: Apache-2.0
// A meeting from its form: what is recorded, that it is all or nothing, and which line of the form
// an error names; then the minutes printed from the events, and a scan attached to them.
#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <set>

#include "tests/paths.h"
#include "tests/support/secretary_home.h"

namespace tools {
namespace {

namespace fs = std::filesystem;

class RecordTool : public ::testing::Test {
 protected:
  void SetUp() override { home.copy_forms(); }

  Finished record(const std::string& form, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"record", "forms/" + form, "--yes"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.secretary(arguments);
  }
  /// The form with one text replaced, under a new name.
  std::string edited(const std::string& form, const std::string& from, const std::string& to) {
    std::string text = home.read("forms/" + form);
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    home.write("forms/edited.toml", text);
    return "edited.toml";
  }
  std::string protocol_id(std::size_t n = 0) {
    return home.payloads("ProtocolRegistered").at(n)["protocol"];
  }

  SecretaryHome home;
};

TEST_F(RecordTool, MeetingByNameIsRecordedAsOneBatch) {
  const Finished done = record("council-by-name.toml", {"--lang", "ru"});
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  const auto votes = home.payloads("VoteCast");
  ASSERT_EQ(votes.size(), 8u);
  EXPECT_EQ(votes[0]["candidate"], home.id("college-1"));
  const auto decisions = home.payloads("DecisionDeclared");
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(decisions[0]["offices"][0]["term"]["length"],
            json::parse(R"({"count": 5, "unit": "YEARS"})"));
  EXPECT_EQ(decisions[0]["stated_result"], "ADOPTED");
  EXPECT_EQ(decisions[1]["components"][0]["schedule"]["day"], "2021-04-30");
  EXPECT_EQ(home.payloads("AttendanceRecorded").at(0)["absent"][0]["reason"], "EXCUSED");
  EXPECT_EQ(home.payloads("ProtocolSigned").at(0)["signature"]["acting_as"], "PRESIDING");
  const auto ballot = home.payloads("BallotOpened").at(0);
  EXPECT_EQ(ballot["rule"], "bodies.COORDINATION_COUNCIL");
  EXPECT_TRUE(ballot.contains("charter")) << "the charter in force on that day";
  for (const json& event : home.events()) {
    if (event["body"]["payload_type"] != "VoteCast") continue;
    EXPECT_EQ(event["body"]["attestation"]["grade"], "RECORDER");
    EXPECT_TRUE(event["body"]["attestation"].contains("evidence")) << "the protocol's paper";
  }
  EXPECT_NE(done.out.find("Выборы председателя совета"), std::string::npos) << "the preview";
  EXPECT_NE(done.out.find("кворум есть: присутствует 4 из 5 членов, >= 1/2 — это 3 (пункт 4"),
            std::string::npos)
      << done.out;
  EXPECT_NE(done.out.find("председатель: КС"), std::string::npos) << done.out;
  EXPECT_NE(done.out.find("с 05.04.2021 по 05.04.2026"), std::string::npos)
      << "the chair's five years: " << done.out;
  EXPECT_FALSE(fs::is_empty(home.path("ledger.files"))) << "the paper is kept by its hash";
}

/// The one place of a preview; the test fails if there are several.
json place_of(const Finished& done) {
  EXPECT_EQ(done.code, 0) << done.err;
  const json preview = json_lines(done.out).at(0)["preview"];
  EXPECT_EQ(preview["places"].size(), 1u);
  return preview["places"].at(0);
}

std::multiset<std::string> codes_in(const json& findings) {
  std::multiset<std::string> out;
  for (const json& finding : findings) out.insert(finding["code"].get<std::string>());
  return out;
}

TEST_F(RecordTool, PreviewCountsByTheCharterAndTellsWhereThePaperDiffers) {
  const std::string form =
      edited("council-by-name.toml", "итог = \"не принято\"", "итог = \"принято\"");
  const json place = place_of(record(form, {"--dry-run", "--json"}));
  EXPECT_EQ(place["meetings"][0]["state"], "held");
  EXPECT_EQ(place["meetings"][0]["quorum"]["needed"], 3) << "of the five members in the ledger";
  ASSERT_EQ(place["ballots"].size(), 2u);
  EXPECT_EQ(place["ballots"][0]["adopted"], "yes") << "3:1 of 4 present";
  EXPECT_EQ(place["ballots"][0]["grade"], "recorded_roll_call");
  EXPECT_EQ(place["ballots"][1]["adopted"], "no") << "2:0, 2 abstaining: no majority of 4 present";
  EXPECT_EQ(place["ballots"][1]["tally"]["needed"], 3);
  EXPECT_EQ(place["ballots"][1]["tally"]["margin"], -1);
  EXPECT_EQ(place["decisions"][0]["mismatch"], false);
  EXPECT_EQ(place["decisions"][1]["mismatch"], true);
  EXPECT_TRUE(codes_in(place["findings"]).contains("RESULT_MISMATCH"));
}

TEST_F(RecordTool, PreviewIsWhatTheLedgerSaysOnceTheMeetingIsRecorded) {
  const json place = place_of(record("council-by-name.toml", {"--json", "--lang", "en"}));
  const auto asked = [&](const std::string& command) {
    return json_lines(home.run({command, "-d", "ledger", "--place", "Приборостроительный", "--json",
                                "--lang", "en"})
                          .out);
  };
  std::map<std::string, json> findings, duties;
  for (const json& one : asked("findings")) findings.emplace(one["key"], one);
  for (const json& one : asked("obligations")) duties.emplace(one["key"], one);
  ASSERT_FALSE(place["findings"].empty());
  for (const json& one : place["findings"]) EXPECT_EQ(findings[one["key"]], one);
  for (const json& one : place["duties"]) EXPECT_EQ(duties[one["key"]], one);
}

TEST_F(RecordTool, FindingsForPeopleNameTheDecisionItsDayTheRegisterAndTheEvents) {
  const std::string form =
      edited("council-by-name.toml", "итог = \"не принято\"", "итог = \"принято\"");
  ASSERT_EQ(record(form).code, 0);
  const Finished done = home.run({"findings", "-d", "ledger", "--lang", "ru"});
  ASSERT_EQ(done.code, 0) << done.err;
  const auto at = done.out.find("RESULT_MISMATCH");
  ASSERT_NE(at, std::string::npos) << done.out;
  const std::string shown = done.out.substr(at, 1'500);
  for (const char* part : {"решение № 2.1 «Подготовить предложения", "» от 05.04.2021",
                           "признак нарушения", "пункт 7#1 (установлено)", "события: "}) {
    EXPECT_NE(shown.find(part), std::string::npos) << part << "\n" << shown;
  }
}

TEST_F(RecordTool, PreviewTellsTheDutiesThatBeginWithBothDays) {
  const std::string form = edited("council-by-name.toml", "до 30.04.2021", "до 08.05.2021");
  edited(form, "итог = \"не принято\"", "итог = \"принято\"");
  const std::string counted =
      edited(form, "\"машины\"], против = [], воздержались = [\"стройка\", \"завод\"]",
             "\"машины\", \"стройка\"], против = [\"завод\"]");
  const json place = place_of(record(counted, {"--dry-run", "--json"}));
  ASSERT_FALSE(place["duties"].empty()) << place.dump();
  bool assigned = false;
  for (const json& duty : place["duties"]) {
    if (duty["kind"] != "assignment") continue;
    assigned = true;
    EXPECT_EQ(duty["due"]["nominal"]["day"], "2021-05-08");
  }
  EXPECT_TRUE(assigned);
}

TEST_F(RecordTool, PresenceIsCountedAtEachQuestion) {
  ASSERT_TRUE(home.make_vault());
  const json place =
      place_of(home.with_vault({"record", "forms/council-counts.toml", "--yes", "--json"}));
  ASSERT_EQ(place["meetings"].size(), 1u);
  std::map<int, json> items;
  for (const json& item : place["meetings"][0]["items"])
    items[item["agenda_item"]] = item["quorum"];
  EXPECT_EQ(items[1]["present"], 4);
  EXPECT_EQ(items[2]["present"], 5) << "one joined";
  EXPECT_EQ(items[3]["present"], 4) << "one left";
  EXPECT_EQ(place["ballots"][1]["adopted"], "yes") << "unanimous is 5:0";
  EXPECT_EQ(place["ballots"][1]["grade"], "words");
}

TEST_F(RecordTool, CorrectionShowsWhatItWouldChangeBeforeItIsRecorded) {
  ASSERT_EQ(record("council-by-name.toml", {"--quiet"}).code, 0);
  json roll;
  for (const json& event : home.events()) {
    if (event["body"]["payload_type"] == "AttendanceRecorded") roll = event;
  }
  json two = roll["body"]["payload"];
  two["present"].erase(two["present"].begin() + 2, two["present"].end());
  two["present_stated"] = 2;
  const json correction = {{"scope", roll["body"]["scope"]},
                           {"attestation", {{"grade", "RECORDER"}}},
                           {"payload_type", "EventCorrected"},
                           {"payload",
                            {{"target", roll["digest"]},
                             {"reason", "CLERICAL"},
                             {"wording", {{"title", "Явка записана неверно"}}},
                             {"new_payload_type", "AttendanceRecorded"},
                             {"new_payload", two}}}};
  const int before = home.size();
  const json place = place_of(home.secretary(
      {"append", "--preview", "--dry-run", "--json", "--lang", "en"}, correction.dump()));
  EXPECT_EQ(home.size(), before);
  std::map<std::string, json> changes;
  for (const json& change : place["changes"]) changes.emplace(change["kind"], change);
  ASSERT_TRUE(changes.contains("meeting")) << place["changes"].dump(1);
  EXPECT_EQ(changes["meeting"]["before"],
            "held; there is a quorum: 4 present of 5 members, >= 1/2 is 3");
  EXPECT_EQ(changes["meeting"]["after"],
            "failed, no quorum; NO quorum: 2 present of 5 members, >= 1/2 is 3");
  EXPECT_FALSE(changes.contains("decision")) << "as known when its ballot was closed";
  EXPECT_TRUE(codes_in(place["findings"]).contains("OUTCOME_CHANGED_LATE"));
}

TEST_F(RecordTool, RetryRepeatsNothingAndDryRunRecordsNothing) {
  const int before = home.size();
  ASSERT_EQ(record("council-by-name.toml", {"--dry-run"}).code, 0);
  EXPECT_EQ(home.size(), before);
  ASSERT_EQ(record("council-by-name.toml").code, 0);
  const int after = home.size();
  const Finished again = record("council-by-name.toml");
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(home.size(), after);
}

TEST_F(RecordTool, CountsWordsAndNamesAreRecordedAsThePaperGivesThem) {
  ASSERT_TRUE(home.make_vault());
  const Finished done = home.with_vault({"record", "forms/council-counts.toml", "--yes"});
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  const auto counted = home.payloads("BallotCounted");
  ASSERT_EQ(counted.size(), 3u);
  EXPECT_EQ(counted[0]["votes_for"], 3);
  EXPECT_EQ(counted[0]["votes_against"], 0);
  EXPECT_EQ(counted[0]["abstained"], 1);
  EXPECT_EQ(counted[0]["chair_choice"], "FOR");
  EXPECT_EQ(counted[1]["words"], "UNANIMOUS");
  EXPECT_FALSE(counted[1].contains("votes_for")) << "nobody invents a count";
  const auto attendance = home.payloads("AttendanceRecorded").at(0);
  EXPECT_EQ(attendance["changes"].size(), 2u);
  EXPECT_EQ(attendance["present"][3]["form"], "REMOTE");
  const auto last = home.payloads("DecisionDeclared").at(2);
  EXPECT_EQ(last["components"][0]["schedule"]["kind"], "AT_LEAST");
  EXPECT_EQ(last["components"][1]["schedule"]["after"]["count"], 10);
  EXPECT_EQ(last["addressees"][2]["kind"], "DESCRIBED");
  EXPECT_EQ(home.payloads("MeetingConvened").at(0)["sent_on"]["not_before"], "2021-05-21");
}

TEST_F(RecordTool, ConferenceIsNoMeetingOfABody) {
  const Finished done = record("conference.toml");
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_EQ(home.payloads("MeetingConvened").at(0)["kind"], "CONFERENCE");
  EXPECT_TRUE(home.payloads("BallotOpened").empty());
  const auto decisions = home.payloads("DecisionDeclared");
  ASSERT_EQ(decisions.size(), 3u);
  EXPECT_EQ(decisions[0]["components"][0]["schedule"]["kind"], "ON");
  EXPECT_EQ(decisions[1]["components"][0]["schedule"]["kind"], "UNTIL");
  EXPECT_EQ(decisions[2]["components"][0]["schedule"]["kind"], "ACADEMIC_YEAR");
  EXPECT_EQ(decisions[2]["depends_on"].size(), 1u);
  EXPECT_EQ(home.payloads("ProtocolApproved").at(0)["signature"]["signed_on"]["precision"],
            "UNKNOWN");
}

TEST_F(RecordTool, ErrorsNameFileLineAndKey) {
  struct Case {
    const char* from;
    const char* to;
    const char* reason;
    const char* place;
  };
  const Case cases[] = {
      {"созвано =", "собрано =", "UNKNOWN_KEY", "forms/edited.toml:8: заседание.собрано"},
      {"5 апреля 2021 г.", "35 апреля 2021", "BAD_DATE_FORM",
       "forms/edited.toml:6: заседание.дата"},
      {"\"стройка\"], против", "\"стройкa\"], против", "UNKNOWN_SEAT",
       "forms/edited.toml:29: вопрос[0].голосовали.за[2]"},
      {"против = [\"завод\"]", "против = [\"связь\"]", "SEAT_TWICE",
       "forms/edited.toml:29: вопрос[0].голосовали.против[0]"},
      {"вид = \"выборы\"", "вид = \"выбор\"", "UNKNOWN_WORD",
       "forms/edited.toml:26: вопрос[0].вид"},
      {"срок = \"5 лет\"", "срок = \"долго\"", "BAD_TERM_FORM", "forms/edited.toml:35"},
      {"до 30.04.2021", "когда-нибудь", "BAD_TERM_FORM", "forms/edited.toml:47"},
      {"Приборостроительный", "Прибор", "UNKNOWN_CLUSTER",
       "forms/edited.toml:4: заседание.кластер"},
      {"Координационный совет\"", "Совет\"", "UNKNOWN_BODY",
       "forms/edited.toml:5: заседание.орган"},
      {"файл = \"protocol-1.txt\"", "файл = \"нет.txt\"", "NO_FILE", "forms/edited.toml:52"},
      {"[присутствие]", "[присутствие", "BAD_TOML", "forms/edited.toml:17"},
  };
  const int before = home.size();
  for (const Case& one : cases) {
    const Finished refused = record(edited("council-by-name.toml", one.from, one.to));
    EXPECT_NE(refused.code, 0) << one.reason;
    EXPECT_NE(refused.err.find(one.reason), std::string::npos) << one.reason << ": " << refused.err;
    EXPECT_NE(refused.err.find(one.place), std::string::npos) << one.place << ": " << refused.err;
  }
  EXPECT_EQ(home.size(), before) << "nothing of a bad form is recorded";
}

TEST_F(RecordTool, NobodyComesOrLeavesWithAQuestionThatTheFormDoesNotHave) {
  const int before = home.size();
  const Finished refused =
      record(edited("council-counts.toml", "\"завод\", с_вопроса = 3", "\"завод\", с_вопроса = 9"));
  EXPECT_NE(refused.code, 0);
  EXPECT_NE(refused.err.find("UNKNOWN_ITEM"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("присутствие.ушли[0].с_вопроса"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("question 9"), std::string::npos) << refused.err;
  EXPECT_EQ(home.size(), before);
}

TEST_F(RecordTool, MinutesAreTheSameBytesAsTheGoldenFiles) {
  ASSERT_EQ(record("council-by-name.toml").code, 0);
  const std::string id = protocol_id();
  const Finished text = home.run({"minutes", id, "-d", "ledger"});
  ASSERT_EQ(text.code, 0) << text.err;
  ASSERT_EQ(record("conference.toml").code, 0);
  EXPECT_EQ(home.run({"minutes", id, "-d", "ledger"}).out, text.out)
      << "other events change nothing";
  EXPECT_EQ(home.run({"minutes", id, "-d", "ledger", "--lang", "ru"}).out, text.out);
  const Finished html = home.run({"minutes", id, "-d", "ledger", "--format", "html"});
  EXPECT_NE(html.out.find("<h1>ПРОТОКОЛ</h1>"), std::string::npos);
  // What is random in a ledger stands below this heading.
  const std::string body = text.out.substr(0, text.out.find("СВЕДЕНИЯ ЖУРНАЛА"));
  std::ifstream golden(std::string(kSourceDir) + "/tests/data/secretary/minutes-1.txt");
  const std::string expected(std::istreambuf_iterator<char>(golden), {});
  EXPECT_EQ(body, expected);
}

/// Lines that were broken for the page are whole again.
std::string unwrapped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' || c == '\n') {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

TEST_F(RecordTool, MinutesGiveTheComputedDueDaysWithTheCalendarOrSayWhatIsMissing) {
  ASSERT_EQ(record("conference.toml").code, 0);
  const std::string id = protocol_id();
  const Finished unknown = home.run({"minutes", id, "-d", "ledger"});
  ASSERT_EQ(unknown.code, 0) << unknown.err;
  EXPECT_NE(unwrapped(unknown.out)
                .find("с переносом на рабочий день не определён: нет календаря на 2022 год"),
            std::string::npos)
      << unknown.out;
  ASSERT_EQ(home.run({"calendar", "publish", "--year", "2022", "-d", "ledger", "--signer",
                      "secretary", "--keys", "keys", "--passphrase", "file:passphrase"})
                .code,
            0);
  const Finished known = home.run({"minutes", id, "-d", "ledger"});
  EXPECT_NE(
      unwrapped(known.out).find("Срок по расчёту журнала: 25 декабря 2022 года → рабочий день 26"),
      std::string::npos)
      << "a Sunday: " << known.out;
  EXPECT_NE(
      unwrapped(known.out).find("календарь 2022 года, событие " + std::to_string(home.size() - 1)),
      std::string::npos)
      << known.out;
}

TEST_F(RecordTool, MinutesSayThatATermWithoutItsEventIsUndetermined) {
  ASSERT_EQ(record(edited("conference.toml", "срок = \"25.12.2022\"",
                          "срок = \"в соответствии с планом департамента\""))
                .code,
            0);
  const Finished done = home.run({"minutes", protocol_id(), "-d", "ledger"});
  EXPECT_NE(unwrapped(done.out).find("Срок по расчёту журнала не определён: зависит от"),
            std::string::npos)
      << done.out;
}

TEST_F(RecordTool, MinutesCountATermAfterTheMeetingFromItsDay) {
  ASSERT_EQ(record(edited("conference.toml", "срок = \"25.12.2022\"",
                          "срок = \"10 дней после заседания\""))
                .code,
            0);
  const Finished done = home.run({"minutes", protocol_id(), "-d", "ledger"});
  EXPECT_NE(unwrapped(done.out).find("Срок по расчёту журнала: 16 декабря 2022 года"),
            std::string::npos)
      << done.out;
}

TEST_F(RecordTool, MinutesSayOfARecurringTermWhichPeriodIsTheFirstAndThatOthersFollow) {
  ASSERT_EQ(record(edited("conference.toml", "срок = \"25.12.2022\"",
                          "срок = \"не реже 1 раза в квартал\""))
                .code,
            0);
  const Finished done = home.run({"minutes", protocol_id(), "-d", "ledger"});
  EXPECT_NE(unwrapped(done.out).find("(1 квартал 2023 года): 31 марта 2023 года"),
            std::string::npos)
      << done.out;
  EXPECT_NE(unwrapped(done.out).find("Дальше — в каждом следующем периоде"), std::string::npos)
      << done.out;
}

TEST_F(RecordTool, MinutesSayWhichEventOfATermIsNotRecorded) {
  ASSERT_EQ(record(edited("conference.toml", "срок = \"25.12.2022\"",
                          "срок = \"10 рабочих дней после окончания практики\""))
                .code,
            0);
  const Finished done = home.run({"minutes", protocol_id(), "-d", "ledger"});
  EXPECT_NE(unwrapped(done.out).find("не записано событие, с которого считается срок: окончания "
                                     "практики"),
            std::string::npos)
      << done.out;
}

TEST_F(RecordTool, MinutesShowNamesToWhoMaySeeThemAndPostsToOthers) {
  ASSERT_TRUE(home.make_vault());
  ASSERT_EQ(home.with_vault({"record", "forms/council-counts.toml", "--yes"}).code, 0);
  const std::string id = protocol_id();
  const Finished plain_text = home.run({"minutes", id, "-d", "ledger"});
  EXPECT_EQ(plain_text.out.find("Образцова"), std::string::npos);
  EXPECT_NE(plain_text.out.find("Председатель, директор, КС"), std::string::npos) << plain_text.out;
  const Finished named = home.run(
      {"minutes", id, "-d", "ledger", "--vault", "vault", "--passphrase", "file:passphrase"});
  ASSERT_EQ(named.code, 0) << named.err;
  EXPECT_NE(named.out.find("Образцова Мария Ивановна"), std::string::npos) << named.out;
}

TEST_F(RecordTool, OnePersonHasOneReferenceInTheFormsOfOneVault) {
  ASSERT_TRUE(home.make_vault());
  ASSERT_EQ(home.with_vault({"record", "forms/council-counts.toml", "--yes"}).code, 0);
  std::string later = home.read("forms/council-counts.toml");
  const std::pair<std::string, std::string> changes[] = {{"31.05.2021", "29.06.2021"},
                                                         {".05.2021", ".06.2021"},
                                                         {"protocol-2.txt", "protocol-3.txt"},
                                                         {"мария", "глава"},
                                                         {"Образцова Мария", "ОБРАЗЦОВА  Мария"}};
  for (const auto& [from, to] : changes) {
    for (auto at = later.find(from); at != std::string::npos; at = later.find(from, at + 1)) {
      later.replace(at, from.size(), to);
    }
  }
  home.write("forms/later.toml", later);
  home.write("forms/protocol-3.txt", "another paper");
  const Finished done = home.with_vault({"record", "forms/later.toml", "--yes", "--lang", "en"});
  ASSERT_EQ(done.code, 0) << done.err << done.out;
  EXPECT_NE(done.err.find("the name is known in this cluster"), std::string::npos) << done.err;
  EXPECT_EQ(done.err.find("Мария"), std::string::npos) << "a name is not printed";
  const auto met = home.payloads("AttendanceRecorded");
  ASSERT_EQ(met.size(), 2u);
  EXPECT_EQ(met[0]["presiding"]["person"]["person"], met[1]["presiding"]["person"]["person"]);
  EXPECT_NE(met[0]["presiding"]["person"]["name"], met[1]["presiding"]["person"]["name"])
      << "each mention has a commitment of its own";
}

TEST_F(RecordTool, AttachedScanIsAnotherRenditionAndIsKept) {
  ASSERT_EQ(record("council-by-name.toml").code, 0);
  home.write("scan.pdf", "%PDF-1.4 a scan");
  const std::string id = protocol_id();
  const Finished done = home.secretary({"attach", "scan.pdf", "--protocol", id});
  ASSERT_EQ(done.code, 0) << done.err;
  const auto documents = home.payloads("DocumentRegistered");
  const json& scan = documents.back();
  EXPECT_EQ(scan["rendition"], "SCAN");
  EXPECT_EQ(scan["document"], documents[documents.size() - 2]["document"]);
  EXPECT_TRUE(scan.contains("rendition_of"));
  const std::string hash = scan["file"]["sha256"];
  EXPECT_TRUE(fs::exists(home.path("ledger.files") / hash.substr(0, 2) / hash));
  const int size = home.size();
  fs::copy_file(home.path("scan.pdf"), home.path("copy.pdf"));
  const Finished again = home.secretary({"attach", "copy.pdf", "--protocol", id, "--lang", "en"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(home.size(), size) << "the same bytes of the same paper";
  EXPECT_NE(again.err.find("on record already: event " + std::to_string(size - 1)),
            std::string::npos)
      << again.err;
  EXPECT_EQ(home.secretary({"attach", "scan.pdf"}).code, 2) << "of which paper?";
}

TEST_F(RecordTool, DraftIsSignedByEachWithTheirOwnKeyAndThenRecorded) {
  const std::string introduction =
      R"({"@cosigners": ["second"], "scope": {"kind": "LEDGER",)"
      R"("id": "00000000000000000000000000000000"}, "payload_type": "KeyIntroduced", "payload":)"
      R"({"key": "@key:second", "kind": "PERSON", "capacity": {"organisation": "@ministry",)"
      R"("role": "ARCHIVIST"}, "organisation": "@ministry", "scopes": ["REGISTER", "RECORD"]}})";
  ASSERT_EQ(home.secretary({"append"}, introduction).code, 0);
  const json chair = json_lines(home.run({"key", "show", "keys/second.key", "--json"}).out).at(0);
  fs::create_directory(home.path("chair"));
  fs::rename(home.path("keys/second.key"), home.path("chair/second.key"));
  const int before = home.size();
  const Finished drafted = home.secretary({"draft", "forms/council-by-name.toml", "-o",
                                           "meeting.json", "--cosigner", chair["public_key"]});
  ASSERT_EQ(drafted.code, 0) << drafted.err;
  EXPECT_NE(drafted.err.find(std::string(chair["public_key"])), std::string::npos)
      << "who still has to sign";
  const Finished early = home.secretary({"record", "meeting.json", "--yes"});
  EXPECT_EQ(early.code, 4);
  EXPECT_NE(early.err.find("DRAFT_UNSIGNED"), std::string::npos) << early.err;
  const Finished signed_too = home.run({"sign", "meeting.json", "--keys", "chair", "--passphrase",
                                        "file:passphrase", "--lang", "ru"});
  ASSERT_EQ(signed_too.code, 0) << signed_too.err;
  for (const char* seen :
       {"голос: за", "место: ", "присутствовало по документу: 4", "на время", "число: 5",
        "Избрать председателем координационного совета", "итог по документу: принято",
        "день: 30.04.2021", "номер: 1", "дата: 05.04.2021", "в качестве: председательствующий"}) {
    EXPECT_NE(signed_too.out.find(seen), std::string::npos) << seen << "\n" << signed_too.out;
  }
  for (const char* code : {": FOR", ": ADOPTED", ": IN_PERSON", ": CHAIR", ": PRESIDING"}) {
    EXPECT_EQ(signed_too.out.find(code), std::string::npos) << code << "\n" << signed_too.out;
  }
  EXPECT_NE(signed_too.out.find("Выборы председателя"), std::string::npos)
      << "one sees what one signs";
  const Finished recorded = home.secretary({"record", "meeting.json", "--yes"});
  ASSERT_EQ(recorded.code, 0) << recorded.err;
  EXPECT_GT(home.size(), before);
  for (const json& event : home.events()) {
    if (event["index"] < before) continue;
    EXPECT_EQ(event["body"]["cosigners"].size(), 1u);
  }
}

TEST_F(RecordTool, NothingIsRecordedThatNobodyConfirmed) {
  const int before = home.size();
  const Finished unasked = home.secretary({"record", "forms/council-by-name.toml", "--lang", "ru"});
  EXPECT_EQ(unasked.code, 4) << "standard input is no terminal here";
  EXPECT_NE(unasked.err.find("NOT_CONFIRMED"), std::string::npos) << unasked.err;
  EXPECT_NE(unasked.out.find("кворум есть"), std::string::npos) << "the preview is shown";
  EXPECT_EQ(home.size(), before);
}

/// What the person at the terminal types, and the exit code of the tool.
int typed(const SecretaryHome& home, const std::string& keys) {
  support::Command command = home.command(
      {"record", "forms/council-by-name.toml", "--dir", "ledger", "--signer", "secretary",
       "--names", "names.json", "--keys", "keys", "--passphrase", "file:passphrase", "--quiet"});
  int screen = -1;
  const pid_t child = ::forkpty(&screen, nullptr, nullptr, nullptr);
  if (child == 0) {
    for (const auto& [name, value] : command.environment) {
      ::setenv(name.c_str(), value.c_str(), 1);
    }
    std::vector<char*> arguments;
    for (std::string& one : command.arguments) arguments.push_back(one.data());
    arguments.push_back(nullptr);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
  EXPECT_EQ(::write(screen, keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  for (char byte[256]; ::read(screen, byte, sizeof byte) > 0;) continue;
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(screen);
  return WEXITSTATUS(status);
}

TEST_F(RecordTool, AtATerminalTheAnswerDecides) {
  const int before = home.size();
  EXPECT_EQ(typed(home, "n\n"), 4);
  EXPECT_EQ(typed(home, "\n"), 4) << "an empty line is no yes";
  EXPECT_EQ(home.size(), before);
  EXPECT_EQ(typed(home, "yes\n"), 0);
  EXPECT_GT(home.size(), before);
}

TEST_F(RecordTool, AgainstAServerThePreviewIsOfTheServersLedger) {
  support::Process server(
      home.command({"serve", "--dir", "ledger", "--keys", "keys", "--passphrase", "file:passphrase",
                    "--listen", "127.0.0.1:0"}));
  server.wait_for_lines(1);
  std::string url = server.output().substr(0, server.output().find('\n'));
  ASSERT_TRUE(url.starts_with("http://")) << url;
  url.pop_back();  // the slash
  const auto on_server = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"record",       "forms/council-by-name.toml",
                                       "--server",     url,
                                       "--signer",     "secretary",
                                       "--names",      "names.json",
                                       "--keys",       "keys",
                                       "--lang",       "ru",
                                       "--passphrase", "file:passphrase"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return home.run(arguments);
  };
  const Finished dry = on_server({"--dry-run"});
  EXPECT_EQ(dry.code, 0) << dry.err;
  EXPECT_NE(dry.out.find("кворум есть: присутствует 4 из 5 членов"), std::string::npos) << dry.out;
  const Finished done = on_server({"--yes"});
  ASSERT_EQ(done.code, 0) << done.err;
  EXPECT_NE(done.err.find("--token-file"), std::string::npos)
      << "a server takes files from known readers only, which is said: " << done.err;
  const Finished again = on_server({"--dry-run", "--json"});
  ASSERT_EQ(again.code, 0) << again.err;
  EXPECT_EQ(json_lines(again.out).at(0)["preview"]["position"],
            json_lines(home.run({"stats", "-d", "ledger", "--json"}).out).at(0)["size"])
      << "the copy is of what the server has now";
}

TEST_F(RecordTool, DraftWithAForeignSignatureIsRefused) {
  ASSERT_EQ(home.secretary({"draft", "forms/conference.toml", "-o", "meeting.json"}).code, 0);
  std::string text = home.read("meeting.json");
  json draft = json::parse(text);
  draft["events"][0]["signatures"][0] = draft["events"][1]["signatures"][0];
  home.write("meeting.json", draft.dump(1));
  const Finished refused = home.secretary({"record", "meeting.json", "--yes"});
  EXPECT_NE(refused.err.find("SIGNATURE_INVALID"), std::string::npos) << refused.err;
}

}  // namespace
}  // namespace tools
