// SPDX-License-Identifier: Apache-2.0
#include "api/governance_json.h"

#include "api/telling.h"
#include "api/view_json.h"

namespace api {
namespace {

using projections::rules::FuzzyDate;
namespace fb = ledger::fb;
namespace gov = projections::governance;
namespace rules = projections::rules;

Json day_or_null(const std::optional<rules::Date>& day) {
  return day ? Json(rules::to_iso(*day)) : Json();
}

std::string_view certainty_name(fb::Certainty certainty) {
  switch (certainty) {
    case fb::Certainty::STATED:
      return "stated";
    case fb::Certainty::DEFAULT:
      return "default";
    case fb::Certainty::ASSUMED:
      return "assumed";
    default:
      return "unspecified";
  }
}

Json disposition_json(const gov::DispositionState& state) {
  return {{"disposition", fb::EnumNameDisposition(state.disposition)},
          {"event", json_integer(state.index)},
          {"title", state.title},
          {"binding", state.binding}};
}

Json responsible_json(const gov::Responsible& one, const Telling* telling) {
  Json json = {{"organisation", hex_or_null(one.organisation)}};
  if (telling != nullptr) json["organisation_name"] = telling->name(one.organisation);
  json["role"] = one.role ? Json(fb::EnumNameRole(*one.role)) : Json();
  json["body"] = one.body ? Json(fb::EnumNameBodyKind(*one.body)) : Json();
  json["description"] = text_or_null(one.description);
  json["everybody"] = one.everybody;
  return json;
}

Json certain_or_null(rules::Truth truth) {
  return truth == rules::Truth::kUndetermined ? Json() : Json(truth == rules::Truth::kYes);
}

Json signed_or_null(const std::optional<std::int64_t>& number) {
  return number ? json_integer(*number) : Json();
}

}  // namespace

Json rule_json(const gov::RuleUsed& rule) {
  return {{"path", rule.basis.path},
          {"clause", text_or_null(rule.basis.clause)},
          {"certainty", certainty_name(rule.basis.certainty)},
          {"charter", rule.charter ? json_integer(*rule.charter) : Json()}};
}

Json due_json(const rules::Deadline& due) {
  return {{"start", fuzzy_json(due.start)},
          {"nominal", fuzzy_json(due.nominal_due)},
          {"effective", fuzzy_json(due.effective_due)},
          {"unknown_calendar", due.unknown_calendar ? Json(*due.unknown_calendar) : Json()},
          {"provisional_calendar", due.provisional},
          {"calendars", list_json(due.calendars, [](const rules::CalendarVersion& version) {
             return Json{{"year", version.year}, {"version", version.version}};
           })}};
}

Json fuzzy_json(const FuzzyDate& date) {
  return {{"day", day_or_null(date.day())},
          {"not_before", day_or_null(date.not_before)},
          {"not_after", day_or_null(date.not_after)}};
}

Json fuzzy_or_null(const std::optional<FuzzyDate>& date) {
  return date ? fuzzy_json(*date) : Json();
}

Json scope_json(const ledger::Scope& scope) {
  constexpr std::string_view kKinds[] = {"", "ledger", "region", "cluster"};
  return {{"kind", kKinds[static_cast<std::size_t>(scope.kind)]}, {"id", to_hex(scope.id)}};
}

Json evidence_json(const gov::Evidence& evidence) {
  return {{"events",
           list_json(evidence.events(), [](std::uint64_t index) { return json_integer(index); })},
          {"grade", evidence.grade() ? Json(grade_name(*evidence.grade())) : Json()}};
}

Json grounds_json(const gov::Grounds& grounds, Language language) {
  return {{"evidence", evidence_json(grounds.evidence)},
          {"rules", list_json(grounds.rules, rule_json)},
          {"missing",
           list_json(
               grounds.missing,
               [&](const gov::Missing& missing) {
                 return Json{{"what", missing.what}, {"sentence", in(missing.sentence, language)}};
               })},
          {"depends_on_assumption", grounds.depends_on_assumption}};
}

namespace {

/// Texts by name; of a name that recurs all of them, in order.
Json texts_json(const std::vector<std::pair<std::string, std::string>>& texts) {
  Json out = Json::object();
  for (const auto& [name, value] : texts) {
    const auto at = out.find(name);
    out[name] = at == out.end() ? value : at->get<std::string>() + ", " + value;
  }
  return out;
}

Json readings_json(const std::vector<gov::FindingReading>& readings, Language language) {
  return list_json(readings, [&](const gov::FindingReading& one) {
    return Json{{"parameter", one.turned},
                {"outcome", in(one.outcome, language)},
                {"numbers", texts_json(one.numbers)}};
  });
}

}  // namespace

Json finding_json(const gov::Finding& finding, Language language) {
  return {{"key", to_hex(finding.key)},
          {"code", finding.code()},
          {"severity", name_of(finding.kind->severity)},
          {"register", name_of(finding.kind->shown_in)},
          {"place", scope_json(finding.place)},
          {"subject", to_hex(finding.subject)},
          {"subject_name", in(finding.subject_name, language)},
          {"clause", text_or_null(finding.clause)},
          {"certainty", certainty_name(finding.certainty)},
          {"period", text_or_null(finding.period)},
          {"sentence", in(finding.kind->sentence, language)},
          {"detail", text_or_null(in(finding.detail, language))},
          {"numbers", texts_json(finding.numbers)},
          {"read_otherwise", readings_json(finding.readings, language)},
          {"evidence", evidence_json(finding.evidence)},
          {"facts_digest", to_hex(finding.facts_digest)},
          {"disposition", finding.disposition ? disposition_json(*finding.disposition) : Json()}};
}

Json obligation_json(const gov::Obligation& duty, Language language, const Telling* telling) {
  const auto responsible = [&](const gov::Responsible& one) {
    return responsible_json(one, telling);
  };
  return {{"key", to_hex(duty.key)},
          {"kind", gov::name_of(duty.kind)},
          {"name", text_or_null(duty.name)},
          {"title", in(duty.title, language)},
          {"subject", to_hex(duty.subject)},
          {"component", duty.component},
          {"period", text_or_null(duty.period)},
          {"responsible", list_json(duty.responsible, responsible)},
          {"due", due_json(duty.due)},
          {"scheduled", duty.scheduled},
          {"awaited", text_or_null(duty.awaited)},
          {"times", duty.times},
          {"done_times", duty.done_times},
          {"done", fuzzy_or_null(duty.done)},
          {"state", gov::name_of(duty.verdict.state)},
          {"days_left", signed_or_null(duty.verdict.days_left)},
          {"working_days_late", signed_or_null(duty.verdict.working_days_late)},
          {"cancelled", duty.cancelled},
          {"of_unapproved_plan", certain_or_null(duty.of_unapproved_plan)},
          {"grounds", grounds_json(duty.grounds, language)}};
}

const std::string& in(const gov::Sentence& sentence, Language language) {
  return language == Language::kRu ? sentence.russian : sentence.english;
}

}  // namespace api
