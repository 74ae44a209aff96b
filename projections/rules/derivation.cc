// SPDX-License-Identifier: Apache-2.0
// One line of arithmetic behind a tally, in English and in Russian; it is the same arithmetic.
#include "projections/rules/russian_number.h"
#include "projections/rules/tally.h"

namespace projections::rules {
namespace {

std::string text(std::uint64_t value) { return std::to_string(value); }

struct BaseWords {
  std::string english;
  std::string russian;
};

/// As they stand after the size of the base: «от 21 присутствующего», «от 9 присутствующих».
BaseWords words_of(const std::optional<Base>& base, std::uint64_t size) {
  const bool one = takes_singular(size);
  if (!base) return {"in the base", "в базе подсчёта"};
  switch (*base) {
    case Base::kPresent:
      return {"present", one ? "присутствующего" : "присутствующих"};
    case Base::kVotesCast:
      return {"votes cast", one ? "поданного голоса" : "поданных голосов"};
    case Base::kAllMembers:
      return {"members", one ? "члена" : "членов"};
    case Base::kAllParticipants:
      break;
  }
  return {"participants", one ? "участника" : "участников"};
}

Derivation outcome_of(const Tally& tally) {
  const std::string en = tally.adopted ? "adopted" : "not adopted";
  const std::string ru = tally.adopted ? "принято" : "не принято";
  switch (tally.by) {
    case DecidedBy::kCastingVote:
      return {"tie, by the casting vote: " + en +
                  (tally.abstentions_in_tie ? " (somebody abstained)" : ""),
              "поровну, по решающему голосу: " + ru +
                  (tally.abstentions_in_tie ? " (есть воздержавшиеся)" : "")};
    case DecidedBy::kTieNoCasting:
      return {"tie that no casting vote settles: " + en, "поровну, решающего голоса нет: " + ru};
    case DecidedBy::kMajority:
    case DecidedBy::kNoMajority:
    case DecidedBy::kUnanimity:
      break;
  }
  return {en, ru};
}

}  // namespace

Derivation derivation(const Votes& votes, const Tally& tally, const Threshold& threshold,
                      const std::optional<Base>& base, const std::optional<Derivation>& instead) {
  const BaseWords words = words_of(base, tally.base_size);
  const Derivation outcome = instead.value_or(outcome_of(tally));
  const std::string counts =
      text(votes.in_favour) + ":" + text(votes.against) + ":" + text(votes.abstained);
  const std::string whole = text(tally.base_size);
  if (threshold.everybody()) {
    return {counts + ", all " + whole + " " + words.english + " must be for: " + outcome.english,
            counts + ", нужны голоса всех " + whole + " " + words.russian + ": " + outcome.russian};
  }
  const std::string left = text(threshold.denominator) + "·" + text(votes.in_favour) + " = " +
                           text(threshold.denominator * votes.in_favour);
  const bool reached = reaches(threshold, votes.in_favour, tally.base_size);
  const bool at_least = threshold.relation == Relation::kAtLeast;
  const std::string sign = reached ? (at_least ? " ≥ " : " > ") : (at_least ? " < " : " ≤ ");
  const std::string right =
      (threshold.numerator == 1 ? std::string() : text(threshold.numerator) + "·" + whole + " = ") +
      text(threshold.numerator * tally.base_size);
  const std::string share = print_threshold(threshold);
  return {counts + ", " + share + " of " + whole + " " + words.english + ", needed " +
              text(tally.needed) + ": " + left + sign + right + ", " + outcome.english,
          counts + ", " + share + " от " + whole + " " + words.russian + ", нужно " +
              text(tally.needed) + ": " + left + sign + right + ", " + outcome.russian};
}

}  // namespace projections::rules
