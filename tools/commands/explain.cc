// SPDX-License-Identifier: Apache-2.0
// letopis explain: why a decision, an agreement, a duty or a document stands as it does, with
// everything that it rests on.
#include "tools/commands/explain.h"

#include "api/explanation_json.h"
#include "api/view_json.h"
#include "projections/document_verdict.h"
#include "projections/governance/duties.h"
#include "tools/explanation_text.h"
#include "tools/view_folder.h"

namespace tools {
namespace {

namespace fb = ledger::fb;
namespace gov = projections::governance;
using gov::ExplanationKind;
using ledger::Hash;
using ledger::Result;
using ledger::Scope;
using projections::Chronicle;

struct ExplainOptions {
  ExplanationKind kind{};
  std::string id;
  std::string dir;
  std::string place;
  std::optional<std::string> on;
  std::optional<std::uint64_t> at;
  bool json = false;
};

/// What the words on the command line mean in one place.
struct Meant {
  Hash subject;
  bool own = false;  ///< of the place itself, not of its region or the register
};

/// The newest fact of the type that has this own id, digest or index.
template <typename T>
std::optional<Meant> fact_called(const Chronicle& chronicle, const std::string& text,
                                 const flatbuffers::String* (*own_id)(const T&)) {
  std::optional<Meant> found;
  for (const auto& fact : chronicle.all<T>()) {
    if (own_id(*fact)->string_view() == text || to_hex(fact.digest()) == text ||
        std::to_string(fact.index()) == text) {
      found = Meant{fact.digest(), fact.scope == chronicle.place()};
    }
  }
  return found;
}

std::optional<Meant> obligation_called(const Chronicle& chronicle, const std::string& text,
                                       gov::Date on) {
  const gov::Council council(chronicle, on);
  for (const gov::Obligation& one : gov::duties_of(council)) {
    if (to_hex(one.key) == text) return Meant{one.key, true};
  }
  return std::nullopt;
}

std::optional<Meant> meant_in(const Chronicle& chronicle, const ExplainOptions& options,
                              gov::Date on) {
  switch (options.kind) {
    case ExplanationKind::kDecision:
      return fact_called<fb::DecisionDeclared>(chronicle, options.id,
                                               [](const auto& one) { return one.decision(); });
    case ExplanationKind::kAgreement: {
      const auto agreement = fact_called<fb::AgreementRegistered>(
          chronicle, options.id, [](const auto& one) { return one.agreement(); });
      if (agreement) return agreement;
      return fact_called<fb::AgreementAmended>(chronicle, options.id,
                                               [](const auto& one) { return one.supplementary(); });
    }
    case ExplanationKind::kObligation:
      return obligation_called(chronicle, options.id, on);
    case ExplanationKind::kDocument:
      break;
  }
  return fact_called<fb::DocumentRegistered>(chronicle, options.id,
                                             [](const auto& one) { return one.document(); });
}

struct Found {
  Chronicle chronicle;
  Meant meant;
  gov::Date on;
  std::vector<projections::DocumentVerdict> verdicts;  ///< of a document, one for each file
};

/// How a document stands on the day, which only the views of all places know.
void print_verdicts(const Session& session, const Found& found) {
  if (found.verdicts.empty()) return;
  const bool russian = session.language == Language::kRussian;
  session.print(session.say({"How it stands on the day", "Как он стоит на этот день"}));
  for (const projections::DocumentVerdict& one : found.verdicts) {
    session.print("  " + projections::verdict_sentence(one, russian
                                                                ? projections::Language::kRussian
                                                                : projections::Language::kEnglish));
  }
}

int print(const Session& session, const ExplainOptions& options, const Found& found) {
  const gov::Council council(found.chronicle, found.on);
  const auto explanation = gov::explain(council, options.kind, found.meant.subject);
  if (!explanation) return session.fail(explanation.error());
  if (options.json) {
    const auto language =
        session.language == Language::kRussian ? api::Language::kRu : api::Language::kEn;
    auto json = api::explanation_json(council, *explanation, language);
    for (const projections::DocumentVerdict& one : found.verdicts) {
      json["verdicts"].push_back(api::verdict_json(one, language));
    }
    session.print_json(json);
    return kExitOk;
  }
  for (const std::string& line : explanation_text(council, *explanation, session.language)) {
    session.print(line);
  }
  print_verdicts(session, found);
  return kExitOk;
}

/// Of the document that this event registers a file of. The errors of registration_verdicts().
Result<std::vector<projections::DocumentVerdict>> verdicts_of(const projections::ViewReader& reader,
                                                              const Hash& registration,
                                                              gov::Date on) {
  const auto document = projections::find_document_of(reader, registration);
  if (!document) return document.error();
  if (!*document) return std::vector<projections::DocumentVerdict>();
  return projections::registration_verdicts(reader, **document, projections::rules::to_iso(on));
}

/// In the place that the thing belongs to; a paper of the register, in any place that knows it.
Result<Found> find_thing(const ViewFolder& views, const ExplainOptions& options, gov::Date on) {
  const auto reader = views.reader(options.at);
  if (!reader) return reader.error();
  const auto places = find_places(*reader, options.place);
  if (!places) return places.error();
  std::optional<Found> found;
  for (const Scope& place : *places) {
    auto chronicle = Chronicle::load(*reader, place);
    if (!chronicle) return chronicle.error();
    const auto meant = meant_in(*chronicle, options, on);
    if (!meant || (found && !meant->own)) continue;
    found.emplace(Found{std::move(*chronicle), *meant, on, {}});
    if (meant->own) break;
  }
  if (found && options.kind == ExplanationKind::kDocument) {
    auto verdicts = verdicts_of(*reader, found->meant.subject, on);
    if (!verdicts) return verdicts.error();
    found->verdicts = std::move(*verdicts);
  }
  if (found) return std::move(*found);
  return ledger::not_found("NO_SUCH_THING",
                           "no place of this ledger has the " +
                               std::string(gov::name_of(options.kind)) + " " + options.id,
                           "ни в одном месте журнала такого нет: " + options.id, "");
}

int run(const Session& session, const ExplainOptions& options) {
  const auto found = ask_views(session, options.dir, [&](const ViewFolder& views) -> Result<Found> {
    const auto on = options.on ? parse_day_option(*options.on) : views.today();
    if (!on) return on.error();
    return find_thing(views, options, *on);
  });
  if (!found) return session.fail(found.error());
  return print(session, options, *found);
}

void add_kind(CLI::App& explain, Session& session, ExplanationKind kind, const Text& description) {
  auto options = std::make_shared<ExplainOptions>();
  options->kind = kind;
  CLI::App& command = add_command(explain, session, std::string(gov::name_of(kind)), description);
  command
      .add_option("ID", options->id,
                  session.say({"its id, or its event's digest or index; of an obligation, its key",
                               "id, дайджест или номер события; для обязанности — её ключ"}))
      ->required();
  add_dir_option(command, session, options->dir);
  command
      .add_option("--place", options->place,
                  session.say({"only in this region or cluster", "только этот регион или кластер"}))
      ->type_name("NAME");
  add_day_option(
      command,
      {"judged on this day (today, if not given)", "на какой день (если не дан — сегодня)"},
      session, options->on);
  command
      .add_option("--at", options->at,
                  session.say({"as known after so many events", "как известно после N событий"}))
      ->check(whole_number())
      ->type_name("N");
  add_json_flag(command, session, options->json);
  set_action(command, session, options, run);
}

}  // namespace

void add_explain(CLI::App& root, Session& session) {
  CLI::App& explain = add_command(root, session, "explain",
                                  {"why a thing stands as it does, with all the evidence",
                                   "почему дело обстоит так: состав, правила, расчёты, события"});
  explain.require_subcommand(1);
  add_kind(explain, session, ExplanationKind::kDecision, {"a decision", "решение"});
  add_kind(explain, session, ExplanationKind::kAgreement, {"an agreement", "соглашение"});
  add_kind(explain, session, ExplanationKind::kObligation, {"an obligation", "обязанность"});
  add_kind(explain, session, ExplanationKind::kDocument, {"a document", "документ"});
}

}  // namespace tools
