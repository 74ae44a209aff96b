// SPDX-License-Identifier: Apache-2.0
// Signs in ballots and decisions: no quorum, another result than the paper states, votes that do
// not count, questions outside the competence or the agenda, conferences that decide for a body,
// elections against the charter, meetings without a protocol (TO 3, 4, 7, 9-12; SM 5.2; PR).
#include <algorithm>
#include <map>

#include "projections/governance/decisions.h"
#include "projections/governance/internal/council_facts.h"
#include "projections/governance/internal/counts.h"
#include "projections/governance/internal/finder.h"
#include "projections/governance/words.h"

namespace projections::governance::internal {
namespace {

using ledger::Hash;
using ledger::Id;

std::string body_path(fb::BodyKind kind, const char* parameter) {
  return rules::Charter::body_path(kind) + parameter;
}

std::optional<AdoptedCharter> charter_of(const Finder& finder, const FuzzyDate& day) {
  return finder.council.governing(day).charter;
}

// --- ballots -------------------------------------------------------------------------------------

std::string outcome_text(Truth adopted, const std::optional<std::uint8_t>& option,
                         const std::optional<Id>& candidate) {
  if (option) return "option " + std::to_string(*option);
  if (candidate) return ledger::to_hex(*candidate);
  if (adopted == Truth::kUndetermined) return "undetermined";
  return adopted == Truth::kYes ? "adopted" : "rejected";
}

void find_late_outcome(Finder& finder, const Ballot& ballot) {
  if (!ballot.changed_late) return;
  Case one = case_of("OUTCOME_CHANGED_LATE", ballot.fact.source, ballot.grounds);
  const BallotOutcome& now = *ballot.changed_late;
  one.numbers = {
      {"known_at_closing", outcome_text(ballot.adopted, ballot.option, ballot.candidate)},
      {"known_now", outcome_text(now.adopted, now.option, now.candidate)}};
  for (const std::uint64_t index : ballot.late_events) one.evidence.add_event(index);
  finder.add(std::move(one));
}

std::string quorum_text(Truth met) {
  if (met == Truth::kUndetermined) return "undetermined";
  return met == Truth::kYes ? "met" : "not_met";
}

void find_late_quorum(Finder& finder, const Decision& decision) {
  if (!decision.quorum.changed_late) return;
  Case one = case_of("OUTCOME_CHANGED_LATE", decision.fact.source, decision.quorum.grounds);
  one.numbers = {{"quorum_known_at_closing", quorum_text(decision.quorum.met)},
                 {"quorum_known_now", quorum_text(*decision.quorum.changed_late)}};
  for (const std::uint64_t index : decision.quorum.late_events) one.evidence.add_event(index);
  finder.add(std::move(one));
}

/// The charter's one clause does not say whether the casting vote also settles a tie in which
/// somebody abstained, or one of two choices beside which others have votes.
void find_in_casting(Finder& finder, const Ballot& ballot) {
  const bool question = ballot.casting.tie && ballot.casting.choice &&
                        ballot.votes->abstained > 0 && ballot.tally &&
                        ballot.tally->abstentions_in_tie;
  const bool among = ballot.votes && ballot.contest &&
                     ballot.contest->by == rules::DecidedBy::kCastingVote &&
                     ballot.votes->cast() + ballot.votes->abstained > 2 * ballot.contest->most;
  if (!question && !among) return;
  Case one = case_under("UNREGULATED_ACTION", ballot.fact.source, charter_of(finder, ballot.day),
                        body_path(ballot.body_kind, ".casting_vote.with_abstentions"));
  one.period = "casting_vote.with_abstentions";
  if (question) {
    one.numbers = {{"for", std::to_string(ballot.votes->in_favour)},
                   {"against", std::to_string(ballot.votes->against)},
                   {"abstained", std::to_string(ballot.votes->abstained)}};
    one.detail = {"whether the casting vote settles a tie in which somebody abstained is a reading",
                  "решает ли решающий голос при воздержавшихся — вопрос прочтения"};
  } else {
    // A paper may count fewer in favour than for the two together.
    const std::uint64_t both = 2 * ballot.contest->most;
    const std::uint64_t others = std::max(ballot.votes->cast(), both) - both;
    one.numbers = {{"each", std::to_string(ballot.contest->most)},
                   {"others", std::to_string(others)},
                   {"abstained", std::to_string(ballot.votes->abstained)}};
    one.detail = {
        "whether the casting vote settles a tie of two beside which somebody voted "
        "otherwise is a reading",
        "решает ли решающий голос, когда кто-то голосовал иначе, — вопрос прочтения"};
  }
  one.evidence.add(ballot.grounds.evidence);
  finder.add(std::move(one));
}

void find_in_rule(Finder& finder, const Ballot& ballot) {
  if (ballot.openness_allowed == Truth::kNo) {
    finder.add(case_under("SECRET_BALLOT", ballot.fact.source, charter_of(finder, ballot.day),
                          body_path(ballot.body_kind, ".ballot")));
  }
  if (ballot.readings_disagree) {
    Case one = case_of("BASE_AMBIGUOUS", ballot.fact.source, ballot.grounds, ".majority.base");
    one.detail = ballot.derivation;
    finder.add(std::move(one));
  }
  find_in_casting(finder, ballot);
}

/// What the paper counts, beside what the roll call names.
void find_against_roll_call(Finder& finder, const Ballot& ballot) {
  if (!ballot.contradicted || !ballot.counted) return;
  Case one = case_of("COUNTS_CONFLICT", ballot.fact.source, ballot.grounds);
  one.period = "roll_call";
  const auto add = [&](const std::string& whose, const rules::Votes& votes) {
    one.numbers.emplace_back(whose + "_for", std::to_string(votes.in_favour));
    one.numbers.emplace_back(whose + "_against", std::to_string(votes.against));
    one.numbers.emplace_back(whose + "_abstained", std::to_string(votes.abstained));
  };
  add("named", *ballot.contradicted);
  const auto text = [](const rules::Votes& votes) {
    return std::to_string(votes.in_favour) + ":" + std::to_string(votes.against) + ":" +
           std::to_string(votes.abstained);
  };
  const std::string named = text(*ballot.contradicted);
  const auto told = told_votes(**ballot.counted);
  if (told) add("told", *told);
  if (!told) one.numbers.emplace_back("told", "unanimous");
  one.detail = {
      "by the roll call " + named + ", by the paper " +
          (told ? text(*told) : std::string("unanimously")),
      "поимённо " + named + ", по документу " + (told ? text(*told) : std::string("единогласно"))};
  finder.add(std::move(one));
}

/// More votes than people, or another number of those present at the vote than the attendance has.
void find_against_attendance(Finder& finder, const Ballot& ballot) {
  const auto& missing = ballot.grounds.missing;
  const auto beyond = std::find_if(missing.begin(), missing.end(), [](const Missing& what) {
    return what.what == "MORE_THAN_ALL";
  });
  if (beyond != missing.end()) {
    Case one = case_of("COUNTS_CONFLICT", ballot.fact.source, ballot.grounds);
    one.period = "attendance";
    const rules::Votes votes = ballot.votes.value_or(rules::Votes{});
    one.numbers = {{"votes", std::to_string(votes.cast() + votes.abstained)}};
    const rules::Electorate& who = ballot.electorate;
    if (who.present) one.numbers.emplace_back("present", std::to_string(*who.present));
    if (who.members) one.numbers.emplace_back("members", std::to_string(*who.members));
    one.detail = beyond->sentence;
    finder.add(std::move(one));
  }
  const Meeting* meeting = ballot.meeting.get();
  if (meeting == nullptr || !meeting->attendance || !ballot.counted) return;
  const auto told = (*ballot.counted)->present();
  const auto present = ballot.electorate.present;
  if (!told.has_value() || !present) return;
  const std::uint64_t listed = meeting->attendees.size() + meeting->strangers.size();
  if (*told >= *present && *told <= std::max<std::uint64_t>(*present, listed)) return;
  Case one = case_of("COUNTS_CONFLICT", ballot.fact.source, ballot.grounds);
  one.period = "present";
  one.numbers = {{"told", std::to_string(*told)}, {"present", std::to_string(*present)}};
  one.detail = {"the count is of " + std::to_string(*told) + " present, the attendance has " +
                    std::to_string(*present),
                "в подсчёте присутствующих " + std::to_string(*told) + ", по записи о явке " +
                    std::to_string(*present)};
  finder.add(std::move(one));
}

/// The assumptions on which it hangs whether a vote counts, each read otherwise alone: who is a
/// participant on the day, and whether who acts for a head needs an authority.
std::set<rules::Turned> asked_of_vote(const Finder& finder, const Ballot& ballot,
                                      const RollCallLine& line) {
  auto asked =
      assumed_of_members(finder.council.members(), ballot.day.not_after.value_or(finder.on));
  if (line.code == "AUTHORITY_NOT_EVIDENCED") {
    asked.push_back(
        finder.council.rule_for(ballot.body_kind, ballot.kind, ballot.day).acting_authority);
  }
  std::set<rules::Turned> out;
  for (const RuleUsed& rule : asked) {
    for (const std::string& value : finder.charters.other_values(rule)) {
      out.insert(rules::Turned{{rule.basis.path, value}});
    }
  }
  return out;
}

/// Votes that somebody recorded and that do not count.
void find_in_votes(Finder& finder, const Ballot& ballot) {
  std::map<std::uint64_t, const Source*> sources;
  for (const auto& vote : facts_at(finder.council.facts().votes, ballot.fact.digest())) {
    sources[vote.index()] = vote.source;
  }
  for (const RollCallLine& line : ballot.roll_call) {
    if (line.counted != Truth::kNo || finding_kind(line.code) == nullptr) continue;
    Case one = case_of(line.code, sources.at(line.index), {});
    one.numbers = {{"seat", ledger::to_hex(line.seat)}};
    one.evidence.add(*ballot.fact.source);
    if (ballot.meeting != nullptr) one.evidence.add(ballot.meeting->grounds.evidence);
    one.asked = asked_of_vote(finder, ballot, line);
    finder.add(std::move(one));
  }
  for (const Voice& voice : ballot.voices) {
    if (!voice.disagree) continue;
    Case one = case_of("REPRESENTATIVES_DISAGREE", ballot.fact.source, ballot.grounds);
    one.period = ledger::to_hex(voice.organisation);
    finder.add(std::move(one));
  }
}

/// Whether the seat presided over the question because the chair was not there: who presides then
/// opens the ballots too (TO 3-5, an absent chair).
bool stood_in(const Finder& finder, const Ballot& ballot, const fb::BodyRules& body,
              const std::vector<ChairTerm>& chairs, const std::optional<Id>& seat) {
  if (ballot.meeting == nullptr || ballot.meeting->attendees.empty() || !seat) return false;
  const auto* missing = body.missing_chair();
  if (missing == nullptr || missing->presides() == fb::StandIn::NOBODY) return false;
  const auto present = present_at(*ballot.meeting, ballot.fact->agenda_item().value_or(0));
  const bool came = std::any_of(chairs.begin(), chairs.end(), [&](const ChairTerm& term) {
    return std::binary_search(present.begin(), present.end(), term.seat);
  });
  return !came && presiding_of(finder.council, *ballot.meeting).seat == seat;
}

void find_opener(Finder& finder, const Ballot& ballot) {
  const auto charter = charter_of(finder, ballot.day);
  const fb::BodyRules* body = charter ? charter->charter.body(ballot.body_kind) : nullptr;
  if (body == nullptr || body->ballots_opened_by() != fb::Convener::CHAIR || !ballot.body) return;
  const auto day = ballot.day.day();
  const fb::ConvenedBy& by = *ballot.fact->opened_by();
  if (!day || by.by() == fb::Convener::NOT_STATED) return;
  const auto chairs = finder.council.chairs_on(*ballot.body, *day);
  if (chairs.empty()) return;
  const auto seat = optional_of<Id>(by.seat() != nullptr ? by.seat() : by.organisation());
  const bool theirs = !seat || std::any_of(chairs.begin(), chairs.end(),
                                           [&](const auto& term) { return term.seat == *seat; });
  if (by.by() == fb::Convener::CHAIR && theirs) return;
  if (stood_in(finder, ballot, *body, chairs, seat)) return;
  Case one = case_under("BALLOT_OPENED_BY_OTHER", ballot.fact.source, charter,
                        body_path(ballot.body_kind, ".ballots_opened_by"));
  one.numbers = {{"by", fb::EnumNameConvener(by.by())}};
  for (const ChairTerm& term : chairs) one.evidence.add(term.evidence);
  finder.add(std::move(one));
}

// --- decisions -----------------------------------------------------------------------------------

/// Adds to a case and to its words what another reading gives.
void say_otherwise(FindingReading reading, Case& one) {
  one.certainty = fb::Certainty::ASSUMED;
  one.detail = one.detail + Sentence{"; read otherwise, ", "; при другом прочтении, "} +
               same(reading.turned + ": ") + reading.outcome;
  one.readings.push_back(std::move(reading));
}

/// Where another reading of an assumed parameter would find otherwise, the case rests on the
/// assumption, and both stand in it.
void read_quorum_otherwise(const QuorumState& quorum, Case& one) {
  for (const QuorumReading& reading : quorum.readings) {
    if (reading.met == quorum.met) continue;
    const std::string present = std::to_string(reading.present);
    const std::string total = std::to_string(reading.total);
    const std::string needed = std::to_string(reading.needed);
    const Sentence met = words_of(reading.met);
    say_otherwise(
        {reading.turned,
         {present + " present of " + total + ", needed " + needed + ", quorum: " + met.english,
          "присутствует " + present + " из " + total + ", нужно " + needed +
              ", кворум: " + met.russian},
         {{"present", present},
          {"total", total},
          {"needed", needed},
          {"met", quorum_text(reading.met)}}},
        one);
  }
}

/// The same of the votes: by another parameter, and by another base where the charter leaves open
/// of what the majority is a share.
void read_votes_otherwise(const Ballot& ballot, Case& one) {
  for (const BallotReading& reading : ballot.alternatives) {
    const BallotOutcome& out = reading.outcome;
    if (out.adopted == ballot.adopted) continue;
    say_otherwise({reading.turned,
                   adopted_in_words(out.adopted),
                   {{"computed", outcome_text(out.adopted, {}, {})}}},
                  one);
  }
  for (const rules::Reading& reading : ballot.readings) {
    if (!reading.tally || rules::truth_of(reading.tally->adopted) == ballot.adopted) continue;
    const Truth adopted = rules::truth_of(reading.tally->adopted);
    say_otherwise({"majority.base = " + std::string(rules::name_of(reading.rule.base)),
                   adopted_in_words(adopted),
                   {{"computed", outcome_text(adopted, {}, {})}}},
                  one);
  }
}

/// How many were there and how many were needed; of those whom the paper only counts it is not
/// known whether they have seats.
void add_quorum(const QuorumState& quorum, Case& one) {
  const std::uint64_t present = quorum.present.value_or(0);
  one.numbers.emplace_back("present", std::to_string(present));
  if (quorum.present_open > 0) {
    one.numbers.emplace_back("present_at_most", std::to_string(present + quorum.present_open));
  }
  one.numbers.emplace_back("total", std::to_string(quorum.total.value_or(0)));
  one.numbers.emplace_back("needed", std::to_string(quorum.needed.value_or(0)));
}

/// A paper that states as adopted what is void: the votes do not matter, so none are named.
Case mismatch_with_quorum(const Decision& decision) {
  Case one = case_of("RESULT_MISMATCH", decision.fact.source, decision.quorum.grounds);
  one.numbers = {{"stated", fb::EnumNameStatedResult(decision.fact->stated_result())},
                 {"computed", std::string(name_of(decision.state))}};
  add_quorum(decision.quorum, one);
  one.detail = words_of(decision.quorum);
  read_quorum_otherwise(decision.quorum, one);
  one.evidence.add(decision.grounds.evidence);
  return one;
}

void find_in_result(Finder& finder, const Decision& decision) {
  const Source* subject = decision.fact.source;
  if (decision.state == DecisionState::kVoidNoQuorum) {
    Case one = case_of("NO_QUORUM", subject, decision.quorum.grounds);
    add_quorum(decision.quorum, one);
    if (decision.quorum.grounds.depends_on_assumption) one.detail = words_of(decision.quorum);
    read_quorum_otherwise(decision.quorum, one);
    one.evidence.add(decision.grounds.evidence);
    finder.add(std::move(one));
  }
  if (!decision.mismatch) return;
  if (decision.state == DecisionState::kVoidNoQuorum) {
    return finder.add(mismatch_with_quorum(decision));
  }
  if (decision.ballot == nullptr) return;
  const Ballot& ballot = *decision.ballot;
  Case one = case_of("RESULT_MISMATCH", subject, ballot.grounds);
  one.numbers = {{"stated", fb::EnumNameStatedResult(decision.fact->stated_result())},
                 {"computed", std::string(name_of(decision.state))}};
  const auto add_arithmetic = [&](const auto& arithmetic) {
    one.numbers.emplace_back("needed", std::to_string(arithmetic.needed));
    one.numbers.emplace_back("base", std::to_string(arithmetic.base_size));
  };
  if (ballot.contest) {
    // Of all votes for somebody only those for the leader matter.
    one.numbers.emplace_back("most", std::to_string(ballot.contest->most));
    add_arithmetic(*ballot.contest);
  } else if (ballot.votes) {
    one.numbers.emplace_back("for", std::to_string(ballot.votes->in_favour));
  }
  if (ballot.tally) add_arithmetic(*ballot.tally);
  one.detail = ballot.derivation;
  read_votes_otherwise(ballot, one);
  // Votes that adopt count for nothing where nobody may have been able to decide.
  if (ballot.adopted == Truth::kYes) read_quorum_otherwise(decision.quorum, one);
  one.evidence.add(decision.grounds.evidence);
  finder.add(std::move(one));
}

void find_in_content(Finder& finder, const Decision& decision) {
  const Source* subject = decision.fact.source;
  const auto charter = charter_of(finder, decision.day);
  if (decision.in_competence == Truth::kNo) {
    Case one = case_under("OUT_OF_COMPETENCE", subject, charter,
                          body_path(decision.body_kind, ".competence"));
    one.numbers = {{"kind", fb::EnumNameDecisionKind(decision.kind)}};
    finder.add(std::move(one));
  }
  if (decision.meeting == nullptr && decision.form_allowed == Truth::kNo) {
    Case one =
        case_under("FORM_NOT_ALLOWED", subject, charter, body_path(decision.body_kind, ".forms"));
    one.numbers = {{"form", fb::EnumNameMeetingForm(fb::MeetingForm::BY_BALLOT)}};
    finder.add(std::move(one));
  }
  if (decision.missing_parts.empty()) return;
  Case one = case_under("OPINION_INCOMPLETE", subject, charter,
                        body_path(decision.body_kind, ".opinion_parts"));
  for (const fb::OpinionPart part : decision.missing_parts) {
    one.numbers.emplace_back("missing", fb::EnumNameOpinionPart(part));
  }
  finder.add(std::move(one));
}

/// General law lets a meeting of everybody decide what was not on the agenda (Civil Code 181.5);
/// where the paper does not tell whether everybody came, nothing is found.
void find_off_agenda(Finder& finder, const Decision& decision) {
  const Meeting* meeting = decision.meeting.get();
  if (decision.on_agenda != Truth::kNo || meeting == nullptr || meeting->body == nullptr) return;
  const Body& body = *meeting->body;
  const std::uint64_t at_most = counted_by_number(*meeting)
                                    ? *(*meeting->attendance)->present_stated()
                                    : meeting->present.size() + meeting->unnamed();
  if (body.undetermined.empty() && at_most >= body.seats.size()) return;
  Case one{"OFF_AGENDA_DECISION", decision.fact.source, "ГК 181.5", fb::Certainty::DEFAULT};
  one.numbers = {{"agenda_item", std::to_string(decision.fact->agenda_item().value_or(0))},
                 {"items", std::to_string(meeting->agenda.size())}};
  one.evidence.add(meeting->grounds.evidence);
  finder.add(std::move(one));
}

bool lists_any(const auto* list) { return list != nullptr && list->size() > 0; }

/// What a conference said in the name of a body, or what only a body can do.
void find_at_conference(Finder& finder, const Decision& decision) {
  if (decision.meeting == nullptr || !decision.meeting->conference) return;
  const fb::DecisionDeclared& paper = *decision.fact.payload;
  const bool of_body =
      paper.body() != nullptr || (decision.ballot != nullptr && decision.ballot->body.has_value());
  const bool effect =
      lists_any(paper.offices()) || lists_any(paper.admits()) || lists_any(paper.excludes());
  if (!of_body && !effect && decision.kind != fb::DecisionKind::COMPOSITION) return;
  Case one = case_of("NOT_A_BODY_MEETING", decision.fact.source, {});
  one.numbers = {{"kind", fb::EnumNameDecisionKind(decision.kind)}};
  one.evidence.add(*decision.meeting->fact.source);
  finder.add(std::move(one));
}

// --- elections and appointments ------------------------------------------------------------------

void find_in_term(Finder& finder, const Decision& decision, const ChairTerm& term) {
  const auto say = [&](std::string_view code) {
    Case one = case_of(code, decision.fact.source, term.grounds, ".chair");
    one.period = ledger::to_hex(term.seat);
    one.numbers = {{"from", rules::to_text(term.from)}};
    if (term.last_day) one.numbers.emplace_back("last_day", rules::to_text(*term.last_day));
    finder.add(std::move(one));
  };
  if (term.code == "CHAIR_NOT_ELIGIBLE" || term.code == "OUT_OF_COMPETENCE") say(term.code);
  if (term.term_as_ruled == Truth::kNo) say("TERM_NOT_ALLOWED");
  if (term.term_missing) say("TERM_NOT_STATED");
  if (term.overlaps) say("TERM_OVERLAP");
}

// --- meetings without a protocol -----------------------------------------------------------------

bool has_protocol(const CouncilFacts& facts, const Chronicle& chronicle, const Id& meeting) {
  const auto papers = chronicle.all<fb::ProtocolRegistered>();
  return std::any_of(papers.begin(), papers.end(), [&](const auto& paper) {
    const auto of = facts.meeting(paper->meeting());
    return of && fixed_of<Id>((*of)->meeting()) == meeting;
  });
}

/// Decisions are put in a protocol. An admission that needs a meeting needs it; other protocols are
/// missed only where the record of decisions is claimed to be complete.
void find_missing_protocol(Finder& finder, const Meeting& meeting,
                           const std::vector<const Decision*>& decisions) {
  if (meeting.body == nullptr || decisions.empty() || meeting.held != Truth::kYes) return;
  const auto day = meeting.day.day();
  const CoverageClaim* claim =
      day && *day < finder.on
          ? complete_on(finder.claims, fb::FactKind::DECISIONS, *day, meeting.body->kind)
          : nullptr;
  bool admission = false;
  for (const Decision* one : decisions) {
    const auto rule = finder.council.rule_for(meeting.body->kind, one->kind, meeting.day);
    admission |= lists_any(one->fact->admits()) && rule.voting.at_meeting_only;
  }
  if (claim == nullptr && !admission) return;
  if (has_protocol(finder.council.facts(), finder.chronicle, meeting.id)) return;
  const auto charter = charter_of(finder, meeting.day);
  const fb::BodyRules* body = charter ? charter->charter.body(meeting.body->kind) : nullptr;
  if (!admission && body != nullptr && body->protocol() == nullptr) return;
  Case one =
      case_under("PROTOCOL_MISSING", meeting.fact.source, charter,
                 body_path(meeting.body->kind, admission ? ".questions.ACCESSION" : ".protocol"));
  one.numbers = {{"decisions", std::to_string(decisions.size())}};
  if (claim != nullptr) one.evidence.add(claim->evidence);
  finder.add(std::move(one));
}

}  // namespace

void find_in_decisions(Finder& finder) {
  for (const Ballot& ballot : ballots(finder.council)) {
    if (finder.to_come(ballot.day)) continue;
    find_late_outcome(finder, ballot);
    find_in_rule(finder, ballot);
    find_in_votes(finder, ballot);
    find_against_roll_call(finder, ballot);
    find_against_attendance(finder, ballot);
    find_opener(finder, ballot);
  }
  const std::vector<Decision> all = decisions(finder.council);
  std::map<Id, std::vector<const Decision*>> by_meeting;
  for (const Decision& decision : all) {
    if (finder.to_come(decision.day)) continue;
    for (const DecisionReading& reading : decision.readings) {
      finder.otherwise.insert(reading.turned);
    }
    find_late_quorum(finder, decision);
    find_in_result(finder, decision);
    find_at_conference(finder, decision);
    for (const ChairTerm& term : decision.chairs) find_in_term(finder, decision, term);
    if (decision.meeting != nullptr) by_meeting[decision.meeting->id].push_back(&decision);
    if (decision.state == DecisionState::kNotOfABody) continue;
    find_in_content(finder, decision);
    find_off_agenda(finder, decision);
  }
  for (const Meeting& meeting : meetings(finder.council)) {
    if (finder.to_come(meeting.day)) continue;
    find_missing_protocol(finder, meeting, by_meeting[meeting.id]);
  }
}

}  // namespace projections::governance::internal
