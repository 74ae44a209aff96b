// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/tally.h"

#include <gtest/gtest.h>

#include <random>

namespace {

using namespace projections::rules;  // NOLINT: the subject of this file

constexpr Threshold kHalf{1, 2, Relation::kMoreThan};
constexpr Threshold kAll{1, 1, Relation::kAtLeast};

Electorate present(std::uint64_t count, std::uint64_t members = 14) {
  return {count, members, members};
}

std::string outcome(const Votes& votes, const Electorate& who, Base base,
                    std::optional<Choice> chair = std::nullopt,
                    std::optional<CastingRule> casting = CastingRule{}) {
  const auto result = tally(votes, who, {kHalf, base}, casting, chair);
  if (!result) return result.error().reason;
  return std::string(name_of(result->by)) + (result->adopted ? " adopted" : " rejected");
}

TEST(Quorum, WorkedExamplesOfNeededNumbers) {
  const Threshold half{1, 2, Relation::kAtLeast};
  for (const auto& [members, needed] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
           {14, 7}, {15, 8}, {27, 14}, {28, 14}, {29, 15}, {2, 1}, {9, 5}, {0, 1}}) {
    EXPECT_EQ(needed_of(half, members), needed) << members;
  }
  EXPECT_EQ(needed_of(kHalf, 14), 8u);
  EXPECT_EQ(needed_of({2, 3, Relation::kAtLeast}, 9), 6u);
  EXPECT_EQ(needed_of({2, 3, Relation::kMoreThan}, 9), 7u);
  EXPECT_FALSE(quorum(half, {0, 0})->met);
  EXPECT_FALSE(quorum({0, 1, Relation::kAtLeast}, {0, 5})->met);
  EXPECT_EQ(quorum(half, {4, 3}).error().reason, "MORE_THAN_ALL");
}

TEST(Quorum, NeededIsTheSmallestNumberThatReachesTheShare) {
  for (std::uint64_t den = 1; den <= 7; ++den) {
    for (std::uint64_t num = 0; num <= den; ++num) {
      for (const Relation relation : {Relation::kAtLeast, Relation::kMoreThan}) {
        const Threshold share{num, den, relation};
        if (!check_threshold(share)) continue;
        for (std::uint64_t whole = 1; whole <= 40; ++whole) {
          const std::uint64_t needed = needed_of(share, whole);
          EXPECT_TRUE(reaches(share, needed, whole)) << print_threshold(share) << " " << whole;
          EXPECT_FALSE(reaches(share, needed - 1, whole)) << print_threshold(share);
        }
      }
    }
  }
}

TEST(Quorum, AShareHasOneSpelling) {
  EXPECT_EQ(print_threshold(*parse_threshold("  >=2/3")), ">= 2/3");
  EXPECT_EQ(print_threshold(*parse_threshold("≥ 1 / 2")), ">= 1/2");
  for (const char* text : {"", "1/2", "> 1/0", "> 1/1", ">= 3/2", "> 0.5", "> 1/2 x", "= 1/2",
                           "> 99999999999/999999999999", "> -1/2"}) {
    EXPECT_FALSE(parse_threshold(text)) << text;
  }
}

TEST(Tally, WorkedExamplesWithTheBaseOfThosePresent) {
  const auto of_present = [](Votes votes, std::uint64_t count, std::optional<Choice> chair) {
    return outcome(votes, present(count), Base::kPresent, chair);
  };
  EXPECT_EQ(of_present({4, 3, 2}, 9, Choice::kFor), "no_majority rejected");
  EXPECT_EQ(of_present({5, 5, 0}, 10, Choice::kAgainst), "casting_vote rejected");
  EXPECT_EQ(of_present({5, 5, 0}, 10, std::nullopt), "tie_no_casting rejected");
  EXPECT_EQ(of_present({0, 0, 10}, 10, Choice::kAbstain), "no_majority rejected");
  EXPECT_EQ(outcome({4, 3, 2}, present(9), Base::kVotesCast), "majority adopted");
}

TEST(Tally, TieWithAbstentionsFollowsItsParameter) {
  EXPECT_EQ(outcome({4, 4, 2}, present(10), Base::kPresent, Choice::kFor), "casting_vote adopted");
  EXPECT_EQ(outcome({4, 4, 2}, present(10), Base::kPresent, Choice::kFor, CastingRule{false}),
            "tie_no_casting rejected");
  EXPECT_EQ(outcome({4, 4, 0}, present(8), Base::kPresent, Choice::kFor, std::nullopt),
            "tie_no_casting rejected");
}

TEST(Tally, ExpertCouncilOfElevenDisagreesAcrossBases) {
  const Electorate who = present(7, 11);
  EXPECT_TRUE(readings_disagree(all_bases({4, 3, 0}, who, kHalf, CastingRule{}, std::nullopt)));
  EXPECT_FALSE(readings_disagree(all_bases({6, 1, 0}, who, kHalf, CastingRule{}, std::nullopt)));
  EXPECT_FALSE(
      readings_disagree(all_bases({5, 5, 1}, present(11, 11), kHalf, CastingRule{}, Choice::kFor)));
}

TEST(Tally, UnanimityNeedsEveryParticipantAndNoCastingVote) {
  const auto eight = [](Votes votes, std::uint64_t participants) {
    return tally(votes, {std::nullopt, std::nullopt, participants}, {kAll, Base::kAllParticipants},
                 CastingRule{}, Choice::kFor)
        ->adopted;
  };
  EXPECT_TRUE(eight({8, 0, 0}, 8));
  EXPECT_FALSE(eight({7, 0, 0}, 8));
  EXPECT_FALSE(eight({7, 0, 1}, 8));
  EXPECT_FALSE(eight({8, 0, 0}, 9));
  EXPECT_FALSE(eight({0, 0, 0}, 0));
}

TEST(Tally, UnanimousInWordsIsEverybodyPresent) {
  const Votes votes = *votes_of_unanimous(present(9));
  EXPECT_EQ(votes.in_favour, 9u);
  EXPECT_EQ(votes.against + votes.abstained, 0u);
  EXPECT_FALSE(votes_of_unanimous({}));
}

TEST(Tally, AHigherShareLeavesNoRoomForACastingVote) {
  const auto two_thirds =
      tally({5, 5, 0}, present(10), {{2, 3, Relation::kAtLeast}, Base::kPresent}, CastingRule{},
            Choice::kFor);
  EXPECT_FALSE(two_thirds->adopted);
  EXPECT_EQ(two_thirds->by, DecidedBy::kNoMajority);
}

TEST(Tally, ImpossibleAndMissingCountsAreErrors) {
  EXPECT_EQ(outcome({6, 5, 0}, present(10), Base::kPresent), "MORE_THAN_ALL");
  EXPECT_EQ(outcome({1, 0, 0}, present(15), Base::kPresent), "MORE_THAN_ALL");
  EXPECT_EQ(outcome({1, 0, 0}, {}, Base::kAllMembers), "BASE_UNKNOWN");
  EXPECT_EQ(outcome({kCountMax + 1, 0, 0}, {}, Base::kVotesCast), "COUNT_TOO_LARGE");
  EXPECT_EQ(outcome({kCountMax, 0, 0}, {}, Base::kVotesCast), "majority adopted");
}

/// One ballot paper at a time, fractions as doubles would not be trusted: twice the count instead.
TEST(Tally, AgreesWithCountingVoteByVote) {
  const unsigned seed = 77;
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  for (int i = 0; i < 2000; ++i) {
    Votes votes;
    std::uint64_t silent = 0;
    const std::uint64_t people = random() % 20;
    for (std::uint64_t person = 0; person < people; ++person) {
      switch (random() % 4) {
        case 0:
          ++votes.in_favour;
          break;
        case 1:
          ++votes.against;
          break;
        case 2:
          ++votes.abstained;
          break;
        default:
          ++silent;
      }
    }
    const Electorate who{people, people + 3, people + 3};
    for (const Base base : {Base::kPresent, Base::kVotesCast, Base::kAllMembers}) {
      std::uint64_t opposing = votes.against;  // all of the base that is not for
      if (base != Base::kVotesCast) opposing += votes.abstained + silent;
      if (base == Base::kAllMembers) opposing += 3;
      const auto result = tally(votes, who, {kHalf, base}, std::nullopt, std::nullopt);
      ASSERT_TRUE(result);
      EXPECT_EQ(result->adopted, votes.in_favour > opposing);
    }
  }
}

TEST(Tally, AContestIsWonByTheOnlyLeaderThatReachesTheShare) {
  const MajorityRule rule{kHalf, Base::kPresent};
  EXPECT_EQ(contest({{6, 3}, 0}, present(9), rule, std::nullopt, std::nullopt)->winner, 0u);
  EXPECT_FALSE(contest({{4, 3, 2}, 0}, present(9), rule, std::nullopt, std::nullopt)->winner);
  const auto tie = contest({{5, 5}, 0}, present(10), rule, CastingRule{}, 1);
  EXPECT_EQ(tie->winner, 1u);
  EXPECT_EQ(tie->by, DecidedBy::kCastingVote);
  EXPECT_FALSE(contest({{0, 0}, 5}, present(5), rule, CastingRule{}, 1)->winner);
}

TEST(Tally, WhoVotesAgainstAllOfThemIsCountedAmongTheVotesCast) {
  const MajorityRule rule{kHalf, Base::kVotesCast};
  EXPECT_EQ(contest({{4, 3}, 0}, present(10), rule, std::nullopt, std::nullopt)->winner, 0u)
      << "four of seven";
  const auto refused = contest({{4, 3}, 0, 3}, present(10), rule, std::nullopt, std::nullopt);
  EXPECT_FALSE(refused->winner) << "four of ten";
  EXPECT_EQ(refused->base_size, 10u);
  EXPECT_EQ(refused->most, 4u);
}

TEST(Tally, ATieOfTwoBesideOthersIsSettledOnlyByACastingVoteThatSettlesSuchOnes) {
  const MajorityRule rule{kHalf, Base::kPresent};
  const CastingRule strict{.with_abstentions = false, .with_others = false};
  EXPECT_EQ(contest({{4, 4, 2}, 0}, present(10), rule, CastingRule{}, 0)->winner, 0u);
  const auto open = contest({{4, 4, 2}, 0}, present(10), rule, strict, 0);
  EXPECT_FALSE(open->winner);
  EXPECT_EQ(open->by, DecidedBy::kTieNoCasting);
  EXPECT_FALSE(contest({{4, 4}, 0, 2}, present(10), rule, strict, 0)->winner) << "two are against";
  EXPECT_EQ(contest({{5, 5}, 0}, present(10), rule, strict, 1)->winner, 1u);
}

TEST(Tally, TheDerivationShowsTheSameArithmeticInBothLanguages) {
  const Votes votes{4, 3, 2};
  const auto result = tally(votes, present(9), {kHalf, Base::kPresent}, std::nullopt, std::nullopt);
  const Derivation line = derivation(votes, *result, kHalf, Base::kPresent);
  EXPECT_EQ(line.english, "4:3:2, > 1/2 of 9 present, needed 5: 2·4 = 8 ≤ 9, not adopted");
  const Derivation open{"not known", "неизвестно"};
  EXPECT_EQ(derivation(votes, *result, kHalf, Base::kPresent, open).english,
            "4:3:2, > 1/2 of 9 present, needed 5: 2·4 = 8 ≤ 9, not known");
  EXPECT_EQ(line.russian, "4:3:2, > 1/2 от 9 присутствующих, нужно 5: 2·4 = 8 ≤ 9, не принято");
}

TEST(Tally, TheRussianDerivationAgreesWithTheSizeOfTheBase) {
  const auto russian = [](std::uint64_t all) {
    const Votes votes{all, 0, 0};
    const MajorityRule rule{kHalf, Base::kPresent};
    const auto result = tally(votes, present(all, all), rule, std::nullopt, std::nullopt);
    return derivation(votes, *result, kHalf, Base::kPresent).russian;
  };
  EXPECT_NE(russian(21).find("от 21 присутствующего,"), std::string::npos) << russian(21);
  EXPECT_NE(russian(11).find("от 11 присутствующих,"), std::string::npos) << russian(11);
}

}  // namespace
