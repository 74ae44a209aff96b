// SPDX-License-Identifier: Apache-2.0
// letopis calc: the rule arithmetic. One question by its options, or many on standard input, a
// JSON object in a line each.
#include "tools/calc.h"

#include <unistd.h>

#include <iostream>
#include <map>
#include <set>

#include "api/charter_json.h"
#include "api/files.h"
#include "tools/commands/commands.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;

constexpr std::size_t kLineBytesMax = std::size_t{1} << 20;

struct CalcOptions {
  std::map<std::string, std::string> texts;  ///< members of the one question
  std::map<std::string, std::string> numbers;
  std::string charter;
  std::string body = "COORDINATION_COUNCIL";
  std::string decision = "OTHER";
  std::vector<std::string> parameters;
  bool provisional = false;
  bool presidential = false;
  bool six_day = false;
  bool json = false;
  bool explain = false;
};

template <typename E, typename V, typename N>
Result<E> enum_named(const std::string& text, const V& values, N name_of, const char* what) {
  for (const E value : values) {
    if (value != E{} && text == name_of(value)) return value;
  }
  return ledger::invalid("UNKNOWN_NAME", text + " is not a " + what + " of the schema");
}

Result<Json> charter_json(const CalcOptions& options) {
  Json charter = api::minimal_charter();
  if (!options.charter.empty()) {
    const auto bytes = api::read_file(options.charter);
    if (!bytes) return bytes.error();
    auto read = api::read_json(*bytes, options.charter);
    if (!read) return read.error();
    charter = std::move(read->value);
  }
  for (const std::string& each : options.parameters) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos) {
      return ledger::invalid("BAD_PARAMETER", "\"" + each + "\": needed PATH=VALUE");
    }
    const auto set = api::set_parameter(charter, each.substr(0, equals), each.substr(equals + 1));
    if (!set) return set.error();
  }
  return charter;
}

/// The body of the charter outlives the rules that borrow from it.
struct Prepared {
  std::optional<ledger::Body> charter;
  CalcRules rules;
};

ledger::Status read_charter(const CalcOptions& options, Prepared& out) {
  namespace fb = ledger::fb;
  const auto kind = enum_named<fb::BodyKind>(options.body, fb::EnumValuesBodyKind(),
                                             fb::EnumNameBodyKind, "kind of body");
  if (!kind) return kind.error();
  const auto decision = enum_named<fb::DecisionKind>(options.decision, fb::EnumValuesDecisionKind(),
                                                     fb::EnumNameDecisionKind, "kind of decision");
  if (!decision) return decision.error();
  const auto json = charter_json(options);
  if (!json) return json.error();
  auto body = api::charter_body(*json);
  if (!body) return body.error();
  out.charter.emplace(std::move(*body));
  out.rules.charter.emplace(*out.charter->table().payload_as_CharterAdopted());
  out.rules.body = *kind;
  out.rules.decision = *decision;
  out.rules.week = out.rules.charter->week_rules();
  return ledger::Ok{};
}

ledger::Status prepare(const CalcOptions& options, Prepared& out) {
  if (!options.charter.empty() || !options.parameters.empty()) {
    if (auto read = read_charter(options, out); !read) return read;
  }
  if (options.presidential) out.rules.week.presidential_days_count = true;
  if (options.six_day) out.rules.week.week = projections::rules::Week::kSixDay;
  out.rules.provisional = options.provisional;
  out.rules.explain = options.explain || !options.json;
  return ledger::Ok{};
}

std::string error_text(const Session& session, const Json& answer) {
  const std::string message = answer["message"].get<std::string>();
  if (session.language == Language::kEnglish) return "error: " + message;
  return "ошибка: " + answer.value("message_ru", message);
}

void show(const Session& session, Question question, const Json& answer, bool json) {
  if (json) {
    session.print(answer.dump(-1, ' ', false, Json::error_handler_t::replace));
  } else if (answer.contains("error")) {
    session.print(error_text(session, answer));
  } else {
    session.print(answer_text(question, answer, session.language));
  }
}

/// A number from the command line keeps its sign and its size: the question checks them.
Json number_of(const std::string& text) {
  Json value = Json::parse(text, nullptr, false);
  return value.is_discarded() ? Json(text) : value;
}

int answer_one(const Session& session, const CalcOptions& options, Question question,
               const CalcRules& rules) {
  Json line = Json::object();
  for (const auto& [name, value] : options.texts) {
    line[name] = name == "base" ? number_of(value) : Json(value);
  }
  for (const auto& [name, value] : options.numbers) line[name] = number_of(value);
  const Json answer = answered(question, std::move(line), rules);
  show(session, question, answer, options.json);
  return answer.contains("error") ? kExitUsage : kExitOk;
}

/// The question of a line: what it names itself, else what the command says.
std::optional<Question> question_of(const Json& line, std::optional<Question> otherwise) {
  for (const char* name : {"calc", "kind"}) {
    const auto found = line.find(name);
    if (found == line.end() || !found->is_string()) continue;
    const auto named = question_named(found->get_ref<const std::string&>());
    if (named) return named;
    // `kind` may be a word of the user's own; `calc` is only ours.
    if (!otherwise || std::string_view(name) == "calc") return std::nullopt;
  }
  return otherwise;
}

/// JSON whose members may stand in it once; the name of the first that is there twice.
struct ParsedLine {
  Json value;
  std::optional<std::string> twice;
};

ParsedLine parsed_line(const std::string& text) {
  ParsedLine out;
  std::vector<std::set<std::string>> open;  ///< the names so far in each object around
  const auto watch = [&](int, Json::parse_event_t event, Json& part) {
    if (event == Json::parse_event_t::object_start) open.emplace_back();
    if (event == Json::parse_event_t::object_end) open.pop_back();
    if (event == Json::parse_event_t::key && !out.twice) {
      const auto& name = part.get_ref<const std::string&>();
      if (!open.back().insert(name).second) out.twice = name;
    }
    return true;
  };
  out.value = Json::parse(text, watch, false);
  return out;
}

struct LineAnswer {
  Json answer;
  std::optional<Question> question;
  bool parsed = true;
};

LineAnswer answer_line(const std::string& text, std::size_t number,
                       std::optional<Question> otherwise, const CalcRules& rules) {
  const auto bad = [&](const std::string& why, const char* code = "BAD_JSON",
                       const std::string& name = {}) {
    const auto error = ledger::invalid(code, "line " + std::to_string(number) + ": " + why, name);
    return LineAnswer{answered_with_error(std::nullopt, Json{{"line", number}}, error),
                      std::nullopt, false};
  };
  if (text.size() > kLineBytesMax) return bad("longer than 1048576 bytes");
  auto [line, twice] = parsed_line(text);
  if (line.is_discarded()) return bad("not JSON");
  if (!line.is_object()) return bad("not a JSON object");
  if (twice) return bad("\"" + *twice + "\" is there twice", "DUPLICATE_MEMBER", *twice);
  const auto question = question_of(line, otherwise);
  if (!question) {
    const auto error = ledger::invalid(
        "UNKNOWN_QUESTION",
        "line " + std::to_string(number) +
            ": \"calc\" names quorum, tally, working_days, calendar_days, notice, term or "
            "is_working");
    return {answered_with_error(std::nullopt, std::move(line), error), std::nullopt, true};
  }
  return {answered(*question, std::move(line), rules), question, true};
}

int answer_stream(const Session& session, const CalcOptions& options,
                  std::optional<Question> question, const CalcRules& rules) {
  bool all_parsed = true;
  std::size_t number = 0;
  for (std::string text; std::getline(std::cin, text);) {
    ++number;
    if (text.ends_with('\r')) text.pop_back();
    if (text.find_first_not_of(" \t") == std::string::npos) continue;
    const LineAnswer line = answer_line(text, number, question, rules);
    all_parsed = all_parsed && line.parsed;
    show(session, line.question.value_or(Question::kQuorum), line.answer, options.json);
  }
  return all_parsed ? kExitOk : kExitUsage;
}

int run(const Session& session, const CalcOptions& options, std::optional<Question> question) {
  Prepared prepared;
  if (const auto ready = prepare(options, prepared); !ready) return session.fail(ready.error());
  if (!options.texts.empty() || !options.numbers.empty()) {
    return answer_one(session, options, *question, prepared.rules);
  }
  if (isatty(STDIN_FILENO) != 0) {
    return session.fail(ledger::invalid(
        "NO_QUESTION", "give a question by its options, or JSON lines on standard input"));
  }
  return answer_stream(session, options, question, prepared.rules);
}

using SharedCalcOptions = std::shared_ptr<CalcOptions>;

void add_rule_options(CLI::App& command, const Session& session, CalcOptions& options) {
  command
      .add_option("--charter", options.charter,
                  session.say({"rules of this charter file", "правила из файла положения"}))
      ->type_name("FILE");
  command
      .add_option("--body", options.body,
                  session.say({"which body of the charter", "какой орган положения"}))
      ->type_name("KIND");
  command
      .add_option("--decision", options.decision,
                  session.say({"which kind of decision", "какой вид решения"}))
      ->type_name("KIND");
  command
      .add_option("--param", options.parameters,
                  session.say({"a parameter in place of the charter's, PATH=VALUE",
                               "параметр вместо указанного в положении, ПУТЬ=ЗНАЧЕНИЕ"}))
      ->type_name("P=V");
  command.add_flag(
      "--provisional", options.provisional,
      session.say({"use provisional calendars too", "использовать и предварительные календари"}));
  command.add_flag("--presidential", options.presidential,
                   session.say({"the president's non-working days are days off",
                                "нерабочие дни по указам Президента — нерабочие"}));
  command.add_flag("--six-day", options.six_day,
                   session.say({"six-day working week", "шестидневная рабочая неделя"}));
  command.add_flag("--explain", options.explain,
                   session.say({"with --json: derivation, other readings, calendars",
                                "с --json: вывод, другие прочтения, календари"}));
  add_json_flag(command, session, options.json);
}

struct Member {
  const char* name;
  bool number;
  Text text;
};

void add_question(CLI::App& parent, Session& session, const SharedCalcOptions& options,
                  Question question, const std::string& name, const Text& description,
                  const std::vector<Member>& members) {
  CLI::App& command = add_command(parent, session, name, description);
  for (const Member& member : members) {
    std::string flag = "--" + std::string(member.name);
    for (char& c : flag) c = c == '_' ? '-' : c;
    command.add_option_function<std::string>(
        flag,
        [options, member](const std::string& value) {
          (member.number ? options->numbers : options->texts)[member.name] = value;
        },
        session.say(member.text));
  }
  add_rule_options(command, session, *options);
  command.callback([options, question, &session] {
    session.run = [options, question, &session] { return run(session, *options, question); };
  });
}

void add_counting(CLI::App& calc, Session& session, const SharedCalcOptions& options) {
  const Member present{"present", true, {"how many are present", "сколько присутствует"}};
  const Member members{"members", true, {"how many there are", "сколько всего"}};
  const Member participants{"participants",
                            true,
                            {"how many participants, if other than members",
                             "сколько участников, если иначе, чем членов"}};
  add_question(
      calc, session, options, Question::kQuorum, "quorum",
      {"whether a meeting has a quorum", "есть ли кворум"},
      {present,
       members,
       participants,
       {"rule", false, {"e.g. \">= 1/2 of members\"", "например, \">= 1/2 of members\""}}});
  add_question(calc, session, options, Question::kTally, "tally",
               {"the outcome of a ballot", "итог голосования"},
               {{"for", true, {"votes for", "голосов за"}},
                {"against", true, {"votes against", "голосов против"}},
                {"abstain", true, {"abstentions", "воздержались"}},
                present,
                members,
                participants,
                {"base",
                 false,
                 {"a number, unanimous, present, votes_cast, all_members or all_participants",
                  "число, unanimous, present, votes_cast, all_members или all_participants"}},
                {"rule", false, {"e.g. \"> 1/2 of present\"", "например, \"> 1/2 of present\""}},
                {"chair_vote", false, {"for, against or abstain", "for, against или abstain"}},
                {"casting_with_abstentions", false, {"allow or deny", "allow или deny"}}});
}

void add_dates(CLI::App& calc, Session& session, const SharedCalcOptions& options) {
  const Member from{"from", false, {"day of the event", "день события"}};
  const Member days{"days", true, {"how many days", "сколько дней"}};
  add_question(calc, session, options, Question::kWorkingDays, "working-days",
               {"the last day of a period of working days", "последний день срока в рабочих днях"},
               {from, days});
  add_question(
      calc, session, options, Question::kCalendarDays, "calendar-days",
      {"the last day of a period of calendar days", "последний день срока в календарных днях"},
      {from,
       days,
       {"shift",
        false,
        {"none: do not move to a working day", "none: не переносить на рабочий день"}}});
  add_question(calc, session, options, Question::kNotice, "notice",
               {"when a participant is out after notice", "когда участник выходит по уведомлению"},
               {{"received", false, {"day of receipt", "день получения"}},
                {"months", true, {"months of notice (2)", "месяцев (2)"}}});
  add_question(calc, session, options, Question::kTerm, "term",
               {"the last day of a term of office", "последний день срока полномочий"},
               {{"elected", false, {"day of election", "день избрания"}},
                {"years", true, {"years of the term", "лет"}}});
  add_question(calc, session, options, Question::kIsWorking, "is-working",
               {"whether a day is a working day", "рабочий ли день"},
               {{"date", false, {"the day", "день"}}});
}

}  // namespace

void add_calc(CLI::App& root, Session& session) {
  auto options = std::make_shared<CalcOptions>();
  CLI::App& command =
      add_command(root, session, "calc",
                  {"quorum, tallies, periods and terms", "кворум, итоги голосований, сроки"});
  command.require_subcommand(0, 1);
  add_rule_options(command, session, *options);
  command.callback([options, &session] {
    if (!session.run) {
      session.run = [options, &session] { return run(session, *options, std::nullopt); };
    }
  });
  add_counting(command, session, options);
  add_dates(command, session, options);
}

}  // namespace tools
