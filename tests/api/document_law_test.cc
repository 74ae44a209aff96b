// SPDX-License-Identifier: Apache-2.0
// The verdict on a file and the lists of the place say the same of the same thing, over the
// histories of three regions.
#include <array>

#include "tests/support/history_served.h"

namespace {

using api::Json;

class DocumentLaw : public testing_support::HistoryServed {
 protected:
  static constexpr std::array kDays{"2021-05-27", "2021-06-01", "2022-12-06", "2023-08-14",
                                    "2023-08-15", "2023-09-01", "2024-06-01", "2026-02-01"};

  /// The verdict on the file of a registration; null for one that names none.
  static Json verdict(const Json& registration, const std::string& on) {
    const Json event = json("/v1/events/" + registration.get<std::string>());
    const Json& file = event["body"]["payload"]["file"];
    if (!file.contains("sha256")) return nullptr;
    return json("/v1/documents/by-sha256/" + file["sha256"].get<std::string>() + "?on=" + on);
  }
  /// The state of the file of the document with this title.
  static Json titled(const std::string& title, const std::string& on) {
    const Json page = json("/v1/documents?limit=1000");
    for (const Json& line : page["items"]) {
      if (line["title"] != title) continue;
      const Json card = json("/v1/documents/" + line["document"].get<std::string>());
      return verdict(card["registrations"][0]["source"]["digest"], on);
    }
    ADD_FAILURE() << title;
    return {};
  }
  static std::string word_of(const Json& verdict) {
    const std::string state = verdict["state"];
    if (state == "IN_FORCE" || state == "AMENDED") return "in_force";
    if (state == "UNDETERMINED") return "undetermined";
    return state == "NOT_YET" ? "not_yet_in_force" : "over";
  }
};

TEST_F(DocumentLaw, ThePaperOfAnAgreementStandsAsItsCardSaysOnEveryDay) {
  std::size_t compared = 0;
  for (const std::string& place : places_) {
    if (!place.starts_with("/v1/clusters")) continue;
    for (const char* day : kDays) {
      const std::string on = std::string("?on=") + day;
      const Json page = json(place + "/agreements" + on + "&limit=1000");
      for (const Json& line : page["items"]) {
        const Json card = json(place + "/agreements/" + line["agreement"].get<std::string>() + on);
        for (const Json& version : card["versions"]) {
          const Json found = verdict(version["document"], day);
          if (found.is_null()) continue;
          std::string expected = version["state"];
          const bool over =
              expected == "expired" || expected == "terminated" || expected == "superseded";
          if (over) expected = "over";
          EXPECT_EQ(word_of(found), expected) << place << day << found;
          const Json& from = version["in_force_from"]["day"];
          if (found["state"] == "IN_FORCE") {
            EXPECT_EQ(found["since"], from) << place << day;
          }
          ++compared;
        }
      }
    }
  }
  EXPECT_GE(compared, 16u);
}

TEST_F(DocumentLaw, ThePaperOfACharterWorksOnTheDaysOnWhichTheCharterIsInForce) {
  std::size_t compared = 0;
  for (const std::string& place : places_) {
    for (const char* day : kDays) {
      const Json page = json(place + "/charters?limit=1000&on=" + day);
      for (const Json& line : page["items"]) {
        const Json body = json("/v1/events/" + line["source"]["digest"].get<std::string>())["body"];
        if (place.find(body["scope"]["id"].get<std::string>()) == std::string::npos) continue;
        const Json& basis = body["payload"]["basis"];
        const Json found = verdict(basis["document"], day);
        if (found.is_null() || found["kind"] == "AGREEMENT") continue;
        const std::string word = word_of(found);
        EXPECT_EQ(word == "in_force", line["in_force"] == "yes") << place << day << found;
        EXPECT_EQ(word == "undetermined", line["in_force"] == "undetermined") << place << day;
        ++compared;
      }
    }
  }
  EXPECT_GE(compared, 16u);
}

TEST_F(DocumentLaw, TheApprovedPlanOfTheExampleHasAVerdict) {
  const std::string title = "Пример: план Приборостроительного кластера на 2021 год";
  EXPECT_EQ(titled(title, "2021-05-27")["state"], "NOT_YET");
  const Json found = titled(title, "2021-06-01");
  EXPECT_EQ(found["state"], "IN_FORCE");
  EXPECT_EQ(found["since"], "2021-05-28");
  EXPECT_EQ(found["until"], "2021-12-31");
  EXPECT_EQ(titled(title, "2024-01-01")["state"], "ENDED");
}

TEST_F(DocumentLaw, TheProgrammeOfTheExampleHasAVerdictAndTheSignersOfItsList) {
  const std::string title = "Пример: программа деятельности Машиностроительного кластера";
  EXPECT_EQ(titled(title, "2023-08-31")["state"], "NOT_YET");
  const Json found = titled(title, "2024-01-01");
  EXPECT_EQ(found["state"], "IN_FORCE");
  EXPECT_EQ(found["since"], "2023-09-01");
  EXPECT_EQ(found["until"], "2024-05-29") << "then the change of participants was entered";
  const Json changed = titled(title, "2024-05-30");
  EXPECT_EQ(changed["state"], "AMENDED");
  EXPECT_EQ(changed["since"], "2024-05-30");
  EXPECT_TRUE(changed["by"]["document"].is_null()) << "the change has no paper of its own";
  expect_shape("DocumentVerdict", changed, title);
  EXPECT_EQ(found["signatures"].size(), 12u);
  expect_shape("DocumentVerdict", found, title);
}

TEST_F(DocumentLaw, ThePlanThatNobodyIsRecordedToHaveApprovedIsUndeterminedForWantOfThat) {
  const Json found =
      titled("План работы Промышленного кластера на 2022/2023 учебный год", "2022-12-06");
  EXPECT_EQ(found["state"], "UNDETERMINED");
  EXPECT_EQ(found["missing"][0]["kind"], "APPROVAL");
}

TEST_F(DocumentLaw, TheRegulationOfTheExampleWorksFromTheDayOfItsCharter) {
  const std::string title = "Пример: положение об образовательно-отраслевом кластере";
  EXPECT_EQ(titled(title, "2021-02-28")["state"], "NOT_YET");
  EXPECT_EQ(titled(title, "2021-03-01")["since"], "2021-03-01");
}

}  // namespace
