// SPDX-License-Identifier: Apache-2.0
// Whoever takes part in a place may record a paper there; what the paper does to another one is
// for those who have power over that one.
#include "projections/internal/paper_power.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "projections/runner.h"
#include "tests/support/governance_ledger.h"

namespace projections {
namespace {

using support::GovernanceLedger;
using support::kMinistry;
using support::org_id;
using support::Said;
using support::TestKey;

class PaperPower : public ::testing::Test {
 protected:
  struct Kind {
    std::string kind = "ORDER";
    std::uint64_t issuer = 0;  ///< 0: none is named
    int edition = 1;
    std::string more = {};
  };
  std::string payload(std::uint64_t number, const Kind& paper) const {
    std::string more = paper.more;
    if (paper.issuer != 0) more += fmt::format(R"(,"issuer":"{}")", org_id(paper.issuer));
    std::string out = t.document(number, more).payload;
    const auto put = [&](const std::string& from, const std::string& to) {
      out.replace(out.find(from), from.size(), to);
    };
    put(R"("kind":"ORDER")", fmt::format(R"("kind":"{}")", paper.kind));
    put(R"("edition":1)", fmt::format(R"("edition":{})", paper.edition));
    if (paper.edition > 1) {
      put(support::hex_for(60'000'000 + number, 32), support::hex_for(file_of_edition, 32));
    }
    return out;
  }
  /// Entered by the secretary of the ministry, in force since the beginning of 2022.
  std::string told_paper(std::uint64_t number, const Kind& paper) {
    Said said = t.told("DocumentRegistered", payload(number, paper));
    said.effective = "2022-01-01";
    return t.must(said);
  }
  std::string own_paper(const TestKey& author, std::uint64_t number, const Kind& paper) {
    Said said = t.native(author, "DocumentRegistered", payload(number, paper));
    said.effective = "2022-01-01";
    return t.must(said);
  }
  static std::string relation(const std::string& from, const std::string& kind,
                              const std::string& to) {
    return fmt::format(
        R"({{"from":"{}","to":{{"kind":"REGISTERED","document":"{}"}},"relation":"{}",
           "effective":{}}})",
        from, to, kind, GovernanceLedger::day("2023-03-01"));
  }
  void sign(const std::string& agreement, int slots, const std::string& day) {
    for (int slot = 1; slot <= slots; ++slot) {
      t.must(t.told("AgreementSigned",
                    fmt::format(R"({{"target":"{}","slot":{},"signature":{{"acting_as":"HEAD",
                                "signed_on":{}}}}})",
                                agreement, slot, GovernanceLedger::day(day))));
    }
  }
  static std::string order_by(std::uint64_t issuer, const std::string& paper,
                              const std::string& more = {}) {
    const std::string document =
        paper.empty() ? std::string() : fmt::format(R"(,"document":"{}")", paper);
    return fmt::format(R"({{"act":{{"kind":"ORDER","issuer":"{}","printed":[{{"place":"HEADER",
                           "date":{}}}]{}}},"wording":{{"title":"Приказ"}}{}}})",
                       org_id(issuer), GovernanceLedger::day("2022-03-01"), document, more);
  }
  /// The index of the relation.
  std::uint64_t relates(const Said& said) {
    t.must(said);
    return t.size() - 1;
  }
  DocumentVerdict verdict_on_file(std::uint64_t file) {
    RunnerOptions options;
    options.dir = dir / std::to_string(++opened);
    auto runner = Runner::open(options);
    EXPECT_TRUE(runner && (*runner)->catch_up(t.view()));
    const auto views = (*runner)->reader();
    EXPECT_TRUE(views);
    const auto hash = ledger::fixed_from_hex<ledger::Hash>(support::hex_for(file, 32));
    const auto found = document_verdict(*views, {*hash, "2023-06-01", {}});
    EXPECT_TRUE(found);
    return *found;
  }
  DocumentVerdict verdict(std::uint64_t number) { return verdict_on_file(60'000'000 + number); }

  static constexpr std::uint64_t file_of_edition = 61'000'000;
  GovernanceLedger t;
  support::TempDir dir;
  int opened = 0;
};

std::vector<Missing> powerless(std::uint64_t index) { return {{MissingKind::kPower, 0, index}}; }

TEST_F(PaperPower, AParticipantsLetterNeitherEndsNorChangesAnOrderOfTheMinistry) {
  for (const char* kind : {"REPEALS", "REPLACES", "AMENDS"}) {
    const std::uint64_t number = 70 + 10 * t.size();
    const std::string order = told_paper(number, {.issuer = kMinistry});
    const std::string letter = own_paper(t.head(1), number + 1, {.kind = "LETTER", .issuer = 1});
    const auto claim =
        relates(t.native(t.head(1), "DocumentRelated", relation(letter, kind, order)));
    const auto found = verdict(number);
    EXPECT_EQ(found.state, DocumentState::kInForce) << kind;
    EXPECT_EQ(found.since, "2022-01-01") << kind;
    EXPECT_EQ(found.until, "") << kind;
    EXPECT_EQ(found.missing, powerless(claim)) << kind;
    const std::string sentence = verdict_sentence(found, Language::kEnglish);
    EXPECT_NE(sentence.find(fmt::format("event {} is not counted", claim)), std::string::npos)
        << sentence;
    EXPECT_EQ(sentence.find("not known"), std::string::npos) << sentence;
  }
}

TEST_F(PaperPower, TheMinistryRepealsItsOrderBesideSomebodyWhoCannot) {
  const std::string order = told_paper(70, {.issuer = kMinistry});
  const std::string letter = own_paper(t.head(1), 71, {.kind = "LETTER", .issuer = 1});
  relates(t.native(t.head(1), "DocumentRelated", relation(letter, "REPEALS", order)));
  const std::string later = own_paper(t.ministry, 72, {.issuer = kMinistry});
  const auto repeal =
      relates(t.native(t.ministry, "DocumentRelated", relation(later, "REPEALS", order)));
  const auto found = verdict(70);
  EXPECT_EQ(found.state, DocumentState::kRepealed);
  ASSERT_TRUE(found.by);
  EXPECT_EQ(found.by->index, repeal);
  EXPECT_TRUE(found.missing.empty());
}

TEST_F(PaperPower, AParticipantThatSaysTheMinistrysPaperRepealsIsNotBelieved) {
  const std::string order = told_paper(70, {.issuer = kMinistry});
  const std::string invented = own_paper(t.head(1), 71, {.issuer = kMinistry});
  const auto claim =
      relates(t.native(t.head(1), "DocumentRelated", relation(invented, "REPEALS", order)));
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(70).missing, powerless(claim));
}

TEST_F(PaperPower, WhoIssuedAPaperOrBroughtItInEndsIt) {
  const std::string issued = told_paper(70, {.issuer = 1});
  const std::string brought = own_paper(t.head(1), 71, {});
  const std::string later = own_paper(t.head(1), 72, {.issuer = 1});
  for (const std::string& order : {issued, brought}) {
    relates(t.native(t.head(1), "DocumentRelated", relation(later, "REPEALS", order)));
  }
  EXPECT_EQ(verdict(70).state, DocumentState::kRepealed);
  EXPECT_EQ(verdict(71).state, DocumentState::kRepealed);
}

TEST_F(PaperPower, WhoRanTheRegionOnTheDayOfAnOrderRepealsByItThoughAnotherRunsItNow) {
  const auto runs_from = [&](std::uint64_t organisation, const char* day) {
    Said said = t.told("OfficeHolderChanged",
                       fmt::format(R"({{"organisation":"{}","role":"REGIONAL_OPERATOR",
                                   "change":"APPOINTED","from":{}}})",
                                   org_id(organisation), GovernanceLedger::day(day)));
    said.scope_kind = "REGION";
    said.scope_id = support::region_id(1);
    t.must(said);
  };
  runs_from(2, "2022-06-01");
  runs_from(kMinistry, "2023-04-01");
  const auto dated = [](const char* day) {
    return fmt::format(R"(,"printed":[{{"place":"HEADER","number":"7","date":{}}}])",
                       GovernanceLedger::day(day));
  };
  const std::string in_time = told_paper(72, {.issuer = 2, .more = dated("2022-12-01")});
  const std::string too_late = told_paper(73, {.issuer = 2, .more = dated("2023-05-01")});
  relates(t.told("DocumentRelated", relation(in_time, "REPEALS", told_paper(70, {.issuer = 3}))));
  EXPECT_EQ(verdict(70).state, DocumentState::kRepealed);
  const auto claim = relates(
      t.told("DocumentRelated", relation(too_late, "REPEALS", told_paper(71, {.issuer = 3}))));
  EXPECT_EQ(verdict(71).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(71).missing, powerless(claim));
}

TEST_F(PaperPower, OnePartysPaperRepealsNoAgreementWhoeverEntersIt) {
  const std::string agreement = told_paper(70, {.kind = "AGREEMENT"});
  const std::string letter = told_paper(71, {.kind = "ORDER", .issuer = 2});
  const auto claim = relates(t.told("DocumentRelated", relation(letter, "REPEALS", agreement)));
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(70).missing, powerless(claim));
  const std::string next = told_paper(72, {.kind = "AGREEMENT"});
  relates(t.told("DocumentRelated", relation(next, "REPLACES", agreement)));
  EXPECT_EQ(verdict(70).state, DocumentState::kSuperseded) << "by an agreement of the parties";
}

/// An agreement of these organisations on the paper, as a payload.
std::string agreement_of(const std::vector<std::uint64_t>& parties, int version,
                         const std::string& paper, const std::string& more = {}) {
  std::string list, lines;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    const char* comma = i > 0 ? "," : "";
    list +=
        fmt::format(R"({}{{"number":{},"organisation":"{}"}})", comma, i + 1, org_id(parties[i]));
    lines += fmt::format(R"({}{{"slot":{},"party":{},"acting_as":"HEAD"}})", comma, i + 1, i + 1);
  }
  return fmt::format(
      R"({{"agreement":"{}","version":{},"title_as_written":"Соглашение","kind":"COOPERATION",
         "parties":[{}],"slots":[{}],"term":{{"kind":"OPEN_ENDED"}},"levels":["FIRST"],
         "document":"{}"{}}})",
      support::thing_id(5'000), version, list, lines, paper, more);
}

class AgreementPower : public PaperPower {
 protected:
  AgreementPower() {
    paper = told_paper(70, {.kind = "AGREEMENT"});
    first = t.must(t.told("AgreementRegistered", agreement_of({1, 2, 3}, 1, paper)));
    sign(first, 3, "2022-02-01");
  }
  std::string paper, first;
};

TEST_F(AgreementPower, OnePartysWordTerminatesNoAgreementOfThree) {
  const std::string ended =
      fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"OTHER"}})", first,
                  GovernanceLedger::day("2023-03-01"));
  const auto claim = relates(t.native(t.head(1), "AgreementTerminated", ended));
  const auto found = verdict(70);
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.since, "2022-02-01");
  EXPECT_EQ(found.missing, powerless(claim));
  t.must(t.told("AgreementTerminated", ended));
  EXPECT_EQ(verdict(70).state, DocumentState::kEnded) << "by the record of the secretary";
}

TEST_F(AgreementPower, WhatAllPartiesSignTerminatesTheirAgreement) {
  Said said = t.native(t.head(1), "AgreementTerminated",
                       fmt::format(R"({{"agreement":"{}","terminated_on":{},"ground":"MUTUAL"}})",
                                   first, GovernanceLedger::day("2023-03-01")));
  said.cosigners = {&t.head(2)};
  t.must(said);
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce) << "the third has not signed";
  said.cosigners.push_back(&t.head(3));
  t.must(said);
  EXPECT_EQ(verdict(70).state, DocumentState::kEnded);
}

TEST_F(AgreementPower, AVersionOfTwoOfItsPartiesOnTheWordOfOneTakesNothingFromIt) {
  const std::string other = own_paper(t.head(1), 71, {.kind = "AGREEMENT"});
  const std::string replaces = fmt::format(R"(,"replaces":"{}")", first);
  const std::string second =
      t.must(t.native(t.head(1), "AgreementRegistered", agreement_of({1, 2}, 2, other, replaces)));
  const auto claim = t.size() - 1;
  EXPECT_TRUE(verdict(70).missing.empty()) << "a draft";
  sign(second, 2, "2023-03-01");
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(70).missing, powerless(claim));
}

TEST_F(AgreementPower, SuchAVersionTakesNothingFromItAsTheNextEditionOfItsPaperEither) {
  const Kind next{
      .kind = "AGREEMENT", .edition = 2, .more = fmt::format(R"(,"edition_of":"{}")", paper)};
  const std::string edition = own_paper(t.head(1), 70, next);
  const std::string replaces = fmt::format(R"(,"replaces":"{}")", first);
  const std::string second = t.must(
      t.native(t.head(1), "AgreementRegistered", agreement_of({1, 2}, 2, edition, replaces)));
  const auto claim = t.size() - 1;
  sign(second, 2, "2023-03-01");
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(70).missing, powerless(claim));
}

TEST_F(PaperPower, ALetterRepealsNoAgreementOfWhateverKindItsPaperIsSaidToBe) {
  const std::string paper = told_paper(70, {.kind = "OTHER"});
  sign(t.must(t.told("AgreementRegistered", agreement_of({1, 2, 3}, 1, paper))), 3, "2022-02-01");
  const std::string letter = told_paper(71, {.kind = "LETTER"});
  const auto claim = relates(t.told("DocumentRelated", relation(letter, "REPEALS", paper)));
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(70).missing, powerless(claim));
}

TEST_F(PaperPower, APartyThatIsSaidToHaveIssuedAnAgreementDoesNotEndItAlone) {
  const std::string paper = told_paper(70, {.kind = "AGREEMENT", .issuer = 1});
  const std::string other = own_paper(t.head(1), 71, {.kind = "AGREEMENT"});
  const auto claim =
      relates(t.native(t.head(1), "DocumentRelated", relation(other, "REPEALS", paper)));
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(70).missing, powerless(claim));
  sign(t.must(t.told("AgreementRegistered", agreement_of({1, 2, 3}, 1, paper))), 3, "2022-02-01");
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce) << "by what governance says of it";
  relates(t.told("DocumentRelated", relation(other, "REPLACES", paper)));
  EXPECT_EQ(verdict(70).state, DocumentState::kSuperseded) << "by the record of the secretary";
}

TEST_F(AgreementPower, AVersionOfAllItsPartiesTakesItsPlaceWhoeverBringsItIn) {
  const std::string other = own_paper(t.head(1), 71, {.kind = "AGREEMENT"});
  const std::string replaces = fmt::format(R"(,"replaces":"{}")", first);
  sign(t.must(t.native(t.head(1), "AgreementRegistered",
                       agreement_of({3, 2, 1, 4}, 2, other, replaces))),
       4, "2023-03-01");
  EXPECT_EQ(verdict(70).state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict(70).since, "2023-03-01");
}

TEST_F(PaperPower, ALaterEditionByAnotherSupersedesNoProtocolAndIsUndeterminedItself) {
  const std::string protocol = told_paper(70, {.kind = "PROTOCOL"});
  const Kind next{
      .kind = "PROTOCOL", .edition = 2, .more = fmt::format(R"(,"edition_of":"{}")", protocol)};
  t.must(t.native(t.head(1), "DocumentRegistered", payload(70, next)));
  const auto claim = t.size() - 1;
  const auto first = verdict(70);
  EXPECT_EQ(first.state, DocumentState::kInForce) << "it says from when";
  EXPECT_EQ(first.missing, powerless(claim));
  const auto later = verdict_on_file(file_of_edition);
  EXPECT_EQ(later.state, DocumentState::kUndetermined);
  EXPECT_EQ(later.missing, (std::vector<Missing>{{MissingKind::kIssuerWord, 0, claim}}));
  EXPECT_NE(verdict_sentence(later, Language::kRussian).find(fmt::format("событием {}", claim)),
            std::string::npos);
}

TEST_F(PaperPower, AParticipantsOrderAmendsNoOrderOfTheMinistry) {
  const std::string paper = told_paper(70, {.issuer = kMinistry});
  const std::string order = t.must(t.told("OrderIssued", order_by(kMinistry, paper)));
  const std::string amends = fmt::format(R"(,"amends":["{}"])", order);
  t.must(t.native(t.head(1), "OrderIssued", order_by(1, {}, amends)));
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  t.must(t.native(t.ministry, "OrderIssued", order_by(kMinistry, {}, amends)));
  EXPECT_EQ(verdict(70).state, DocumentState::kAmended);
}

TEST_F(PaperPower, AParticipantsOrderMakesNoEditionOfTheMinistrysOrder) {
  const std::string paper = told_paper(70, {.issuer = kMinistry});
  t.must(t.told("OrderIssued", order_by(kMinistry, paper)));
  const Kind next{.edition = 2, .more = fmt::format(R"(,"edition_of":"{}")", paper)};
  const std::string edition = own_paper(t.head(1), 70, next);
  const auto claim = t.size() - 1;
  t.must(t.native(t.head(1), "OrderIssued", order_by(1, edition)));
  EXPECT_EQ(verdict(70).state, DocumentState::kInForce);
  EXPECT_EQ(verdict(70).missing, powerless(claim));
  EXPECT_EQ(verdict_on_file(file_of_edition).state, DocumentState::kUndetermined);
  t.must(t.native(t.ministry, "OrderIssued", order_by(kMinistry, edition)));
  EXPECT_EQ(verdict(70).state, DocumentState::kSuperseded) << "the ministry says that it is";
}

TEST_F(PaperPower, AnotherFileFromAParticipantIsNotSaidToBeTheMinistrysOrder) {
  const std::string order = told_paper(70, {.issuer = kMinistry});
  std::string copy = payload(70, {.more = fmt::format(R"(,"rendition_of":"{}")", order)});
  const std::string file = support::hex_for(60'000'070, 32);
  copy.replace(copy.find(file), file.size(), support::hex_for(file_of_edition, 32));
  const std::string original = R"("rendition":"ORIGINAL")";
  copy.replace(copy.find(original), original.size(), R"("rendition":"CERTIFIED_COPY")");
  t.must(t.native(t.head(1), "DocumentRegistered", copy));
  const auto found = verdict_on_file(file_of_edition);
  EXPECT_EQ(found.state, DocumentState::kInForce);
  EXPECT_EQ(found.missing, (std::vector<Missing>{{MissingKind::kIssuerWord, 0, t.size() - 1}}));
  EXPECT_TRUE(verdict(70).missing.empty()) << "of the first file";
}

TEST_F(PaperPower, ANewEditionEnteredByTheSecretaryTakesThePlaceOfTheFirst) {
  const std::string order = told_paper(70, {.issuer = kMinistry});
  told_paper(70, {.edition = 2, .more = fmt::format(R"(,"edition_of":"{}")", order)});
  EXPECT_EQ(verdict(70).state, DocumentState::kSuperseded);
  EXPECT_EQ(verdict_on_file(file_of_edition).state, DocumentState::kInForce);
}

}  // namespace
}  // namespace projections
