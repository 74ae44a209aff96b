// SPDX-License-Identifier: Apache-2.0
// Who signed a paper, as the answer on its file says.
#include "api/document_signers.h"
#include "api/event_json.h"
#include "api/view_json.h"
#include "tests/support/paper_ledger.h"

namespace {

using api::Json;
using support::hex_for;
using support::legal_date;

constexpr int kZone = 180;

class PaperSigners : public support::PaperLedger {
 protected:
  /// What is answered of the file with this number.
  Json answer(std::uint64_t file, const std::string& on = "2024-01-01") {
    const auto views = reader();
    const auto hash = ledger::fixed_from_hex<ledger::Hash>(hex_for(file, 32));
    const auto found = api::file_verdict_json(views, {*hash, on, {}}, api::Language::kEn, kZone);
    EXPECT_TRUE(found);
    return found ? *found : Json();
  }
  /// Says in the region that somebody signed.
  void signed_in_region(const std::string& type, const std::string& target) {
    say(type,
        fmt::format(R"({{{},"signature":{{"acting_as":"HEAD","signed_on":{}}}}})", target,
                    legal_date("2023-08-04")),
        {}, true);
  }
  void evidence(const std::string& document, std::uint64_t at_us) {
    say("SignatureEvidenceAttached",
        fmt::format(R"({{"document":"{}","kind":"QUALIFIED_CMS","materials":[{{"kind":"SIGNATURE",
            "sha256":"{}"}}],"moment":{{"source":"CLAIMED_BY_SIGNER","at_us":{}}}}})",
                    document, hex_for(77, 32), at_us));
  }
};

TEST_F(PaperSigners, WhoSignedAProgrammeIsWhoSignedItsLines) {
  const std::string document = paper({.kind = "PROGRAMME"});
  const std::string made =
      say("ProgrammeSubmitted",
          fmt::format(R"({{"programme":"{}","version":1,"wording":{{"title":"Программа"}},"from":{},
          "to":{},"parties":[{{"number":1,"organisation":"{}"}},{{"number":2,"organisation":"{}"}}],
          "slots":[{{"slot":1,"party":1,"acting_as":"HEAD","position":"Директор"}},
          {{"slot":2,"party":2,"acting_as":"HEAD"}}],"document":"{}"}})",
                      hex_for(600, 16), legal_date("2023-09-01"), legal_date("2028-08-31"),
                      support::org_id(1), support::org_id(2), document),
          {}, true);
  signed_in_region("AgreementSigned", fmt::format(R"("target":"{}","slot":1)", made));
  const Json lines = answer(1)["signatures"];
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["under"], "programme");
  EXPECT_EQ(lines[0]["organisation"], support::org_id(1));
  EXPECT_EQ(lines[0]["position"], "Директор");
  EXPECT_EQ(lines[0]["signed_on"]["not_before"], "2023-08-04");
}

TEST_F(PaperSigners, ALineThatWasSignedTwiceHasTheSignatureThatCounts) {
  const std::string made = agreement(paper({.kind = "AGREEMENT"}), Deal{});
  sign(made, 1, "2022-05-10");
  sign(made, 1, "2022-06-10");
  const Json lines = answer(1)["signatures"];
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["signed_on"]["not_before"], "2022-06-10");
}

TEST_F(PaperSigners, AProtocolOfTheRegionIsSignedWhereverItsPaperWasRegistered) {
  const std::string in_ledger = paper({.number = 1, .file = 1, .kind = "PROTOCOL"});
  const std::string in_region = say(
      "DocumentRegistered", paper_payload({.number = 2, .file = 2, .kind = "PROTOCOL"}), {}, true);
  const std::string meeting =
      say("MeetingConvened",
          fmt::format(R"({{"meeting":"{}","kind":"CONFERENCE","wording":{{"title":"Совещание"}},
              "convened_by":{{"by":"NOT_STATED"}},"takes_place_on":{},"form":"IN_PERSON",
              "agenda_state":"SENT"}})",
                      hex_for(800, 16), legal_date("2023-08-01")),
          {}, true);
  std::uint64_t number = 900;
  for (const std::string& document : {in_ledger, in_region}) {
    const std::string made =
        say("ProtocolRegistered",
            fmt::format(R"({{"protocol":"{}","number":"1","dated":{},"meeting":"{}",
                "document":"{}"}})",
                        hex_for(++number, 16), legal_date("2023-08-01"), meeting, document),
            {}, true);
    signed_in_region("ProtocolSigned", fmt::format(R"("protocol":"{}")", made));
  }
  for (const std::uint64_t file : {1, 2}) {
    const Json lines = answer(file)["signatures"];
    ASSERT_EQ(lines.size(), 1u) << file;
    EXPECT_EQ(lines[0]["under"], "protocol");
    EXPECT_EQ(answer(file)["state"], "ON_RECORD");
  }
}

TEST_F(PaperSigners, TheDayOfAnElectronicSignatureIsTheLedgersAndNotThatOfGreenwich) {
  evidence(paper({}), 1'673'385'300'000'000);  // 2023-01-10T21:15:00Z
  const Json lines = answer(1)["signatures"];
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["under"], "file");
  EXPECT_EQ(lines[0]["signed_on"]["not_before"], "2023-01-11");
}

TEST_F(PaperSigners, AnInstantThatNoCalendarHasIsNoDayOfThePast) {
  evidence(paper({}), UINT64_MAX);
  EXPECT_TRUE(answer(1)["signatures"][0]["signed_on"].is_null());
  const auto views = reader();
  const auto document = projections::find_document(
      views, *ledger::fixed_from_hex<ledger::Id>(support::document_id(1)));
  ASSERT_TRUE(document && *document);
  EXPECT_TRUE(api::document_json(**document)["signature_evidence"][0]["moment"].is_null());
  EXPECT_EQ(api::rfc3339(253'402'300'799'999'999), "9999-12-31T23:59:59.999999Z");
  EXPECT_EQ(api::rfc3339(253'402'300'800'000'000), "");
  EXPECT_EQ(api::day_in_zone(253'402'300'800'000'000, kZone), "");
}

}  // namespace
