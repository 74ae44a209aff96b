// SPDX-License-Identifier: Apache-2.0
// letopis vault erase: everything that evidence of an erasure takes. The event is checked by the
// ledger before anything is destroyed; the vault's part is done and on record before the event is
// sent, so that the same command completes what was interrupted.
#include <algorithm>
#include <array>

#include "api/event_json.h"
#include "api/files.h"
#include "ledger/clock.h"
#include "ledger/entry.h"
#include "ledger/hash.h"
#include "tools/author_desk.h"
#include "tools/commands/secretary.h"
#include "tools/erasure_papers.h"
#include "tools/event_text.h"

namespace tools {
namespace {

using api::Json;
using ledger::Id;
using ledger::Ok;
using ledger::Result;
using ledger::Status;

constexpr std::size_t kFieldsPerEvent = 300;

struct EraseOptions {
  std::string person;
  std::string reason;
  std::string document;
  std::vector<std::string> cosigners;
  std::string papers = ".";
  DeskOptions desk;
};

/// Everything that the ledger says about a person's names.
struct PersonRecord {
  ledger::LedgerIdentity ledger;
  std::vector<ErasedPlace> places;
  Json scope;                  ///< of the basis document
  bool one_place = true;       ///< every name lies in the place of the basis document
  bool erased_before = false;  ///< an event about this erasure is on record
  std::string basis;           ///< digest of the basis document
  std::string basis_title;
};

Result<Json> body_at(const ledger::LedgerIdentity& identity, const ledger::RecordedEvent& event) {
  auto record = api::recorded_event_to_json(identity, event);
  if (!record) return record.error();
  return (*record)["body"];
}

void collect(const Json& body, const Id& person, std::uint64_t index, PersonRecord& out) {
  for (const auto& place : api::commitments_in(body)) {
    if (place.person != person) continue;
    out.places.push_back({index, place.field});
    out.one_place = out.one_place && body["scope"] == out.scope;
  }
  if (body["payload_type"] != "PersonalDataErased") return;
  if (body["payload"].value("person", std::string()) == to_hex(person)) out.erased_before = true;
}

Status find_basis(const OpenLedger& ledger, const std::string& selector, PersonRecord& out) {
  const auto view = ledger.view();
  const auto index = find_event(view, selector);
  if (!index) return index.error();
  const auto event = view.event(*index);
  if (!event) return event.error();
  const auto record = api::recorded_event_to_json(ledger.identity, *event);
  if (!record) return record.error();
  const Json& body = (*record)["body"];
  if (body["payload_type"] != "DocumentRegistered") {
    const std::string number = std::to_string(*index);
    const auto type = body["payload_type"].get<std::string>();
    return ledger::invalid(
        "NOT_A_DOCUMENT",
        "the basis of an erasure is a registered document, event " + number + " is a " + type,
        "основание уничтожения — записанный документ, а событие " + number + " — это " + type, "");
  }
  out.scope = body["scope"];
  out.basis = (*record)["digest"].get<std::string>();
  out.basis_title = body["payload"]["title"].get<std::string>();
  return Ok{};
}

Result<PersonRecord> read_record(const EraseOptions& options, const Id& person) {
  const auto ledger = open_ledger(options.desk.dir);
  if (!ledger) return ledger.error();
  PersonRecord out;
  out.ledger = ledger->identity;
  if (auto found = find_basis(*ledger, options.document, out); !found) return found.error();
  const auto view = ledger->view();
  for (std::uint64_t index = 0; index < view.size(); ++index) {
    const auto event = view.event(index);
    if (!event) return event.error();
    const auto body = body_at(ledger->identity, *event);
    if (!body) return body.error();
    collect(*body, person, index, out);
  }
  if (out.places.empty()) {
    return ledger::not_found("NO_NAMES", "no event holds a name of " + to_hex(person),
                             "ни одно событие не хранит имени лица " + to_hex(person), "");
  }
  return out;
}

/// An erasure is an act of the place where its basis is registered, if all the names lie there: who
/// keeps that place may sign it. Else it is one of the whole ledger.
Json scope_of(const PersonRecord& record) {
  if (record.one_place) return record.scope;
  return {{"kind", "LEDGER"}, {"id", std::string(2 * Id::kSize, '0')}};
}

Json event_form(const EraseOptions& options, const PersonRecord& record, std::size_t from,
                std::uint32_t epoch, const std::string& extract_hash) {
  Json fields = Json::array();
  const std::size_t to = std::min(from + kFieldsPerEvent, record.places.size());
  for (std::size_t i = from; i < to; ++i) {
    fields.push_back({{"index", record.places[i].index}, {"field", record.places[i].field}});
  }
  Json event = Json::object();
  event["@name"] = "erasure-" + options.person + "-" + std::to_string(from / kFieldsPerEvent);
  event["@cosigners"] = options.cosigners;
  event["scope"] = scope_of(record);
  event["payload_type"] = "PersonalDataErased";
  Json& payload = event["payload"];
  payload["fields"] = std::move(fields);
  payload["person"] = options.person;
  payload["reason"] = options.reason;
  payload["document"] = record.basis;
  payload["key_epoch_destroyed"] = epoch;
  payload["log_extract_hash"] = extract_hash;
  return event;
}

Json batch_form(const EraseOptions& options, const PersonRecord& record, std::uint32_t epoch,
                const std::string& extract_hash) {
  Json events = Json::array();
  for (std::size_t from = 0; from < record.places.size(); from += kFieldsPerEvent) {
    events.push_back(event_form(options, record, from, epoch, extract_hash));
  }
  return {{"@batch", std::move(events)}};
}

/// Prepares the events without leaving a trace in the names, and asks the ledger.
Status rehearse(AuthorDesk& desk, const EraseOptions& options, const PersonRecord& record) {
  const api::Names before = desk.names();
  auto author = api::Author::create({&desk.keys(), &desk.destination().lookup(), &desk.names(),
                                     options.desk.signer, desk.vault()});
  if (!author) return author.error();
  const std::string no_hash(2 * ledger::Hash::kSize, '0');
  auto batches = author->prepare(
      {batch_form(options, record, desk.vault()->epoch(), no_hash), "vault erase"}, {});
  desk.names() = before;
  if (!batches) return batches.error();
  std::vector<ledger::SignedEvent> events;
  for (const auto& batch : *batches) {
    for (const auto& prepared : batch) events.push_back(prepared.event);
  }
  const auto accepted = desk.destination().check(std::move(events));
  if (!accepted) return accepted.error();
  return Ok{};
}

struct Papers {
  std::filesystem::path extract;
  std::filesystem::path act;
};

Papers papers_of(const EraseOptions& options) {
  const std::filesystem::path folder = options.papers;
  return {folder / ("erasure-" + options.person + ".log"),
          folder / ("erasure-" + options.person + ".act.txt")};
}

/// The folder for the papers: there, or made now, and one in which a file can be written.
Status make_papers_folder(const std::filesystem::path& folder) {
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return ledger::io_error("FILE_WRITE", failed.message(), folder.string());
  const auto probe = folder / ".letopis-papers";
  if (auto written = api::write_file(probe, "", 0600); !written) return written;
  std::filesystem::remove(probe, failed);
  return Ok{};
}

/// The extract that a first attempt wrote, or a new one.
Result<std::string> extract_of(const Papers& papers, const PersonRecord& record,
                               const ledger::VaultErasure& erasure) {
  auto kept = api::read_file(papers.extract);
  if (kept) return kept;
  const std::string text = erasure_extract(record.ledger, erasure, record.places);
  if (auto written = api::write_file(papers.extract, text, 0600); !written) return written.error();
  return text;
}

std::vector<std::string> events_of(const std::vector<api::PreparedBatch>& batches) {
  std::vector<std::string> out;
  for (const auto& batch : batches) {
    for (const auto& prepared : batch) {
      out.push_back(prepared.payload_type + " " + to_hex(prepared.digest));
    }
  }
  return out;
}

int erase(const Session& session, const EraseOptions& options, const Id& person,
          const PersonRecord& record) {
  auto desk = AuthorDesk::open(session, options.desk);
  if (!desk) return session.fail(desk.error());
  ledger::Vault* const vault = (*desk)->vault();
  if (auto good = rehearse(**desk, options, record); !good) return session.fail(good.error());
  if (options.desk.dry_run) {
    session.note(session.say({"nothing was destroyed; names that would be: ",
                              "ничего не уничтожено; было бы уничтожено имён: "}) +
                 std::to_string(record.places.size()));
    return kExitOk;
  }
  // What cannot be undone comes only when its papers can be written.
  if (auto ready = make_papers_folder(options.papers); !ready) return session.fail(ready.error());
  const auto erasure = vault->erase(person, ledger::SystemClock().now_us());
  if (!erasure) return session.fail(erasure.error());
  const Papers papers = papers_of(options);
  const auto extract = extract_of(papers, record, *erasure);
  if (!extract) return session.fail(extract.error());
  const std::string hash = to_hex(ledger::sha256(*extract));
  auto batches = (*desk)->author().prepare(
      {batch_form(options, record, erasure->destroyed_epoch, hash), "vault erase"}, {});
  if (!batches) return session.fail(batches.error());
  const ErasureAct act{record.ledger,
                       *erasure,
                       record.places,
                       options.reason,
                       "«" + record.basis_title + "», " + record.basis,
                       hash,
                       events_of(*batches)};
  const int code = (*desk)->send(session, std::move(*batches));
  if (code != kExitOk) {
    session.note(
        session.say({"the names are destroyed but not yet on record as such: run the "
                     "same command again",
                     "имена уничтожены, но это ещё не записано: повторите ту же команду"}));
    return code;
  }
  const std::string text = erasure_act(session, act);
  if (auto written = api::write_file(papers.act, text); !written) {
    return session.fail(written.error());
  }
  if (!options.desk.json) session.print(text);
  return kExitOk;
}

int run(const Session& session, EraseOptions options) {
  const auto person = ledger::fixed_from_hex<Id>(options.person);
  if (!person) {
    return session.fail(ledger::invalid("BAD_HEX", person.error().message, "PERSON"));
  }
  if (options.desk.vault.folder.empty()) {
    return session.fail(ledger::invalid("NO_VAULT", "give the folder of the vault with --vault",
                                        "дайте папку хранилища имён в --vault", ""));
  }
  if (options.cosigners.empty()) {
    return session.fail(ledger::invalid(
        "SECOND_SIGNATURE", "an erasure has two signatures: name a second key with --cosigner",
        "у уничтожения две подписи: назовите второй ключ в --cosigner", ""));
  }
  options.reason = erasure_reason(std::move(options.reason));
  const auto record = read_record(options, *person);
  if (!record) return session.fail(record.error());
  if (record->erased_before) {
    session.note(session.say({"this erasure is on record", "это уничтожение уже записано"}));
    return kExitOk;
  }
  return erase(session, options, *person, *record);
}

}  // namespace

std::string erasure_reason(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c == '-' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  });
  return word;
}

void add_erasure_reason(CLI::App& command, const Session& session, std::string& reason) {
  command
      .add_option("--reason", reason,
                  session.say({"why: purpose-achieved, consent-withdrawn, unlawful-processing, "
                               "term-ended or other",
                               "причина: purpose-achieved (цель достигнута), consent-withdrawn "
                               "(согласие отозвано), unlawful-processing (обработка "
                               "неправомерна), term-ended (срок истёк) или other (иное)"}))
      ->required()
      ->check(CLI::IsMember(
          {"purpose-achieved", "consent-withdrawn", "unlawful-processing", "term-ended", "other"}));
}

void add_vault_erase(CLI::App& parent, Session& session) {
  auto options = std::make_shared<EraseOptions>();
  CLI::App& command = add_command(parent, session, "erase",
                                  {"destroy a person's names for good, with act and event",
                                   "уничтожить имена лица навсегда, с актом и событием"});
  command.add_option("PERSON", options->person, session.say({"reference", "ссылка на лицо"}))
      ->required();
  add_erasure_reason(command, session, options->reason);
  command
      .add_option("--document", options->document,
                  session.say({"the basis: event of a registered document",
                               "основание: событие регистрации документа"}))
      ->required();
  command
      .add_option("--cosigner", options->cosigners,
                  session.say({"key of the second signature", "ключ второй подписи"}))
      ->type_name("NAME");
  command
      .add_option("--papers", options->papers,
                  session.say({"folder for the act and the extract of the log (here, if not given)",
                               "папка для акта и выгрузки (если не дана — текущая)"}))
      ->type_name("DIR");
  add_desk_options(command, session, options->desk);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
