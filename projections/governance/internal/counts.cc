// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/internal/counts.h"

#include <algorithm>
#include <map>
#include <set>

namespace projections::governance::internal {
namespace {

using ledger::Id;

void add_choice(fb::Choice choice, rules::Votes& votes) {
  votes.in_favour += choice == fb::Choice::FOR ? 1 : 0;
  votes.against += choice == fb::Choice::AGAINST ? 1 : 0;
  votes.abstained += choice == fb::Choice::ABSTAIN ? 1 : 0;
}

bool is_counted(const RollCallLine& line, OpenLines open) {
  if (line.counted != Truth::kUndetermined) return line.counted == Truth::kYes;
  if (open == OpenLines::kNone) return false;
  return (line.choice == fb::Choice::FOR) == (open == OpenLines::kInFavour);
}

std::uint64_t all_of(const rules::Votes& votes) { return votes.cast() + votes.abstained; }

/// The roll call in one of the ways in which whoever wrote the paper may have counted it: with the
/// votes that do not count or without them, people or voices.
struct Named {
  rules::Votes votes;
  std::vector<RollCallLine> lines;
};

std::vector<Named> ways_to_count(const std::vector<RollCallLine>& lines, bool one_voice) {
  std::vector<RollCallLine> every = lines, counted = lines;
  for (RollCallLine& line : every) line.counted = Truth::kYes;
  std::erase_if(counted, [](const RollCallLine& line) { return line.counted != Truth::kYes; });
  std::vector<Named> out;
  for (const auto& some : {every, counted}) {
    out.push_back({votes_of(some, false), some});
    if (one_voice) out.push_back({votes_of(some, true), some});
  }
  return out;
}

/// How many of these lines are for what the paper counts here.
std::uint64_t named_for(const std::vector<RollCallLine>& lines, const fb::ChoiceCount& told) {
  const auto candidate = optional_of<Id>(told.candidate());
  return static_cast<std::uint64_t>(std::count_if(lines.begin(), lines.end(), [&](const auto& one) {
    if (one.choice != fb::Choice::FOR) return false;
    if (candidate) return one.candidate == candidate;
    return told.option().has_value() && one.option == *told.option();
  }));
}

/// The paper's counts beside the roll call; what the paper does not tell differs from nothing.
class PaperCounts {
 public:
  PaperCounts(const fb::BallotCounted& paper, const rules::Votes& told)
      : paper_(paper), told_(told) {}

  bool same(const Named& named) const {
    return compare(named,
                   [](std::uint64_t told, std::uint64_t of_roll) { return told == of_roll; });
  }
  /// Whether the paper may count these votes and others beside them.
  bool may_hold(const Named& named) const {
    return compare(named,
                   [](std::uint64_t told, std::uint64_t of_roll) { return told >= of_roll; });
  }

 private:
  template <typename Fits>
  bool compare(const Named& named, Fits fits) const {
    if (!fits(told_.in_favour, named.votes.in_favour)) return false;
    const bool against = paper_.votes_against().has_value();
    if (against && !fits(told_.against, named.votes.against)) return false;
    const bool abstained = paper_.abstained().has_value();
    if (abstained && !fits(told_.abstained, named.votes.abstained)) return false;
    return paper_.choices() == nullptr ||
           std::all_of(paper_.choices()->begin(), paper_.choices()->end(), [&](const auto* one) {
             return fits(one->votes_for(), named_for(named.lines, *one));
           });
  }

  const fb::BallotCounted& paper_;
  const rules::Votes told_;
};

/// A roll call may name only a part of those who voted; the counts then tell the whole. Where they
/// tell of no more votes than are recorded by name, the roll call stands: what does not count in it
/// does not count because the paper adds it up.
void take_counts(const fb::BallotCounted& paper, const rules::Votes& told, bool one_voice,
                 Ballot& ballot) {
  if (ballot.votes) {
    const PaperCounts counts(paper, told);
    const std::vector<Named> ways = ways_to_count(ballot.roll_call, one_voice);
    const auto any = [&](auto fits) { return std::any_of(ways.begin(), ways.end(), fits); };
    if (any([&](const Named& one) { return counts.same(one); })) return;
    ballot.counts_differ = true;
    if (!any([&](const Named& one) { return counts.may_hold(one); })) {
      ballot.contradicted = ways.front().votes;
    }
    if (all_of(told) <= all_of(ways.front().votes)) return;
  }
  ballot.votes = told;
  ballot.grade = rules::TallyGrade::kCounts;
}

void take_words(fb::TallyWords words, Ballot& ballot) {
  if (words != fb::TallyWords::UNANIMOUS && words != fb::TallyWords::MAJORITY) return;
  if (!ballot.votes) {
    ballot.grade = rules::TallyGrade::kWords;
    if (words == fb::TallyWords::UNANIMOUS) {
      ballot.votes = rules::votes_of_unanimous(ballot.electorate);
    }
    return;
  }
  const rules::Votes& named = *ballot.votes;
  const bool unanimous = named.against == 0 && named.abstained == 0;
  if (words == fb::TallyWords::UNANIMOUS && !unanimous) ballot.contradicted = named;
}

}  // namespace

rules::Votes votes_of(const std::vector<RollCallLine>& lines, bool one_voice, OpenLines open) {
  rules::Votes votes;
  std::map<Id, std::set<fb::Choice>> said;
  for (const RollCallLine& line : lines) {
    if (!is_counted(line, open)) continue;
    if (!one_voice) {
      add_choice(line.choice, votes);
    } else if (line.choice != fb::Choice::NOT_VOTING) {
      said[line.organisation.value_or(line.seat)].insert(line.choice);
    }
  }
  for (const auto& [organisation, choices] : said) {
    add_choice(choices.size() == 1 ? *choices.begin() : fb::Choice::ABSTAIN, votes);
  }
  return votes;
}

std::optional<rules::Votes> possible_tie(const std::vector<RollCallLine>& lines, bool one_voice) {
  const bool open = std::any_of(lines.begin(), lines.end(), [](const RollCallLine& line) {
    return line.counted == Truth::kUndetermined;
  });
  if (!open) return std::nullopt;
  const rules::Votes most = votes_of(lines, one_voice, OpenLines::kInFavour);
  const rules::Votes least = votes_of(lines, one_voice, OpenLines::kOtherwise);
  const std::uint64_t each = std::max({least.in_favour, most.against, std::uint64_t{1}});
  if (each > most.in_favour || each > least.against) return std::nullopt;
  return rules::Votes{each, each, votes_of(lines, one_voice).abstained};
}

std::optional<rules::Votes> told_votes(const fb::BallotCounted& paper) {
  rules::Votes out{0, paper.votes_against().value_or(0), paper.abstained().value_or(0)};
  if (paper.votes_for().has_value()) {
    out.in_favour = *paper.votes_for();
    return out;
  }
  if (paper.choices() == nullptr || paper.choices()->size() == 0) return std::nullopt;
  for (const fb::ChoiceCount* one : *paper.choices()) out.in_favour += one->votes_for();
  return out;
}

void take_votes(bool one_voice, Ballot& ballot) {
  if (!ballot.roll_call.empty()) {
    const bool all_signed =
        std::all_of(ballot.roll_call.begin(), ballot.roll_call.end(),
                    [](const RollCallLine& line) { return line.signed_by_voter; });
    ballot.grade =
        all_signed ? rules::TallyGrade::kSignedRollCall : rules::TallyGrade::kRecordedRollCall;
    ballot.votes = votes_of(ballot.roll_call, one_voice);
  }
  if (!ballot.counted) return;
  const fb::BallotCounted& paper = **ballot.counted;
  if (const auto told = told_votes(paper)) return take_counts(paper, *told, one_voice, ballot);
  take_words(paper.words(), ballot);
}

}  // namespace projections::governance::internal
