// SPDX-License-Identifier: Apache-2.0
// Ballots: the roll call, the counts of the paper, the arithmetic and every other reading.
#include "api/council_json.h"
#include "api/governance_json.h"
#include "api/view_json.h"

namespace api {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;
using projections::Fact;

Json choice_json(rules::Choice choice) {
  switch (choice) {
    case rules::Choice::kFor:
      return "FOR";
    case rules::Choice::kAgainst:
      return "AGAINST";
    case rules::Choice::kAbstain:
      return "ABSTAIN";
    case rules::Choice::kNotVoting:
      return "NOT_VOTING";
  }
  return {};
}

Json tally_json(const std::optional<rules::Tally>& tally) {
  if (!tally) return {};
  return {{"adopted", tally->adopted},
          {"decided_by", rules::name_of(tally->by)},
          {"base_size", json_integer(tally->base_size)},
          {"needed", json_integer(tally->needed)},
          {"margin", json_integer(tally->margin)},
          {"abstentions_in_tie", tally->abstentions_in_tie}};
}

Json contest_json(const std::optional<rules::ContestOutcome>& contest) {
  if (!contest) return {};
  Json leaders = Json::array();
  for (const std::size_t leader : contest->leaders) leaders.push_back(leader);
  return {{"winner", number_or_null(contest->winner)},
          {"leaders", std::move(leaders)},
          {"decided_by", rules::name_of(contest->by)},
          {"base_size", json_integer(contest->base_size)},
          {"needed", json_integer(contest->needed)}};
}

Json rule_json_of(const rules::MajorityRule& rule) {
  return {
      {"numerator", rule.threshold.numerator},
      {"denominator", rule.threshold.denominator},
      {"relation", rule.threshold.relation == rules::Relation::kAtLeast ? "at_least" : "more_than"},
      {"base", rules::name_of(rule.base)}};
}

Json votes_json(const std::optional<rules::Votes>& votes) {
  if (!votes) return {};
  return {{"for", json_integer(votes->in_favour)},
          {"against", json_integer(votes->against)},
          {"abstained", json_integer(votes->abstained)}};
}

Json outcome_json(const gov::BallotOutcome& outcome) {
  return {{"adopted", truth_json(outcome.adopted)},
          {"tally", tally_json(outcome.tally)},
          {"contest", contest_json(outcome.contest)},
          {"option", number_or_null(outcome.option)},
          {"candidate", hex_or_null(outcome.candidate)}};
}

Json line_json(const gov::RollCallLine& line, const Telling& telling) {
  return {{"seat", to_hex(line.seat)},
          {"organisation", hex_or_null(line.organisation)},
          {"organisation_name", telling.name(line.organisation)},
          {"choice", word(fb::EnumNameChoice, line.choice)},
          {"option", number_or_null(line.option)},
          {"candidate", hex_or_null(line.candidate)},
          {"signed_by_voter", line.signed_by_voter},
          {"counted", truth_json(line.counted)},
          {"code", text_or_null(line.code)},
          {"event", json_integer(line.index)}};
}

Json voice_json(const gov::Voice& voice, const Telling& telling) {
  return {{"organisation", to_hex(voice.organisation)},
          {"organisation_name", telling.name(voice.organisation)},
          {"member", truth_json(voice.member)},
          {"in_favour", voice.in_favour},
          {"disagree", voice.disagree},
          {"silent", voice.silent}};
}

Json casting_json(const gov::Ballot& ballot) {
  const gov::CastingVoteState& casting = ballot.casting;
  const bool used = (ballot.tally && ballot.tally->by == rules::DecidedBy::kCastingVote) ||
                    (ballot.contest && ballot.contest->by == rules::DecidedBy::kCastingVote);
  return {{"by_rule", casting.by_rule},
          {"tie", casting.tie},
          {"used", used},
          {"holder", hex_or_null(casting.holder)},
          {"unknown_holder", casting.unknown_holder},
          {"unknown_choice", casting.unknown_choice},
          {"choice", casting.choice ? choice_json(*casting.choice) : Json()}};
}

/// What the paper says about the count; null where no such event is recorded.
Json counted_json(const std::optional<Fact<fb::BallotCounted>>& fact) {
  if (!fact) return {};
  const fb::BallotCounted& said = **fact;
  Json choices = Json::array();
  if (said.choices() != nullptr) {
    for (const auto* one : *said.choices()) {
      choices.push_back({{"option", number_or_null(one->option())},
                         {"candidate", text_of_field(one->candidate())},
                         {"votes_for", one->votes_for()}});
    }
  }
  return {{"present", number_or_null(said.present())},
          {"for", number_or_null(said.votes_for())},
          {"against", number_or_null(said.votes_against())},
          {"abstained", number_or_null(said.abstained())},
          {"not_voting", number_or_null(said.not_voting())},
          {"chair_choice", word(fb::EnumNameChairChoice, said.chair_choice())},
          {"words", word(fb::EnumNameTallyWords, said.words())},
          {"choices", std::move(choices)},
          {"source", source_json(*fact->source)}};
}

Json options_json(const fb::BallotOpened& opened) {
  Json list = Json::array();
  if (opened.options() == nullptr) return list;
  for (const auto* one : *opened.options()) {
    list.push_back({{"number", one->number()}, {"title", one->title()->str()}});
  }
  return list;
}

Json base_reading_json(const rules::Reading& reading) {
  return {{"base", rules::name_of(reading.rule.base)},
          {"tally", reading.tally ? tally_json(*reading.tally) : Json()}};
}

Json alternative_json(const gov::BallotReading& reading) {
  return {{"turned", reading.turned},
          {"rule", rule_json_of(reading.rule)},
          {"outcome", outcome_json(reading.outcome)}};
}

}  // namespace

Json ballot_line(const gov::Ballot& ballot, const Telling& telling) {
  return {{"ballot", to_hex(ballot.id)},
          {"question", ballot.question},
          {"kind", word(fb::EnumNameDecisionKind, ballot.kind)},
          {"body", hex_or_null(ballot.body)},
          {"body_kind", word(fb::EnumNameBodyKind, ballot.body_kind)},
          {"meeting", ballot.meeting ? Json(to_hex(ballot.meeting->id)) : Json()},
          {"agenda_item", number_or_null(ballot.fact->agenda_item())},
          {"day", fuzzy_json(ballot.day)},
          {"openness", word(fb::EnumNameOpenness, ballot.fact->openness())},
          {"state", ballot.closed ? "closed" : "open"},
          {"adopted", truth_json(ballot.adopted)},
          {"grade", gov::name_of(ballot.grade)},
          {"votes", votes_json(ballot.votes)},
          {"rule", ballot.rule ? rule_json_of(*ballot.rule) : Json()},
          {"tally", tally_json(ballot.tally)},
          {"casting_vote", casting_json(ballot)},
          {"derivation", text_or_null(in(ballot.derivation, telling.language()))},
          {"counts_differ", ballot.counts_differ},
          {"readings_disagree", ballot.readings_disagree},
          {"source", source_json(*ballot.fact.source)},
          {"grounds", grounds_json(ballot.grounds, telling.language())}};
}

Json ballot_json(const gov::Ballot& ballot, const Telling& telling) {
  Json json = ballot_line(ballot, telling);
  json["options"] = options_json(*ballot.fact);
  json["candidates"] = texts_of_field(ballot.fact->candidates());
  json["entitled"] = hex_list(ballot.entitled);
  json["roll_call"] = list_json(
      ballot.roll_call, [&](const gov::RollCallLine& line) { return line_json(line, telling); });
  json["electorate"] = {{"present", number_or_null(ballot.electorate.present)},
                        {"members", number_or_null(ballot.electorate.members)},
                        {"participants", number_or_null(ballot.electorate.participants)}};
  json["voices"] =
      list_json(ballot.voices, [&](const gov::Voice& voice) { return voice_json(voice, telling); });
  json["contest"] = contest_json(ballot.contest);
  json["option"] = number_or_null(ballot.option);
  json["candidate"] = hex_or_null(ballot.candidate);
  json["changed_late"] = ballot.changed_late ? outcome_json(*ballot.changed_late) : Json();
  json["late_events"] =
      list_json(ballot.late_events, [](std::uint64_t index) { return json_integer(index); });
  json["readings"] = list_json(ballot.readings, base_reading_json);
  json["alternatives"] = list_json(ballot.alternatives, alternative_json);
  json["representatives_disagree"] = ballot.representatives_disagree();
  json["openness_allowed"] = truth_json(ballot.openness_allowed);
  json["counted"] = counted_json(ballot.counted);
  json["closed"] = ballot.closed ? Json{{"source", source_json(*ballot.closed->source)}} : Json();
  return json;
}

}  // namespace api
