// SPDX-License-Identifier: Apache-2.0
#include "projections/governance/ballots.h"

#include <algorithm>
#include <set>
#include <utility>

#include "projections/governance/internal/ballot_quorum.h"
#include "projections/governance/internal/casting.h"
#include "projections/governance/internal/compute.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/counts.h"
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
using internal::OpenLines;
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
    internal::take_votes(one_voice(), ballot_);
    internal::find_casting(council_, rule_, body_.get(), day_, ballot_);
    ballot_.voices = internal::voices_of(council_, ballot_, day_);
    ballot_.rule = rule_.voting.majority;
    ballot_.grounds.rules.push_back(rule_.majority);
    ballot_.grounds.rules.push_back(rule_.base);
    record_asked();
    judge_openness();
    settle();
    read_otherwise();
    find_quorum();
  }

 private:
  std::uint16_t item() const { return ballot_.fact->agenda_item().value_or(0); }

  /// There is no meeting, or one that is held by ballot and nobody is told to have come.
  bool nobody_met() const {
    if (ballot_.meeting == nullptr) return ballot_.fact->meeting() == nullptr;
    return !people_met(ballot_.meeting.get()) && !ballot_.meeting->attendance;
  }

  /// The list of those present names them by their seats.
  bool attendance_listed() const {
    return ballot_.meeting != nullptr && !ballot_.meeting->attendees.empty() &&
           ballot_.meeting->untold == 0 && !told_by_number_alone(**ballot_.meeting->attendance);
  }
  bool is_attendee(const Id& seat) const {
    return ballot_.meeting != nullptr &&
           std::any_of(ballot_.meeting->attendees.begin(), ballot_.meeting->attendees.end(),
                       [&](const Presence& one) { return one.seat == seat; });
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
    if (rule_.voting.at_meeting_only && !people_met(ballot_.meeting.get())) {
      return leave_out(line, Truth::kNo, "OUTSIDE_THE_MEETING");
    }
    if (holder->entitled != Truth::kYes) leave_out(line, holder->entitled, "MEMBERSHIP_OPEN");
    const bool attended = ballot_.meeting != nullptr && ballot_.meeting->attendance &&
                          ballot_.meeting->body != nullptr;
    if (attended) judge_presence(line);
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
    // Who is not there by the paper's own word is none of those whom it does not name.
    const bool absent = is_attendee(line.seat) || told_absent(*ballot_.meeting, line.seat);
    // Of whom no list of those present tells, who voted was there.
    if (!absent && !attendance_listed()) return;
    const bool maybe = !absent && ballot_.meeting->unnamed() > 0;
    leave_out(line, maybe ? Truth::kUndetermined : Truth::kNo, "SEAT_ABSENT");
  }

  void judge_authority(const fb::VoteCast& vote, const SeatHolder& holder, RollCallLine& line) {
    // By what right somebody is there the attendance tells already.
    if (rule_.of_charter == nullptr || attendance_listed() || is_attendee(line.seat)) return;
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

  /// Whether each participant has one voice, however many people represent it.
  bool one_voice() const {
    return body_ != nullptr && body_->rule == fb::SeatRule::REPRESENTATIVES_OF_ALL;
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

  /// The seats of those who voted, as far as it is told whether they count.
  std::vector<Id> voters(Truth counted) const {
    std::vector<Id> out;
    for (const RollCallLine& line : ballot_.roll_call) {
      const bool voted = line.choice != fb::Choice::NOT_VOTING || !nobody_met();
      if (voted && line.counted == counted) out.push_back(line.seat);
    }
    return out;
  }

  /// How many more voices there are if everybody counts of whom that is open.
  std::uint64_t open_voters() const {
    std::vector<Id> all = voters(Truth::kYes);
    const std::uint64_t certain = voices(all);
    const std::vector<Id> open = voters(Truth::kUndetermined);
    all.insert(all.end(), open.begin(), open.end());
    return voices(all) - certain;
  }

  void size_present() {
    const std::uint64_t took_part = voices(voters(Truth::kYes));
    const auto stated =
        ballot_.counted ? (*ballot_.counted)->present() : flatbuffers::Optional<std::uint16_t>();
    const bool attended = ballot_.meeting != nullptr && ballot_.meeting->attendance &&
                          ballot_.meeting->body != nullptr;
    if (attended && (ballot_.meeting->untold == 0 || !stated.has_value())) {
      const QuorumState there = quorum_for(council_, *ballot_.meeting, ballot_.kind, item());
      present_ = attendance_listed() ? present_by_list(there) : present_by_rest(there, took_part);
    } else if (stated.has_value()) {
      present_ = {*stated, *stated};
    } else if (nobody_met()) {
      // Where nobody meets, those who vote take part; a roll call may name only some of them.
      const auto told = ballot_.counted ? internal::told_votes(**ballot_.counted) : std::nullopt;
      const std::uint64_t counted = told ? told->cast() + told->abstained : 0;
      const auto named = std::count_if(
          ballot_.roll_call.begin(), ballot_.roll_call.end(),
          [](const RollCallLine& line) { return line.choice != fb::Choice::NOT_VOTING; });
      const std::uint64_t all = counted > static_cast<std::uint64_t>(named) ? counted : 0;
      // A paper that only says how they voted does not say how many they were.
      const bool worded = ballot_.roll_call.empty() && ballot_.counted && !told;
      present_ = worded
                     ? BaseSize{0, members_.high}
                     : BaseSize{std::max(took_part, all), std::max(took_part + open_voters(), all)};
    } else {
      present_ = {took_part, members_.high};
    }
  }

  /// REQUIRES: attendance_listed().
  BaseSize present_by_list(const QuorumState& there) const {
    // General law and the charter may count participants; votes are those of seats.
    const std::uint64_t seats = voices(present_at(*ballot_.meeting, item()));
    // Whose membership is open may be no member, and was then not present as one.
    const std::uint64_t unnamed = ballot_.meeting->unnamed();
    const std::uint64_t open = there.present_open - std::min(there.present_open, unnamed);
    return {seats - std::min(seats, open), seats + unnamed};
  }

  /// By the number that the paper gives, else between those of whom it tells and all who sit there.
  BaseSize present_by_rest(const QuorumState& there, std::uint64_t took_part) const {
    const std::uint64_t least = there.present.value_or(0);
    if (counted_by_number(*ballot_.meeting)) return {least, least};
    const std::uint64_t most =
        least + std::max<std::uint64_t>(there.present_open, ballot_.meeting->unnamed());
    if (ballot_.meeting->untold == 0) return {least, most};
    // Who voted was there, whether or not anybody else is told of.
    const std::uint64_t low = std::max(least, took_part);
    return {low, std::max(low, std::min(most, members_.high.value_or(most)))};
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

  /// Whether the casting vote settles a tie of two choices beside which somebody voted otherwise.
  void record_asked_of_choice() {
    if (!ballot_.contest || !rule_.voting.casting || ballot_.contest->leaders.size() != 2) return;
    const bool beside =
        ballot_.votes->cast() + ballot_.votes->abstained > 2 * ballot_.contest->most;
    if (beside) ballot_.grounds.rules.push_back(rule_.abstentions);
  }

  void judge_openness() {
    if (rule_.of_charter == nullptr || rule_.of_charter->ballot() != fb::Openness::OPEN) return;
    const auto said = ballot_.fact->openness();
    ballot_.openness_allowed = said == fb::Openness::SECRET       ? Truth::kNo
                               : said == fb::Openness::NOT_STATED ? Truth::kUndetermined
                                                                  : Truth::kYes;
  }

  Count count_of(const rules::Votes& votes, const BaseSize& members) const {
    return {ballot_, votes, present_, members, participants_, second_people(), one_voice()};
  }

  internal::Reckoned reckoned(const rules::MajorityRule& rule,
                              const std::optional<rules::CastingRule>& casting,
                              const BaseSize& members) const {
    if (!ballot_.votes) return reckoned_by_words(rule, casting, members);
    internal::Reckoned out = internal::reckon(count_of(*ballot_.votes, members), rule, casting);
    const bool lines = ballot_.grade == rules::TallyGrade::kSignedRollCall ||
                       ballot_.grade == rules::TallyGrade::kRecordedRollCall;
    if (!lines || out.outcome.contest) return out;
    // What holds with all open votes that help and with all that do not holds with any of them,
    // unless some make a tie that a casting vote settles.
    const std::vector<RollCallLine>& roll = ballot_.roll_call;
    std::vector<rules::Votes> others{internal::votes_of(roll, one_voice(), OpenLines::kInFavour),
                                     internal::votes_of(roll, one_voice(), OpenLines::kOtherwise)};
    const auto tie = internal::possible_tie(roll, one_voice());
    if (tie && casting && out.outcome.adopted == Truth::kNo) others.push_back(*tie);
    for (const rules::Votes& other : others) {
      if (other == *ballot_.votes) continue;
      const auto then = internal::reckon(count_of(other, members), rule, casting);
      if (then.outcome.adopted == out.outcome.adopted) continue;
      out.outcome = {};
      out.missing.push_back(internal::open_votes());
      return out;
    }
    return out;
  }

  /// Whether the paper says that everybody was in favour, though not how many they were.
  bool unanimous_in_words() const {
    return !ballot_.votes && ballot_.counted && ballot_.grade == rules::TallyGrade::kWords &&
           (*ballot_.counted)->words() == fb::TallyWords::UNANIMOUS &&
           present_.low.value_or(0) > 0 && present_.high;
  }

  /// REQUIRES: unanimous_in_words().
  internal::Reckoned reckoned_by_words(const rules::MajorityRule& rule,
                                       const std::optional<rules::CastingRule>& casting,
                                       const BaseSize& members) const {
    const std::uint64_t fewest = *present_.low;
    const std::uint64_t most =
        std::max(fewest, std::min(*present_.high, members.high.value_or(*present_.high)));
    const auto by = [&](std::uint64_t there) {
      Count count = count_of({there, 0, 0}, members);
      count.present = {there, there};
      return internal::reckon(count, rule, casting);
    };
    internal::Reckoned out = by(fewest);
    if (by(most).outcome.adopted != out.outcome.adopted) {
      out = {};
      out.missing.push_back(internal::missing("number present",
                                              "how many those were who were unanimous is not known",
                                              "неизвестно, сколько было тех, кто единогласен"));
    }
    out.outcome.tally.reset();
    return out;
  }

  Sentence derivation_of_words() const {
    if (ballot_.adopted == Truth::kUndetermined) return internal::derivation_of(ballot_, {});
    const bool adopted = ballot_.adopted == Truth::kYes;
    const std::string fewest = std::to_string(*present_.low);
    return {"unanimously by those present, at least " + fewest + ": " +
                (adopted ? "adopted" : "not adopted"),
            "единогласно присутствующими, не меньше " + fewest + ": " +
                (adopted ? "принято" : "не принято")};
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
    return seats.size() - organisations_in(seats) + (named ? ballot_.meeting->unnamed() : 0);
  }

  void settle() {
    if (!ballot_.votes && !unanimous_in_words()) {
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
    ballot_.casting.tie |= ballot_.contest && ballot_.contest->leaders.size() > 1;
    ballot_.option = result.outcome.option;
    ballot_.candidate = result.outcome.candidate;
    for (Missing& one : result.missing) ballot_.grounds.missing.push_back(std::move(one));
    record_asked_of_choice();
    ballot_.derivation =
        ballot_.votes ? internal::derivation_of(ballot_, result.voices.value_or(shown_votes()))
                      : derivation_of_words();
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

  BaseSize members_where(bool vacant_counted) const {
    if (vacant_counted == rule_.voting.vacant_seats_counted || body_ == nullptr) return members_;
    return vacant_counted ? with_empty(members_) : without_empty(members_);
  }

  /// Where nobody meets, those who vote take part, and enough of them have to (GK 181.2).
  void find_quorum() {
    if (!nobody_met() || body_ == nullptr || !rule_.quorum_demanded) return;
    ballot_.quorum = internal::quorum_of_ballot(
        council_, ballot_, rule_, body_->rule,
        {present_, members_, members_where(!rule_.voting.vacant_seats_counted), participants_});
  }

  void read_otherwise() {
    const bool told = ballot_.votes || unanimous_in_words();
    if (!told || council_.chronicle().turned() != nullptr) return;
    for (const rules::VotingReading& one : rules::readings_of(rule_.voting)) {
      if (one.turned.empty() || !one.rule.majority) continue;
      const BaseSize members = members_where(one.rule.vacant_seats_counted);
      BallotReading reading{one.turned, *one.rule.majority,
                            reckoned(*one.rule.majority, one.rule.casting, members).outcome};
      ballot_.grounds.depends_on_assumption |= reading.outcome.adopted != ballot_.adopted;
      ballot_.alternatives.push_back(std::move(reading));
    }
    if (!rule_.voting.majority_base_basis.assumed() || !ballot_.votes) return;
    ballot_.readings = internal::readings_by_base(count_of(*ballot_.votes, members_),
                                                  ballot_.rule->threshold, rule_.voting.casting);
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
