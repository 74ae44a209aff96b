// SPDX-License-Identifier: Apache-2.0
// letopis attach: a scan (or another file) of a registered paper is recorded as one more rendition
// of its edition, and kept in the store of files under its hash.
#include <filesystem>
#include <optional>

#include "api/file_store.h"
#include "api/files.h"
#include "ledger/hash.h"
#include "tools/author_desk.h"
#include "tools/commands/secretary.h"
#include "tools/event_text.h"
#include "tools/fact_book.h"
#include "tools/meeting_form.h"
#include "tools/russian.h"

namespace tools {
namespace {

using api::Json;
using ledger::Result;

struct AttachOptions {
  std::string file;
  std::string protocol;
  std::string document;
  std::string rendition = "scan";
  std::string store;
  DeskOptions desk;
};

/// The registration that the file is another file of.
Result<RecordedFact> find_paper(const AttachOptions& options) {
  const auto ledger = open_ledger(options.desk.dir);
  if (!ledger) return ledger.error();
  std::string selector = options.document;
  if (!options.protocol.empty()) {
    const auto protocol = find_protocol(*ledger, options.protocol);
    if (!protocol) return protocol.error();
    selector = member_text(protocol->payload, "document");
  }
  const auto index = find_event(ledger->view(), selector);
  if (!index) return index.error();
  auto paper = fact_at(*ledger, *index);
  if (!paper) return paper.error();
  if (paper->type == "DocumentRegistered") return paper;
  const std::string number = std::to_string(*index);
  return ledger::invalid("NOT_A_DOCUMENT",
                         "event " + number + " is a " + paper->type + ", not a DocumentRegistered",
                         "событие " + number + " — это " + paper->type +
                             "; документы перечисляет letopis log --type DocumentRegistered",
                         "");
}

/// The event that already has this file as one of the same paper; nothing if none has.
Result<std::optional<std::uint64_t>> attached_before(const AttachOptions& options,
                                                     const RecordedFact& paper) {
  const auto bytes = api::read_file(options.file);
  if (!bytes) return bytes.error();
  const std::string sha256 = to_hex(ledger::sha256(*bytes));
  const auto ledger = open_ledger(options.desk.dir);
  if (!ledger) return ledger.error();
  const auto book = FactBook::load(*ledger, {}, {"DocumentRegistered"});
  if (!book) return book.error();
  for (const RecordedFact* fact : book->all("DocumentRegistered")) {
    const bool same_paper =
        fact->digest == paper.digest || member_text(fact->payload, "rendition_of") == paper.digest;
    const auto file = fact->payload.find("file");
    if (!same_paper || file == fact->payload.end()) continue;
    if (member_text(*file, "sha256") == sha256) return std::optional(fact->index);
  }
  return std::optional<std::uint64_t>();
}

/// Keeps the file in the store under its hash; to keep it again changes nothing.
int keep_file(const Session& session, const AttachOptions& options) {
  const auto store = api::file_store_of(options.desk.dir, options.store);
  const auto hash = api::store_file(store, options.file);
  if (!hash) return session.fail(hash.error());
  session.note(api::stored_file_path(store, *hash).string());
  return kExitOk;
}

Json rendition_event(const AttachOptions& options, const RecordedFact& paper,
                     const std::string& rendition) {
  Json payload = Json::object();
  for (const char* member : {"document", "kind", "title", "issuer", "issuer_title", "edition"}) {
    if (paper.payload.contains(member)) payload[member] = paper.payload[member];
  }
  payload["rendition"] = rendition;
  payload["rendition_of"] = paper.digest;
  payload["file"] = {{"@file", std::filesystem::absolute(options.file).string()},
                     {"media_type", media_type_of(options.file)}};
  payload["custody"] = {{"place", "ARCHIVE"}};
  payload["personal_data"] = true;
  Json event = Json::object();
  event["scope"] = paper.body["scope"];
  event["attestation"] = {{"grade", "RECORDER"}};
  event["payload_type"] = "DocumentRegistered";
  event["payload"] = std::move(payload);
  return event;
}

int run(const Session& session, AttachOptions options) {
  if (options.protocol.empty() == options.document.empty()) {
    return session.fail(ledger::invalid(
        "WHICH_DOCUMENT", "say of which paper this is a file: --protocol or --document",
        "укажите бумагу, чей это файл: --protocol или --document", ""));
  }
  const auto rendition = word_of("Rendition", options.rendition);
  if (!rendition) {
    return session.fail(ledger::invalid("UNKNOWN_WORD",
                                        "--rendition: known are scan, text, original, "
                                        "certified-copy, excerpt; " +
                                            words_known("Rendition"),
                                        "--rendition: известны " + words_known("Rendition"), ""));
  }
  const auto paper = find_paper(options);
  if (!paper) return session.fail(paper.error());
  const auto before = attached_before(options, *paper);
  if (!before) return session.fail(before.error());
  if (*before) {
    if (options.desk.json) {
      session.print_json({{"index", **before}, {"repeated", true}});
    }
    session.note(session.say({"nothing was recorded, this file is on record already: event ",
                              "ничего не записано: этот файл уже записан событием "}) +
                 std::to_string(**before));
    return options.desk.dry_run ? kExitOk : keep_file(session, options);
  }
  auto desk = AuthorDesk::open(session, options.desk);
  if (!desk) return session.fail(desk.error());
  auto batches =
      (*desk)->author().prepare({rendition_event(options, *paper, *rendition), options.file}, {});
  if (!batches) return session.fail(batches.error());
  const int code = (*desk)->send(session, std::move(*batches));
  if (code != kExitOk || options.desk.dry_run) return code;
  return keep_file(session, options);
}

}  // namespace

void add_store_option(CLI::App& command, const Session& session, std::string& store) {
  command
      .add_option("--store", store,
                  session.say({"where files of documents are kept (LEDGER.files, if not given)",
                               "где хранятся файлы документов (если не дано — ЖУРНАЛ.files)"}))
      ->type_name("DIR");
}

void add_attach(CLI::App& root, Session& session) {
  auto options = std::make_shared<AttachOptions>();
  CLI::App& command = add_command(root, session, "attach",
                                  {"record a scan of a registered paper and keep the file",
                                   "записать скан документа и сохранить файл"});
  command.add_option("FILE", options->file, session.say({"the file", "файл"}))->required();
  command.add_option("--protocol", options->protocol,
                     session.say({"its protocol: id, digest or index",
                                  "протокол: id, дайджест или номер события"}));
  command.add_option("--document", options->document,
                     session.say({"event that registered the paper",
                                  "событие, которым зарегистрирован документ"}));
  command.add_option("--rendition", options->rendition,
                     session.say({"scan, text, original, certified-copy or excerpt",
                                  "скан, текст, оригинал, заверенная копия или выписка"}));
  add_store_option(command, session, options->store);
  add_desk_options(command, session, options->desk);
  command.callback([options, &session] {
    session.run = [options, &session] { return run(session, *options); };
  });
}

}  // namespace tools
