// SPDX-License-Identifier: Apache-2.0
// Questions of a meeting's form: the ballot with its votes, by name, as counts or as words, and the
// decisions with addressees and terms.
#include <algorithm>
#include <array>

#include "tools/form_keys.h"
#include "tools/meeting_events.h"
#include "tools/russian.h"

namespace tools {

using api::Json;

namespace {

constexpr std::uint64_t kVotesMax = 65'535;

struct ChoiceKey {
  FormKey key;
  const char* choice;
  const char* count;
};
constexpr std::array kChoiceKeys{ChoiceKey{form_keys::kFor, "FOR", "votes_for"},
                                 ChoiceKey{form_keys::kAgainst, "AGAINST", "votes_against"},
                                 ChoiceKey{form_keys::kAbstain, "ABSTAIN", "abstained"},
                                 ChoiceKey{form_keys::kNotVoting, "NOT_VOTING", "not_voting"}};

/// The votes of one ballot as the form gives them.
class Votes {
 public:
  Votes(MeetingContext& context, std::string ballot, std::vector<std::string> candidates)
      : context_(context), ballot_(std::move(ballot)), candidates_(std::move(candidates)) {}

  void read(FormTable& question) {
    const Json* value = question.find(form_keys::kVotes);
    if (value == nullptr) return;
    const std::string pointer = question.pointer_of(form_keys::kVotes);
    if (value->is_string()) {
      counted_["words"] = form_word(question, form_keys::kVotes, "TallyWords", "NONE");
    } else {
      read_table(FormTable(context_.errors, *value, pointer));
    }
    if ((by_name_ || listed_) && by_count_) {
      context_.errors.add("VOTES_MIXED",
                          {"votes are given either by seats or as counts",
                           "голоса пишут либо местами, либо числами"},
                          pointer);
    }
    if (!by_name_) {
      Json payload = Json::object();
      payload["ballot"] = ballot_;
      payload.update(counted_);
      if (!payload.contains("words")) payload["words"] = "NONE";
      if (!payload.contains("chair_choice")) payload["chair_choice"] = "NOT_STATED";
      context_.events.add("", "BallotCounted", std::move(payload), pointer);
    }
  }

 private:
  void read_table(FormTable table) {
    for (const ChoiceKey& choice : kChoiceKeys) read_choice(table, choice);
    read_choices(table, form_keys::kForCandidates);
    read_choices(table, form_keys::kForOptions);
    if (auto words = form_word(table, form_keys::kWords, "TallyWords", ""); !words.empty()) {
      counted_["words"] = words;
    }
    if (auto choice = form_word(table, form_keys::kChairChoice, "ChairChoice", "");
        !choice.empty()) {
      counted_["chair_choice"] = choice;
      by_count_ = true;
    }
    if (auto count = table.number(form_keys::kPresentCount, kVotesMax)) {
      counted_["present"] = *count;
      by_count_ = true;
    }
    table.finish();
  }

  void read_choice(FormTable& table, const ChoiceKey& choice) {
    const Json* value = table.find(choice.key);
    if (value == nullptr) return;
    if (value->is_number()) {
      if (auto count = table.number(choice.key, kVotesMax)) counted_[choice.count] = *count;
      by_count_ = true;
      return;
    }
    listed_ = true;
    const bool is_for = std::string_view(choice.choice) == "FOR";
    const std::string candidate = is_for && candidates_.size() == 1 ? candidates_[0] : "";
    for (const auto& [name, pointer] : table.list(choice.key)) {
      cast(*name, pointer, choice.choice, candidate, 0);
    }
  }

  /// {"колледж-1" = 5} or {"колледж-1" = ["завод", …]}; options go by their numbers.
  void read_choices(FormTable& table, FormKey key) {
    const Json* value = table.find(key);
    if (value == nullptr) return;
    const std::string pointer = table.pointer_of(key);
    if (!value->is_object())
      return table.fail("WRONG_TYPE", {"expected a table of keys", "нужна таблица с ключами"}, key);
    for (const auto& item : value->items()) {
      const std::string inside = api::pointer_to(pointer, item.key());
      Json choice = Json::object();
      std::uint64_t option = 0;
      std::string candidate;
      if (key.russian == form_keys::kForOptions.russian) {
        const auto number = ledger::parse_decimal(item.key());
        if (!number)
          return context_.errors.add("WRONG_TYPE",
                                     {"an option has a number", "у варианта есть номер"}, inside);
        option = *number;
        choice["option"] = option;
      } else {
        candidate = context_.people.seat(item.key(), context_.errors, inside).seat;
        choice["candidate"] = candidate;
      }
      if (item.value().is_number_unsigned() || item.value().is_number_integer()) {
        choice["votes_for"] = item.value();
        counted_["choices"].push_back(std::move(choice));
        by_count_ = true;
      } else if (item.value().is_array()) {
        for (std::size_t i = 0; i < item.value().size(); ++i) {
          cast(item.value()[i], api::pointer_to(inside, i), "FOR", candidate, option);
        }
      } else {
        context_.errors.add("WRONG_TYPE",
                            {"expected a count or a list of seats", "нужно число или список мест"},
                            inside);
      }
    }
  }

  void cast(const Json& name, const std::string& pointer, const char* choice,
            const std::string& candidate, std::uint64_t option) {
    by_name_ = true;
    if (!name.is_string()) {
      return context_.errors.add("WRONG_TYPE", {"expected the name of a seat", "нужно имя места"},
                                 pointer);
    }
    Json payload = Json::object();
    payload["ballot"] = ballot_;
    const std::string seat =
        context_.people.seat(name.get<std::string>(), context_.errors, pointer).seat;
    payload["seat"] = seat;
    payload["choice"] = choice;
    if (option != 0) payload["option"] = option;
    if (!candidate.empty()) payload["candidate"] = candidate;
    if (!voted_.insert(seat).second) {
      context_.errors.add("SEAT_TWICE", {"this seat votes twice", "это место уже голосовало"},
                          pointer);
    }
    context_.events.add("", "VoteCast", std::move(payload), pointer);
  }

  MeetingContext& context_;
  std::string ballot_;
  std::vector<std::string> candidates_;
  Json counted_ = Json::object();
  std::set<std::string> voted_;
  bool by_name_ = false;
  bool listed_ = false;  ///< a list of seats stands there, be it empty
  bool by_count_ = false;
};

Json schedule(FormTable& table, FormKey key) {
  const std::string text = table.text(key);
  auto out = schedule_of(text);
  if (out) return *out;
  table.fail("BAD_TERM_FORM",
             {"\"" + text +
                  "\" is no term: write a date, \"до\" a date, a month, a quarter, "
                  "\"с … по …\", \"2022/2023 учебный год\", \"не реже 1 раза в квартал\", "
                  "\"3 рабочих дня после …\", \"по …\" or \"без срока\"",
              "«" + text +
                  "» — не срок; пишут дату, «до» и дату, месяц, квартал, «с … по …», "
                  "«2022/2023 учебный год», «не реже 1 раза в квартал», "
                  "«3 рабочих дня после …», «по …» или «без срока»"},
             key);
  return {{"kind", "NONE"}};
}

Json addressee(MeetingContext& context, const std::string& text) {
  Json out = Json::object();
  const std::string word = plain(text);
  if (word == "все участники" || word == "участники" || word == "участники кластера") {
    out["kind"] = "ALL_PARTICIPANTS";
    return out;
  }
  if (const auto role = word_of("Role", text)) {
    out["kind"] = "ROLE";
    out["role"] = {{"role", *role}};
    return out;
  }
  if (const auto kind = word_of("BodyKind", text)) {
    out["kind"] = "BODY";
    out["body"] = {{"kind", *kind}};
    return out;
  }
  api::JsonText unused;
  FormErrors quiet(unused);
  const std::string id = context.people.organisation(text, quiet, "");
  if (!id.empty()) {
    out["kind"] = "ORGANISATION";
    out["organisation"] = id;
    return out;
  }
  out["kind"] = "DESCRIBED";
  out["description"] = text;
  return out;
}

/// The body and the seat of an office: of the meeting's own body, unless another is named.
void office_place(MeetingContext& context, FormTable& table, Json& out) {
  out["body"] = context.body;
  const std::string seat = table.needed_text(form_keys::kSeat);
  const std::string other = table.text(form_keys::kBody);
  if (other.empty()) {
    out["seat"] = context.people.seat(seat, context.errors, table.pointer()).seat;
    return;
  }
  const auto body = context.directory.body(context.cluster, other);
  if (!body) return table.fail(body.error(), form_keys::kBody);
  out["body"] = (*body)->digest;
  out["seat"] = context.people.seat_in(**body, seat, context.errors, table.pointer()).seat;
}

/// One office that a decision fills: {место, орган, должность, срок, с}.
Json office(MeetingContext& context, FormTable table, const char* mode) {
  Json out = Json::object();
  office_place(context, table, out);
  out["office"] = form_word(table, form_keys::kOffice, "OfficeKind", "CHAIR");
  out["mode"] = mode;
  if (auto person = table.text(form_keys::kPerson); !person.empty()) {
    out["person"] = context.people.person(person, context.errors, table.pointer());
  }
  const std::string from = form_date(table, form_keys::kFrom);
  out["from"] = from.empty() ? context.date : from;
  if (auto text = table.text(form_keys::kTerm); !text.empty()) {
    const auto term = term_of(text);
    if (!term)
      table.fail(
          "BAD_TERM_FORM",
          {"\"" + text + "\" is no term of office",
           "«" + text + "» — не срок полномочий; пишут «5 лет», «до» и дату или «бессрочно»"},
          form_keys::kTerm);
    if (term) out["term"] = *term;
  }
  table.finish();
  return out;
}

Json components(MeetingContext& context, FormTable& decision, const std::string& title) {
  Json out = Json::array();
  const auto add = [&](FormTable& table, const std::string& text) {
    Json component = Json::object();
    component["number"] = out.size() + 1;
    component["title"] = wording(text)["title"];
    component["schedule"] = schedule(table, form_keys::kTerm);
    if (auto kind = form_word(table, form_keys::kMeetingsOf, "BodyKind", ""); !kind.empty()) {
      component["meetings_of"] = {{"kind", kind}};
    }
    out.push_back(std::move(component));
  };
  if (!decision.has(form_keys::kParts)) {
    if (decision.has(form_keys::kTerm)) add(decision, title);
    return out;
  }
  if (decision.has(form_keys::kTerm)) {
    context.errors.add("TERM_TWICE", {"the terms stand in the parts", "сроки стоят в частях"},
                       decision.pointer_of(form_keys::kTerm));
  }
  for (FormTable& part : decision.tables(form_keys::kParts)) {
    add(part, part.needed_text(form_keys::kText));
    part.finish();
  }
  return out;
}

Json organisations(MeetingContext& context, FormTable& table, FormKey key) {
  Json out = Json::array();
  for (const auto& [value, pointer] : table.list(key)) {
    if (!value->is_string()) {
      context.errors.add("WRONG_TYPE",
                         {"expected the name of an organisation", "нужно название организации"},
                         pointer);
      continue;
    }
    out.push_back(context.people.organisation(value->get<std::string>(), context.errors, pointer));
  }
  return out;
}

Json depends_on(MeetingContext& context, FormTable& decision) {
  Json out = Json::array();
  for (const auto& [value, pointer] : decision.list(form_keys::kDependsOn)) {
    const std::string number = value->is_string() ? value->get<std::string>() : value->dump();
    const auto found = context.decisions.find(number);
    if (context.doubled.contains(number)) {
      context.errors.add("AMBIGUOUS_NAME",
                         {"several decisions above have the number \"" + number + "\"",
                          "номер «" + number + "» стоит у нескольких решений выше"},
                         pointer);
    } else if (found != context.decisions.end()) {
      out.push_back("@" + found->second);
    } else if (number.starts_with('@') || number.size() == 2 * ledger::Hash::kSize) {
      out.push_back(number);
    } else {
      context.errors.add("UNKNOWN_DECISION",
                         {"no decision before this one has the number \"" + number + "\"",
                          "выше нет решения с номером «" + number + "»"},
                         pointer);
    }
  }
  return out;
}

void put_if_any(Json& payload, const char* member, Json value) {
  if (!value.empty()) payload[member] = std::move(value);
}

/// What the decision decides besides its words.
void read_effects(MeetingContext& context, FormTable& decision, Json& payload) {
  Json offices = Json::array();
  for (FormTable& table : decision.tables(form_keys::kElected)) {
    offices.push_back(office(context, std::move(table), "ELECTED"));
  }
  for (FormTable& table : decision.tables(form_keys::kAppointed)) {
    offices.push_back(office(context, std::move(table), "APPOINTED"));
  }
  put_if_any(payload, "offices", std::move(offices));
  put_if_any(payload, "admits", organisations(context, decision, form_keys::kAdmits));
  put_if_any(payload, "excludes", organisations(context, decision, form_keys::kExcludes));
  Json about = Json::array();
  for (const auto& [value, pointer] : decision.list(form_keys::kAbout)) about.push_back(*value);
  put_if_any(payload, "about", std::move(about));
  Json parts = Json::array();
  for (const auto& [value, pointer] : decision.list(form_keys::kOpinionParts)) {
    const auto part =
        value->is_string() ? word_of("OpinionPart", value->get<std::string>()) : std::nullopt;
    if (!part) {
      context.errors.add(
          "UNKNOWN_WORD",
          {"known are " + words_known("OpinionPart"), "известны: " + words_known("OpinionPart")},
          pointer);
    }
    parts.push_back(part.value_or("ANALYSIS"));
  }
  put_if_any(payload, "opinion_parts", std::move(parts));
}

struct QuestionRefs {
  std::string name;    ///< prefix of local names
  std::string ballot;  ///< "@name", or empty
  std::string kind;
  std::string theme;
  std::uint64_t item = 0;
};

void compile_decision(MeetingContext& context, FormTable decision, const QuestionRefs& question,
                      std::size_t position) {
  const std::string name = question.name + "-decision-" + std::to_string(position);
  const std::string number = decision.text(form_keys::kNumber);
  Json payload = Json::object();
  payload["decision"] = "@" + name + "-id";
  if (!number.empty()) payload["printed_number"] = number;
  if (!context.body.empty()) payload["body"] = context.body;
  payload["meeting"] = context.meeting_ref();
  payload["agenda_item"] = question.item;
  if (!question.ballot.empty()) payload["ballot"] = question.ballot;
  payload["kind"] = form_word(decision, form_keys::kKind, "DecisionKind", question.kind.c_str());
  const std::string text = decision.text(form_keys::kText);
  const std::string title = text.empty() ? question.theme : text;
  payload["wording"] = wording(title);
  if (auto clause = decision.text(form_keys::kClause); !clause.empty()) {
    payload["wording"]["clause"] = clause;
  }
  payload["stated_result"] = form_word(decision, form_keys::kResult, "StatedResult", "NOT_STATED");
  read_effects(context, decision, payload);
  Json addressees = Json::array();
  for (const auto& [value, pointer] : decision.list(form_keys::kAddressees)) {
    if (value->is_string() && !value->get_ref<const std::string&>().empty()) {
      addressees.push_back(addressee(context, value->get<std::string>()));
    } else {
      context.errors.add("WRONG_TYPE", {"expected a text", "нужен текст в кавычках"}, pointer);
    }
  }
  put_if_any(payload, "addressees", std::move(addressees));
  put_if_any(payload, "components", components(context, decision, title));
  put_if_any(payload, "depends_on", depends_on(context, decision));
  decision.finish();
  if (!number.empty() && !context.decisions.try_emplace(number, name).second) {
    context.doubled.insert(number);
  }
  context.decision_names.push_back(name);
  context.events.add(name, "DecisionDeclared", std::move(payload), decision.pointer());
}

Json opened_by(MeetingContext& context, FormTable& question) {
  if (!question.has(form_keys::kOpenedBy)) return context.presiding;
  Json out = Json::object();
  const std::string text = question.text(form_keys::kOpenedBy);
  if (const auto word = word_of("Convener", text)) {
    out["by"] = *word;
    return out;
  }
  const SeatRef seat =
      context.people.seat(text, context.errors, question.pointer_of(form_keys::kOpenedBy));
  out["by"] = "NOT_STATED";
  out["seat"] = seat.seat;
  if (!seat.organisation.empty()) out["organisation"] = seat.organisation;
  return out;
}

/// Opens the ballot, records the votes, closes it.
void compile_ballot(MeetingContext& context, FormTable& question, const QuestionRefs& refs) {
  Json payload = Json::object();
  payload["ballot"] = "@" + refs.name + "-ballot-id";
  if (!context.body.empty()) payload["body"] = context.body;
  payload["meeting"] = context.meeting_ref();
  payload["agenda_item"] = refs.item;
  payload["kind"] = refs.kind;
  const std::string text = question.text(form_keys::kQuestionText);
  payload["question"] = wording(text.empty() ? refs.theme : text);
  if (!context.charter.empty() && !context.body.empty()) {
    payload["charter"] = context.charter;
    payload["rule"] = "bodies." + context.body_kind;
  }
  payload["openness"] = form_word(question, form_keys::kOpenness, "Openness", "NOT_STATED");
  payload["opened_by"] = opened_by(context, question);
  std::vector<std::string> candidates;
  for (const auto& [value, pointer] : question.list(form_keys::kCandidates)) {
    candidates.push_back(
        context.people
            .seat(value->is_string() ? value->get<std::string>() : "", context.errors, pointer)
            .seat);
  }
  if (!candidates.empty()) payload["candidates"] = candidates;
  Json options = Json::array();
  for (const auto& [value, pointer] : question.list(form_keys::kOptions)) {
    const std::string title = value->is_string() ? value->get<std::string>() : value->dump();
    options.push_back({{"number", options.size() + 1}, {"title", title}});
  }
  put_if_any(payload, "options", std::move(options));
  context.events.add(refs.name + "-ballot", "BallotOpened", std::move(payload), question.pointer());
  Votes(context, refs.ballot, candidates).read(question);
  Json closed = Json::object();
  closed["ballot"] = refs.ballot;
  context.events.add("", "BallotClosed", std::move(closed), question.pointer());
}

}  // namespace

void EventList::add(const std::string& name, const char* type, Json payload,
                    const std::string& pointer) {
  Json event = Json::object();
  if (!name.empty()) event["@name"] = name;
  event.update(common_);
  event["payload_type"] = type;
  event["payload"] = std::move(payload);
  events_.push_back(std::move(event));
  pointers_.push_back(pointer);
}

api::JsonText EventList::take(const api::JsonText& form) {
  api::JsonText out;
  out.source = form.source;
  out.lines[""] = 1;
  for (std::size_t i = 0; i < pointers_.size(); ++i) {
    out.lines[api::pointer_to("/@batch", i)] = form.line_of(pointers_[i]);
  }
  out.value = Json::object();
  out.value["@batch"] = std::move(events_);
  return out;
}

void compile_question(MeetingContext& context, FormTable question, std::size_t number) {
  QuestionRefs refs;
  refs.item = question.number(form_keys::kNumber, 200).value_or(number);
  refs.name = context.prefix + "-q" + std::to_string(refs.item);
  refs.theme = question.text(form_keys::kTheme);
  refs.kind = form_word(question, form_keys::kKind, "DecisionKind", "OTHER");
  if (question.has(form_keys::kVotes)) {
    refs.ballot = "@" + refs.name + "-ballot";
    compile_ballot(context, question, refs);
  } else {
    for (const FormKey key : {form_keys::kCandidates, form_keys::kOptions, form_keys::kOpenness,
                              form_keys::kOpenedBy, form_keys::kQuestionText}) {
      if (question.has(key)) {
        question.fail(
            "MISSING_KEY",
            {"a ballot needs the key \"голосовали\"", "для голосования нужен ключ «голосовали»"},
            key);
      }
    }
  }
  std::size_t position = 0;
  for (FormTable& decision : question.tables(form_keys::kDecision)) {
    compile_decision(context, std::move(decision), refs, ++position);
  }
  question.finish();
}

}  // namespace tools
