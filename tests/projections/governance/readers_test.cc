// SPDX-License-Identifier: Apache-2.0
// Who may see the papers of the joint activity: SM 2.5.
#include "projections/governance/readers.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::How;

/// Organisations 1 and 2 are participants since 2017-12-01; 1 gave notice and left on 2023-08-30.
struct Papers {
  explicit Papers(const char* charter = "smolensk") : b(charter, {}, "2017-01-01") {
    for (std::uint64_t one = 1; one <= 4; ++one) b.organisation(one, "EMPLOYER");
    agreement = b.add("AgreementRegistered",
                      fmt::format(R"({{"agreement":@t:6001,"version":1,"kind":"COOPERATION",
          "title_as_written":"Соглашение","parties":[{{"number":1,"organisation":@o:1}},
          {{"number":2,"organisation":@o:2}}],"slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}},
          {{"slot":2,"party":2,"acting_as":"HEAD"}}],"term":{{"kind":"OPEN_ENDED"}},
          "levels":["FIRST"],"document":"{}"}})",
                                  ledger::test::hex_of(1, 32)));
  }
  void sign(const std::string& day) {
    for (int one = 1; one <= 2; ++one) {
      b.add("AgreementSigned",
            fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
                "organisation":@o:{},"signed_on":{}}}}})",
                        agreement, one, one, day));
    }
  }
  void leave() {
    b.add("WithdrawalNoticeRecorded", R"({"organisation":@o:1,"act":"GIVEN","to":{"kind":"BODY",
        "body":{"kind":"COORDINATION_COUNCIL"}},"received_on":@d:2023-06-30,"form":"WRITTEN"})");
  }
  std::string paper(const std::string& printed, const std::string& more = {}, const How& how = {}) {
    return b.add("DocumentRegistered",
                 fmt::format(R"({{"document":@t:{},"kind":"PROTOCOL","title":"Протокол",
        "edition":1,"rendition":"SCAN","printed":[{{"place":"HEADER","date":{}}}],
        "file":{{"binding":"PLAIN_HASH","sha256":"{}","bytes":10,"media_type":"text/plain"}}{}}})",
                             7000 + b.size(), printed, ledger::test::hex_of(9, 32), more),
                 how);
  }
  PaperReader reader(std::uint64_t organisation, const std::string& digest) const {
    const Chronicle chronicle = b.chronicle();
    const auto fact = chronicle.find<ledger::fb::DocumentRegistered>(
        *ledger::fixed_from_hex<ledger::Hash>(digest));
    EXPECT_TRUE(fact);
    return access_to_paper(chronicle,
                           *ledger::fixed_from_hex<ledger::Id>(support::org_id(organisation)),
                           {chronicle, *fact}, support::kToday)
        .reader;
  }
  /// A paper that the region registered, with a key that registers nothing else.
  std::string paper_of_region() {
    How how;
    how.of_region = true;
    how.author = ledger::test::hex_of(77, 32);
    return paper("@d:2023-05-04", {}, how);
  }
  bool is_of_cluster(const std::string& digest) const {
    const Chronicle home = b.region_chronicle();
    const auto fact =
        home.find<ledger::fb::DocumentRegistered>(*ledger::fixed_from_hex<ledger::Hash>(digest));
    EXPECT_TRUE(fact);
    return is_paper_of(b.chronicle(), {home, *fact}, support::kToday);
  }
  std::string letter(const std::string& attachment, const How& how = {}) {
    return b.add("NoticeDispatched",
                 fmt::format(R"({{"notice":@t:{},"kind":"OTHER",
        "to":{{"kind":"ORGANISATION","organisation":@o:2}},"sent_on":@d:2023-05-05,
        "channel":"POST","attachments":["{}"]}})",
                             8000 + b.size(), attachment),
                 how);
  }
  void receipt(const std::string& of_letter, const How& how = {}) {
    b.add("NoticeReceived",
          fmt::format(R"({{"notice":"{}","received_on":@d:2023-05-08}})", of_letter), how);
  }
  std::string copy_of(const std::string& digest, const How& how = {}) {
    return b.add("CopyCertified",
                 fmt::format(R"({{"document":"{}","certified_by":{{
        "acting_as":"HEAD","organisation":@o:2,"signed_on":@d:2023-05-05}}}})",
                             digest),
                 how);
  }
  void report(const std::string& result, const How& how = {}) {
    b.add("ExecutionReported",
          fmt::format(R"({{"duty":"{}","component":1,"organisation":@o:2,
        "done_on":@d:2023-05-05,"results":["{}"]}})",
                      ledger::test::hex_of(5, 32), result),
          how);
  }

  ChronicleBuilder b;
  std::string agreement;
};

TEST(SM_2_5_Papers, EveryParticipantSeesThemAndNobodyElse) {
  Papers p;
  p.sign("@d:2017-12-01");
  const auto paper = p.paper("@d:2023-05-04");
  EXPECT_EQ(p.reader(1, paper), PaperReader::kParticipant);
  EXPECT_EQ(p.reader(2, paper), PaperReader::kParticipant);
  EXPECT_EQ(p.reader(3, paper), PaperReader::kNoParticipant);
}

TEST(SM_2_5_Papers, AFormerParticipantSeesThoseUpToItsLastDay) {
  Papers p;
  p.sign("@d:2017-12-01");
  p.leave();
  EXPECT_EQ(p.reader(1, p.paper("@d:2023-08-30")), PaperReader::kFormerParticipant);
  EXPECT_EQ(p.reader(1, p.paper("@d:2023-08-31")), PaperReader::kLeftBefore);
  EXPECT_EQ(p.reader(1, p.paper("@m:2023-08")), PaperReader::kPaperWithoutDay);
  EXPECT_EQ(p.reader(1, p.paper("@u")), PaperReader::kLeftBefore) << "recorded after the exit";
  EXPECT_EQ(p.reader(2, p.paper("@d:2023-08-31")), PaperReader::kParticipant);
}

TEST(SM_2_5_Papers, WhereTheDaysOfSignaturesAreUnknownPartiesAreNotShutOut) {
  Papers p;
  p.sign("@u");
  EXPECT_EQ(p.reader(1, p.paper("@d:2023-05-04")), PaperReader::kMaybeParticipant);
  EXPECT_EQ(p.reader(3, p.paper("@d:2023-05-04")), PaperReader::kNoParticipant);
}

TEST(SM_2_5_Papers, ACharterThatDoesNotOpenThemKeepsThemShut) {
  Papers p("tula");
  p.sign("@d:2017-12-01");
  EXPECT_EQ(p.reader(1, p.paper("@d:2023-05-04")), PaperReader::kNotOpen);
  EXPECT_EQ(p.reader(1, p.paper("@d:2023-05-04", R"(,"issuer":@o:1)")), PaperReader::kIssuer);
}

/// Said with the key that registered the region's paper.
How by_registrar() {
  How how;
  how.author = ledger::test::hex_of(77, 32);
  return how;
}

TEST(SM_2_5_Papers, ALetterOpensWhatItsAuthorMayOpenAndAStrangersLetterOpensNothing) {
  Papers p;
  const auto enclosed = p.paper_of_region();
  p.letter(enclosed);
  EXPECT_FALSE(p.is_of_cluster(enclosed)) << "its author has nothing to do with the paper";
  p.letter(enclosed, by_registrar());
  EXPECT_TRUE(p.is_of_cluster(enclosed));
  EXPECT_FALSE(p.is_of_cluster(p.paper_of_region()));
}

TEST(SM_2_5_Papers, AParticipantsLetterOpensAPaperOnceWhoMayOpenItHasRecordedTheReceipt) {
  Papers p;
  const auto enclosed = p.paper_of_region();
  const auto sent = p.letter(enclosed);
  p.receipt(sent);
  EXPECT_FALSE(p.is_of_cluster(enclosed)) << "neither has anything to do with the paper";
  p.receipt(p.letter(p.paper_of_region()), by_registrar());
  EXPECT_FALSE(p.is_of_cluster(enclosed)) << "another letter was received";
  p.receipt(sent, by_registrar());
  EXPECT_TRUE(p.is_of_cluster(enclosed));
}

TEST(SM_2_5_Papers, ACertifiedCopyThatALetterEnclosesOpensThePaper) {
  Papers p;
  const auto paper = p.paper_of_region();
  const auto copy = p.copy_of(paper, by_registrar());
  EXPECT_FALSE(p.is_of_cluster(paper));
  p.letter(copy, by_registrar());
  EXPECT_TRUE(p.is_of_cluster(paper));
}

TEST(SM_2_5_Papers, AStrangersCopyOpensNothingWhoeverEnclosesIt) {
  Papers p;
  const auto paper = p.paper_of_region();
  p.letter(p.copy_of(paper), by_registrar());
  EXPECT_FALSE(p.is_of_cluster(paper));
}

TEST(SM_2_5_Papers, TheResultsOfAReportAreAmongThePapers) {
  Papers p;
  const auto paper = p.paper_of_region();
  p.report(paper);
  EXPECT_FALSE(p.is_of_cluster(paper));
  p.report(paper, by_registrar());
  EXPECT_TRUE(p.is_of_cluster(paper));
}

}  // namespace
}  // namespace projections::governance
