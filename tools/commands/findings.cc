// SPDX-License-Identifier: Apache-2.0
// letopis findings, letopis obligations: what went against the rules and what is due, computed
// from the events of a ledger's folder, as known at a position and judged on a day.
#include "projections/governance/findings.h"

#include "api/governance_json.h"
#include "projections/governance/duties.h"
#include "projections/governance/words.h"
#include "tools/commands/commands.h"
#include "tools/event_details.h"
#include "tools/finding_text.h"
#include "tools/table.h"
#include "tools/verdict_text.h"
#include "tools/view_folder.h"

namespace tools {
namespace {

namespace gov = projections::governance;
using ledger::Scope;

struct PlaceQuestion {
  std::string dir;
  std::string place;
  std::optional<std::string> on;
  std::optional<std::uint64_t> at;
  bool json = false;
};

api::Language api_language(const Session& session) {
  return session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
}

/// Answers for every place that is asked about.
template <typename Answer>
int for_each_place(const Session& session, const PlaceQuestion& question, const Answer& answer) {
  std::size_t answered = 0;  // places; they come in the same order if the views are asked again
  const auto ask = [&](const ViewFolder& views) -> ledger::Status {
    const auto day = question.on ? parse_day_option(*question.on) : views.today();
    if (!day) return day.error();
    const auto reader = views.reader(question.at);
    if (!reader) return reader.error();
    const auto places = find_places(*reader, question.place);
    if (!places) return places.error();
    while (answered < places->size()) {
      const Scope& place = (*places)[answered];
      const auto chronicle = projections::Chronicle::load(*reader, place);
      if (!chronicle) return chronicle.error();
      const auto name = name_of_place(*reader, place);
      if (!name) return name.error();
      answer(*chronicle, *name, *day);
      ++answered;
    }
    return ledger::Ok{};
  };
  const auto told = ask_views(session, question.dir, ask);
  return told ? kExitOk : session.fail(told.error());
}

void print_rows(const Session& session, const std::string& name, const Table& table,
                std::size_t count) {
  if (count == 0) return;
  session.print(session.paint(1, "1", name));
  for (const std::string& line : table.lines(terminal_width())) session.print("  " + line);
}

void print_findings(const Session& session, const std::string& name,
                    const projections::Chronicle& chronicle, std::vector<gov::Finding> all) {
  if (all.empty()) return;
  session.print(session.paint(1, "1", name));
  const gov::PlaceNames names(chronicle);
  VerdictText text(names, session.language);
  for (const auto& one : in_reading_order(chronicle, std::move(all))) text.finding_in_register(one);
  for (const std::string& line : text.lines()) session.print(line);
}

int run_findings(const Session& session, const PlaceQuestion& question) {
  const api::Language language = api_language(session);
  return for_each_place(
      session, question,
      [&](const projections::Chronicle& chronicle, const std::string& name, gov::Date on) {
        auto all = gov::findings(chronicle, on);
        if (!question.json) return print_findings(session, name, chronicle, std::move(all));
        for (const gov::Finding& finding : all) {
          session.print_json(api::finding_json(finding, language));
        }
      });
}

std::string due_text(const gov::Obligation& duty, Language language) {
  if (!duty.scheduled) return duty.awaited.empty() ? "-" : duty.awaited;
  const gov::FuzzyDate& due = duty.due.effective_due;
  return language == Language::kRussian ? gov::words_of(due).russian
                                        : projections::rules::to_text(due);
}

std::string duty_kind_text(gov::ObligationKind kind, Language language) {
  if (language != Language::kRussian) return std::string(gov::name_of(kind));
  switch (kind) {
    case gov::ObligationKind::kDeadline:
      return "срок";
    case gov::ObligationKind::kMeeting:
      return "заседание";
    case gov::ObligationKind::kAssignment:
      return "поручение";
    case gov::ObligationKind::kPlanRow:
      break;
  }
  return "строка плана";
}

/// A body or the printed number; a charter names its deadlines for programs, in English.
std::string duty_name_text(const gov::Obligation& duty, Language language) {
  if (language != Language::kRussian) return duty.name;
  return duty.kind == gov::ObligationKind::kDeadline ? "-" : code_in_words(duty.name, language);
}

/// What was cancelled before it was done is not overdue.
std::string state_text(const gov::Obligation& duty, Language language) {
  using projections::rules::DutyState;
  const DutyState state = duty.verdict.state;
  const bool done =
      state == DutyState::kMet || state == DutyState::kMetByShift || state == DutyState::kLateDone;
  const bool russian = language == Language::kRussian;
  if (duty.cancelled && !done) return russian ? "отменено" : "cancelled";
  return russian ? gov::words_of(state).russian : std::string(gov::name_of(state));
}

int run_obligations(const Session& session, const PlaceQuestion& question) {
  const api::Language language = api_language(session);
  return for_each_place(
      session, question,
      [&](const projections::Chronicle& chronicle, const std::string& name, gov::Date on) {
        const auto all = gov::duties_of(gov::Council(chronicle, on));
        Table table({false, false, false, false, false});
        for (const gov::Obligation& duty : all) {
          if (question.json) session.print_json(api::obligation_json(duty, language));
          table.add({due_text(duty, session.language), state_text(duty, session.language),
                     duty_kind_text(duty.kind, session.language),
                     duty_name_text(duty, session.language), api::in(duty.title, language)});
        }
        if (!question.json) print_rows(session, name, table, all.size());
      });
}

CLI::App& add_question(CLI::App& root, Session& session, const std::string& name,
                       const Text& description, const std::shared_ptr<PlaceQuestion>& question) {
  CLI::App& command = add_command(root, session, name, description);
  add_dir_option(command, session, question->dir);
  command
      .add_option(
          "--place", question->place,
          session.say({"a region or a cluster, by id or part of its name (all, if not given)",
                       "регион или кластер: id или часть названия (если не дан — все)"}))
      ->type_name("NAME");
  add_day_option(
      command,
      {"judged on this day (today, if not given)", "на какой день (если не дан — сегодня)"},
      session, question->on);
  command
      .add_option("--at", question->at,
                  session.say({"as known after so many events", "как известно после N событий"}))
      ->check(whole_number())
      ->type_name("N");
  add_json_flag(command, session, question->json);
  return command;
}

}  // namespace

void add_findings(CLI::App& root, Session& session) {
  auto question = std::make_shared<PlaceQuestion>();
  add_question(root, session, "findings",
               {"what went against the rules or is not known", "что вышло не по правилам"},
               question)
      .callback([question, &session] {
        session.run = [question, &session] { return run_findings(session, *question); };
      });
}

void add_obligations(CLI::App& root, Session& session) {
  auto question = std::make_shared<PlaceQuestion>();
  add_question(root, session, "obligations",
               {"what is due and when", "что и к какому сроку должно"}, question)
      .callback([question, &session] {
        session.run = [question, &session] { return run_obligations(session, *question); };
      });
}

}  // namespace tools
