// SPDX-License-Identifier: Apache-2.0
#include "projections/rules/tally.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace projections::rules {
namespace {

struct BaseNames {
  std::string_view name;
  std::string_view english;
  std::string_view russian;
};

constexpr std::array<BaseNames, 4> kBases{{
    {"present", "present", "присутствующих"},
    {"votes_cast", "votes cast", "поданных голосов"},
    {"all_members", "members", "членов"},
    {"all_participants", "participants", "участников"},
}};

const BaseNames& names_of(Base base) { return kBases[static_cast<std::size_t>(base) - 1]; }

ledger::Error more_than_all(std::uint64_t found, const char* what, std::uint64_t all,
                            const char* of_what) {
  return ledger::invalid("MORE_THAN_ALL", std::to_string(found) + " " + what + " of " +
                                              std::to_string(all) + " " + of_what);
}

bool too_large(const std::optional<std::uint64_t>& count) { return count && *count > kCountMax; }

ledger::Status check_counts(const Votes& votes, const Electorate& who) {
  if (votes.in_favour > kCountMax || votes.against > kCountMax || votes.abstained > kCountMax ||
      too_large(who.present) || too_large(who.members) || too_large(who.participants)) {
    return ledger::invalid("COUNT_TOO_LARGE",
                           "a count above " + std::to_string(kCountMax) + " is not counted here");
  }
  const std::uint64_t voted = votes.cast() + votes.abstained;
  if (who.present && voted > *who.present) {
    return more_than_all(voted, "votes", *who.present, "present");
  }
  if (who.present && who.members && *who.present > *who.members) {
    return more_than_all(*who.present, "present", *who.members, "members");
  }
  if (who.members && voted > *who.members) {
    return more_than_all(voted, "votes", *who.members, "members");
  }
  return ledger::Ok{};
}

/// A tie that the casting vote could settle.
bool tied(const Votes& votes, const Threshold& threshold) {
  return votes.in_favour == votes.against && votes.in_favour > 0 &&
         threshold.numerator * 2 <= threshold.denominator;
}

void settle_tie(Tally& out, const Votes& votes, const std::optional<CastingRule>& casting,
                const std::optional<Choice>& chair) {
  out.by = DecidedBy::kTieNoCasting;
  const bool voted = chair == Choice::kFor || chair == Choice::kAgainst;
  if (!casting || !voted) return;
  if (votes.abstained > 0 && !casting->with_abstentions) return;
  out.by = DecidedBy::kCastingVote;
  out.adopted = chair == Choice::kFor;
  out.abstentions_in_tie = votes.abstained > 0;
}

ledger::Error base_unknown(Base base) {
  return ledger::invalid("BASE_UNKNOWN",
                         "the number of " + std::string(names_of(base).english) + " is not known",
                         std::string(names_of(base).name));
}

}  // namespace

std::optional<std::uint64_t> base_size(Base base, const Votes& votes, const Electorate& who) {
  switch (base) {
    case Base::kPresent:
      return who.present;
    case Base::kVotesCast:
      return votes.cast();
    case Base::kAllMembers:
      return who.members;
    case Base::kAllParticipants:
      break;
  }
  return who.participants;
}

ledger::Result<Tally> tally_of_base(const Votes& votes, const Electorate& who, std::uint64_t base,
                                    const Threshold& threshold,
                                    const std::optional<CastingRule>& casting,
                                    const std::optional<Choice>& chair) {
  if (const auto checked = check_threshold(threshold); !checked) return checked.error();
  if (const auto checked = check_counts(votes, who); !checked) return checked.error();
  if (base > kCountMax) {
    return ledger::invalid("COUNT_TOO_LARGE",
                           "a base above " + std::to_string(kCountMax) + " is not counted here");
  }
  if (votes.cast() > base) return more_than_all(votes.cast(), "votes cast", base, "in the base");
  Tally out;
  out.base_size = base;
  out.needed = needed_of(threshold, base);
  out.margin = static_cast<std::int64_t>(votes.in_favour) - static_cast<std::int64_t>(out.needed);
  out.adopted = reaches(threshold, votes.in_favour, base);
  out.by = out.adopted ? DecidedBy::kMajority : DecidedBy::kNoMajority;
  if (threshold.everybody()) {
    out.by = DecidedBy::kUnanimity;
  } else if (!out.adopted && tied(votes, threshold)) {
    settle_tie(out, votes, casting, chair);
  }
  return out;
}

ledger::Result<Tally> tally(const Votes& votes, const Electorate& who, const MajorityRule& rule,
                            const std::optional<CastingRule>& casting,
                            const std::optional<Choice>& chair) {
  const auto base = base_size(rule.base, votes, who);
  if (!base) return base_unknown(rule.base);
  return tally_of_base(votes, who, *base, rule.threshold, casting, chair);
}

std::vector<Reading> all_bases(const Votes& votes, const Electorate& who,
                               const Threshold& threshold,
                               const std::optional<CastingRule>& casting,
                               const std::optional<Choice>& chair) {
  std::vector<Reading> out;
  for (const Base base :
       {Base::kPresent, Base::kVotesCast, Base::kAllMembers, Base::kAllParticipants}) {
    const MajorityRule rule{threshold, base};
    out.push_back({rule, tally(votes, who, rule, casting, chair)});
  }
  return out;
}

bool readings_disagree(const std::vector<Reading>& readings) {
  std::optional<bool> first;
  for (const Reading& reading : readings) {
    if (!reading.tally) continue;
    if (first && *first != reading.tally->adopted) return true;
    first = reading.tally->adopted;
  }
  return false;
}

std::optional<Votes> votes_of_unanimous(const Electorate& who) {
  if (!who.present) return std::nullopt;
  return Votes{*who.present, 0, 0};
}

ledger::Result<ContestOutcome> contest(const Contest& votes, const Electorate& who,
                                       const MajorityRule& rule,
                                       const std::optional<CastingRule>& casting,
                                       const std::optional<std::size_t>& chair_choice) {
  if (std::any_of(votes.votes.begin(), votes.votes.end(),
                  [](std::uint64_t count) { return count > kCountMax; })) {
    return ledger::invalid("COUNT_TOO_LARGE",
                           "a count above " + std::to_string(kCountMax) + " is not counted here");
  }
  const std::uint64_t cast =
      std::accumulate(votes.votes.begin(), votes.votes.end(), std::uint64_t{0});
  const Votes together{cast, votes.against, votes.abstained};
  const auto whole = tally(together, who, rule, std::nullopt, std::nullopt);
  if (!whole) return whole.error();
  ContestOutcome out{
      .winner = std::nullopt,
      .leaders = {},
      .by = rule.threshold.everybody() ? DecidedBy::kUnanimity : DecidedBy::kNoMajority,
      .needed = whole->needed,
      .base_size = whole->base_size,
      .most = 0};
  if (cast == 0) return out;
  const std::uint64_t most = *std::max_element(votes.votes.begin(), votes.votes.end());
  out.most = most;
  for (std::size_t i = 0; i < votes.votes.size(); ++i) {
    if (votes.votes[i] == most) out.leaders.push_back(i);
  }
  if (out.leaders.size() == 1) {
    if (!reaches(rule.threshold, most, out.base_size)) return out;
    out.winner = out.leaders.front();
    if (out.by == DecidedBy::kNoMajority) out.by = DecidedBy::kMajority;
    return out;
  }
  if (rule.threshold.everybody()) return out;
  Tally tie;
  const bool chosen = chair_choice && out.leaders.size() == 2 &&
                      std::count(out.leaders.begin(), out.leaders.end(), *chair_choice) > 0;
  const Votes equal{most, most, votes.abstained};
  if (!tied(equal, rule.threshold)) return out;
  const bool others = votes.against > 0 || cast > 2 * most;
  const bool settles = casting && (casting->with_others || !others);
  settle_tie(tie, equal, settles ? casting : std::nullopt,
             chosen ? std::optional(Choice::kFor) : std::nullopt);
  out.by = tie.by;
  if (tie.adopted) out.winner = chair_choice;
  return out;
}

std::string_view name_of(Base base) { return names_of(base).name; }

std::string_view name_of(DecidedBy by) {
  constexpr std::array<std::string_view, 5> kNames{"majority", "no_majority", "casting_vote",
                                                   "tie_no_casting", "unanimity"};
  return kNames[static_cast<std::size_t>(by)];
}

}  // namespace projections::rules
