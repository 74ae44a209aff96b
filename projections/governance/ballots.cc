// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/ballots.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "projections/governance/internal/casting.h"
#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/fact_days.h"
#include "projections/governance/internal/possible_days.h"
#include "projections/governance/internal/tally_of.h"
#include "projections/governance/internal/voices.h"
#include "projections/governance/signatures.h"

namespace projections::governance {
namespace {

using internal::BaseSize;
using internal::Count;
using internal::facts_at;
using ledger::Hash;
using ledger::Id;

/// REQUIRES: the day of the ballot is known.
class BallotReader {
 public:
  BallotReader(const Council& council, Ballot& ballot)
      : council_(council), ballot_(ballot), day_(*ballot.day.day()) {
    if (ballot.meeting != nullptr && ballot.meeting->body != nullptr) {
      body_ = ballot.meeting->body;
    } else if (ballot.body) {
      body_ = council.shared_body(*ballot.body, day_);
    }
    if (body_ != nullptr) ballot_.entitled = body_->seats;
    rule_ = council.rule_for(ballot.body_kind, ballot.kind, ballot.day);
  }

  void read() {
    read_roll_call();
    read_counts();
    size_bases();
    grade();
    internal::find_casting(council_, rule_, body_.get(), day_, ballot_);
    ballot_.voices = internal::voices_of(council_, ballot_, day_);
    ballot_.rule = rule_.voting.majority;
    ballot_.grounds.rules.push_back(rule_.majority);
    ballot_.grounds.rules.push_back(rule_.base);
    record_asked();
    judge_openness();
    settle();
    read_otherwise();
  }

 private:
  std::uint16_t item() const { return ballot_.fact->agenda_item().value_or(0); }

  /// The list of those present names them, or at least who presided.
  bool attendance_named() const {
    return ballot_.meeting != nullptr && !ballot_.meeting->attendees.empty();
  }
  /// The same by a list.
  bool attendance_listed() const {
    return attendance_named() && !told_by_number_alone(**ballot_.meeting->attendance);
  }

  // --- votes -------------------------------------------------------------------------------------

  void read_roll_call() {
    for (const auto& fact : facts_at(council_.facts().votes, ballot_.fact.digest())) {
      RollCallLine line;
      line.seat = fixed_of<Id>(fact->seat());
      line.choice = fact->choice();
      if (fact->option().has_value()) line.option = *fact->option();
      line.candidate = optional_of<Id>(fact->candidate());
      line.signed_by_voter = fact.source->grade == ledger::Grade::kSelf && !fact.source->historical;
      line.index = fact.index();
      judge(*fact, line);
      ballot_.grounds.evidence.add(*fact.source);
      ballot_.roll_call.push_back(std::move(line));
    }
    std::sort(ballot_.roll_call.begin(), ballot_.roll_call.end(),
              [](const RollCallLine& a, const RollCallLine& b) {
                return std::pair(a.seat, a.index) < std::pair(b.seat, b.index);
              });
  }

  static void leave_out(RollCallLine& line, Truth counted, const char* code) {
    line.counted = counted;
    line.code = code;
  }

  void judge(const fb::VoteCast& vote, RollCallLine& line) {
    if (body_ == nullptr) return;
    const auto seat = seat_named(*body_, line.seat, {}, {});
    const SeatHolder* holder = seat ? body_->holder(*seat) : nullptr;
    if (holder == nullptr) return leave_out(line, Truth::kNo, "SEAT_UNKNOWN");
    line.seat = holder->seat;
    line.organisation = holder->organisation;
    if (rule_.voting.at_meeting_only && ballot_.meeting == nullptr) {
      return leave_out(line, Truth::kNo, "OUTSIDE_THE_MEETING");
    }
    if (holder->entitled != Truth::kYes) leave_out(line, holder->entitled, "MEMBERSHIP_OPEN");
    if (attendance_named()) judge_presence(line);
    judge_authority(vote, *holder, line);
  }

  void judge_presence(RollCallLine& line) const {
    const auto present = present_at(*ballot_.meeting, item());
    if (std::binary_search(present.begin(), present.end(), line.seat)) return;
    for (const Presence& one : ballot_.meeting->attendees) {
      if (one.seat == line.seat && one.counted == Truth::kNo) {
        return leave_out(line, Truth::kNo, "AUTHORITY_NOT_EVIDENCED");
      }
    }
    const bool maybe = ballot_.meeting->unresolved > 0;
    leave_out(line, maybe ? Truth::kUndetermined : Truth::kNo, "SEAT_ABSENT");
  }

  void judge_authority(const fb::VoteCast& vote, const SeatHolder& holder, RollCallLine& line) {
    if (rule_.of_charter == nullptr || attendance_named()) return;
    const bool stands_in = vote.acting() != nullptr || holder.state == SeatState::kActing;
    const bool shown = (vote.acting() != nullptr && evidenced(vote.acting()->authority())) ||
                       (holder.state == SeatState::kActing && holder.authority == Truth::kYes);
    if (!stands_in || shown) return;
    acting_asked_ = true;
    if (rule_.acting_needs_authority) leave_out(line, Truth::kNo, "AUTHORITY_NOT_EVIDENCED");
  }

  void read_counts() {
    const Hash& digest = ballot_.fact.digest();
    const auto& counts = facts_at(council_.facts().counts, digest);
    if (!counts.empty()) {
      ballot_.counted = counts.back();
      ballot_.grounds.evidence.add(*ballot_.counted->source);
    }
    const auto& closed = facts_at(council_.facts().ballots_closed, digest);
    if (closed.empty()) return;
    ballot_.closed = closed.front();
    ballot_.grounds.evidence.add(*ballot_.closed->source);
  }

  static void add(fb::Choice choice, rules::Votes& votes) {
    votes.in_favour += choice == fb::Choice::FOR ? 1 : 0;
    votes.against += choice == fb::Choice::AGAINST ? 1 : 0;
    votes.abstained += choice == fb::Choice::ABSTAIN ? 1 : 0;
  }

  /// Whether each participant has one voice, however many people represent it.
  bool one_voice() const {
    return body_ != nullptr && body_->rule == fb::SeatRule::REPRESENTATIVES_OF_ALL;
  }

  /// Representatives of one participant who differ give no voice for or against.
  rules::Votes count_lines(bool with_open, bool each_seat = false) const {
    rules::Votes votes;
    std::map<Id, std::set<fb::Choice>> said;
    for (const RollCallLine& line : ballot_.roll_call) {
      const bool counts =
          line.counted == Truth::kYes || (with_open && line.counted == Truth::kUndetermined);
      if (!counts) continue;
      if (each_seat || !one_voice()) {
        add(line.choice, votes);
      } else if (line.choice != fb::Choice::NOT_VOTING) {
        said[line.organisation.value_or(line.seat)].insert(line.choice);
      }
    }
    for (const auto& [organisation, choices] : said) {
      add(choices.size() == 1 ? *choices.begin() : fb::Choice::ABSTAIN, votes);
    }
    return votes;
  }

  /// How many voices these seats have.
  std::uint64_t voices(const std::vector<Id>& seats) const {
    return one_voice() ? organisations_in(seats) : seats.size();
  }

  std::uint64_t organisations_in(const std::vector<Id>& seats) const {
    std::set<Id> organisations;
    for (const Id& seat : seats) {
      const SeatHolder* holder = body_->holder(seat);
      organisations.insert(holder != nullptr && holder->organisation ? *holder->organisation
                                                                     : seat);
    }
    return organisations.size();
  }

  // --- bases -------------------------------------------------------------------------------------

  void size_bases() {
    std::vector<Id> members = members_on(council_.members(), day_);
    std::vector<Id> maybe = undetermined_members_on(council_.members(), day_);
    std::vector<Id> newcomers;
    if (ballot_.meeting != nullptr) {
      newcomers = internal::newcomers_of(council_, *ballot_.meeting);
      internal::leave_out(members, newcomers);
      internal::leave_out(maybe, newcomers);
    }
    participants_ = {members.size(), members.size() + maybe.size()};
    if (body_ != nullptr) {
      std::vector<Id> sitting = body_->seats;
      internal::leave_out(sitting, newcomers);
      empty_ = internal::empty_seats(*body_, sitting, filled_seats());
      const std::uint64_t seats = voices(sitting);
      members_ = {seats, seats + voices(body_->undetermined)};
      if (!rule_.voting.vacant_seats_counted) members_ = without_empty(members_);
    }
    size_present();
    const auto exact = [](const BaseSize& size) {
      return size.low == size.high ? size.low : std::nullopt;
    };
    ballot_.electorate = {exact(present_), exact(members_), exact(participants_)};
  }

  /// Who votes in a seat, or is present in it, holds it.
  std::vector<Id> filled_seats() const {
    std::set<Id> filled;
    if (ballot_.meeting != nullptr) {
      for (const Id& seat : internal::seats_taken(*ballot_.meeting)) filled.insert(seat);
    }
    for (const RollCallLine& line : ballot_.roll_call) {
      if (line.counted == Truth::kYes) filled.insert(line.seat);
    }
    return {filled.begin(), filled.end()};
  }

  BaseSize without_empty(const BaseSize& size) const {
    const std::uint64_t low = size.low.value_or(0);
    return {low - std::min(low, empty_.certain + empty_.possible),
            size.high.value_or(0) - std::min(size.high.value_or(0), empty_.certain)};
  }
  BaseSize with_empty(const BaseSize& size) const {
    return {size.low.value_or(0) + empty_.certain + empty_.possible,
            size.high.value_or(0) + empty_.certain};
  }

  void size_present() {
    std::vector<Id> voters;
    for (const RollCallLine& line : ballot_.roll_call) {
      const bool voted = line.choice != fb::Choice::NOT_VOTING || ballot_.meeting != nullptr;
      if (voted && line.counted == Truth::kYes) voters.push_back(line.seat);
    }
    const std::uint64_t took_part = voices(voters);
    const auto stated =
        ballot_.counted ? (*ballot_.counted)->present() : flatbuffers::Optional<std::uint16_t>();
    if (ballot_.meeting != nullptr && ballot_.meeting->attendance &&
        ballot_.meeting->body != nullptr) {
      const QuorumState there = quorum_for(council_, *ballot_.meeting, ballot_.kind, item());
      // General law and the charter may count participants; votes are those of seats.
      const bool number = attendance_named() && !attendance_listed();
      const std::uint64_t seats = attendance_listed() ? voices(present_at(*ballot_.meeting, item()))
                                                      : there.present.value_or(0);
      // Whose membership is open may be no member, and was then not present as one.
      const std::uint64_t unresolved = number ? 0 : ballot_.meeting->unresolved;
      const std::uint64_t open = there.present_open - std::min(there.present_open, unresolved);
      present_ = {seats - std::min(seats, open), seats + unresolved};
    } else if (stated.has_value()) {
      present_ = {*stated, *stated};
    } else if (ballot_.meeting == nullptr && ballot_.fact->meeting() == nullptr) {
      // Where nobody meets, those who vote take part.
      present_ = {took_part, took_part};
      if (ballot_.roll_call.empty() && ballot_.counted) {
        const auto& counted = **ballot_.counted;
        const std::uint64_t all = counted.votes_for().value_or(0) +
                                  std::uint64_t{counted.votes_against().value_or(0)} +
                                  counted.abstained().value_or(0);
        present_ = {all, all};
      }
    } else {
      present_ = {took_part, members_.high};
    }
  }

  // --- grade -------------------------------------------------------------------------------------

  void grade() {
    if (!ballot_.roll_call.empty()) {
      const bool all_signed =
          std::all_of(ballot_.roll_call.begin(), ballot_.roll_call.end(),
                      [](const RollCallLine& line) { return line.signed_by_voter; });
      ballot_.grade =
          all_signed ? rules::TallyGrade::kSignedRollCall : rules::TallyGrade::kRecordedRollCall;
      ballot_.votes = count_lines(false);
    }
    if (!ballot_.counted) return;
    const fb::BallotCounted& paper = **ballot_.counted;
    if (const auto in_favour = told_in_favour(paper)) return take_counts(paper, *in_favour);
    if (ballot_.votes || paper.words() != fb::TallyWords::UNANIMOUS) {
      if (!ballot_.votes && paper.words() == fb::TallyWords::MAJORITY) {
        ballot_.grade = rules::TallyGrade::kWords;
      }
      return;
    }
    ballot_.votes = rules::votes_of_unanimous(ballot_.electorate);
    ballot_.grade = rules::TallyGrade::kWords;
  }

  /// Of a choice among several those for any of them; nothing if the paper does not say.
  static std::optional<std::uint64_t> told_in_favour(const fb::BallotCounted& paper) {
    if (paper.votes_for().has_value()) return *paper.votes_for();
    if (paper.choices() == nullptr || paper.choices()->size() == 0) return std::nullopt;
    std::uint64_t all = 0;
    for (const fb::ChoiceCount* one : *paper.choices()) all += one->votes_for();
    return all;
  }

  /// A roll call may name only a part of those who voted; the counts then tell the whole.
  void take_counts(const fb::BallotCounted& paper, std::uint64_t in_favour) {
    const rules::Votes told{in_favour, paper.votes_against().value_or(0),
                            paper.abstained().value_or(0)};
    const std::uint64_t all = told.cast() + told.abstained;
    if (ballot_.votes) {
      const rules::Votes seats = count_lines(false, /*each_seat=*/true);
      // The paper counts people where two of them have one voice.
      const bool people = told.in_favour == seats.in_favour && told.against == seats.against &&
                          told.abstained == seats.abstained;
      if (people) return;
      const std::uint64_t named = ballot_.votes->cast() + ballot_.votes->abstained;
      ballot_.counts_differ = told.in_favour != ballot_.votes->in_favour ||
                              told.against != ballot_.votes->against ||
                              told.abstained != ballot_.votes->abstained;
      if (all <= named) return;
    }
    ballot_.votes = told;
    ballot_.grade = rules::TallyGrade::kCounts;
  }

  // --- the outcome -------------------------------------------------------------------------------

  /// The further parameters of the charter that this ballot asks for.
  void record_asked() {
    auto& asked = ballot_.grounds.rules;
    const bool open_tie = ballot_.casting.tie && ballot_.votes->abstained > 0;
    if (open_tie && rule_.voting.casting) asked.push_back(rule_.abstentions);
    const bool empty = empty_.certain + empty_.possible > 0;
    if (empty && ballot_.rule && ballot_.rule->base == rules::Base::kAllMembers) {
      asked.push_back(rule_.vacant_seats);
    }
    if (acting_asked_ && rule_.acting_authority.basis.known())
      asked.push_back(rule_.acting_authority);
    const auto members = ballot_.meeting != nullptr && ballot_.meeting->body != nullptr
                             ? ballot_.meeting->grounds.rules
                             : assumed_of_members(council_.members(), day_);
    asked.insert(asked.end(), members.begin(), members.end());
  }

  void judge_openness() {
    if (rule_.of_charter == nullptr || rule_.of_charter->ballot() != fb::Openness::OPEN) return;
    const auto said = ballot_.fact->openness();
    ballot_.openness_allowed = said == fb::Openness::SECRET       ? Truth::kNo
                               : said == fb::Openness::NOT_STATED ? Truth::kUndetermined
                                                                  : Truth::kYes;
  }

  internal::Reckoned reckoned(const rules::MajorityRule& rule,
                              const std::optional<rules::CastingRule>& casting,
                              const BaseSize& members) const {
    const Count count{ballot_, *ballot_.votes, present_, members, participants_, second_people()};
    internal::Reckoned out = internal::reckon(count, rule, casting);
    const rules::Votes with_open = count_lines(true);
    const bool lines = ballot_.grade == rules::TallyGrade::kSignedRollCall ||
                       ballot_.grade == rules::TallyGrade::kRecordedRollCall;
    const rules::Votes& known = *ballot_.votes;
    const bool same = with_open.in_favour == known.in_favour &&
                      with_open.against == known.against && with_open.abstained == known.abstained;
    if (!lines || same || out.outcome.contest) return out;
    const Count other{ballot_, with_open, present_, members, participants_, second_people()};
    if (internal::reckon(other, rule, casting).outcome.adopted == out.outcome.adopted) return out;
    out.outcome = {};
    out.missing.push_back(internal::missing("votes", "whether some of the votes count is not known",
                                            "неизвестно, учитываются ли некоторые голоса"));
    return out;
  }

  /// As Count has them: among those present, where these are named, else among all seats.
  std::uint64_t second_people() const {
    if (body_ == nullptr) return 0;
    const bool named = attendance_listed();
    // "Unanimously" is then said of voices.
    if (named && one_voice() && ballot_.grade == rules::TallyGrade::kWords) return 0;
    std::vector<Id> seats = body_->seats;
    seats.insert(seats.end(), body_->undetermined.begin(), body_->undetermined.end());
    if (named) seats = present_at(*ballot_.meeting, item());
    return seats.size() - organisations_in(seats) + (named ? ballot_.meeting->unresolved : 0);
  }

  void settle() {
    if (!ballot_.votes) {
      ballot_.grounds.missing.push_back(internal::missing(
          "votes", "no votes and no counts are recorded", "не записаны ни голоса, ни подсчёт"));
      ballot_.derivation = internal::derivation_of(ballot_, {});
      return;
    }
    internal::Reckoned result = reckoned(*ballot_.rule, rule_.voting.casting, members_);
    if (!rule_.certain) {
      result.outcome.adopted = rules::conjunction(result.outcome.adopted, Truth::kUndetermined);
      result.missing.push_back(internal::missing(
          "rule of the majority", "which rules were in force on that day is not known",
          "неизвестно, какие правила действовали в этот день"));
    }
    ballot_.adopted = result.outcome.adopted;
    ballot_.tally = result.outcome.tally;
    ballot_.contest = result.outcome.contest;
    ballot_.option = result.outcome.option;
    ballot_.candidate = result.outcome.candidate;
    for (Missing& one : result.missing) ballot_.grounds.missing.push_back(std::move(one));
    ballot_.derivation = internal::derivation_of(ballot_, shown_votes());
  }

  /// Under unanimity the voices of participants are counted, not those of people.
  rules::Votes shown_votes() const {
    const bool all = ballot_.rule->base == rules::Base::kAllParticipants &&
                     ballot_.rule->threshold.everybody() && !ballot_.roll_call.empty();
    if (!all) return *ballot_.votes;
    rules::Votes votes;
    for (const Voice& voice : ballot_.voices) {
      if (voice.member != Truth::kYes || voice.silent) continue;
      ++(voice.in_favour ? votes.in_favour : votes.against);
    }
    return votes;
  }

  void read_otherwise() {
    if (!ballot_.votes || council_.chronicle().turned() != nullptr) return;
    for (const rules::VotingReading& one : rules::readings_of(rule_.voting)) {
      if (one.turned.empty() || !one.rule.majority) continue;
      BaseSize members = members_;
      if (one.rule.vacant_seats_counted != rule_.voting.vacant_seats_counted && body_ != nullptr) {
        members = one.rule.vacant_seats_counted ? with_empty(members_) : without_empty(members_);
      }
      BallotReading reading{one.turned, *one.rule.majority,
                            reckoned(*one.rule.majority, one.rule.casting, members).outcome};
      ballot_.grounds.depends_on_assumption |= reading.outcome.adopted != ballot_.adopted;
      ballot_.alternatives.push_back(std::move(reading));
    }
    if (!rule_.voting.majority_base_basis.assumed()) return;
    rules::Electorate who = ballot_.electorate;
    who.participants.reset();  // the charter leaves open which seats are counted, not which people
    ballot_.readings = rules::all_bases(*ballot_.votes, who, ballot_.rule->threshold,
                                        rule_.voting.casting, ballot_.casting.choice);
    ballot_.readings_disagree = rules::readings_disagree(ballot_.readings);
  }

  const Council& council_;
  Ballot& ballot_;
  const Date day_;
  std::shared_ptr<const Body> body_;
  DecidingRule rule_;
  BaseSize present_, members_, participants_;
  internal::EmptySeats empty_;
  bool acting_asked_ = false;  ///< somebody voted for a head without an authority that is shown
};

FuzzyDate day_of(const Fact<fb::BallotOpened>& fact, const Meeting* meeting) {
  if (meeting != nullptr) return meeting->day;
  if (fact->closes() != nullptr) return rules::fuzzy(fact->closes());
  return internal::occurred(*fact.body);
}

/// As it was on that one of the days on which it may have been held.
Ballot read_on(const Council& council, Ballot ballot, Date day) {
  const FuzzyDate said = ballot.day;
  const auto meeting = ballot.meeting;
  ballot.day = FuzzyDate::on(day);
  if (meeting != nullptr && !meeting->day.known()) {
    ballot.meeting = std::make_shared<const Meeting>(internal::meeting_on(council, *meeting, day));
  }
  BallotReader(council, ballot).read();
  ballot.day = said;
  ballot.meeting = meeting;
  return ballot;
}

void read_on_every_day(const Council& council, Ballot& ballot) {
  const FuzzyDate held = ballot.meeting == nullptr
                             ? internal::since_composed(council, ballot.day, ballot.body)
                             : internal::when_held(council, *ballot.meeting);
  const auto days = ballot.body ? internal::possible_days_of_chair(council, held, *ballot.body)
                                : internal::possible_days(council, held);
  const Ballot unread = ballot;
  ballot = read_on(council, unread, days.back());
  for (std::size_t i = 0; i + 1 < days.size(); ++i) {
    internal::keep_what_holds_on(read_on(council, unread, days[i]), ballot);
  }
}

}  // namespace

namespace internal {

std::shared_ptr<const Ballot> compute_ballot(const Council& council, const Hash& digest,
                                             fb::DecisionKind as) {
  const auto fact = council.chronicle().find<fb::BallotOpened>(digest);
  if (!fact) return nullptr;
  auto out = std::make_shared<Ballot>();
  Ballot& ballot = *out;
  ballot.fact = *fact;
  ballot.id = fixed_of<Id>((*fact)->ballot());
  ballot.question = text_of((*fact)->question()->title());
  ballot.kind = as == fb::DecisionKind::UNSPECIFIED ? (*fact)->kind() : as;
  ballot.grounds.evidence.add(*fact->source);
  const CouncilFacts& facts = council.facts();
  ballot.body = facts.body_of(**fact);
  if (const auto convened = facts.meeting_of(*fact)) {
    ballot.meeting = council.meeting(fixed_of<Id>((*convened)->meeting()));
    ballot.grounds.evidence.add(ballot.meeting->grounds.evidence);
  }
  if (ballot.body) ballot.body_kind = council.kind_of(*ballot.body);
  ballot.day = day_of(*fact, ballot.meeting.get());
  read_on_every_day(council, ballot);
  fix_at_closing(council, ballot);
  return out;
}

}  // namespace internal

bool Ballot::representatives_disagree() const {
  return std::any_of(voices.begin(), voices.end(),
                     [](const Voice& voice) { return voice.disagree; });
}

std::vector<Ballot> ballots(const Council& council) {
  std::vector<Ballot> out;
  for (const auto& fact : council.chronicle().own<fb::BallotOpened>()) {
    out.push_back(*council.ballot(fact.digest()));
  }
  return out;
}

std::string_view name_of(rules::TallyGrade grade) {
  switch (grade) {
    case rules::TallyGrade::kSignedRollCall:
      return "signed_roll_call";
    case rules::TallyGrade::kRecordedRollCall:
      return "recorded_roll_call";
    case rules::TallyGrade::kCounts:
      return "counts";
    case rules::TallyGrade::kWords:
      return "words";
    case rules::TallyGrade::kNone:
      break;
  }
  return "none";
}

}  // namespace projections::governance
