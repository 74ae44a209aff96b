// SPDX-License-Identifier: Apache-2.0
// How a ballot came out, in one line of arithmetic or of what is missing.
#include "projections/governance/internal/tally_of.h"
#include "projections/rules/russian_number.h"

namespace projections::governance::internal {
namespace {

/// The arithmetic; the holder of a casting vote is the chair or whoever presided, so it is not
/// named here.
Sentence derivation_of_tally(const Ballot& ballot, const rules::Votes& votes) {
  rules::Tally tally = *ballot.tally;
  const bool cast = tally.by == rules::DecidedBy::kCastingVote;
  if (cast) tally.by = rules::DecidedBy::kMajority;
  std::optional<rules::Derivation> open;
  if (tally.by == rules::DecidedBy::kTieNoCasting && ballot.adopted == Truth::kUndetermined) {
    open =
        ballot.casting.unknown_holder
            ? rules::Derivation{"a tie, and who held the casting vote is not known: undetermined",
                                "поровну, а чей решающий голос, неизвестно: не определено"}
            : rules::Derivation{
                  "a tie, and how the casting vote was given is not stated: "
                  "undetermined",
                  "поровну, а как подан решающий голос, не указано: не определено"};
  }
  const auto line =
      rules::derivation(votes, tally, ballot.rule->threshold, ballot.rule->base, open);
  if (!cast) return {line.english, line.russian};
  const bool abstained = tally.abstentions_in_tie;
  return {
      line.english + ": a tie, by the casting vote" + (abstained ? " (somebody abstained)" : ""),
      line.russian + ": поровну, по решающему голосу" +
          (abstained ? " (есть воздержавшиеся)" : "")};
}

/// How many votes the leaders of a choice among several have, and what settled it.
Sentence derivation_of_contest(const rules::ContestOutcome& contest) {
  const std::string votes = std::to_string(contest.most);
  const std::string count = std::to_string(contest.leaders.size());
  const std::string needed = std::to_string(contest.needed);
  const std::string whole = std::to_string(contest.base_size);
  const bool tie = contest.leaders.size() > 1;
  const std::string_view each = rules::form_with(contest.most, "голосу", "голоса", "голосов");
  Sentence out{
      votes + " votes for " + (tie ? "each of " + count + " leaders" : "the leader"),
      tie ? "по " + votes + " " + std::string(each) + " за каждого из " + count + " лидеров"
          : "за лидера голосов: " + votes};
  out.english += ", " + needed + " needed of " + whole + ": ";
  out.russian += ", нужно " + needed + " из " + whole + ": ";
  if (contest.by == rules::DecidedBy::kTieNoCasting) {
    out.english += "a tie that no casting vote settles, ";
    out.russian += "поровну, решающего голоса нет, ";
  }
  const bool won = contest.winner.has_value();
  out.english += won ? "chosen" : "nobody chosen";
  out.russian += won ? "выбор сделан" : "никто не избран";
  if (contest.by == rules::DecidedBy::kCastingVote) {
    out.english += ": a tie, by the casting vote";
    out.russian += ": поровну, по решающему голосу";
  }
  return out;
}

}  // namespace

Sentence derivation_of(const Ballot& ballot, const rules::Votes& votes) {
  if (ballot.tally && ballot.rule) return derivation_of_tally(ballot, votes);
  if (ballot.contest) return derivation_of_contest(*ballot.contest);
  Sentence out{"undetermined", "не определено"};
  for (const Missing& one : ballot.grounds.missing) {
    out.english += (out.english == "undetermined" ? ": " : "; ") + one.sentence.english;
    out.russian += (out.russian == "не определено" ? ": " : "; ") + one.sentence.russian;
  }
  return out;
}

}  // namespace projections::governance::internal
