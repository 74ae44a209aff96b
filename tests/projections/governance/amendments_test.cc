// SPDX-License-Identifier: Apache-2.0
// What stands behind a change of an agreement and what it makes of the parties: the council's
// protocol with an adopted decision, each part of a mixed change by its own path (TU 8, 13, 14).
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "projections/governance/agreements.h"
#include "projections/governance/findings.h"
#include "projections/governance/membership.h"
#include "tests/support/bodies.h"
#include "tests/support/chronicle_builder.h"
#include "tests/support/finding_cases.h"
#include "tests/support/identity_ledger.h"

namespace projections::governance {
namespace {

using support::ChronicleBuilder;

/// Three parties since 2024-01-25 and the council of their representatives.
struct TulaAmended {
  TulaAmended() : b("tula") {
    paper = support::concluded_agreement(b, 3, "2024-01-25");
    council = b.body(1, "SECTORAL_COUNCIL", "REPRESENTATIVES_OF_ALL", "2024-01-25");
  }
  /// The protocol, signed by the chair, of a decision for which the seats from 1 on were.
  std::string decide(std::uint64_t number, const char* on, unsigned present, const char* kind) {
    const auto met = b.meeting(number, council, on);
    std::vector<std::uint64_t> seats;
    for (unsigned one = 1; one <= present; ++one) seats.push_back(one);
    b.attendance(met, seats);
    const auto ballot = b.ballot(number, met, kind);
    b.votes(ballot, std::string(present, 'f'));
    b.close(ballot);
    return minutes(number, met, {b.decision(number, met, ballot, kind)}, on);
  }
  std::string minutes(std::uint64_t number, const std::string& met,
                      const std::vector<std::string>& decisions, const char* on) {
    const auto protocol = b.protocol(number, std::to_string(number), met, decisions, on);
    b.sign(protocol, "CHAIR", 1, "2024-04-22");
    return protocol;
  }
  std::string amend(const char* kinds, const std::string& protocol, const std::string& more) {
    ++amended;
    const std::string named =
        protocol.empty() ? std::string() : fmt::format(R"(,"protocol":"{}")", protocol);
    return b.add("AgreementAmended",
                 fmt::format(R"({{"supplementary":@t:{},"agreement":"{}","kinds":[{}],"wording":{{
                     "title":"Изменение"}},"document":"{}"{}{}}})",
                             6'100 + amended, paper, kinds, ledger::test::hex_of(200 + amended, 32),
                             named, more));
  }
  Agreement agreement(const Chronicle& chronicle, const char* on = "2026-11-20") const {
    return agreements(chronicle, *rules::date_from_iso(on)).at(0);
  }
  Truth member(std::uint64_t number, const char* day) const {
    return support::member_on(b, number, day);
  }
  std::size_t found(std::string_view code) const { return support::count_findings(b, code); }

  ChronicleBuilder b;
  std::string paper, council;
  std::uint64_t amended = 0;
};

constexpr const char* kExcluded = R"(,"excluded":[@o:3],"effective":@d:2024-04-22)";

TEST(TU_13_1_Exclusion, ByAnAdoptedDecisionOfTheCouncilNeedsNobodysSignature) {
  TulaAmended t;
  t.amend(R"("EXCLUSION")", t.decide(1, "2024-04-19", 2, "EXCLUSION"), kExcluded);
  const Chronicle chronicle = t.b.chronicle();
  EXPECT_EQ(t.agreement(chronicle, "2024-04-21").parties.size(), 3u);
  const Agreement after = t.agreement(chronicle);
  EXPECT_EQ(after.parties.size(), 2u);
  EXPECT_EQ(certain_parties(after), 2u);
  const Amendment& change = after.amendments.at(0);
  EXPECT_EQ(change.in_force, Truth::kYes);
  EXPECT_EQ(change.path_followed, Truth::kYes);
  EXPECT_EQ(rules::to_text(change.effective_from), "2024-04-22");
  EXPECT_TRUE(change.grounds.missing.empty()) << change.grounds.missing.at(0).what;
  EXPECT_EQ(t.member(3, "2024-04-22"), Truth::kYes) << "the day of the act is the last one";
  EXPECT_EQ(t.member(3, "2024-04-23"), Truth::kNo);
}

TEST(TU_13_1_Exclusion, ByAProtocolThatSomebodyElseSignedAsChairIsOpen) {
  const auto excluded_as_signed_by = [](std::uint64_t signer) {
    TulaAmended t;
    t.b.elect(t.council, 1, 3, "2024-02-01");
    const auto met = t.b.meeting(1, t.council, "2024-04-19");
    t.b.attendance(met, {1, 2});
    const auto ballot = t.b.ballot(1, met, "EXCLUSION");
    t.b.votes(ballot, "ff");
    t.b.close(ballot);
    const auto protocol =
        t.b.protocol(1, "1", met, {t.b.decision(1, met, ballot, "EXCLUSION")}, "2024-04-19");
    t.b.sign(protocol, "CHAIR", signer, "2024-04-22");
    t.amend(R"("EXCLUSION")", protocol, kExcluded);
    const Chronicle chronicle = t.b.chronicle();
    const Amendment change = t.agreement(chronicle).amendments.at(0);
    const bool asks =
        std::any_of(change.grounds.missing.begin(), change.grounds.missing.end(),
                    [](const Missing& one) { return one.what == "signature of the chair"; });
    EXPECT_EQ(asks, signer != 1);
    return t.member(3, "2024-05-01");
  };
  EXPECT_EQ(excluded_as_signed_by(1), Truth::kNo) << "the chair";
  EXPECT_EQ(excluded_as_signed_by(2), Truth::kUndetermined);
}

TEST(TU_13_1_Exclusion, NeedsTheProtocolOfTheCouncil) {
  const auto excluded_with = [](bool protocol) {
    TulaAmended t;
    const auto minutes = t.decide(1, "2024-04-19", 2, "EXCLUSION");
    t.amend(R"("EXCLUSION")", protocol ? minutes : "", kExcluded);
    return t.member(3, "2024-05-01");
  };
  EXPECT_EQ(excluded_with(true), Truth::kNo);
  EXPECT_EQ(excluded_with(false), Truth::kUndetermined);
}

TEST(TU_13_1_Exclusion, ByADecisionWithoutAQuorumHasNoEffect) {
  TulaAmended t;
  t.amend(R"("EXCLUSION")", t.decide(1, "2024-04-19", 1, "EXCLUSION"), kExcluded);
  const Chronicle chronicle = t.b.chronicle();
  const Agreement after = t.agreement(chronicle);
  EXPECT_EQ(certain_parties(after), 3u);
  EXPECT_EQ(after.amendments.at(0).in_force, Truth::kNo);
  EXPECT_EQ(t.member(3, "2026-01-01"), Truth::kYes);
  const auto all = memberships_of(memberships(chronicle, support::kToday), support::org(3));
  EXPECT_EQ(all.at(0).without_effect.size(), 1u) << "what had no effect stays visible";
  EXPECT_EQ(t.found("AMENDMENT_WITHOUT_PROTOCOL"), 1u);
}

TEST(TU_13_1_Exclusion, ByAProtocolWithoutADecisionOnItIsOpenAndSaysSo) {
  TulaAmended t;
  const auto met = t.b.meeting(1, t.council, "2024-04-19");
  t.amend(R"("EXCLUSION")", t.minutes(1, met, {}, "2024-04-19"), kExcluded);
  const Chronicle chronicle = t.b.chronicle();
  const Agreement after = t.agreement(chronicle);
  ASSERT_EQ(after.parties.size(), 3u);
  EXPECT_EQ(after.parties.at(2).is_party, Truth::kUndetermined);
  EXPECT_EQ(certain_parties(after), 2u);
  EXPECT_EQ(after.amendments.at(0).grounds.missing.at(0).what, "decision on the change");
  EXPECT_EQ(t.member(3, "2026-01-01"), Truth::kUndetermined);
  EXPECT_EQ(t.found("AMENDMENT_WITHOUT_PROTOCOL"), 0u);
}

TEST(TU_13_1_Exclusion, ThatHadNoEffectLeavesTheExcludedAMemberAtTheNextMeeting) {
  TulaAmended t;
  t.amend(R"("EXCLUSION")", t.decide(1, "2024-04-19", 1, "EXCLUSION"), kExcluded);
  // One of three again: of two it would have been enough.
  t.amend(R"("EXCLUSION")", t.decide(2, "2024-05-20", 1, "EXCLUSION"),
          R"(,"excluded":[@o:2],"effective":@d:2024-05-20)");
  EXPECT_EQ(t.member(3, "2026-01-01"), Truth::kYes);
  EXPECT_EQ(t.member(2, "2026-01-01"), Truth::kYes);
}

TEST(TU_13_1_Exclusion, ByADecisionOfWhichNoProtocolIsSignedIsOpen) {
  for (const bool is_signed : {false, true}) {
    TulaAmended t;
    const auto met = t.b.meeting(1, t.council, "2024-04-19");
    t.b.attendance(met, {1, 2});
    const auto ballot = t.b.ballot(1, met, "EXCLUSION");
    t.b.votes(ballot, "ff");
    t.b.close(ballot);
    const auto decided = t.b.decision(1, met, ballot, "EXCLUSION", R"(,"excludes":[@o:3])");
    const auto protocol = t.b.protocol(1, "1", met, {decided}, "2024-04-19");
    if (is_signed) t.b.sign(protocol, "CHAIR", 1, "2024-04-22");
    EXPECT_EQ(t.member(3, "2024-04-19"), Truth::kYes);
    EXPECT_EQ(t.member(3, "2024-05-01"), is_signed ? Truth::kNo : Truth::kUndetermined);
  }
}

TEST(TU_13_1_Exclusion, IsJudgedByTheCharterOfItsOwnDayWhateverCameLater) {
  TulaAmended t;
  t.amend(R"("EXCLUSION")", t.decide(1, "2024-04-19", 2, "EXCLUSION"), kExcluded);
  t.b.adopt("tula", {{R"("path": "COUNCIL_PROTOCOL")", R"("path": "SUPPLEMENTARY_BY_ALL")"}}, 2,
            "2025-01-01");
  const Chronicle chronicle = t.b.chronicle();
  const Amendment change = t.agreement(chronicle).amendments.at(0);
  EXPECT_EQ(change.path, fb::AmendmentPath::COUNCIL_PROTOCOL);
  EXPECT_EQ(change.in_force, Truth::kYes);
  EXPECT_NE(change.judged_by.english.find("of 2024-04-22, the day of the change: version 1"),
            std::string::npos)
      << change.judged_by.english;
}

TEST(Trap_17_Conference, ItsProtocolIsNoneOfTheCouncilAndChangesNoAgreement) {
  TulaAmended t;
  const auto conference = t.b.meeting(1, "", "2024-04-19");
  t.amend(R"("TERM")", t.minutes(1, conference, {}, "2024-04-19"),
          R"(,"term":{"kind":"UNTIL","until":@d:2028-12-31})");
  const Chronicle chronicle = t.b.chronicle();
  const Agreement after = t.agreement(chronicle);
  EXPECT_EQ(after.amendments.at(0).path_followed, Truth::kNo);
  EXPECT_FALSE(after.last_day) << "open-ended as before";
  EXPECT_EQ(t.found("AMENDMENT_WITHOUT_PROTOCOL"), 1u);
}

/// A paper that takes in the fourth and changes the term, signed in lines of these parties.
void mixed(TulaAmended& t, const std::vector<unsigned>& signers, const std::string& protocol) {
  t.b.organisation(4, "EMPLOYER");
  std::string parties, slots;
  for (const unsigned one : signers) {
    const char* comma = parties.empty() ? "" : ",";
    parties += fmt::format(R"({0}{{"number":{1},"organisation":@o:{1}}})", comma, one);
    slots += fmt::format(R"({0}{{"slot":{1},"party":{1},"acting_as":"HEAD"}})", comma, one);
  }
  const auto paper = t.amend(R"("INCLUSION","TERM")", protocol,
                             fmt::format(R"(,"included":[@o:4],"parties":[{}],"slots":[{}],
                                 "term":{{"kind":"UNTIL","until":@d:2028-12-31}})",
                                         parties, slots));
  for (const unsigned one : signers) support::sign_slot(t.b, paper, one, "2024-06-03");
}

TEST(Trap_10_ThreePaths, OfAMixedAmendmentEachPartIsJudgedByItsOwn) {
  TulaAmended without;
  without.b.complete(R"("DECISIONS")", "2020-01-01");
  mixed(without, {1, 2, 4}, "");
  const Chronicle chronicle = without.b.chronicle();
  const Agreement seen = without.agreement(chronicle);
  ASSERT_EQ(seen.amendments.at(0).parts.size(), 2u);
  EXPECT_EQ(seen.amendments.at(0).path, fb::AmendmentPath::COUNCIL_PROTOCOL);
  EXPECT_EQ(seen.amendments.at(0).path_followed, Truth::kNo);
  EXPECT_FALSE(seen.last_day) << "the term needs the council's protocol";
  EXPECT_EQ(without.found("AMENDMENT_WITHOUT_PROTOCOL"), 1u);
  EXPECT_EQ(certain_parties(seen), 4u);
  EXPECT_EQ(without.member(4, "2024-06-03"), Truth::kYes) << "the newcomer has signed";

  TulaAmended with;
  mixed(with, {1, 2, 4}, with.decide(1, "2024-05-20", 3, "AMENDMENT"));
  const Chronicle whole = with.b.chronicle();
  EXPECT_EQ(with.agreement(whole).amendments.at(0).in_force, Truth::kYes);
  EXPECT_EQ(rules::to_text(*with.agreement(whole).last_day), "2028-12-31");
  EXPECT_EQ(with.found("AMENDMENT_WITHOUT_PROTOCOL"), 0u);
}

TEST(TU_13_1_Amendments, WhatIsCalledAnotherChangeButPutsAPartyOutNeedsTheProtocolToo) {
  TulaAmended t;
  t.b.complete(R"("DECISIONS")", "2020-01-01");
  t.amend(R"("OTHER")", "", kExcluded);
  EXPECT_EQ(t.found("AMENDMENT_WITHOUT_PROTOCOL"), 1u);
  EXPECT_EQ(t.member(3, "2026-01-01"), Truth::kYes);
  const Chronicle chronicle = t.b.chronicle();
  EXPECT_EQ(certain_parties(t.agreement(chronicle)), 3u);
}

TEST(TU_13_1_Amendments, WhatAllPartiesHaveSignedHoldsAndTheMissingProtocolIsFound) {
  TulaAmended t;
  t.b.complete(R"("DECISIONS")", "2020-01-01");
  mixed(t, {1, 2, 3, 4}, "");
  const Chronicle chronicle = t.b.chronicle();
  EXPECT_EQ(rules::to_text(*t.agreement(chronicle).last_day), "2028-12-31");
  EXPECT_EQ(t.agreement(chronicle).amendments.at(0).path_followed, Truth::kNo);
  EXPECT_EQ(t.found("AMENDMENT_WITHOUT_PROTOCOL"), 1u);
}

TEST(TU_13_1_Amendments, AnInclusionBeforeAnExclusionLeavesNoPartyWhicheverWasRecordedFirst) {
  for (const bool exclusion_first : {false, true}) {
    TulaAmended t;
    const auto exclude = [&] {
      t.amend(R"("EXCLUSION")", t.decide(1, "2024-09-02", 3, "EXCLUSION"),
              R"(,"excluded":[@o:4],"effective":@d:2024-09-02)");
    };
    if (exclusion_first) exclude();
    support::inclusion(t.b, t.paper, 4, "2024-03-01");
    if (!exclusion_first) exclude();
    const Chronicle chronicle = t.b.chronicle();
    EXPECT_EQ(t.agreement(chronicle, "2024-08-01").parties.size(), 4u);
    EXPECT_EQ(t.agreement(chronicle).parties.size(), 3u);
    EXPECT_EQ(t.member(4, "2024-08-01"), Truth::kYes);
    EXPECT_EQ(t.member(4, "2026-03-01"), Truth::kNo) << "the card and the members say the same";
  }
}

TEST(TU_14_Termination, DoesNotNeedTheSignatureOfWhomTheCouncilHasExcluded) {
  TulaAmended t;
  t.amend(R"("EXCLUSION")", t.decide(1, "2024-04-19", 3, "EXCLUSION"), kExcluded);
  t.b.add("AgreementTerminated",
          fmt::format(R"({{"agreement":"{}","terminated_on":@d:2025-05-30,"ground":"MUTUAL",
              "slots":[{{"slot":1,"party":1,"acting_as":"HEAD"}},
                       {{"slot":2,"party":2,"acting_as":"HEAD"}}]}})",
                      t.paper));
  EXPECT_EQ(t.found("TERMINATION_NOT_BY_ALL"), 0u);
}

}  // namespace
}  // namespace projections::governance
