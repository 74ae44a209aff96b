// SPDX-License-Identifier: Apache-2.0
// The answers of `letopis calc` in a sentence, in Russian or English.
#include "projections/rules/dates.h"
#include "tools/calc.h"

namespace tools {
namespace {

namespace rules = projections::rules;
using api::Json;

std::string shown(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// A day in the user's words; what is no day as it is.
std::string day_text(const Json& value, Language language) {
  const auto day = rules::date_from_iso(shown(value));
  if (!day) return shown(value);
  return language == Language::kRussian ? rules::to_russian_words(*day)
                                        : rules::to_english_words(*day);
}

std::string quorum_text(const Json& answer, bool russian) {
  const std::string present = shown(answer["present"]);
  const bool members = answer.contains("members") && !answer["members"].is_null();
  const std::string total = shown(answer[members ? "members" : "participants"]);
  const std::string needed = shown(answer["needed"]);
  const bool met = answer["met"].get<bool>();
  if (total == "0") {
    return russian ? "Членов нет: кворума не бывает." : "There are no members: never a quorum.";
  }
  if (russian) {
    return "Присутствует " + present + " из " + total + ", нужно не менее " + needed + ": " +
           (met ? "кворум есть." : "кворума нет.");
  }
  return present + " of " + total + " are present, " + needed +
         " are needed: " + (met ? "there is a quorum." : "there is no quorum.");
}

std::string base_text(const std::string& base, bool russian) {
  if (base == "present") return russian ? "от присутствующих" : "of those present";
  if (base == "votes_cast") return russian ? "от поданных голосов" : "of votes cast";
  if (base == "all_members") return russian ? "от всех членов" : "of all members";
  return russian ? "от всех участников" : "of all participants";
}

std::string tally_text(const Json& answer, bool russian) {
  std::string out = answer["derivation"][russian ? "ru" : "en"].get<std::string>() + ".";
  if (!answer["readings_disagree"].get<bool>()) return out;
  for (const Json& reading : answer["readings"]) {
    const bool adopted = reading["adopted"].get<bool>();
    out +=
        "\n  " + base_text(reading["base"].get<std::string>(), russian) + ": " +
        (russian ? (adopted ? "принято" : "не принято") : (adopted ? "adopted" : "not adopted")) +
        (russian ? ", нужно " : ", needed ") + shown(reading["needed"]);
  }
  return out;
}

std::string provisional_note(const Json& answer, bool russian) {
  if (!answer.value("provisional", false)) return {};
  return russian ? " (по предварительному календарю)" : " (by a provisional calendar)";
}

}  // namespace

std::string answer_text(Question question, const Json& answer, Language language) {
  const bool russian = language == Language::kRussian;
  const auto day = [&](const char* name) { return day_text(answer[name], language); };
  switch (question) {
    case Question::kQuorum:
      return quorum_text(answer, russian);
    case Question::kTally:
      return tally_text(answer, russian);
    case Question::kWorkingDays:
      return (russian ? "Последний день срока: " : "Last day of the period: ") + day("due") +
             provisional_note(answer, russian);
    case Question::kCalendarDays:
      if (answer["nominal_due"] == answer["effective_due"]) {
        return (russian ? "Последний день срока: " : "Last day of the period: ") +
               day("effective_due") + provisional_note(answer, russian);
      }
      return (russian ? "Срок истекает " : "The period ends on ") + day("nominal_due") +
             (russian ? ", день нерабочий; последний день по ст. 193 ГК: "
                      : ", not a working day; last day by article 193: ") +
             day("effective_due") + provisional_note(answer, russian);
    case Question::kNotice:
      return (russian ? "Последний день участия не ранее "
                      : "Last day as participant at earliest ") +
             day("last_day_as_participant_at_earliest") +
             (russian ? ", вне состава с " : ", out from ") + day("out_from");
    case Question::kTerm:
      return (russian ? "Последний день полномочий: " : "Last day in office: ") + day("last_day") +
             (russian ? ", истекли с " : ", expired from ") + day("expired_from");
    case Question::kIsWorking:
      break;
  }
  const bool working = answer["working"].get<bool>();
  return day("date") +
         (russian ? (working ? ": рабочий день" : ": нерабочий день")
                  : (working ? ": a working day" : ": not a working day")) +
         provisional_note(answer, russian);
}

}  // namespace tools
