// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/tally_of.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>
#include <utility>

#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/voices.h"

namespace projections::governance::internal {
namespace {

using ledger::Id;

BaseSize size_of(const Count& count, rules::Base base) {
  switch (base) {
    case rules::Base::kPresent:
      return count.present;
    case rules::Base::kVotesCast:
      return {count.votes.cast(), count.votes.cast()};
    case rules::Base::kAllMembers:
      return count.members;
    case rules::Base::kAllParticipants:
      break;
  }
  return count.participants;
}

Missing unknown_base(rules::Base base) {
  return missing("base " + std::string(rules::name_of(base)),
                 "of how many the majority is a share is not known (" +
                     std::string(rules::name_of(base)) + ")",
                 "неизвестно, от какого числа считается большинство");
}

/// What rules::tally() refuses, in Russian; its own message is English.
std::string contradiction(const ledger::Error& error, const rules::Votes& votes,
                          const rules::Electorate& who) {
  const auto more = [](const char* what, std::uint64_t found, const char* of_what,
                       std::uint64_t all) {
    return std::string(what) + " " + std::to_string(found) + ", а " + of_what + " " +
           std::to_string(all);
  };
  if (error.reason == "COUNT_TOO_LARGE") return "число слишком велико для подсчёта";
  const std::uint64_t voted = votes.cast() + votes.abstained;
  if (who.present && voted > *who.present) {
    return more("голосов", voted, "присутствующих", *who.present);
  }
  if (who.present && who.members && *who.present > *who.members) {
    return more("присутствующих", *who.present, "членов", *who.members);
  }
  if (who.members && voted > *who.members) return more("голосов", voted, "членов", *who.members);
  return "поданных голосов " + std::to_string(votes.cast()) + ", а в базе подсчёта меньше";
}

Missing cannot_count(const ledger::Error& error, const rules::Votes& votes,
                     const rules::Electorate& who) {
  return missing(error.reason, "the counts contradict each other: " + error.message,
                 "подсчёты противоречат друг другу: " + contradiction(error, votes, who));
}

/// Whose the casting vote was, or for what it was given, is not known.
bool open_casting(const CastingVoteState& state) {
  return state.unknown_holder || state.unknown_choice;
}

Missing casting_missing(const CastingVoteState& state) {
  if (state.unknown_holder) {
    return missing("chair of the body", "who held the casting vote is not recorded",
                   "не записано, кому принадлежал решающий голос");
  }
  return missing("casting vote", "how the holder of the casting vote voted is not stated",
                 "не указано, как голосовал тот, чей голос решающий");
}

/// That the paper has more votes than there can have been people present; nothing if it has not.
std::optional<Missing> more_than_came(const Count& count) {
  const std::uint64_t voted = count.votes.cast() + count.votes.abstained;
  const auto& most = count.present.high;
  if (!most || voted <= *most + count.second_people) return std::nullopt;
  const auto error = ledger::invalid(
      "MORE_THAN_ALL", std::to_string(voted) + " votes of " + std::to_string(*most) + " present");
  return cannot_count(error, count.votes, {count.present.high, {}, {}});
}

/// A tie that a casting vote would settle, if it was given.
bool open_tie(const Count& count, const std::optional<rules::CastingRule>& casting) {
  if (!casting || !open_casting(count.ballot.casting)) return false;
  return count.votes.abstained == 0 || casting->with_abstentions;
}

Reckoned reckon_question(const Count& count, const rules::MajorityRule& rule,
                         const std::optional<rules::CastingRule>& casting) {
  Reckoned out;
  const BaseSize size = size_of(count, rule.base);
  const std::uint64_t least = std::max(size.low.value_or(0), count.votes.cast());
  if (!size.low && !size.high) {
    out.missing.push_back(unknown_base(rule.base));
    return out;
  }
  const bool exact = size.low && size.high && *size.low == *size.high;
  auto more = rule.base == rules::Base::kPresent && !exact ? more_than_came(count) : std::nullopt;
  if (more) {
    out.missing.push_back(std::move(*more));
    return out;
  }
  const std::uint64_t low = exact ? *size.low : least;
  const auto at_least = rules::tally_of_base(count.votes, count.ballot.electorate, low,
                                             rule.threshold, casting, count.ballot.casting.choice);
  if (!at_least) {
    out.missing.push_back(cannot_count(at_least.error(), count.votes, count.ballot.electorate));
    return out;
  }
  const bool settled = !at_least->adopted || exact;
  const auto at_most =
      exact || !size.high
          ? at_least
          : rules::tally_of_base(count.votes, count.ballot.electorate, std::max(*size.high, low),
                                 rule.threshold, casting, count.ballot.casting.choice);
  // A larger base only makes it harder.
  if (!settled && (!size.high || !at_most || at_most->adopted != at_least->adopted)) {
    out.missing.push_back(unknown_base(rule.base));
    return out;
  }
  out.outcome.tally = at_least->adopted && at_most ? *at_most : *at_least;
  out.outcome.adopted = rules::truth_of(at_least->adopted);
  if (at_least->by == rules::DecidedBy::kTieNoCasting && open_tie(count, casting)) {
    out.outcome.adopted = Truth::kUndetermined;
    out.missing.push_back(casting_missing(count.ballot.casting));
  }
  return out;
}

rules::Tally unanimity_tally(std::uint64_t in_favour, std::uint64_t all, bool adopted) {
  rules::Tally tally;
  tally.adopted = adopted;
  tally.by = rules::DecidedBy::kUnanimity;
  tally.needed = all;
  tally.base_size = all;
  tally.margin = static_cast<std::int64_t>(in_favour) - static_cast<std::int64_t>(all);
  return tally;
}

Missing open_members() {
  return missing("membership", "whether some organisations were participants is not known",
                 "неизвестно, были ли некоторые организации участниками");
}

/// All participants, by who said what.
Reckoned reckon_voices(const std::vector<Voice>& voices) {
  Reckoned out;
  std::uint64_t in_favour = 0, all = 0;
  for (const Voice& voice : voices) {
    const bool member = voice.member == Truth::kYes;
    all += member ? 1 : 0;
    in_favour += member && voice.in_favour ? 1 : 0;
  }
  out.outcome.adopted = unanimous(voices);
  out.outcome.tally = unanimity_tally(in_favour, all, out.outcome.adopted == Truth::kYes);
  if (out.outcome.adopted == Truth::kUndetermined) {
    out.outcome.tally.reset();
    const bool open = std::any_of(voices.begin(), voices.end(), [](const Voice& voice) {
      return voice.open && voice.member == Truth::kYes;
    });
    out.missing.push_back(open ? open_votes() : open_members());
  }
  return out;
}

/// All participants, where only numbers or the word "unanimously" are known.
Reckoned reckon_unanimous_counts(const Count& count) {
  Reckoned out;
  const auto& [low, high] = count.participants;
  const rules::Votes& votes = count.votes;
  const std::uint64_t all = low.value_or(0);
  if (auto more = more_than_came(count)) {
    out.missing.push_back(std::move(*more));
    return out;
  }
  const bool somebody_absent = count.present.high && *count.present.high < all;
  const bool refused = votes.against > 0 || votes.abstained > 0 || votes.in_favour < all;
  const std::uint64_t least = votes.in_favour - std::min(votes.in_favour, count.second_people);
  if (refused || somebody_absent) {
    out.outcome.adopted = Truth::kNo;
  } else if (all > 0 && high && least >= *high) {
    out.outcome.adopted = Truth::kYes;
  } else if (all > 0 && high && votes.in_favour >= *high) {
    out.missing.push_back(missing("roll call",
                                  "the counts are of people, and some participants have several: "
                                  "whether all were in favour is not known",
                                  "сосчитаны люди, а у некоторых участников их несколько: "
                                  "неизвестно, все ли участники были за"));
    return out;
  } else {
    out.missing.push_back(open_members());
    return out;
  }
  out.outcome.tally = unanimity_tally(votes.in_favour, all, out.outcome.adopted == Truth::kYes);
  return out;
}

// --- among options or candidates -----------------------------------------------------------------

/// What is known exactly of the bases.
rules::Electorate known_of(const Count& count) {
  const auto exact = [](const BaseSize& size) {
    return size.low == size.high ? size.low : std::nullopt;
  };
  return {exact(count.present), exact(count.members), exact(count.participants)};
}

struct Choices {
  std::vector<std::uint8_t> options;
  std::vector<Id> candidates;

  std::size_t size() const { return options.size() + candidates.size(); }
};

Choices choices_of(const fb::BallotOpened& ballot) {
  Choices out;
  if (ballot.options() != nullptr) {
    for (const fb::BallotOption* one : *ballot.options()) out.options.push_back(one->number());
  }
  if (ballot.candidates() != nullptr) {
    for (const auto* hex : *ballot.candidates()) out.candidates.push_back(fixed_of<Id>(hex));
  }
  return out;
}

template <typename T>
std::optional<std::size_t> place_of(const std::vector<T>& all, const std::optional<T>& one) {
  if (!one) return std::nullopt;
  const auto at = std::find(all.begin(), all.end(), *one);
  if (at == all.end()) return std::nullopt;
  return static_cast<std::size_t>(at - all.begin());
}

std::optional<std::size_t> chosen(const Choices& choices, const std::optional<std::uint8_t>& option,
                                  const std::optional<Id>& candidate) {
  if (const auto place = place_of(choices.options, option)) return place;
  const auto place = place_of(choices.candidates, candidate);
  return place ? std::optional(*place + choices.options.size()) : std::nullopt;
}

bool by_roll_call(const Ballot& ballot) {
  return ballot.grade == rules::TallyGrade::kSignedRollCall ||
         ballot.grade == rules::TallyGrade::kRecordedRollCall;
}

/// Whether it is told how many votes each of several choices has.
bool tells_each(const Ballot& ballot) {
  if (by_roll_call(ballot)) return true;
  const auto* counts = ballot.counted ? (*ballot.counted)->choices() : nullptr;
  return counts != nullptr && counts->size() > 0;
}

/// Whether a line is taken into a count.
using Takes = std::function<bool(const RollCallLine&)>;

bool counts_for_certain(const RollCallLine& line) { return line.counted == Truth::kYes; }

/// What somebody said: for one of the choices; nothing: for none.
using Said = std::pair<fb::Choice, std::optional<std::size_t>>;

void add_said(const Said& said, rules::Contest& out) {
  const auto& [choice, place] = said;
  out.abstained += choice == fb::Choice::ABSTAIN ? 1 : 0;
  out.against += choice == fb::Choice::AGAINST ? 1 : 0;
  if (choice == fb::Choice::FOR && place) ++out.votes[*place];
}

/// Of a participant with one voice whose representatives differ nobody has it.
rules::Contest contest_of_lines(const Count& count, const Choices& choices, const Takes& takes) {
  rules::Contest out;
  out.votes.assign(choices.size(), 0);
  std::map<Id, std::set<Said>> voices;
  for (const RollCallLine& line : count.ballot.roll_call) {
    if (!takes(line) || line.choice == fb::Choice::NOT_VOTING) continue;
    const bool chosen_one = line.choice == fb::Choice::FOR;
    const Said said{line.choice,
                    chosen_one ? chosen(choices, line.option, line.candidate) : std::nullopt};
    if (count.one_voice) {
      voices[line.organisation.value_or(line.seat)].insert(said);
    } else {
      add_said(said, out);
    }
  }
  for (const auto& [participant, said] : voices) {
    add_said(said.size() == 1 ? *said.begin() : Said{fb::Choice::ABSTAIN, std::nullopt}, out);
  }
  return out;
}

/// By the roll call, or by the counts where they tell of more. REQUIRES: tells_each().
rules::Contest contest_of(const Count& count, const Choices& choices) {
  if (by_roll_call(count.ballot)) return contest_of_lines(count, choices, counts_for_certain);
  const fb::BallotCounted& paper = **count.ballot.counted;
  rules::Contest out;
  out.votes.assign(choices.size(), 0);
  for (const fb::ChoiceCount* one : *paper.choices()) {
    const auto option = one->option().has_value() ? std::optional(*one->option()) : std::nullopt;
    const auto place = chosen(choices, option, optional_of<Id>(one->candidate()));
    if (place) out.votes[*place] = one->votes_for();
  }
  out.abstained = paper.abstained().value_or(0);
  out.against = paper.votes_against().value_or(0);
  return out;
}

/// What is known of the bases, with that of the rule as small and as large as it may be.
std::vector<rules::Electorate> electorates_of(const Count& count, rules::Base base,
                                              std::uint64_t voted) {
  const BaseSize size = size_of(count, base);
  rules::Electorate who = known_of(count);
  if (!size.low || !size.high || *size.low == *size.high) return {who};
  std::vector<rules::Electorate> out;
  for (const std::uint64_t bound : {*size.low, *size.high}) {
    auto& known = base == rules::Base::kPresent      ? who.present
                  : base == rules::Base::kAllMembers ? who.members
                                                     : who.participants;
    known = std::max(bound, voted);
    out.push_back(who);
  }
  return out;
}

std::uint64_t votes_in(const rules::Contest& votes) {
  return std::accumulate(votes.votes.begin(), votes.votes.end(), votes.against + votes.abstained);
}

/// For which of the choices the holder of the casting vote voted.
std::optional<std::size_t> choice_of_holder(const Ballot& ballot, const Choices& choices) {
  for (const RollCallLine& line : ballot.roll_call) {
    const bool theirs = ballot.casting.holder == line.seat && line.counted != Truth::kNo;
    if (theirs && line.choice == fb::Choice::FOR) {
      return chosen(choices, line.option, line.candidate);
    }
  }
  return std::nullopt;
}

/// Who settles no tie in which somebody abstained settles none either in which others have votes:
/// whom they choose has no half of the votes.
std::optional<rules::CastingRule> casting_among(std::optional<rules::CastingRule> casting) {
  if (casting) casting->with_others = casting->with_abstentions;
  return casting;
}

/// Whether somebody else, or nobody, would be chosen if some votes count of which that is open:
/// those for one of the choices, or those for all others.
bool hangs_on_open_votes(
    const Count& count, const Choices& choices, const std::optional<std::size_t>& winner,
    const std::function<std::optional<std::size_t>(const rules::Contest&)>& win) {
  const auto& lines = count.ballot.roll_call;
  const bool any = by_roll_call(count.ballot) &&
                   std::any_of(lines.begin(), lines.end(), [](const RollCallLine& line) {
                     return line.counted == Truth::kUndetermined;
                   });
  if (!any) return false;
  for (std::size_t one = 0; one < choices.size(); ++one) {
    const auto is_for = [&](const RollCallLine& line) {
      return line.choice == fb::Choice::FOR && chosen(choices, line.option, line.candidate) == one;
    };
    for (const bool helped : {true, false}) {
      const auto votes = contest_of_lines(count, choices, [&](const RollCallLine& line) {
        return counts_for_certain(line) ||
               (line.counted == Truth::kUndetermined && is_for(line) == helped);
      });
      if (win(votes) != winner) return true;
    }
  }
  return false;
}

Reckoned reckon_contest(const Count& count, const rules::MajorityRule& rule,
                        const std::optional<rules::CastingRule>& given, const Choices& choices) {
  Reckoned out;
  const auto casting = casting_among(given);
  if (!tells_each(count.ballot)) {
    out.missing.push_back(missing("votes for each of the choices",
                                  "how many votes each of the choices has is not recorded",
                                  "не записано, сколько голосов за каждый из вариантов"));
    return out;
  }
  const rules::Contest votes = contest_of(count, choices);
  const auto chair = choice_of_holder(count.ballot, choices);
  const auto possible = electorates_of(count, rule.base, votes_in(votes));
  const rules::Electorate& who = possible.back();
  const auto result = rules::contest(votes, who, rule, casting, chair);
  if (!result) {
    const rules::Votes together{
        std::accumulate(votes.votes.begin(), votes.votes.end(), std::uint64_t{0}), votes.against,
        votes.abstained};
    out.missing.push_back(result.error().reason == "BASE_UNKNOWN"
                              ? unknown_base(rule.base)
                              : cannot_count(result.error(), together, who));
    return out;
  }
  const bool open = !result->winner && open_casting(count.ballot.casting) &&
                    std::any_of(result->leaders.begin(), result->leaders.end(), [&](auto leader) {
                      return rules::contest(votes, who, rule, casting, leader)->winner.has_value();
                    });
  if (open) {
    out.missing.push_back(casting_missing(count.ballot.casting));
    return out;
  }
  for (const rules::Electorate& each : possible) {
    const auto win = [&](const rules::Contest& others) -> std::optional<std::size_t> {
      rules::Electorate there = each;
      if (there.present) there.present = std::max(*there.present, votes_in(others));
      const auto then = rules::contest(others, there, rule, casting, chair);
      return then ? then->winner : std::nullopt;
    };
    const bool same = win(votes) == result->winner;
    if (same && !hangs_on_open_votes(count, choices, result->winner, win)) continue;
    out.missing.push_back(same ? open_votes() : unknown_base(rule.base));
    return out;
  }
  out.outcome.contest = *result;
  out.outcome.adopted = rules::truth_of(result->winner.has_value());
  if (!result->winner) return out;
  if (*result->winner < choices.options.size()) {
    out.outcome.option = choices.options[*result->winner];
  } else {
    out.outcome.candidate = choices.candidates[*result->winner - choices.options.size()];
  }
  return out;
}

/// The arithmetic of the leader.
ledger::Result<rules::Tally> tally_of_contest(const ledger::Result<rules::ContestOutcome>& contest,
                                              std::uint64_t abstained) {
  if (!contest) return contest.error();
  rules::Tally out;
  out.adopted = contest->winner.has_value();
  out.by = contest->by;
  out.needed = contest->needed;
  out.base_size = contest->base_size;
  out.margin =
      static_cast<std::int64_t>(contest->most) - static_cast<std::int64_t>(contest->needed);
  out.abstentions_in_tie = out.by == rules::DecidedBy::kCastingVote && abstained > 0;
  return out;
}

// --- counts of people ----------------------------------------------------------------------------

std::uint64_t votes_in(const rules::Votes& votes) { return votes.cast() + votes.abstained; }

/// Whether the paper counts more votes than there were voices, and no more than there were people.
bool counts_people(const Count& count) {
  if (!count.one_voice || by_roll_call(count.ballot) || !count.present.high) return false;
  const std::uint64_t all = votes_in(count.votes);
  return all > *count.present.high && all <= *count.present.high + count.second_people;
}

/// Leaves out as many as are left to leave out.
void leave_out_of(std::uint64_t& votes, std::uint64_t& left) {
  const std::uint64_t some = std::min(votes, left);
  votes -= some;
  left -= some;
}

/// A participant with several people has one voice: whichever of the votes were those of second
/// people, the outcome holds where it is the same.
Reckoned reckon_people(const Count& count, const rules::MajorityRule& rule,
                       const std::optional<rules::CastingRule>& casting) {
  Count fewer_for = count, fewer_against = count;
  std::uint64_t left = count.second_people;
  for (auto* votes :
       {&fewer_for.votes.in_favour, &fewer_for.votes.abstained, &fewer_for.votes.against}) {
    leave_out_of(*votes, left);
  }
  left = count.second_people;
  for (auto* votes : {&fewer_against.votes.against, &fewer_against.votes.abstained,
                      &fewer_against.votes.in_favour}) {
    leave_out_of(*votes, left);
  }
  Reckoned out = reckon_question(fewer_for, rule, casting);
  const Truth other = reckon_question(fewer_against, rule, casting).outcome.adopted;
  if (out.outcome.adopted == other && other != Truth::kUndetermined) {
    out.voices = fewer_for.votes;
    return out;
  }
  out = {};
  out.missing.push_back(missing("roll call",
                                "the counts are of people, and some participants have several: "
                                "whose votes were second ones of a participant is not known",
                                "сосчитаны люди, а у некоторых участников их несколько: "
                                "неизвестно, чьи голоса были вторыми от участника"));
  return out;
}

}  // namespace

namespace {

/// For or against the question, or the only one to choose.
Reckoned reckon_for_or_against(const Count& count, const rules::MajorityRule& rule,
                               const std::optional<rules::CastingRule>& casting) {
  const bool all = rule.base == rules::Base::kAllParticipants && rule.threshold.everybody();
  if (all && !by_roll_call(count.ballot)) return reckon_unanimous_counts(count);
  if (all) return reckon_voices(count.ballot.voices);
  if (counts_people(count)) return reckon_people(count, rule, casting);
  return reckon_question(count, rule, casting);
}

}  // namespace

Reckoned reckon(const Count& count, const rules::MajorityRule& rule,
                const std::optional<rules::CastingRule>& casting) {
  const Choices choices = choices_of(*count.ballot.fact);
  if (choices.size() > 1) return reckon_contest(count, rule, casting, choices);
  Reckoned out = reckon_for_or_against(count, rule, casting);
  if (choices.size() == 1 && out.outcome.adopted == Truth::kYes) {
    if (!choices.options.empty()) out.outcome.option = choices.options.front();
    if (!choices.candidates.empty()) out.outcome.candidate = choices.candidates.front();
  }
  return out;
}

std::vector<rules::Reading> readings_by_base(const Count& count, const rules::Threshold& threshold,
                                             const std::optional<rules::CastingRule>& casting) {
  const Choices choices = choices_of(*count.ballot.fact);
  rules::Electorate who = choices.size() > 1 ? known_of(count) : count.ballot.electorate;
  who.participants.reset();
  if (choices.size() < 2) {
    return rules::all_bases(count.votes, who, threshold, casting, count.ballot.casting.choice);
  }
  std::vector<rules::Reading> out;
  if (!tells_each(count.ballot)) return out;
  const rules::Contest votes = contest_of(count, choices);
  const auto chair = choice_of_holder(count.ballot, choices);
  for (const rules::Base base : {rules::Base::kPresent, rules::Base::kVotesCast,
                                 rules::Base::kAllMembers, rules::Base::kAllParticipants}) {
    const rules::MajorityRule rule{threshold, base};
    out.push_back(
        {rule, tally_of_contest(rules::contest(votes, who, rule, casting_among(casting), chair),
                                votes.abstained)});
  }
  return out;
}

Missing open_votes() {
  return missing("votes", "whether some of the votes count is not known",
                 "неизвестно, учитываются ли некоторые голоса");
}

}  // namespace projections::governance::internal
