// SPDX-License-Identifier: Apache-2.0
// Every code of a finding by a history against the rules and by the same history within them; that
// no code is without a case; keys, facts and dispositions; what is no finding where nobody claims
// that the record is complete.
#include "projections/governance/findings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "ledger/hash.h"
#include "projections/governance/bodies.h"
#include "projections/refusals.h"
#include "tests/support/bodies.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;
using support::FindingCase;
using support::TomskCouncil;

std::vector<FindingCase> all_cases() {
  std::vector<FindingCase> out = support::council_cases();
  for (auto more : {support::paper_cases, support::record_cases, support::duty_cases}) {
    const auto cases = more();
    out.insert(out.end(), cases.begin(), cases.end());
  }
  return out;
}

/// What tests look at after the chronicle is gone.
struct Seen {
  std::string code, clause, period, key, facts, disposition, detail;
  Sentence name;
  std::vector<std::uint64_t> evidence;
  std::map<std::string, std::string> numbers;
  bool binding = false;
};

std::vector<Seen> found_in(const Chronicle& chronicle, std::string_view on) {
  std::vector<Seen> out;
  for (const Finding& one : findings(chronicle, *rules::date_from_iso(on))) {
    Seen seen{std::string(one.code()),
              one.clause,
              one.period,
              ledger::to_hex(one.key),
              ledger::to_hex(one.facts_digest),
              {},
              one.detail.english,
              one.subject_name,
              one.evidence.events(),
              {},
              false};
    for (const auto& [name, value] : one.numbers) seen.numbers[name] = value;
    if (one.disposition) {
      seen.disposition = fb::EnumNameDisposition(one.disposition->disposition);
      seen.binding = one.disposition->binding;
    }
    out.push_back(std::move(seen));
  }
  return out;
}

std::vector<Seen> found(const ChronicleBuilder& b, std::string_view code,
                        std::string_view on = "2026-11-20") {
  auto all = found_in(b.chronicle(), on);
  std::erase_if(all, [&](const Seen& one) { return one.code != code; });
  return all;
}

// --- every code ----------------------------------------------------------------------------------

class FindingOf : public testing::TestWithParam<FindingCase> {};

TEST_P(FindingOf, StandsAgainstTheRuleAndNotWithinIt) {
  const FindingCase& one = GetParam();
  const auto found_for = [&](bool against) {
    const ChronicleBuilder b = one.history(against);
    auto all = found_in(one.of_region ? b.region_chronicle() : b.chronicle(), one.on);
    std::erase_if(all, [&](const Seen& seen) { return seen.code != one.code; });
    return all;
  };
  const auto against = found_for(true);
  ASSERT_FALSE(against.empty()) << one.code << " is not found";
  for (const Seen& seen : against) EXPECT_FALSE(seen.evidence.empty());
  if (!one.shown_clause.empty()) {
    EXPECT_EQ(against.front().clause, one.shown_clause);
  }
  EXPECT_TRUE(found_for(false).empty()) << one.code << " is found within the rules";
}

/// Whether the text holds an id that is not said to have no name: nobody recognises one.
bool holds_an_id(const std::string& text) {
  for (const char* nameless : {" does not name (", " без названия ("}) {
    if (text.find(nameless) != std::string::npos) return false;
  }
  std::size_t digits = 0;
  for (const char c : text) {
    const bool hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    digits = hex ? digits + 1 : 0;
    if (digits >= 32) return true;
  }
  return false;
}

TEST_P(FindingOf, NamesItsSubjectInBothLanguagesByMoreThanItsKind) {
  const FindingCase& one = GetParam();
  const ChronicleBuilder b = one.history(true);
  for (const Seen& seen : found_in(one.of_region ? b.region_chronicle() : b.chronicle(), one.on)) {
    const auto& [english, russian] = seen.name;
    EXPECT_NE(english, russian) << seen.code;
    for (const std::string& name : {english, russian}) {
      EXPECT_FALSE(name.empty()) << seen.code;
      EXPECT_FALSE(holds_an_id(name)) << seen.code << ": " << name;
    }
    EXPECT_EQ(english.find("(event "), std::string::npos) << seen.code << ": " << english;
    EXPECT_EQ(russian.find("(событие "), std::string::npos) << seen.code << ": " << russian;
  }
}

INSTANTIATE_TEST_SUITE_P(Findings, FindingOf, testing::ValuesIn(all_cases()),
                         [](const testing::TestParamInfo<FindingCase>& one) {
                           return std::string(one.param.clause) + "_" + std::string(one.param.code);
                         });

TEST(FindingCodes, EveryCodeOfTheTableHasACase) {
  std::set<std::string_view> proven;
  for (const FindingCase& one : all_cases()) {
    EXPECT_NE(finding_kind(one.code), nullptr) << one.code;
    proven.insert(one.code);
  }
  for (const FindingKind& kind : all_finding_kinds()) {
    EXPECT_TRUE(proven.contains(kind.code)) << kind.code << " is in the table and no case has it";
  }
}

/// The codes that the domain names: each is found, or refused at admission.
TEST(FindingCodes, EveryCodeOfTheCatalogueIsFoundOrRefused) {
  for (const std::string_view code :
       {"CATEGORY_NOT_ALLOWED", "NO_CONSENT", "CHAIR_NOT_ELIGIBLE", "NOT_A_BODY_MEETING",
        "NO_UNANIMITY", "TERM_TOO_SHORT", "NOTICE_TOO_SHORT", "NO_LEVELS", "DUPLICATE_VOTE",
        "BALLOT_CLOSED", "SEAT_ABSENT", "ACTOR_NOT_ALLOWED", "DUPLICATE_ID"}) {
    EXPECT_TRUE(finding_kind(code) != nullptr || projections::explain(code) != nullptr) << code;
  }
}

TEST(FindingCodes, AreInOrderWithBothLanguages) {
  std::string_view last;
  for (const FindingKind& kind : all_finding_kinds()) {
    EXPECT_LT(last, kind.code);
    EXPECT_FALSE(kind.sentence.english.empty());
    EXPECT_FALSE(kind.sentence.russian.empty());
    last = kind.code;
  }
}

// --- keys, facts, dispositions -------------------------------------------------------------------

/// `on`: when; empty: it is not told.
std::string dispose(ChronicleBuilder& b, const Seen& finding, const std::string& on = {},
                    const std::string& disposition = "EXPLAINED") {
  support::How how;
  how.occurred = on;
  return b.add("FindingDispositioned",
               fmt::format(R"({{"finding_key":"{}","facts_digest":"{}","code":"{}","disposition":
                   "{}","wording":{{"title":"проверено"}}}})",
                           finding.key, finding.facts, finding.code, disposition),
               how);
}

TEST(Dispositions, BindTheFactsAndReopenWhenTheseChange) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "ffff-----", "RECOMMENDATION");
  const Seen before = found(t.b, "NO_QUORUM").at(0);
  dispose(t.b, before);
  EXPECT_EQ(found(t.b, "NO_QUORUM").at(0).disposition, "EXPLAINED");
  EXPECT_TRUE(found(t.b, "NO_QUORUM").at(0).binding);
  t.b.order("2021-03-18", {}, {9});
  t.b.attendance(t.meeting, {1, 2, 3});
  const Seen after = found(t.b, "NO_QUORUM").at(0);
  EXPECT_EQ(after.key, before.key) << "it is the same finding";
  EXPECT_NE(after.facts, before.facts) << "about other facts";
  EXPECT_FALSE(after.binding) << "which nobody has judged";
}

TEST(Dispositions, AreToldFromTheirOwnDaysOnWhicheverWasRecordedLast) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "ffff-----", "RECOMMENDATION");
  const Seen finding = found(t.b, "NO_QUORUM").at(0);
  dispose(t.b, finding, "2023-05-01", "EXPLAINED");
  dispose(t.b, finding, "2022-02-01", "CONFIRMED");
  EXPECT_EQ(found(t.b, "NO_QUORUM", "2022-01-31").at(0).disposition, "");
  EXPECT_EQ(found(t.b, "NO_QUORUM", "2022-02-01").at(0).disposition, "CONFIRMED");
  EXPECT_EQ(found(t.b, "NO_QUORUM", "2023-05-01").at(0).disposition, "EXPLAINED");
}

TEST(Findings, AreTheSameForTheSameFactsAndAsKnownThen) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "ffff-----", "RECOMMENDATION");
  const std::uint64_t then = t.b.size();
  const auto first = found_in(t.b.chronicle(), "2026-11-20");
  t.decide(2, "2021-05-05", "fffffa---", "EXCLUSION");
  const auto again = found_in(t.b.chronicle(then), "2026-11-20");
  ASSERT_EQ(first.size(), again.size());
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].key, again[i].key);
    EXPECT_EQ(first[i].facts, again[i].facts);
    EXPECT_EQ(first[i].name.english, again[i].name.english);
    EXPECT_EQ(first[i].name.russian, again[i].name.russian);
  }
}

TEST(Findings, NameTheNumbersThatTheyWereComputedWith) {
  TomskCouncil t(9);
  t.decide(1, "2021-04-05", "ffff-----", "RECOMMENDATION");
  const Seen seen = found(t.b, "NO_QUORUM").at(0);
  EXPECT_EQ(seen.numbers.at("present"), "4");
  EXPECT_EQ(seen.numbers.at("total"), "9");
  EXPECT_EQ(seen.numbers.at("needed"), "5");
}

// --- cases that need more than one step ----------------------------------------------------------

/// A vote with a key that is declared suspect, from the beginning on, when the ballot is closed.
struct RepudiatedVote {
  RepudiatedVote() {
    const auto met = t.b.meeting(1, t.council, "2021-04-05");
    t.b.attendance(met, {1, 2, 3, 4});
    const auto ballot = t.b.ballot(1, met, "RECOMMENDATION");
    vote =
        t.b.add("VoteCast", fmt::format(R"({{"ballot":"{}","seat":@o:1,"choice":"FOR"}})", ballot),
                by(suspect));
    t.b.close(ballot);
    declare_suspect(suspect);
  }
  static support::How by(const std::string& key) {
    support::How how;
    how.grade = "SELF";
    how.author = key;
    return how;
  }
  void declare_suspect(const std::string& key) {
    support::How region;
    region.of_region = true;
    t.b.add("KeySuspected",
            fmt::format(R"({{"key":"{}","organisation":@o:1,"from_index":0}})", key), region);
  }
  void introduce(const std::string& key, const std::string& introducer) {
    t.b.add("KeyIntroduced",
            fmt::format(R"({{"key":"{}","kind":"PERSON","capacity":{{"organisation":@o:1,
                "role":"SECRETARY"}},"organisation":@o:1}})",
                        key),
            by(introducer));
  }
  /// The digest of the word.
  std::string reconfirm(const std::string& event, const support::How& how) {
    return t.b.add("EventReconfirmed", fmt::format(R"({{"events":["{}"]}})", event), how);
  }
  std::size_t findings() { return found(t.b, "LATE_REPUDIATION").size(); }
  /// With a word for the vote by a key that is in no doubt and acts in this role.
  std::size_t findings_after_word_of(const std::string& role) {
    ledger::test::BodyDraft draft;
    draft.payload_type = "EventReconfirmed";
    draft.payload = fmt::format(R"({{"events":["{}"]}})", vote);
    draft.event_id = ledger::test::hex_of(79'999'999, 16);
    draft.scope = ledger::ScopeKind::kCluster;
    draft.scope_id = support::cluster_id(1);
    draft.author = other;
    draft.role = role;
    const std::string bytes = ledger::test::build_body(draft);
    const auto body = ledger::check_body(bytes);
    FoldedFactRows rows;
    t.b.fold(0, t.b.size(), [&rows](const Event& event) { rows.fold(event); });
    rows.fold({*body, t.b.size(), 1'800'000'000'000'000, ledger::sha256(bytes)});
    const Chronicle chronicle = *Chronicle::load(rows, t.b.chronicle().place(), t.b.size() + 1);
    std::size_t count = 0;
    for (const Seen& one : found_in(chronicle, "2026-11-20"))
      count += one.code == "LATE_REPUDIATION";
    return count;
  }

  TomskCouncil t{4};
  const std::string suspect = std::string(64, '7');
  const std::string other = std::string(64, '8');
  const std::string third = std::string(64, '9');
  std::string vote;
};

/// Who is in a working group of an expert council that had the seats 1 to 12, from 2021-06-15 on 1
/// to 11: the seats 11 and 12.
ChronicleBuilder group_of_experts(const std::string& from) {
  TomskCouncil t(4);
  const auto experts =
      t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 12));
  t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-06-15", ChronicleBuilder::seats(1, 11));
  t.b.body(3, "WORKING_GROUP", "EXPLICIT", from,
           ChronicleBuilder::seats(11, 2) + fmt::format(R"(,"parent":"{}")", experts));
  return std::move(t.b);
}

TEST(WorkingGroup, OfAnImpreciseDayIsAViolationOnlyIfItIsOneOnEachOfItsDays) {
  const auto count = [](const std::string& from, std::string_view code) {
    return found(group_of_experts(from), code).size();
  };
  EXPECT_EQ(count("2021-06-10", "WORKING_GROUP_MEMBER"), 0u);
  EXPECT_EQ(count("2021-06-20", "WORKING_GROUP_MEMBER"), 1u);
  EXPECT_EQ(count("@m:2021-07", "WORKING_GROUP_MEMBER"), 1u);
  EXPECT_EQ(count("@m:2021-06", "WORKING_GROUP_MEMBER"), 0u) << "until the 15th they sat there";
  EXPECT_EQ(count("@m:2021-06", "DECISION_REQUIRED"), count("2021-06-10", "DECISION_REQUIRED"))
      << "nor does it want a decision now";
}

using support::recover_key;

TEST(RecoveredKey, IsFoundWithItsIntroductionAndTheNameOfTheOrganisation) {
  ChronicleBuilder b;
  b.members(2);
  const std::uint64_t introduction = b.size();
  support::introduce_key(b, 77);
  const std::uint64_t recovery = b.size();
  recover_key(b, 1, 77, 78);
  const auto all = found(b, "KEY_RECOVERED");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].evidence, (std::vector{introduction, recovery}));
  EXPECT_EQ(all[0].numbers.at("old_key"), ledger::test::hex_of(77, 32));
  EXPECT_EQ(all[0].numbers.at("new_key"), ledger::test::hex_of(78, 32));
  EXPECT_NE(all[0].name.russian.find("Организация 1"), std::string::npos) << all[0].name.russian;
  EXPECT_NE(all[0].detail.find("Организация 1"), std::string::npos) << all[0].detail;
}

TEST(RecoveredKey, StaysWhenItIsReplacedAgainAndItsDispositionBindsOn) {
  ChronicleBuilder b;
  b.members(1);
  support::introduce_key(b, 77);
  const std::uint64_t first = b.size();
  recover_key(b, 1, 77, 78);
  const Seen before = found(b, "KEY_RECOVERED").at(0);
  dispose(b, before);
  const std::uint64_t second = b.size();
  recover_key(b, 1, 78, 79);
  b.order("2022-03-18", {}, {1});
  std::size_t bound = 0;
  const auto all = found(b, "KEY_RECOVERED");
  ASSERT_EQ(all.size(), 2u);
  for (const Seen& one : all) {
    if (one.key == before.key) {
      EXPECT_TRUE(one.binding);
      ++bound;
    } else {
      EXPECT_EQ(one.evidence, (std::vector{first, second}));
    }
  }
  EXPECT_EQ(bound, 1u);
}

TEST(RecoveredKey, OfTheOperatorsRootIsToldByTheRegionWithGenesisAndNotAgainByItsCluster) {
  ChronicleBuilder b;
  const std::uint64_t genesis = b.size();
  support::create_ledger(b, 70);
  b.members(1);  // an order of the operator names it in the cluster
  const std::uint64_t recovery = b.size();
  recover_key(b, support::kOperator, 70, 71);
  auto of_region = found_in(b.region_chronicle(), "2026-11-20");
  std::erase_if(of_region, [](const Seen& one) { return one.code != "KEY_RECOVERED"; });
  ASSERT_EQ(of_region.size(), 1u);
  EXPECT_EQ(of_region[0].evidence, (std::vector{genesis, recovery}));
  EXPECT_NE(of_region[0].detail.find("root key"), std::string::npos) << of_region[0].detail;
  EXPECT_TRUE(found(b, "KEY_RECOVERED").empty());
}

TEST(LateRepudiation, IsTakenBackByAReconfirmationOfTheVote) {
  RepudiatedVote t;
  ASSERT_EQ(t.findings(), 1u);
  EXPECT_EQ(found(t.t.b, "LATE_REPUDIATION")[0].numbers.at("events"), "1");
  t.reconfirm(t.vote, t.by(t.other));
  EXPECT_EQ(t.findings(), 0u);
}

TEST(LateRepudiation, IsNotTakenBackByTheSuspectKeyItself) {
  RepudiatedVote t;
  t.reconfirm(t.vote, t.by(t.suspect));
  EXPECT_EQ(t.findings(), 1u);
}

TEST(LateRepudiation, IsNotTakenBackByAKeyThatTheSuspectOneIntroduced) {
  RepudiatedVote t;
  t.introduce(t.other, t.suspect);
  t.reconfirm(t.vote, t.by(t.other));
  EXPECT_EQ(t.findings(), 1u);
}

TEST(LateRepudiation, IsNotTakenBackByAKeyThatAnotherDeclarationMakesSuspect) {
  RepudiatedVote t;
  t.reconfirm(t.vote, t.by(t.other));
  t.declare_suspect(t.other);
  EXPECT_EQ(t.findings(), 1u);
}

TEST(LateRepudiation, IsTakenBackInTheCapacityOfTheVoteOnly) {
  RepudiatedVote t;
  EXPECT_EQ(t.findings_after_word_of("COUNCIL_CHAIR"), 1u);
  EXPECT_EQ(t.findings_after_word_of("SECRETARY"), 0u);
}

TEST(LateRepudiation, IsTakenBackByASuspectKeyForWhoseWordASoundOneStandsIn) {
  RepudiatedVote t;
  t.declare_suspect(t.other);
  const std::string word = t.reconfirm(t.vote, t.by(t.other));
  ASSERT_EQ(t.findings(), 1u);
  t.reconfirm(word, t.by(t.third));
  EXPECT_EQ(t.findings(), 0u);
}

TEST(LateRepudiation, IsNotTakenBackByTwoKeysThatVouchForEachOther) {
  RepudiatedVote t;
  t.declare_suspect(t.other);
  t.declare_suspect(t.third);
  const std::string first = t.reconfirm(t.vote, t.by(t.other));
  const std::string second = t.reconfirm(first, t.by(t.third));
  t.reconfirm(second, t.by(t.other));
  EXPECT_EQ(t.findings(), 1u);
}

TEST(TU_5_1_Missing, OfTwoPapersOfOneClauseTheOneThatCameInSinceIsMissingNoLonger) {
  ChronicleBuilder b("tula");
  const auto from = support::register_document(b, 1, "REGULATION");
  const auto refers = [&](const std::string& to) {
    b.add("DocumentRelated",
          fmt::format(R"({{"from":"{}","to":{{{}}},"relation":"REFERS_TO","clause":"5#1"}})", from,
                      to));
  };
  const auto missing = [&] {
    const Chronicle chronicle = b.chronicle();
    std::string titles;
    for (const Finding& one : findings(chronicle, support::kToday)) {
      if (one.code() == "REFERENCED_DOCUMENT_MISSING") titles += one.detail.english + ";";
    }
    return titles;
  };
  refers(R"("kind":"MISSING","missing":{"kind":"RULES_OF_PROCEDURE","title":"Документ"})");
  refers(R"("kind":"MISSING","missing":{"kind":"ORDER","title":"Приказ"})");
  const std::string both = missing();
  EXPECT_NE(both.find("Документ;"), std::string::npos) << both;
  EXPECT_NE(both.find("Приказ;"), std::string::npos) << both;
  refers(fmt::format(R"("kind":"REGISTERED","document":"{}")",
                     support::register_document(b, 2, "RULES_OF_PROCEDURE")));
  EXPECT_EQ(missing(), "Приказ;");
}

TEST(TU_18_19_Undefined, IsNotSaidWhileAnAgreementInForceGivesTheRules) {
  const std::string rules = R"(,"council_rules":[{"kind":"SECTORAL_COUNCIL","organ_of_cluster":true,
      "seats":"REPRESENTATIVES_OF_ALL","seats_from":"PARTICIPANTS","composed_by":"RULE_ITSELF",
      "ballot":"OPEN","convened_by":"CHAIR","agenda_by":"CHAIR","ballots_opened_by":"NOT_STATED",
      "quorum":{"numerator":1,"denominator":2,"relation":"AT_LEAST","base":"ALL_PARTICIPANTS"},
      "majority":{"numerator":1,"denominator":2,"relation":"MORE_THAN","base":"PRESENT"}}])";
  ChronicleBuilder b("tula");
  support::concluded_agreement(b, 2, "2023-08-15", rules);
  EXPECT_TRUE(found(b, "COUNCIL_RULES_UNDEFINED").empty());
  EXPECT_EQ(found(b, "COUNCIL_RULES_UNDEFINED", "2023-08-14").size(), 1u) << "not in force yet";
}

TEST(TO_10_Ballot, OnWhichTheBasesDisagreeIsNamedItself) {
  const auto ambiguous = [](const std::string& votes) {
    TomskCouncil t(4);
    const auto experts =
        t.b.body(2, "EXPERT_COUNCIL", "EXPLICIT", "2021-04-05", ChronicleBuilder::seats(1, 11));
    const auto ballot = t.b.ballot(1, "", "OPINION",
                                   fmt::format(R"(,"body":"{}","closes":@d:2021-05-20)", experts));
    t.b.votes(ballot, votes, 1, 't');
    t.b.close(ballot);
    return found(t.b, "BASE_AMBIGUOUS").size();
  };
  EXPECT_EQ(ambiguous("ffffaaa"), 2u) << "the rule and the ballot";
  EXPECT_EQ(ambiguous("ffffffa"), 1u) << "the rule alone";
}

// --- nobody claims completeness ------------------------------------------------------------------

TEST(Coverage, WithoutAClaimNoMeetingLetterOrReportIsMissed) {
  TomskCouncil t(4);
  EXPECT_TRUE(found(t.b, "MONTHLY_MEETING_MISSED", "2022-01-01").empty());
  t.b.complete(R"("MEETINGS")", "2021-01-01");
  EXPECT_EQ(found(t.b, "MONTHLY_MEETING_MISSED", "2022-01-01").size(), 9u) << "April to December";
}

TEST(Coverage, WithoutAClaimAMembershipWithoutARecordedConsentIsOpen) {
  ChronicleBuilder b;
  b.organisation(1, "EMPLOYER");
  b.order("2021-03-17", {1});
  const auto effective = [&] {
    const Chronicle chronicle = b.chronicle();
    const Council council(chronicle, support::kToday);
    const Membership& member = council.members().at(0);
    EXPECT_EQ(member.consent, ConsentState::kNotRecorded);
    EXPECT_FALSE(member.grounds.missing.empty());
    return member.effective;
  };
  EXPECT_EQ(effective(), Truth::kUndetermined);
  b.complete(R"("MEMBERSHIP")", "2021-03-18");
  EXPECT_EQ(effective(), Truth::kUndetermined) << "a claim about later days";
  b.complete(R"("MEMBERSHIP")", "2021-03-17");
  EXPECT_EQ(effective(), Truth::kNo);
}

}  // namespace
}  // namespace projections::governance
