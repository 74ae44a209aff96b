// SPDX-License-Identifier: Apache-2.0
// Ballots and votes: opened by the right office, openly where the charter wants it, on what can be
// chosen; one vote for a seat that is present; nothing after the closing.
#include <set>

#include "projections/internal/governance_case.h"
#include "projections/internal/governance_possible_days.h"
#include "projections/rules/charter.h"

namespace projections::internal {
namespace {

using ledger::Hash;
using ledger::Id;
using ledger::Ok;
using ledger::Status;

Status bad_content(const Sentence& message, const char* where) {
  return refuse("BALLOT_CONTENT", message, where);
}

Sentence option_words(std::uint8_t option) {
  const std::string number = std::to_string(option);
  return {"the option " + number, "вариант " + number};
}

/// A ballot is on one question, among options or among candidates, each named once.
Status check_choices(const fb::BallotOpened& event) {
  const auto* options = event.options();
  const auto* candidates = event.candidates();
  const bool both =
      options != nullptr && options->size() > 0 && candidates != nullptr && candidates->size() > 0;
  if (both) {
    return bad_content({"both options and candidates are listed; a ballot is among one of the two",
                        "указаны и варианты, и кандидаты; выбирают из чего-то одного"},
                       "payload.options");
  }
  std::set<std::uint8_t> numbers;
  for (std::uint32_t i = 0; options != nullptr && i < options->size(); ++i) {
    if (numbers.insert(options->Get(i)->number()).second) continue;
    return bad_content(
        option_words(options->Get(i)->number()) + Sentence{" is listed twice", " указан дважды"},
        "payload.options");
  }
  std::set<std::string_view> seats;
  for (std::uint32_t i = 0; candidates != nullptr && i < candidates->size(); ++i) {
    if (seats.insert(candidates->Get(i)->string_view()).second) continue;
    const std::string candidate = candidates->Get(i)->str();
    return bad_content({"the candidate " + candidate + " is listed twice",
                        "кандидат " + candidate + " указан дважды"},
                       "payload.candidates");
  }
  return Ok{};
}

/// A body decides at its own meeting, and not at somebody's conference.
Status check_at_meeting(const Case& c, const fb::BallotOpened& event,
                        const std::optional<Id>& body) {
  if (event.meeting() == nullptr || !c.native) return Ok{};
  const auto meeting = c.state.one<MeetingRow>(row_key("agN", fixed_of<Hash>(event.meeting())));
  if (!meeting) return Ok{};
  if (body && meeting->body != body) {
    return refuse("NOT_A_BODY_MEETING",
                  meeting->body
                      ? Sentence{"the meeting is one of another body than the ballot",
                                 "заседание не того органа, чьё голосование"}
                      : Sentence{"a conference is not a meeting of the body and decides nothing "
                                 "for it",
                                 "совещание — не заседание органа и за него ничего не решает"},
                  "payload.meeting");
  }
  if (meeting->outcome == 0 || c.correction) return Ok{};
  return refuse("MEETING_CLOSED",
                {"the meeting is closed: no ballot opens at it any more",
                 "заседание закрыто: голосований на нём больше не открывают"},
                "payload.meeting");
}

Status check_candidates(const Case& c, const fb::BallotOpened& event, const Id& body,
                        const fb::BodyRules& rule) {
  if (event.kind() != fb::DecisionKind::ELECTION || event.candidates() == nullptr) return Ok{};
  if (rule.chair() == nullptr || !rule.chair()->from_seats()) return Ok{};
  for (const auto* field : *event.candidates()) {
    const Id seat = fixed_of<Id>(field);
    if (c.state.seat_in(c.place, body, seat, c.today()) != Truth::kNo) continue;
    return refuse(
        "CHAIR_NOT_ELIGIBLE",
        with_id("the candidate ", "кандидат ", seat) +
            Sentence{" holds no seat of the body on ", " не имеет места в органе на "} +
            same(day_text(c.today())) +
            Sentence{"; the chair is one of its members", "; председателем может быть член органа"},
        "payload.candidates",
        clause_of(c.charter(), body_parameter(rule.kind(), "chair.from_seats")));
  }
  return Ok{};
}

bool at_meeting_only(const Case& c, const fb::BodyRules& rule, fb::DecisionKind kind) {
  if (rules::Charter(*c.charter()).voting(rule.kind(), kind).at_meeting_only) return true;
  if (rule.forms() == nullptr || rule.forms()->size() == 0) return false;
  for (const auto form : *rule.forms()) {
    if (static_cast<fb::MeetingForm>(form) == fb::MeetingForm::BY_BALLOT ||
        static_cast<fb::MeetingForm>(form) == fb::MeetingForm::NOT_STATED) {
      return false;
    }
  }
  return true;
}

Status check_ballot_rule(const Case& c, const fb::BallotOpened& event, const Id& body,
                         const fb::BodyRules& rule) {
  if (event.openness() == fb::Openness::SECRET && rule.ballot() == fb::Openness::OPEN) {
    return refuse("SECRET_BALLOT",
                  {"the body votes openly; this ballot is secret",
                   "орган голосует открыто; это голосование — тайное"},
                  "payload.openness",
                  clause_of(c.charter(), body_parameter(rule.kind(), "ballot")));
  }
  if (event.meeting() == nullptr && at_meeting_only(c, rule, event.kind())) {
    return refuse("FORM_NOT_ALLOWED",
                  {"no meeting is named; the charter provides no decision of this body outside "
                   "of a meeting",
                   "заседание не названо; положение не предусматривает решений этого органа вне "
                   "заседания"},
                  "payload.meeting", clause_of(c.charter(), body_parameter(rule.kind(), "forms")));
  }
  if (auto fits = check_candidates(c, event, body, rule); !fits) return fits;
  return check_convener(c, body, rule, rule.ballots_opened_by(), "ballots_opened_by");
}

/// The charter that a ballot names is one of its place.
Status check_named_charter(const Case& c, const fb::BallotOpened& event) {
  const auto named = optional_of<Hash>(event.charter());
  if (!named) return Ok{};
  std::vector<ledger::Scope> scopes{c.place.scope};
  if (c.place.region) scopes.push_back({ledger::ScopeKind::kRegion, *c.place.region});
  for (const ledger::Scope& scope : scopes) {
    for (const CharterFact& fact : c.state.list<CharterFact>(row_key("agH", scope))) {
      if (fact.source == *named) return Ok{};
    }
  }
  return refuse("PLACE_MISMATCH",
                {"the charter is of another place than the ballot",
                 "положение относится не к тому месту, где голосование"},
                "payload.charter");
}

Status check_opened(const Case& c, const fb::BallotOpened& event) {
  if (auto choices = check_choices(event); !choices) return choices;
  if (auto charter = check_named_charter(c, event); !charter) return charter;
  const auto body =
      event.body() == nullptr ? std::optional<Id>() : c.state.body_of(fixed_of<Hash>(event.body()));
  if (auto meeting = check_at_meeting(c, event, body); !meeting) return meeting;
  if (!body) return Ok{};
  if (auto here = check_body_here(c, *body, "payload.body"); !here) return here;
  const auto composition = c.state.composition_on(*body, c.today());
  if (!c.native || !composition) return Ok{};
  const auto* rule = body_rules(c.charter(), static_cast<fb::BodyKind>(composition->kind));
  return rule == nullptr ? Status(Ok{}) : check_ballot_rule(c, event, *body, *rule);
}

// --- votes ---------------------------------------------------------------------------------------

Status closed(const Case& c, const BallotRow& ballot) {
  return refuse("BALLOT_CLOSED",
                {"the ballot is closed: what it decided stands as it was then",
                 "голосование закрыто: его итог остаётся таким, каким был тогда"},
                "payload.ballot", voting_clause(c, ballot));
}

Status check_vote_content(const fb::VoteCast& event, const BallotRow& ballot) {
  if (event.option().has_value() && event.candidate() != nullptr) {
    return bad_content({"the vote names both an option and a candidate; it is for one of the two",
                        "голос назван и за вариант, и за кандидата; подают его за что-то одно"},
                       "payload.option");
  }
  if (event.option().has_value() && std::find(ballot.options.begin(), ballot.options.end(),
                                              *event.option()) == ballot.options.end()) {
    return bad_content(
        option_words(*event.option()) + Sentence{" is not on the ballot", " в бюллетене не указан"},
        "payload.option");
  }
  const auto candidate = optional_of<Id>(event.candidate());
  if (candidate && std::find(ballot.candidates.begin(), ballot.candidates.end(), *candidate) ==
                       ballot.candidates.end()) {
    return bad_content(with_id("the candidate ", "кандидат ", *candidate) +
                           Sentence{" is not on the ballot", " в бюллетене не указан"},
                       "payload.candidate");
  }
  const bool choice_needed = !ballot.options.empty() || !ballot.candidates.empty();
  const bool chosen = event.option().has_value() || candidate.has_value();
  if (event.choice() == fb::Choice::FOR && choice_needed && !chosen) {
    return bad_content({"a vote in favour names the option or the candidate; this one names none",
                        "голос «за» называет вариант или кандидата; здесь не назван никто"},
                       "payload.choice");
  }
  return Ok{};
}

/// SEAT_UNKNOWN: the body of the ballot has no such seat when it votes.
Status check_had_seat(const Case& c, const Hash& digest, const BallotRow& ballot, const Id& seat) {
  const DayRange on =
      days_of_seats(c.state, c.place, when_decided(c.state, c.place, digest, ballot));
  const auto days = possible_days(c.state, c.place, ballot.body, on);
  if (may_have_seat(c.state, c.place, *ballot.body, seat, days)) return Ok{};
  return seat_unknown(seat, on, "payload.seat");
}

/// The seat is of the body and present. Told votes are recorded as they are told, except for a
/// seat that a body with listed seats never had.
Status check_vote_seat(const Case& c, const Hash& digest, const BallotRow& ballot, const Id& seat) {
  if (ballot.body) {
    if (auto here = check_body_here(c, *ballot.body, "payload.ballot"); !here) return here;
    const auto composition = c.state.composition_on(*ballot.body, c.today());
    const bool listed =
        composition && composition->rule == static_cast<std::uint8_t>(fb::SeatRule::EXPLICIT);
    if (c.native || listed) {
      if (auto had = check_had_seat(c, digest, ballot, seat); !had) return had;
    }
  }
  if (!c.native || !ballot.meeting) return Ok{};
  if (present_at(c.state, *ballot.meeting, seat, ballot.agenda_item) != Truth::kNo) return Ok{};
  const std::string item = std::to_string(ballot.agenda_item);
  return refuse(
      "SEAT_ABSENT",
      with_id("the seat ", "место ", seat) +
          Sentence{" is not among those present at the meeting", " не присутствует на заседании"} +
          (ballot.agenda_item == 0 ? Sentence()
                                   : Sentence{" at its item " + item, " при вопросе " + item}) +
          Sentence{"; those present vote", "; голосуют присутствующие"},
      "payload.seat", voting_clause(c, ballot));
}

Status check_vote(const Case& c, const fb::VoteCast& event) {
  const Hash digest = fixed_of<Hash>(event.ballot());
  const auto ballot = c.state.one<BallotRow>(row_key("agL", digest));
  if (!ballot) return Ok{};
  if (ballot->outcome != Outcome::kOpen) return closed(c, *ballot);
  const Id seat = fixed_of<Id>(event.seat());
  if (c.state.rows().contains(row_key("agV", digest, seat))) {
    return refuse("DUPLICATE_VOTE",
                  with_id("the seat ", "место ", seat) +
                      Sentence{" has voted in this ballot; a seat votes once",
                               " уже голосовало в этом голосовании; одно место — один голос"},
                  "payload.seat", voting_clause(c, *ballot));
  }
  if (auto content = check_vote_content(event, *ballot); !content) return content;
  if (auto fits = check_vote_seat(c, digest, *ballot, seat); !fits) return fits;
  if (!c.self || !ballot->body) return Ok{};
  return check_speaks_for_seat(c, *ballot->body, seat, fb::RepresentationScope::VOTE);
}

Status check_open(const Case& c, const flatbuffers::String* ballot) {
  const auto row = c.state.one<BallotRow>(row_key("agL", fixed_of<Hash>(ballot)));
  return row && row->outcome != Outcome::kOpen ? closed(c, *row) : Status(Ok{});
}

/// A rule is the path of a body's parameters, or of those for one kind of decision.
bool is_rule_of(std::string_view rule, std::string_view body, fb::DecisionKind kind) {
  const std::string of_kind =
      std::string(body) + ".questions." + std::string(fb::EnumNameDecisionKind(kind));
  return rule == body || rule == of_kind;
}

bool is_rule_of_any_body(std::string_view rule, fb::DecisionKind kind) {
  return std::any_of(std::begin(fb::EnumValuesBodyKind()), std::end(fb::EnumValuesBodyKind()),
                     [&](fb::BodyKind body) {
                       return body != fb::BodyKind::UNSPECIFIED &&
                              is_rule_of(rule, rules::Charter::body_path(body), kind);
                     });
}

}  // namespace

Sentence voting_clause(const Case& c, const BallotRow& ballot) {
  if (!ballot.body) return {};
  const auto composition = c.state.composition_on(*ballot.body, c.today());
  if (!composition) return {};
  return clause_of(c.charter(),
                   body_parameter(static_cast<fb::BodyKind>(composition->kind), "majority"));
}

Status check_named_rule(const Case& c) {
  const auto* event = c.payload.as<fb::BallotOpened>();
  if (event == nullptr || event->rule() == nullptr) return Ok{};
  const std::string_view rule = event->rule()->string_view();
  const auto body = event->body() == nullptr ? std::optional<Id>()
                                             : c.state.body_of(fixed_of<Hash>(event->body()));
  const auto composition =
      body ? c.state.composition_on(*body, c.today()) : std::optional<CompositionFact>();
  const std::string named(rule);
  if (!composition) {
    if (is_rule_of_any_body(rule, event->kind())) return Ok{};
    return refuse("BALLOT_RULE",
                  {"no body decides by a rule \"" + named + "\"",
                   "ни один орган не решает по правилу «" + named + "»"},
                  "payload.rule");
  }
  const std::string path = rules::Charter::body_path(static_cast<fb::BodyKind>(composition->kind));
  if (is_rule_of(rule, path, event->kind())) return Ok{};
  return refuse("BALLOT_RULE",
                {"the ballot names the rule \"" + named + "\"; its body decides by " + path +
                     " or by that rule's part for the kind of decision",
                 "голосование называет правило «" + named + "»; его орган решает по правилу " +
                     path + " или по его части для вида решения"},
                "payload.rule");
}

Status check_ballots(const Case& c) {
  if (const auto* event = c.payload.as<fb::VoteCast>()) return check_vote(c, *event);
  if (const auto* event = c.payload.as<fb::BallotOpened>()) return check_opened(c, *event);
  if (const auto* event = c.payload.as<fb::BallotClosed>()) return check_open(c, event->ballot());
  if (const auto* event = c.payload.as<fb::BallotCounted>()) {
    return check_open(c, event->ballot());
  }
  return Ok{};
}

}  // namespace projections::internal
