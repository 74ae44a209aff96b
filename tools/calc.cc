// SPDX-License-Identifier: Apache-2.0
#include "tools/calc.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <vector>

#include "tools/calc_members.h"
#include "tools/shipped_calendars.h"

namespace tools {
namespace {

namespace rules = projections::rules;
using api::Json;
using ledger::Error;
using ledger::invalid;
using ledger::Result;

struct QuestionNames {
  Question question;
  std::array<std::string_view, 2> names;
  std::vector<std::string_view> computed;
};

const std::vector<QuestionNames>& questions() {
  static const std::vector<QuestionNames> all{
      {Question::kQuorum, {"quorum", "quorum"}, {"needed", "met"}},
      {Question::kTally, {"tally", "tally"}, {"adopted", "by", "needed"}},
      {Question::kWorkingDays, {"working_days", "working_days"}, {"due"}},
      {Question::kCalendarDays,
       {"calendar_days", "calendar_days"},
       {"nominal_due", "effective_due"}},
      {Question::kNotice,
       {"notice", "months_notice"},
       {"last_day_as_participant_at_earliest", "out_from"}},
      {Question::kTerm, {"term", "years_term"}, {"last_day", "expired_from"}},
      {Question::kIsWorking, {"is_working", "is_working"}, {"working"}},
  };
  return all;
}

const QuestionNames& names_of(Question question) {
  return questions()[static_cast<std::size_t>(question)];
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

using calc_members::count_at;
using calc_members::count_or;
using calc_members::date_at;
using calc_members::dumped;
using calc_members::flag_or;
using calc_members::member;
using calc_members::missing;
using calc_members::optional_count;
using calc_members::rule_at;
using calc_members::unknown_value;
using calc_members::whole;
using calc_members::word_at;

// --- reading the question ----------------------------------------------------------------------

/// More than a period can have without leaving the calendar is as good as this.
std::uint32_t period_count(std::uint64_t count) {
  return static_cast<std::uint32_t>(std::min<std::uint64_t>(count, 1'000'000));
}

/// Calendars are made once for each set of rules.
const rules::Calendar& cached_calendar(rules::WeekRules week, bool provisional) {
  static std::map<std::tuple<rules::Week, bool, bool>, rules::Calendar> made;
  const std::tuple key{week.week, week.presidential_days_count, provisional};
  const auto found = made.find(key);
  if (found != made.end()) return found->second;
  return made.emplace(key, shipped_calendar(week, provisional)).first->second;
}

/// Lives as long as the program.
Result<const rules::Calendar*> calendar_for(const Json& line, const CalcRules& given) {
  rules::WeekRules week = given.week;
  const auto presidential =
      flag_or(line, "presidential_nowork_counts", week.presidential_days_count);
  if (!presidential) return presidential.error();
  week.presidential_days_count = *presidential;
  const auto provisional = flag_or(line, "use_provisional", given.provisional);
  if (!provisional) return provisional.error();
  const auto days = word_at(line, "week", {"5-day", "6-day"});
  if (!days) return days.error();
  if (*days == "6-day") week.week = rules::Week::kSixDay;
  if (*days == "5-day") week.week = rules::Week::kFiveDay;
  return &cached_calendar(week, *provisional);
}

/// A share with the words behind it: ">= 1/2 of members" is >= 1/2 and "members".
struct Share {
  rules::Threshold threshold;
  std::string of;
};

Result<Share> share_of(const std::string& text) {
  const std::size_t of = text.find(" of ");
  const auto threshold = rules::parse_threshold(text.substr(0, of));
  if (!threshold) {
    return invalid(
        "BAD_RULE",
        "\"rule\" is \"" + text +
            "\": needed a share that can be reached, such as \">= 1/2\" or \"> 1/2\", of "
            "two whole numbers",
        "«rule» — \"" + text +
            "\", а нужна доля, которой можно достичь, из двух целых чисел: «>= 1/2» или "
            "«> 1/2»",
        "rule");
  }
  return Share{*threshold, of == std::string::npos ? std::string() : text.substr(of + 4)};
}

/// The body's voting rule; nothing without a charter.
std::optional<rules::VotingRule> voting_rule(const CalcRules& given) {
  if (!given.charter) return std::nullopt;
  return given.charter->voting(given.body, given.decision);
}

// --- answering ---------------------------------------------------------------------------------

/// What was computed; merged into the line in the end.
using Computed = Result<Json>;

struct QuorumQuestion {
  rules::Threshold threshold;
  bool of_participants = false;
};

Result<QuorumQuestion> quorum_rule(const Json& line, const CalcRules& given) {
  const auto text = rule_at(line, "rule");
  if (!text) return text.error();
  if (text->empty()) {
    const auto rule = voting_rule(given);
    if (!rule || !rule->quorum) return missing("rule");
    return QuorumQuestion{rule->quorum->threshold,
                          rule->quorum->base == ledger::fb::QuorumBase::ALL_PARTICIPANTS};
  }
  const auto share = share_of(*text);
  if (!share) return share.error();
  const bool participants = share->of.ends_with("participants");
  if (!share->of.empty() && !participants && !share->of.ends_with("members") &&
      !share->of.ends_with("total")) {
    return invalid(
        "BAD_RULE",
        "a quorum is a share of members or of participants, not of \"" + share->of + "\"", "rule");
  }
  return QuorumQuestion{share->threshold, participants};
}

Computed quorum_answer(const Json& line, const CalcRules& given) {
  const auto rule = quorum_rule(line, given);
  if (!rule) return rule.error();
  const auto present = count_at(line, "present");
  if (!present) return present.error();
  const bool own = rule->of_participants && member(line, "participants") != nullptr;
  const auto total = count_at(line, own ? "participants" : "members");
  if (!total) return total.error();
  const auto answer = rules::quorum(rule->threshold, {*present, *total});
  if (!answer) return answer.error();
  Json out{{"needed", answer->needed}, {"met", answer->met}};
  if (given.explain) out["rule_used"] = rules::print_threshold(rule->threshold);
  return out;
}

Result<std::optional<rules::Choice>> chair_vote(const Json& line) {
  const Json* value = member(line, "chair_vote");
  if (value == nullptr) return std::optional<rules::Choice>();
  const std::string text = value->is_string() ? lower(value->get<std::string>()) : std::string();
  using rules::Choice;
  if (text == "for" || text == "за") return std::optional(Choice::kFor);
  if (text == "against" || text == "против") return std::optional(Choice::kAgainst);
  if (text == "abstain" || text == "воздержался") return std::optional(Choice::kAbstain);
  if (text == "not_voting" || text == "none") return std::optional(Choice::kNotVoting);
  return unknown_value("BAD_CHOICE", "chair_vote", *value,
                       "for, against, abstain, not_voting or null");
}

/// The chair's vote is one of those that are counted, so it cannot be of a kind that nobody cast.
ledger::Status check_chair_vote(const std::optional<rules::Choice>& chair, const Json& line,
                                const rules::Votes& votes) {
  using rules::Choice;
  const bool abstentions_told = member(line, "abstain") != nullptr;
  const bool missing = (chair == Choice::kFor && votes.in_favour == 0) ||
                       (chair == Choice::kAgainst && votes.against == 0) ||
                       (chair == Choice::kAbstain && votes.abstained == 0 && abstentions_told);
  if (!missing) return ledger::Ok{};
  const std::string cast = dumped(*member(line, "chair_vote"));
  return invalid("CHAIR_VOTE_NOT_COUNTED",
                 "\"chair_vote\" is " + cast +
                     ", and no such vote is counted: the chair's vote is one of those in \"for\", "
                     "\"against\" and \"abstain\"",
                 "chair_vote: " + cast);
}

/// All that decides a ballot.
struct TallyQuestion {
  rules::MajorityRule rule;
  std::optional<std::uint64_t> base_size;  ///< given as a number
  std::optional<rules::CastingRule> casting = rules::CastingRule{};
};

std::optional<rules::Base> base_named(std::string_view name) {
  for (const rules::Base base : {rules::Base::kPresent, rules::Base::kVotesCast,
                                 rules::Base::kAllMembers, rules::Base::kAllParticipants}) {
    if (rules::name_of(base) == name) return base;
  }
  if (name == "cast" || name == "votes cast") return rules::Base::kVotesCast;
  if (name == "members" || name == "all members") return rules::Base::kAllMembers;
  if (name == "participants" || name == "all participants") return rules::Base::kAllParticipants;
  return std::nullopt;
}

ledger::Status read_base(const Json& line, TallyQuestion& out) {
  const Json* value = member(line, "base");
  if (value == nullptr) return ledger::Ok{};
  if (!value->is_string()) {
    const auto size = whole(*value, "base");
    if (!size) return size.error();
    out.base_size = *size;
    return ledger::Ok{};
  }
  const std::string name = value->get<std::string>();
  if (name == "unanimous") {
    out.rule.threshold = {1, 1, rules::Relation::kAtLeast};
    const bool participants = member(line, "participants") != nullptr;
    out.rule.base = participants ? rules::Base::kAllParticipants : rules::Base::kAllMembers;
    return ledger::Ok{};
  }
  const auto base = base_named(name);
  if (!base) {
    return invalid("BAD_BASE",
                   "\"base\" is a number, unanimous, present, votes_cast, all_members or "
                   "all_participants",
                   "base");
  }
  out.rule.base = *base;
  return ledger::Ok{};
}

/// "allow" or "deny" for ties in which somebody abstained.
ledger::Status read_with_abstentions(const Json& value, TallyQuestion& out) {
  const std::string text = value.is_string() ? lower(value.get<std::string>()) : std::string();
  if (text != "allow" && text != "deny") {
    return unknown_value("BAD_CHOICE", "casting_with_abstentions", value, "allow or deny");
  }
  if (out.casting) out.casting->with_abstentions = text == "allow";
  return ledger::Ok{};
}

/// `casting_vote`: true or "chair"; false, null or "none" where nobody has it; or the table of a
/// charter. Absent: as the charter says, else the chair has it.
ledger::Status read_casting(const Json& line, TallyQuestion& out) {
  const auto found = line.find("casting_vote");
  if (found != line.end()) {
    const bool nobody = found->is_null() || *found == false || *found == "none";
    if (!nobody && !found->is_object() && *found != true && *found != "chair") {
      return unknown_value("UNKNOWN_WORD", "casting_vote", *found,
                           "true, chair, false, none or the table of a charter");
    }
    if (nobody) out.casting.reset();
    if (!nobody && !out.casting) out.casting.emplace();
    if (!nobody && found->is_object() && found->contains("with_abstentions")) {
      auto read = read_with_abstentions((*found)["with_abstentions"], out);
      if (!read) return read;
    }
  }
  const Json* with = member(line, "casting_with_abstentions");
  return with == nullptr ? ledger::Status(ledger::Ok{}) : read_with_abstentions(*with, out);
}

Result<TallyQuestion> tally_rule(const Json& line, const CalcRules& given) {
  TallyQuestion out;
  if (const auto rule = voting_rule(given)) {
    if (rule->majority) out.rule = *rule->majority;
    out.casting = rule->casting;
  }
  auto text = rule_at(line, "rule");
  if (text && text->empty()) text = rule_at(line, "majority");
  if (!text) return text.error();
  if (!text->empty()) {
    const auto share = share_of(*text);
    if (!share) return share.error();
    out.rule.threshold = share->threshold;
    const auto base = base_named(share->of);
    if (!share->of.empty() && !base) {
      return invalid("BAD_RULE",
                     "a majority is a share of present, votes_cast, members or "
                     "participants, not of \"" +
                         share->of + "\"",
                     "rule");
    }
    if (base) out.rule.base = *base;
  }
  if (const auto read = read_base(line, out); !read) return read.error();
  if (const auto read = read_casting(line, out); !read) return read.error();
  return out;
}

struct Counts {
  rules::Votes votes;
  rules::Electorate who;
};

Result<Counts> counts_of(const Json& line) {
  Counts out;
  const auto in_favour = count_at(line, "for");
  if (!in_favour) return in_favour.error();
  const auto against = count_at(line, "against");
  if (!against) return against.error();
  const auto abstained = count_or(line, "abstain", 0);
  if (!abstained) return abstained.error();
  out.votes = {*in_favour, *against, *abstained};
  for (const auto& [name, where] :
       {std::pair{"present", &out.who.present}, std::pair{"members", &out.who.members},
        std::pair{"participants", &out.who.participants}}) {
    const auto count = optional_count(line, name);
    if (!count) return count.error();
    *where = *count;
  }
  if (!out.who.participants) out.who.participants = out.who.members;
  return out;
}

Json readings_json(const std::vector<rules::Reading>& readings) {
  Json out = Json::array();
  for (const rules::Reading& reading : readings) {
    if (!reading.tally) continue;
    out.push_back({{"base", rules::name_of(reading.rule.base)},
                   {"needed", reading.tally->needed},
                   {"adopted", reading.tally->adopted},
                   {"by", rules::name_of(reading.tally->by)}});
  }
  return out;
}

Computed tally_answer(const Json& line, const CalcRules& given) {
  const auto question = tally_rule(line, given);
  if (!question) return question.error();
  const auto counts = counts_of(line);
  if (!counts) return counts.error();
  const auto chair = chair_vote(line);
  if (!chair) return chair.error();
  const auto counted = check_chair_vote(*chair, line, counts->votes);
  if (!counted) return counted.error();
  const rules::Threshold& share = question->rule.threshold;
  const auto answer =
      question->base_size
          ? rules::tally_of_base(counts->votes, counts->who, *question->base_size, share,
                                 question->casting, *chair)
          : rules::tally(counts->votes, counts->who, question->rule, question->casting, *chair);
  if (!answer) return answer.error();
  Json out{
      {"adopted", answer->adopted}, {"by", rules::name_of(answer->by)}, {"needed", answer->needed}};
  if (!given.explain) return out;
  std::optional<rules::Base> base;
  if (!question->base_size) base = question->rule.base;
  const auto words = rules::derivation(counts->votes, *answer, share, base);
  out["derivation"] = {{"en", words.english}, {"ru", words.russian}};
  const auto readings =
      rules::all_bases(counts->votes, counts->who, share, question->casting, *chair);
  out["readings"] = readings_json(readings);
  out["readings_disagree"] = rules::readings_disagree(readings);
  return out;
}

Json calendars_json(const std::vector<rules::CalendarVersion>& versions) {
  Json out = Json::object();
  for (const rules::CalendarVersion& each : versions) {
    out[std::to_string(each.year)] = each.version;
  }
  return out;
}

/// Dates, or null; then the error that kept a date from being known.
Json due_json(const rules::Deadline& due, const CalcRules& given, bool nominal) {
  const auto day = [](const rules::FuzzyDate& date) {
    return date.known() ? Json(rules::to_iso(*date.day())) : Json(nullptr);
  };
  Json out = Json::object();
  if (nominal) out["nominal_due"] = day(due.nominal_due);
  out[nominal ? "effective_due" : "due"] = day(due.effective_due);
  if (due.provisional) out["provisional"] = true;
  if (given.explain) out["calendars"] = calendars_json(due.calendars);
  if (due.effective_due.known()) return out;
  const Error error = due.unknown_calendar
                          ? rules::unknown_calendar(*due.unknown_calendar)
                          : invalid("DATE_OUT_OF_RANGE", "the period ends beyond the year 2199");
  out["error"] = lower(error.reason);
  out["message"] = error.message;
  out["message_ru"] = error_in_russian(error);
  return out;
}

Computed days_answer(const Json& line, const CalcRules& given, rules::LengthUnit unit) {
  const auto from = date_at(line, "from");
  if (!from) return from.error();
  const auto count = count_at(line, "days");
  if (!count) return count.error();
  const auto calendar = calendar_for(line, given);
  if (!calendar) return calendar.error();
  const auto shift = word_at(line, "shift", {"none", "next_working_day"});
  if (!shift) return shift.error();
  const bool shifts = *shift != "none";
  const rules::Deadline due =
      rules::deadline(rules::FuzzyDate::on(*from), {period_count(*count), unit},
                      shifts ? rules::Shift::kNextWorkingDay : rules::Shift::kNone, **calendar);
  return due_json(due, given, unit == rules::LengthUnit::kCalendarDays);
}

/// The notice that the charter demands; nothing without one.
std::optional<rules::Length> charter_notice(const CalcRules& given) {
  if (!given.charter) return std::nullopt;
  const auto* withdrawal = given.charter->parameters().membership()->withdrawal();
  if (withdrawal == nullptr) return std::nullopt;
  return rules::length_of(*withdrawal->notice());
}

std::optional<rules::Length> charter_term(const CalcRules& given) {
  if (!given.charter) return std::nullopt;
  const auto* body = given.charter->body(given.body);
  if (body == nullptr || body->chair() == nullptr || body->chair()->term() == nullptr) {
    return std::nullopt;
  }
  return rules::length_of(*body->chair()->term());
}

/// The last day of a period and the day after it under these two names.
Computed end_answer(const Json& line, const CalcRules& given, const char* start,
                    const rules::Length& length, const std::array<const char*, 2>& names) {
  const auto from = date_at(line, start);
  if (!from) return from.error();
  const auto calendar = calendar_for(line, given);
  if (!calendar) return calendar.error();
  const auto term = rules::tenure(*from, length, **calendar);
  if (!term) return term.error();
  return Json{{names[0], rules::to_iso(term->last_day)},
              {names[1], rules::to_iso(term->expired_from)}};
}

Computed notice_answer(const Json& line, const CalcRules& given) {
  rules::Length length =
      charter_notice(given).value_or(rules::Length{2, rules::LengthUnit::kMonths});
  if (member(line, "months") != nullptr) {
    const auto months = count_at(line, "months");
    if (!months) return months.error();
    length = {period_count(*months), rules::LengthUnit::kMonths};
  }
  return end_answer(line, given, "received", length,
                    {"last_day_as_participant_at_earliest", "out_from"});
}

Computed term_answer(const Json& line, const CalcRules& given) {
  auto length = charter_term(given);
  if (member(line, "years") != nullptr || !length) {
    const auto years = count_at(line, "years");
    if (!years) return years.error();
    length = {period_count(*years), rules::LengthUnit::kYears};
  }
  return end_answer(line, given, "elected", *length, {"last_day", "expired_from"});
}

Computed is_working_answer(const Json& line, const CalcRules& given) {
  const auto day = date_at(line, "date");
  if (!day) return day.error();
  const auto calendar = calendar_for(line, given);
  if (!calendar) return calendar.error();
  const auto working = (*calendar)->is_working(*day);
  if (!working) return working.error();
  Json out{{"working", *working}};
  const auto versions = (*calendar)->versions_between(*day, *day);
  if (versions.front().provisional) out["provisional"] = true;
  if (given.explain) out["calendars"] = calendars_json(versions);
  return out;
}

Computed computed(Question question, const Json& line, const CalcRules& given) {
  switch (question) {
    case Question::kQuorum:
      return quorum_answer(line, given);
    case Question::kTally:
      return tally_answer(line, given);
    case Question::kWorkingDays:
      return days_answer(line, given, rules::LengthUnit::kWorkingDays);
    case Question::kCalendarDays:
      return days_answer(line, given, rules::LengthUnit::kCalendarDays);
    case Question::kNotice:
      return notice_answer(line, given);
    case Question::kTerm:
      return term_answer(line, given);
    case Question::kIsWorking:
      break;
  }
  return is_working_answer(line, given);
}

}  // namespace

std::optional<Question> question_named(std::string_view name) {
  std::string plain(name);
  for (char& c : plain) c = c == '-' ? '_' : c;
  for (const QuestionNames& each : questions()) {
    if (plain == each.names[0] || plain == each.names[1]) return each.question;
  }
  return std::nullopt;
}

Json answered(Question question, Json line, const CalcRules& given) {
  const Computed answer = computed(question, line, given);
  if (!answer) return answered_with_error(question, std::move(line), answer.error());
  line.erase("error");
  const bool dated = question == Question::kWorkingDays || question == Question::kCalendarDays ||
                     question == Question::kIsWorking;
  if (dated) line.erase("provisional");
  for (const auto& [name, value] : answer->items()) line[name] = value;
  return line;
}

Json answered_with_error(std::optional<Question> question, Json line, const Error& error) {
  if (question) {
    for (const std::string_view name : names_of(*question).computed) {
      line[std::string(name)] = nullptr;
    }
  }
  line["error"] = lower(error.reason);
  line["message"] = error.message;
  if (const std::string russian = error_in_russian(error); !russian.empty()) {
    line["message_ru"] = russian;
  }
  return line;
}

}  // namespace tools
